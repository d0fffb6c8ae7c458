package io.github.electra4j.vocab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PairMergerTest {
    private static final WordPieceTrainer.ProgressSink SILENT = (phase, done, total) -> {};

    /** The example of Sennrich, Haddow and Birch (2016). */
    private static final Map<String, Integer> SENNRICH = Map.of("low", 5, "lower", 2, "newest", 6, "widest", 3);

    /**
     * By hand. Characters d e i l n o r s t w are ids 5 to 14, ##d ##e ##i ##o ##r ##s ##t ##w 15 to 22. Pairs at first: l ##o 7,
     * ##o ##w 7, ##w ##e 8, ##e ##r 2, n ##e 6, ##e ##w 6, ##e ##s 9, ##s ##t 9, w ##i 3, ##i ##d 3, ##d ##e 3.
     *
     * <ol>
     *   <li>9: ##e ##s (16, 20) before ##s ##t (20, 21) makes ##es, id 23; that leaves ##w ##e 2, ##s ##t 0 and brings
     *       ##w ##es 6, ##d ##es 3, ##es ##t 9, which is next: ##est, id 24.
     *   <li>7: l ##o (8, 18) before ##o ##w (18, 22): lo, id 25; then lo ##w 7: low, id 26.
     *   <li>6: n ##e (9, 16), ##e ##w (16, 22), ##w ##est (22, 24): ne, id 27, which turns ##e ##w into ne ##w (27, 22), so
     *       ##w ##est is next: ##west; then ne ##west: newest.
     *   <li>3: w ##i (14, 17), ##i ##d (17, 15), ##d ##est (15, 24): wi, then ##dest, then widest.
     *   <li>2: low ##e (26, 16) after ##e ##r (16, 19): ##er, then lower.
     * </ol>
     */
    @Test
    void smallText_joinsThePairsThatAHandJoins() {
        PairMerger merger = merger(SENNRICH);
        List<String> pieces = merger.run(1000, 1, SILENT);
        assertThat(pieces.subList(5, 23))
                .containsExactly(
                        "d", "e", "i", "l", "n", "o", "r", "s", "t", "w", "##d", "##e", "##i", "##o", "##r", "##s",
                        "##t", "##w");
        assertThat(pieces.subList(23, pieces.size()))
                .containsExactly(
                        "##es", "##est", "lo", "low", "ne", "##west", "newest", "wi", "##dest", "widest", "##er",
                        "lower");
        assertThat(merger.merges()).isEqualTo(12);
    }

    /**
     * 23 characters and special tokens leave 4 places. With ##es, ##est, lo, low made, ##es and lo stand nowhere any more, so
     * all the joins above go on, each piece for a step with no use. At the end stand low 5, lower 2, newest 6,
     * widest 3. With 2 places ##est 9 and low 7 stand more often than any pair to come, which stand 6 times at most.
     */
    @Test
    void size_isFilledWithThePiecesThatAreUsed() {
        assertThat(merger(SENNRICH).run(27, 1, SILENT)).hasSize(27).endsWith("low", "newest", "widest", "lower");
        assertThat(merger(SENNRICH).run(25, 1, SILENT)).hasSize(25).endsWith("##est", "low");
    }

    @Test
    void pairs_belowTheLeastCount_areNotJoined() {
        PairMerger merger = merger(SENNRICH);
        assertThat(merger.run(1000, 7, SILENT))
                .endsWith("##es", "##est", "lo", "low")
                .hasSize(27);
    }

    /** In "aaaa" (3 times) stands ##a ##a twice and a ##a once, but they overlap: each is joined from the left. */
    @Test
    void overlappingPairs_areJoinedFromTheLeft() {
        // ##a ##a stands 2 x 3 times, so ##aa (id 7) comes first and leaves a ##aa ##a; of a ##aa (5, 7) and ##aa ##a
        // (7, 6),
        // 3 times each, the first is joined, then aaa ##a.
        PairMerger merger = merger(Map.of("aaaa", 3));
        assertThat(merger.run(1000, 1, SILENT)).endsWith("a", "##a", "##aa", "aaa", "aaaa");
    }

    /**
     * Made with Hugging Face's tokenizers 0.23.3, over 30 shuffles of the same words (its result depends on their order where
     * pairs tie; here it was the same in all): WordPieceTrainer(vocab_size=1000, min_frequency=3) with BertNormalizer,
     * BertPreTokenizer.
     */
    @Test
    void joins_areThoseOfHuggingFace() {
        PairMerger merger = merger(Map.ofEntries(
                Map.entry("the", 97),
                Map.entry("they", 53),
                Map.entry("them", 41),
                Map.entry("other", 37),
                Map.entry("mother", 29),
                Map.entry("bother", 23),
                Map.entry("there", 19),
                Map.entry("therese", 13),
                Map.entry("hot", 11),
                Map.entry("中", 5),
                Map.entry("文", 5),
                Map.entry("ol", 3)));
        assertThat(merger.run(1000, 3, SILENT).stream()
                        .filter(p -> p.replace("##", "").length() > 1)
                        .skip(5))
                .containsExactly(
                        "##he", "the", "##the", "##ther", "they", "##other", "them", "other", "##re", "there", "mother",
                        "bother", "##se", "therese", "ho", "hot", "ol");
    }

    private static PairMerger merger(Map<String, Integer> words) {
        WordTable table = new WordTable();
        words.forEach((word, times) -> {
            char[] characters = word.toCharArray();
            table.add(characters, 0, characters.length, WordTable.hash(characters, 0, characters.length), times);
        });
        List<String> first = Vocabulary.SPECIAL;
        return new PairMerger(first, Alphabet.of(table, 1, 1000), table);
    }
}

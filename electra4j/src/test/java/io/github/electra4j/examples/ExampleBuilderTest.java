package io.github.electra4j.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExampleBuilderTest {
    private static final Vocabulary VOCABULARY = TestVocabulary.letters();
    private static final int CLS = VOCABULARY.clsId();
    private static final int SEP = VOCABULARY.sepId();

    /** One example, its segments taken apart by its own marks. */
    private record Example(int[] ids, int firstLength) {
        int[] first() {
            return Arrays.copyOfRange(ids, 1, firstLength - 1);
        }

        int[] second() {
            return firstLength == ids.length ? new int[0] : Arrays.copyOfRange(ids, firstLength, ids.length - 1);
        }

        boolean isPair() {
            return firstLength < ids.length;
        }
    }

    private static List<Example> build(ExampleOptions options, List<int[]> document, long number) {
        List<Example> examples = new ArrayList<>();
        ExampleBuilder builder = ExampleBuilder.of(
                options, VOCABULARY, (ids, n, first) -> examples.add(new Example(Arrays.copyOf(ids, n), first)));
        try {
            builder.startDocument(0, number);
            for (int[] paragraph : document) {
                builder.add(paragraph);
            }
            builder.endDocument();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return examples;
    }

    /** Paragraphs of words of 1 to {@code longestWord} pieces. */
    private static List<int[]> document(CounterRandom random, int paragraphs, int longestParagraph, int longestWord) {
        List<int[]> document = new ArrayList<>();
        for (int i = 0; i < paragraphs; i++) {
            int[] pieces = new int[random.nextInt(longestParagraph + 1)];
            int left = 0;
            for (int k = 0; k < pieces.length; k++) {
                int letter = random.nextInt(26);
                pieces[k] =
                        left > 0 ? TestVocabulary.FIRST_CONTINUATION + letter : TestVocabulary.FIRST_LETTER + letter;
                left = left > 0 ? left - 1 : random.nextInt(longestWord);
            }
            document.add(pieces);
        }
        return document;
    }

    private static int[] joined(List<int[]> arrays) {
        return arrays.stream().flatMapToInt(Arrays::stream).toArray();
    }

    @Test
    void wholeText_anyDocument_isInTheExamplesOnceAndInOrder() {
        CounterRandom random = CounterRandom.of(1, "test");
        for (int trial = 0; trial < 3000; trial++) {
            ExampleOptions options =
                    ExampleOptions.defaults(8 + random.nextInt(60)).withSeed(trial);
            List<int[]> document = document(
                    random, random.nextInt(12), 1 + random.nextInt(150), 1 + random.nextInt(trial % 2 == 0 ? 4 : 90));
            List<Example> examples = build(options, document, trial);
            List<int[]> segments = new ArrayList<>();
            for (Example example : examples) {
                assertThat(example.ids.length).isBetween(3, options.length());
                assertThat(example.ids[0]).isEqualTo(CLS);
                assertThat(example.ids[example.firstLength - 1]).isEqualTo(SEP);
                assertThat(example.ids[example.ids.length - 1]).isEqualTo(SEP);
                assertThat(example.first()).isNotEmpty();
                segments.add(example.first());
                segments.add(example.second());
            }
            assertThat(joined(segments)).as("trial %d", trial).isEqualTo(joined(document));
        }
    }

    @Test
    void wholeText_ordinaryWords_areNeverCut() {
        CounterRandom random = CounterRandom.of(2, "test");
        for (int trial = 0; trial < 200; trial++) {
            ExampleOptions options = new ExampleOptions(64, trial, 0.1, 0, 0, true);
            for (Example example : build(options, document(random, 5, 300, 5), trial)) {
                assertThat(example.first()[0]).isLessThan(TestVocabulary.FIRST_CONTINUATION);
                if (example.isPair()) {
                    assertThat(example.second()[0]).isLessThan(TestVocabulary.FIRST_CONTINUATION);
                }
            }
        }
    }

    @Test
    void wholeText_longText_hasThePublishedShares() {
        // One document of one paragraph of 2,000,000 one-piece words.
        int[] text = IntStream.range(0, 2_000_000)
                .map(i -> TestVocabulary.FIRST_LETTER + i % 26)
                .toArray();
        List<Example> examples = build(ExampleOptions.defaults(128), List.of(text), 0);
        long singles = examples.stream().filter(e -> !e.isPair()).count();
        long shorter = examples.stream().filter(e -> e.ids.length < 128).count();
        double n = examples.size();
        // About 16,000 examples: three standard deviations are 0.007 and 0.005.
        assertThat(singles / n).isCloseTo(0.10, within(0.008));
        assertThat(shorter / n).isCloseTo(0.05, within(0.006));
        // Lengths of the shorter ones are uniform from 5 to 128.
        double mean = examples.stream()
                .mapToInt(e -> e.ids.length)
                .filter(l -> l < 128)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(66, within(6.0));
        assertThat(examples.stream().mapToInt(e -> e.ids.length).min().orElseThrow())
                .isBetween(5, 8);
        // One paragraph alone is cut at half: (128 - 3) / 2 pieces, [CLS] and [SEP].
        assertThat(examples.stream().filter(e -> e.isPair() && e.ids.length == 128))
                .allMatch(e -> e.firstLength == 64);
    }

    @Test
    void wholeText_severalParagraphs_splitsBetweenParagraphs() {
        List<int[]> document = new ArrayList<>();
        for (int i = 0; i < 400; i++) {
            int[] paragraph = new int[10];
            Arrays.fill(paragraph, TestVocabulary.FIRST_LETTER + 1);
            paragraph[0] = TestVocabulary.FIRST_LETTER;
            document.add(paragraph);
        }
        List<Example> examples = build(new ExampleOptions(63, 1, 0, 0, 0, true), document, 0);
        // 60 pieces an example, so all paragraphs end with examples; half is 30.
        assertThat(examples).hasSize(67);
        assertThat(examples.subList(0, 66)).allSatisfy(e -> {
            assertThat(e.second()[0]).isEqualTo(TestVocabulary.FIRST_LETTER);
            assertThat(e.first().length).isIn(20, 30);
        });
        assertThat(examples.subList(0, 66).stream().filter(e -> e.first().length == 30))
                .as("the paragraph that reaches half joins the first segment half of the time")
                .hasSizeBetween(20, 46);
    }

    @Test
    void wholeText_wordLongerThanAnExample_isCutAndKept() {
        int[] word = new int[100];
        Arrays.fill(word, TestVocabulary.FIRST_CONTINUATION);
        word[0] = TestVocabulary.FIRST_LETTER;
        List<Example> examples = build(new ExampleOptions(20, 1, 0, 0, 0, true), List.of(word), 0);
        assertThat(examples).hasSize(6);
        assertThat(examples.subList(0, 5)).allMatch(e -> e.ids.length == 20);
    }

    @Test
    void wholeText_shortDocument_staysOneSegment() {
        List<Example> examples = build(new ExampleOptions(128, 1, 0, 0, 0, true), List.of(new int[] {10, 11, 12}), 0);
        assertThat(examples).hasSize(1);
        assertThat(examples.get(0).ids).containsExactly(CLS, 10, 11, 12, SEP);
        assertThat(examples.get(0).firstLength).isEqualTo(5);
    }

    @Test
    void published_longParagraphs_loseWhatDoesNotFit() {
        int[] longLine = IntStream.range(0, 200).map(i -> 5 + i % 26).toArray();
        List<Example> examples =
                build(new ExampleOptions(16, 1, 0, 0, 0, false), List.of(longLine, longLine, new int[] {7}), 0);
        // Each long line fills an example alone, 14 pieces between [CLS] and [SEP]; the last line becomes one at the
        // end.
        assertThat(examples).hasSize(3);
        assertThat(examples.get(0).first()).isEqualTo(Arrays.copyOf(longLine, 14));
        assertThat(examples.get(1).first()).isEqualTo(Arrays.copyOf(longLine, 14));
        assertThat(examples.get(2).first()).containsExactly(7);
    }

    /** By hand: target 16, half (16 - 3) / 2 = 6. */
    @Test
    void published_shortParagraphs_areDealtToBothSegments() {
        int[] a = {5, 5, 5, 5};
        int[] b = {6, 6, 6, 6, 6, 6};
        int[] c = {7};
        int[] d = {8, 8, 8, 8, 8};
        int aloneFirst = 0;
        int bothFirst = 0;
        for (int seed = 0; seed < 400; seed++) {
            List<Example> examples = build(new ExampleOptions(16, seed, 0, 0, 0, false), List.of(a, b, c, d), 0);
            assertThat(examples).hasSize(1);
            Example e = examples.get(0);
            if (e.first().length == 5) {
                // b crosses the half and goes to the second segment; c still joins the first, as published.
                assertThat(e.first()).containsExactly(5, 5, 5, 5, 7);
                assertThat(e.second()).containsExactly(6, 6, 6, 6, 6, 6, 8, 8);
                aloneFirst++;
            } else {
                assertThat(e.first()).containsExactly(5, 5, 5, 5, 6, 6, 6, 6, 6, 6);
                assertThat(e.second()).containsExactly(7, 8, 8);
                bothFirst++;
            }
        }
        assertThat(aloneFirst).isBetween(160, 240);
        assertThat(aloneFirst + bothFirst).isEqualTo(400);
    }

    @Test
    void builder_sameSeedAndNumber_givesTheSameExamplesWhateverCameBefore() throws IOException {
        CounterRandom random = CounterRandom.of(3, "test");
        List<int[]> one = document(random, 20, 100, 4);
        List<int[]> two = document(random, 20, 100, 4);
        for (boolean whole : new boolean[] {true, false}) {
            ExampleOptions options = new ExampleOptions(32, 5, 0.3, 0.3, 0, whole);
            List<Example> together = new ArrayList<>();
            ExampleBuilder builder = ExampleBuilder.of(
                    options, VOCABULARY, (ids, n, f) -> together.add(new Example(Arrays.copyOf(ids, n), f)));
            for (int i = 0; i < 2; i++) {
                builder.startDocument(0, i);
                for (int[] paragraph : i == 0 ? one : two) {
                    builder.add(paragraph);
                }
                builder.endDocument();
            }
            List<Example> alone = build(options, two, 1);
            List<Example> tail = together.subList(together.size() - alone.size(), together.size());
            for (int i = 0; i < alone.size(); i++) {
                assertThat(tail.get(i).ids).isEqualTo(alone.get(i).ids);
                assertThat(tail.get(i).firstLength).isEqualTo(alone.get(i).firstLength);
            }
        }
    }

    @Test
    void options_outOfRange_areRefused() {
        assertThatThrownBy(() -> ExampleOptions.defaults(7)).hasMessageContaining("length: 7, expected 8 to 65535");
        assertThatThrownBy(() -> ExampleOptions.defaults(65_536)).hasMessageContaining("length: 65536");
        assertThatThrownBy(() -> ExampleOptions.defaults(128).withHeldOut(0.6)).hasMessageContaining("heldOut: 0.6");
        assertThatThrownBy(() -> ExampleOptions.defaults(128).withHeldOut(Double.NaN))
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> new ExampleOptions(128, 1, -0.1, 0, 0, true)).hasMessageContaining("singleSegment");
    }
}

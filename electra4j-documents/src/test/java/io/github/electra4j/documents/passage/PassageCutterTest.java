package io.github.electra4j.documents.passage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.electra4j.documents.format.Document;
import io.github.electra4j.documents.format.Document.Mark;
import io.github.electra4j.documents.passage.Passage.PageTurn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Passages of made texts. */
class PassageCutterTest {
    private static final PassageCutter TEN = new PassageCutter(new PassageSize(10, 4));

    private static Document of(String text, Mark... marks) {
        return new Document(null, text, List.of(marks));
    }

    private static List<String> texts(List<Passage> passages) {
        return passages.stream().map(Passage::text).toList();
    }

    /** So many words that are told apart. */
    private static String words(String name, int n) {
        return IntStream.range(0, n).mapToObj(i -> name + i).collect(Collectors.joining(" "));
    }

    @Test
    void paragraphs_areTakenTogetherAsFarAsThereIsRoom() {
        String text = words("a", 4) + "\n\n" + words("b", 5) + "\n \n\n" + words("c", 2);

        assertThat(texts(TEN.cut(of(text)))).containsExactly(words("a", 4) + "\n\n" + words("b", 5), words("c", 2));
    }

    @Test
    void blankLines_byTheHundredThousand_partParagraphsAsOneDoes() {
        for (String line : List.of("\n", "\r\n", " \t\n")) {
            String text = words("a", 8) + line.repeat(100_001) + words("b", 8);

            assertThat(texts(TEN.cut(of(text)))).containsExactly(words("a", 8), words("b", 8));
        }
    }

    @Test
    void paragraph_thatIsTooLong_isCutBetweenSentences_withTheEndRepeated() {
        String text = "One two three four. Five six seven. Eight nine ten. Eleven twelve thirteen.";

        // 4 + 3 + 3 words are a passage; of the next the last sentence of it, 3 words, is the beginning.
        assertThat(texts(TEN.cut(of(text))))
                .containsExactly(
                        "One two three four. Five six seven. Eight nine ten.",
                        "Eight nine ten. Eleven twelve thirteen.");
    }

    @Test
    void paragraphs_areNotRepeated() {
        String text = words("a", 8) + "\n\n" + words("b", 3) + "\n\n" + words("c", 9);

        assertThat(texts(TEN.cut(of(text)))).containsExactly(words("a", 8), words("b", 3), words("c", 9));
    }

    @Test
    void sentence_longerThanAPassage_isCutBetweenWords() {
        String text = words("w", 25);

        List<Passage> passages = TEN.cut(of(text));

        assertThat(passages).allSatisfy(passage -> assertThat(passage.text().split(" ").length)
                .isLessThanOrEqualTo(10));
        assertThat(texts(passages))
                .containsExactly(
                        words("w", 10),
                        text.substring(text.indexOf("w10"), text.indexOf(" w20")),
                        text.substring(text.indexOf("w20")));
    }

    @Test
    void word_withoutEnd_isCutToo() {
        String text = "x".repeat(1000);

        List<Passage> passages = TEN.cut(of(text));

        assertThat(String.join("", texts(passages))).isEqualTo(text);
        assertThat(passages).allSatisfy(passage -> assertThat(passage.text()).hasSizeLessThanOrEqualTo(120));
    }

    @Test
    void ideographs_countOneByOne() {
        assertThat(texts(TEN.cut(of("東京都東京都東京都東京都")))).containsExactly("東京都東京都東京都東", "京都");
    }

    @Test
    void passage_standsWhereItSays_inUnitsAndCharacters() {
        String text = "🦊🦊 first words here now.\n\n" + words("b", 9) + "\n\n🦊 " + words("c", 8);

        List<Passage> passages = TEN.cut(of(text));

        assertThat(passages).hasSize(3).allSatisfy(passage -> {
            assertThat(text.substring(passage.start(), passage.end())).isEqualTo(passage.text());
            assertThat(text.codePointCount(0, passage.start())).isEqualTo(passage.characters());
        });
    }

    @Test
    void heading_beginsAPassage_andNamesWhatIsBelow() {
        String text = "Guide\n\nIntro words.\n\nTravel\n\nTrains\n\nBook early.\n\nBuses\n\nNo booking.";
        Document document = of(
                text,
                Mark.heading(0, 1, "Guide"),
                Mark.heading(text.indexOf("Travel"), 2, "Travel"),
                Mark.heading(text.indexOf("Trains"), 3, "Trains"),
                Mark.heading(text.indexOf("Buses"), 3, "Buses"));

        List<Passage> passages = TEN.cut(document);

        assertThat(texts(passages))
                .containsExactly("Guide\n\nIntro words.", "Travel\n\nTrains\n\nBook early.", "Buses\n\nNo booking.");
        assertThat(passages)
                .extracting(Passage::heading)
                .containsExactly("Guide", "Guide > Travel > Trains", "Guide > Travel > Buses");
    }

    @Test
    void page_isThatOfThePassagesBeginning_andTurnsInsideIt() {
        String text = words("a", 9) + "\n\n" + words("b", 3) + "\n\n" + words("c", 4) + "\n\n" + words("d", 8);
        Document document =
                of(text, Mark.page(0, 1), Mark.page(text.indexOf("c0"), 2), Mark.page(text.indexOf("d0"), 3));

        assertThat(TEN.cut(document)).extracting(Passage::page).containsExactly(1, 1, 3);
        Passage second = TEN.cut(document).get(1);
        assertThat(second.turns()).containsExactly(new PageTurn(second.text().indexOf("c0"), 2));
        assertThat(second.pageAt(second.text().indexOf("c0") - 1)).isEqualTo(1);
        assertThat(second.pageAt(second.text().indexOf("c3"))).isEqualTo(2);
        assertThat(TEN.cut(of(text))).extracting(Passage::page).containsOnly(0);
    }

    /** Over texts of all kinds: every passage is a part of the text, none is too long, and no word is lost. */
    @Test
    void passages_holdEveryWord_andStayInOrder() {
        for (int seed = 0; seed < 200; seed++) {
            var random = io.github.electra4j.random.CounterRandom.of(seed, "made text", 0, 0);
            List<String> all = new ArrayList<>();
            StringBuilder text = new StringBuilder();
            for (int i = 5 + random.nextInt(150); i > 0; i--) {
                String word = "w" + all.size();
                all.add(word);
                text.append(word)
                        .append(new String[] {" ", " ", " ", ". ", "\n", "\n\n", " \r\n\r\n", "! "}[random.nextInt(8)]);
            }

            List<Passage> passages = TEN.cut(of(text.toString()));

            List<String> seen = new ArrayList<>();
            int before = -1;
            for (Passage passage : passages) {
                assertThat(text.substring(passage.start(), passage.end())).isEqualTo(passage.text());
                assertThat(passage.start()).isGreaterThan(before);
                assertThat(TextUnits.words(passage.text(), 0, passage.text().length()))
                        .isBetween(1, 10);
                before = passage.start();
                for (String word : passage.text().split("[^w0-9]+")) {
                    if (!word.isEmpty() && !seen.contains(word)) {
                        seen.add(word);
                    }
                }
            }
            assertThat(seen).as("seed " + seed).isEqualTo(all);
        }
    }

    @Test
    void size_withoutAnOverlap_hasTheUsualOrHalfOfAPassage() {
        assertThat(PassageSize.of(120)).isEqualTo(PassageSize.DEFAULT);
        assertThat(PassageSize.of(50)).isEqualTo(new PassageSize(50, 25));
    }

    @Test
    void size_thatMakesNoSense_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> PassageSize.of(9)).withMessageContaining("at least 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PassageSize(20, 11))
                .withMessageContaining("0 to 10");
    }
}

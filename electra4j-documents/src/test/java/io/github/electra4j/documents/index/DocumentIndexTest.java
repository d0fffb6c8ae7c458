package io.github.electra4j.documents.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Search among made passages. */
class DocumentIndexTest {
    private static DocumentIndex of(Language language, String... texts) throws IOException {
        Map<String, String> named = new LinkedHashMap<>();
        for (String text : texts) {
            named.put("text " + named.size(), text);
        }
        return DocumentIndex.inMemory(named, language);
    }

    private static List<String> files(List<FoundPassage> found) {
        return found.stream().map(FoundPassage::file).toList();
    }

    /**
     * Robertson and Zaragoza (2009), with the idf that Lucene has: ln(1 + (N - n + 0.5) / (n + 0.5)), and the term's tf / (tf + k1 (1 - b + b length /
     * mean length)), k1 = 1.2 and b = 0.75, without the constant factor k1 + 1.
     */
    @Test
    void score_isBm25() throws IOException {
        // Lengths 4, 2, 6; mean 4.
        try (DocumentIndex index = of(Language.ANY, "red fox red hen", "fox den", "hen hen owl owl owl cat")) {
            List<FoundPassage> found = index.search("red fox", 10);

            double red = Math.log(1 + (3 - 1 + 0.5) / (1 + 0.5));
            double fox = Math.log(1 + (3 - 2 + 0.5) / (2 + 0.5));
            double first = red * 2 / (2 + 1.2 * (0.25 + 0.75 * 4 / 4)) + fox * 1 / (1 + 1.2 * (0.25 + 0.75 * 4 / 4));
            double second = fox * 1 / (1 + 1.2 * (0.25 + 0.75 * 2 / 4));
            assertThat(files(found)).containsExactly("text 0", "text 1");
            assertThat(found.get(0).score()).isCloseTo(first, within(1e-6));
            assertThat(found.get(1).score()).isCloseTo(second, within(1e-6));
        }
    }

    @Test
    void stems_ofTheLanguage_areFound() throws IOException {
        try (DocumentIndex english = of(Language.ENGLISH, "Journeys were approved by managers.");
                DocumentIndex any = of(Language.ANY, "Journeys were approved by managers.")) {
            assertThat(english.search("Which manager approves a journey?", 1)).hasSize(1);
            assertThat(any.search("Which manager approves a journey?", 1)).isEmpty();
        }
    }

    /** What PDF, word processors and the file systems of other makers leave in texts, and what people type. */
    @Test
    void words_inOtherSpellings_areFound() throws IOException {
        Map<String, String> spellings = Map.of(
                "the o\uFB03ce", "office",
                "Donau\u00ADdampf\u00AD\nschiff", "Donaudampfschiff",
                "a cafe\u0301", "caf\u00E9",
                "\uFEB3\uFEE0\uFE8E\uFEE1", "\u0633\u0644\u0627\u0645");
        for (Map.Entry<String, String> spelling : spellings.entrySet()) {
            try (DocumentIndex written = of(Language.ANY, spelling.getKey());
                    DocumentIndex typed = of(Language.ANY, spelling.getValue())) {
                assertThat(written.search(spelling.getValue(), 1))
                        .singleElement()
                        .satisfies(found -> assertThat(found.passage().text()).isEqualTo(spelling.getKey()));
                assertThat(typed.search(spelling.getKey(), 1)).hasSize(1);
            }
        }
    }

    /** A sign behind a word is no part of it. */
    @Test
    void words_withASignBehindThem_areFound() throws IOException {
        try (DocumentIndex index = of(Language.ANY, "Foo\u2122 and bar\u00B9")) {
            assertThat(index.search("foo", 1)).hasSize(1);
            assertThat(index.search("bar", 1)).hasSize(1);
        }
    }

    @Test
    void question_withSignsOfAQueryLanguage_isOnlyWords() throws IOException {
        try (DocumentIndex index = of(Language.ENGLISH, "cats AND dogs", "birds")) {
            assertThat(files(index.search("+text: birds OR (dogs~2 && *) \"unclosed", 5)))
                    .containsExactlyInAnyOrder("text 0", "text 1");
            assertThat(index.search("", 5)).isEmpty();
            assertThat(index.search("??? ((", 5)).isEmpty();
            assertThat(index.search("the of", 5)).isEmpty();
        }
    }

    @Test
    void question_ofThousandsOfWords_isSearched() throws IOException {
        StringBuilder question = new StringBuilder("owl ");
        for (int i = 0; i < 20_000; i++) {
            question.append("word").append(i).append(' ');
        }
        try (DocumentIndex index = of(Language.ANY, "an owl")) {
            assertThat(index.search(question.toString(), 1)).hasSize(1);
        }
    }

    @Test
    void passages_withOneText_countOnce() throws IOException {
        try (DocumentIndex index = of(Language.ANY, "same owl", "same owl", "another owl")) {
            assertThat(index.passages()).isEqualTo(2);
        }
    }

    @Test
    void place_withoutIndex_isRefusedWithAdvice(@TempDir Path folder) throws IOException {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> DocumentIndex.open(folder.resolve("none")))
                .withMessageContaining("electra index");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> DocumentIndex.open(folder))
                .withMessageContaining("holds no index");
        Path text = Files.writeString(folder.resolve("a.txt"), "A heron.");
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> DocumentIndex.open(folder))
                .withMessageContaining("such as a.txt; `electra index " + folder + " --out INDEX` makes one");
        assertThatExceptionOfType(NotDirectoryException.class)
                .isThrownBy(() -> DocumentIndex.open(text))
                .withMessageContaining("`electra index " + text + " --out INDEX`");
        Files.delete(text);
        Files.writeString(folder.resolve("segments_1"), "no index");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DocumentIndex.open(folder))
                .withMessageContaining("damaged");
    }

    @Test
    void language_thatIsNotKnown_isRefusedWithThoseThatAre() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Language.of("klingon"))
                .withMessageContaining("english");
    }
}

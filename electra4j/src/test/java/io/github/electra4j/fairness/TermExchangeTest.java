package io.github.electra4j.fairness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TermExchangeTest {
    private static final TermExchange ENGLISH = TermExchange.english();

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "She told her mother.|He told his father.",
                "I saw her.|I saw him.",
                "They asked her to leave, and her friends too.|They asked him to leave, and his friends too.",
                "HIS BOOK IS HERS|HER BOOK IS HIS",
                "The book is his.|The book is hers.",
                "his and hers|hers and his",
                "We gave him the mother-in-law's keys.|We gave her the father-in-law's keys.",
                "The history of a theme, then hermits|The history of a theme, then hermits",
                "Mrs. Smith and Mr. Jones|Mr. Smith and Ms. Jones",
                "Mum and Mom|Dad and Dad",
                "She's here; herself a fiancée|He's here; himself a fiancé",
            })
    void english_exchangesWordsOfGender(String text, String expected) {
        assertThat(ENGLISH.exchanged(text)).isEqualTo(expected);
    }

    /** What no list can tell: "her" before a noun that is no noun here. It is wrong, and known to be. */
    @Test
    void english_withoutAParser_takesAnAdverbForANoun() {
        assertThat(ENGLISH.exchanged("He loved her madly.")).isEqualTo("She loved his madly.");
    }

    /** Where the words are those of the list alone, what was exchanged is exchanged back. */
    @Test
    void english_twice_givesTheTextAgain() {
        String text = "The actress met her brother, and he told the king that she saw him.";

        assertThat(ENGLISH.exchanged(text)).isNotEqualTo(text);
        assertThat(ENGLISH.exchanged(ENGLISH.exchanged(text))).isEqualTo(text);
    }

    @Test
    void read_dotlessLetters_areFoundAsThePatternComparesThem() throws Exception {
        TermExchange exchange = TermExchange.read(Files.writeString(folder.resolve("t.tsv"), "kadın\terkek\n"));

        assertThat(exchange.exchanged("Bir kadın, bir KADIN.")).isEqualTo("Bir erkek, bir ERKEK.");
        assertThat(exchange.exchanged("Erkek")).isEqualTo("Kadın");
    }

    @Test
    void exchanged_marksApartFromTheirLetters_areFoundAndStayApart() throws Exception {
        TermExchange exchange =
                TermExchange.read(Files.writeString(folder.resolve("t.tsv"), "Ba\u0308cker\tK\u00F6chin\n"));

        assertThat(exchange.exchanged("Der B\u00E4cker.")).isEqualTo("Der K\u00F6chin.");
        assertThat(exchange.exchanged("Der Ba\u0308cker, o\u0308fter.")).isEqualTo("Der Ko\u0308chin, o\u0308fter.");
        assertThat(exchange.exchanged("o\u0308fter")).isEqualTo("o\u0308fter");
    }

    @Test
    void read_ofAFile_exchangesItsWordsAndPhrases() throws Exception {
        Path file = Files.writeString(folder.resolve("names.tsv"), "# names\nJohn\tMary Ann\n\nnew york\tOslo\n");

        TermExchange exchange = TermExchange.read(file);

        assertThat(exchange.exchanged("John left New York; JOHN and johnny stayed. Mary Ann too."))
                .isEqualTo("Mary Ann left Oslo; MARY ANN and johnny stayed. John too.");
        assertThat(exchange.exchanged("her")).isEqualTo("her");
        assertThat(exchange.name()).isEqualTo("names.tsv");
    }

    @Test
    void read_ofALineWithOneTerm_namesIt() throws Exception {
        Path file = Files.writeString(folder.resolve("names.tsv"), "a\tb\njohn\n");

        assertThatThrownBy(() -> TermExchange.read(file))
                .hasMessageContaining("names.tsv:2: \"john\", expected two terms");
    }
}

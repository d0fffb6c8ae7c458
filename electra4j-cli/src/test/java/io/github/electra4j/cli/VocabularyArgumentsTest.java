package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class VocabularyArgumentsTest {
    private static Vocabulary of(String... pieces) {
        List<String> all = new ArrayList<>(Vocabulary.SPECIAL);
        all.addAll(List.of(pieces));
        return Vocabulary.of(all);
    }

    @Test
    void vocabulary_ofLowerCasePieces_isUncased() {
        assertThat(VocabularyArguments.looksCased(of("the", "##ing", "straße", "东", "[unused0]")))
                .isFalse();
    }

    /** The authors' 200 in place of Hugging Face's 100, as a model of the recipe {@code reference} has it. */
    @Test
    void modelDirectory_tellsTheLongestWord(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), of("a", "##a").toText());
        String word = "a".repeat(150);
        VocabularyArguments arguments =
                CommandLine.populateCommand(new VocabularyArguments(), "--vocab", folder.toString());

        assertThat(arguments.tokenizer().encode(word)).hasSize(1);
        Files.writeString(
                folder.resolve("tokenizer_config.json"),
                "{\"do_lower_case\": true, \"max_input_chars_per_word\": 200}");
        assertThat(arguments.tokenizer().encode(word)).hasSize(150);
    }

    @Test
    void vocabulary_withCapitalsOrAccents_isCased() {
        assertThat(VocabularyArguments.looksCased(of("The", "##ing"))).isTrue();
        assertThat(VocabularyArguments.looksCased(of("zoë"))).isTrue();
    }

    @Test
    void vocabulary_withOneCapitalAmongThousands_isUncased() {
        List<String> pieces = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            pieces.add("w" + i);
        }
        pieces.add("Slip");
        assertThat(VocabularyArguments.looksCased(of(pieces.toArray(String[]::new))))
                .isFalse();
    }
}

package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

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

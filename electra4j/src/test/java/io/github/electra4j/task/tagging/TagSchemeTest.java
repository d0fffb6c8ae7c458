package io.github.electra4j.task.tagging;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.evaluate.Chunk;
import io.github.electra4j.random.CounterRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TagSchemeTest {
    private static TagScheme scheme(String... sentences) {
        List<List<String>> all = new ArrayList<>();
        for (String sentence : sentences) {
            all.add(List.of(sentence.split(" ")));
        }
        return TagScheme.of(all);
    }

    @Test
    void scheme_ofSoundTags_isTheirs() {
        assertThat(scheme("I-A I-A B-A O", "O I-B")).isEqualTo(TagScheme.IOB1);
        assertThat(scheme("B-A I-A B-A O", "O B-B")).isEqualTo(TagScheme.IOB2);
        assertThat(scheme("B-A E-A S-A O")).isEqualTo(TagScheme.BIOES);
        assertThat(scheme("B-A L-A U-A O")).isEqualTo(TagScheme.BIOES);
        assertThat(scheme("NNP VBZ O", "DT I-A")).isEqualTo(TagScheme.PLAIN);
        assertThat(scheme("O O")).isEqualTo(TagScheme.PLAIN);
    }

    @Test
    void scheme_ofTagsWithFaults_isTheOneOfFewer() {
        assertThat(scheme("B-A I-A O I-B", "B-A O B-B")).isEqualTo(TagScheme.IOB2);
        assertThat(scheme("I-A I-A O B-B", "I-A O I-B")).isEqualTo(TagScheme.IOB1);
    }

    @Test
    void rewrite_ofEveryScheme_keepsTheChunks() {
        for (int i = 0; i < 300; i++) {
            CounterRandom random = CounterRandom.of(1, "tags", i, 0);
            List<String> tags = new ArrayList<>();
            for (int w = random.nextInt(9); w >= 0; w--) {
                String letter = List.of("O", "B", "I", "E", "S").get(random.nextInt(5));
                tags.add(letter.equals("O") ? "O" : letter + (random.nextInt(2) == 0 ? "-A" : "-B"));
            }
            for (TagScheme scheme : List.of(TagScheme.IOB1, TagScheme.IOB2, TagScheme.BIOES)) {
                List<String> sound = scheme.rewrite(tags);
                assertThat(Chunk.of(sound)).as("%s in %s", tags, scheme).isEqualTo(Chunk.of(tags));
                assertThat(scheme.rewrite(sound)).isEqualTo(sound);
                assertThat(scheme.wrong(sound)).isZero();
                for (int w = 1; w < sound.size(); w++) {
                    assertThat(scheme.allows(sound.get(w - 1), sound.get(w)))
                            .as("%s", sound)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void wrong_countsTagsThatWouldBeOthers() {
        assertThat(TagScheme.IOB2.wrong(List.of("I-A", "I-A", "O", "I-B", "I-A")))
                .isEqualTo(3);
        assertThat(TagScheme.BIOES.wrong(List.of("B-A", "O", "I-A"))).isEqualTo(2);
    }

    @Test
    void allows_bioes_refusesWhatBreaksAChunk() {
        assertThat(TagScheme.BIOES.allows("B-A", "E-A")).isTrue();
        assertThat(TagScheme.BIOES.allows("E-A", "B-A")).isTrue();
        assertThat(TagScheme.BIOES.allows("B-A", "E-B")).isFalse();
        assertThat(TagScheme.BIOES.allows("B-A", "O")).isFalse();
        assertThat(TagScheme.BIOES.allows("O", "E-A")).isFalse();
        assertThat(TagScheme.BIOES.allows("U-A", "L-A")).isFalse();
        assertThat(TagScheme.IOB2.allows("O", "I-A")).isFalse();
        assertThat(TagScheme.IOB2.allows("B-A", "I-B")).isFalse();
        assertThat(TagScheme.IOB2.allows("B-A", "B-B")).isTrue();
    }
}

package io.github.electra4j.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChunkConfusionTest {
    // By hand: LOC is found once and once taken for PER; of two PER one has other bounds, so that it is missed and
    // another is none.
    @Test
    void table_hasTheScoresOfConlleval() {
        List<List<String>> gold = List.of(List.of("B-LOC", "O", "B-PER", "I-PER"), List.of("B-LOC", "B-PER"));
        List<List<String>> predicted = List.of(List.of("B-LOC", "O", "B-PER", "O"), List.of("B-PER", "B-PER"));
        ChunkConfusion confusion = new ChunkConfusion();
        for (int i = 0; i < gold.size(); i++) {
            confusion.add(Chunk.of(gold.get(i)), Chunk.of(predicted.get(i)));
        }
        ConfusionTable table = confusion.table(List.of("ORG"));
        assertThat(table.labels()).containsExactly("LOC", "ORG", "PER", ChunkConfusion.NONE);
        assertThat(table.counts()).isDeepEqualTo(new long[][] {{1, 0, 1, 0}, {0, 0, 0, 0}, {0, 0, 1, 1}, {0, 0, 1, 0}});
        Evaluation conlleval = ChunkScores.of(gold, predicted, List.of("ORG")).evaluate();
        for (ClassScores scores : table.scores().subList(0, 3)) {
            assertThat(scores.f1()).isEqualTo(conlleval.figure("f1:" + scores.label()));
            assertThat(scores.precision()).isEqualTo(conlleval.figure("precision:" + scores.label()));
            assertThat(scores.recall()).isEqualTo(conlleval.figure("recall:" + scores.label()));
        }
    }
}

package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.task.choice.ChoiceRow;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.relation.RelationRow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class RewrittenRowsTest {
    private static final Path FILE = Path.of("t");

    @Test
    void withRewritten_ofTexts_addsThoseThatChangeWithTheirLabels() {
        List<LabeledText> rows = List.of(
                new LabeledText("1", "he ran", "a man", "x", FILE, 2),
                new LabeledText(null, "it ran", null, "y", FILE, 3),
                new LabeledText(null, "it ran", "he", "y", FILE, 4));
        TaskRows<LabeledText, ?, ?> all = new TaskRows<>(TextClassification.of(rows), rows);

        assertThat(all.withRewritten(text -> text.replace("he", "she")).rows())
                .startsWith(rows.toArray(LabeledText[]::new))
                .endsWith(
                        new LabeledText("1", "she ran", "a man", "x", FILE, 2),
                        new LabeledText(null, "it ran", "she", "y", FILE, 4))
                .hasSize(5);
    }

    @Test
    void rewritten_ofAChoice_changesContextQuestionAndOptions() {
        ChoiceRow row = new ChoiceRow(null, "he", "who is he", List.of("he is", "it is"), 1, FILE, 1);

        assertThat(ChoiceTask.KIND.rewritten(row, text -> text.replace("he", "she")))
                .isEqualTo(new ChoiceRow(null, "she", "who is she", List.of("she is", "it is"), 1, FILE, 1));
    }

    @Test
    void rewritten_ofRowsWithPlaces_isRefused() {
        RelationRow row = RelationRow.of(
                JsonRows.ofLine(
                        "{\"text\": \"he ran\", \"head\": {\"start\": 0, \"end\": 2}, \"tail\": {\"start\": 3, \"end\": 6}, \"relation\": \"x\"}",
                        FILE,
                        1),
                true);

        assertThatThrownBy(() -> relations().rewritten(row, text -> text))
                .hasMessageContaining("rows of relation have places in their texts");
    }

    @SuppressWarnings("unchecked")
    private static TaskKind<RelationRow> relations() {
        return (TaskKind<RelationRow>) TaskKinds.of("relation");
    }
}

package io.github.electra4j.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.choice.ChoiceTask;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.task.qa.QuestionAnswering;
import io.github.electra4j.task.relation.RelationTask;
import io.github.electra4j.task.tagging.Tagging;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.node.ObjectNode;

/** Rows that are to be answered, out of JSON objects; a word counts as a word piece. */
class TaskKindTest {
    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(TextClassification.KIND, "{\"text\": \"a b\", \"pair\": \"c\"}", List.of("a b", "c"), 3),
                Arguments.of(TextRegression.KIND, "{\"text\": \"a b\"}", List.of("a b"), 2),
                Arguments.of(Tagging.KIND, "{\"text\": \"a b\"}", List.of("a b"), 2),
                Arguments.of(ExtractionTask.KIND, "{\"text\": \"a b\"}", List.of("a b"), 2),
                Arguments.of(
                        QuestionAnswering.KIND, "{\"question\": \"a\", \"context\": \"b c\"}", List.of("a", "b c"), 3),
                Arguments.of(
                        RelationTask.KIND,
                        "{\"text\": \"a b\", \"head\": {\"start\": 0, \"end\": 1}, \"tail\": {\"start\": 2, \"end\": 3}}",
                        List.of("a b"),
                        2),
                // Three options, each with two words of the context and one of the question, and four words of their
                // own.
                Arguments.of(
                        ChoiceTask.KIND,
                        "{\"context\": \"a b\", \"question\": \"c\", \"options\": [\"d\", \"e f\", \"g\"]}",
                        List.of("a b", "c", "d", "e f", "g"),
                        3 * (2 + 1) + 4),
                Arguments.of(
                        ChoiceTask.KIND,
                        "{\"context\": \"a b\", \"options\": [\"d\", \"e f\"]}",
                        List.of("a b", "d", "e f"),
                        2 * 2 + 3));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    <R extends TaskRow> void object_isARowWithTheTextsThatAreRead(
            TaskKind<R> kind, String json, List<String> texts, long length) {
        ObjectNode object = JsonText.parseObject(json.getBytes(StandardCharsets.UTF_8), "here");

        R row = kind.ofObject(new JsonRow(object, "", Path.of("here"), 1));

        assertThat(kind.texts(row)).containsExactlyElementsOf(texts);
        assertThat(kind.length(row, text -> text.split(" ", -1).length)).isEqualTo(length);
        assertThat(kind.keys()).containsAll(Set.copyOf(object.propertyNames()));
    }

    @Test
    void line_thatIsBlank_isNothingBetweenObjectsAndElseAnEmptyText() {
        assertThat(RelationTask.KIND.ofLine(" ", null, 1)).isNull();
        assertThat(QuestionAnswering.KIND.ofLine("", null, 1)).isNull();
        assertThat(ChoiceTask.KIND.ofLine("", null, 1)).isNull();
        assertThat(TextClassification.KIND.ofLine("", null, 1)).isNotNull();
        assertThat(Tagging.KIND.ofLine("", null, 1)).isNotNull();
    }

    @Test
    void object_ofEveryKind_isTried() {
        assertThat(kinds().map(arguments -> arguments.get()[0])).containsAll(TaskKinds.ALL);
    }
}

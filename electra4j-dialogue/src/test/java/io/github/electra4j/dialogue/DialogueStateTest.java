package io.github.electra4j.dialogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.dialogue.DialogueState.Exchange;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.JsonRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The state there and back, and what is no state. */
class DialogueStateTest {
    @TempDir
    private Path folder;

    private DialogueState read(String json) throws IOException {
        JsonRow row = new JsonRow(
                JsonText.parseObject(json.getBytes(StandardCharsets.UTF_8), "test"), "", Path.of("request"), 1);
        return DialogueState.of(row, MadeDialogue.shop(folder));
    }

    @Test
    void state_thereAndBack_isTheSame() throws IOException {
        for (@Nullable
        Pending pending : new @Nullable Pending[] {
            null, new Pending.Which(List.of("hours", "repair")), new Pending.Missing("repair", "day")
        }) {
            DialogueState state = new DialogueState(
                    Map.of("part", "Kette \"Ü\" 🚲"), pending, List.of(new Exchange("Hi {day}", "m\nn")), 1);

            assertThat(read(JsonText.compact(state.toJson()))).isEqualTo(state);
        }
        assertThat(read(JsonText.compact(DialogueState.EMPTY.toJson()))).isEqualTo(DialogueState.EMPTY);
        assertThat(read("{}")).isEqualTo(DialogueState.EMPTY);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"slot\": {}}                             | slot is no key of a state; expected pending, slots, turns, unsure",
                "{\"slots\": []}                            | slots is a list, expected an object",
                "{\"slots\": {\"place\": \"x\"}}            | slots.place is no slot of this dialogue",
                "{\"slots\": {\"part\": 3}}                 | slots.part is 3, expected a text",
                "{\"pending\": \"day\"}                     | pending is \"day\", expected an object",
                "{\"pending\": {\"intents\": [\"hours\"]}}  | pending.intents is not two intents of this dialogue",
                "{\"pending\": {\"intents\": [\"a\", \"b\"]}}                 | pending.intents is not two intents",
                "{\"pending\": {\"intent\": \"hours\", \"slot\": \"day\"}}    | pending.slot is no slot of the intent hours",
                "{\"pending\": {\"intent\": \"x\", \"slot\": \"day\"}}        | pending.intent is no intent of this dialogue",
                "{\"pending\": {\"intent\": \"repair\"}}                      | pending.slot is missing",
                "{\"turns\": {}}                            | turns is an object, expected a list of objects",
                "{\"turns\": [{\"message\": \"a\"}]}        | turns[0].reply is missing",
                "{\"turns\": [{},{},{},{},{}]}              | turns has 5, expected at most 4",
                "{\"unsure\": -1}                           | unsure is -1, expected a whole number of at least 0",
                "{\"slots\": {\"part\": \" \"}}             | slots.part is empty, expected what fills the slot",
                "{\"unsure\": 2}                            | unsure is 2, expected at most 1, since this dialogue hands over after 2",
                "{\"unsure\": 99}                           | unsure is 99, expected at most 1",
            })
    void state_thatIsNone_isRefusedByItsKey(String json, String message) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    @Test
    void state_withALongText_isRefused() {
        String text = "x".repeat(100_000);

        assertThatThrownBy(() -> read("{\"slots\": {\"part\": \"" + text + "\"}}"))
                .hasMessageContaining("slots.part has 100000 characters, expected at most 1000");
        assertThatThrownBy(() -> read("{\"turns\": [{\"message\": \"" + text + "\", \"reply\": \"\"}]}"))
                .hasMessageContaining("turns[0].message has 100000 characters");
        assertThatThrownBy(() -> read("{\"" + text + "\": 1}"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void text_thatIsCut_keepsItsLastThousandCodePoints() throws IOException {
        String text = "🚲".repeat(1100) + "x";

        assertThat(DialogueState.cut(text)).isEqualTo("🚲".repeat(999) + "x");
        assertThat(DialogueState.cut("🚲".repeat(1000))).isEqualTo("🚲".repeat(1000));
        assertThat(read("{\"turns\": [{\"message\": \"" + "🚲".repeat(1000) + "\", \"reply\": \"x\"}]}")
                        .turns())
                .hasSize(1);
    }
}

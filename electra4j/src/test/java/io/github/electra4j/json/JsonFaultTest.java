package io.github.electra4j.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Faults in the words of somebody who has the file before them; nothing of the parser may be read in them. */
class JsonFaultTest {
    private static final String[] INTERNALS = {
        "Jackson",
        "tools.",
        "java.",
        "code ",
        "token",
        "Source",
        "REDACTED",
        "JSON String",
        "`",
        "Feature",
        "Object property",
        "VALUE_",
        "Node",
        "START_",
        "deserialize"
    };

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"a\": }                | '}', expected a value (line 1, column 7)",
                "{\"a\": 1                | it ends before it is complete",
                "{\"a\": \"x              | it ends before it is complete",
                "{a: 1}                   | 'a', expected a name in double quotes",
                "{\"a\" 1}                | '1', expected a colon behind the name",
                "{\"a\": 1 \"b\": 2}      | '\"', expected a comma before the next entry",
                "{\"a\": tru}             | the word tru, which is no value",
                "{\"a\": NaN}             | NaN, for which JSON has no number",
                "{\"a\": 01}              | a number that is not written as in JSON",
                "{\"a\": 1.}              | '}', which does not belong here",
                "{\"a\": 1]               | ']', which closes nothing that is open",
                "{\"a\": 1, \"a\": 2}     | the name \"a\" stands twice",
                "{\"a\": \"\\x\"}         | a backslash before a character that needs none",
                "{\"a\": 1} {}            | something stands behind the object",
                "[1, 2]                   | expected a JSON object, found a list",
                "7                        | expected a JSON object, found 7",
                "~~                       | expected a JSON object, found nothing"
            })
    void readObject_ofAFault_saysItPlainly(String text, String words) throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), text);

        Throwable thrown = catchThrowable(() -> JsonText.readObject(file));

        assertThat(thrown)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContaining(words);
        assertThat(thrown.getMessage().replace(file.toString(), "")).doesNotContain(INTERNALS);
    }

    @Test
    void readObject_ofRawLineBreakInAText_namesItsLine() throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), "{\n\"a\": \"x\ny\"}");

        assertThat(catchThrowable(() -> JsonText.readObject(file)))
                .hasMessageContaining("a line break or another control character inside a text; write it as \\n or \\u")
                .hasMessageContaining("(line 2, ");
    }

    @Test
    void readObject_ofDeepNesting_saysSo() throws Exception {
        Path file = Files.writeString(folder.resolve("a.json"), "{\"a\":" + "[".repeat(2000));

        assertThat(catchThrowable(() -> JsonText.readObject(file)))
                .hasMessageContaining("it is nested more than 500 levels deep");
    }

    private record Inner(int count, List<String> names) {}

    private record Outer(String name, Inner inner, boolean whole, List<Inner> more) {
        Outer {
            if (name.isEmpty()) {
                throw new IllegalArgumentException("a name is empty, expected some letters");
            }
            more = List.copyOf(more);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "{\"name\":\"n\",\"inner\":{\"count\":\"x\",\"names\":[]},\"whole\":true,\"more\":[]} | inner.count is \"x\", expected a whole number",
                "{\"name\":\"n\",\"inner\":[],\"whole\":true,\"more\":[]} | inner is a list, expected an object",
                "{\"name\":\"n\",\"inner\":{\"count\":1,\"names\":7},\"whole\":true,\"more\":[]} | inner.names is 7, expected a list",
                "{\"name\":\"n\",\"inner\":{\"count\":1,\"names\":[]},\"whole\":\"so\",\"more\":[]} | whole is \"so\", expected true or false",
                "{\"name\":\"n\",\"inner\":{\"count\":1,\"names\":[]},\"whole\":true,\"more\":[{\"count\":{}}]} | more[0].count is an object, expected a whole number",
                "{\"name\":\"\",\"inner\":{\"count\":1,\"names\":[]},\"whole\":true,\"more\":[]} | a name is empty, expected some letters",
                "{\"name\":\"n\",\"inner\":{\"count\":1,\"names\":[]},\"whole\":true} | a value is missing"
            })
    void bind_ofAFault_namesKeyFoundAndExpected(String text, String words) {
        Throwable thrown = catchThrowable(() -> JsonText.bind(
                JsonText.parseObject(text.getBytes(java.nio.charset.StandardCharsets.UTF_8), "a"), Outer.class));

        assertThat(thrown).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(words);
        assertThat(thrown.getMessage()).doesNotContain(INTERNALS);
    }
}

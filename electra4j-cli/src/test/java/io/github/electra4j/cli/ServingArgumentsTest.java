package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.electra4j.serve.http.Listening;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Options of {@code electra serve} that cannot be are wrong use, said before a model is loaded. */
class ServingArgumentsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port 70000 | --port: 70000, expected 0 to 65535",
                "--tls-key key.pem | --tls-certificate and --tls-key go together: one of them is missing",
                "--tls-certificate certificate.pem | --tls-certificate and --tls-key go together: one of them is missing",
                "--cors-origin foo | --cors-origin: \"foo\", expected the scheme and the host of a page",
                "--cors-origin https://example.org/ | --cors-origin: \"https://example.org/\", expected the scheme",
                "--timeout 0 | --timeout: PT0S, expected a millisecond at least",
                "--timeout -1 | --timeout: PT-1S, expected a millisecond at least",
                "--max-body 0 | --max-body: 0, expected at least 1",
                "--max-body 3000000000 | --max-body: 3000000000, expected at most 2147483639",
                "--max-body 9223372036854775807 | --max-body: 9223372036854775807, expected at most 2147483639",
                "--max-texts 0 | --max-texts: 0, expected at least 1",
                "--max-tokens 0 | --max-tokens: 0, expected at least 1",
                "--log-format xml | --log-format xml: expected plain, json or none",
                "--log-texts --log-format none | --log-texts: texts are wanted in a log of the format none",
                "--queue 1 | --queue: 1, expected at least the 256 texts that one request may have"
            })
    void optionThatCannotBe_isWrongUse(String options, String said) {
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run(("serve missing " + options).split(" ")));

        assertThat(errors).startsWith("electra: " + said);
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    @Test
    void longerQueue_hasMoreConnections() {
        assertThat(CommandLine.populateCommand(new ServingArguments(), "--queue", "8192")
                        .limits()
                        .connections())
                .isEqualTo(4 * 8192);
        assertThat(CommandLine.populateCommand(new ServingArguments(), "--queue", "300")
                        .limits()
                        .connections())
                .isEqualTo(4096);
    }

    private Listening listening(String tokens) throws IOException {
        Path file = Files.writeString(folder.resolve("tokens"), tokens);
        return CommandLine.populateCommand(new ServingArguments(), "--token-file", file.toString())
                .listening();
    }

    @Test
    void tokenFile_withSpacesAboutTokensAndRemarks_holdsItsTokens() throws Exception {
        assertThat(listening(" \t# a remark\n\n\t\n  0123456789abcdef \t\n")
                        .tokens()
                        .isEmpty())
                .isFalse();
        // Without its spaces it would do as a token.
        assertThatThrownBy(() -> listening("  #0123456789abcdef\n \n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens: no token in it");
    }

    @Test
    void tokenFile_withATokenThatCouldBeGuessed_isRefusedWithItsLineAndNotItsText() throws Exception {
        assertThatThrownBy(() -> listening("0123456789abcdef\n# short\nsecret\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("tokens:3: a token of 6 characters, expected at least 16 printable ASCII ones")
                .hasMessageNotContaining("secret");
    }
}

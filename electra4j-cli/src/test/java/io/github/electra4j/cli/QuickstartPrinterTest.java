package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.DetectedToken;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuickstartPrinterTest {
    private static final List<DetectedToken> TOKENS = List.of(
            new DetectedToken("a", 0, 1, 0.1),
            new DetectedToken("kit", 2, 5, 0.75),
            new DetectedToken("##ten", 5, 8, 0.2));

    @Test
    void tokens_thatAreProbablyReplaced_areMarkedWithTheirProbability() {
        assertThat(QuickstartPrinter.marked(TOKENS, false)).isEqualTo("a kit[0.75]ten");
    }

    @Test
    void tokens_onAColourTerminal_areMarkedInRedToo() {
        assertThat(QuickstartPrinter.marked(TOKENS, true)).isEqualTo("a \u001b[1;31mkit[0.75]\u001b[0mten");
    }

    @Test
    void table_withNumbers_setsThemToTheRight() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        QuickstartPrinter.table(
                out, List.of("accuracy", ""), List.of(List.of("one", "9.5 %"), List.of("another one", "11.9 %")));
        assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
                .containsExactly("accuracy", "one           9.5 %", "another one  11.9 %");
    }
}

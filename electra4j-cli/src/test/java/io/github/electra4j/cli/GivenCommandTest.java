package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class GivenCommandTest {
    @Test
    void of_plainArguments_areAsTheyWereGiven() {
        assertThat(GivenCommand.of(
                        List.of("pretrain", "--set", "length=32", "--out=runs/größe_1", "--text", "./-a.txt")))
                .isEqualTo("electra pretrain --set length=32 --out=runs/größe_1 --text ./-a.txt");
    }

    @Test
    void of_argumentsThatAShellWouldPartOrExpand_areQuoted() {
        assertThat(GivenCommand.of(List.of("vocab", "--text", "my texts/**/*.txt", "--out", "it's $HOME", "")))
                .isEqualTo("electra vocab --text 'my texts/**/*.txt' --out 'it'\\''s $HOME' ''");
    }
}

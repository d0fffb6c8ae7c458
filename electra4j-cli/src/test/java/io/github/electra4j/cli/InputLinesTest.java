package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class InputLinesTest {
    private static List<String> all(InputLines lines) throws IOException {
        List<String> all = new ArrayList<>();
        for (List<String> portion = lines.portion(); !portion.isEmpty(); portion = lines.portion()) {
            all.addAll(portion);
        }
        return all;
    }

    private static InputLines of(byte[] bytes, boolean lenient) {
        return new InputLines(new ByteArrayInputStream(bytes), "input", lenient);
    }

    @Test
    void lines_withAnyEnds_areRead() throws IOException {
        assertThat(all(of("a\r\n\nzürich\nlast".getBytes(UTF_8), false))).containsExactly("a", "", "zürich", "last");
        assertThat(all(of(new byte[0], false))).isEmpty();
    }

    @Test
    void byteOrderMark_beforeTheFirstLine_isDropped() throws IOException {
        assertThat(all(of("\uFEFFa\r\n\uFEFFb\n".getBytes(UTF_8), false))).containsExactly("a", "\uFEFFb");
        assertThat(all(of("\uFEFF\nb".getBytes(UTF_8), false))).containsExactly("", "b");
    }

    @Test
    void lines_longerThanEveryBuffer_areWhole() throws IOException {
        String big = "ö".repeat(3_000_000);
        assertThat(all(of((big + "\nnext\n").getBytes(UTF_8), false))).containsExactly(big, "next");
    }

    @Test
    void line_beyondTheBound_isRefusedByItsNumber() {
        byte[] bytes = new byte[InputLines.LONGEST + 10];
        Arrays.fill(bytes, (byte) 'a');
        bytes[1] = '\n';
        assertThatThrownBy(() -> all(of(bytes, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2 has more than 67108864 bytes");
    }

    @Test
    void manyLines_comeInPortionsOfBoundedSize() throws IOException {
        InputLines lines = of("12345678\n".repeat(500_000).getBytes(UTF_8), false);
        int first = lines.portion().size();
        assertThat(first).isBetween(100_000, 130_000);
        assertThat(all(lines)).hasSize(500_000 - first);
    }

    @Test
    void line_isHandedOutBeforeTheNextOneCame() throws IOException {
        // A pipe whose writer waits for our answer: nothing more is there, and reading on would never return.
        byte[] sent = "one\ntwo".getBytes(UTF_8);
        InputStream pipe = new InputStream() {
            private boolean read;

            @Override
            public int read() {
                throw new AssertionError("would block");
            }

            @Override
            public int read(byte[] target, int offset, int length) {
                assertThat(read).as("reads again although a line is there").isFalse();
                read = true;
                System.arraycopy(sent, 0, target, offset, sent.length);
                return sent.length;
            }

            @Override
            public int available() {
                return 0;
            }
        };
        assertThat(new InputLines(pipe, "input", false).portion()).containsExactly("one");
    }

    @Test
    void brokenUtf8_isNamedByByteAndLine() {
        byte[] bytes = "good\nb\u00ffd\n".getBytes(ISO_8859_1);
        assertThatThrownBy(() -> all(of(bytes, false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("input: broken UTF-8 at byte 6 (line 2, byte 0xff)")
                .hasMessageContaining("--lenient");
    }

    @Test
    void linesBeforeBrokenUtf8_areHandedOutFirst() {
        InputLines lines = of("good\nb\u00ffd\nthird\n".getBytes(ISO_8859_1), false);

        assertThat(lines.portion()).containsExactly("good");
        assertThatThrownBy(lines::portion).hasMessageContaining("line 2, byte 0xff");
        assertThatThrownBy(lines::portion).hasMessageContaining("line 2, byte 0xff");
    }

    @Test
    void brokenUtf8_readLeniently_isReplacedAndCounted() throws IOException {
        InputLines lines = of("b\u00ffd \u00fe\n".getBytes(ISO_8859_1), true);
        assertThat(all(lines)).containsExactly("b\uFFFDd \uFFFD");
        assertThat(lines.replaced()).isEqualTo(2);
    }

    @Test
    void replacementCharacterInTheText_isNoError() throws IOException {
        assertThat(all(of("a\uFFFDb\n".getBytes(UTF_8), false))).containsExactly("a\uFFFDb");
    }
}

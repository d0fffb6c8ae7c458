package io.github.electra4j.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeTextTest {
    @TempDir
    private Path folder;

    @Test
    void lines_ofAFile_comeWithoutTheirEndsAndWithoutAMark() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "\uFEFFone\r\ntwö 😀\n\nfour");

        assertThat(WholeText.lines(file)).containsExactly("one", "twö 😀", "", "four");
        assertThat(WholeText.read(Files.createFile(folder.resolve("empty")))).isEmpty();
    }

    @Test
    void file_thatIsPacked_isUnpacked() throws IOException {
        Path packed = folder.resolve("a.txt.GZ");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
            out.write("one".getBytes(StandardCharsets.UTF_8));
        }

        assertThat(WholeText.read(packed)).isEqualTo("one");
    }

    @Test
    void file_thatIsNotUtf8_isRefusedWithItsLine() throws IOException {
        Path file = Files.write(folder.resolve("a.txt"), "one\ntwö\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> WholeText.read(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(file + ": broken UTF-8 at byte 6 (line 2, byte 0xf6); convert the text to UTF-8");
        // A letter that is cut off at the end of the file.
        Path cut = Files.write(folder.resolve("b.txt"), new byte[] {'a', (byte) 0xC3});
        assertThatThrownBy(() -> WholeText.read(cut))
                .hasMessageContaining("b.txt: broken UTF-8 at byte 1 (line 1, byte 0xc3)");
    }

    @Test
    void folder_isSaid() {
        assertThatThrownBy(() -> WholeText.lines(folder))
                .isInstanceOf(IOException.class)
                .hasMessage(folder + ": is a folder; name a file");
    }
}

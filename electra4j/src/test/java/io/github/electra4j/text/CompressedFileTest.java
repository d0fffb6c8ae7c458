package io.github.electra4j.text;

import static io.github.electra4j.text.CorpusTest.read;
import static io.github.electra4j.text.CorpusTest.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.airlift.compress.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** Packed text: all of it is read, or it is said that it is not whole. */
class CompressedFileTest {
    @TempDir
    private Path folder;

    @Test
    void compressedFiles_ofSeveralMembers_areReadWhole() throws IOException {
        Path gz = folder.resolve("a.txt.gz");
        Files.write(gz, concat(gzip("one\ntw"), gzip("o\nthree\n")));
        Path xz = folder.resolve("b.txt.xz");
        Files.write(xz, concat(xz("one\ntw"), xz("o\nthree\n")));
        assertThat(texts(read(CorpusOptions.defaults(), gz.toString()))).containsExactly("one", "two", "three");
        Path zst = folder.resolve("c.txt.zst");
        Files.write(zst, concat(zstd("one\ntw"), zstd("o\nthree\n")));
        assertThat(texts(read(CorpusOptions.defaults(), xz.toString()))).containsExactly("one", "two", "three");
        assertThat(texts(read(CorpusOptions.defaults(), zst.toString()))).containsExactly("one", "two", "three");
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz", "zst"})
    void compressedFile_truncatedAnywhere_namesTheFile(String ending) throws IOException {
        byte[] whole = compressed(ending);
        Path file = folder.resolve("a.txt." + ending);
        for (int size : new int[] {1, 5, 30, whole.length / 2, whole.length - 9, whole.length - 1}) {
            Files.write(file, Arrays.copyOf(whole, size));
            assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                    .as("%d of %d bytes", size, whole.length)
                    .isInstanceOf(EOFException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining("truncated");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gz", "xz", "zst"})
    void compressedFile_damaged_namesTheFile(String ending) throws IOException {
        byte[] whole = compressed(ending);
        Path file = folder.resolve("a.txt." + ending);
        for (int at : new int[] {0, 40, whole.length / 2}) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x55;
            Files.write(file, damaged);
            assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                    .as("byte %d of %d", at, whole.length)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    /** Java's own reader drops such a member in silence. */
    @Test
    void gzipMember_cutInItsHeader_isNoticed() throws IOException {
        Path file = folder.resolve("a.txt.gz");
        Files.write(file, concat(gzip("one\n"), Arrays.copyOf(gzip("two\n"), 7)));
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file.toString()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": broken compressed data");
        Files.write(file, concat(gzip("one\n"), new byte[500]));
        assertThat(texts(read(CorpusOptions.defaults(), file.toString()))).containsExactly("one");
    }

    /** Writers in parallel put a skippable frame before each of their frames, and a reader must pass it over (RFC 8878, section 3.1.2). */
    @Test
    void zstd_withSkippableFrames_isReadWhole() throws IOException {
        byte[] skippable = {0x5A, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 'a', 'b', 'c'};
        Path file = folder.resolve("a.txt.zst");
        byte[] framed = concat(concat(skippable, zstd("one\ntw")), concat(skippable, zstd("o\n")));
        Files.write(file, concat(concat(framed, compressed("zst")), skippable));

        List<String> texts = texts(read(CorpusOptions.defaults(), file.toString()));
        assertThat(texts.subList(0, 3)).containsExactly("one", "two", "word 0");
        assertThat(texts).hasSize(5002);
        String cut = writeBytes("b.txt.zst", concat(zstd("one"), Arrays.copyOf(skippable, 9)));
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), cut))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("truncated");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 9, 12})
    void zstd_cutInALaterFrame_isNoticed(int bytes) throws IOException {
        String file = writeBytes("a.txt.zst", concat(zstd("one\n"), Arrays.copyOf(zstd("two\n"), bytes)));
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file))
                .isInstanceOf(EOFException.class)
                .hasMessageContaining(file)
                .hasMessageContaining("truncated");
    }

    @Test
    void zstd_withSomethingElseBehind_isNoticed() throws IOException {
        String file = writeBytes("a.txt.zst", concat(zstd("one\n"), "more\n".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file + ": broken compressed data");
    }

    /** RFC 8878, section 3.1.1.1.2: a window is 2 to the power of 10 + exponent, and as many eighths of that. */
    @ParameterizedTest
    @CsvSource({"17, 0, 128", "13, 1, 9", "21, 7, 3840"})
    void zstd_ofAWindowAboveTheLimit_saysSoAndHowToPackItAgain(int exponent, int eighths, int mebibytes)
            throws IOException {
        String file = writeBytes("a.txt.zst", withWindow(compressed("zst"), exponent, eighths));
        assertThatThrownBy(() -> read(CorpusOptions.defaults(), file))
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": its window is " + mebibytes + " MiB, and at most 8 MiB are read; pack it again:"
                        + " zstd -d --long=31 -c " + file + " | zstd -c > repacked.zst, and put that in its place");
    }

    @Test
    void zstd_ofAWindowAtTheLimitOrOfStoredBlocks_isReadWhole() throws IOException {
        String file = writeBytes("a.txt.zst", withWindow(compressed("zst"), 13, 0));
        assertThat(texts(read(CorpusOptions.defaults(), file))).hasSize(5000).startsWith("word 0");
        // One block, the last, stored as it is, of four bytes.
        byte[] stored = {
            0x28, (byte) 0xB5, 0x2F, (byte) 0xFD, 0, (byte) (17 << 3), 4 << 3 | 1, 0, 0, 'o', 'n', 'e', '\n'
        };
        assertThat(texts(read(CorpusOptions.defaults(), writeBytes("b.txt.zst", stored))))
                .containsExactly("one");
    }

    /** The frame's blocks and checksum behind a header of the window alone, where one of a single segment and the text's size was. */
    private static byte[] withWindow(byte[] frame, int exponent, int eighths) {
        int sizeBytes = new int[] {1, 2, 4, 8}[(frame[4] & 0xFF) >> 6];
        assertThat(frame[4] & 0x3F).as("a single segment with a checksum").isEqualTo(0x24);
        byte[] header = {frame[0], frame[1], frame[2], frame[3], 4, (byte) (exponent << 3 | eighths)};
        return concat(header, Arrays.copyOfRange(frame, 5 + sizeBytes, frame.length));
    }

    private String writeBytes(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes).toString();
    }

    /** Numbers in words, so that the packed data are some kilobytes. */
    private static byte[] compressed(String ending) throws IOException {
        String text = IntStream.range(0, 5000)
                .mapToObj(i -> "word " + i * 7919L % 10007)
                .collect(Collectors.joining("\n"));
        return switch (ending) {
            case "gz" -> gzip(text);
            case "xz" -> xz(text);
            default -> zstd(text);
        };
    }

    @Test
    void bytesRead_reachTheSizeOfTheFile() throws IOException {
        Path file = folder.resolve("a.txt.gz");
        Files.write(file, compressed("gz"));
        Corpus corpus = Corpus.of(List.of(file.toString()), CorpusOptions.defaults());
        try (ParagraphReader reader = corpus.read(file)) {
            while (reader.next() != null) {
                assertThat(reader.bytesRead()).isPositive();
            }
            assertThat(reader.bytesRead()).isEqualTo(corpus.totalBytes());
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] xz(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(bytes, new LZMA2Options(1))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] zstd(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new ZstdOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}

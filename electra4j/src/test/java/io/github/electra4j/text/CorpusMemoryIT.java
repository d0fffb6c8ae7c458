package io.github.electra4j.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reading in a small heap, in a process of its own. */
class CorpusMemoryIT {
    private static final int MEGABYTES = 200;

    @TempDir
    Path folder;

    @Test
    void lineOf200Megabytes_isReadInASmallHeap() throws IOException, InterruptedException {
        Path file = folder.resolve("line.txt.gz");
        write(file, "", "forty words a line, "); // 20 bytes
        assertThat(reads("-Xmx64m", file))
                .contains("characters " + MEGABYTES * 1_000_000L * 4 / 5) // less the white space
                .contains("1 lines were longer than");
    }

    @Test
    void jsonRowOf200Megabytes_isRefusedByName() throws IOException, InterruptedException {
        Path file = folder.resolve("row.jsonl.gz");
        write(file, "{\"text\": \"", "forty words a line, ");
        assertThat(reads("-Xmx256m", file)).contains(file + ":1: a row of more than");
    }

    private static void write(Path file, String begin, String part) throws IOException {
        byte[] parts = part.repeat(50_000).getBytes(StandardCharsets.UTF_8);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(begin.getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < MEGABYTES; i++) {
                out.write(parts);
            }
        }
    }

    private static String reads(String heap, Path file) throws IOException, InterruptedException {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        Process process = new ProcessBuilder(
                        java.toString(),
                        heap,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reading.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return output;
    }

    /** The process: reads a file and says what it met. */
    static final class Reading {
        private Reading() {}

        public static void main(String[] args) throws IOException {
            Corpus corpus = Corpus.of(List.of(args), CorpusOptions.defaults());
            long characters = 0;
            for (Path file : corpus.files()) {
                try (ParagraphReader reader = corpus.read(file)) {
                    for (Paragraph p = reader.next(); p != null; p = reader.next()) {
                        characters += p.text().chars().filter(c -> c != ' ').count();
                    }
                }
            }
            System.out.println("characters " + characters);
            System.out.println(String.join("\n", corpus.counts().remarks()));
        }
    }
}

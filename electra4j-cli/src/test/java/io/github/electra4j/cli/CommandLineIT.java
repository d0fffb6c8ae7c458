package io.github.electra4j.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.cli.ElectraProcess.Result;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.tukaani.xz.LZMA2Options;
import org.tukaani.xz.XZOutputStream;

/** The command line as a process: exit codes, messages, streams. */
class CommandLineIT {
    private static final String PIECES = "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nworld\n##ly\n!\n";

    @TempDir
    private Path folder;

    @BeforeEach
    void vocabularyAndText() throws IOException {
        Files.writeString(folder.resolve("vocab.txt"), PIECES);
        Files.writeString(folder.resolve("text.txt"), "hello world!\n\nworldly world\n".repeat(50));
    }

    private Result run(String... arguments) throws IOException, InterruptedException {
        return ElectraProcess.run(folder, arguments);
    }

    /** A last line that starts with our name (slow machines show progress before it), no stack trace, the code of failure. */
    private static void assertFailed(Result result, String... parts) {
        assertThat(result.err()).contains(parts).doesNotContain("\tat ", "please report");
        assertThat(result.err().lines().reduce("", (before, line) -> line)).startsWith("electra: ");
        assertThat(result.code()).isEqualTo(1);
    }

    private static void assertWrongUse(Result result, String... parts) {
        assertThat(result.err()).startsWith("electra: ").contains(parts).contains("electra help");
        assertThat(result.code()).isEqualTo(2);
    }

    @Test
    void help_listsTheCommandsAndTeachesOne() throws Exception {
        Result all = run("help");
        assertThat(all.code()).isZero();
        assertThat(all.out()).contains("vocab", "tokenize", "examples", "doctor", "help");
        assertThat(all.err()).isEmpty();
        Result one = run("help", "vocab");
        assertThat(one.code()).isZero();
        assertThat(one.out()).contains("--size", "30522", "Examples:");
        assertThat(run("vocab", "--help").out()).isEqualTo(one.out());
        assertThat(run("help", "config").out()).contains("learning_rate", "0.0005", "(joint|two-stage|adversarial)");
        assertThat(run("pretrain", "--help").out().replaceAll("\\s+", " ")).contains("`electra help config` lists");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void standardOutputThatIsFull_isAFailureOfEveryCommand() throws Exception {
        for (String command : new String[] {"help", "plan --config tiny --no-measure", "tokenize --vocab vocab.txt"}) {
            Process process = ElectraProcess.startInto(Path.of("/dev/full"), folder, command.split(" "));
            Result result = ElectraProcess.ended(process, "hello\n".getBytes(UTF_8), command);
            assertThat(result.code()).as(command).isEqualTo(1);
            assertThat(result.err()).as(command).contains("No space left on device");
        }
    }

    @Test
    void vocabularyWithAByteOrderMark_isNamed() throws Exception {
        Files.writeString(folder.resolve("marked.txt"), "\uFEFF" + PIECES);
        assertFailed(run("tokenize", "--vocab", "marked.txt"), "marked.txt: begins with a byte-order mark");
    }

    @Test
    void wrongUse_namesTheNearestAndExitsWithTwo() throws Exception {
        assertWrongUse(run("vocab", "--txt", "text.txt", "--out", "v.txt"), "--txt", "did you mean --text?");
        assertWrongUse(run("vocab", "--text", "text.txt", "--sise", "300"), "--sise", "did you mean --size?");
        assertWrongUse(
                run("examples", "--text", "text.txt", "--vocb", "vocab.txt", "--out", "e"),
                "--vocb",
                "did you mean --vocab?");
        assertWrongUse(run("tokenise"), "tokenise", "did you mean tokenize?");
        assertWrongUse(run("help", "exmaples"), "did you mean examples?");
        assertWrongUse(run("tokenize"), "needs --vocab FILE");
        assertWrongUse(run("vocab", "--text", "text.txt", "--size", "many", "--out", "v.txt"), "--size", "many");
        assertWrongUse(
                run("examples", "--text", "text.txt", "--vocab", "vocab.txt", "--length", "4", "--out", "e"),
                "length: 4",
                "expected 8");
        assertThat(run().code()).isEqualTo(2);
    }

    @Test
    void tokenize_printsPiecesIdsAndOffsets() throws Exception {
        byte[] text = "Hello worldly\r\n\nhello, w\u00f6rld".getBytes(UTF_8);
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", "vocab.txt"))
                .isEqualTo(new Result(0, "hello world ##ly\n\nhello [UNK] world\n", ""));
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", "vocab.txt", "--ids", "--offsets")
                        .out())
                .isEqualTo("5:0-5 6:6-11 7:11-13\n\n5:0-5 1:5-6 6:7-12\n");
    }

    @Test
    void tokenize_knowsACasedVocabularyByItsPiecesItsConfigurationOrTheOption() throws Exception {
        Files.writeString(folder.resolve("vocab.txt"), PIECES + "Hello\n");
        byte[] text = "Hello\n".getBytes(UTF_8);
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", "vocab.txt")
                        .out())
                .isEqualTo("Hello\n");
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", "vocab.txt", "--uncased")
                        .out())
                .isEqualTo("hello\n");
        Files.writeString(folder.resolve("tokenizer_config.json"), "{\"do_lower_case\": true}");
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", ".")
                        .out())
                .isEqualTo("hello\n");
        assertThat(ElectraProcess.runWith(folder, text, "tokenize", "--vocab", ".", "--cased")
                        .out())
                .isEqualTo("Hello\n");
    }

    @Test
    void tokenize_answersALineBeforeTheNextOneComes() throws Exception {
        Process process = ElectraProcess.start(folder, "tokenize", "--vocab", "vocab.txt");
        CompletableFuture<String> err = ElectraProcess.all(process.getErrorStream());
        try (OutputStream in = process.getOutputStream();
                BufferedReader out = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
            for (String word : new String[] {"hello", "world"}) {
                in.write((word + "\n").getBytes(UTF_8));
                in.flush();
                assertThat(out.readLine()).isEqualTo(word);
            }
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as(err.join()).isZero();
    }

    @Test
    void tokenize_whoseReaderHasGone_endsInSilence() throws Exception {
        Process process = ElectraProcess.start(folder, "tokenize", "--vocab", "vocab.txt");
        CompletableFuture<String> err = ElectraProcess.all(process.getErrorStream());
        process.getInputStream().close();
        try (OutputStream in = process.getOutputStream()) {
            byte[] lines = "hello world\n".repeat(10_000).getBytes(UTF_8);
            for (int i = 0; i < 100; i++) {
                in.write(lines);
            }
        } catch (IOException e) {
            // It is gone, as it should be.
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(err.join()).isEmpty();
        assertThat(process.exitValue()).isEqualTo(141);
    }

    @Test
    void missingFiles_areNamed() throws Exception {
        assertFailed(run("vocab", "--text", "nowhere.txt", "--out", "v.txt"), "nowhere.txt", "no such file");
        assertFailed(run("tokenize", "--vocab", "nowhere.txt"), "nowhere.txt");
        assertFailed(run("vocab", "--text", "*.nothing", "--out", "v.txt"), "*.nothing");
    }

    @Test
    void failure_withDebug_showsItsStackTrace() throws Exception {
        Result result = run("tokenize", "--vocab", "nowhere.txt", "--debug");
        assertThat(result.err()).startsWith("electra: ").contains("\tat io.github.electra4j");
        assertThat(result.code()).isEqualTo(1);
    }

    @Test
    void badText_isNamedByFileAndPlace() throws Exception {
        Files.write(folder.resolve("latin1.txt"), "gut\nsch\u00f6n\n".getBytes(ISO_8859_1));
        assertFailed(run("vocab", "--text", "latin1.txt", "--out", "v.txt"), "latin1.txt", "UTF-8", "byte 7");
        assertFailed(
                run("examples", "--text", "latin1.txt", "--vocab", "vocab.txt", "--out", "e"), "latin1.txt", "byte 7");
        assertThat(run("vocab", "--text", "latin1.txt", "--lenient", "--size", "20", "--out", "v.txt")
                        .code())
                .isZero();

        Files.write(folder.resolve("binary.txt"), new byte[] {'M', 'Z', 0, 1, 2, 3});
        assertFailed(run("vocab", "--text", "binary.txt", "--out", "v.txt"), "binary.txt", "binary");

        Files.writeString(folder.resolve("empty.txt"), "\n\n");
        assertFailed(run("vocab", "--text", "empty.txt", "--out", "v.txt"), "expected at least 1");
        assertFailed(run("examples", "--text", "empty.txt", "--vocab", "vocab.txt", "--out", "e"), "empty.txt");
    }

    @Test
    void truncatedArchives_areNamed() throws Exception {
        byte[] text = Files.readAllBytes(folder.resolve("text.txt"));
        ByteArrayOutputStream gz = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(gz)) {
            out.write(text);
        }
        ByteArrayOutputStream xz = new ByteArrayOutputStream();
        try (OutputStream out = new XZOutputStream(xz, new LZMA2Options())) {
            out.write(text);
        }
        Files.write(folder.resolve("cut.txt.gz"), Arrays.copyOf(gz.toByteArray(), gz.size() / 2));
        Files.write(folder.resolve("cut.txt.xz"), Arrays.copyOf(xz.toByteArray(), xz.size() / 2));
        assertFailed(run("vocab", "--text", "cut.txt.gz", "--out", "v.txt"), "cut.txt.gz", "truncated");
        assertFailed(
                run("examples", "--text", "cut.txt.xz", "--vocab", "vocab.txt", "--out", "e"),
                "cut.txt.xz",
                "truncated");
    }

    @Test
    void badVocabularies_areNamedByLine() throws Exception {
        Path bad = folder.resolve("bad.txt");
        Files.writeString(bad, PIECES.replace("[MASK]\n", ""));
        assertFailed(run("tokenize", "--vocab", "bad.txt"), "bad.txt", "no [MASK]");
        Files.writeString(bad, PIECES + "world\n");
        assertFailed(run("tokenize", "--vocab", "bad.txt"), "bad.txt:10", "\"world\"", "line 7");
        Files.write(bad, (PIECES + "sch\u00f6n\n").getBytes(ISO_8859_1));
        assertFailed(run("tokenize", "--vocab", "bad.txt"), "bad.txt", "broken UTF-8 at byte 53");
    }

    @Test
    void examples_ofAnotherVocabularyOrText_areRefused() throws Exception {
        String[] command = {"examples", "--text", "text.txt", "--vocab", "vocab.txt", "--length", "16", "--out", "e"};
        assertThat(run(command).code()).isZero();
        assertThat(run(command).err()).contains("already");
        Files.writeString(folder.resolve("vocab.txt"), PIECES + "more\n");
        assertFailed(run(command), "e: ", "vocabulary");
        Files.writeString(folder.resolve("vocab.txt"), PIECES);
        Files.writeString(folder.resolve("text.txt"), "hello\n");
        assertFailed(run(command), "text.txt");
    }

    @Test
    void placesThatCannotBeWritten_areRefusedBeforeTheWork() throws Exception {
        Files.createDirectory(folder.resolve("place"));
        assertFailed(run("vocab", "--text", "text.txt", "--out", "place"), "--out place", "is a folder");
        assertFailed(run("vocab", "--text", "text.txt", "--out", "text.txt/v.txt"), "text.txt", "is a file");
        assertFailed(
                run("examples", "--text", "text.txt", "--vocab", "vocab.txt", "--out", "text.txt"),
                "text.txt",
                "is a file");
        assertFailed(
                run("vocab", "--text", "text.txt", "--size", "20", "--out", "v.txt", "--json", "place"),
                "--json place");
        assertThat(folder.resolve("v.txt")).doesNotExist();
    }

    @Test
    void figures_haveStableSortedKeys() throws Exception {
        Result result =
                run("vocab", "--text", "text.txt", "--size", "20", "--out", "v.txt", "--json", "v.json", "--quiet");
        assertThat(result).isEqualTo(new Result(0, "", ""));
        assertThat(Files.readString(folder.resolve("v.json")).lines().filter(l -> l.contains(" : ")))
                .extracting(l -> l.trim().replaceAll("\"(\\w+)\".*", "$1"))
                .filteredOn(key -> !key.equals("peak_rss_mb")) // only where the system tells it
                .containsExactly(
                        "characters",
                        "cut_lines",
                        "distinct_words",
                        "duplicates",
                        "paragraphs",
                        "pieces",
                        "replaced",
                        "seconds",
                        "sha256",
                        "unknown_words",
                        "words");
    }

    @Test
    void doctor_looksAtTheMachine() throws Exception {
        Result result = run("doctor", "--json", "doctor.json");
        assertThat(result.code()).isZero();
        assertThat(result.out()).contains("Java ", "Processor ", "Memory ", "Disk ", "Allocator ", "Engine ");
        assertThat(folder.resolve("doctor.json"))
                .content()
                .contains("\"processors_usable\"", "\"advice\"", "\"matmul_bf16_gflops\"");
    }
}

package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputPlaceTest {
    /** A folder in which nobody may make a file, root neither, though its permissions say that root may. */
    private static final Path SEALED = Path.of("/proc/sys");

    @TempDir
    private Path folder;

    @Test
    void check_placesThatCanBeWritten_passAndStayEmpty() throws IOException {
        OutputPlace.checkFile(folder.resolve("new/folders/file"), "--out");
        OutputPlace.checkFolder(folder.resolve("new/folder"), "--out");
        OutputPlace.checkFolder(folder, "--out");

        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void check_folderThatRefusesFiles_saysOptionPlaceAndRemedy() {
        assumeTrue(Files.isDirectory(SEALED), "there is such a folder on Linux only");
        Path file = SEALED.resolve("electra4j/file.json");

        assertThatThrownBy(() -> OutputPlace.checkFile(file, "--json"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--json " + file + ": cannot write in " + SEALED)
                .hasMessageContaining("choose another folder");
        assertThatThrownBy(() -> OutputPlace.checkFolder(SEALED, "--out"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "--out " + SEALED + ": cannot write in " + SEALED + ": no file or folder can be made there;");
    }

    @Test
    void check_fileSystemWithoutNewFiles_saysSoInWords() {
        Path place = Path.of("/proc/foo");
        assumeTrue(Files.isDirectory(place.getParent()), "there is such a folder on Linux only");

        assertThatThrownBy(() -> OutputPlace.checkFolder(place, "--out"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("--out /proc/foo: cannot write in /proc: no file or folder can be made there")
                .hasMessageContaining("choose another folder");
    }

    @Test
    void check_fileWhereAFolderMustBe_isRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> OutputPlace.checkFile(file.resolve("inner/figures.json"), "--json"))
                .hasMessageContaining(file + " is a file");
        assertThatThrownBy(() -> OutputPlace.checkFolder(file, "--out")).hasMessageContaining("is a file");
        assertThatThrownBy(() -> OutputPlace.checkFile(folder, "--json")).hasMessageContaining("is a folder");
    }

    @Test
    void check_moreThanAnyDiskHas_isRefusedWithBothSizes() {
        assertThatThrownBy(() -> OutputPlace.checkFile(folder.resolve("vocab.txt"), "--out", Long.MAX_VALUE))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("vocab.txt")
                .hasMessageContaining("of disk")
                .hasMessageContaining("is free");
    }

    @Test
    void check_deviceOfTheSystem_needsNoFolderToWriteIn() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is such a device on Unix only");

        OutputPlace.checkFile(device, "--json", Long.MAX_VALUE);
    }

    /** Text that is no text would be an error too, if it were read. */
    @Test
    void commands_figuresOrResultWithoutAPlace_failBeforeAnyTextIsRead() throws IOException {
        assumeTrue(Files.isDirectory(SEALED), "there is such a folder on Linux only");
        Path text = Files.write(folder.resolve("text.txt"), new byte[] {(byte) 0xC3, '('});
        Path vocabulary = Files.writeString(folder.resolve("vocab.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
        String sealed = SEALED.resolve("figures.json").toString();

        String[][] commands = {
            {"vocab", "--out", folder.resolve("new.txt").toString(), "--json", sealed},
            {"vocab", "--out", sealed},
            {
                "examples",
                "--vocab",
                vocabulary.toString(),
                "--out",
                folder.resolve("new").toString(),
                "--json",
                sealed
            },
            {"examples", "--vocab", vocabulary.toString(), "--out", sealed},
            {"pretrain", "--config", "tiny", "--out", folder.resolve("run").toString(), "--json", sealed},
            {"pretrain", "--config", "tiny", "--out", sealed},
        };
        for (String[] command : commands) {
            String err = ErrorOutput.of(() -> assertThat(Main.run(with(command, "--text", text.toString(), "-q")))
                    .as(String.join(" ", command))
                    .isEqualTo(1));
            assertThat(err).contains(sealed + ": cannot write in");
        }
        assertThat(folder.resolve("new")).doesNotExist();
        assertThat(folder.resolve("run")).doesNotExist();
    }

    private String in(String name) {
        return folder.resolve(name).toString();
    }

    /** Runs a command that must be refused before it reads or writes. */
    private static void assertRefused(String words, String... command) {
        int[] code = new int[1];

        String err = ErrorOutput.of(() -> code[0] = Main.run(command));

        assertThat(err).as(String.join(" ", command)).contains(words);
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    @Test
    void commands_resultInThePlaceOfWhatIsReadOrOfAnother_areRefusedAndOverwriteNothing() throws IOException {
        String words = "some words of some text\n".repeat(10);
        Files.writeString(folder.resolve("t.txt"), words);
        Files.writeString(folder.resolve("v.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n");
        Files.createSymbolicLink(folder.resolve("link.txt"), folder.resolve("t.txt"));
        String text = in("t.txt");
        String overText = text + ": would overwrite " + text + " of --";

        String[] vocab = {"vocab", "--text", text, "--size", "30"};

        assertRefused("--out " + overText + "text", with(vocab, "--out", text));
        assertRefused(
                "--out " + in("link.txt") + ": would overwrite " + text + " of --text",
                with(vocab, "--out", in("link.txt")));
        assertRefused("--json " + overText + "text", with(vocab, "--out", in("n"), "--json", text));
        assertRefused(
                "--json " + in("n") + ": would overwrite " + in("n") + " of --out",
                with(vocab, "--out", in("n"), "--json", in("n")));
        assertRefused(
                "--json " + in("v.txt") + ": would overwrite " + in("v.txt") + " of --vocab",
                "examples",
                "--text",
                text,
                "--vocab",
                in("v.txt"),
                "--out",
                in("n"),
                "--json",
                in("v.txt"));
        assertRefused(
                "--json " + overText + "text",
                "pretrain",
                "--text",
                text,
                "--config",
                "tiny",
                "--out",
                in("n"),
                "--json",
                text);
        assertRefused("--json " + overText + "data", "evaluate", "--model", in("m"), "--data", text, "--json", text);
        assertRefused(
                "--report " + overText + "data", "evaluate", "--model", in("m"), "--data", text, "--report", text);
        assertRefused(
                "--report " + in("n") + ": would overwrite " + in("n") + " of --json",
                "evaluate",
                "--model",
                in("m"),
                "--data",
                text,
                "--json",
                in("n"),
                "--report",
                in("n"));
        assertRefused("--out " + overText + "data", "predict", "--model", in("m"), "--data", text, "--out", text);
        assertRefused("--out " + overText + "data", "score", "--model", in("m"), "--data", text, "--out", text);
        assertThat(folder.resolve("t.txt")).content().isEqualTo(words);
        assertThat(folder.resolve("n")).doesNotExist();
    }

    @Test
    void predict_officialFormInThePlaceOfTheQuestionsOrOfOtherResults_isRefused() throws IOException {
        String rows =
                Files.writeString(folder.resolve("dev.json"), "{\"data\": []}").toString();
        String[] predict = {"predict", "--model", in("m"), "--data", rows};
        String over = ": would overwrite ";

        for (String option : List.of("--squad-json", "--squad-scores")) {
            assertRefused(option + " " + rows + over + rows + " of --data", with(predict, option, rows));
            assertRefused(
                    "--out " + in("n.jsonl") + over + in("n.jsonl") + " of " + option,
                    with(predict, option, in("n.jsonl"), "--out", in("n.jsonl")));
        }
        assertRefused(
                "--squad-scores " + in("n") + over + in("n") + " of --squad-json",
                with(predict, "--squad-json", in("n"), "--squad-scores", in("n")));
        assertThat(Path.of(rows)).content().isEqualTo("{\"data\": []}");
    }

    @Test
    void study_figuresInThePlaceOfItsDeclarationOrTasks_isRefused() throws IOException {
        String file = Files.writeString(folder.resolve("mine.json"), "{}").toString();

        assertRefused(
                "--json " + file + ": would overwrite " + file + " of the declaration",
                "study",
                file,
                "--out",
                in("n"),
                "--json",
                file);
        assertRefused(
                "--json " + file + ": would overwrite " + file + " of --tasks",
                "study",
                "bert",
                "--tasks",
                file,
                "--out",
                in("n"),
                "--json",
                file);
        assertThat(Path.of(file)).content().isEqualTo("{}");
    }

    @Test
    void finetune_figuresInThePlaceOfItsRows_isRefused() throws IOException {
        String rows = Files.writeString(folder.resolve("t.tsv"), "text\tlabel\na\tb\n")
                .toString();
        for (String option : List.of("--train", "--dev")) {
            assertRefused(
                    "--json " + rows + ": would overwrite " + rows + " of " + option,
                    "finetune",
                    "--model",
                    in("m"),
                    "--task",
                    "classification",
                    "--text-column",
                    "text",
                    "--label-column",
                    "label",
                    "--train",
                    option.equals("--train") ? rows : in("other.tsv"),
                    "--dev",
                    option.equals("--dev") ? rows : in("other.tsv"),
                    "--out",
                    in("n"),
                    "--json",
                    rows);
        }
        assertThat(folder.resolve("n")).doesNotExist();
    }

    @Test
    void commands_resultInAFolderOfText_areRefusedSinceTheyWouldReadItTheNextTime() throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("t.txt"), "some words of some text\n".repeat(10));
        Files.createSymbolicLink(folder.resolve("link"), texts);
        String vocabulary = Files.writeString(folder.resolve("v.txt"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n")
                .toString();

        for (String out : List.of("texts/new", "link/new", "texts/more/new")) {
            String words = "--out " + in(out) + ": lies in " + texts + " of --text, and would be read as text";
            assertRefused(words, "vocab", "--text", in("texts"), "--size", "30", "--out", in(out));
            assertRefused(words, "examples", "--text", in("texts"), "--vocab", vocabulary, "--out", in(out));
            assertRefused(words, "pretrain", "--text", in("texts"), "--config", "tiny", "--out", in(out));
        }
        assertRefused(
                "--out " + texts + ": lies in " + texts + " of --text",
                "pretrain",
                "--text",
                in("texts"),
                "--config",
                "tiny",
                "--out",
                in("texts"));
        assertRefused(
                "--json " + in("texts/j") + ": lies in " + texts + " of --text",
                "audit",
                "--text",
                in("texts"),
                "--json",
                in("texts/j"));
        try (var files = Files.list(texts)) {
            assertThat(files).containsExactly(texts.resolve("t.txt"));
        }
    }

    @Test
    void commands_resultThatAPatternForTextFinds_areRefusedBeforeAnythingIsMade() throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("t.txt"), "some words of some text\n".repeat(10));
        String vocabulary = Files.writeString(folder.resolve("v"), "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n")
                .toString();
        String deep = in("texts/**/*.txt");
        String[] pretrain = {"pretrain", "--config", "tiny", "--text", deep};
        String found = ": would be found by " + deep + " of --text, and read as text the next time";

        assertRefused("--out " + in("texts/run") + found, with(pretrain, "--out", in("texts/run")));
        assertRefused("--out " + texts + found, with(pretrain, "--out", in("texts")));
        assertRefused(
                "--json " + in("texts/j.txt") + found, with(pretrain, "--out", in("n"), "--json", in("texts/j.txt")));
        assertRefused(
                "--out " + in("texts/ex") + found,
                "examples",
                "--text",
                deep,
                "--vocab",
                vocabulary,
                "--out",
                in("texts/ex"));
        assertRefused(
                "--out " + in("texts/v.txt") + ": would be found by ",
                "vocab",
                "--text",
                in("texts/*.txt"),
                "--size",
                "30",
                "--out",
                in("texts/v.txt"));
        try (var files = Files.list(texts)) {
            assertThat(files).containsExactly(texts.resolve("t.txt"));
        }
    }

    @Test
    void vocab_besideWhatAPatternFinds_isMade() throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("t.txt"), "some words of some text\n".repeat(10));

        for (String out : List.of("texts/vocab", "texts/more/v.txt", "texts/.v.txt")) {
            String[] command = {"vocab", "--text", in("texts/*.txt"), "--size", "30", "--out", in(out), "-q"};
            assertThat(Main.run(command)).as(out).isZero();
            assertThat(Main.run(command)).as(out).isZero();
        }
    }

    @Test
    void vocab_intoAHiddenFolderOrBesideTheText_isMadeAndTheNextTimeOfTheSameText() throws IOException {
        Path texts = Files.createDirectory(folder.resolve("texts"));
        Files.writeString(texts.resolve("t.txt"), "some words of some text\n".repeat(10));

        for (String out : List.of("texts/.made/v.txt", "texts-2/v.txt")) {
            String[] command = {"vocab", "--text", in("texts"), "--size", "30", "--out", in(out), "-q"};
            assertThat(Main.run(command)).isZero();
            String first = Files.readString(folder.resolve(out));
            assertThat(Main.run(command)).isZero();
            assertThat(folder.resolve(out)).content().isEqualTo(first);
        }
    }

    @Test
    void check_deviceForTwoResults_isAllowed() throws IOException {
        Path device = Path.of("/dev/null");
        assumeTrue(Files.exists(device), "there is such a device on Unix only");

        OutputPlace.checkApart("--json", device, "--out", device);
    }

    /** As /dev/stdout is where another program reads it: a link of /proc that leads to no path. */
    @Test
    void check_pipeOfAProcess_isAPlaceForResultsBesideAnyOther() throws IOException {
        Process reader = new ProcessBuilder("cat").start();
        try {
            Path pipe = Path.of("/proc", Long.toString(reader.pid()), "fd/0");
            assumeTrue(Files.exists(pipe), "there is such a link on Linux only");

            OutputPlace.checkFile(pipe, "--json");
            OutputPlace.checkApart("--json", pipe, "--out", folder.resolve("v.txt"));
            OutputPlace.checkApart("--report", folder.resolve("r.html"), "--json", pipe);
            OutputPlace.checkOutside("--json", pipe, "--text", folder);
        } finally {
            reader.destroy();
        }
    }

    private static String[] with(String[] command, String... more) {
        return java.util.stream.Stream.of(command, more)
                .flatMap(java.util.Arrays::stream)
                .toArray(String[]::new);
    }
}

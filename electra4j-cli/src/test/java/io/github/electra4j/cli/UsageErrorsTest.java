package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** A misspelt option is named with the nearest known one, wherever it stands and whatever else is missing. */
class UsageErrorsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "vocab --text s.txt --sise 300 | --sise | --size",
                "vocab --text a.txt b.txt --sise=300 --out v.txt | --sise | --size",
                "vocab --sise 300 --text s.txt --out v.txt | --sise | --size",
                "vocab --text s.txt --out v.txt --quit | --quit | --quiet",
                "vocab --text s.txt --json --out v.txt --lenint | --lenint | --lenient",
                "examples --text s.txt --vocb v.txt --out e | --vocb | --vocab",
                "examples --vocab v.txt --text s.txt --lenght 64 --out e | --lenght | --length",
                "tokenize --vocb v.txt | --vocb | --vocab",
                "pretrain --text s.txt --confg tiny --out r | --confg | --config",
                "pretrain --out r --text s.txt --vocb-size 300 | --vocb-size | --vocab-size",
                "pretrain --examples e --text s.txt --confg tiny --out r | --confg | --config",
                "pretrain --confg tiny | --confg | --config",
                "plan --confg tiny | --confg | --config",
                "finetune --modle m --train t.tsv | --modle | --model",
                "evaluate --data t.tsv --modle m | --modle | --model",
                "predict --model m --dta t.tsv | --dta | --data",
                "report r --uot x.html | --uot | --out"
            })
    void unknownOption_anywhere_isWrongUseAndNamesTheNearest(String line, String unknown, String nearest) {
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run(line.split(" ")));

        assertThat(errors)
                .startsWith("electra: unknown option " + unknown + " of `electra " + line.split(" ")[0] + "`")
                .contains("; did you mean " + nearest + "?")
                .contains("electra help");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    @Test
    void mistypedCommand_withOptions_namesTheNearest() {
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run("predct", "--model", "x"));

        assertThat(errors).startsWith("electra: unknown command predct; did you mean predict?");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    @Test
    void refusal_ofAFileWithACapital_keepsItsName() {
        String errors = ErrorOutput.of(() -> Main.run("study", "Kaputt", "--out", folder + "/x"));

        assertThat(errors).startsWith("electra: Kaputt: no such declaration");
    }

    /** A word of a text or of a path, and no file of more options. */
    @Test
    void argumentThatBeginsWithAt_isTakenAsItIs() throws Exception {
        Path options = Files.writeString(folder.resolve("options"), "--nosuch");

        String errors = ErrorOutput.of(() -> Main.run("help", "@" + options));

        assertThat(errors).contains("@" + options).doesNotContain("--nosuch");
    }

    @Test
    void fileThatBeginsWithADash_isReadWhenItsFolderIsNamed() throws Exception {
        Files.writeString(folder.resolve("-odd.txt"), "some words of some text\n".repeat(10));
        Path out = folder.resolve("v.txt");

        int code =
                Main.run("vocab", "--text", folder + "/./-odd.txt", "--size", "30", "--out", out.toString(), "--quiet");

        assertThat(code).isZero();
        assertThat(out).content().contains("text");
    }

    @Test
    void negativeNumber_isAValueAndNoOption() {
        String errors = ErrorOutput.of(
                () -> Main.run("examples", "--text", "s.txt", "--vocab", "v.txt", "--seed", "-1", "--out", "e"));

        assertThat(errors).doesNotContain("unknown option").contains("s.txt");
    }

    @Test
    void version_isUnderstoodByEveryCommand() {
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            String name = command.getCommandName();
            if (!name.equals("help")) {
                assertThat(Main.run(name, "--version")).as(name).isZero();
            }
        }
    }

    @Test
    void help_ofAnyCommand_namesNoDefaultThatIsNothing() {
        for (CommandLine command : Main.commandLine().getSubcommands().values()) {
            assertThat(command.getUsageMessage())
                    .as(command.getCommandName())
                    .doesNotContain("Default: []", "Default: {}", "Default: null")
                    .doesNotContainPattern("Default: *\\R");
        }
    }
}

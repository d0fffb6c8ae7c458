package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.electra4j.train.pretrain.ConfigFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code electra pretrain} refuses before it reads text or writes anything. */
class PretrainOptionsTest {
    @TempDir
    Path folder;

    /** Text that is no text would be an error of its own, if it were read. */
    private List<String> command(String options) throws IOException {
        Path text = Files.write(folder.resolve("text.txt"), new byte[] {(byte) 0xC3, '('});
        List<String> command = new ArrayList<>(List.of("pretrain", "--text", text.toString()));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("--out", folder.resolve("run").toString()));
        return command;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--set adam_beta1=1.5 | --set adam_beta1: 1.5, expected a number from 0 up to, not with, 1",
                "--set clip=-1 | --set clip: -1.0, expected a number of at least 0",
                "--set weight_decay=-5 | --set weight_decay: -5.0, expected a number of at least 0",
                "--set mask_share=0 | --set mask_share: 0.0, expected a number above 0",
                "--set hidden_dropout=1 | --set hidden_dropout: 1.0, expected a probability",
                "--set learning_rate=-1 | --set learning_rate: -1.0, expected a number of at least 0",
                "--set learning_rate=NaN | --set learning_rate: \"NaN\", expected a number",
                "--set warmup=-1 | --set warmup: -1, expected at least 0",
                "--set generator_size=0 | --set generator_size: 0.0, expected a number above 0",
                "--set length=abc | --set length: \"abc\", expected a whole number",
                "--set lenght=64 | --set lenght: unknown setting; did you mean length?",
                "--set length=4 | --set length: 4, expected 8 to 65535 tokens",
                "--set length=7 --recipe reference | --set length: 7, expected 8 to 65535 tokens",
                "--steps 5 --set steps=7 | --steps 5 and --set steps=7 differ; leave one of them out",
                "--batch 4 --set batch=8 | --batch 4 and --set batch=8 differ; leave one of them out",
                "--strategy joint --set strategy=adversarial | --strategy joint and --set strategy=adversarial differ",
                "--batch 0 | --batch: 0, expected at least 1",
                "--steps 0 | --steps: 0, expected at least 1",
                "--strategy joined | --strategy: \"joined\", expected joint or two-stage",
                "--strategy two-stage | --strategy: two-stage starts the discriminator from the generator's weights",
                "--strategy two-stage | set generator_size=1 and generator_layers=null, or start_from_generator=false",
                "--strategy two-stage --config published-small | set generator_size=1, or start_from_generator=false",
                "--replicas 0 | --replicas: 0, expected at least 1",
                "--config nosuch | --config nosuch: no such configuration; expected tiny, small, base, large",
                "--config smal | did you mean small?",
                "--save-every -1 | --save-every: -1, expected at least 0",
                "--vocab-size 3 | --vocab-size: 3, expected more than the 5 special tokens",
                "--steps 5 --budget 1h | `electra pretrain` takes --steps or --budget, not both",
                "--set steps=9 --budget 1h | --budget 1h and --set steps=9 both say how long to train; leave one of them out",
                "--examples e | `electra pretrain` takes --examples or --text, not both"
            })
    void pretrain_wrongValue_isRefusedByItsNameBeforeAnythingIsWritten(String options, String words)
            throws IOException {
        String[] command = command(options).toArray(String[]::new);
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run(command));

        assertThat(errors).startsWith("electra: ").contains(words).doesNotContain("Jackson", "tools.", "\tat ");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @Test
    void pretrain_ofNeitherTextNorExamples_saysBothInASentence() {
        String errors = ErrorOutput.of(
                () -> Main.run("pretrain", "--out", folder.resolve("run").toString()));

        assertThat(errors).startsWith("electra: `electra pretrain` needs --examples DIR or --text PATH");
    }

    @Test
    void pretrain_lengthOfAFileThatNoExampleCanHave_isRefusedByTheNameOfTheFile() throws IOException {
        Map<String, Object> settings = new TreeMap<>(ConfigFiles.read("tiny"));
        settings.put("length", 4);
        Path config = Files.writeString(folder.resolve("short.json"), JsonOption.toJson(settings));
        String[] command = command("--config " + config).toArray(String[]::new);
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run(command));

        assertThat(errors).contains("--config " + config + ": length: 4, expected 8 to 65535 tokens");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
        assertThat(folder.resolve("run")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"--lenient", "--cased", "--vocab-size=60", "--dedup"})
    void pretrain_ofExamplesWithAnOptionOfText_saysWhatItGoesWith(String option) {
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run("pretrain", "--examples", "e", option, "--out", "r"));

        assertThat(errors)
                .startsWith("electra: `electra pretrain` takes " + option.replaceFirst("=.*", "")
                        + " with --text only, and --examples is given; leave one of them out");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    /** Makes examples of so many tokens at most. */
    private String examples(int length) throws IOException {
        Path text = Files.writeString(folder.resolve("words.txt"), "some words of some text\n".repeat(20));
        String vocabulary = folder.resolve("vocab.txt").toString();
        String examples = folder.resolve("examples").toString();
        String[] made = {"--text", text.toString(), "-q", "--out"};
        Main.run("vocab", "--size", "40", made[0], made[1], made[2], made[3], vocabulary);
        String tokens = String.valueOf(length);
        Main.run("examples", "--vocab", vocabulary, "--length", tokens, made[0], made[1], made[2], made[3], examples);
        return examples;
    }

    @Test
    void pretrain_lengthThatTheExamplesHaveNot_isRefusedAndTheirsIsTaken() throws IOException {
        String examples = examples(16);
        String run = folder.resolve("run").toString();
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] =
                Main.run("pretrain", "--examples", examples, "--config", "tiny", "--set", "length=32", "--out", run));

        assertThat(errors)
                .contains("--set length=32: the examples in " + examples
                        + " have up to 16 tokens; leave it out, or make");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
        assertThat(Path.of(run)).doesNotExist();
    }

    /** The configuration's own length is 64. More examples a step than memory holds end the run before it is begun. */
    @Test
    void pretrain_ofExamplesThatFitWhereTheConfigurationsLengthDoesNot_isNotRefusedForThatLength() throws IOException {
        String examples = examples(32);
        String run = folder.resolve("run").toString();
        String[] command = {"pretrain", "--examples", examples, "--config", "tiny", "--batch", "10000000", "--out", run
        };
        int[] code = new int[1];

        String fits = ErrorOutput.of(() -> code[0] = Main.run(with(command, "--set", "max_positions=32")));
        assertThat(fits).contains("the run needs about ").doesNotContain("max_positions");
        assertThat(code[0]).isEqualTo(Failures.FAILED);

        String tooLong = ErrorOutput.of(() -> code[0] = Main.run(with(command, "--set", "max_positions=31")));
        assertThat(tooLong).contains("--examples " + examples + ": length: 32 is above max_positions 31; shorten");
        assertThat(code[0]).isEqualTo(UsageErrors.WRONG_USE);
    }

    private static String[] with(String[] command, String... more) {
        return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
    }

    @Test
    void plan_settingSaidTwiceTheSame_isTakenAndElseRefused() {
        assertThat(Main.run("plan", "--config", "tiny", "--batch", "4", "--set", "batch=4", "--no-measure"))
                .isZero();
        assertThat(Main.run("plan", "--config", "tiny", "--set", "batch=4", "--no-measure", "--set", "batch=4"))
                .isZero();
        assertThat(Main.run("plan", "--config", "tiny", "--batch", "4", "--set", "batch=8", "--no-measure"))
                .isEqualTo(UsageErrors.WRONG_USE);
    }

    @Test
    void pretrain_ofWhatMemoryCannotHold_saysWhatWouldFitBeforeTextIsRead() throws IOException {
        String[] command =
                command("--config small --batch 1000000 --precision fp32").toArray(String[]::new);
        int[] code = new int[1];

        String errors = ErrorOutput.of(() -> code[0] = Main.run(command));

        assertThat(errors).contains("the run needs about ", " MB of memory, ", "what would fit: ", "--batch ");
        assertThat(code[0]).isEqualTo(Failures.FAILED);
        assertThat(folder.resolve("run/vocab.json")).doesNotExist();
        assertThat(folder.resolve("run/run.json")).doesNotExist();
    }

    @Test
    void plan_vocabularyWithoutAPiece_isWrongUse() {
        assertThat(Main.run("plan", "--vocab-size", "5", "--no-measure")).isEqualTo(UsageErrors.WRONG_USE);
    }

    @ParameterizedTest
    @CsvSource({"--size, 3", "--min-count, 0", "--max-words, 0", "--coverage, 2", "--unused, -1"})
    void vocab_valueOutOfRange_isCalledByItsOption(String option, String value) throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "some words");
        String out = folder.resolve("vocab.txt").toString();

        String errors = ErrorOutput.of(() -> Main.run("vocab", "--text", text.toString(), "--out", out, option, value));

        assertThat(errors).startsWith("electra: " + option + ": " + value);
    }

    @Test
    void vocab_tooSmallForTheCharacters_warnsOfUnknownWords() throws IOException {
        Path text = Files.writeString(
                folder.resolve("text.txt"), "the quick brown fox jumps over the lazy dog\n".repeat(9));
        String out = folder.resolve("vocab.txt").toString();

        String errors =
                ErrorOutput.of(() -> Main.run("vocab", "--text", text.toString(), "--out", out, "--size", "10"));

        assertThat(errors)
                .contains("WARNING: 10 pieces have no room for the 26 characters of the text")
                .contains("become [UNK]; ask for more pieces")
                .doesNotContain("stand often enough");
    }

    @Test
    void vocab_whoseWordsAreForgottenOrNeverJoined_namesTheOptionsThatHelp() throws IOException {
        Path text = Files.writeString(folder.resolve("text.txt"), "a ".repeat(50) + "b c d e f g h\n");
        String[] command = {
            "vocab", "--text", text.toString(), "--out", folder.resolve("v.txt").toString(), "--max-words", "4"
        };

        String errors = ErrorOutput.of(() -> Main.run(command));

        assertThat(errors)
                .contains("to bound memory", "option --max-words of electra vocab", "no two pieces stand together")
                .contains("option --min-count of electra vocab")
                .doesNotContain("maxWords", "minCount");

        Files.writeString(text, "a b c d e f g h\n");
        assertThat(ErrorOutput.of(() -> Main.run(command)))
                .contains(
                        "8 words to learn pieces from",
                        "hold more words in memory (option --max-words of electra vocab)");
    }

    @Test
    void pretrain_ofInputThatIsMissing_leavesNoFolderBehind() {
        Path run = folder.resolve("runs/mine");
        for (String[] input : new String[][] {{"--text", "nowhere/"}, {"--examples", "nowhere/"}}) {
            int[] code = new int[1];
            String errors = ErrorOutput.of(() ->
                    code[0] = Main.run("pretrain", input[0], input[1], "--config", "tiny", "--out", run.toString()));

            assertThat(errors).contains("nowhere");
            assertThat(code[0]).isEqualTo(Failures.FAILED);
            assertThat(folder.resolve("runs")).doesNotExist();
        }
    }
}

package io.github.electra4j.train.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ElectraConfig.FeedForward;
import io.github.electra4j.checkpoint.ElectraConfig.Norm;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.pretrain.ConfigFiles;
import io.github.electra4j.train.pretrain.PretrainingConfig;
import io.github.electra4j.train.pretrain.PretrainingPlan;
import io.github.electra4j.train.tensor.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeclarationTest {
    private static final List<String> BUILT_IN = Declaration.BUILT_IN;
    private static final List<String> OF_NOW =
            BUILT_IN.stream().filter(name -> !name.startsWith("measured-")).toList();

    @TempDir
    private Path folder;

    private Declaration read(String json) throws IOException {
        return Declaration.read(
                Files.writeString(folder.resolve("mine.json"), json).toString(), null, Map.of());
    }

    @ParameterizedTest
    @FieldSource("BUILT_IN")
    void read_ofABuiltInName_givesArmsThatDiffer(String name) throws IOException {
        Declaration declaration = Declaration.read(name, null, Map.of()).sized(4096);

        assertThat(declaration.arms()).hasSizeGreaterThan(1).doesNotHaveDuplicates();
        assertThat(declaration.arms().stream().map(Arm::config)).doesNotHaveDuplicates();
        assertThat(declaration.arms()).contains(declaration.reference());
    }

    /** Small's generator has layers of its own number, which arms of equal shapes must take back. */
    @ParameterizedTest
    @FieldSource("OF_NOW")
    void read_ofABuiltInNameWithSmall_givesArmsThatDiffer(String name) throws IOException {
        Declaration declaration = Declaration.read(name, "small", Map.of()).sized(4096);

        assertThat(declaration.arms().stream().map(Arm::config)).doesNotHaveDuplicates();
    }

    /** A file of studies/ that no name stands for could not be asked for. */
    @Test
    void builtIn_ofTheFolderOfStudies_hasEveryFile() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("..", "studies"))) {
            assertThat(files.filter(Files::isRegularFile)
                            .map(file -> file.getFileName().toString().replace(".json", "")))
                    .containsExactlyInAnyOrderElementsOf(BUILT_IN);
        }
    }

    /** The settings that tiny had when the tables of docs/study.md were made (its file at commit f455235). */
    @ParameterizedTest
    @CsvSource({"measured-arms, tiny", "measured-finalists, tiny", "measured-encoders, 'pre-LayerNorm, GELU'"})
    void read_ofWhatWasMeasured_hasTheSettingsOfThen(String name, String arm) throws IOException {
        PretrainingConfig config = Declaration.read(name, null, Map.of()).arms().stream()
                .filter(each -> each.name().equals(arm))
                .findFirst()
                .orElseThrow()
                .config();

        assertThat(config)
                .extracting(
                        PretrainingConfig::norm,
                        PretrainingConfig::feedForward,
                        PretrainingConfig::intermediateSize,
                        PretrainingConfig::secondStageRate,
                        PretrainingConfig::contrastiveWeight)
                .containsExactly(Norm.PRE, FeedForward.GELU, 512, 0.4, null);
    }

    /** Nothing is taken from a configuration that may change: every setting stands in the file. */
    @Test
    void read_ofWhatWasMeasured_takesNothingFromAConfiguration() throws IOException {
        assertThat(JsonText.readValues(Path.of("..", "studies", "measured", "settings.json")))
                .containsOnlyKeys(ConfigFiles.read("tiny").keySet());
    }

    /**
     * What all published sizes have in common (Clark et al., 2020, appendix A), with the generator and the rate of Small: a quarter of the
     * width, with max(1, 32 / 64) heads and a feed-forward width of 4 x 32; 10,000 of a million steps are warm-up.
     */
    @Test
    void read_ofTheRecipes_beginsWithThePublishedOne() throws IOException {
        PretrainingConfig published =
                Declaration.read("recipes", null, Map.of()).reference().config();

        assertThat(ConfigFiles.values(published))
                .containsEntry("norm", "post")
                .containsEntry("positions", "learned")
                .containsEntry("feed_forward", "gelu")
                .containsEntry("embeddings", "shared")
                .containsEntry("strategy", "joint")
                .containsEntry("generator_weight", 1.0)
                .containsEntry("discriminator_weight", 50.0)
                .containsEntry("mask_share", 0.15)
                .containsEntry("mask_token_share", 0.85)
                .containsEntry("random_token_share", 0.0)
                .containsEntry("hidden_dropout", 0.1)
                .containsEntry("attention_dropout", 0.1)
                .containsEntry("learning_rate", 5e-4)
                .containsEntry("weight_decay", 0.01)
                .containsEntry("adam_beta1", 0.9)
                .containsEntry("adam_beta2", 0.999)
                .containsEntry("adam_epsilon", 1e-6)
                .containsEntry("bias_correction", false)
                .containsEntry("clip", 1.0)
                .containsEntry("initializer_range", 0.02);
        assertThat(published.warmup()).isEqualTo(10_000);
        assertThat(published.warmupCap()).isEqualTo(0.01);
        assertThat(published.generator(4096, 0))
                .extracting(ElectraConfig::hiddenSize, ElectraConfig::heads, ElectraConfig::intermediateSize)
                .containsExactly(32, 1, 128);
    }

    /** The figures of the paper's table 5. */
    @ParameterizedTest
    @ValueSource(strings = {"objectives", "small-budget", "measured-arms"})
    void read_ofTheObjectives_standsBesideThePublishedScores(String name) throws IOException {
        assertThat(Declaration.read(name, null, Map.of()).arms().stream().filter(arm -> arm.published() != null))
                .extracting(Arm::name, Arm::published)
                .containsExactlyInAnyOrder(
                        tuple("ELECTRA", 85.0),
                        tuple("All-Tokens MLM", 84.3),
                        tuple("ELECTRA 15%", 82.4),
                        tuple("Replace MLM", 82.4),
                        tuple("BERT", 82.2));
    }

    /** With the vocabularies of the embedded text and of the published models; four more of the width are 2 % of the parameters. */
    @ParameterizedTest
    @CsvSource({"tiny, 4096", "tiny, 30522", "small, 30522"})
    void sized_ofTheLargerModels_hasOneAndTwoTimesTheParameters(String config, int vocabulary) throws IOException {
        List<Arm> arms =
                Declaration.read("larger", config, Map.of()).sized(vocabulary).arms();
        List<Long> parameters = arms.stream()
                .map(arm -> new PretrainingPlan(arm.config(), vocabulary, Precision.FP32, 1).keptParameters())
                .toList();

        assertThat((double) parameters.get(1) / parameters.get(0)).isCloseTo(1, within(0.03));
        assertThat((double) parameters.get(2) / parameters.get(0)).isCloseTo(2, within(0.03));
        PretrainingConfig whole = arms.get(1).config();
        PretrainingConfig twice = arms.get(2).config();
        double factor = (double) twice.hiddenSize() / whole.hiddenSize();
        assertThat(twice.hiddenSize() % (2 * whole.heads())).isZero();
        assertThat(twice.heads()).isEqualTo(whole.heads());
        assertThat((double) twice.embeddingSize()).isCloseTo(factor * whole.embeddingSize(), within(0.5));
        assertThat((double) twice.intermediateSize()).isCloseTo(factor * whole.intermediateSize(), within(0.5));
        assertThat(arms.get(2).changes()).containsEntry("hidden_size", twice.hiddenSize());
    }

    @Test
    void read_withSettingsOfTheCall_letsThoseOfAnArmWin() throws IOException {
        Declaration declaration = Declaration.read("generators", "tiny", Map.of("temperature", 3.0, "layers", 3));

        assertThat(declaration.arms()).allMatch(arm -> arm.config().layers() == 3);
        assertThat(declaration.arms().get(2).config().temperature()).isEqualTo(2);
        assertThat(declaration.arms().get(0).config().temperature()).isEqualTo(3);
    }

    @Test
    void read_ofTasks_resolvesTheirPathsFromTheFile() throws IOException {
        Declaration declaration = read("""
                {"arms": [{"name": "a"}, {"name": "b", "set": {"layers": 1}}], "reference": "b",
                 "tasks": [{"name": "mine", "train": "train.tsv", "dev": "dev.tsv", "text_column": "text",
                            "label_column": "label", "rates": [0.001], "train_rows": 100, "pooling": "mean"},
                           {"name": "apart", "train": "train.tsv", "dev": "dev.tsv", "select": "select.tsv",
                            "text_column": "text", "label_column": "label"}],
                 "pairs": [{"name": "grammar", "data": "pairs.jsonl", "bad_column": "worse"}]}
                """);

        assertThat(declaration.reference().name()).isEqualTo("b");
        StudyTask task = declaration.measures().tasks().get(0);
        assertThat(((StudyRows.OfFiles) task.rows()).train())
                .isEqualTo(folder.resolve("train.tsv").toAbsolutePath());
        assertThat(task.metric()).isEqualTo("accuracy");
        assertThat(task.rates()).containsExactly(0.001);
        assertThat(task.config().head()).isEqualTo(Head.Form.LINEAR);
        assertThat(task.plan(1, false).selection()).isEqualTo(Selection.HELD_OUT);
        StudyTask apart = declaration.measures().tasks().get(1);
        assertThat(((StudyRows.OfFiles) apart.rows()).select())
                .isEqualTo(folder.resolve("select.tsv").toAbsolutePath());
        assertThat(apart.plan(1, false).selection()).isEqualTo(Selection.FILE);
        assertThat(declaration.measures().pairs())
                .containsExactly(
                        new PairSet("grammar", folder.resolve("pairs.jsonl").toAbsolutePath(), "good", "worse"));
    }

    @Test
    void read_ofANamedSet_takesWhatItKnows() throws IOException {
        Declaration declaration = read("""
                {"arms": [{"name": "a"}, {"name": "b", "set": {"layers": 1}}],
                 "tasks": [{"set": "glue/stsb", "data": "glue", "epochs": 4}, {"set": "conll2000", "data": "."},
                           {"name": "mine", "kind": "qa", "train": "t.json", "dev": "d.json"}]}
                """);

        StudyTask stsb = declaration.measures().tasks().get(0);
        assertThat(stsb.name()).isEqualTo("glue/stsb");
        assertThat(stsb.rows())
                .isEqualTo(new StudyRows.OfSet(
                        NamedSet.of("glue/stsb"), folder.resolve("glue").toAbsolutePath()));
        assertThat(stsb.metric()).isEqualTo("spearman");
        assertThat(stsb.bothOrders()).isTrue();
        assertThat(stsb.config().epochs()).isEqualTo(4);
        StudyTask chunks = declaration.measures().tasks().get(1);
        assertThat(chunks.metric()).isEqualTo("f1");
        assertThat(chunks.config().maxLength()).isEqualTo(256);
        StudyTask questions = declaration.measures().tasks().get(2);
        assertThat(questions.metric()).isEqualTo("f1");
        assertThat(questions.config().maxLength()).isEqualTo(384);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | arms: found 0, expected at least 2",
                "{\"arms\": [{\"name\": \"a\"}]} | arms: found 1, expected at least 2",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}]} | \"a\" and \"b\" have the same settings",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\", \"parameters_times\": 0}]} | arms[1]: parameters_times: 0.0, expected above 0",
                "{\"arms\": [{\"name\": \"a\", \"parameters_times\": 2}, {\"name\": \"b\"}]} | \"a\" is the reference, whose parameters",
                "{\"arms\": 3} | arms: 3, expected a list of objects",
                "{\"arms\": [{\"name\": \"a\"}, {}]} | arms[1]: name is missing",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"A!\"}]} | two are called \"A!\"",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"--\"}]} | name: \"--\", expected letters or digits",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\", \"sett\": {}}]} | arms[1]: unknown key sett; did you mean set?",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\", \"set\": {\"layer\": 2}}]} | arms[1] (b): layer: unknown setting; did you mean layers?",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"reference\": \"c\"} | reference: \"c\", expected the name of an arm: a, b",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"arm\": []} | unknown key arm; did you mean arms?",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"tasks\": [{\"name\": \"t\"}]} | tasks[0]: train is missing",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"tasks\": [{\"set\": \"glue/rte\"}]} | tasks[0]: data is missing",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"tasks\": [{\"set\": \"glue/rt\", \"data\": \".\"}]} | no data set \"glue/rt\"; there are",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"pairs\": [{\"name\": \"t\"}]} | pairs[0]: data is missing",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"pairs\": [{\"name\": \"average\", \"data\": \"p.tsv\"}]} | is what the mean of the tasks is called",
                "{\"arms\": [{\"name\": \"a\"}, {\"name\": \"b\"}], \"pairs\": [{\"name\": \"p\", \"data\": \"p.tsv\", \"god_column\": \"g\"}]} | pairs[0]: unknown key god_column; did you mean good_column?"
            })
    void read_ofAWrongDeclaration_namesThePlace(String json, String words) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> read(json))
                .withMessageStartingWith(folder.resolve("mine.json").toString())
                .withMessageContaining(words);
    }

    @Test
    void read_withAnUnknownSettingOfTheCall_blamesTheCall() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.read("bert", null, Map.of("layer", 3)))
                .withMessage("--set layer: unknown setting; did you mean layers?");
    }

    @Test
    void read_ofAnUnknownName_namesTheNearest() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Declaration.read("objectivs", null, Map.of()))
                .withMessageContaining("did you mean objectives?");
    }

    @Test
    void only_ofSomeArms_keepsTheReference() throws IOException {
        Declaration all = Declaration.read("objectives", null, Map.of());

        assertThat(all.only(List.of("BERT")).arms()).extracting(Arm::name).containsExactly("ELECTRA", "BERT");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.only(List.of("BRT")))
                .withMessage("\"BRT\": no such arm; did you mean BERT?");
    }

    @Test
    void only_ofANameWithACommaCutInTwo_findsIt() throws IOException {
        Declaration all = Declaration.read("small-budget", null, Map.of());

        assertThat(all.only(List.of("BERT", " tiny in two stages", " long first stage", "tiny"))
                        .arms())
                .extracting(Arm::name)
                .containsExactly("masked LM", "BERT", "tiny", "tiny in two stages, long first stage");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> all.only(List.of("tiny in two stages", " short first stage")))
                .withMessageContaining("\"short first stage\": no such arm");
    }
}

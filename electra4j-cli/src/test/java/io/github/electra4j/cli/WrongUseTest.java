package io.github.electra4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What is wrong with the options, and not with the files that they name, is wrong use of every command: exit code 2. A value that is
 * out of range in itself is refused before a file is looked for; "@/" stands for a folder with a model and rows.
 */
class WrongUseTest {
    private static final String FINETUNE =
            "--model @/model --train @/train.tsv --dev @/dev.tsv --text-column text --label-column label --max-length 20";

    @TempDir
    private static Path folder;

    @BeforeAll
    static void modelAndRows() throws IOException {
        TinyTask.model(folder);
        TinyTask.classifier(folder);
        TinyTask.chooser(folder);
        Files.writeString(
                folder.resolve("choices.jsonl"),
                "{\"context\": \"w5\", \"options\": [\"w6\", \"w7\"], \"answer\": 1}\n");
        TinyTask.table(folder.resolve("train.tsv"), 60, 1);
        TinyTask.table(folder.resolve("dev.tsv"), 20, 2);
        Files.createDirectory(folder.resolve("empty"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    glue run --out s                                       | --data is missing: the test files are in GLUE's folder
                    evaluate --model m --data d --task glue/sts            | --task glue/sts: expected pairs
                    evaluate --model m --data d --prompt p                 | --prompt is for --task prompt; add that, or leave it out
                    evaluate --model m --data d --task prompt              | --prompt is missing
                    evaluate --model m --data d --task prompt --prompt p   | {text}
                    evaluate --model m --data d --task similarity --pooling x | --pooling x: expected mean or cls
                    evaluate --model m --data d --task pairs --report r    | --report is about fine-tuned models
                    evaluate --model m --data d --task pairs --group-column g | --group-column g: is for fine-tuned models
                    evaluate --model m --data d --task pairs --part p      | --part is for fine-tuned models, and not for --task pairs; leave it out
                    evaluate --model m --data d --task similarity --out-of-scope-threshold 0.5 | --out-of-scope-threshold is for fine-tuned models
                    evaluate --service http://localhost:1 --data d --precision bf16 | --precision is the server's to choose; leave it out
                    predict --model m --text-column t                      | --text-column is of a table, and standard input has lines; leave it out
                    predict --model m --no-header                          | --no-header is of a table
                    evaluate --data d                                      | --model DIR or --service URL is missing
                    evaluate --model m --data d --out-of-scope-threshold 2 | --out-of-scope-threshold 2.0: expected 0 to 1
                    evaluate --model m --data @/empty --group-column g     | --group-column g: the files of a named set have no such column
                    evaluate --model @/classifier --data @/empty           | is a folder, and the model was not trained on a named set
                    evaluate --model @/chooser --data @/choices.jsonl --out-of-scope-label oos | --out-of-scope-label oos: is for models that name the class
                    predict --model m --precision fp8                      | fp8
                    predict --model @/classifier --data @/dev.tsv          | --text-column is missing
                    predict --model @/classifier --data @/dev.tsv --text-column text --squad-json @/out | --squad-json: the model is for classification and answers no questions; leave the option out
                    predict --model @/classifier --squad-scores @/out      | --squad-scores: the model is for classification and answers no questions
                    score --model m --tokens --normalize                   | --normalize: the mean is of a text
                    detect --model m --out x.csv                           | --out x.csv: what is written is TSV or JSONL
                    encode --model m --pooling max                         | --pooling max: expected mean or cls
                    serve a/m b/m --port 0                                 | two models are called m; give one of them another name
                    serve m --port 70000                                   | --port: 70000, expected 0 to 65535
                    serve m --cors-origin x                                | --cors-origin: "x", expected the scheme
                    serve m --max-texts 0                                  | --max-texts: 0
                    serve m --timeout NaN                                  | --timeout
                    serve m --log-format xml                               | --log-format xml: expected plain, json or none
                    serve m --tls-key k                                    | --tls-certificate and --tls-key go together
                    serve m --reranker r                                   | --reranker ranks passages of --index, which is missing
                    serve m --read 2                                       | --read says how documents of --index are asked, which is missing
                    serve --runs r --index i --port 0                      | --index i: documents are read by a model fine-tuned for qa
                    image a/m b/m --out i.tar                              | two models are called m
                    ask --index i --reader r --threshold 2                 | --threshold
                    index f --out i --overlap-words 500                    | --overlap-words
                    index f --out i --language klingon                     | klingon
                    index f --out i --commit-every -1                      | --commit-every -1.0: expected 0 or more seconds
                    index-pairs --questions q --out p.tsv                  | --out p.tsv: what is written is JSONL
                    index-pairs --questions q --out p.jsonl --negatives 0  | --negatives
                    index-evaluate --questions q --limit 0                 | --limit 0: expected at least 1
                    index-evaluate --questions q --compare-weights -1      | weight
                    audit --text t --window 0                              | --window 0: expected 1 or more
                    bias --model m                                         | nothing to measure
                    vocab --text t --out v --size 3                        | --size: 3
                    examples --text t --vocab v --out e --held-out 2       | --held-out: 2.0
                    examples --text t --vocab v --out e --recipe x         | --recipe x: expected default or reference
                    plan --config @/empty --no-measure                     | --config @/empty: is a folder; expected tiny, small, base, large
                    pretrain --text t --config @/empty --out r             | --config @/empty: is a folder
                    pretrain --text t --config tiny --budget 1x --out r    | --budget 1x: expected a time
                    pretrain --text t --config tiny --budget 1h --batch 2147483647 --set length=512 --out r | more tokens than can be counted
                    study --budget x --out @/study                         | --budget
                    study --turn x --out @/study                           | --turn x: expected a time
                    study --seed 9223372036854775806 --seeds 3 --out @/study | --seed 9223372036854775806: the last of 3 seeds from there would be above 9223372036854775807; choose a smaller one
                    study --seeds 2147483647 --out @/study                 | --seeds 2147483647: expected 1 to 10000
                    plan --set length=4                                    | length: 4, expected 8 to 65535 tokens
                    study --carbon -1 --out @/study                        | --carbon: -1.0, expected 0 or more grams
                    study --precision fp8 --out @/study                    | fp8
                    study --device gpu --out @/study                       | --device: "gpu", expected cpu or cuda
                    pretrain --text t --device gpu --out r                 | --device: "gpu", expected cpu or cuda
                    finetune --model m --task qa --train t --dev d --device gpu --out o | --device: "gpu", expected cpu or cuda
                    study --arms nosuch --out @/study                      | no such arm
                    study nosuch --out @/study                             | no such declaration
                    study --set length=4 --out @/study                     | length: 4, expected 8 to 65535 tokens
                    plan --set heads=2 --set heads=4                       | --set heads=2 and --set heads=4 differ; leave one of them out
                    plan --set=heads=2 --batch 4 --set=heads=4             | --set heads=2 and --set heads=4 differ
                    plan --set heads                                       | --set heads: expected KEY=VALUE
                    plan --set =4                                          | --set =4: expected KEY=VALUE
                    plan --set                                             | --set
                    pretrain --text t --set clip=1 --out r --set clip=     | --set clip=1 and --set clip= differ
                    study --set batch=8 --out @/study --set batch=16       | --set batch=8 and --set batch=16 differ
                    quickstart --set batch=8 --set batch=16                | --set batch=8 and --set batch=16 differ
                    evaluate --model m --data d --task prompt --prompt p --verbalizer a=b --verbalizer a=c | --verbalizer a=b and --verbalizer a=c differ
                    finetune --model m --out o --task qa --train t --dev d --select dev --held-out 0.2 | --held-out is for --select held-out, and not for --select dev; leave it out
                    finetune --model m --out o --task qa --train t --dev d --held-out 0.2 --select @/dev.tsv | --held-out is for --select held-out, and not for --select
                    finetune --model m --out o --task qa --task-option a=1 --task-option a=2 | --task-option a=1 and --task-option a=2 differ
                    help nosuch                                            | nosuch
                    quickstart --compare x                                 | --compare x: expected mlm
                    """)
    void optionsThatCannotBe_areWrongUse(String line, String expected) {
        assertWrongUse(line, expected);
    }

    /** The options that one kind of task alone has, which picocli knows nothing of. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    classification --task-option strid=4       | task option strid: classification has long_texts, stride
                    classification --task-option stride=0      | task option stride: "0", expected a whole number of at least 1
                    classification --task-option long_texts=drop | task option long_texts: "drop", expected one of
                    """)
    void finetune_optionThatTheTaskHasNot_isWrongUse(String options, String expected) {
        assertWrongUse("finetune " + FINETUNE + " --out @/out --task " + options, expected);
    }

    private static void assertWrongUse(String line, String expected) {
        String[] command =
                Arrays.stream(line.split(" ")).map(WrongUseTest::placed).toArray(String[]::new);
        int[] code = new int[1];

        String said = ErrorOutput.of(() -> code[0] = Main.run(command));

        assertThat(said).startsWith("electra: ").contains(placed(expected)).doesNotContain("\tat ");
        assertThat(code[0]).as(said).isEqualTo(UsageErrors.WRONG_USE);
        assertThat(folder.resolve("out")).doesNotExist();
        assertThat(folder.resolve("study")).doesNotExist();
    }

    private static String placed(String word) {
        return word.replace("@/", folder + "/");
    }
}

package io.github.electra4j.cli;

import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.documents.index.DocumentIndex;
import io.github.electra4j.documents.measure.PairSettings;
import io.github.electra4j.documents.measure.RowForm;
import io.github.electra4j.documents.measure.TrainingRows;
import io.github.electra4j.progress.ProgressLine;
import io.github.electra4j.task.qa.Question;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code electra index-pairs}: questions with known passages in, rows that teach a cross-encoder out. */
@Command(
        name = "index-pairs",
        header = "Questions with known passages in, rows that teach a cross-encoder out.",
        description = {
            "Puts beside the passage of each question wrong ones: drawn from those that BM25 finds for it and that hold none of its answers."
                    + " Passages are found among the texts of all questions of the file, or in an index.%n",
            "What comes out is read by `finetune --task classification` (text column question, pair column passage, label column label), by"
                    + " `--task choice`, or, with --for qa, by `--task qa`: then for a reader that learns to say that a passage has no answer."
        },
        footer = {
            "%nExamples:",
            "  electra index-pairs --questions train-v1.1.json --negatives 3 --out pairs.jsonl",
            "  electra finetune --model runs/mine --task classification --train pairs.jsonl --text-column question --pair-column passage"
                    + " --label-column label --out runs/ranker"
        })
final class IndexPairsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private KnownQuestions questions = new KnownQuestions();

    @Option(
            names = "--for",
            paramLabel = "TASK",
            defaultValue = "classification",
            description = "classification, choice or qa.")
    private RowForm form = RowForm.classification;

    @Option(
            names = "--negatives",
            paramLabel = "N",
            defaultValue = "3",
            description = "Wrong passages of each question.")
    private int negatives;

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = "20",
            description = "Passages found for a question that they are drawn from: the fewer, the harder.")
    private int depth;

    @SuppressWarnings("NullAway.Init")
    @Option(
            names = "--out",
            required = true,
            paramLabel = "FILE.jsonl",
            description = "The rows, written whole at the end.")
    private Path out;

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Override
    public Integer call() throws IOException {
        PairSettings settings = WrongUse.unless(spec, () -> new PairSettings(negatives, depth, questions.seed()));
        questions.check(spec);
        if (!out.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl")) {
            throw new ParameterException(spec.commandLine(), "--out " + out + ": what is written is JSONL; name it so");
        }
        OutputPlace.checkFile(out, "--out");
        List<Question> all = questions.read();
        List<Question> some = questions.drawn(all);
        try (DocumentIndex passages = questions.passages(all)) {
            TrainingRows rows = new TrainingRows(passages, settings, form);
            AtomicFiles.write(out, channel -> {
                Writer writer = new BufferedWriter(
                        new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
                write(rows, some, writer);
                writer.flush();
            });
            if (rows.left() > 0) {
                common.say("electra: left out " + rows.left() + " of " + some.size() + " questions, "
                        + (form == RowForm.choice
                                ? "without an answer or without enough wrong passages"
                                : "which have no answer"));
            }
            common.say("electra: wrote " + rows.rows() + " rows of " + (some.size() - rows.left()) + " questions to "
                    + out);
        }
        return 0;
    }

    private void write(TrainingRows rows, List<Question> some, Writer writer) throws IOException {
        if (common.quiet()) {
            for (int i = 0; i < some.size(); i++) {
                rows.write(some.get(i), i, writer);
            }
            return;
        }
        try (ProgressLine line = ProgressLine.start("pairs", some.size(), "questions")) {
            for (int i = 0; i < some.size(); i++) {
                rows.write(some.get(i), i, writer);
                line.update(i + 1);
            }
        }
    }
}

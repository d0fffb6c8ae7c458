package io.github.electra4j.train.study;

import io.github.electra4j.evaluate.Evaluation;
import io.github.electra4j.random.CounterRandom;
import io.github.electra4j.sets.NamedSet;
import io.github.electra4j.task.Columns;
import io.github.electra4j.task.TaskKind;
import io.github.electra4j.task.TaskKinds;
import io.github.electra4j.task.TextClassification;
import io.github.electra4j.train.finetune.FineTuningConfig;
import io.github.electra4j.train.finetune.FineTuningData;
import io.github.electra4j.train.finetune.FineTuningPlan;
import io.github.electra4j.train.finetune.FineTuningPlan.Selection;
import io.github.electra4j.train.finetune.Head;
import io.github.electra4j.train.finetune.Preset;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * A task that the results of a study are fine-tuned on.
 *
 * @param name in tables
 * @param rows where they come from
 * @param trainRows most rows to learn from, a random sample that is the same every time; 0 for all
 * @param metric the figure that is the score, see {@link io.github.electra4j.evaluate.Evaluation}
 * @param config of the fine-tuning
 * @param rates learning rates, of which each result takes the one that is best on other rows than it is measured on
 * @param heldOut share of the training rows that is held out for that, where no rows of their own are there for it
 * @param bothOrders whether pairs are learned in both orders
 * @param seeds fine-tunings for each result, whose scores are averaged
 */
public record StudyTask(
        String name,
        StudyRows rows,
        int trainRows,
        String metric,
        FineTuningConfig config,
        List<Double> rates,
        double heldOut,
        boolean bothOrders,
        int seeds) {
    private static final long SAMPLE_SEED = 20200326;

    /** Checks what the fine-tuning itself does not. */
    public StudyTask {
        rates = List.copyOf(rates);
        if (Arm.folder(name).isEmpty()) {
            throw new IllegalArgumentException("name: \"" + name + "\", expected letters or digits");
        }
        if (Evaluation.isLoss(metric)) {
            throw new IllegalArgumentException("metric: " + metric
                    + " is better the lower it is; expected one that is a score, such as accuracy or pearson");
        }
        if (trainRows < 0) {
            throw new IllegalArgumentException("train_rows: " + trainRows + ", expected 0, for all rows, or more");
        }
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds: " + seeds + ", expected at least 1");
        }
    }

    static StudyTask of(Fields fields, Path folder) {
        FineTuningConfig usual = FineTuningConfig.defaults();
        try {
            String named = fields.optional("set");
            NamedSet set = named == null ? null : NamedSet.of(named);
            Head.Pooling pooling = constant(fields, "pooling", usual.pooling());
            StudyRows rows = rows(fields, set, folder);
            Preset preset = Preset.standard(rows.kind(), set);
            StudyTask task = new StudyTask(
                    set == null ? fields.string("name") : fields.stringOr("name", set.name()),
                    rows,
                    fields.wholeOr("train_rows", 0),
                    fields.stringOr(
                            "metric",
                            set == null ? rows.kind().metric() : set.metrics().get(0)),
                    new FineTuningConfig(
                            usual.learningRate(),
                            fields.numberOr("layerwise_decay", usual.layerwiseDecay()),
                            usual.weightDecay(),
                            usual.warmupShare(),
                            fields.wholeOr("batch", preset.batch()),
                            fields.wholeOr("epochs", preset.epochs()),
                            fields.wholeOr("max_length", preset.maxLength()),
                            constant(fields, "head", pooling == Head.Pooling.MEAN ? Head.Form.LINEAR : usual.head()),
                            pooling,
                            fields.numberOr("dropout", usual.dropout()),
                            false),
                    fields.numbersOr("rates", List.of(3e-4, 1e-3)),
                    fields.numberOr("held_out", 0.1),
                    fields.flagOr("both_orders", set != null && set.bothOrders()),
                    fields.wholeOr("seeds", 1));
            fields.requireAllKnown();
            task.plan(1, false);
            return task;
        } catch (IllegalArgumentException e) {
            throw fields.placed(e);
        }
    }

    private static StudyRows rows(Fields fields, @Nullable NamedSet set, Path folder) {
        if (set != null) {
            return new StudyRows.OfSet(set, folder.resolve(fields.string("data")));
        }
        TaskKind<?> kind = TaskKinds.of(fields.stringOr("kind", TextClassification.NAME));
        return new StudyRows.OfFiles(
                kind,
                folder.resolve(fields.string("train")),
                folder.resolve(fields.string("dev")),
                resolved(folder, fields.optional("select")),
                columns(fields, kind.columns()));
    }

    private static @Nullable Path resolved(Path folder, @Nullable String file) {
        return file == null ? null : folder.resolve(file);
    }

    private static Columns columns(Fields fields, @Nullable Columns usual) {
        return usual == null
                ? new Columns(
                        fields.string("text_column"),
                        fields.optional("pair_column"),
                        fields.string("label_column"),
                        null,
                        fields.flagOr("header", true))
                : new Columns(
                        fields.stringOr("text_column", usual.text()),
                        usual.pair(),
                        fields.stringOr("label_column", String.valueOf(usual.label())),
                        null,
                        fields.flagOr("header", usual.header()));
    }

    private static <E extends Enum<E>> E constant(Fields fields, String key, E usual) {
        String name = fields.stringOr(key, usual.name());
        List<String> names = new ArrayList<>();
        for (E each : usual.getDeclaringClass().getEnumConstants()) {
            if (each.name().equalsIgnoreCase(name)) {
                return each;
            }
            names.add(each.name().toLowerCase(Locale.ROOT));
        }
        throw new IllegalArgumentException(key + ": \"" + name + "\", expected " + String.join(" or ", names));
    }

    /** The name as a folder's. */
    String folder() {
        return Arm.folder(name);
    }

    /**
     * How a result is fine-tuned.
     *
     * @param seed the first seed
     * @param fromScratch whether to start from random weights
     */
    FineTuningPlan plan(long seed, boolean fromScratch) {
        return new FineTuningPlan(
                config,
                rates,
                LongStream.range(0, seeds).map(i -> seed + 1000 * i).boxed().toList(),
                fromScratch,
                rows.selection(),
                heldOut,
                metric,
                false,
                0,
                bothOrders);
    }

    /** Steps of the fine-tuning of one result, about: all its rates and seeds. */
    double steps(FineTuningData data) {
        double out = rows.selection() == Selection.HELD_OUT ? heldOut : 0;
        double learned = data.train().size() * (1 - out) * (bothOrders ? 2 : 1);
        return Math.ceil(learned / config.batch()) * config.epochs() * (rates.size() + seeds - 1);
    }

    /** Reads the rows. */
    FineTuningData data() throws IOException {
        FineTuningData all = rows.read();
        return trainRows == 0 || all.train().size() <= trainRows
                ? all
                : all.withTrain(sample(all.train().size()));
    }

    private int[] sample(int rows) {
        long key = CounterRandom.key(SAMPLE_SEED, "study rows", 0, 0);
        return IntStream.range(0, rows)
                .boxed()
                .sorted(Comparator.comparingLong((Integer i) -> CounterRandom.at(key, i)))
                .limit(trainRows)
                .sorted()
                .mapToInt(Integer::intValue)
                .toArray();
    }
}

package io.github.electra4j.train.finetune;

import io.github.electra4j.ModelTask;
import io.github.electra4j.Pooling;
import io.github.electra4j.checkpoint.Architecture;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.ModelFiles;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.checkpoint.Score;
import io.github.electra4j.evaluate.Summary;
import io.github.electra4j.train.plan.Flops;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes the best training's weights as a model directory, with its card. */
final class FineTunedModel {
    private FineTunedModel() {}

    static void write(
            Workshop shop,
            FineTuningOutcome outcome,
            FineTuningData data,
            Path weights,
            String command,
            Provenance.Parent parent)
            throws IOException {
        FineTuningConfig config = shop.plan().config();
        ModelTask task = new ModelTask(
                // Of the kept training, with what was chosen by its answers.
                outcome.keptTrial().answers().of().task(),
                data.columns(),
                config.maxLength(),
                config.pooling() == Head.Pooling.MEAN ? Pooling.MEAN : Pooling.CLS,
                data.train().prior(),
                data.set());
        Architecture architecture = shop.task().architecture(config.head() == Head.Form.LINEAR);
        ConfigFile file = ConfigFile.of(shop.model().config().config(), architecture.className())
                .withLabels(shop.task().outputNames(), shop.task().problemType());
        try (SafeTensors tensors = SafeTensors.open(weights)) {
            List<NamedTensor> all = new ArrayList<>();
            for (String name : tensors.names()) {
                all.add(new NamedTensor(name, tensors.dtype(name), tensors.shape(name), tensors.bytes(name)));
            }
            ModelDirectory.write(
                    shop.out(),
                    new ModelFiles(
                            name(shop, data),
                            file,
                            all,
                            shop.model().vocabulary(),
                            shop.model().tokenizerOptions(),
                            provenance(shop, outcome, data, command, parent),
                            scores(outcome, data),
                            task.toSettings()));
        }
    }

    private static String name(Workshop shop, FineTuningData data) {
        return "ELECTRA for " + data.task().name() + " on "
                + Path.of(data.files().get(0).name()).getFileName()
                + (shop.plan().fromScratch() ? ", untrained before" : "");
    }

    private static Provenance provenance(
            Workshop shop, FineTuningOutcome outcome, FineTuningData data, String command, Provenance.Parent parent) {
        FineTuningConfig config = shop.plan().config();
        double length = (double) outcome.tokens() / Math.max(1, outcome.steps() * config.batch());
        double read = config.pooling() == Head.Pooling.CLS ? 1 / Math.max(1, length) : 1;
        Provenance.Compute compute = new Provenance.Compute(
                outcome.steps(),
                outcome.tokens(),
                Flops.TRAINING * Flops.encoder(shop.model().config().config(), length, read) * outcome.tokens(),
                outcome.seconds(),
                shop.tensors().device().name() + ", threads: " + shop.replicas().count());
        Map<String, Object> settings = shop.plan().settings();
        if (shop.counterfactual() > 0) {
            settings.put("counterfactual_rows", shop.counterfactual());
        }
        return Provenance.ofNow(command, outcome.keptTrial().seed(), data.files(), settings, compute, List.of(parent));
    }

    private static List<Score> scores(FineTuningOutcome outcome, FineTuningData data) {
        String dev = data.files().size() > 1 ? data.files().get(1).name() : "dev";
        List<Score> scores = new ArrayList<>();
        outcome.prior().figures().forEach((figure, prior) -> {
            Summary summary = outcome.summary(figure);
            scores.add(new Score(
                    dev,
                    figure,
                    summary.mean(),
                    summary.n() > 1 ? summary.standardDeviation() : null,
                    summary.n(),
                    prior,
                    outcome.task().priorName()));
        });
        return scores;
    }
}

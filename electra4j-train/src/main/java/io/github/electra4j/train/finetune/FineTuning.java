package io.github.electra4j.train.finetune;

import io.github.electra4j.ErrorAnalysis;
import io.github.electra4j.checkpoint.AtomicFiles;
import io.github.electra4j.checkpoint.ConfigFile;
import io.github.electra4j.checkpoint.DiskSpace;
import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.checkpoint.ModelDirectory;
import io.github.electra4j.checkpoint.Provenance;
import io.github.electra4j.checkpoint.RunLock;
import io.github.electra4j.checkpoint.StateStore;
import io.github.electra4j.json.JsonText;
import io.github.electra4j.task.TextTask;
import io.github.electra4j.task.extraction.ExtractionFile;
import io.github.electra4j.task.extraction.ExtractionTask;
import io.github.electra4j.train.finetune.FineTuningOutcome.Scored;
import io.github.electra4j.train.tensor.Device;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Precision;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Vocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A fine-tuning in an output directory: trainings with one or more rates and seeds, the best of them kept as a model directory,
 * a report. Stopped or killed at any moment, the same one goes on and ends with the same result.
 */
public final class FineTuning {
    static final String SETTINGS = "finetuning.json";
    /** Where the kept training goes wrong on the dev rows. */
    static final String ERRORS = "errors.json";
    /** Written last: with it, everything is there. */
    static final String RESULTS = "results.json";

    private static final JsonMapper MAPPER = JsonMapper.builder().build();
    /**
     * Settings that came later, as a fine-tuning begun before goes on: as it would have ended, but for the temperature, which rows held out give
     * anyway and no weights depend on.
     */
    private static final JsonNode LATER = json(Map.of(
            "retry",
            0,
            "class_weights",
            "",
            "sampling",
            "all",
            "threshold_for",
            "",
            "out_of_scope_label",
            "",
            "calibrate",
            "usual",
            Precautions.COUNTERFACTUAL,
            "",
            "device",
            Device.CPU.label()));

    private final Path model;
    private final Path out;
    private final FineTuningData data;
    private final FineTuningPlan plan;
    private final String command;
    private Device device = Device.CPU;
    private Precision precision = Precision.FP32;
    private int threads = Runtime.getRuntime().availableProcessors();
    private long saveEveryNanos = TimeUnit.SECONDS.toNanos(60);
    private FineTuningListener listener = FineTuningListener.SILENT;
    private BooleanSupplier stop = () -> false;

    /**
     * A fine-tuning on all cores, in fp32.
     *
     * @param model a model directory or a run directory
     * @param out where the model goes
     * @param command for the provenance
     */
    public FineTuning(Path model, Path out, FineTuningData data, FineTuningPlan plan, String command) {
        this.model = model;
        this.out = out;
        this.data = data;
        this.plan = plan;
        this.command = command;
    }

    /** The same on another device, with as many threads as it is worth. */
    public FineTuning device(Device value) {
        device = value;
        threads = value.replicas();
        return this;
    }

    /** The same in another precision. */
    public FineTuning precision(Precision value) {
        precision = value;
        return this;
    }

    /**
     * The same on so many threads.
     *
     * @throws SettingException where there is none
     */
    public FineTuning threads(int value) {
        SettingException.check("threads", value, value >= 1, "at least 1");
        threads = value;
        return this;
    }

    /**
     * The same with states saved no more often than this, beside those when it is stopped.
     *
     * @throws SettingException where the time is negative
     */
    public FineTuning saveEvery(double seconds) {
        SettingException.check("save_every", seconds, seconds >= 0, "0 or more seconds");
        saveEveryNanos = (long) (seconds * 1e9);
        return this;
    }

    /** The same, heard by somebody. */
    public FineTuning listener(FineTuningListener value) {
        listener = value;
        return this;
    }

    /** The same, stopped after the step in which this becomes true. */
    public FineTuning stop(BooleanSupplier value) {
        stop = value;
        return this;
    }

    /**
     * Trains what is not trained yet, and writes the model.
     *
     * @throws CancellationException where it was stopped; what was done is saved
     * @throws IOException where another process works in the output directory or the disk cannot hold what is trained, which is looked
     *     at before anything is written, among other things
     * @throws SettingException where a setting does not go with the model or the rows; nothing was written then
     * @throws IllegalArgumentException where the directory holds a fine-tuning with other settings, or something else
     */
    public FineTuningOutcome run() throws IOException {
        // Before the lock makes the folder: a process killed while it moved the finished folder into place left it
        // beside.
        AtomicFiles.recoverDirectory(out);
        refuseForeignFolder();
        if (data.task() instanceof ExtractionTask) {
            throw new IllegalArgumentException(
                    data.task().name()
                            + ": has two networks, expected a task with one; ExtractionTuning trains both, as electra finetune does");
        }
        try (ModelDirectory source = openChecked();
                RunLock lock = lock(source);
                Replicas replicas = new Replicas(threads)) {
            Provenance.Parent parent = Provenance.Parent.of(source.path());
            String start = plan.fromScratch() ? random(source.config().config(), source.vocabulary()) : parent.sha256();
            checkSettings(start);
            Workshop shop = Workshop.of(out, source, plan, data, new Tensors(device, precision), replicas);
            FineTuningOutcome outcome = new Trainings(shop, data, listener, stop, saveEveryNanos).run();
            if (!Files.exists(out.resolve(RESULTS))) {
                FineTunedModel.write(shop, outcome, data, weights(outcome.keptTrial()), command, parent);
                JsonNode results = json(outcome.toJson());
                ErrorAnalysis errors = ErrorAnalysis.of(outcome.keptTrial().answers());
                AtomicFiles.writeString(out.resolve(ERRORS), JsonText.pretty(JsonText.node(errors)));
                new FineTuningReport(results, json(settings(start)), errors)
                        .writeTo(out.resolve(FineTuningReport.NAME), out);
                AtomicFiles.writeString(
                        out.resolve(RESULTS),
                        MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(results) + "\n");
            }
            for (Scored trial : outcome.all()) {
                TrialFolder.of(out, trial.learningRate(), trial.seed()).removeWeights();
            }
            return outcome;
        }
    }

    /**
     * Checks that the directory is free or holds this very fine-tuning of a network with random weights, whose model directory need not be
     * there yet.
     *
     * @param shape of the network
     * @param vocabulary of its model directory
     * @throws IllegalArgumentException where the directory holds a fine-tuning of another network, or with other settings
     */
    public void requireSameFromScratch(ElectraConfig shape, Vocabulary vocabulary) throws IOException {
        if (isBegun()) {
            requireSame(json(settings(random(shape, vocabulary))));
        }
    }

    /** What a network with random weights depends on. */
    private static String random(ElectraConfig shape, Vocabulary vocabulary) {
        return shape + " " + vocabulary.digest();
    }

    /** Whether something was trained: before that, other settings contradict nothing. */
    private boolean isBegun() throws IOException {
        return Files.exists(out.resolve(SETTINGS)) && TrialFolder.anyIn(out);
    }

    private ModelDirectory openChecked() throws IOException {
        ModelDirectory source = ModelDirectory.open(model);
        try {
            plan.check(source.config().config().maxPositions(), data);
            return source;
        } catch (RuntimeException e) {
            source.close();
            throw e;
        }
    }

    private RunLock lock(ModelDirectory source) throws IOException {
        if (!Files.exists(out.resolve(RESULTS))) {
            long parameters = TaskNetwork.of(source.config().config(), plan.config(), data.task()).specs().stream()
                    .mapToLong(ParameterSpec::count)
                    .sum();
            DiskSpace.require(
                    out,
                    Math.max(0, diskBytes(parameters) - DiskSpace.held(out)),
                    "a fine-tuning of " + parameters + " parameters");
        }
        return RunLock.acquire(out);
    }

    /** Disk for the states of one training (weights and two moments), the weights that each leaves, and the model, in bytes. */
    private long diskBytes(long parameters) {
        long weights = parameters * Float.BYTES;
        int trainings = plan.rates().size() + plan.seeds().size() - 1;
        return StateStore.diskBytes(3 * weights) + (trainings + 1) * weights;
    }

    private Path weights(Scored trial) {
        return TrialFolder.of(out, trial.learningRate(), trial.seed()).weights();
    }

    private void refuseForeignFolder() {
        if (!Files.exists(out.resolve(SETTINGS))
                && (Files.exists(out.resolve(ConfigFile.NAME))
                        || Files.exists(out.resolve(ExtractionFile.NAME))
                        || Files.exists(out.resolve("discriminator"))
                        || Files.exists(out.resolve(Provenance.NAME)))) {
            throw new IllegalArgumentException(
                    out + ": holds a model or a run that is no fine-tuning; choose another directory");
        }
    }

    /**
     * Everything that the result depends on.
     *
     * @param start the weights, or the shape and the vocabulary where these are random
     */
    private Map<String, Object> settings(String start) {
        Map<String, Object> settings = new LinkedHashMap<>(plan.settings());
        settings.put("task", data.task().name());
        // Fine-tunings of before texts were read through windows kept nothing of these tasks.
        if (!(data.task() instanceof TextTask texts) || texts.longTexts().windows()) {
            settings.put("task_settings", data.task().settings());
        }
        settings.put("text_column", data.columns().text());
        settings.put("pair_column", Objects.requireNonNullElse(data.columns().pair(), ""));
        settings.put("label_column", Objects.requireNonNullElse(data.columns().label(), ""));
        settings.put("header", data.columns().header());
        settings.put("precision", precision.name().toLowerCase(java.util.Locale.ROOT));
        settings.put("device", device.label());
        settings.put("threads", threads);
        settings.put("rows", data.train().size());
        settings.put("model_sha256", start);
        settings.put(
                "data_sha256",
                data.files().stream().map(Provenance.DataFile::sha256).toList());
        return settings;
    }

    private static JsonNode json(Map<String, ?> values) {
        return MAPPER.readTree(MAPPER.writeValueAsString(values));
    }

    private void checkSettings(String start) throws IOException {
        JsonNode now = json(settings(start));
        if (isBegun()) {
            requireSame(now);
        } else {
            AtomicFiles.writeString(
                    out.resolve(SETTINGS),
                    MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(now) + "\n");
        }
    }

    private void requireSame(JsonNode now) throws IOException {
        JsonNode before;
        try {
            before = JsonText.readObject(out.resolve(SETTINGS));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    e.getMessage()
                            + "; expected what the fine-tuning was begun with: put a copy of the file back, or choose"
                            + " another --out",
                    e);
        }
        List<String> differences = new ArrayList<>();
        now.properties().forEach(entry -> {
            // Fine-tunings begun before there was a setting have what it is without being asked for.
            JsonNode usual = entry.getKey().equals("rows") ? entry.getValue() : LATER.path(entry.getKey());
            JsonNode old = before.has(entry.getKey()) ? before.path(entry.getKey()) : usual;
            if (!entry.getValue().equals(old)) {
                differences.add(entry.getKey() + " is " + entry.getValue() + ", was "
                        + (old.isMissingNode() ? "not there" : old));
            }
        });
        before.properties().forEach(entry -> {
            if (!now.has(entry.getKey())) {
                differences.add(entry.getKey() + " is not there, was " + entry.getValue());
            }
        });
        if (!differences.isEmpty()) {
            throw new IllegalArgumentException(out + ": was begun with other settings: "
                    + String.join("; ", differences)
                    + ". Use the same ones to go on, or choose another directory");
        }
    }
}

package io.github.electra4j.train.pretrain;

import io.github.electra4j.examples.Batch;
import io.github.electra4j.examples.ExampleSource;
import io.github.electra4j.train.model.Encoder.Sharing;
import io.github.electra4j.train.optim.Group;
import io.github.electra4j.train.optim.LearningRate;
import io.github.electra4j.train.optim.Optimizer;
import io.github.electra4j.train.optim.Optimizer.Matrices;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Stage;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Gathering;
import io.github.electra4j.train.tensor.KernelShapes;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Tensors;
import io.github.electra4j.vocab.Vocabulary;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.jspecify.annotations.Nullable;

/** The networks with their weights, replicas and optimiser: what turns a batch and a step number into new weights. */
public final class Learner implements AutoCloseable {
    private final PretrainingConfig config;
    private final long seed;
    private final int padId;
    private final PretrainingModel model;
    private final PretrainingStep step;
    private final Masking masking;
    private final Masking evaluationMasking;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Replicas replicas;
    private final List<Leaves> leaves = new ArrayList<>();
    private Stage stage;

    /**
     * What a training step came to.
     *
     * @param result losses and counts
     * @param update gradient norms, and whether the weights changed
     * @param rate the discriminator's learning rate, or the generator's while it trains alone
     */
    public record Trained(StepResult result, Optimizer.Update update, double rate) {}

    /** The networks of a job, fresh but for what {@link #start} sets. */
    static Learner of(PretrainingConfig config, PretrainingJob job) {
        return new Learner(config, job.vocabulary(), job.train(), job.tensors(), job.replicas(), job.seed());
    }

    /**
     * Fresh networks.
     *
     * @param examples whose pieces replacements by share are drawn from
     */
    public Learner(
            PretrainingConfig config,
            Vocabulary vocabulary,
            ExampleSource examples,
            Tensors tensors,
            int replicaCount,
            long seed) {
        this.config = config;
        this.seed = seed;
        padId = vocabulary.padId();
        model = PretrainingModel.of(config, vocabulary.size(), padId);
        step = new PretrainingStep(model, config, noise(config, vocabulary, examples));
        masking = new Masking(config, vocabulary, seed);
        evaluationMasking = new Masking(config, vocabulary, 0);
        parameters = new Parameters(model.specs(), tensors, config.initializerRange(), seed);
        optimizer = new Optimizer(
                parameters,
                new Optimizer.Settings(
                        config.adamBeta1(),
                        config.adamBeta2(),
                        config.adamEpsilon(),
                        config.clip(),
                        config.biasCorrection(),
                        config.optimizer()));
        replicas = new Replicas(replicaCount);
        stage = stageOf(1);
        makeLeaves();
    }

    public PretrainingModel model() {
        return model;
    }

    public Parameters parameters() {
        return parameters;
    }

    private static @Nullable Noise noise(PretrainingConfig config, Vocabulary vocabulary, ExampleSource examples) {
        if (!config.objective().replaces() || config.hasGenerator()) {
            return null;
        }
        return config.replacements() == Replacements.UNIGRAM
                ? Noise.unigram(
                        PieceShares.logarithms(examples, vocabulary.size()), vocabulary, config.disallowCorrect())
                : Noise.uniform(vocabulary, config.disallowCorrect());
    }

    /** What stands before the first step: where it is asked for, every output bias begins at the log of its piece's share of the examples. */
    void start(ExampleSource examples, int vocabularySize) {
        if (!config.frequencyBias()) {
            return;
        }
        float[] logShares = PieceShares.logarithms(examples, vocabularySize);
        for (Parameters.Slot slot : parameters.slots()) {
            if (slot.spec().name().endsWith("/generator_lm_head.bias")) {
                parameters.set(slot.spec().name(), logShares);
                parameters.refresh(slot.offset(), slot.end());
            }
        }
    }

    /** Values, first and second moments, flat: with the number of steps done, all that training goes on from. */
    List<Tensor> state() {
        return List.of(parameters.master(), optimizer.first(), optimizer.second());
    }

    /** The first parameter whose gradient of the last step is not a number, or null. */
    @Nullable
    String firstBroken() {
        for (Parameters.Slot slot : parameters.slots()) {
            for (float g : optimizer.gradient(slot.spec().name())) {
                if (!Float.isFinite(g)) {
                    return slot.spec().name();
                }
            }
        }
        return null;
    }

    public Optimizer optimizer() {
        return optimizer;
    }

    public Replicas replicas() {
        return replicas;
    }

    /** Prepares the networks of a stage for evaluation or for a step that is gone on from. */
    void resumeAt(long number) {
        stage = stageOf(Math.max(1, number));
        makeLeaves();
    }

    /** Which networks a step trains; steps count from 1. */
    public Stage stageOf(long number) {
        if (!config.hasGenerator()) {
            return Stage.DISCRIMINATOR;
        }
        if (number <= config.generatorSteps()) {
            return Stage.GENERATOR;
        }
        return config.strategy() == Strategy.TWO_STAGE && config.freezeGenerator() ? Stage.DISCRIMINATOR : Stage.BOTH;
    }

    /**
     * One training step.
     *
     * @param batch that {@link StepBatches} has for it
     * @param number of the step, from 1
     * @param detailed whether the result holds what only metrics need
     */
    public Trained train(Batch batch, long number, boolean detailed) {
        return train(masking.mask(batch, config.maskShareAt(number)), number, detailed);
    }

    /** One training step at chosen positions. */
    Trained train(Masked masked, long number, boolean detailed) {
        enter(number);
        Batch batch = masked.batch();
        Totals totals = Totals.of(masked, config.temperatureAt(number), config.contrastsAt(number));
        // Rows that belong together are in one part.
        int unit = config.contrastsAt(number) ? 2 : 1;
        StepResult sum = StepResult.none();
        for (int part = 0; part < config.accumulation(); part++) {
            int from = start(part, config.accumulation(), batch.size() / unit);
            int to = start(part + 1, config.accumulation(), batch.size() / unit);
            int micro = part;
            Gathering gathering = new Gathering(replicas.count());
            List<StepResult> results = replicas.run(replica -> runPart(
                    masked,
                    totals,
                    unit * (from + start(replica, replicas.count(), to - from)),
                    unit * (from + start(replica + 1, replicas.count(), to - from)),
                    number,
                    (long) micro * replicas.count() + replica,
                    gathering.seat(replica),
                    detailed));
            for (StepResult result : results) {
                sum = sum.plus(result);
            }
            optimizer.accumulate(replicas, leaves);
        }
        List<Double> rates = rates(number);
        return new Trained(
                sum,
                optimizer.apply(replicas, this::group, rates, number),
                rates.get(stage == Stage.GENERATOR ? rates.size() - 1 : 0));
    }

    private StepResult runPart(
            Masked masked,
            Totals totals,
            int from,
            int to,
            long number,
            long part,
            Gathering.Seat seat,
            boolean detailed) {
        if (from == to) {
            seat.give(new float[0]);
            return StepResult.none();
        }
        try {
            return step.run(
                    leaves.get(seat.number()),
                    part(masked, from, to),
                    totals,
                    stage,
                    // A frozen generator learns nothing from dropout; its replacements would only be worse.
                    stage.trainsGenerator ? Dropout.of(seed, PretrainingModel.GENERATOR, number, part) : Dropout.none(),
                    Dropout.of(seed, PretrainingModel.DISCRIMINATOR, number, part),
                    detailed,
                    seat);
        } catch (RuntimeException | Error e) {
            seat.fail(e);
            throw e;
        }
    }

    /** Losses and metrics of a batch, masked the same way each time, without dropout; nothing is learned. */
    public StepResult evaluate(Batch batch) {
        Stage evaluation = stage == Stage.GENERATOR ? Stage.GENERATOR_EVALUATION : Stage.EVALUATION;
        Masked masked = evaluationMasking.mask(batch);
        Totals totals = Totals.of(masked, config.evaluationTemperature(), false);
        StepResult sum = StepResult.none();
        List<StepResult> results = replicas.run(replica -> {
            int from = start(replica, replicas.count(), batch.size());
            int to = start(replica + 1, replicas.count(), batch.size());
            return from == to
                    ? StepResult.none()
                    : step.run(
                            leaves.get(replica),
                            part(masked, from, to),
                            totals,
                            evaluation,
                            Dropout.none(),
                            Dropout.none(),
                            true,
                            Gathering.alone());
        });
        for (StepResult result : results) {
            sum = sum.plus(result);
        }
        return sum;
    }

    /** Some rows of a batch, of a round length. */
    private Masked part(Masked masked, int from, int to) {
        Masked part = masked.slice(from, to);
        int length = KernelShapes.length(part.batch().length(), config.maxPositions());
        return length == part.batch().length() ? part : part.padded(length, padId);
    }

    private static int start(int index, int parts, int size) {
        return (int) ((long) size * index / parts);
    }

    /** Prepares for a step's stage; the discriminator starts from the generator at the first step of the second stage. */
    private void enter(long number) {
        Stage now = stageOf(number);
        if (config.strategy() == Strategy.TWO_STAGE
                && config.startFromGenerator()
                && number == config.generatorSteps() + 1) {
            copyGenerator();
        }
        if (now != stage) {
            stage = now;
            makeLeaves();
        }
    }

    private void makeLeaves() {
        leaves.forEach(Leaves::close);
        leaves.clear();
        for (int i = 0; i < replicas.count(); i++) {
            leaves.add(new Leaves(parameters, name -> stage.trains(name)));
        }
    }

    private Group group(ParameterSpec spec) {
        boolean generators = PretrainingModel.isGenerators(spec.name());
        boolean byMuon = config.optimizer() == Matrices.MUON && spec.isMatrix();
        double scale = !stage.trains(spec.name()) ? 0 : byMuon ? config.matrixRate() : 1;
        return new Group(
                generators && config.generatorLearningRate() != null ? 1 : 0,
                scale,
                spec.decay() ? config.weightDecay() : 0,
                generators || config.strategy() != Strategy.TWO_STAGE ? 0 : config.generatorSteps());
    }

    /** The learning rate of each optimiser at a step. */
    List<Double> rates(long number) {
        long first = config.strategy() == Strategy.TWO_STAGE ? config.generatorSteps() : 0;
        Double generatorPeak = config.generatorLearningRate();
        boolean second = first > 0 && number > first;
        double discriminatorPeak = config.learningRate() * (second ? config.secondStageRate() : 1);
        double own = second
                ? rate(discriminatorPeak, config.steps() - first, number - first)
                : rate(config.learningRate(), first > 0 ? first : config.steps(), number);
        if (generatorPeak == null) {
            return List.of(own);
        }
        long generatorSpan = first > 0 && config.freezeGenerator() ? first : config.steps();
        return List.of(own, rate(generatorPeak, generatorSpan, number));
    }

    private double rate(double peak, long span, long at) {
        long warmup = Math.min(config.warmup(), Math.round(span * config.warmupCap()));
        return new LearningRate(config.schedule(), peak, warmup, span).at(at);
    }

    /** Every weight of the discriminator that the generator has too, embeddings by difference starting at none. */
    private void copyGenerator() {
        for (Parameters.Slot slot : parameters.slots()) {
            String name = slot.spec().name();
            String twin = PretrainingModel.GENERATOR + name.substring(Math.max(0, name.indexOf('/')));
            if (!PretrainingModel.isGenerators(name) && parameters.contains(twin)) {
                boolean difference = config.embeddings() == Sharing.DISENTANGLED
                        && name.contains("embeddings.")
                        && !name.contains("LayerNorm");
                parameters.set(
                        name, difference ? new float[Math.toIntExact(slot.spec().count())] : parameters.get(twin));
            }
        }
        parameters.refresh(0, parameters.size());
    }

    @Override
    public void close() {
        replicas.close();
        leaves.forEach(Leaves::close);
        optimizer.close();
        parameters.close();
    }
}

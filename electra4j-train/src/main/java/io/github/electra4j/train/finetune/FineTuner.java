package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.DType;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.examples.Batch;
import io.github.electra4j.task.BatchOrder;
import io.github.electra4j.task.EncodedTexts;
import io.github.electra4j.train.optim.Adam;
import io.github.electra4j.train.optim.Group;
import io.github.electra4j.train.optim.LayerwiseDecay;
import io.github.electra4j.train.optim.LearningRate;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.LayerStack;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Tensor;

/** Trains an encoder and a head on labelled texts, one step at a time. */
public final class FineTuner implements AutoCloseable {
    private static final double INITIALIZER_RANGE = 0.02;
    private static final int EVALUATION_BATCH = 64;

    private final TextNetwork network;
    private final FineTuningConfig config;
    private final long seed;
    private final Parameters parameters;
    private final Adam adam;
    private final Replicas replicas;
    private final List<Leaves> leaves = new ArrayList<>();
    private List<int[]> order = List.of();
    private long orderEpoch = -1;

    /** What the network learns: a class or a value for each text. */
    public sealed interface Targets {
        /** Class ids by text. */
        record Classes(int[] ids) implements Targets {}

        /** Values by text, from 0 to 1. */
        record Values(float[] values) implements Targets {}
    }

    /** Fresh weights; load pre-trained ones into {@link #parameters()}. The replicas stay the caller's. */
    public FineTuner(TextNetwork network, FineTuningConfig config, Tensors tensors, Replicas replicas, long seed) {
        this.network = network;
        this.config = config;
        this.seed = seed;
        this.replicas = replicas;
        parameters = new Parameters(network.specs(), tensors, INITIALIZER_RANGE, seed);
        // Without bias correction the first hundreds of steps are up to three times too long, which makes fine-tuning
        // unstable
        // (Mosbach et al., ICLR 2021); the authors' code has none.
        adam = new Adam(parameters, new Adam.Settings(0.9, 0.999, 1e-6, 1.0, !config.reference()));
        for (int i = 0; i < replicas.count(); i++) {
            leaves.add(new Leaves(parameters, name -> true));
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Steps of one pass over these texts. */
    public long stepsPerEpoch(EncodedTexts texts) {
        return (texts.size() + config.batch() - 1) / config.batch();
    }

    /**
     * One pass over the texts.
     *
     * @param epoch from 0
     * @return mean loss over the texts
     */
    public double epoch(EncodedTexts texts, Targets targets, long epoch) {
        long steps = stepsPerEpoch(texts);
        double sum = 0;
        for (long step = epoch * steps + 1; step <= (epoch + 1) * steps; step++) {
            sum += step(texts, targets, step).lossSum();
        }
        return sum / texts.size();
    }

    /**
     * What a step did.
     *
     * @param lossSum loss of the texts, summed
     * @param texts number of texts
     * @param tokens tokens that are not padding
     * @param applied false where a gradient was not a number and nothing was changed
     */
    public record StepResult(double lossSum, int texts, long tokens, boolean applied) {}

    /**
     * One update. Which texts it is made from, and its dropout, depend on seed and number alone.
     *
     * @param step from 1, over all epochs
     */
    public StepResult step(EncodedTexts texts, Targets targets, long step) {
        long perEpoch = stepsPerEpoch(texts);
        long epoch = (step - 1) / perEpoch;
        if (epoch != orderEpoch) {
            order = BatchOrder.training(texts.lengths(), config.batch(), seed, epoch);
            orderEpoch = epoch;
        }
        long steps = config.epochs() * perEpoch;
        LearningRate rate = new LearningRate(
                Schedule.LINEAR, config.learningRate(), Math.round(config.warmupShare() * steps), steps);
        int[] rows = order.get((int) ((step - 1) % perEpoch));
        double weight = config.reference() ? 1 : 1.0 / rows.length;
        List<Double> losses = replicas.run(replica -> {
            int from = replicas.start(replica, rows.length);
            int to = replicas.start(replica + 1, rows.length);
            return from == to
                    ? 0.0
                    : part(
                            leaves.get(replica),
                            texts,
                            targets,
                            Arrays.copyOfRange(rows, from, to),
                            epoch,
                            weight,
                            Dropout.of(seed, "fine-tuning", step, replica));
        });
        adam.accumulate(replicas, leaves);
        Adam.Update update = adam.apply(replicas, this::group, List.of(rate.at(step)), step);
        long tokens = 0;
        for (int row : rows) {
            tokens += texts.length(row);
        }
        double loss = losses.stream().mapToDouble(Double::doubleValue).sum();
        return new StepResult(loss, rows.length, tokens, update.applied());
    }

    /** The weights, flat, padding between parameters included. */
    float[] weights() {
        return Tensors.toArray(parameters.master());
    }

    /** Sets what {@link #weights} gave. */
    void setWeights(float[] values) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            parameters.master().copy_(parameters.tensors().floats(values, values.length));
        }
        parameters.refresh(0, parameters.size());
    }

    /** Writes weights and moments to a list of tensors, which must be saved before the next step: no copy is made. */
    List<NamedTensor> state() {
        List<NamedTensor> tensors = new ArrayList<>();
        stateTensors()
                .forEach((name, tensor) -> tensors.add(
                        new NamedTensor(name, DType.F32, new long[] {tensor.numel()}, Tensors.bytes(tensor))));
        return tensors;
    }

    /** Restores what {@link #state} gave. */
    void restore(SafeTensors state) throws IOException {
        for (Map.Entry<String, Tensor> entry : stateTensors().entrySet()) {
            Tensors.restore(entry.getValue(), state.bytes(entry.getKey()));
        }
        parameters.refresh(0, parameters.size());
    }

    private Map<String, Tensor> stateTensors() {
        return Map.of("parameters", parameters.master(), "adam.first", adam.first(), "adam.second", adam.second());
    }

    private double part(
            Leaves replica,
            EncodedTexts texts,
            Targets targets,
            int[] rows,
            long epoch,
            double weight,
            Dropout dropout) {
        try (Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores = network.forward(replica, texts.batch(rows, epoch), dropout, layers);
            TextLoss loss = TextLoss.of(Tensors.toArray(scores), network.head().outputs(), targets, rows);
            Tensor gradient = replica.tensors()
                    .compute(loss.gradient(weight), rows.length, network.head().outputs());
            scores.backward(
                    gradient,
                    new org.bytedeco.pytorch.BoolOptional(),
                    false,
                    new org.bytedeco.pytorch.TensorArrayRefOptional());
            layers.backward();
            return loss.sum();
        }
    }

    private Group group(ParameterSpec spec) {
        double factor = new LayerwiseDecay(
                        config.layerwiseDecay(), network.encoder().config().layers(), config.reference())
                .factor(spec.name());
        return new Group(0, factor, spec.decay() ? config.weightDecay() : 0);
    }

    /** Scores of all texts in their order, row-major {@code [texts, outputs]}, without dropout. */
    public float[] scores(EncodedTexts texts) {
        int outputs = network.head().outputs();
        float[] all = new float[Math.toIntExact(texts.size()) * outputs];
        List<int[]> order = BatchOrder.evaluation(texts.lengths(), EVALUATION_BATCH);
        replicas.run(replica -> {
            for (int i = replica; i < order.size(); i += replicas.count()) {
                int[] rows = order.get(i);
                float[] scores = scores(leaves.get(replica), texts.batch(rows, 0));
                for (int r = 0; r < rows.length; r++) {
                    System.arraycopy(scores, r * outputs, all, rows[r] * outputs, outputs);
                }
            }
            return replica;
        });
        return all;
    }

    private float[] scores(Leaves replica, Batch batch) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toArray(network.forward(replica, batch));
        }
    }

    @Override
    public void close() {
        leaves.forEach(Leaves::close);
        adam.close();
        parameters.close();
    }
}

package io.github.electra4j.train.finetune;

import io.github.electra4j.checkpoint.DType;
import io.github.electra4j.checkpoint.NamedTensor;
import io.github.electra4j.checkpoint.SafeTensors;
import io.github.electra4j.task.BatchOrder;
import io.github.electra4j.task.EncodedRows;
import io.github.electra4j.task.TaskLoss;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.optim.Group;
import io.github.electra4j.train.optim.LayerwiseDecay;
import io.github.electra4j.train.optim.LearningRate;
import io.github.electra4j.train.optim.LearningRate.Schedule;
import io.github.electra4j.train.optim.Optimizer;
import io.github.electra4j.train.optim.Optimizer.Matrices;
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

/** Trains an encoder and a head on labelled rows, one step at a time. */
public final class FineTuner implements AutoCloseable {
    private static final double INITIALIZER_RANGE = 0.02;
    private static final int EVALUATION_BATCH = 64;

    private final TaskNetwork network;
    private final FineTuningConfig config;
    private final long seed;
    private final Parameters parameters;
    private final Optimizer optimizer;
    private final Replicas replicas;
    private final List<Leaves> leaves = new ArrayList<>();
    private List<int[]> order = List.of();
    private long orderEpoch = -1;

    /** Fresh weights; load pre-trained ones into {@link #parameters()}. The replicas stay the caller's. */
    public FineTuner(TaskNetwork network, FineTuningConfig config, Tensors tensors, Replicas replicas, long seed) {
        this.network = network;
        this.config = config;
        this.seed = seed;
        this.replicas = replicas;
        parameters = new Parameters(network.specs(), tensors, INITIALIZER_RANGE, seed);
        // Without bias correction the first hundreds of steps are up to three times too long, which makes fine-tuning
        // unstable
        // (Mosbach et al., ICLR 2021); the authors' code has none.
        optimizer = new Optimizer(
                parameters, new Optimizer.Settings(0.9, 0.999, 1e-6, 1.0, !config.reference(), Matrices.ADAM));
        for (int i = 0; i < replicas.count(); i++) {
            leaves.add(new Leaves(parameters, name -> true));
        }
    }

    public Parameters parameters() {
        return parameters;
    }

    /** Steps of one pass over these rows. */
    public long stepsPerEpoch(EncodedRows<?, ?, ?> rows) {
        return config.stepsPerEpoch(rows);
    }

    /**
     * One pass over the rows.
     *
     * @param epoch from 0
     * @return mean loss over its terms
     */
    public double epoch(EncodedRows<?, ?, ?> rows, long epoch) {
        long steps = stepsPerEpoch(rows);
        double sum = 0;
        for (long step = epoch * steps + 1; step <= (epoch + 1) * steps; step++) {
            sum += step(rows, step).lossSum();
        }
        return sum / terms(rows, epoch);
    }

    /** Terms of the loss of one pass over the rows, or the sum of their weights. */
    double terms(EncodedRows<?, ?, ?> rows, long epoch) {
        return order(rows, epoch).stream().mapToDouble(rows::terms).sum();
    }

    private List<int[]> order(EncodedRows<?, ?, ?> rows, long epoch) {
        if (epoch != orderEpoch) {
            order = rows.batches(config.batch(), seed, epoch);
            orderEpoch = epoch;
        }
        return order;
    }

    /**
     * What a step did.
     *
     * @param lossSum terms of the loss, summed
     * @param terms their number: of texts one each; of classes with weights the sum of these
     * @param tokens tokens that are not padding
     * @param applied false where a gradient was not a number and nothing was changed
     */
    public record StepResult(double lossSum, double terms, long tokens, boolean applied) {
        /** Mean over the terms. */
        public double loss() {
            return terms == 0 ? 0 : lossSum / terms;
        }
    }

    /**
     * One update. Which windows it is made from, and its dropout, depend on seed and number alone.
     *
     * @param step from 1, over all epochs
     */
    public StepResult step(EncodedRows<?, ?, ?> rows, long step) {
        long perEpoch = stepsPerEpoch(rows);
        long epoch = (step - 1) / perEpoch;
        long steps = config.epochs() * perEpoch;
        LearningRate rate = new LearningRate(
                Schedule.LINEAR, config.learningRate(), Math.round(config.warmupShare() * steps), steps);
        int[] units = order(rows, epoch).get((int) ((step - 1) % perEpoch));
        double terms = rows.terms(units);
        double weight = config.reference() || terms == 0 ? 1 : 1 / terms;
        List<Double> losses = replicas.run(replica -> {
            int from = replicas.start(replica, units.length);
            int to = replicas.start(replica + 1, units.length);
            return from == to
                    ? 0.0
                    : part(
                            leaves.get(replica),
                            rows,
                            Arrays.copyOfRange(units, from, to),
                            epoch,
                            weight,
                            Dropout.of(seed, "fine-tuning", step, replica));
        });
        optimizer.accumulate(replicas, leaves);
        Optimizer.Update update = optimizer.apply(replicas, this::group, List.of(rate.at(step)), step);
        double loss = losses.stream().mapToDouble(Double::doubleValue).sum();
        return new StepResult(loss, terms, rows.tokens(units), update.applied());
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
        return Map.of(
                "parameters", parameters.master(), "adam.first", optimizer.first(), "adam.second", optimizer.second());
    }

    private double part(
            Leaves replica, EncodedRows<?, ?, ?> rows, int[] units, long epoch, double weight, Dropout dropout) {
        try (Scope scope = new Scope();
                AutoGradMode on = new AutoGradMode(true)) {
            LayerStack layers = LayerStack.keeping(LayerStack.Keeping.ALL);
            Tensor scores = network.forward(replica, rows.batch(units, epoch), dropout, layers);
            TaskLoss loss = rows.loss(units, Tensors.toArray(scores));
            Tensor gradient = replica.tensors().compute(loss.gradient(weight), scores.size(0), scores.size(1));
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

    /** Scores of all windows in their order, see {@link EncodedRows#answers}, without dropout. */
    public float[] scores(EncodedRows<?, ?, ?> rows) {
        float[] all = rows.newScores();
        List<int[]> order = BatchOrder.evaluation(rows.windowLengths(), EVALUATION_BATCH);
        replicas.run(replica -> {
            for (int i = replica; i < order.size(); i += replicas.count()) {
                int[] windows = order.get(i);
                rows.place(scores(leaves.get(replica), rows.windowBatch(windows)), windows, all);
            }
            return replica;
        });
        return all;
    }

    private float[] scores(Leaves replica, WindowBatch windows) {
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            return Tensors.toArray(network.forward(replica, windows));
        }
    }

    @Override
    public void close() {
        leaves.forEach(Leaves::close);
        optimizer.close();
        parameters.close();
    }
}

package io.github.electra4j.train.optim;

import io.github.electra4j.train.tensor.FusedAdam;
import io.github.electra4j.train.tensor.GradientSum;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Parameters;
import io.github.electra4j.train.tensor.Replicas;
import io.github.electra4j.train.tensor.Scope;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Adam over the flat parameters, with decoupled weight decay, clipping by the global norm, and one pass that sums the replicas'
 * gradients. ELECTRA's Adam has no bias correction (reference, section 3.7); it can be switched on. Matrices can have {@link Muon} in its place.
 *
 * <p>Each replica thread works on a stretch of its own, or on matrices of its own, in a fixed order, so equal inputs give equal bits.
 */
public final class Optimizer implements AutoCloseable {
    /** Values that are updated at a time: some megabytes of weight, gradient and moments. */
    private static final long BLOCK = 1 << 18;

    private final Parameters parameters;
    private final Settings settings;
    private final FusedAdam kernel;
    private final GradientSum gradients;
    private final Tensor first;
    private final Tensor second;

    /** What updates matrices: weights of two axes that are multiplied, word embeddings not among them. */
    public enum Matrices {
        /** Adam, as everything else. */
        ADAM,
        /** {@link Muon}, with the learning rate and the weight decay that Adam would have. */
        MUON;

        private boolean byMuon(ParameterSpec spec) {
            return this == MUON && spec.isMatrix();
        }

        /** Operations of an update of these parameters, counted from shapes; those of Adam, a few a value, are not. */
        public double flops(Collection<ParameterSpec> specs) {
            return specs.stream()
                    .filter(this::byMuon)
                    .mapToDouble(spec -> spec.matrices()
                            * Muon.flops(spec.rows(), spec.shape().get(1)))
                    .sum();
        }
    }

    /**
     * What stays the same over a run.
     *
     * @param clip largest norm of an optimiser's gradient; 0 for no clipping
     * @param biasCorrection whether moments are corrected for their start at 0
     * @param matrices what updates the matrices
     */
    public record Settings(
            double beta1, double beta2, double epsilon, double clip, boolean biasCorrection, Matrices matrices) {}

    /**
     * What an update did.
     *
     * @param norms gradient norm of each optimiser before clipping
     * @param applied false where a norm was not a finite number and nothing was changed
     */
    public record Update(List<Double> norms, boolean applied) {}

    private record Stretch(long from, long to, Group group) {}

    public Optimizer(Parameters parameters, Settings settings) {
        this.parameters = parameters;
        this.settings = settings;
        kernel = new FusedAdam(settings.beta1(), settings.beta2(), settings.epsilon());
        gradients = new GradientSum(parameters);
        first = torch.zeros_like(parameters.master()).retainReference();
        second = torch.zeros_like(parameters.master()).retainReference();
    }

    /** Adds the replicas' gradients to the sum of this step, and takes them from the replicas. */
    public void accumulate(Replicas replicas, List<Leaves> leaves) {
        gradients.add(replicas, leaves);
    }

    /**
     * One update from what was accumulated.
     *
     * @param groups the group of each parameter
     * @param rates learning rate of each optimiser
     * @param step number of this update, from 1
     */
    public Update apply(Replicas replicas, Function<ParameterSpec, Group> groups, List<Double> rates, long step) {
        List<Stretch> stretches = stretches(groups, spec -> true);
        List<double[]> squares = replicas.run(thread -> squares(within(stretches, replicas, thread), rates.size()));
        List<Double> norms = new ArrayList<>();
        boolean finite = true;
        for (int o = 0; o < rates.size(); o++) {
            double square = 0;
            for (double[] part : squares) {
                square += part[o];
            }
            norms.add(Math.sqrt(square));
            finite &= Double.isFinite(square);
        }
        gradients.restart();
        if (finite) {
            List<Stretch> byAdam =
                    stretches(groups, spec -> !settings.matrices().byMuon(spec));
            List<List<Parameters.Slot>> byMuon = matrices(groups, replicas.count());
            replicas.run(thread -> {
                for (Stretch stretch : within(byAdam, replicas, thread)) {
                    update(stretch, rates, norms, step);
                }
                for (Parameters.Slot slot : byMuon.get(thread)) {
                    update(slot, groups.apply(slot.spec()), rates, norms);
                }
                return thread;
            });
        }
        return new Update(norms, finite);
    }

    /** The matrices of each thread, each given to the one that has least to do so far. */
    private List<List<Parameters.Slot>> matrices(Function<ParameterSpec, Group> groups, int threads) {
        List<List<Parameters.Slot>> shares = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            shares.add(new ArrayList<>());
        }
        double[] work = new double[threads];
        for (Parameters.Slot slot : parameters.slots()) {
            if (!settings.matrices().byMuon(slot.spec())
                    || groups.apply(slot.spec()).scale() == 0) {
                continue;
            }
            int least = 0;
            for (int i = 1; i < threads; i++) {
                least = work[i] < work[least] ? i : least;
            }
            shares.get(least).add(slot);
            work[least] += settings.matrices().flops(List.of(slot.spec()));
        }
        return shares;
    }

    private double[] squares(List<Stretch> stretches, int optimisers) {
        double[] squares = new double[optimisers];
        try (Scope scope = new Scope();
                AutoGradMode off = new AutoGradMode(false)) {
            for (Stretch s : stretches) {
                double norm = gradients
                        .flat()
                        .narrow(0, s.from(), s.to() - s.from())
                        .norm(new Scalar(2))
                        .item_double();
                squares[s.group().optimiser()] += norm * norm;
            }
        }
        return squares;
    }

    private void update(Parameters.Slot slot, Group group, List<Double> rates, List<Double> norms) {
        ParameterSpec spec = slot.spec();
        long[] shape = {spec.matrices(), spec.rows(), spec.shape().get(1)};
        try (Scope scope = new Scope()) {
            Muon.update(
                    parameters.master().narrow(0, slot.offset(), spec.count()).view(shape),
                    gradients.flat().narrow(0, slot.offset(), spec.count()).view(shape),
                    first.narrow(0, slot.offset(), spec.count()).view(shape),
                    rates.get(group.optimiser()) * group.scale(),
                    group.decay(),
                    divisor(norms.get(group.optimiser())),
                    parameters.tensors().precision().type());
        }
        parameters.refresh(slot.offset(), slot.end());
    }

    /** What gradients are divided by, so that their norm is within the clip. */
    private double divisor(double norm) {
        return settings.clip() > 0 ? Math.max(1, norm / settings.clip()) : 1;
    }

    private void update(Stretch s, List<Double> rates, List<Double> norms, long step) {
        double scale = divisor(norms.get(s.group().optimiser()));
        // Block by block, so that the copy for the forward pass is made of what is in the cache.
        long block = parameters.tensors().device().block(BLOCK);
        for (long from = s.from(); from < s.to(); from += block) {
            long n = Math.min(block, s.to() - from);
            try (Scope scope = new Scope();
                    AutoGradMode off = new AutoGradMode(false)) {
                kernel.update(
                        parameters.master().narrow(0, from, n),
                        gradients.flat().narrow(0, from, n),
                        first.narrow(0, from, n),
                        second.narrow(0, from, n),
                        rates.get(s.group().optimiser()) * s.group().scale(),
                        s.group().decay(),
                        scale,
                        settings.biasCorrection() ? step - s.group().since() : 0);
            }
            parameters.refresh(from, from + n);
        }
    }

    /** Neighbours of one group become one stretch; frozen parameters are left out. */
    private List<Stretch> stretches(Function<ParameterSpec, Group> groups, Predicate<ParameterSpec> wanted) {
        List<Stretch> stretches = new ArrayList<>();
        for (Parameters.Slot slot : parameters.slots()) {
            Group group = groups.apply(slot.spec());
            if (group.scale() == 0 || !wanted.test(slot.spec())) {
                continue;
            }
            Stretch last = stretches.isEmpty() ? null : stretches.get(stretches.size() - 1);
            if (last != null && last.group().equals(group) && slot.offset() - last.to() < 32) {
                stretches.set(stretches.size() - 1, new Stretch(last.from(), slot.end(), group));
            } else {
                stretches.add(new Stretch(slot.offset(), slot.end(), group));
            }
        }
        return stretches;
    }

    private List<Stretch> within(List<Stretch> stretches, Replicas replicas, int thread) {
        long from = replicas.start(thread, parameters.size());
        long to = replicas.start(thread + 1, parameters.size());
        List<Stretch> cut = new ArrayList<>();
        for (Stretch s : stretches) {
            long low = Math.max(from, s.from());
            long high = Math.min(to, s.to());
            if (low < high) {
                cut.add(new Stretch(low, high, s.group()));
            }
        }
        return cut;
    }

    /** The gradient summed so far of one parameter, row-major. */
    public float[] gradient(String name) {
        return gradients.of(name);
    }

    /** The first moments, or Muon's momentum, flat. */
    public Tensor first() {
        return first;
    }

    /** The second moments, flat; zeros where Muon has none. */
    public Tensor second() {
        return second;
    }

    @Override
    public void close() {
        kernel.close();
        gradients.close();
        first.close();
        second.close();
    }
}

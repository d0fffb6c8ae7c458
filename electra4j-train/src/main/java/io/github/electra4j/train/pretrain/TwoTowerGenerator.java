package io.github.electra4j.train.pretrain;

import io.github.electra4j.checkpoint.ElectraConfig;
import io.github.electra4j.train.model.TwoTower;
import io.github.electra4j.train.plan.Flops;
import io.github.electra4j.train.pretrain.Masking.Masked;
import io.github.electra4j.train.pretrain.PretrainingStep.Totals;
import io.github.electra4j.train.pretrain.StepResult.Naming;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Scope;
import io.github.electra4j.train.tensor.Tensors;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bytedeco.pytorch.AutoGradMode;
import org.bytedeco.pytorch.LongOptional;
import org.bytedeco.pytorch.Tensor;

/**
 * Electric's generator (Electric, section 2.3): a {@link TwoTower} that reads the text as it is and gives q(x_t | all other tokens) for
 * every token at once. It learns by maximum likelihood of every token that could be chosen, since q is never asked for at [CLS] or [SEP].
 */
public record TwoTowerGenerator(TwoTower towers) implements Generator {

    @Override
    public List<ParameterSpec> specs() {
        return towers.specs();
    }

    @Override
    public Drawn draw(Leaves leaves, Work work) {
        TwoTower.Stacks stacks = TwoTower.Stacks.keeping(work.keeping());
        Masked masked = work.masked();
        Tensor logits = towers.forward(leaves, masked.batch(), masked.candidates(), work.dropout(), stacks);
        Drawn drawn = new Pass(leaves.tensors(), work, logits.detach()).run();
        if (work.weight() != 0) {
            new EncoderObjective.Learned(drawn.result(), List.of(logits), List.of(logits.detach())).backward();
            stacks.backward();
        }
        return drawn;
    }

    @Override
    public long judged(Totals totals) {
        return totals.candidates();
    }

    @Override
    public ElectraConfig config() {
        return towers.config();
    }

    @Override
    public int encoders() {
        return 2;
    }

    @Override
    public double flops(double length, double maskShare) {
        return Flops.twoTower(config(), length);
    }

    @Override
    public double scored(double maskShare) {
        return 1;
    }

    /** Losses, draws, log-probabilities and the gradient in the memory of the logits, some rows at a time. */
    private static final class Pass {
        private final Tensors tensors;
        private final Work work;
        private final Masked masked;
        private final Tensor logits;
        /** The row of each chosen position among the candidates. */
        private final int[] rowOfChosen;

        private final int[] drawn;
        private final float[] logNoise;
        private double loss;
        private long correct;
        private int chosenSeen;

        Pass(Tensors tensors, Work work, Tensor logits) {
            this.tensors = tensors;
            this.work = work;
            this.logits = logits;
            masked = work.masked();
            rowOfChosen = Arrays.stream(masked.positions())
                    .map(position -> Arrays.binarySearch(masked.candidates(), position))
                    .toArray();
            drawn = new int[rowOfChosen.length];
            logNoise = new float[masked.ids().length];
            Arrays.fill(logNoise, Float.NaN);
        }

        Drawn run() {
            int n = masked.candidates().length;
            int rows = Losses.rows(logits);
            try (AutoGradMode off = new AutoGradMode(false)) {
                for (int from = 0; from < n; from += rows) {
                    try (Scope scope = new Scope()) {
                        rows(from, Math.min(rows, n - from));
                    }
                }
            }
            Naming naming = new Naming(loss, n, correct, work.detailed() ? rowOfChosen.length : 0);
            boolean draws = work.drawing() != null;
            return new Drawn(
                    draws ? drawn : null,
                    draws ? logNoise : null,
                    StepResult.none().withGenerator(naming));
        }

        private void rows(int from, int count) {
            Tensor part = logits.narrow(0, from, count);
            int[] read = IntStream.range(from, from + count)
                    .map(row -> masked.batch().ids()[masked.candidates()[row]])
                    .toArray();
            Tensor targets = tensors.longs(read, count, 1);
            Tensor probabilities = Losses.softmax(part);
            loss -= Losses.logs(probabilities, targets).sum().item_double();
            chosen(from, count, part, probabilities, targets, read);
            if (work.weight() != 0) {
                Losses.gradient(part, probabilities, targets, work.weight());
            }
        }

        /** What is asked for at chosen positions alone, and what depends on the draws there. */
        private void chosen(int from, int count, Tensor part, Tensor probabilities, Tensor targets, int[] read) {
            int first = chosenSeen;
            while (chosenSeen < rowOfChosen.length && rowOfChosen[chosenSeen] < from + count) {
                chosenSeen++;
            }
            int[] rows = Arrays.stream(rowOfChosen, first, chosenSeen)
                    .map(row -> row - from)
                    .toArray();
            Tensor which = tensors.longs(rows, rows.length);
            Tensor originals = targets.index_select(0, which);
            if (work.detailed() && rows.length > 0) {
                correct += part.index_select(0, which)
                        .argmax(new LongOptional(1), true)
                        .eq(originals)
                        .sum()
                        .item_long();
            }
            Losses.Drawing drawing = work.drawing();
            if (drawing == null) {
                return;
            }
            Tensor noise = Losses.noise(part, probabilities, drawing);
            int[] some = Losses.draw(
                    noise.index_select(0, which),
                    originals,
                    Arrays.copyOfRange(masked.keys(), first, chosenSeen),
                    drawing);
            System.arraycopy(some, 0, drawn, first, some.length);
            for (int i = 0; i < rows.length; i++) {
                read[rows[i]] = some[i];
            }
            float[] logs = Tensors.toArray(Losses.logs(noise, tensors.longs(read, count, 1)));
            for (int i = 0; i < count; i++) {
                logNoise[masked.candidates()[from + i]] = logs[i];
            }
        }
    }
}

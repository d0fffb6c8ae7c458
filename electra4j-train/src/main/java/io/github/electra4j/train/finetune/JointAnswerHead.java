package io.github.electra4j.train.finetune;

import io.github.electra4j.task.Window;
import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.task.qa.QuestionWindow;
import io.github.electra4j.task.qa.StartBeam;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import io.github.electra4j.train.tensor.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch;

/**
 * The head of the ELECTRA authors' code for questions: a Linear for starts; for ends a layer that sees a token's state beside that of a start, of the true
 * one in training and of each of the likeliest in prediction; for there being no answer a layer that sees [CLS] beside the mean of all states, weighted by
 * the softmax of the starts.
 *
 * <p>A row of scores is the logit of the start, that of there being no answer (the same in all rows of a window), and one of the end for each start of
 * {@link StartBeam}; in training for the true start alone, the others being 0.
 *
 * @param inner width of the layers that see two states
 * @param outputs 2 and the starts of the beam
 */
record JointAnswerHead(String owner, int hidden, int inner, int outputs) implements Head {
    /** As in the authors' code. */
    static final int PUBLISHED_INNER = 512;

    private static final String START = "/qa_start";
    private static final String END = "/qa_end";
    private static final String ANSWERABLE = "/qa_answerable";

    @Override
    public List<ParameterSpec> specs() {
        List<ParameterSpec> specs = new ArrayList<>(List.of(
                ParameterSpec.weight(owner + START + ".weight", 1, hidden),
                ParameterSpec.bias(owner + START + ".bias", 1)));
        for (String part : List.of(END, ANSWERABLE)) {
            specs.add(ParameterSpec.weight(owner + part + ".dense.weight", inner, 2L * hidden));
            specs.add(ParameterSpec.bias(owner + part + ".dense.bias", inner));
            specs.add(ParameterSpec.weight(owner + part + ".out_proj.weight", 1, inner));
            specs.add(ParameterSpec.bias(owner + part + ".out_proj.bias", 1));
        }
        return specs;
    }

    /** Which rows of states are whose. */
    private record Rows(int[] firsts, int[] counts, int[] windows) {
        static Rows of(WindowBatch in) {
            int n = in.windows().size();
            int[] firsts = new int[n];
            int[] counts = new int[n];
            int all = 0;
            for (int w = 0; w < n; w++) {
                firsts[w] = all;
                counts[w] = question(in, w).rows();
                all += counts[w];
            }
            int[] windows = new int[all];
            for (int w = 0; w < n; w++) {
                Arrays.fill(windows, firsts[w], firsts[w] + counts[w], w);
            }
            return new Rows(firsts, counts, windows);
        }
    }

    private static QuestionWindow question(WindowBatch in, int w) {
        Window window = in.windows().get(w);
        if (window instanceof QuestionWindow question) {
            return question;
        }
        throw new IllegalArgumentException("a head of questions got a window of another task");
    }

    @Override
    public Tensor forward(Leaves leaves, WindowBatch in, Tensor states, Dropout dropouts) {
        Rows rows = Rows.of(in);
        Tensor starts = linear(leaves, START, states);
        int[] gold = new int[rows.firsts.length];
        Arrays.setAll(gold, w -> rows.firsts[w] + question(in, w).targetStart());
        Tensor end = end(leaves, states, seen(leaves, states), gold, rows);
        Tensor rest = torch.zeros_like(starts).expand(states.size(0), outputs - 3);
        return torch.cat(new TensorVector(starts, answerable(leaves, states, starts, rows), end, rest), 1);
    }

    @Override
    public Tensor predict(Leaves leaves, WindowBatch in, Tensor states) {
        Rows rows = Rows.of(in);
        Tensor starts = linear(leaves, START, states);
        float[] logits = Tensors.toArray(starts);
        int beam = outputs - 2;
        int[][] best = new int[rows.firsts.length][];
        Arrays.setAll(best, w -> StartBeam.rows(logits, rows.firsts[w], 1, rows.counts[w], beam));
        TensorVector columns = new TensorVector(starts, answerable(leaves, states, starts, rows));
        Tensor seen = seen(leaves, states);
        for (int rank = 0; rank < beam; rank++) {
            int[] chosen = new int[best.length];
            for (int w = 0; w < best.length; w++) {
                // A window of fewer tokens has fewer starts; nobody reads what stands for the others.
                chosen[w] = rows.firsts[w] + (rank < best[w].length ? best[w][rank] : 0);
            }
            columns.push_back(end(leaves, states, seen, chosen, rows));
        }
        return torch.cat(columns, 1);
    }

    /** What each token gives to the layer of ends, whatever the start. */
    private Tensor seen(Leaves leaves, Tensor states) {
        Tensor weight = leaves.get(owner + END + ".dense.weight").narrow(1, 0, hidden);
        return torch.linear(states, weight, leaves.get(owner + END + ".dense.bias"));
    }

    /** Logits of the end, {@code [rows, 1]}, where each window has one start. */
    private Tensor end(Leaves leaves, Tensor states, Tensor seen, int[] starts, Rows rows) {
        Tensor weight = leaves.get(owner + END + ".dense.weight").narrow(1, hidden, hidden);
        Tensors tensors = leaves.tensors();
        Tensor started =
                states.index_select(0, tensors.longs(starts, starts.length)).matmul(weight.t());
        Tensor both = seen.add(started.index_select(0, tensors.longs(rows.windows, rows.windows.length)));
        return linear(leaves, END + ".out_proj", torch.gelu(both));
    }

    /** Logits of there being no answer, {@code [rows, 1]}. */
    private Tensor answerable(Leaves leaves, Tensor states, Tensor starts, Rows rows) {
        TensorVector windows = new TensorVector();
        for (int w = 0; w < rows.firsts.length; w++) {
            Tensor own = states.narrow(0, rows.firsts[w], rows.counts[w]);
            Tensor shares = torch.softmax(starts.narrow(0, rows.firsts[w], rows.counts[w]), 0);
            windows.push_back(
                    torch.cat(new TensorVector(own.narrow(0, 0, 1), shares.t().matmul(own)), 1));
        }
        Tensor wide = torch.gelu(linear(leaves, ANSWERABLE + ".dense", torch.cat(windows, 0)));
        Tensor logits = linear(leaves, ANSWERABLE + ".out_proj", wide);
        return logits.index_select(0, leaves.tensors().longs(rows.windows, rows.windows.length));
    }

    private Tensor linear(Leaves leaves, String part, Tensor x) {
        return torch.linear(x, leaves.get(owner + part + ".weight"), leaves.get(owner + part + ".bias"));
    }
}

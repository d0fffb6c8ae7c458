package io.github.electra4j.train.finetune;

import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Linear, GELU, dropout, Linear: the head of {@code ElectraForMultipleChoice}. */
record ChoiceHead(String owner, int hidden, int outputs, double dropout) implements Head {
    private static final String SUMMARY = "/sequence_summary.summary";
    private static final String CLASSIFIER = "/classifier";

    @Override
    public List<ParameterSpec> specs() {
        return List.of(
                ParameterSpec.weight(owner + SUMMARY + ".weight", hidden, hidden),
                ParameterSpec.bias(owner + SUMMARY + ".bias", hidden),
                ParameterSpec.weight(owner + CLASSIFIER + ".weight", outputs, hidden),
                ParameterSpec.bias(owner + CLASSIFIER + ".bias", outputs));
    }

    @Override
    public Tensor forward(Leaves leaves, WindowBatch in, Tensor states, Dropout dropouts) {
        Tensor summary = torch.gelu(
                torch.linear(states, leaves.get(owner + SUMMARY + ".weight"), leaves.get(owner + SUMMARY + ".bias")));
        return torch.linear(
                dropouts.apply(summary, dropout),
                leaves.get(owner + CLASSIFIER + ".weight"),
                leaves.get(owner + CLASSIFIER + ".bias"));
    }
}

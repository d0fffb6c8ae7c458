package io.github.electra4j.train.finetune;

import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/**
 * Dropout, Linear: the paper's head of texts, and that of {@code ElectraForTokenClassification}.
 *
 * @param name path of the Linear
 */
record LinearHead(String name, int width, int outputs, double dropout) implements Head {
    @Override
    public List<ParameterSpec> specs() {
        return List.of(
                ParameterSpec.weight(name + ".weight", outputs, width), ParameterSpec.bias(name + ".bias", outputs));
    }

    @Override
    public Tensor forward(Leaves leaves, WindowBatch in, Tensor states, Dropout dropouts) {
        return torch.linear(dropouts.apply(states, dropout), leaves.get(name + ".weight"), leaves.get(name + ".bias"));
    }
}

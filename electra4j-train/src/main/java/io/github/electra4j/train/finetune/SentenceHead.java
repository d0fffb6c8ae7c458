package io.github.electra4j.train.finetune;

import io.github.electra4j.task.WindowBatch;
import io.github.electra4j.train.tensor.Dropout;
import io.github.electra4j.train.tensor.Leaves;
import io.github.electra4j.train.tensor.ParameterSpec;
import java.util.List;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** Dropout, Linear, GELU, dropout, Linear: the head of {@code ElectraForSequenceClassification}. */
record SentenceHead(String owner, int hidden, int outputs, double dropout) implements Head {
    @Override
    public List<ParameterSpec> specs() {
        return List.of(
                ParameterSpec.weight(owner + "/classifier.dense.weight", hidden, hidden),
                ParameterSpec.bias(owner + "/classifier.dense.bias", hidden),
                ParameterSpec.weight(owner + "/classifier.out_proj.weight", outputs, hidden),
                ParameterSpec.bias(owner + "/classifier.out_proj.bias", outputs));
    }

    @Override
    public Tensor forward(Leaves leaves, WindowBatch in, Tensor states, Dropout dropouts) {
        Tensor wide = torch.gelu(torch.linear(
                dropouts.apply(states, dropout),
                leaves.get(owner + "/classifier.dense.weight"),
                leaves.get(owner + "/classifier.dense.bias")));
        return torch.linear(
                dropouts.apply(wide, dropout),
                leaves.get(owner + "/classifier.out_proj.weight"),
                leaves.get(owner + "/classifier.out_proj.bias"));
    }
}

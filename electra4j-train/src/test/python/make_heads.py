"""Makes the fixture of HeadsTest: heads on the encoder of answerer/, with random weights; computed in float64.

    venv/bin/python electra4j-train/src/test/python/make_heads.py

with the environment of make_fixtures.py, behind make_answerer.py; writes huggingface/heads/ below the test resources. The sequences are those of
expected.safetensors. Each file has the head's weights, the logits, the loss (the mean over the sequences) and gradients of it:

regression.safetensors  Hugging Face's ElectraForSequenceClassification with one label and its loss, the mean squared error; VALUES
linear.safetensors      the paper's head of texts, for which there is no class: the logits of a sequence are W h + b, h the state of [CLS]
relation.safetensors    the head of relations: W [h; t] + b, h and t the states at two POSITIONS

The last two are derived by hand: the loss is log(sum(exp(z))) - z[c], its slope by the logits softmax(z) less 1 at c, so that the gradient of W is
the sum over the sequences of that times what W is applied to, divided by their number; that of a bias of the encoder comes from PyTorch.
"""

import torch
import transformers
from make_fixtures import COMMON, OUT, randomise
from safetensors.torch import load_file, save_file
from transformers import ElectraConfig, ElectraForSequenceClassification, ElectraModel

VALUES = [0.25, 1.0, 0.5]
CLASSES = [2, 0, 1]
# Of the head and of the tail; that of the third sequence stands before its head.
POSITIONS = [[1, 4], [2, 6], [3, 1]]
RELATIONS = [3, 1, 0]
BELOW = "electra.encoder.layer.1.output.dense.bias"


def encoder_weights():
    weights = load_file(OUT / "answerer" / "model.safetensors")
    return {name.removeprefix("electra."): w.double() for name, w in weights.items() if name.startswith("electra.")}


def inputs():
    tensors = load_file(OUT / "expected.safetensors")
    return {"input_ids": tensors["input.ids"].long(), "token_type_ids": tensors["input.type_ids"].long(),
            "attention_mask": tensors["input.attention_mask"].long()}


def save(name, tensors):
    (OUT / "heads").mkdir(exist_ok=True)
    kept = {key: (t.detach() if key == "loss" or t.dtype == torch.int32 else t.detach().float()).contiguous()
            for key, t in tensors.items()}
    save_file(kept, OUT / "heads" / f"{name}.safetensors",
              metadata={"made_with": f"torch {torch.__version__}, transformers {transformers.__version__}"})
    print(f"{name}: loss {tensors['loss'].item():.6f}")


def regression(config):
    model = ElectraForSequenceClassification(ElectraConfig(**config, num_labels=1))
    randomise(model)
    model.electra.load_state_dict(encoder_weights())
    result = model.double().eval()(**inputs(), labels=torch.tensor(VALUES).double())
    result.loss.backward()
    named = dict(model.named_parameters())
    head = {name: p for name, p in named.items() if name.startswith("classifier.")}
    save("regression", head | {f"gradient.{name}": p.grad for name, p in head.items()}
         | {"logits": result.logits, "loss": result.loss, "values": torch.tensor(VALUES), f"gradient.{BELOW}": named[BELOW].grad})


def by_hand(name, config, classes, outputs, seen):
    """A Linear on what is seen of the states."""
    encoder = ElectraModel(ElectraConfig(**config)).double().eval()
    encoder.load_state_dict(encoder_weights())
    x = seen(encoder(**inputs()).last_hidden_state)
    weight = (torch.randn(outputs, x.shape[1], dtype=torch.float32) * 0.3).double()
    bias = (torch.randn(outputs, dtype=torch.float32) * 0.3).double()
    logits = x @ weight.T + bias
    rows = range(len(classes))
    loss = (torch.log(torch.exp(logits).sum(1)) - logits[rows, classes]).mean()
    loss.backward()
    slopes = torch.exp(logits) / torch.exp(logits).sum(1, keepdim=True)
    slopes[rows, classes] -= 1
    slopes = slopes / len(classes)
    save(name, {"classifier.weight": weight, "classifier.bias": bias, "logits": logits, "loss": loss,
                "classes": torch.tensor(classes).int(), "gradient.classifier.weight": slopes.T @ x,
                "gradient.classifier.bias": slopes.sum(0),
                f"gradient.{BELOW}": dict(encoder.named_parameters())[BELOW.removeprefix("electra.")].grad})


def main():
    torch.manual_seed(20181004)
    transformers.logging.set_verbosity_error()
    config = dict(hidden_size=16, num_attention_heads=2, intermediate_size=32, **COMMON)
    regression(config)
    by_hand("linear", config, CLASSES, 3, lambda states: states[:, 0])
    by_hand("relation", config, RELATIONS, 4,
            lambda states: torch.stack([torch.cat([s[h], s[t]]) for s, (h, t) in zip(states, POSITIONS)]))


if __name__ == "__main__":
    main()

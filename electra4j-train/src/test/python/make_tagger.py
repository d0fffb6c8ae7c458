"""Makes the fixture of the tagger's head: Hugging Face's ElectraForTokenClassification on random weights, computed in float64.

    python -m venv venv && venv/bin/pip install torch transformers safetensors
    venv/bin/python electra4j-train/src/test/python/make_tagger.py

writes electra4j-train/src/test/resources/huggingface/tagger/: config.json and model.safetensors as save_pretrained writes them, and
expected.safetensors with ids [3, 12] (12, 9 and 5 of them real, [PAD] 0), labels [3, 12] (-100 where a token is no first piece of a word),
the logits [3, 12, 5] (0 at padding), the loss, and gradients of it.
"""

import pathlib

import torch
import transformers
from safetensors.torch import save_file
from transformers import ElectraConfig, ElectraForTokenClassification

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "huggingface" / "tagger"
LABELS = ["O", "B-PER", "I-PER", "E-PER", "S-PER"]
LENGTHS = (12, 9, 5)
WATCHED = ["electra.embeddings.token_type_embeddings.weight", "electra.encoder.layer.1.output.dense.bias",
           "classifier.weight", "classifier.bias"]


def main():
    torch.manual_seed(7)
    model = ElectraForTokenClassification(ElectraConfig(
        vocab_size=97, embedding_size=16, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
        intermediate_size=32, max_position_embeddings=40, hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0,
        id2label=dict(enumerate(LABELS)), label2id={name: i for i, name in enumerate(LABELS)}))
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, dtype=torch.float32) * 0.15
        parameter.data = noise + 1 if "LayerNorm.weight" in name else noise
    model.save_pretrained(OUT)
    model.double().eval()

    mask = torch.tensor([[int(i < n) for i in range(12)] for n in LENGTHS])
    ids = torch.randint(5, 97, (3, 12)) * mask
    ids[:, 0] = 2
    for row, n in enumerate(LENGTHS):
        ids[row, n - 1] = 3
    labels = torch.randint(0, 5, (3, 12))
    labels[(mask == 0) | (ids < 5) | (torch.rand(3, 12) < 0.3)] = -100
    result = model(input_ids=ids, attention_mask=mask, labels=labels)
    result.loss.backward()
    out = {"ids": ids.int(), "labels": labels.int(), "loss": result.loss.detach(),
           "logits": (result.logits * mask[:, :, None]).detach().float()}
    named = dict(model.named_parameters())
    out.update({f"gradient.{name}": named[name].grad.float() for name in WATCHED})
    save_file({name: tensor.contiguous() for name, tensor in out.items()}, OUT / "expected.safetensors",
              metadata={"made_with": f"torch {torch.__version__}, transformers {transformers.__version__}"})


main()

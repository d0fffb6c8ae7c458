"""Makes the fixture of ElectraForMultipleChoice: random weights, and what PyTorch computes with them in float64.

    python -m venv venv && venv/bin/pip install torch transformers safetensors
    venv/bin/python electra4j-train/src/test/python/make_chooser.py

writes electra4j-train/src/test/resources/huggingface/chooser/: config.json and model.safetensors as save_pretrained writes them, and
expected.safetensors with `input.ids` [2, 3, 8] (two rows of three options, padded with 0), `input.lengths` and `input.first_lengths`
[2, 3], `input.answers` [2], `logits` [2, 3], `loss` (mean cross-entropy, float64) and `gradient.NAME` of that loss.
"""

import pathlib

import torch
import transformers
from safetensors.torch import save_file
from transformers import ElectraConfig, ElectraForMultipleChoice

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "huggingface" / "chooser"
PAD, CLS, SEP = 0, 2, 3
WATCHED = ["electra.embeddings.token_type_embeddings.weight", "sequence_summary.summary.weight", "sequence_summary.summary.bias",
           "classifier.weight", "classifier.bias"]

torch.manual_seed(20)
config = ElectraConfig(vocab_size=97, embedding_size=16, hidden_size=16, num_hidden_layers=2, num_attention_heads=2,
                       intermediate_size=32, max_position_embeddings=40, type_vocab_size=2, hidden_dropout_prob=0.0,
                       attention_probs_dropout_prob=0.0, summary_last_dropout=0.0)
model = ElectraForMultipleChoice(config)
for name, parameter in model.named_parameters():
    noise = torch.randn(parameter.shape) * 0.15
    parameter.data = noise + 1 if "LayerNorm.weight" in name else noise
model.eval().save_pretrained(OUT)
for left in OUT.iterdir():
    if left.name not in ("config.json", "model.safetensors"):
        left.unlink()
model.double()

FIRST = [[4, 4, 4], [3, 3, 3]]
SECOND = [[4, 3, 2], [2, 4, 3]]
ids, types, mask = (torch.zeros(2, 3, 8, dtype=torch.long) for _ in range(3))
for row in range(2):
    for option in range(3):
        first, second = FIRST[row][option], SECOND[row][option]
        pieces = torch.randint(5, 97, (first + second,))
        pieces[0], pieces[first - 1], pieces[-1] = CLS, SEP, SEP
        ids[row, option, :first + second] = pieces
        types[row, option, first:first + second] = 1
        mask[row, option, :first + second] = 1
answers = torch.tensor([2, 0])
output = model(input_ids=ids, token_type_ids=types, attention_mask=mask, labels=answers)
output.loss.backward()
gradients = {f"gradient.{name}": dict(model.named_parameters())[name].grad.float() for name in WATCHED}
save_file(
    {"input.ids": ids.int(), "input.lengths": mask.sum(-1).int(), "input.first_lengths": torch.tensor(FIRST, dtype=torch.int32),
     "input.answers": answers.int(), "logits": output.logits.detach().float(), "loss": output.loss.detach(), **gradients},
    OUT / "expected.safetensors", metadata={"made_with": f"torch {torch.__version__}, transformers {transformers.__version__}"})

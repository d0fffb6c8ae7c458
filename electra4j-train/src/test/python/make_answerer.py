"""Makes the fixtures of HuggingFaceAnswererTest and JointAnswerHeadTest: ElectraForQuestionAnswering on random weights, and on its encoder the joint
head of the ELECTRA authors' code, written out here from its description; computed in float64.

    venv/bin/python electra4j-train/src/test/python/make_answerer.py

with the environment of make_fixtures.py; writes huggingface/answerer/ below the test resources. Each sequence is computed
alone: in a batch that model lets padding compete for the answer, so that its loss would depend on what else is in the batch. The loss is the mean over
the sequences.

joint.safetensors has the joint head's weights (inner width 24) and, of two sequences, the rows [CLS] and context behind each other: the scores of training
(start, no answer, end after the true start), the loss with the weight 0.5 of the second, gradients, and the ends after each of the three likeliest starts.
"""

import json

import torch
import transformers
from make_fixtures import CLS, COMMON, OUT, SEP, inputs, randomise, save_model
from safetensors.torch import save_file
from transformers import ElectraConfig, ElectraForQuestionAnswering

WATCHED = [
    "electra.embeddings.token_type_embeddings.weight",
    "electra.encoder.layer.1.output.dense.bias",
    "qa_outputs.weight",
    "qa_outputs.bias",
]
# The second has no answer: [CLS] is its start and its end.
STARTS, ENDS = [8, 0, 2], [10, 0, 2]


INNER, BEAM = 24, 3
JOINT_WATCHED = ["qa_start.weight", "qa_end.dense.weight", "qa_end.out_proj.bias", "qa_answerable.dense.bias",
                 "qa_answerable.out_proj.weight"]


def joint(electra):
    """Sequences of 12 tokens: [CLS] question [SEP] context [SEP]; the answer of the first is its second to fourth piece of context."""
    for p in electra.parameters():
        p.grad = None
    h = electra.config.hidden_size
    draw = lambda *shape: (torch.randn(shape, dtype=torch.float32) * 0.3).double().requires_grad_()
    w = {"qa_start.weight": draw(1, h), "qa_start.bias": draw(1)}
    for part in ("qa_end", "qa_answerable"):
        w |= {f"{part}.dense.weight": draw(INNER, 2 * h), f"{part}.dense.bias": draw(INNER),
              f"{part}.out_proj.weight": draw(1, INNER), f"{part}.out_proj.bias": draw(1)}

    def two_layers(part, x):
        wide = torch.nn.functional.gelu(x @ w[f"{part}.dense.weight"].T + w[f"{part}.dense.bias"])
        return wide @ w[f"{part}.out_proj.weight"].T + w[f"{part}.out_proj.bias"]

    questions, answers = (5, 2), ((2, 4), None)
    ids = torch.randint(5, 97, (2, 12))
    loss, scores, ends = 0, [], []
    for row, (question, answer) in enumerate(zip(questions, answers)):
        ids[row, [0, question + 1, 11]] = torch.tensor([CLS, SEP, SEP])
        types = torch.tensor([[0] * (question + 2) + [1] * (10 - question)])
        hidden = electra(input_ids=ids[row:row + 1].clone(), token_type_ids=types).last_hidden_state[0]
        states = torch.cat([hidden[:1], hidden[question + 2:11]])
        first, last = answer or (0, 0)
        start = states @ w["qa_start.weight"].T + w["qa_start.bias"]
        beside = lambda other: torch.cat([states, other.expand(len(states), h)], dim=1)
        end = two_layers("qa_end", beside(states[first]))
        expected = (torch.softmax(start, 0) * states).sum(0)
        none = two_layers("qa_answerable", torch.cat([states[0], expected]))
        cross = lambda logits, target: torch.nn.functional.cross_entropy(logits.T, torch.tensor([target]))
        unanswerable = torch.tensor([0.0 if answer else 1.0]).double()
        loss = loss + ((cross(start, first) + cross(end, last)) / 2
                       + 0.5 * torch.nn.functional.binary_cross_entropy_with_logits(none, unanswerable)) / 2
        scores.append(torch.cat([start, none.expand(len(states), 1), end], dim=1))
        likeliest = 1 + torch.argsort(start[1:, 0], descending=True)[:BEAM]
        ends.append(torch.cat([two_layers("qa_end", beside(states[s])) for s in likeliest], dim=1))
    loss.backward()
    named = dict(electra.named_parameters())
    tensors = {"ids": ids.int(), "scores": torch.cat(scores).float(), "loss": loss.double(), "ends": torch.cat(ends).float()}
    tensors |= {name: value.float() for name, value in w.items()}
    tensors |= {f"gradient.{name}": w[name].grad.float() for name in JOINT_WATCHED}
    tensors["gradient.electra.encoder.layer.1.output.dense.bias"] = named["encoder.layer.1.output.dense.bias"].grad.float()
    save_file({k: t.detach().contiguous() for k, t in tensors.items()}, OUT / "answerer" / "joint.safetensors")
    print(f"joint loss {loss.item():.6f}")


def main():
    torch.manual_seed(20160616)
    transformers.logging.set_verbosity_error()
    model = ElectraForQuestionAnswering(ElectraConfig(
        hidden_size=16, num_attention_heads=2, intermediate_size=32, **COMMON))
    randomise(model)
    model.eval()
    save_model(model, "answerer")
    ids, types, attention = inputs()
    total = 0
    logits = []
    for row, length in enumerate(attention.sum(1).tolist()):
        alone = lambda t: t[row:row + 1, :length]
        out = model(input_ids=alone(ids), token_type_ids=alone(types), attention_mask=alone(attention),
                    start_positions=torch.tensor([STARTS[row]]), end_positions=torch.tensor([ENDS[row]]))
        total = total + out.loss / len(STARTS)
        logits.append(torch.stack([out.start_logits[0], out.end_logits[0]], dim=1))
    total.backward()
    named = dict(model.named_parameters())
    tensors = {"ids": ids.int(), "lengths": attention.sum(1).int(), "first_lengths": (attention * (1 - types)).sum(1).int(),
               "starts": torch.tensor(STARTS).int(), "ends": torch.tensor(ENDS).int(),
               "logits": torch.cat(logits).float(), "loss": total.double()}
    tensors |= {f"gradient.{name}": named[name].grad.float() for name in WATCHED}
    save_file({k: t.detach().contiguous() for k, t in tensors.items()}, OUT / "answerer" / "expected.safetensors",
              metadata={"made_with": json.dumps({"torch": torch.__version__, "transformers": transformers.__version__})})
    print(f"loss {total.item():.6f}")
    joint(model.electra)


if __name__ == "__main__":
    main()

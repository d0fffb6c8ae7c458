"""Makes the fixture of random weights that the engine's tests compare against: Hugging Face's ELECTRA, computed in float64.

    python -m venv venv && venv/bin/pip install torch transformers safetensors
    venv/bin/python electra4j-train/src/test/python/make_fixtures.py

writes electra4j-train/src/test/resources/huggingface/ (its README.md says what every file and tensor is). The
optimiser step is written out here in plain PyTorch, from the authors' definition: Adam without bias correction, decay
of everything but biases and LayerNorms, clipped by the global norm.
"""

import json
import pathlib

import torch
import transformers
from safetensors.torch import save_file
from transformers import (ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining,
                          ElectraForSequenceClassification)

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "huggingface"
COMMON = dict(vocab_size=97, embedding_size=16, num_hidden_layers=2, max_position_embeddings=40, type_vocab_size=2,
              hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
PAD, CLS, SEP, MASK = 0, 2, 3, 4
LEARNING_RATES = (1e-2, 5e-3)
BETA1, BETA2, EPSILON, DECAY, CLIP, WEIGHT = 0.9, 0.999, 1e-6, 0.01, 1.0, 50.0
# Small ones of every kind, so that the fixture stays small; the shared embeddings are the discriminator's.
WATCHED = [
    "discriminator.electra.embeddings.word_embeddings.weight",
    "discriminator.electra.embeddings.position_embeddings.weight",
    "discriminator.electra.embeddings.token_type_embeddings.weight",
    "discriminator.electra.embeddings.LayerNorm.weight",
    "discriminator.electra.embeddings.LayerNorm.bias",
    "discriminator.electra.embeddings_project.weight",
    "discriminator.electra.encoder.layer.0.attention.self.query.weight",
    "discriminator.electra.encoder.layer.0.attention.self.query.bias",
    "discriminator.electra.encoder.layer.1.attention.output.LayerNorm.weight",
    "discriminator.electra.encoder.layer.1.output.dense.bias",
    "discriminator.discriminator_predictions.dense.bias",
    "discriminator.discriminator_predictions.dense_prediction.weight",
    "discriminator.discriminator_predictions.dense_prediction.bias",
    "generator.electra.embeddings_project.weight",
    "generator.electra.encoder.layer.0.attention.self.value.weight",
    "generator.electra.encoder.layer.1.intermediate.dense.bias",
    "generator.generator_predictions.dense.weight",
    "generator.generator_predictions.LayerNorm.bias",
    "generator.generator_lm_head.bias",
]
WATCHED_CLASSIFIER = [
    "electra.embeddings.token_type_embeddings.weight",
    "electra.encoder.layer.0.attention.self.value.bias",
    "classifier.dense.bias",
    "classifier.out_proj.weight",
]


def randomise(model):
    """Nothing at zero or one, so that no term can be forgotten unseen; values that float32 holds exactly."""
    for name, parameter in model.named_parameters():
        noise = torch.randn(parameter.shape, dtype=torch.float32) * 0.15
        if "LayerNorm.weight" in name:
            noise = noise + 1
        parameter.data = noise.double()


def save_model(model, name):
    model.float().save_pretrained(OUT / name)
    model.double()
    for left in (OUT / name).iterdir():
        if left.name not in ("config.json", "model.safetensors"):
            left.unlink()


def pad(rows, length):
    return torch.tensor([row + [PAD] * (length - len(row)) for row in rows])


def inputs():
    """Three sequences of 12, 9 and 5 tokens, the first of two segments."""
    draw = lambda n: torch.randint(5, 97, (n,)).tolist()
    rows = [[CLS, *draw(5), SEP, *draw(4), SEP], [CLS, *draw(7), SEP], [CLS, *draw(3), SEP]]
    types = [[0] * 7 + [1] * 5, [0] * 9, [0] * 5]
    return pad(rows, 12), pad(types, 12), pad([[1] * len(r) for r in rows], 12)


def electra_loss(generator, discriminator, batch):
    g = generator(input_ids=batch["masked_ids"], token_type_ids=batch["type_ids"],
                  attention_mask=batch["attention_mask"], output_hidden_states=True)
    logits = g.logits[batch["rows"], batch["positions"]]
    generator_loss = torch.nn.functional.cross_entropy(logits, batch["targets"])
    d = discriminator(input_ids=batch["replaced_ids"], token_type_ids=batch["type_ids"],
                      attention_mask=batch["attention_mask"], output_hidden_states=True)
    real = batch["attention_mask"] == 1
    discriminator_loss = torch.nn.functional.binary_cross_entropy_with_logits(
        d.logits[real], batch["labels"][real].double())
    return generator_loss, discriminator_loss, logits, g, d


def step(parameters, moments, learning_rate):
    """One optimiser step; returns the global norm of the gradients before clipping."""
    norm = torch.sqrt(sum((p.grad ** 2).sum() for p in parameters.values()))
    with torch.no_grad():
        for name, p in parameters.items():
            m, v = moments.setdefault(name, (torch.zeros_like(p), torch.zeros_like(p)))
            gradient = p.grad * (CLIP / max(float(norm), CLIP))
            m.mul_(BETA1).add_(gradient, alpha=1 - BETA1)
            v.mul_(BETA2).add_(gradient ** 2, alpha=1 - BETA2)
            update = m / (v.sqrt() + EPSILON)
            if "LayerNorm" not in name and not name.endswith("bias"):
                update = update + DECAY * p
            p -= learning_rate * update
    return norm


def main():
    torch.manual_seed(20200326)
    transformers.logging.set_verbosity_error()
    OUT.mkdir(parents=True, exist_ok=True)
    discriminator = ElectraForPreTraining(ElectraConfig(
        hidden_size=32, num_attention_heads=4, intermediate_size=64, **COMMON))
    generator = ElectraForMaskedLM(ElectraConfig(
        hidden_size=24, num_attention_heads=3, intermediate_size=48, **COMMON))
    classifier = ElectraForSequenceClassification(ElectraConfig(
        hidden_size=16, num_attention_heads=2, intermediate_size=32, num_labels=3,
        problem_type="single_label_classification", **COMMON))
    for model in (discriminator, generator, classifier):
        randomise(model)
        model.eval()
    # Generator and discriminator share the embeddings and their LayerNorm, the same tensors.
    generator.electra.embeddings = discriminator.electra.embeddings
    generator.tie_weights()
    assert generator.generator_lm_head.weight is discriminator.electra.embeddings.word_embeddings.weight
    for model, name in ((discriminator, "discriminator"), (generator, "generator"), (classifier, "classifier")):
        save_model(model, name)

    ids, types, attention = inputs()
    rows = torch.tensor([0, 0, 0, 1, 1, 2])
    positions = torch.tensor([1, 4, 9, 2, 6, 3])
    masked = ids.clone()
    masked[rows, positions] = MASK
    masked[1, 6] = ids[1, 6]  # one of the 15 % that stay as they are
    replaced = ids.clone()
    replaced[rows, positions] = torch.randint(5, 97, (6,))
    replaced[0, 4] = ids[0, 4]  # the generator may draw the original: not replaced
    batch = dict(ids=ids, type_ids=types, attention_mask=attention, masked_ids=masked, rows=rows, positions=positions,
                 targets=ids[rows, positions], replaced_ids=replaced, labels=(replaced != ids).long())
    out = {f"input.{k}": v.int() for k, v in batch.items()}

    parameters = {}
    for prefix, model in (("discriminator", discriminator), ("generator", generator)):
        for name, p in model.named_parameters():
            if not any(p is q for q in parameters.values()):
                parameters[f"{prefix}.{name}"] = p
    real = attention.unsqueeze(-1)
    moments = {}
    for number, learning_rate in enumerate(LEARNING_RATES, start=1):
        for p in parameters.values():
            p.grad = None
        g_loss, d_loss, logits, g, d = electra_loss(generator, discriminator, batch)
        (g_loss + WEIGHT * d_loss).backward()
        out[f"step{number}.generator_loss"] = g_loss
        out[f"step{number}.discriminator_loss"] = d_loss
        if number == 1:
            out["generator.logits"] = logits
            out["discriminator.logits"] = d.logits * attention
            for prefix, model in (("generator", g), ("discriminator", d)):
                for layer, hidden in enumerate(model.hidden_states):
                    out[f"{prefix}.hidden.{layer}"] = hidden * real
            for name in WATCHED:
                out[f"gradient.{name}"] = parameters[name].grad.clone()
        out[f"step{number}.global_norm"] = step(parameters, moments, learning_rate)
        for name in WATCHED:
            out[f"step{number}.after.{name}"] = parameters[name].detach().clone()

    labels = torch.tensor([2, 0, 1])
    c = classifier(input_ids=ids, token_type_ids=types, attention_mask=attention, labels=labels)
    c.loss.backward()
    out["input.class_labels"] = labels.int()
    out["classifier.logits"] = c.logits
    out["classifier.loss"] = c.loss
    named = dict(classifier.named_parameters())
    for name in WATCHED_CLASSIFIER:
        out[f"gradient.classifier.{name}"] = named[name].grad

    scalars = lambda t: t.double() if t.dim() == 0 else t.float()
    save_file({k: (t.detach() if t.dtype == torch.int32 else scalars(t.detach())).contiguous() for k, t in out.items()},
              OUT / "expected.safetensors",
              # One entry: the writer puts several in no fixed order.
              metadata={"made_with": json.dumps({"torch": torch.__version__, "transformers": transformers.__version__,
                                                 "learning_rates": LEARNING_RATES})})
    total = sum(f.stat().st_size for f in OUT.rglob("*") if f.is_file())
    print(f"{OUT}: {total} bytes; losses {g_loss.item():.6f} {d_loss.item():.6f}")


if __name__ == "__main__":
    main()

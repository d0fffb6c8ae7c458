"""Pre-training ELECTRA-Small with PyTorch and Hugging Face's modules beside ours, on random ids: tokens a second.

    measure FORM [--steps 12] [--batch 32] [--attention sdpa] [--layers 12] [--hidden 256] [--heads 4] [--intermediate 1024]
            [--embedding 128] [--generator 64] [--vocabulary 30522] [--length 128] [--dropout 10]
                                       the peer alone, in one of the forms of torch_training.py, eager-fp32-threads for example;
                                       another network than ELECTRA-Small by its widths, --generator that of the generator,
                                       --dropout in per cent
    compare ROUNDS [--forms FORM ...] [--ours fp32 ...] [--limit 600] [options of measure] -- JAVA-COMMAND...
                                       tries all forms (or those) once, then ROUNDS measurements of the best one and of
                                       ours in turn; JAVA-COMMAND runs io.github.electra4j.bench.PretrainingBenchmark

Needs torch and transformers; torch.compile needs a C++ compiler. Generator logits at the chosen positions only, fused AdamW,
dropout 0.1 unless told. Both sides take the median over the steps behind the first four, and only the step is timed: batches are made
beforehand.
"""

import argparse
import functools
import json
import os
import statistics
import sys

import compare
import torch
import torch_training
import transformers
from torch import nn
from transformers import ElectraConfig, ElectraForPreTraining, ElectraModel

SMALL = dict(layers=12, hidden=256, heads=4, intermediate=1024, embedding=128, generator=64, vocabulary=30522, length=128, dropout=10)
MASK = 103
WARM = 4


class Naming(nn.Module):
    """Scores of every piece from states, by the word embeddings."""

    def __init__(self, config, width):
        super().__init__()
        self.dense = nn.Linear(width, config.embedding_size)
        self.norm = nn.LayerNorm(config.embedding_size, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))

    def forward(self, hidden, embeddings):
        words = embeddings.word_embeddings.weight
        return nn.functional.linear(self.norm(nn.functional.gelu(self.dense(hidden))), words, self.bias)


class Generator(nn.Module):
    """A masked LM at the chosen positions."""

    def __init__(self, config):
        super().__init__()
        self.electra = ElectraModel(config)
        self.naming = Naming(config, config.hidden_size)

    def share(self, embeddings):
        self.electra.embeddings = embeddings

    def forward(self, ids, masked, positions):
        """Scores at the chosen positions, and the states that they come from."""
        hidden = self.electra(input_ids=masked).last_hidden_state.flatten(0, 1)[positions]
        return self.naming(hidden, self.electra.embeddings), hidden


class TwoTower(nn.Module):
    """Electric's generator (section 2.3 of its paper): what stands at each place, from all that stands before it and all behind it."""

    def __init__(self, config):
        super().__init__()
        self.left, self.right = ElectraModel(config), ElectraModel(config)
        self.naming = Naming(config, 2 * config.hidden_size)

    def share(self, embeddings):
        self.left.embeddings = self.right.embeddings = embeddings

    def forward(self, ids, masked, positions):
        """Scores at every place, and the states that they come from."""
        seen = torch.ones(ids.shape[1], ids.shape[1], dtype=torch.bool).tril().expand(len(ids), 1, -1, -1)
        before = self.left(input_ids=ids, attention_mask=seen).last_hidden_state[:, :-1]
        behind = self.right(input_ids=ids, attention_mask=seen.mT).last_hidden_state[:, 1:]
        hidden = torch.cat([nn.functional.pad(before, (0, 0, 1, 0)), nn.functional.pad(behind, (0, 0, 0, 1))], -1).flatten(0, 1)
        return self.naming(hidden, self.left.embeddings), hidden


class Electra(nn.Module):
    """Both networks of a shape such as SMALL; `size` (of the discriminator's width) and `layers` are the generator's.

    stage is joint, none (no generator: pieces are drawn evenly), first (of two: the generator alone), second (the generator, with
    embeddings of its own, is frozen), apart (it has embeddings of its own and goes on), tied (both have one encoder), adversarial (the
    generator learns by REINFORCE) or two-tower (Electric's generator, which learns at every place).
    """

    def __init__(self, shape, attention, size=None, layers=None, stage="joint"):
        super().__init__()
        dropout = shape["dropout"] / 100
        common = dict(vocab_size=shape["vocabulary"], embedding_size=shape["embedding"], max_position_embeddings=512,
                      hidden_dropout_prob=dropout, attention_probs_dropout_prob=dropout, attn_implementation=attention)
        size = shape["generator"] / shape["hidden"] if size is None else size
        self.stage = stage
        self.discriminator = self.generator = None
        if stage != "first":
            self.discriminator = ElectraForPreTraining(ElectraConfig(
                hidden_size=shape["hidden"], intermediate_size=shape["intermediate"], num_attention_heads=shape["heads"],
                num_hidden_layers=shape["layers"], **common))
        if stage != "none":
            self.generator = (TwoTower if stage == "two-tower" else Generator)(ElectraConfig(
                hidden_size=int(shape["hidden"] * size), intermediate_size=int(shape["intermediate"] * size),
                num_attention_heads=max(1, int(shape["heads"] * size)), num_hidden_layers=layers or shape["layers"], **common))
        self.vocabulary = shape["vocabulary"]
        if stage in ("joint", "adversarial", "two-tower"):
            self.generator.share(self.discriminator.electra.embeddings)
        if stage == "tied":
            self.generator.electra = self.discriminator.electra
        if stage == "adversarial":
            width = self.generator.electra.config.hidden_size
            self.baseline = nn.Sequential(nn.Linear(width, width), nn.GELU(), nn.Linear(width, 1))
        if stage == "second":
            self.generator.requires_grad_(False)

    def train(self, mode=True):
        super().train(mode)
        if self.stage == "second":
            self.generator.eval()
        return self

    def forward(self, ids, masked, positions):
        originals = ids.flatten()[positions]
        if self.stage == "none":
            return self.detect(ids, positions, torch.randint(1000, self.vocabulary, originals.shape))[0]
        logits, hidden = self.generator(ids, masked, positions)
        logits = logits.float()
        if self.stage == "two-tower":
            generator_loss = nn.functional.cross_entropy(logits, ids.flatten())
            logits = logits[positions]
        elif self.stage != "adversarial":
            generator_loss = nn.functional.cross_entropy(logits, originals)
        if self.stage == "first":
            return generator_loss
        with torch.no_grad():
            distribution = logits.softmax(-1).cumsum(-1)
            uniform = torch.rand(len(positions), 1) * distribution[:, -1:]
            drawn = torch.searchsorted(distribution, uniform).squeeze(-1).clamp_max(self.vocabulary - 1)
        loss, rewards = self.detect(ids, positions, drawn)
        return loss + (self.fool(logits, hidden, drawn, rewards) if self.stage == "adversarial" else generator_loss)

    def fool(self, logits, hidden, drawn, rewards):
        """REINFORCE (the paper's appendix F): the baseline -log sigmoid(v) learns to give the probability that the discriminator is right."""
        v = self.baseline(hidden.detach()).float().squeeze(-1)
        advantages = rewards - nn.functional.softplus(-v).detach()
        unlikely = nn.functional.cross_entropy(logits, drawn, reduction="none")
        return (advantages * unlikely).mean() + nn.functional.binary_cross_entropy_with_logits(v, torch.exp(-rewards))

    def detect(self, ids, positions, drawn):
        """The weighted loss, and that of each chosen position."""
        with torch.no_grad():
            replaced = ids.flatten().clone()
            replaced[positions] = drawn
            labels = (replaced != ids.flatten()).float()
        scores = self.discriminator(input_ids=replaced.view_as(ids)).logits.float().flatten()
        losses = nn.functional.binary_cross_entropy_with_logits(scores, labels, reduction="none")
        return 50 * losses.mean(), losses[positions].detach()


def shape_of(options):
    return {key: getattr(options, key) for key in SMALL}


def settings(shape):
    """Arguments of PretrainingBenchmark behind its precision, for another shape than SMALL."""
    names = dict(hidden="hidden_size", intermediate="intermediate_size", embedding="embedding_size", generator="generator_hidden_size")
    changed = [f"{names.get(key, key)}={value}" for key, value in shape.items() if value != SMALL[key] and key != "dropout"]
    changed += [f"{where}_dropout={shape['dropout'] / 100}" for where in ("hidden", "attention")]
    size = shape["generator"] / shape["hidden"]
    changed += [f"generator_heads={max(1, int(shape['heads'] * size))}", f"generator_intermediate_size={int(shape['intermediate'] * size)}"]
    return [str(len(os.sched_getaffinity(0))), *changed] if shape != SMALL else []


def build(options, part, parts, **generator):
    """The network, `generator` as Electra has it, and four batches of which this process has its rows."""
    drawing = torch.Generator().manual_seed(1)
    shape = shape_of(options)
    length = shape["length"]
    chosen = round(0.15 * length)
    first, last = options.batch * part // parts, options.batch * (part + 1) // parts
    batches = []
    for _ in range(4):
        ids = torch.randint(1000, shape["vocabulary"], (options.batch, length), generator=drawing)[first:last]
        columns = [torch.randperm(length, generator=drawing)[:chosen] for _ in range(options.batch)]
        rows = torch.arange(last - first).repeat_interleave(chosen)
        positions = rows * length + torch.cat(columns[first:last])
        masked = ids.clone()
        masked.view(-1)[positions] = MASK
        batches.append((ids, masked, positions))
    return Electra(shape, options.attention, **generator).train(), batches


def measure(options):
    seconds = torch_training.seconds(options.form, functools.partial(build, options), WARM + options.steps)
    print(json.dumps({
        "tokens_per_second": options.batch * options.length / statistics.median(seconds[WARM:]),
        "form": options.form,
        "steps": options.steps,
        "batch": options.batch,
        "attention": options.attention,
        "shape": shape_of(options),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }))


def compare_with(options, java):
    shape = shape_of(options)
    size = ["--steps", str(options.steps), "--batch", str(options.batch), "--attention", options.attention]
    size += [argument for key, value in shape.items() for argument in (f"--{key}", str(value))]
    name = "ELECTRA-Small" if shape == SMALL else ", ".join(f"{key} {value}" for key, value in shape.items())
    forms = {form: [sys.executable, __file__, "measure", form, *size] for form in options.forms}
    compare.beside_best(
        f"pre-training {name}, {options.batch} x {options.length}",
        "tokens_per_second",
        forms,
        forms,
        {f"electra4j {p}": [*java, str(options.steps), str(options.batch), p, *settings(shape)] for p in options.ours},
        options.rounds,
        options.limit,
    )


if __name__ == "__main__":
    arguments, java = torch_training.arguments(__doc__, torch_training.FORMS, {}, {"steps": 12, **SMALL})
    compare_with(arguments, java) if arguments.do == "compare" else measure(arguments)

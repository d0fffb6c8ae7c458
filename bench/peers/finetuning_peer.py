"""Fine-tuning ELECTRA-Small with PyTorch and Hugging Face's modules beside ours, from random weights: examples a second.

    measure TASK TRAIN VOCAB FORM [--steps 200] [--batch 32] [--attention sdpa]
                                       the peer alone; TASK and the form of TRAIN are those of tasks.py; FORM is one of
                                       torch_training.py and an order: eager-fp32-threads-sorted for example
    compare TASK TRAIN VOCAB ROUNDS [--forms FORM ...] [--ours fp32 ...] [--limit 600] [options of measure] -- JAVA-COMMAND...
                                       draws 6,400 rows, tries all forms (or those) once over 60 steps, then ROUNDS
                                       measurements of the best one and of ours in turn; JAVA-COMMAND runs
                                       io.github.electra4j.bench.FineTuningBenchmark

Needs torch, transformers and tokenizers; torch.compile needs a C++ compiler. Hugging Face's class of the task, fused AdamW,
dropout 0.1. An example is a text, a sentence or, of questions, a window of at most 384 tokens, both sides the same. `sorted` has
examples of equal length in a batch and the batches shuffled, `shuffled` any; both pad to the longest of a batch. Both sides count
the steps behind the first twenty. Batches are made beforehand.
"""

import functools
import json
import random
import sys

import compare
import tasks
import torch
import torch_training
import transformers

ROWS = 6400
TRIAL = 60
WARM = 20
FORMS = [f"{form}-{order}" for order in ("sorted", "shuffled") for form in torch_training.FORMS]


class Learner(torch.nn.Module):
    """Takes the targets as arguments in their order, since a step passes no names."""

    def __init__(self, network, names):
        super().__init__()
        self.network, self.names = network, names

    def forward(self, ids, mask, types, *targets):
        return self.network(ids, mask, types, **dict(zip(self.names, targets)))


def order(lengths, batch, by_length):
    """Numbers of examples by batch, the batches in random order."""
    numbers = list(range(len(lengths)))
    drawing = random.Random(1)
    drawing.shuffle(numbers)
    if by_length:
        numbers.sort(key=lambda number: -lengths[number])
    batches = [numbers[start : start + batch] for start in range(0, len(numbers), batch)]
    drawing.shuffle(batches)
    return batches


def build(task, size, labels, examples, batches, attention, part, parts):
    """The network, and all batches, of which this process has its rows."""
    made = []
    for rows in batches:
        own = [examples[row] for row in rows[len(rows) * part // parts : len(rows) * (part + 1) // parts]]
        ids, mask, types = tasks.batch(own)
        targets = task.targets(own, ids.shape[1])
        made.append((ids, mask, types, *targets.values()))
    return Learner(tasks.Network(task, size, labels, attention), list(targets)).train(), made


def measure(options):
    form, by_length = options.form.rsplit("-", 1)
    task = tasks.TASKS[options.task]
    rows = tasks.read(task, options.train)
    own = tasks.tokenizer(options.vocabulary)
    examples = task.examples(rows, own)
    batches = order([len(example.ids) for example in examples], options.batch, by_length == "sorted")
    batches = [rows for rows in batches if len(rows) == options.batch]
    making = functools.partial(
        build, task, own.get_vocab_size(), len(task.labels(rows)), examples, batches, options.attention)
    seconds = torch_training.seconds(form, making, WARM + options.steps)[WARM:]
    print(json.dumps({
        "examples_per_second": options.batch * options.steps / sum(seconds),
        "task": options.task,
        "form": options.form,
        "steps": options.steps,
        "batch": options.batch,
        "attention": options.attention,
        "tokens": sum(len(example.ids) for example in examples),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }))


def compare_with(options, java):
    with tasks.drawn(options.task, options.train, ROWS) as drawn:
        data = [options.task, drawn, options.vocabulary]
        same = ["--batch", str(options.batch), "--attention", options.attention]
        commands = {form: [sys.executable, __file__, "measure", *data, form, *same] for form in options.forms}
        compare.beside_best(
            f"fine-tuning ELECTRA-Small for {options.task}, batches of {options.batch}",
            "examples_per_second",
            {form: [*command, "--steps", str(min(TRIAL, options.steps))] for form, command in commands.items()},
            {form: [*command, "--steps", str(options.steps)] for form, command in commands.items()},
            {f"electra4j {p}": [*java, *data, str(options.steps), str(options.batch), p] for p in options.ours},
            options.rounds,
            options.limit,
            same="tokens",
        )


if __name__ == "__main__":
    arguments, java = torch_training.arguments(
        __doc__, FORMS, {"task": list(tasks.TASKS), "train": None, "vocabulary": None}, {"steps": 200})
    compare_with(arguments, java) if arguments.do == "compare" else measure(arguments)

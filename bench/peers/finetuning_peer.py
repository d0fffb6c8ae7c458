"""Fine-tuning ELECTRA-Small with PyTorch and Hugging Face's modules beside ours, from random weights: texts a second.

    measure TRAIN VOCAB FORM [--steps 200] [--batch 32] [--attention sdpa]
                                       the peer alone; TRAIN is a TSV file with the columns sentence and label (SST-2);
                                       FORM is one of torch_training.py and an order: eager-fp32-threads-sorted for example
    compare TRAIN VOCAB ROUNDS [--forms FORM ...] [--ours fp32 ...] [--limit 600] [options of measure] -- JAVA-COMMAND...
                                       draws 6,400 texts, tries all forms (or those) once over 60 steps, then ROUNDS
                                       measurements of the best one and of ours in turn; JAVA-COMMAND runs
                                       io.github.electra4j.bench.FineTuningBenchmark

Needs torch, transformers and tokenizers; torch.compile needs a C++ compiler. ElectraForSequenceClassification, fused AdamW,
dropout 0.1, at most 128 tokens. `sorted` has texts of equal length in a batch and the batches shuffled, `shuffled` any texts; both
pad to the longest text of a batch. Both sides count the steps behind the first twenty. Batches are made beforehand.
"""

import functools
import json
import os
import random
import sys
import tempfile

import compare
import tokenizers
import torch
import torch_training
import transformers
from tokenizers import models, normalizers, pre_tokenizers, processors
from torch import nn
from transformers import ElectraConfig, ElectraForSequenceClassification

TEXTS = 6400
TRIAL = 60
LENGTH = 128
WARM = 20
FORMS = [f"{form}-{order}" for order in ("sorted", "shuffled") for form in torch_training.FORMS]


class Classifier(nn.Module):
    def __init__(self, vocabulary, attention):
        super().__init__()
        self.electra = ElectraForSequenceClassification(ElectraConfig(
            vocab_size=vocabulary, embedding_size=128, hidden_size=256, num_hidden_layers=12, num_attention_heads=4,
            intermediate_size=1024, max_position_embeddings=512, num_labels=2, attn_implementation=attention))

    def forward(self, ids, mask, labels):
        return self.electra(input_ids=ids, attention_mask=mask, labels=labels).loss


def read(train, batch):
    """The texts and labels of as many rows as fill whole batches."""
    with open(train, encoding="utf-8") as file:
        names = next(file).rstrip("\n").split("\t")
        rows = [line.rstrip("\n").split("\t") for line in file]
    sentence, label = names.index("sentence"), names.index("label")
    return [(row[sentence], int(row[label])) for row in rows[: len(rows) // batch * batch]]


def encode(texts, vocabulary):
    tokenizer = tokenizers.Tokenizer(models.WordPiece.from_file(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = [(name, tokenizer.token_to_id(name)) for name in ("[SEP]", "[CLS]")]
    tokenizer.post_processor = processors.BertProcessing(*special)
    tokenizer.enable_truncation(LENGTH)
    return tokenizer, [encoding.ids for encoding in tokenizer.encode_batch(texts)]


def order(lengths, batch, by_length):
    """Numbers of texts by batch, the batches in random order."""
    numbers = list(range(len(lengths)))
    drawing = random.Random(1)
    drawing.shuffle(numbers)
    if by_length:
        numbers.sort(key=lambda number: -lengths[number])
    batches = [numbers[start : start + batch] for start in range(0, len(numbers), batch)]
    drawing.shuffle(batches)
    return batches


def collate(ids, labels, rows):
    longest = max(len(ids[row]) for row in rows)
    mask = torch.tensor([[1] * len(ids[row]) + [0] * (longest - len(ids[row])) for row in rows])
    padded = torch.tensor([ids[row] + [0] * (longest - len(ids[row])) for row in rows])
    return padded, mask, torch.tensor([labels[row] for row in rows])


def build(size, ids, labels, batches, attention, part, parts):
    """The network, and all batches, of which this process has its rows."""
    own = [rows[len(rows) * part // parts : len(rows) * (part + 1) // parts] for rows in batches]
    return Classifier(size, attention).train(), [collate(ids, labels, rows) for rows in own]


def measure(options):
    form, by_length = options.form.rsplit("-", 1)
    texts, labels = zip(*read(options.train, options.batch))
    tokenizer, ids = encode(texts, options.vocabulary)
    batches = order([len(row) for row in ids], options.batch, by_length == "sorted")
    making = functools.partial(build, tokenizer.get_vocab_size(), ids, labels, batches, options.attention)
    seconds = torch_training.seconds(form, making, WARM + options.steps)[WARM:]
    print(json.dumps({
        "texts_per_second": options.batch * options.steps / sum(seconds),
        "form": options.form,
        "steps": options.steps,
        "batch": options.batch,
        "attention": options.attention,
        "tokens": sum(len(row) for row in ids),
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }))


def sample(train, file):
    """The header and a random part of the rows of a file, so that lengths are distributed as in all of it."""
    with open(train, encoding="utf-8") as whole:
        header, *rows = whole.readlines()
    file.writelines([header, *random.Random(1).sample(rows, min(TEXTS, len(rows)))])


def compare_with(options, java):
    with tempfile.TemporaryDirectory() as folder:
        data = [os.path.join(folder, "train.tsv"), options.vocabulary]
        with open(data[0], "w", encoding="utf-8") as file:
            sample(options.train, file)
        same = ["--batch", str(options.batch), "--attention", options.attention]
        commands = {form: [sys.executable, __file__, "measure", *data, form, *same] for form in options.forms}
        compare.trainings(
            f"fine-tuning ELECTRA-Small, batches of {options.batch} texts",
            "texts_per_second",
            {form: [*command, "--steps", str(min(TRIAL, options.steps))] for form, command in commands.items()},
            {form: [*command, "--steps", str(options.steps)] for form, command in commands.items()},
            {f"electra4j {p}": [*java, *data, str(options.steps), str(options.batch), p] for p in options.ours},
            options.rounds,
            options.limit,
            same="tokens",
        )


if __name__ == "__main__":
    arguments, java = torch_training.arguments(__doc__, FORMS, ["train", "vocabulary"], 200)
    compare_with(arguments, java) if arguments.do == "compare" else measure(arguments)

"""The tasks of the peers: how their files are read, what the network reads of a row, and Hugging Face's class for it.

    classification   a TSV file with the columns sentence and label (SST-2)
    qa               a file in SQuAD's form
    tagging          CoNLL columns, the word first and its tag last
"""

import contextlib
import itertools
import json
import os
import random
import tempfile
from dataclasses import dataclass

import tokenizers
import torch
import transformers
from tokenizers import models, normalizers, pre_tokenizers
from torch import nn
from transformers import ElectraConfig

STRIDE = 128
QUESTION = 64


@dataclass
class Example:
    """What the network reads at once: token ids, how many of them are of the first segment, and what is learned."""

    ids: list
    first: int
    target: object


def tokenizer(vocabulary):
    """BERT's uncased one, without [CLS] and [SEP]."""
    own = tokenizers.Tokenizer(models.WordPiece.from_file(vocabulary, unk_token="[UNK]"))
    own.normalizer = normalizers.BertNormalizer(lowercase=True)
    own.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    return own


class Classification:
    length = 128
    network = transformers.ElectraForSequenceClassification

    @staticmethod
    def read(file):
        names = next(file).rstrip("\n").split("\t")
        rows = [line.rstrip("\n").split("\t") for line in file]
        sentence, label = names.index("sentence"), names.index("label")
        return [(row[sentence], row[label]) for row in rows]

    @staticmethod
    def write(rows, file):
        file.write("sentence\tlabel\n")
        file.writelines(f"{sentence}\t{label}\n" for sentence, label in rows)

    @staticmethod
    def labels(rows):
        return sorted({label for _, label in rows})

    def examples(self, rows, own):
        cls, sep = own.token_to_id("[CLS]"), own.token_to_id("[SEP]")
        labels = self.labels(rows)
        encodings = own.encode_batch([sentence for sentence, _ in rows], add_special_tokens=False)
        ids = [[cls, *encoding.ids[: self.length - 2], sep] for encoding in encodings]
        return [Example(row, len(row), labels.index(label)) for row, (_, label) in zip(ids, rows)]

    @staticmethod
    def targets(examples, longest):
        return {"labels": torch.tensor([example.target for example in examples])}


class Tagging:
    length = 256
    network = transformers.ElectraForTokenClassification

    @staticmethod
    def read(file):
        """Sentences, each a list of words with their tags."""
        groups = itertools.groupby(file, key=lambda line: bool(line.strip()))
        return [[(line.split()[0], line.split()[-1]) for line in lines] for full, lines in groups if full]

    @staticmethod
    def write(rows, file):
        for row in rows:
            file.writelines(f"{word} {tag}\n" for word, tag in row)
            file.write("\n")

    @staticmethod
    def labels(rows):
        return sorted({tag for row in rows for _, tag in row})

    def examples(self, rows, own):
        cls, sep = own.token_to_id("[CLS]"), own.token_to_id("[SEP]")
        labels = {label: i for i, label in enumerate(self.labels(rows))}
        encodings = iter(own.encode_batch([word for row in rows for word, _ in row], add_special_tokens=False))
        examples = []
        for row in rows:
            ids, target = [cls], [-100]
            for _, tag in row:
                pieces = next(encodings).ids
                ids += pieces
                target += [labels[tag]] + [-100] * (len(pieces) - 1)
            if len(ids) >= self.length:
                raise ValueError(f"a sentence of {len(ids)} pieces, expected fewer than {self.length}")
            examples.append(Example([*ids, sep], len(ids) + 1, [*target, -100]))
        return examples

    @staticmethod
    def targets(examples, longest):
        return {"labels": torch.tensor([e.target + [-100] * (longest - len(e.target)) for e in examples])}


class Qa:
    length = 384
    network = transformers.ElectraForQuestionAnswering

    @staticmethod
    def read(file):
        """Paragraphs of a file in SQuAD's form, as it has them."""
        return [paragraph for article in json.load(file)["data"] for paragraph in article["paragraphs"]]

    @staticmethod
    def write(rows, file):
        json.dump({"version": "1.1", "data": [{"title": "", "paragraphs": rows}]}, file)

    @staticmethod
    def labels(rows):
        return ["start", "end"]

    @staticmethod
    def questions(rows):
        return [(paragraph["context"], question) for paragraph in rows for question in paragraph["qas"]]

    def examples(self, rows, own):
        """Windows by the rule of the published codes: the next one begins STRIDE pieces behind this one."""
        cls, sep = own.token_to_id("[CLS]"), own.token_to_id("[SEP]")
        examples = []
        contexts = own.encode_batch([paragraph["context"] for paragraph in rows], add_special_tokens=False)
        for paragraph, context in zip(rows, contexts):
            asked = own.encode_batch([q["question"] for q in paragraph["qas"]], add_special_tokens=False)
            for question, encoding in zip(paragraph["qas"], asked):
                answer = question["answers"][0]
                begin, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
                covered = [i for i, (a, b) in enumerate(context.offsets) if a < end and b > begin]
                head = [cls, *encoding.ids[:QUESTION], sep]
                room = self.length - len(head) - 1
                for first in range(0, len(context), min(STRIDE, room)):
                    last = min(len(context), first + room)
                    inside = covered and first <= covered[0] and covered[-1] < last
                    shift = len(head) - first
                    target = (covered[0] + shift, covered[-1] + shift) if inside else (0, 0)
                    examples.append(Example([*head, *context.ids[first:last], sep], len(head), target))
                    if last == len(context):
                        break
        return examples

    @staticmethod
    def targets(examples, longest):
        starts, ends = zip(*(example.target for example in examples))
        return {"start_positions": torch.tensor(starts), "end_positions": torch.tensor(ends)}


TASKS = {"classification": Classification(), "tagging": Tagging(), "qa": Qa()}


class Network(nn.Module):
    """ELECTRA-Small of random weights; gives its loss, or without targets its scores."""

    def __init__(self, task, vocabulary, labels, attention):
        super().__init__()
        self.electra = task.network(ElectraConfig(
            vocab_size=vocabulary, embedding_size=128, hidden_size=256, num_hidden_layers=12, num_attention_heads=4,
            intermediate_size=1024, max_position_embeddings=512, num_labels=labels, attn_implementation=attention))

    def forward(self, ids, mask, types, **targets):
        output = self.electra(input_ids=ids, attention_mask=mask, token_type_ids=types, **targets)
        return output.loss if targets else output[:2] if "start_logits" in output else output.logits


def batch(examples):
    """Ids, mask and types, padded to the longest."""
    longest = max(len(example.ids) for example in examples)
    ids = torch.zeros(len(examples), longest, dtype=torch.long)
    mask, types = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, example in enumerate(examples):
        ids[row, : len(example.ids)] = torch.tensor(example.ids)
        mask[row, : len(example.ids)] = 1
        types[row, example.first : len(example.ids)] = 1
    return ids, mask, types


def read(task, path):
    with open(path, encoding="utf-8") as file:
        return task.read(file)


@contextlib.contextmanager
def drawn(name, path, count):
    """A file with a random part of the rows of a file, so that lengths are distributed as in all of it; of questions whole paragraphs."""
    task = TASKS[name]
    rows = read(task, path)
    some = random.Random(1).sample(rows, min(count, len(rows)))
    if name == "qa":
        questions = itertools.accumulate(len(paragraph["qas"]) for paragraph in some)
        some = [paragraph for paragraph, number in zip(some, questions) if number <= count]
    with tempfile.TemporaryDirectory() as folder:
        part = os.path.join(folder, "data" + os.path.splitext(path)[1])
        with open(part, "w", encoding="utf-8") as file:
            task.write(some, file)
        yield part

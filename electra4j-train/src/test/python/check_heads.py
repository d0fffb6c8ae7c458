"""Are fine-tuned models what transformers takes them for? Loads each by its Auto class and compares with what `electra predict` says.

    venv/bin/python electra4j-train/src/test/python/check_heads.py --make FOLDER
    venv/bin/python electra4j-train/src/test/python/check_heads.py FOLDER/*-model

with the environment of make_fixtures.py, from the root of the repository. --make pre-trains a network with the published architecture for two steps on
made sentences, and fine-tunes a model of every kind of task for which transformers has a head. The check takes those or others of these kinds: no weight
may be missing, unexpected or of another shape, and of texts that the tokenizer of transformers has read, `predict --format jsonl` must say what the logits
of transformers give, both in fp32:

classification, choice   `probabilities`: softmax(logits / temperature); `prediction`: their greatest
regression               `prediction`: label_least + logit * (label_greatest - label_least)
tagging                  `spans`: those of the likeliest sequence that BIOES allows, found here by way of the spans; `probability`: the least of its words
qa                       `best`: the likeliest parts of the context; `probability`: softmax over the sums of both logits of all parts, and of [CLS] where
                         there may be no answer, which is `no_answer_probability`
"""

import json
import math
import random
import re
import subprocess
import sys
from pathlib import Path

import torch
import transformers

CLASSES = {
    "classification": transformers.AutoModelForSequenceClassification,
    "regression": transformers.AutoModelForSequenceClassification,
    "tagging": transformers.AutoModelForTokenClassification,
    "qa": transformers.AutoModelForQuestionAnswering,
    "choice": transformers.AutoModelForMultipleChoice,
}
NAMES = ["Ada", "Grace", "Mary", "Alan"]
PLACES = ["Paris", "London", "Turin", "Zurich"]
VERBS = ["lived", "worked", "taught", "stayed"]
ASKED = ["Ada lived in Paris.", "Grace taught in Turin!", "Who stayed with Mary in Zurich, and worked in London?", "A zebra."]
# predict rounds probabilities to six decimals, values to six digits.
TOLERANCE = 1e-5


def sentence(r):
    return f"{r.choice(NAMES)} {r.choice(VERBS)} in {r.choice(PLACES)}."


def row(name, r):
    """A row to learn from, as it stands in a .jsonl."""
    text = sentence(r)
    who, did, _, where = text.rstrip(".").split()
    if name == "pairs":
        other = sentence(r)
        return {"text": text, "other": other, "label": "same" if who in other else "different"}
    if name == "classification":
        # Some are wrong, so that the model, which cannot be right throughout, has a temperature.
        return {"text": text, "label": where if r.random() < 0.9 else r.choice(PLACES)}
    if name == "regression":
        return {"text": text, "label": 10 + NAMES.index(who) / 2}
    if name == "tagging":
        spans = [(who, "PER"), (where, "LOC"), (f"{did} in", "ACT")]
        return {"text": text, "spans": [{"start": text.index(s), "end": text.index(s) + len(s), "label": label} for s, label in spans]}
    if name == "qa":
        asked = r.choice(NAMES)
        return {"question": f"Where {did} {asked}?", "context": text,
                "answers": [{"text": where, "start": text.index(where)}] if asked == who else []}
    options = r.sample(PLACES, 4)
    return {"context": text, "question": "Where?", "options": options, "answer": options.index(where)}


def electra(*arguments, **more):
    return subprocess.run(["./electra", *map(str, arguments)], check=True, text=True, encoding="utf-8", **more)


def make(folder):
    r = random.Random(1843)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "text.txt").write_text("".join(sentence(r) + "\n\n" for _ in range(400)))
    published = ["embedding_size=64", "norm=post", "positions=learned", "feed_forward=gelu", "embeddings=shared"]
    electra("pretrain", "--text", folder / "text.txt", "--vocab-size", 80, "--config", "tiny", "--strategy", "joint", "--steps", 2, "--batch", 8,
            *(word for setting in published for word in ("--set", setting)), "--quiet", "--out", folder / "network")
    for name in [*CLASSES, "pairs"]:
        for part, count in ("train", 256), ("dev", 64):
            (folder / f"{name}-{part}.jsonl").write_text("".join(json.dumps(row(name, r)) + "\n" for _ in range(count)))
        options = {"pairs": ["--pair-column", "other"], "qa": ["--task-option", "max_question_length=20"]}.get(name, [])
        if name in ("classification", "regression", "pairs"):
            options += ["--text-column", "text", "--label-column", "label"]
        if name == "classification":
            options += ["--calibrate"]
        electra("finetune", "--model", folder / "network", "--task", "classification" if name == "pairs" else name,
                "--train", folder / f"{name}-train.jsonl", "--dev", folder / f"{name}-dev.jsonl", "--select", "dev", *options,
                "--epochs", 8, "--batch", 16, "--learning-rate", "2e-3", "--max-length", 48, "--head", "huggingface", "--quiet",
                "--out", folder / f"{name}-model")


class Checked:
    """A model directory, as both see it."""

    def __init__(self, folder):
        settings = json.loads((folder / "electra4j.json").read_text())
        self.folder = folder
        self.task = settings["task"]
        self.pair = settings.get("pair_column")
        self.extra = settings["extra"]
        self.tokenizer = transformers.AutoTokenizer.from_pretrained(folder)
        self.model, info = CLASSES[self.task].from_pretrained(folder, output_loading_info=True, dtype=torch.float32)
        self.model.eval()
        for what, names in info.items():
            assert not names, f"{folder}: {what}: {names}"
        assert [type(self.model).__name__] == self.model.config.architectures, self.model.config.architectures

    def logits(self, *texts, **more):
        encoded = self.tokenizer(*texts, return_tensors="pt", padding=True, **more)
        if self.task == "choice":
            encoded = {key: values[None] for key, values in encoded.items()}
        with torch.no_grad():
            return self.model(**encoded)

    def probabilities(self, logits):
        return torch.softmax(logits.double() / self.extra.get("temperature", 1), -1).tolist()

    def predicted(self, rows):
        """What electra4j says, a row of the input each."""
        lines = [json.dumps(r) if isinstance(r, dict) else "\t".join(r) for r in rows]
        out = electra("predict", "--model", self.folder, "--format", "jsonl", "--precision", "fp32",
                      input="".join(line + "\n" for line in lines), stdout=subprocess.PIPE).stdout
        answers = [json.loads(line) for line in out.splitlines()]
        assert len(answers) == len(rows), (len(answers), len(rows))
        return answers

    def differences(self):
        """How far the two are apart, a number each that was compared."""
        return list(getattr(self, self.task)())

    def classification(self):
        rows = [[text, ASKED[0]] if self.pair else [text] for text in ASKED]
        names = self.model.config.id2label
        for r, answer in zip(rows, self.predicted(rows)):
            expected = self.probabilities(self.logits(*r).logits[0])
            assert answer["prediction"] == names[expected.index(max(expected))], answer
            assert set(answer["probabilities"]) == set(names.values()), answer
            yield from (answer["probabilities"][names[i]] - p for i, p in enumerate(expected))

    def regression(self):
        least, greatest = self.extra["label_least"], self.extra["label_greatest"]
        for text, answer in zip(ASKED, self.predicted([[text] for text in ASKED])):
            value = least + self.logits(text).logits.item() * (greatest - least)
            yield (answer["prediction"] - value) / max(1, abs(value))

    def choice(self):
        rows = [{"context": text, "question": "Where?", "options": PLACES} for text in ASKED]
        for r, answer in zip(rows, self.predicted(rows)):
            n = len(r["options"])
            expected = self.probabilities(self.logits([r["context"]] * n, [f"{r['question']} {o}" for o in r["options"]]).logits[0])
            assert answer["prediction"] == expected.index(max(expected)), answer
            assert len(answer["probabilities"]) == n, answer
            yield from (a - b for a, b in zip(answer["probabilities"], expected))

    def tagging(self):
        for text, answer in zip(ASKED, self.predicted([[text] for text in ASKED])):
            places = list(re.finditer(r"\w+|[^\w\s]", text))
            words = [place[0] for place in places]
            of_word = self.tokenizer(words, is_split_into_words=True).word_ids()
            first = [of_word.index(w) for w in range(len(words))]
            logits = self.logits(words, is_split_into_words=True).logits[0]
            logs = torch.log_softmax(logits.double(), -1)[first].tolist()
            expected = [(places[i].start(), places[j - 1].end(), label, math.exp(least))
                        for i, j, label, least in likeliest_spans(logs, self.model.config.label2id)]
            found = answer["spans"]
            assert [(s["start"], s["end"], s["label"]) for s in found] == [e[:3] for e in expected], (found, expected)
            yield from (s["probability"] - e[3] for s, e in zip(found, expected))

    def qa(self):
        rows = [{"question": f"Where stayed {name}?", "context": text} for name, text in zip(NAMES, ASKED)]
        for r, answer in zip(rows, self.predicted(rows)):
            encoded = self.tokenizer(r["question"], r["context"], return_offsets_mapping=True)
            logits = self.logits(r["question"], r["context"])
            start, end = logits.start_logits[0].double(), logits.end_logits[0].double()
            pieces = [i for i, of in enumerate(encoded.sequence_ids()) if of == 1]
            spans = [(i, j) for i in pieces for j in pieces if i <= j < i + self.extra["max_answer_length"]]
            none = [(0, 0)] if self.extra["may_decline"] else []
            probabilities = torch.softmax(torch.stack([start[i] + end[j] for i, j in spans + none]), 0).tolist()
            places = encoded["offset_mapping"]
            expected = {(places[i][0], places[j][1]): p for (i, j), p in zip(spans, probabilities)}
            found = answer["best"]
            assert len(found) == len({f["answer"] for f in found}), found
            assert abs(found[0]["probability"] - max(expected.values())) < TOLERANCE, (found[0], max(expected.values()))
            yield from (f["probability"] - expected[f["start"], f["end"]] for f in found)
            if none:
                yield answer["no_answer_probability"] - probabilities[-1]


def likeliest_spans(logs, ids):
    """Spans (first word, word behind the last, type, least log probability) of the likeliest labels: each word is outside, or in a span."""
    best = [(0.0, [])]
    for j in range(1, len(logs) + 1):
        log, spans = best[j - 1]
        ways = [(log + logs[j - 1][ids["O"]], spans)]
        for label in {name[2:] for name in ids if name != "O"}:
            for i in range(j):
                letters = ["S"] if j - i == 1 else ["B", *"I" * (j - i - 2), "E"]
                own = [logs[w][ids[f"{letter}-{label}"]] for w, letter in zip(range(i, j), letters)]
                ways.append((best[i][0] + sum(own), best[i][1] + [(i, j, label, min(own))]))
        best.append(max(ways))
    return best[-1][1]


def main(arguments):
    transformers.logging.set_verbosity_error()
    transformers.logging.disable_progress_bar()
    if arguments[0] == "--make":
        make(Path(arguments[1]))
        return
    for folder in map(Path, arguments):
        checked = Checked(folder)
        differences = checked.differences()
        largest = max(map(abs, differences))
        print(f"{folder.name}: {type(checked.model).__name__}, {len(differences)} numbers, largest difference {largest:.1e}")
        assert largest < TOLERANCE, folder
    print(f"torch {torch.__version__}, transformers {transformers.__version__}: all as expected")


if __name__ == "__main__":
    main(sys.argv[1:])

"""QNLI's training rows from SQuAD's, for want of its own file: python qnli_pairs.py train-v1.1.json dev.tsv ROWS > train.tsv

Each question stands once, beside the sentence of its paragraph that holds the answer (entailment) or beside the other sentence that shares most
words with it (not_entailment), one as often as the other (Wang et al., GLUE, 2019, section 3.3). Questions of QNLI's dev.tsv are left out. The
authors cut sentences by another rule and paired each question with both kinds, so that scores are not those of training on their file.
"""

import csv
import json
import random
import re
import sys


def sentences(text):
    start = 0
    for end in re.finditer(r"(?<=[.!?])[\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])", text):
        yield start, end.start(), text[start : end.start()]
        start = end.end()
    yield start, len(text), text[start:]


def words(text):
    return set(re.findall(r"\w+", text.lower()))


def pair(question, answer, context, positive):
    parts = list(sentences(context))
    holds = [s for begin, end, s in parts if begin <= answer["answer_start"] < end]
    others = [s for begin, end, s in parts if not begin <= answer["answer_start"] < end and answer["text"] not in s]
    if not holds or not others:
        return None
    if positive:
        return holds[0], "entailment"
    return max(others, key=lambda s: len(words(s) & words(question))), "not_entailment"


def main(squad, dev, rows):
    with open(dev, encoding="utf-8", newline="") as file:
        known = {row["question"] for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)}
    with open(squad, encoding="utf-8") as file:
        articles = json.load(file)["data"]
    asked = [(q, p["context"]) for a in articles for p in a["paragraphs"] for q in p["qas"] if q["question"].strip() not in known]
    random.seed(1)
    random.shuffle(asked)
    print("index", "question", "sentence", "label", sep="\t")
    made = 0
    for q, context in asked:
        found = pair(q["question"], q["answers"][0], context, made % 2 == 0)
        if found and made < int(rows):
            question, sentence = (re.sub(r"\s+", " ", text).strip() for text in (q["question"], found[0]))
            print(made, question, sentence, found[1], sep="\t")
            made += 1


if __name__ == "__main__":
    main(*sys.argv[1:])

"""The texts that serving_peer.py has classified: lengths as people send them, drawn from public sets.

    serving_texts.py SST2_DEV SQUAD_DEV OUT [--seed 1]

SST2_DEV is GLUE's SST-2/dev.tsv, SQUAD_DEV the file dev-v1.1.json of SQuAD 1.1. OUT gets 2,000 texts, one a line: 800 sentences, 800 questions
and 400 contexts, none of them twice, in an order of the seed. White space within a text becomes a space. Needs nothing but Python.
"""

import argparse
import json
import random

SENTENCES, QUESTIONS, CONTEXTS = 800, 800, 400


def sentences(file):
    names = next(file).rstrip("\n").split("\t")
    column = names.index("sentence")
    return [line.rstrip("\n").split("\t")[column] for line in file]


def paragraphs(file):
    return [paragraph for article in json.load(file)["data"] for paragraph in article["paragraphs"]]


def drawn(texts, count, draw):
    """Some of the texts, none of them twice."""
    different = list(dict.fromkeys(" ".join(text.split()) for text in texts))
    return draw.sample(different, count)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sst2")
    parser.add_argument("squad")
    parser.add_argument("out")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    draw = random.Random(arguments.seed)
    with open(arguments.sst2, encoding="utf-8") as file:
        texts = drawn(sentences(file), SENTENCES, draw)
    with open(arguments.squad, encoding="utf-8") as file:
        squad = paragraphs(file)
    texts += drawn((asked["question"] for paragraph in squad for asked in paragraph["qas"]), QUESTIONS, draw)
    texts += drawn((paragraph["context"] for paragraph in squad), CONTEXTS, draw)
    draw.shuffle(texts)
    with open(arguments.out, "w", encoding="utf-8") as file:
        file.writelines(text + "\n" for text in texts)


main()

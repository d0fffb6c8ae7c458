"""Hugging Face's WordPiece trainer beside ours, on the same text: seconds, and word pieces a word on held-out text.

    train  TEXT SIZE OUT              one training with Hugging Face's trainer
    compare TEXT HELDOUT SIZE ROUNDS -- JAVA-COMMAND...
                                      ROUNDS interleaved trainings of both, medians, and both vocabularies measured;
                                      TEXT is a file or a quoted pattern;
                                      JAVA-COMMAND runs io.github.electra4j.bench.VocabularyBenchmark

Needs the package `tokenizers`. Both get two threads. `seconds` is the time of the training call inside the process; `wall`
that of the whole process, starting the virtual machine or the interpreter included; `cpu` the processor time of all its
threads, compilers included, which says most on a machine that has other work.
"""

import glob
import json
import os
import statistics
import sys
import tempfile
import time

import compare

THREADS = 2


def train(text, size, out):
    os.environ["RAYON_NUM_THREADS"] = str(THREADS)
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    import tokenizers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    # min_frequency and limit_alphabet as in BertWordPieceTokenizer.train
    trainer = trainers.WordPieceTrainer(
        vocab_size=size,
        min_frequency=2,
        limit_alphabet=1000,
        special_tokens=["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"],
        show_progress=False,
    )
    begin = time.perf_counter()
    tokenizer.train(sorted(glob.glob(text)), trainer)
    seconds = time.perf_counter() - begin
    by_id = sorted(tokenizer.get_vocab().items(), key=lambda item: item[1])
    with open(out, "w", encoding="utf-8") as file:
        file.writelines(piece + "\n" for piece, _ in by_id)
    print(json.dumps({"seconds": seconds, "vocabulary": out, "tokenizers": tokenizers.__version__}))


def compare_with(text, heldout, size, rounds, java):
    folder = tempfile.mkdtemp()
    ours_file, theirs_file = os.path.join(folder, "ours.txt"), os.path.join(folder, "theirs.txt")
    trained = compare.in_turn(rounds, {
        "theirs": [sys.executable, __file__, "train", text, str(size), theirs_file],
        "ours": [*java, "train", text, str(size), str(THREADS), ours_file],
    })
    result = {"rounds": rounds, "tokenizers": trained["theirs"][0]["tokenizers"]}
    for key in ("seconds", "wall", "cpu"):
        a, b = (statistics.median(r[key] for r in trained[side]) for side in ("ours", "theirs"))
        result[key] = {"ours": a, "theirs": b, "ratio": b / a}
    measured = [compare.run([*java, "measure", file, heldout]) for file in (ours_file, theirs_file)]
    a, b = (m["pieces_per_word"] for m in measured)
    result["pieces_per_word"] = {"ours": a, "theirs": b, "ratio": a / b}
    result["unknown"] = {"ours": measured[0]["unknown"], "theirs": measured[1]["unknown"]}
    print(json.dumps(result, indent=2))


if __name__ == "__main__":
    if sys.argv[1] == "train":
        train(sys.argv[2], int(sys.argv[3]), sys.argv[4])
    else:
        compare_with(sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5]), sys.argv[sys.argv.index("--") + 1 :])

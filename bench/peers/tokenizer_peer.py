"""Hugging Face's tokenizer beside ours, on the same paragraphs: millions of UTF-8 bytes a second of wall clock.

    measure VOCAB TEXT ids|offsets     Hugging Face alone: encode_batch_fast gives ids, encode_batch offsets as well
    compare VOCAB TEXT ROUNDS -- JAVA-COMMAND...
                                       ROUNDS interleaved measurements of both, ids with ids and offsets with offsets;
                                       JAVA-COMMAND runs io.github.electra4j.bench.TokenizerBenchmark

Needs the package `tokenizers`. Both get two threads, hold the text in memory, warm up and keep all results; the pieces
must be as many.
"""

import json
import os
import statistics
import sys
import time

import compare

THREADS = 2


def measure(vocabulary, text, what):
    os.environ["RAYON_NUM_THREADS"] = str(THREADS)
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    import tokenizers
    from tokenizers import Tokenizer, models, normalizers, pre_tokenizers

    tokenizer = Tokenizer(models.WordPiece.from_file(vocabulary, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    encode = tokenizer.encode_batch_fast if what == "ids" else tokenizer.encode_batch
    with open(text, encoding="utf-8") as file:
        paragraphs = [line.strip() for line in file if line.strip()]
    size = sum(len(p.encode()) for p in paragraphs)
    encode(paragraphs[:1000], add_special_tokens=False)
    begin, cpu = time.perf_counter(), time.process_time()
    encodings = encode(paragraphs, add_special_tokens=False)
    seconds, cpu = time.perf_counter() - begin, time.process_time() - cpu
    print(json.dumps({
        "mb_per_s": size / 1e6 / seconds,
        "seconds": seconds,
        "cpu_seconds": cpu,
        "pieces": sum(len(e) for e in encodings),
        "threads": THREADS,
        "tokenizers": tokenizers.__version__,
    }))


def compare_with(vocabulary, text, rounds, java):
    for what in ("ids", "offsets"):
        switches = ["--threads", str(THREADS)] + (["--offsets"] if what == "offsets" else [])
        results = compare.in_turn(rounds, {
            "peer": [sys.executable, __file__, "measure", vocabulary, text, what],
            "ours": [*java, vocabulary, text, *switches],
        })
        for peer, own in zip(results["peer"], results["ours"]):
            if own["pieces"] != peer["pieces"]:
                sys.exit(f"{own['pieces']} pieces, Hugging Face has {peer['pieces']}")
        theirs, ours = ([result["mb_per_s"] for result in results[side]] for side in ("peer", "ours"))
        cpu = [[result["cpu_seconds"] for result in results[side]] for side in ("peer", "ours")]
        print(json.dumps({
            "what": what,
            "hugging_face_mb_per_s": round(statistics.median(theirs), 2),
            "electra4j_mb_per_s": round(statistics.median(ours), 2),
            "ratio": round(compare.ratios(ours, theirs)["median"], 2),
            "ratio_of_cpu_seconds": round(compare.ratios(*cpu)["median"], 2),
            "rounds": rounds,
            "all": [[round(t, 2), round(o, 2)] for t, o in zip(theirs, ours)],
        }), flush=True)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 4 and arguments[0] == "measure":
        measure(*arguments[1:])
    elif len(arguments) > 5 and arguments[0] == "compare" and arguments[4] == "--":
        compare_with(arguments[1], arguments[2], int(arguments[3]), arguments[5:])
    else:
        sys.exit(__doc__)

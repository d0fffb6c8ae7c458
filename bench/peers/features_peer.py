"""Making the windows of SQuAD's training questions by Hugging Face's tokenizer beside ours: questions a second.

    measure TRAIN VOCAB                Hugging Face alone
    compare TRAIN VOCAB ROUNDS -- JAVA-COMMAND...
                                       ROUNDS measurements of both in turn; JAVA-COMMAND runs
                                       io.github.electra4j.bench.FeatureBenchmark

Needs what tasks.py imports. As transformers' run_qa.py does it: a thousand questions at once, pairs of question
and context of at most 384 tokens, truncated in the context with a stride of 128, all that overflows with its offsets, then the
positions of start and end for each window. Its stride is what windows share, ours what the next one is further on, as in the
published codes; so long contexts have more windows in ours. Both get all cores, hold the questions in memory and warm up.
"""

import json
import statistics
import sys
import time

import compare

LENGTH = 384
STRIDE = 128
CHUNK = 1000


def features(own, questions):
    """Windows with the tokens of the first answer, as run_qa.py's prepare_train_features has them."""
    made = []
    for at in range(0, len(questions), CHUNK):
        some = questions[at : at + CHUNK]
        pairs = [(question["question"].lstrip(), context) for context, question in some]
        for (_, question), encoding in zip(some, own.encode_batch(pairs)):
            answer = question["answers"][0]
            begin, end = answer["answer_start"], answer["answer_start"] + len(answer["text"])
            for window in (encoding, *encoding.overflowing):
                ids, types, offsets = window.ids, window.type_ids, window.offsets
                first = types.index(1)
                last = len(ids) - 2
                start, stop = 0, 0
                if offsets[first][0] <= begin and offsets[last][1] >= end:
                    start = first
                    while start <= last and offsets[start][0] <= begin:
                        start += 1
                    start -= 1
                    stop = last
                    while offsets[stop][1] >= end:
                        stop -= 1
                    stop += 1
                made.append((ids, types, start, stop))
    return made


def measure(train, vocabulary):
    import tasks
    import tokenizers
    from tokenizers import processors

    own = tasks.tokenizer(vocabulary)
    own.post_processor = processors.BertProcessing(
        *((name, own.token_to_id(name)) for name in ("[SEP]", "[CLS]")))
    own.enable_truncation(LENGTH, stride=STRIDE, strategy="only_second")
    questions = tasks.TASKS["qa"].questions(tasks.read(tasks.TASKS["qa"], train))
    features(own, questions[:CHUNK])
    begin = time.perf_counter()
    made = features(own, questions)
    seconds = time.perf_counter() - begin
    print(json.dumps({
        "questions_per_second": len(questions) / seconds,
        "seconds": seconds,
        "questions": len(questions),
        "windows": len(made),
        "tokenizers": tokenizers.__version__,
    }))


def compare_with(train, vocabulary, rounds, java):
    results = compare.in_turn(rounds, {
        "peer": [sys.executable, __file__, "measure", train, vocabulary],
        "ours": [*java, train, vocabulary],
    })
    if len({result["questions"] for side in results.values() for result in side}) > 1:
        sys.exit("the sides worked on other questions")
    theirs, ours = ([result["questions_per_second"] for result in results[side]] for side in ("peer", "ours"))
    ratio = compare.ratios(ours, theirs)
    print(json.dumps({
        "peer": compare.spread(theirs),
        "ours": compare.spread(ours),
        "ratio": ratio,
        "windows": {side: results[side][0]["windows"] for side in results},
        "rounds": rounds,
    }))
    print(
        f"windows of SQuAD: electra4j {statistics.median(ours):.0f}, peer {statistics.median(theirs):.0f} questions/s;"
        f" ratio {ratio['median']:.2f} ({ratio['least']:.2f} to {ratio['most']:.2f} over {rounds} rounds)")


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 3 and arguments[0] == "measure":
        measure(*arguments[1:])
    elif len(arguments) > 5 and arguments[0] == "compare" and arguments[4] == "--":
        compare_with(arguments[1], arguments[2], int(arguments[3]), arguments[5:])
    else:
        sys.exit(__doc__)

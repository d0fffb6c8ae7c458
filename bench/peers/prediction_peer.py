"""Prediction by ELECTRA-Small with PyTorch and Hugging Face's modules beside ours, of random weights: rows a second.

    measure TASK DATA VOCAB FORM [--batch 32] [--attention sdpa]
                                       the peer alone; TASK and the form of DATA are those of tasks.py, FORM one of
                                       torch_training.py: eager-bf16-threads for example
    compare TASK DATA VOCAB ROUNDS [--rows 2000] [--forms FORM ...] [--ours bf16 ...] [--limit 600] [options of measure]
            -- JAVA-COMMAND...
                                       draws so many rows, tries all forms (or those) once, then ROUNDS measurements of the
                                       best one and of ours in turn; JAVA-COMMAND runs
                                       io.github.electra4j.bench.PredictionBenchmark

Needs torch, transformers and tokenizers; torch.compile needs a C++ compiler. Both sides read the file, warm up on a tenth of the
rows, then count what lies between the rows and their answers: tokenizing, batches sorted by length and padded to their longest,
the network without gradients. The peer then takes the greatest of the scores alone; ours finds the best span or the best sound
sequence of tags, and writes JSONL with offsets.
"""

import json
import os
import sys
import tempfile
import time

import compare
import tasks
import torch
import torch_training
import transformers

FORMS = torch_training.FORMS


def work(part, parts, threads, options, folder):
    """Answers this process's share of the rows, and writes when it began and ended."""
    mode, precision, _ = options.form.split("-")
    torch.set_num_threads(threads)
    torch.manual_seed(1)
    task = tasks.TASKS[options.task]
    rows = tasks.read(task, options.data)
    own = tasks.tokenizer(options.vocabulary)
    network = tasks.Network(task, own.get_vocab_size(), len(task.labels(rows)), options.attention).eval()
    step = torch.compile(network, dynamic=True) if mode == "compile" else network

    def answer(some):
        examples = sorted(task.examples(some, own), key=lambda example: -len(example.ids))
        for start in range(0, len(examples), options.batch):
            with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
                scores = step(*tasks.batch(examples[start : start + options.batch]))
            for one in scores if isinstance(scores, tuple) else [scores]:
                one.argmax(-1).tolist()
        return sum(len(example.ids) for example in examples)

    with torch.inference_mode():
        answer(rows[: max(1, len(rows) // 10)])
        begin = time.perf_counter()
        tokens = answer(rows[part::parts])
    with open(os.path.join(folder, str(part)), "w", encoding="utf-8") as file:
        json.dump([begin, time.perf_counter(), tokens], file)


def measure(options):
    cores = len(os.sched_getaffinity(0))
    task = tasks.TASKS[options.task]
    rows = tasks.read(task, options.data)
    count = len(task.questions(rows)) if options.task == "qa" else len(rows)
    with tempfile.TemporaryDirectory() as folder:
        if options.form.endswith("threads"):
            work(0, 1, cores, options, folder)
        else:
            os.environ["RAYON_NUM_THREADS"] = "1"
            torch.multiprocessing.spawn(work, (cores, 1, options, folder), nprocs=cores)
        parts = []
        for name in os.listdir(folder):
            with open(os.path.join(folder, name), encoding="utf-8") as file:
                parts.append(json.load(file))
    begins, ends, tokens = zip(*parts)
    print(json.dumps({
        "rows_per_second": count / (max(ends) - min(begins)),
        "task": options.task,
        "form": options.form,
        "rows": count,
        "tokens": sum(tokens),
        "batch": options.batch,
        "attention": options.attention,
        "torch": torch.__version__,
        "transformers": transformers.__version__,
    }))


def compare_with(options, java):
    with tasks.drawn(options.task, options.data, options.rows) as drawn:
        data = [options.task, drawn, options.vocabulary]
        same = ["--batch", str(options.batch), "--attention", options.attention]
        commands = {form: [sys.executable, __file__, "measure", *data, form, *same] for form in options.forms}
        compare.beside_best(
            f"prediction by ELECTRA-Small, {options.task}",
            "rows_per_second",
            commands,
            commands,
            {f"electra4j {p}": [*java, *data, p] for p in options.ours},
            options.rounds,
            options.limit,
            same="tokens",
        )


if __name__ == "__main__":
    arguments, java = torch_training.arguments(
        __doc__, FORMS, {"task": list(tasks.TASKS), "data": None, "vocabulary": None}, {}, {"rows": 2000}, ours="bf16")
    compare_with(arguments, java) if arguments.do == "compare" else measure(arguments)

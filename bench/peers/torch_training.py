"""What the peers of training share: the forms in which PyTorch may run a training step, and the seconds of its steps.

A form is MODE-PRECISION-CORES: eager or compile (torch.compile), fp32 or bf16 (autocast), and threads (one process with a
thread a core) or processes (one process with one thread a core, each with its part of the batch; DistributedDataParallel over
gloo).
"""

import argparse
import json
import os
import sys
import tempfile
import time

import torch
import torch.distributed as distributed
from torch import nn

FORMS = [
    f"{mode}-{precision}-{cores}"
    for mode in ("eager", "compile")
    for precision in ("fp32", "bf16")
    for cores in ("threads", "processes")
]


def seconds(form, build, steps):
    """Seconds of each step. build(part, parts) gives the network, which returns its loss, and a list of its arguments."""
    cores = len(os.sched_getaffinity(0))
    with tempfile.TemporaryDirectory() as folder:
        if form.endswith("threads"):
            work(0, 1, cores, form, build, steps, folder)
        else:
            torch.multiprocessing.spawn(work, (cores, 1, form, build, steps, folder), nprocs=cores)
        with open(os.path.join(folder, "seconds"), encoding="utf-8") as file:
            return json.load(file)


def work(part, parts, threads, form, build, steps, folder):
    mode, precision, _ = form.split("-")
    torch.set_num_threads(threads)
    torch.manual_seed(1 + part)
    network, batches = build(part, parts)
    optimiser = adamw(network)
    step = torch.compile(network) if mode == "compile" else network
    if parts > 1:
        os.environ.setdefault("GLOO_SOCKET_IFNAME", "lo")
        distributed.init_process_group("gloo", init_method=f"file://{folder}/meeting", rank=part, world_size=parts)
        step = nn.parallel.DistributedDataParallel(step, gradient_as_bucket_view=True, static_graph=True)
    parameters = list(network.parameters())
    taken = []
    for i in range(steps):
        begin = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=precision == "bf16"):
            loss = step(*batches[i % len(batches)])
        loss.backward()
        nn.utils.clip_grad_norm_(parameters, 1.0, foreach=True)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        taken.append(time.perf_counter() - begin)
    if part == 0:
        with open(os.path.join(folder, "seconds"), "w", encoding="utf-8") as file:
            json.dump(taken, file)
    if parts > 1:
        distributed.destroy_process_group()


def adamw(network):
    decayed = [p for n, p in network.named_parameters() if not n.endswith("bias") and "norm" not in n.lower()]
    others = [p for n, p in network.named_parameters() if n.endswith("bias") or "norm" in n.lower()]
    return torch.optim.AdamW(
        [dict(params=decayed, weight_decay=0.01), dict(params=others, weight_decay=0.0)], lr=1e-4, eps=1e-6, fused=True)


def split(given):
    """What stands before `--` and behind it."""
    return (given[: given.index("--")], given[given.index("--") + 1 :]) if "--" in given else (given, [])


def arguments(usage, forms, data, numbers, compared=None, ours="fp32"):
    """The options of a peer, and what stands behind `--`.

    data       its first arguments by name, each with the values it may have, or None
    numbers    options of a whole number by name, with their defaults
    compared   the same of compare alone
    ours       the precision of ours where none is named
    """
    given, java = split(sys.argv[1:])
    parser = argparse.ArgumentParser(usage=usage)
    commands = parser.add_subparsers(dest="do", required=True)
    for name in ("measure", "compare"):
        command = commands.add_parser(name, usage=usage)
        for argument, choices in data.items():
            command.add_argument(argument, choices=choices)
        if name == "measure":
            command.add_argument("form", choices=forms)
        else:
            command.add_argument("rounds", type=int)
            command.add_argument("--forms", nargs="+", choices=forms, default=forms)
            command.add_argument("--ours", nargs="+", choices=["fp32", "bf16"], default=[ours])
            command.add_argument("--limit", type=float, default=600)
        for option, default in {**numbers, **(compared or {} if name == "compare" else {})}.items():
            command.add_argument(f"--{option}", type=int, default=default)
        command.add_argument("--batch", type=int, default=32)
        command.add_argument("--attention", choices=["sdpa", "eager"], default="sdpa")
    options = parser.parse_args(given)
    if (options.do == "compare") != bool(java):
        parser.error("compare needs -- JAVA-COMMAND..., measure takes none")
    return options, java

"""What the generator costs of a pre-training step of ELECTRA-Small, with PyTorch and Hugging Face's modules and in ours.

    measure STEPS BATCH [FORM ...]       the peer alone: seconds of a step of each form (all unless told), steps in turn
    compare ROUNDS -- JAVA-COMMAND...    ours and the peer in turn, each round in fresh processes; prints a table
    memory [FORM ...] -- JAVA-COMMAND... the most resident memory of a process that takes steps of one form, for each form

With --fp32 both sides compute in fp32, else in bf16. JAVA-COMMAND runs io.github.electra4j.bench.GeneratorBenchmark, which has the same forms. "none" has no generator, and pieces are drawn
evenly: what a step of another form takes beyond that is the generator's share. The peer works as one of the processes of
eager-bf16-processes (pretraining_peer.py): one thread, half of the batch of 32 where there are two cores; nothing is exchanged.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from types import SimpleNamespace

import compare

FORMS = {
    "none": dict(stage="none"),
    **{f"size {size}": dict(size=float(size)) for size in ("0.125", "0.25", "0.5", "0.75", "1")},
    **{f"size 0.25, layers {layers}": dict(layers=layers) for layers in (6, 4, 3, 2)},
    "size 0.5, layers 4": dict(size=0.5, layers=4),
    "adversarial": dict(stage="adversarial"),
    "tied": dict(size=1.0, stage="tied"),
    "two-tower": dict(stage="two-tower"),
    "two-stage, first": dict(size=1.0, stage="first"),
    "two-stage, second": dict(size=1.0, stage="second"),
    "two-stage, second, generator goes on": dict(size=1.0, stage="apart"),
}
STEPS, BATCH, CORES = 6, 32, 2


class Steps:
    def __init__(self, batch, form, precision):
        import pretraining_peer
        import torch_training

        options = SimpleNamespace(batch=batch, attention="sdpa", **pretraining_peer.SMALL)
        self.network, self.batches = pretraining_peer.build(options, 0, 1, **FORMS[form])
        self.parameters = [p for p in self.network.parameters() if p.requires_grad]
        self.optimiser = torch_training.adamw(self.network)
        self.precision = precision
        self.seconds, self.cpu = [], []

    def step(self):
        import torch

        begin, begin_cpu = time.perf_counter(), time.process_time()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.precision == "bf16"):
            loss = self.network(*self.batches[len(self.seconds) % len(self.batches)])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0, foreach=True)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.seconds.append(time.perf_counter() - begin)
        self.cpu.append(time.process_time() - begin_cpu)


def measure(steps, batch, names, precision):
    import pretraining_peer
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(1)
    forms = {name: Steps(batch, name, precision) for name in names or FORMS}
    for _ in range(pretraining_peer.WARM + steps):
        for form in forms.values():
            form.step()
    counted = slice(pretraining_peer.WARM, None)
    print(json.dumps({"torch": torch.__version__, "forms": {
        name: {"seconds": statistics.median(form.seconds[counted]), "cpu_seconds": statistics.median(form.cpu[counted])}
        for name, form in forms.items()}}))


def sides(java, steps, precision):
    flags = ["--fp32"] if precision == "fp32" else []
    return {
        "ours": [*java, str(steps), str(BATCH), precision],
        "peer": [sys.executable, __file__, *flags, "measure", str(steps), str(BATCH // CORES)],
    }


def compare_with(rounds, java, precision):
    results = compare.in_turn(rounds, sides(java, STEPS, precision), compare.ALLOCATOR)
    print("form | " + " | ".join(f"{side}: CPU s a step, the generator's share" for side in results))
    for form in FORMS:
        cells = []
        for side in results.values():
            cpu = [result["forms"][form]["cpu_seconds"] for result in side]
            shares = compare.spread([
                1 - result["forms"]["none"]["cpu_seconds"] / result["forms"][form]["cpu_seconds"] for result in side])
            cells.append(
                f"{statistics.median(cpu):.3f}, {shares['median']:.1%} ({shares['least']:.1%} to {shares['most']:.1%})")
        print(" | ".join([form, *cells]))
    print(json.dumps(results))


def memory(java, names, precision):
    for form in names or FORMS:
        peaks = {side: peak([*command, form]) for side, command in sides(java, 2, precision).items()}
        print(form + ": " + ", ".join(f"{side} {megabytes:,.0f} MB" for side, megabytes in peaks.items()), flush=True)


def peak(command):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, env={**os.environ, **compare.ALLOCATOR})
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{command[0]} failed")
    return usage.ru_maxrss * 1024 / 1e6


def main():
    given, java = sys.argv[1:], []
    if "--" in given:
        given, java = given[: given.index("--")], given[given.index("--") + 1 :]
    precision = "bf16"
    if "--fp32" in given:
        given.remove("--fp32")
        precision = "fp32"
    if given[:1] == ["measure"] and len(given) >= 3 and not java:
        measure(int(given[1]), int(given[2]), given[3:], precision)
    elif given[:1] == ["compare"] and len(given) == 2 and java:
        compare_with(int(given[1]), java, precision)
    elif given[:1] == ["memory"] and java:
        memory(java, given[1:], precision)
    else:
        sys.exit(__doc__)


main()

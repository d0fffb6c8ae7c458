"""What the peer scripts share: ours and a peer measured in turn, every time in a fresh process; medians, spread and ratio.

A measurement is a command whose last line on standard output is a JSON object.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time

# What the launcher `electra` sets before it starts Java; both sides get it where a network is computed.
ALLOCATOR = {
    "GLIBC_TUNABLES": "glibc.malloc.hugetlb=1:glibc.malloc.mmap_threshold=4294967296"
    ":glibc.malloc.trim_threshold=17179869184:glibc.malloc.top_pad=268435456"
}


class Failed(Exception):
    """A measurement that gave no figure, and why."""


def run(command, environment=None, limit=None):
    """The object that a measurement prints, with `wall` and `cpu` seconds of its whole process; `limit` is in seconds."""
    begin, begin_cpu = time.perf_counter(), cpu()
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, env={**os.environ, **(environment or {})}, timeout=limit)
    except subprocess.TimeoutExpired:
        raise Failed(f"took longer than {limit} s") from None
    lines = done.stdout.strip().splitlines()
    if done.returncode or not lines:
        said = done.stderr.strip().splitlines()
        raise Failed(f"exit code {done.returncode}: " + " | ".join(said[-3:])[-400:])
    result = json.loads(lines[-1])
    result["wall"] = time.perf_counter() - begin
    result["cpu"] = cpu() - begin_cpu
    return result


def cpu():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def in_turn(rounds, commands, environment=None):
    """Every command once a round, in their order: {name: [its results]}."""
    results = {name: [] for name in commands}
    for number in range(1, rounds + 1):
        for name, command in commands.items():
            say(f"round {number} of {rounds}: {name}")
            results[name].append(run(command, environment))
    return results


def spread(values):
    return {"median": statistics.median(values), "least": min(values), "most": max(values), "all": values}


def ratios(ours, theirs):
    """Ours by theirs, round by round, so that what disturbs a whole round disturbs no ratio."""
    return spread([a / b for a, b in zip(ours, theirs)])


def beside_best(title, rate, trials, forms, ours, rounds, limit, same=None):
    """Finds the peer's best form, then measures it and ours in turn; prints a JSON line and a sentence for people.

    rate     the figure to compare, more is better
    trials   {form: command} by which the best is found; what fails or takes longer than `limit` s is told
    forms    {form: command} that measures it
    ours     {name: command}
    same     a figure that must be equal in all measurements, since it tells that the data are
    """
    tried = {}
    for name, command in trials.items():
        try:
            result = run(command, ALLOCATOR, limit)
            tried[name] = result[rate]
            say(f"{name}: {result[rate]:.1f} {rate}")
        except Failed as failed:
            tried[name] = f"failed: {failed}"
            say(f"{name} {tried[name]}")
    working = [name for name in tried if isinstance(tried[name], float)]
    if not working:
        sys.exit(json.dumps({"title": title, "forms": tried}) + "\nno form of the peer works")
    best = max(working, key=tried.get)
    peer = f"peer {best}"
    load = os.getloadavg()[0]
    results = in_turn(rounds, {peer: forms[best], **ours}, ALLOCATOR)
    if same and len({result[same] for side in results.values() for result in side}) > 1:
        sys.exit(f"the sides worked on other data: {same} is " + ", ".join(f"{n}: {r[0][same]}" for n, r in results.items()))
    rates = {name: [result[rate] for result in side] for name, side in results.items()}
    by_name = {name: ratios(rates[name], rates[peer]) for name in ours}
    print(json.dumps({
        "title": title, "unit": rate, "rounds": rounds, "load_before": load, "forms": tried, "peer": results[peer][0],
        "rates": {name: spread(values) for name, values in rates.items()}, "ratio": by_name}))
    for name, ratio in by_name.items():
        print(
            f"{title}: {name} {statistics.median(rates[name]):.1f}, {peer} {statistics.median(rates[peer]):.1f} {rate};"
            f" ratio {ratio['median']:.2f} ({ratio['least']:.2f} to {ratio['most']:.2f} over {rounds} rounds)")


def say(text):
    print(text, file=sys.stderr, flush=True)

"""What the matrix products of a step of ELECTRA-Small take alone: the time below which no step can come on this processor.

    python bench/peers/matrix_products.py [examples]

Every product of a forward and a backward pass, of both networks and the generator's output layer, at the shapes of one replica
(16 examples of 128 tokens unless told), by PyTorch in bf16 with one thread, the best of five; and their sum over all layers.
"""

import sys
import time

import torch

LENGTH, HEAD, LAYERS, EMBEDDING, VOCABULARY = 128, 64, 12, 128, 30_522


def noise(*shape):
    return torch.randn(*shape).to(torch.bfloat16)


def seconds(product, operations):
    repeats = max(3, int(2e10 / operations))
    for _ in range(3):
        product()
    best = float("inf")
    for _ in range(5):
        begin = time.perf_counter()
        for _ in range(repeats):
            product()
        best = min(best, (time.perf_counter() - begin) / repeats)
    return best


def linear(rows, width, out):
    """Forward, the weight's gradient, the input's gradient."""
    x, w, b, g = noise(rows, width), noise(out, width), noise(out), noise(rows, out)
    return [lambda: torch.nn.functional.linear(x, w, b), lambda: g.t().mm(x), lambda: g.mm(w)], 2.0 * rows * width * out


def attention(rows):
    """Scores, context, and two gradients of each."""
    q, k, p = noise(rows, LENGTH, HEAD), noise(rows, LENGTH, HEAD), noise(rows, LENGTH, LENGTH)
    t = lambda x: x.transpose(1, 2)
    products = [lambda: q.bmm(t(k)), lambda: p.bmm(k), lambda: t(p).bmm(q), lambda: q.bmm(t(k)), lambda: p.bmm(k), lambda: t(p).bmm(k)]
    return products, 2.0 * rows * LENGTH * LENGTH * HEAD


def main():
    torch.set_num_threads(1)
    examples = int(sys.argv[1]) if len(sys.argv) > 1 else 16
    rows = examples * LENGTH
    groups = []
    for network, hidden, wide, heads in (("discriminator", 256, 1024, 4), ("generator", 64, 256, 1)):
        shapes = {"qkv": (hidden, 3 * hidden), "output": (hidden, hidden), "wide": (hidden, wide), "narrow": (wide, hidden)}
        groups += [(f"{network} {name}", LAYERS, *linear(rows, *shape)) for name, shape in shapes.items()]
        groups.append((f"{network} attention", LAYERS, *attention(examples * heads)))
    groups.append(("output layer", 1, *linear(round(0.15 * rows), EMBEDDING, VOCABULARY)))
    total = counted = 0.0
    for name, times, products, operations in groups:
        taken = times * sum(seconds(product, operations) for product in products)
        done = times * len(products) * operations
        total, counted = total + taken, counted + done
        print(f"{name:26s} {1e3 * taken:7.1f} ms  {done / taken / 1e9:6.1f} GFLOP/s")
    print(f"{'all':26s} {1e3 * total:7.1f} ms  {counted / total / 1e9:6.1f} GFLOP/s  (torch {torch.__version__})")


if __name__ == "__main__":
    main()

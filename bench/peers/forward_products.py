"""What the four linear maps of a layer of ELECTRA-Small take in a forward pass, by PyTorch with one thread: in bf16, in bf16 with weights that
were brought into the processor's order beforehand, and in int8 with weights in whole numbers and inputs made so each time.

    python bench/peers/forward_products.py [tokens ...]

Microseconds a layer, the best of five, for so many tokens together (25, 440 and 1600 unless told).
"""

import sys

import torch
from matrix_products import seconds

HIDDEN, WIDE = 256, 1024
SHAPES = {"qkv": (HIDDEN, 3 * HIDDEN), "output": (HIDDEN, HIDDEN), "wide": (HIDDEN, WIDE), "narrow": (WIDE, HIDDEN)}


def forms(tokens, width, out):
    x, w, b = torch.randn(tokens, width), 0.05 * torch.randn(out, width), torch.randn(out)
    half, weight, bias = x.bfloat16(), w.bfloat16(), b.bfloat16()
    packed = torch.ops.mkldnn._reorder_linear_weight(weight, tokens)
    whole = torch.quantize_per_channel(w, w.abs().amax(1) / 127, torch.zeros(out, dtype=torch.long), 0, torch.qint8)
    prepared = torch.ops.quantized.linear_prepack(whole, b)
    return {
        "bf16": lambda: torch.nn.functional.linear(half, weight, bias),
        "bf16 packed": lambda: torch.ops.mkldnn._linear_pointwise(half, packed, bias, "none", [], ""),
        "int8": lambda: torch.ops.quantized.linear_dynamic(x, prepared, True),
    }


def main():
    torch.set_num_threads(1)
    torch.backends.quantized.engine = "onednn"
    for tokens in map(int, sys.argv[1:] or ("25", "440", "1600")):
        sums = {}
        for shape in SHAPES.values():
            for name, product in forms(tokens, *shape).items():
                sums[name] = sums.get(name, 0.0) + seconds(product, 2.0 * tokens * shape[0] * shape[1])
        print(f"{tokens} tokens: " + ", ".join(f"{name} {1e6 * taken:,.0f} us" for name, taken in sums.items()) + f"  (torch {torch.__version__})")


main()

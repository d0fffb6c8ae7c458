"""Makes the fixture of ELECTRA-Small at its full size: Hugging Face's logits, computed in float64.

    python -m venv venv && venv/bin/pip install torch transformers safetensors numpy
    venv/bin/python electra4j-train/src/test/python/make_small.py

writes electra4j-train/src/test/resources/huggingface/small.safetensors. The weights are too large to keep, so both sides
make them: element i of a tensor is a function of i and of the CRC-32 of the tensor's name, in integers and exact binary
fractions, so that numpy and Java come to the same bits. The input ids are made in the same way.
"""

import json
import pathlib
import zlib

import numpy as np
import torch
import transformers
from safetensors.torch import save_file
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining

OUT = pathlib.Path(__file__).resolve().parents[1] / "resources" / "huggingface" / "small.safetensors"
# As in google/electra-small-discriminator; the generator is the paper's, a quarter of its width.
COMMON = dict(vocab_size=30522, embedding_size=128, num_hidden_layers=12, max_position_embeddings=512, type_vocab_size=2,
              hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
LENGTHS, FIRST_LENGTHS = (512, 77), (300, 77)
GENERATOR_POSITIONS = (5, 250, 511)
WATCHED_IDS = tuple(range(0, 30522, 509))
MASK_32 = np.uint64(0xFFFFFFFF)


def hashed(name, count):
    """The finaliser of MurmurHash3 (32 bits) of the element's number and the name's CRC-32."""
    h = (np.arange(count, dtype=np.uint64) + np.uint64(zlib.crc32(name.encode()))) & MASK_32
    for shift, factor in ((16, 0x85EBCA6B), (13, 0xC2B2AE35)):
        h ^= h >> np.uint64(shift)
        h = h * np.uint64(factor) & MASK_32
    return h ^ h >> np.uint64(16)


def weights(name, count):
    """Uniform in [-1/16, 1/16), and one more for the scales of LayerNorms; float32."""
    uniform = (hashed(name, count) >> np.uint64(8)).astype(np.float64) * 2.0 ** -23 - 1
    return (uniform * 2.0 ** -4 + (1 if "LayerNorm.weight" in name else 0)).astype(np.float32)


def fill(model):
    for name, parameter in model.named_parameters():
        parameter.data = torch.from_numpy(weights(name, parameter.numel())).reshape(parameter.shape).double()
    return model.eval()


def main():
    transformers.logging.set_verbosity_error()
    ids = torch.zeros(2, 512, dtype=torch.long)
    types = torch.zeros(2, 512, dtype=torch.long)
    attention = torch.zeros(2, 512, dtype=torch.long)
    for row, (length, first) in enumerate(zip(LENGTHS, FIRST_LENGTHS)):
        ids[row, :length] = torch.from_numpy((hashed(f"ids {row}", length) % np.uint64(30522)).astype(np.int64))
        types[row, first:length] = 1
        attention[row, :length] = 1
    inputs = dict(input_ids=ids, token_type_ids=types, attention_mask=attention)
    with torch.no_grad():
        discriminator = fill(ElectraForPreTraining(ElectraConfig(
            hidden_size=256, num_attention_heads=4, intermediate_size=1024, **COMMON)).double())
        detected = discriminator(**inputs).logits
        generator = fill(ElectraForMaskedLM(ElectraConfig(
            hidden_size=64, num_attention_heads=1, intermediate_size=256, **COMMON)).double())
        named = generator(**inputs).logits[0, list(GENERATOR_POSITIONS)]
    save_file(
        {
            "discriminator.logits.0": detected[0].float().contiguous(),
            "discriminator.logits.1": detected[1, : LENGTHS[1]].float().contiguous(),
            "generator.logits": named[:, list(WATCHED_IDS)].float().contiguous(),
            "generator.logsumexp": torch.logsumexp(named, -1).float(),
        },
        OUT,
        metadata={"made_with": json.dumps({"torch": torch.__version__, "transformers": transformers.__version__})})
    print(f"{OUT}: {OUT.stat().st_size} bytes; discriminator {detected[0].min():.3f} to {detected[0].max():.3f},"
          f" generator {named.min():.3f} to {named.max():.3f};"
          f" {sum(p.numel() for p in discriminator.parameters())} and"
          f" {sum(p.numel() for p in generator.parameters())} parameters")


if __name__ == "__main__":
    main()

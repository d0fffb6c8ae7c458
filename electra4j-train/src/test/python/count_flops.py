"""Counts the operations of ELECTRA's networks as PyTorch's own counter does, for FlopsTest.

Hugging Face's modules run on the meta device, which computes shapes alone, under torch.utils.flop_counter: one sequence of the published
length through the forward pass, then the backward pass. Prints a table: size, network, length, forward, forward and backward.
Needs torch and transformers.
"""
import torch
from torch.utils.flop_counter import FlopCounterMode
from transformers import ElectraConfig, ElectraForMaskedLM, ElectraForPreTraining

SIZES = {  # embedding, hidden, layers, heads, feed-forward, generator's share, length
    "small": (128, 256, 12, 4, 1024, 4, 128),
    "base": (768, 768, 12, 12, 3072, 3, 512),
    "large": (1024, 1024, 24, 16, 4096, 4, 512),
}

print("size,network,length,forward,both")
for size, (embedding, hidden, layers, heads, wide, share, length) in SIZES.items():
    for name, kind, part in (("discriminator", ElectraForPreTraining, 1), ("generator", ElectraForMaskedLM, share)):
        config = ElectraConfig(
            vocab_size=30522, embedding_size=embedding, hidden_size=hidden // part, num_hidden_layers=layers,
            num_attention_heads=max(1, heads // part), intermediate_size=wide // part, attn_implementation="eager",
            hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0)
        with torch.device("meta"):
            network = kind(config)
            ids = torch.zeros((1, length), dtype=torch.long)
            with FlopCounterMode(display=False) as forward:
                logits = network(input_ids=ids).logits
            with FlopCounterMode(display=False) as backward:
                logits.sum().backward()
        f, b = forward.get_total_flops(), backward.get_total_flops()
        print(f"{size},{name},{length},{f},{f + b}")

"""Pre-training ELECTRA-Small with PyTorch and Hugging Face's modules: one step over and over, tokens a second.

    python bench/peers/pretraining_peer.py [--steps 12] [--batch 32] [--length 128] [--compile] [--precision bf16|fp32] [--threads 2]

Needs torch and transformers. Generator logits at the chosen positions only, fused AdamW, dropout 0.1, random ids. Prints one JSON
line with the median over the steps behind the first four. Batches are made beforehand: only the step is timed.
"""
import argparse
import json
import statistics
import time

import torch
from torch import nn
from transformers import ElectraConfig, ElectraForPreTraining, ElectraModel

VOCABULARY = 30522
MASK = 103


class Generator(nn.Module):
    def __init__(self, config, words):
        super().__init__()
        self.electra = ElectraModel(config)
        self.dense = nn.Linear(config.hidden_size, config.embedding_size)
        self.norm = nn.LayerNorm(config.embedding_size, eps=1e-12)
        self.bias = nn.Parameter(torch.zeros(config.vocab_size))
        self.words = words

    def forward(self, ids, positions):
        hidden = self.electra(input_ids=ids).last_hidden_state.flatten(0, 1)[positions]
        return nn.functional.linear(self.norm(nn.functional.gelu(self.dense(hidden))), self.words, self.bias)


class Electra(nn.Module):
    def __init__(self, dropout):
        super().__init__()
        common = dict(vocab_size=VOCABULARY, embedding_size=128, max_position_embeddings=512, hidden_dropout_prob=dropout,
                      attention_probs_dropout_prob=dropout, num_hidden_layers=12)
        self.discriminator = ElectraForPreTraining(
            ElectraConfig(hidden_size=256, intermediate_size=1024, num_attention_heads=4, **common))
        embeddings = self.discriminator.electra.embeddings
        self.generator = Generator(
            ElectraConfig(hidden_size=64, intermediate_size=256, num_attention_heads=1, **common), embeddings.word_embeddings.weight)
        self.generator.electra.embeddings = embeddings

    def forward(self, ids, masked, positions):
        originals = ids.flatten()[positions]
        logits = self.generator(masked, positions).float()
        generator_loss = nn.functional.cross_entropy(logits, originals)
        with torch.no_grad():
            distribution = logits.softmax(-1).cumsum(-1)
            uniform = torch.rand(len(positions), 1) * distribution[:, -1:]
            drawn = torch.searchsorted(distribution, uniform).squeeze(-1).clamp_max(VOCABULARY - 1)
            replaced = ids.flatten().clone()
            replaced[positions] = drawn
            labels = (replaced != ids.flatten()).float()
        scores = self.discriminator(input_ids=replaced.view_as(ids)).logits.float().flatten()
        return generator_loss + 50 * nn.functional.binary_cross_entropy_with_logits(scores, labels)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--steps", type=int, default=12)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--length", type=int, default=128)
    parser.add_argument("--compile", action="store_true")
    parser.add_argument("--precision", choices=["fp32", "bf16"], default="bf16")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    model = Electra(0.1).train()
    step = torch.compile(model) if options.compile else model
    decayed = [p for n, p in model.named_parameters() if not n.endswith("bias") and "norm" not in n.lower()]
    others = [p for n, p in model.named_parameters() if n.endswith("bias") or "norm" in n.lower()]
    optimiser = torch.optim.AdamW(
        [dict(params=decayed, weight_decay=0.01), dict(params=others, weight_decay=0.0)], lr=5e-4, eps=1e-6, fused=True)
    chosen = round(0.15 * options.length)
    batches = []
    for _ in range(4):
        ids = torch.randint(1000, VOCABULARY, (options.batch, options.length))
        rows = torch.arange(options.batch).repeat_interleave(chosen) * options.length
        columns = torch.cat([torch.randperm(options.length)[:chosen] for _ in range(options.batch)])
        masked = ids.clone()
        masked.flatten()[rows + columns] = MASK
        batches.append((ids, masked, rows + columns))
    rates = []
    for i in range(options.steps + 4):
        begin = time.perf_counter()
        with torch.autocast("cpu", torch.bfloat16, enabled=options.precision == "bf16"):
            loss = step(*batches[i % 4])
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0, foreach=True)
        optimiser.step()
        optimiser.zero_grad(set_to_none=True)
        rates.append(options.batch * options.length / (time.perf_counter() - begin))
    print(json.dumps({"tokens_per_second": statistics.median(rates[4:]), "torch": torch.__version__, **vars(options)}))


if __name__ == "__main__":
    main()

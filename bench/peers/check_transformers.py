"""Does Hugging Face's transformers load a model directory that electra4j wrote, and compute the same?

    check_transformers.py MODEL_DIR [--ids 2,7,9,3] [--text TEXT [--pair TEXT]] [--expect FILE.json] [--tolerance 1e-4]

Loads config, weights and tokenizer by AutoConfig, the class named in `architectures`, and AutoTokenizer. Prints one JSON
object: the class, missing and unexpected weights, the input and its logits. --expect compares with logits of ours, a JSON file
{"input_ids": [[...]], "attention_mask": [[...]], "token_type_ids": [[...]], "logits": [...]} (masks may be missing; its input
is then used; padding does not count where logits are per token). Exit code 1 where a weight is missing or unexpected, or where a logit
differs by more than the tolerance. Needs: pip install torch transformers.
"""

import argparse
import json
import sys

import torch
import transformers


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("model")
    parser.add_argument("--ids", help="token ids, separated by commas")
    parser.add_argument("--text")
    parser.add_argument("--pair")
    parser.add_argument("--expect")
    parser.add_argument("--tolerance", type=float, default=1e-4)
    arguments = parser.parse_args()
    transformers.logging.set_verbosity_error()

    config = transformers.AutoConfig.from_pretrained(arguments.model)
    cls = getattr(transformers, config.architectures[0])
    model, info = cls.from_pretrained(arguments.model, output_loading_info=True, dtype=torch.float32)
    model.eval()
    tokenizer = transformers.AutoTokenizer.from_pretrained(arguments.model)
    result = {"class": cls.__name__, "tokenizer": type(tokenizer).__name__, "versions":
              {"torch": torch.__version__, "transformers": transformers.__version__}}
    failed = False
    for key in ("missing_keys", "unexpected_keys", "mismatched_keys"):
        result[key] = sorted(map(str, info[key]))
        failed |= bool(result[key])

    expected = json.load(open(arguments.expect)) if arguments.expect else None
    if expected:
        batch = {k: torch.tensor(expected[k]) for k in ("input_ids", "attention_mask", "token_type_ids") if k in expected}
    elif arguments.text is not None:
        batch = tokenizer(arguments.text, arguments.pair, return_tensors="pt")
    else:
        ids = arguments.ids or ",".join(map(str, range(1, min(9, config.vocab_size))))
        batch = {"input_ids": torch.tensor([[int(i) for i in ids.split(",")]])}
    with torch.no_grad():
        output = model(**batch)
    logits = output.logits if "logits" in output else output.last_hidden_state
    result["input_ids"] = batch["input_ids"].tolist()
    if expected:
        ours = torch.tensor(expected["logits"]).reshape(logits.shape)
        difference = (ours - logits).abs()
        if "attention_mask" in batch and logits.shape[:2] == batch["attention_mask"].shape:
            difference = difference[batch["attention_mask"] == 1]
        result["largest_difference"] = float(difference.max())
        failed |= not result["largest_difference"] <= arguments.tolerance
    else:
        result["logits"] = logits.tolist()
    json.dump(result, sys.stdout, indent=1)
    print()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Makes a policy of a language model that was trained: choices and ranker of another policy, and the model for the largest functions.

    python -m runs.lm_export --weights RUN/weights --data DATA --out policy --tokens 4000

Needs torch, onnx and safetensors (pip install 'passwright[train,lm]'). `passwright eval --methods policy:policy` and `passwright optimize
--policy policy` take it.
"""

from __future__ import annotations

import argparse
import json
import shutil
from pathlib import Path

from passwright.models.language.export import quantised, to_onnx
from passwright.models.language.network import CONFIG, read_tensors
from passwright.models.language.shape import Shape
from passwright.policies.choices import DESCRIPTION, READER, TOKENIZER


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--weights", type=Path, required=True, help="a folder of weights as transformers has them")
    parser.add_argument("--data", type=Path, required=True, help="the data that it learned from: its tokenizer, and what its choices are")
    parser.add_argument(
        "--base", type=Path, default=Path("passwright/policies/default"), help="the policy whose choices and ranker are taken"
    )
    parser.add_argument("--tokens", type=int, default=4000, help="that are read of a module")
    parser.add_argument("--plain", action="store_true", help="weights in 32 bits")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    made = json.loads((arguments.data / "data.json").read_text())
    description = json.loads((arguments.base / DESCRIPTION).read_text())
    learned = {(tuple(edits), passes): token for (edits, passes), token in zip(made["choices"], made["choice_ids"], strict=True)}
    tokens = [learned[tuple(one["edits"]), one["passes"]] for one in description["choices"]]
    tensors = {name: value.float().numpy() for name, value in read_tensors(arguments.weights).items()}
    network = to_onnx(tensors, Shape.of_config(json.loads((arguments.weights / CONFIG).read_text())), tokens)
    shutil.copytree(arguments.base, arguments.out)
    (arguments.out / READER).write_bytes(network.SerializeToString() if arguments.plain else quantised(network))
    shutil.copyfile(arguments.data / TOKENIZER, arguments.out / TOKENIZER)
    description |= {"name": "choices by a language model", "reader": {"tokens": arguments.tokens}}
    (arguments.out / DESCRIPTION).write_text(json.dumps(description, indent=1) + "\n")


if __name__ == "__main__":
    main()

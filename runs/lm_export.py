"""Makes a policy of a language model that was trained: choices and ranker of another policy, and the model for the largest functions.

    python -m runs.lm_export --weights RUN/weights-flags --data DATA --out policy --tokens 4000

Needs torch, onnx and safetensors (pip install 'passwright[train]'). `passwright eval --methods policy:policy` and `passwright optimize
--policy policy` take it. It is whole or not there at all.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from pathlib import Path

from passwright.errors import OutputError, PasswrightError, PolicyError
from passwright.models.language.export import quantised, shape_of, to_onnx
from passwright.models.language.network import CONFIG, read_tensors
from passwright.policies.choices import DESCRIPTION, READER, TOKENIZER, Policy
from passwright.policies.reader import Reader


def export(weights: Path, data: Path, base: Path, tokens: int, plain: bool, out: Path) -> None:
    """Raises PolicyError for choices that the model did not learn or a policy that could not be read, WeightsError, OutputError."""
    if out.exists():
        raise OutputError(str(out), "is there already")
    made = json.loads((data / "data.json").read_text())
    description = json.loads((base / DESCRIPTION).read_text())
    learned = {(tuple(edits), passes): token for (edits, passes), token in zip(made["choices"], made["choice_ids"], strict=True)}
    try:
        answers = [learned[tuple(one["edits"]), one["passes"]] for one in description["choices"]]
    except KeyError as error:
        raise PolicyError(str(base), f"has a choice that the model did not learn: {error}") from error
    shape = shape_of(json.loads((weights / CONFIG).read_text()), str(weights / CONFIG))
    network = to_onnx({name: value.float().numpy() for name, value in read_tensors(weights).items()}, shape, answers)
    beside = out.with_name(f".{out.name}.partial")
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(base, beside)
    (beside / READER).write_bytes(network.SerializeToString() if plain else quantised(network))
    shutil.copyfile(data / TOKENIZER, beside / TOKENIZER)
    description |= {"name": "choices by a language model", "reader": {"tokens": tokens}}
    (beside / DESCRIPTION).write_text(json.dumps(description, indent=1) + "\n")
    Reader(Policy.read(beside))  # or it is too large, or none
    beside.rename(out)


def main() -> int:
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
    try:
        export(**vars(arguments))
    except (PasswrightError, OSError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

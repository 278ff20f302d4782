"""A policy that chooses function by function: a folder with `policy.json` and networks, run by ONNX Runtime on a CPU.

The coreset are the choices of `policy.json`, in the order in which they cover the training modules best; `ranker.onnx` says which of
them a function tries first, by what the engine counts in it; of the largest functions `reader.onnx` may say it, a language model that reads
their text. `callees.onnx` says of which functions all calls are to be inlined, and of which none.
"""

from __future__ import annotations

import json
import math
import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from passwright.errors import PipelineError, PolicyError, ToolMissing
from passwright.llvm.pipeline import CODEGEN, DECISIONS, EDIT, Pipeline

SCHEMA = "passwright.policy/1"
KIND = "choices"
WEIGHTS = "ranker.onnx"
CALLEES = "callees.onnx"
READER = "reader.onnx"
TOKENIZER = "tokenizer.json"
DESCRIPTION = "policy.json"
NO_TELEMETRY = "ORT_DISABLE_TELEMETRY"
MOST_TEXT = 1 << 20
MOST_WEIGHTS = 64 << 20
MOST_CHOICES = 1000
MOST_TOKENS = 1 << 20


@dataclass(frozen=True)
class Chosen:
    """What may be done to a function: passes in a row, as text with commas between, then edits of its attributes."""

    passes: str
    edits: tuple[str, ...]


@dataclass(frozen=True)
class Callees:
    """What is decided about all calls of a function: `features` are the names of what the network reads, `decisions` those that it scores;
    one whose score is not above `margin` is not made."""

    features: tuple[str, ...]
    decisions: tuple[str, ...]
    margin: float
    weights: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class Reads:
    """What a language model reads: so many tokens of a module, its largest functions first."""

    tokens: int
    weights: bytes = field(repr=False, default=b"")
    tokenizer: bytes = field(repr=False, default=b"")


@dataclass(frozen=True)
class Policy:
    """`features` are the names of what the ranker reads, by function; `codegen` options for the module as a whole; `targets` how the
    triples begin that it was made for. `weights` is empty where there is no ranker: the choices stand in their order then. `callees`:
    None where nothing is decided about calls; `reader`: None where nothing is read as text."""

    name: str
    llvm: int
    targets: tuple[str, ...]
    features: tuple[str, ...]
    choices: tuple[Chosen, ...]
    codegen: tuple[str, ...]
    weights: bytes = field(repr=False, default=b"")
    callees: Callees | None = None
    reader: Reads | None = None

    @staticmethod
    def read(folder: Path) -> Policy:
        """Raises PolicyError for a folder that holds none."""
        description = folder / DESCRIPTION
        try:
            value = json.loads(_bytes(description, MOST_TEXT))
        except (ValueError, RecursionError) as error:
            raise PolicyError(str(description), "is no JSON") from error
        policy = _policy(value, str(description))
        if value["ranker"]:
            policy = replace(policy, weights=_bytes(folder / WEIGHTS, MOST_WEIGHTS))
        if policy.callees:
            policy = replace(policy, callees=replace(policy.callees, weights=_bytes(folder / CALLEES, MOST_WEIGHTS)))
        if policy.reader:
            weights, tokenizer = _bytes(folder / READER, MOST_WEIGHTS), _bytes(folder / TOKENIZER, MOST_TEXT)
            policy = replace(policy, reader=replace(policy.reader, weights=weights, tokenizer=tokenizer))
        return policy

    def suits(self, llvm: int, target: str) -> bool:
        return llvm == self.llvm and target.startswith(self.targets)


class Ranker:
    """The networks of a policy. Raises PolicyError for weights that do not fit it, ToolMissing without ONNX Runtime."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.session = _network(policy.name, WEIGHTS, policy.weights, len(policy.features), len(policy.choices))
        callees = policy.callees
        self.callees = callees and _network(policy.name, CALLEES, callees.weights, len(callees.features), len(callees.decisions))

    def rank(self, features: Mapping[str, Sequence[int]]) -> dict[str, list[int]]:
        """For each function the numbers of the choices, best first: the one that the network says, then those of the coreset in their
        order, since a second trial is for where the first is wrong. `features`: by function, in the order of the policy's names."""
        numbers = range(len(self.policy.choices))
        found = _scores(self.session, features)
        first = {name: max(numbers, key=scores.__getitem__) for name, scores in found.items()}
        return {name: [best, *(n for n in numbers if n != best)] for name, best in first.items()}

    def decide(self, features: Mapping[str, Sequence[int]]) -> dict[str, str]:
        """What is to be decided about all calls of functions; those of which nothing is are left out. `features`: as `rank` has them, with
        the names of the policy's callees."""
        callees = self.policy.callees
        if callees is None:
            return {}
        decided = {}
        for name, scores in _scores(self.callees, features).items():
            score, decision = max(zip(scores, callees.decisions, strict=True))
            if score > callees.margin:
                decided[name] = decision
        return decided


def _scores(network: Any, features: Mapping[str, Sequence[int]]) -> dict[str, list[float]]:
    """Row by row what a network gives."""
    import numpy

    if not features:
        return {}
    table = numpy.array([list(row) for row in features.values()], dtype=numpy.float32)
    (scores,) = network.run(None, {network.get_inputs()[0].name: table})
    return dict(zip(features, scores.tolist(), strict=True))


def load_network(policy: str, file: str, weights: bytes) -> Any:
    """Raises PolicyError, ToolMissing."""
    try:
        return _load(weights)
    except ImportError as error:
        raise ToolMissing("onnxruntime", "Install it: pip install onnxruntime") from error
    except Exception as error:  # onnxruntime has errors of its own for each kind, none of which it names
        raise PolicyError(policy, f"{file} is no network that ONNX Runtime reads: {str(error)[:200]}") from error


def _network(policy: str, file: str, weights: bytes, features: int, scores: int) -> Any:
    """A network with so many columns in and out. Raises PolicyError, ToolMissing."""
    network = load_network(policy, file, weights)
    try:
        (given,), (made,) = network.get_inputs(), network.get_outputs()
    except ValueError as error:
        raise PolicyError(policy, f"{file} has not one input and one output") from error
    if given.shape[1:] != [features] or made.shape[1:] != [scores]:
        raise PolicyError(policy, f"{file} has {given.shape} and {made.shape}, not what {DESCRIPTION} says")
    return network


def _load(weights: bytes) -> Any:
    """Raises ImportError, and what ONNX Runtime raises."""
    # From 1.29 on it reports to its makers when it is loaded, and leaves a file in the folder for temporary files: we do neither.
    before = os.environ.get(NO_TELEMETRY)
    os.environ[NO_TELEMETRY] = "1"
    try:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.log_severity_level = 4
        return onnxruntime.InferenceSession(weights, options, providers=["CPUExecutionProvider"])
    finally:
        os.environ.pop(NO_TELEMETRY) if before is None else os.environ.update({NO_TELEMETRY: before})


def _bytes(path: Path, most: int) -> bytes:
    try:
        with path.open("rb") as file:
            data = file.read(most + 1)
    except OSError as error:
        raise PolicyError(str(path), error.strerror or str(error)) from error
    if len(data) > most:
        raise PolicyError(str(path), f"is larger than {most >> 20} MiB")
    return data


def _policy(value: Any, path: str) -> Policy:
    """Raises PolicyError."""
    try:
        if value["schema"] != SCHEMA or value["kind"] != KIND:
            raise PolicyError(path, f"is no policy of this version ({SCHEMA}, {KIND})")
        choices = tuple(Chosen(_text(one["passes"]), _texts(one["edits"])) for one in value["choices"])
        policy = Policy(
            name=_text(value["name"]),
            llvm=value["llvm"],
            targets=_texts(value["targets"]),
            features=_texts(value["features"]),
            choices=choices,
            codegen=tuple(sorted(_texts(value["codegen"]))),
            callees=_callees(value["callees"]) if value.get("callees") is not None else None,
            reader=_reads(value["reader"]) if value.get("reader") is not None else None,
        )
        if type(policy.llvm) is not int or type(value["ranker"]) is not bool or not policy.targets or not 0 < len(choices) <= MOST_CHOICES:
            raise ValueError("fields")
        for choice in choices:
            if choice.passes:
                Pipeline.parse(f"function({choice.passes})")
            if not all(map(EDIT.fullmatch, choice.edits)):
                raise ValueError(choice.edits)
        if not set(policy.codegen) <= set(CODEGEN):
            raise ValueError(policy.codegen)
        if policy.reader and not value["ranker"]:
            raise ValueError("a reader without a ranker for what it does not read")
    except (KeyError, TypeError, ValueError, AttributeError, PipelineError) as error:
        raise PolicyError(path, f"does not describe a policy: {type(error).__name__} {str(error)[:80]}") from error
    return policy


def _callees(value: Any) -> Callees:
    callees = Callees(_texts(value["features"]), _texts(value["decisions"]), value["margin"])
    if not callees.features or not callees.decisions or not set(callees.decisions) <= set(DECISIONS):
        raise ValueError(callees.decisions)
    if type(callees.margin) not in (int, float) or not 0 <= callees.margin < math.inf:
        raise ValueError(callees.margin)
    return callees


def _reads(value: Any) -> Reads:
    if type(value["tokens"]) is not int or not 0 < value["tokens"] <= MOST_TOKENS:
        raise ValueError(value["tokens"])
    return Reads(value["tokens"])


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r:.40}")
    return tuple(map(_text, value))


def _text(value: Any) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[\x20-\x7e]*", value):
        raise ValueError(f"{value!r:.40}")
    return value

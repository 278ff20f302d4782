"""Labels: the best that a search found for a module of a corpus, and what single pass lists come to on it; as Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from passwright.data.rows import read_rows, write_rows

LABEL = {
    **dict.fromkeys(("module", "package", "name", "language", "target", "llvm", "method"), "text"),
    **dict.fromkeys(("seed", "budget", "evaluations", "failures", "milliseconds"), "count"),
    "plan": "text",
    **dict.fromkeys(("baseline_size", "baseline_text_data", "baseline_instructions", "size", "text_data", "instructions"), "count"),
    "bitcode": "bytes",
}
PUBLIC = {name: kind for name, kind in LABEL.items() if name != "bitcode"}
"""What can be given away: plans and figures by the module's hash, nothing of its code."""
TRIAL = {**dict.fromkeys(("module", "package", "list"), "text"), **dict.fromkeys(("baseline_size", "size", "instructions"), "count")}
FAILED = -1
"""The size of what gave no object."""


@dataclass(frozen=True)
class Label:
    """One search of one module, known by its id in the corpus.

    `budget` evaluations were allowed, `evaluations` done, of which `failures` gave no object, in `milliseconds` from start to end, the
    baseline and all gates among them. `plan` is a pass list as text or a schedule as JSON, "" where nothing was smaller than clang -Oz.
    Sizes are bytes, then .text + .data, then IR instructions; `bitcode` is the
    optimised module, to which the plan's options for code generation still apply.
    """

    module: str
    package: str
    name: str
    language: str
    target: str
    llvm: str
    method: str
    seed: int
    budget: int
    evaluations: int
    failures: int
    milliseconds: int
    plan: str
    baseline_size: int
    baseline_text_data: int
    baseline_instructions: int
    size: int
    text_data: int
    instructions: int
    bitcode: bytes


@dataclass(frozen=True)
class ListTrial:
    """What a pass list came to on a module: bytes as `passwright optimize --for size` counts them, and IR instructions; FAILED where it
    gave no object."""

    module: str
    package: str
    list: str
    baseline_size: int
    size: int
    instructions: int


def write_labels(path: Path, labels: list[Label]) -> None:
    write_rows(path, labels, LABEL)


def read_labels(path: Path) -> Iterator[Label]:
    """Raises CorpusError for a file that holds none."""
    return read_rows(path, Label, LABEL)


def write_public(path: Path, labels: list[Label]) -> None:
    """Without code: small enough to be kept beside the source."""
    write_rows(path, labels, PUBLIC)


def write_trials(path: Path, trials: list[ListTrial]) -> None:
    write_rows(path, trials, TRIAL)


def read_trials(path: Path) -> Iterator[ListTrial]:
    """Raises CorpusError for a file that holds none."""
    return read_rows(path, ListTrial, TRIAL)

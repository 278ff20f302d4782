"""What each pass of a pipeline did: the pipeline cut after its first pass, after its second, and so on, each measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from passwright.errors import EvaluationError
from passwright.evaluate.measurement import IN_WORDS, Measurement
from passwright.llvm.pipeline import Pass, Passes
from passwright.optimizer.decisions import choose, chosen, decide, decided
from passwright.optimizer.optimize import Session
from passwright.optimizer.space import NOTHING, as_tree, from_tree, get, leaf_paths, put


@dataclass(frozen=True)
class Step:
    """One pass, where it stands ("function/loop"), and what there is behind it: IR instructions and bytes."""

    text: str
    place: str
    instructions: int
    size: int
    instructions_change: int
    size_change: int
    changed: bool


def explain(session: Session, pipeline: Passes) -> tuple[Measurement, list[Step]]:
    """What there is before any pass, and a step for each pass. Raises EvaluationError if LLVM does not survive a cut."""
    prefixes = cuts(pipeline)
    nothing = choose(decide(NOTHING, decided(pipeline)), chosen(pipeline))
    measurements = session.evaluator.evaluate([nothing, *prefixes])
    for cut, measurement in zip([nothing, *prefixes], measurements, strict=True):
        if not measurement.ok:
            raise EvaluationError(f"{session.module.name}: {str(cut)[-80:]}", f"{IN_WORDS[measurement.outcome]}: {measurement.words}")
    root = as_tree(pipeline)
    steps = []
    for path, before, after in zip(leaf_paths(root), measurements, measurements[1:], strict=False):
        changed = (before.object_hash, before.instructions) != (after.object_hash, after.instructions)
        change = (after.instructions - before.instructions, after.size - before.size)
        steps.append(Step(str(get(root, path)), _place(root, path), after.instructions, after.size, *change, changed))
    return measurements[0], steps


def cuts(pipeline: Passes) -> Sequence[Passes]:
    """The first pass, the first two, …, the whole, with the adaptors around them."""
    root = as_tree(pipeline)
    found: list[Passes] = []
    rest: Pass | None = root
    for path in reversed(leaf_paths(root)):
        assert rest is not None
        found.append(from_tree(rest, pipeline))
        rest = put(rest, path, [])
    return found[::-1]


def _place(root: Pass, path: tuple[int, ...]) -> str:
    names = [name for depth in range(1, len(path)) if (name := get(root, path[:depth]).name) != "step"]
    return "/".join(names) or "module"

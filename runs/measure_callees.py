"""What it saves to inline all calls of a function, or none: what a policy's decisions about calls are made from.

    python -m runs.measure_callees --corpus DIR --split train --out measured-callees --most 2000

For each module clang's own passes are the base; each decision is tried for itself, but those that have no function in common in one
compilation. Writes files of a few modules each; goes on where it was cut.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import dataclass
from pathlib import Path

from passwright.data.corpus import Corpus
from passwright.data.rows import ModuleRow
from passwright.llvm.pipeline import DECISIONS
from passwright.optimizer.callees import callee_features, features
from passwright.optimizer.decisions import CallSpace
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.propose import values_of
from passwright.optimizer.space import Common
from passwright.search.sitewise import Sitewise
from runs.sampling import measure_all, rows

EVALUATIONS = 48
"""For one module."""


@dataclass(frozen=True)
class Measured:
    """One module, of `base` bytes with clang's own passes and the options for code generation: its callees with their features, and what
    each of DECISIONS saves in bytes, [callee][decision], NaN where it was not tried or failed."""

    module: str
    package: str
    language: str
    base: int
    names: list[str]
    features: list[list[int]]
    gains: list[list[float]]


def measure(session: Session, row: ModuleRow) -> Measured | None:
    """None for a module without calls that can be decided on. Raises EvaluationError where clang's own passes fail."""
    _, callees = callee_features(session, features(session, session.seeds()[0])[1])
    if not callees:
        return None
    space = session.schedules()
    base = space.point(Common(space.pipelines.seeds()[0], (), tuple(sorted(session.codegen()))), {})
    values = values_of(session)
    search = Sitewise(CallSpace([base], session.module.facts.calls, set(session.parts())), 0, values)
    gains = {name: [math.nan] * len(DECISIONS) for name in callees}
    for move, gain in search.survey(session.evaluator.estimate, EVALUATIONS).items():
        name = search.sites[move.sites[0]][1]
        if name in gains and move.decision is not None:
            gains[name][DECISIONS.index(move.decision)] = float(gain)
    weighed = values(base) or {}
    return Measured(
        row.id, row.package, row.language, round(sum(weighed.values())), list(callees), list(callees.values()), list(gains.values())
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", default="train")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=2000)
    parser.add_argument("--for", dest="objective", default="object", help="size or object, as passwright optimize has it")
    parser.add_argument("--instructions", type=int, default=6000, help="of the largest module")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    options = Options(arguments.objective, jobs=1)
    with Corpus(arguments.corpus) as corpus:
        wanted = rows(corpus, arguments.split, arguments.most, arguments.instructions)
        measure_all(wanted, arguments.out, arguments.split, options, measure)


if __name__ == "__main__":
    main()

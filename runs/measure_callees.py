"""What it saves to inline all calls of a function, or none: what a policy's decisions about calls are made from.

    python -m runs.measure_callees --corpus DIR --split train --out measured-callees --most 2000

For each module clang's own passes are the base; each decision is tried for itself, but those that have no function in common in one
compilation. Writes files of a few modules each; goes on where it was cut.
"""

from __future__ import annotations

import argparse
import itertools
import math
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passwright.data.corpus import Corpus
from passwright.data.load import load_row
from passwright.data.rows import ModuleRow, arrow
from passwright.errors import PasswrightError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import DECISIONS
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.callees import callee_features, features
from passwright.optimizer.decisions import CallSpace
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.propose import values_of
from passwright.optimizer.space import Common
from passwright.search.sitewise import Sitewise
from runs.measure_choices import rows

BATCH = 25
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


def schema(pa: Any) -> Any:
    """Of the files: one that holds no module has it, too."""
    texts = [(name, pa.string()) for name in ("module", "package", "language")]
    numbers = pa.list_(pa.list_(pa.int64()))
    return pa.schema(
        [*texts, ("base", pa.int64()), ("names", pa.list_(pa.string())), ("features", numbers), ("gains", pa.list_(pa.list_(pa.float64())))]
    )


def measure(session: Session, row: ModuleRow) -> Measured:
    """Raises EvaluationError where clang's own passes fail."""
    _, callees = callee_features(session, features(session, session.seeds()[0])[1])
    space = session.schedules()
    base = space.point(Common(space.pipelines.seeds()[0], (), tuple(sorted(session.codegen()))), {})
    values = values_of(session)
    search = Sitewise(CallSpace([base], session.module.facts.calls, set(session.parts())), 0, values)
    gains = {name: [math.nan] * len(DECISIONS) for name in callees}
    for move, gain in search.survey(session.evaluator.estimate, EVALUATIONS).items():
        name = search.sites[move.sites[0]][1]
        if name in gains and move.decision is not None:
            gains[name][DECISIONS.index(move.decision)] = gain
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
    toolchain = find_toolchain()
    arguments.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    with Corpus(arguments.corpus) as corpus, WorkerPool(toolchain.version, 1) as pool:
        pa = arrow()
        files = sorted(arguments.out.glob(f"{arguments.split}-*.parquet"))
        known = {key for path in files for key in pa.parquet.read_table(path, columns=["module"])["module"].to_pylist()}
        waiting = (row for row in rows(corpus, arguments.split, arguments.most, arguments.instructions) if row.id not in known)
        for number in itertools.count(len(files)):
            batch = list(itertools.islice(waiting, BATCH))
            if not batch:
                break
            path = arguments.out / f"{arguments.split}-{number:04}.parquet"
            done = []
            for row in batch:
                try:
                    module = load_row(row, toolchain, pool)
                    if not module.facts.calls:
                        continue
                    with Session(module, (), Options(jobs=1, objective=arguments.objective), toolchain=toolchain, pool=pool) as session:
                        if not session.frame.baseline_only and session.evaluator.baseline.size:
                            done.append(measure(session, row))
                except PasswrightError as error:
                    print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
            partial = path.with_suffix(".partial")
            pa.parquet.write_table(pa.Table.from_pylist([vars(one) for one in done], schema(pa)), partial, compression="zstd")
            partial.replace(path)
            print(f"{time.monotonic() - start:7.0f} s  {path.name}: {len(done)} modules", flush=True)


if __name__ == "__main__":
    main()

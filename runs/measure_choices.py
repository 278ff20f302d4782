"""What choices for functions come to on the modules of a corpus: what the first policy is made from.

    python -m runs.measure_choices --corpus DIR --split train --out measured --most 1000

A choice is what `passwright optimize` may do to every function: edits of attributes behind clang's own passes, or other passes.
Each is one evaluation; the bytes of each function are kept, so
that choices can be made function by function later on. Writes files of a few modules each; goes on where it was cut.
"""

from __future__ import annotations

import argparse
import itertools
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.data.corpus import Corpus
from passwright.data.load import load_row
from passwright.data.rows import ModuleRow, arrow
from passwright.errors import PasswrightError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.callees import features
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.space import CHOICES, FRAME_POINTER, SIZE_EDITS, X86_TUNINGS, Choice, Common

BATCH = 25
MOST_INSTRUCTIONS = 15_000


def edits() -> list[tuple[str, ...]]:
    """All sets of edits, nothing first."""
    tunings = [(), *((f"tune-cpu={name}",) for name in X86_TUNINGS)]
    switches = [(), *((edit,) for edit in (FRAME_POINTER, *SIZE_EDITS))]
    found = {tuple(sorted(sum(several, ()))) for several in itertools.product(tunings, *([(), switch] for switch in switches[1:]))}
    return sorted(found, key=lambda each: (len(each), each))


def function_choices(lists: Sequence[str]) -> list[Choice]:
    """Each set of edits behind the module's own passes; then each list of passes with no edits."""
    own = [Choice((), each) for each in edits()]
    return [*own, *(Choice(Pipeline.parse(f"function({text})").elements[0].inner or ()) for text in lists)]


@dataclass(frozen=True)
class Measured:
    """One module: features and bytes of its functions, [function][feature] and [choice][function]; of all, [choice].

    Bytes of a choice that failed are -1.
    """

    module: str
    package: str
    language: str
    baseline: int
    names: list[str]
    features: list[list[int]]
    bytes: list[list[int]]
    totals: list[int]


def measure(session: Session, row: ModuleRow, lists: Sequence[str]) -> Measured:
    space = session.schedules()
    allowed = set(space.edits)
    options = tuple(sorted(session.codegen()))
    common = Common(space.pipelines.seeds()[0], (), options)
    choices = function_choices(lists)
    points = [space.point(common, dict.fromkeys(space.names(), choice)) if set(choice.edits) <= allowed else None for choice in choices]
    wanted = [point for point in points if point is not None]
    measured = dict(zip(map(str, wanted), session.evaluator.evaluate(wanted), strict=True))
    plain = measured[str(points[0])]
    names = sorted(name for name in plain.functions if name in set(space.names()))
    found = [None if point is None else measured[str(point)] for point in points]
    _, counted = features(session, session.seeds()[0])
    return Measured(
        row.id,
        row.package,
        row.language,
        session.evaluator.baseline.size,
        names,
        [counted.get(name, []) for name in names],
        [[one.functions.get(name, 0) if one and one.ok else -1 for name in names] for one in found],
        [one.size if one and one.ok else -1 for one in found],
    )


def rows(corpus: Corpus, split: str, most: int, instructions: int = MOST_INSTRUCTIONS) -> Iterator[ModuleRow]:
    """Modules for this machine of at most so many instructions, packages in turn, so that whatever is cut off has some of each."""
    waiting: dict[str, list[ModuleRow]] = {}
    for row in corpus.modules(split):
        if row.target.startswith("x86_64") and row.instructions <= instructions:
            waiting.setdefault(row.package, []).append(row)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*waiting.values()))
    return itertools.islice(filter(None, turns), most)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", default="train")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--lists", type=Path, help="function passes to try besides, a list a line")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    lists = [*CHOICES, *(arguments.lists.read_text().split() if arguments.lists else [])]
    arguments.out.mkdir(parents=True, exist_ok=True)
    start = time.monotonic()
    (arguments.out / "choices.json").write_text(
        json.dumps([[list(choice.edits), ",".join(map(str, choice.passes))] for choice in function_choices(lists)], indent=1)
    )
    with Corpus(arguments.corpus) as corpus, WorkerPool(toolchain.version, arguments.jobs) as pool:
        pa = arrow()
        files = sorted(arguments.out.glob(f"{arguments.split}-*.parquet"))
        known = {key for path in files for key in pa.parquet.read_table(path, columns=["module"])["module"].to_pylist()}
        waiting = (row for row in rows(corpus, arguments.split, arguments.most) if row.id not in known)
        for number in itertools.count(len(files)):
            batch = list(itertools.islice(waiting, BATCH))
            if not batch:
                break
            path = arguments.out / f"{arguments.split}-{number:04}.parquet"
            done = []
            for row in batch:
                try:
                    module = load_row(row, toolchain, pool)
                    with Session(module, (), Options(jobs=arguments.jobs), toolchain=toolchain, pool=pool) as session:
                        if not session.frame.baseline_only and session.evaluator.baseline.size:
                            done.append(measure(session, row, lists))
                except PasswrightError as error:
                    print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
            partial = path.with_suffix(".partial")
            pa.parquet.write_table(pa.Table.from_pylist([vars(one) for one in done]), partial, compression="zstd")
            partial.replace(path)
            print(f"{time.monotonic() - start:7.0f} s  {path.name}: {len(done)} modules", flush=True)


if __name__ == "__main__":
    main()

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
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.data.corpus import Corpus
from passwright.data.rows import ModuleRow
from passwright.llvm.pipeline import Pipeline
from passwright.optimizer.callees import features
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.space import CHOICES, FRAME_POINTER, SIZE_EDITS, X86_TUNINGS, Choice, Common
from runs.sampling import measure_all, rows

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


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--split", default="train")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=1000)
    parser.add_argument("--lists", type=Path, help="function passes to try besides, a list a line")
    parser.add_argument("--jobs", type=int, default=1)
    arguments = parser.parse_args()
    lists = [*CHOICES, *(arguments.lists.read_text().split() if arguments.lists else [])]
    arguments.out.mkdir(parents=True, exist_ok=True)
    (arguments.out / "choices.json").write_text(
        json.dumps([[list(choice.edits), ",".join(map(str, choice.passes))] for choice in function_choices(lists)], indent=1)
    )
    with Corpus(arguments.corpus) as corpus:
        wanted = rows(corpus, arguments.split, arguments.most, MOST_INSTRUCTIONS)
        measure_all(wanted, arguments.out, arguments.split, Options(jobs=arguments.jobs), lambda session, row: measure(session, row, lists))


if __name__ == "__main__":
    main()

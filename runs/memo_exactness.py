"""Is what is remembered of functions what LLVM does to them? Random and mutated schedules, plain against remembered.

    python -m runs.memo_exactness                          # 20,000 schedules over 131 modules
    python -m runs.memo_exactness --schedules 10 --every 8 # 10 on every eighth module
    python -m runs.memo_exactness --schedules 303 --smallest 66  # as many schedules in a quarter of the time

Each schedule is estimated (twice: the second time in another order, on workers that begin with nothing every 16 schedules, as if
they had forgotten all) and run whole, with each function in a section of its own, so that a function's bytes do not depend on its
neighbours. All must agree on what every function weighs.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from passwright.evaluate.measurement import Measurement
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import DECISIONS, Passes
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.decisions import choose, decide
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.space import Choice
from runs.fidelity import Case, cases

BATCH = 16


@dataclass
class Tally:
    """Schedules and functions compared, those that differ, and by how much whole objects differ from the sums."""

    schedules: int = 0
    functions: int = 0
    failed: int = 0
    differ: list[str] = field(default_factory=list)
    remainder: Counter[int] = field(default_factory=Counter)


def schedules(session: Session, count: int, rng: Random) -> list[Passes]:
    """As a search asks for them: each function goes on from one of its last three lists, most of the time with a change; some calls
    are decided on, and a third of them have options for code generation."""
    space, options = session.schedules(), session.codegen()
    calls = {(caller, number): rng.choice(DECISIONS) for caller, number, _ in session.module.facts.calls if rng.random() < 0.1}
    common = space.common(decide(space.commons()[0].pipeline, calls))
    assert common is not None
    lists: dict[str, list[Choice]] = {name: [space.random_choice(rng)] for name in space.names()}
    found: list[Passes] = []
    for _ in range(count):
        choices = {}
        for name, last in lists.items():
            choice = rng.choice(last)
            choices[name] = space.mutate_choice(choice, rng) if rng.random() < 0.7 else choice
            lists[name] = [*last[-2:], choices[name]]
        point = space.point(common, choices)
        found.append(choose(point, rng.sample(options, rng.randint(1, 3))) if rng.random() < 1 / 3 else point)
    return found


def compare(case: Case, toolchain: Toolchain, pool: WorkerPool, count: int, trust: str, tally: Tally) -> None:
    """Adds one module to the tally."""
    options = Options(trust=trust)
    with Session(str(case.path), [*case.flags, "-ffunction-sections"], options, toolchain=toolchain, pool=pool) as session:
        asked = schedules(session, count, Random(case.path.name))
        estimates, real = [], []
        for start in range(0, len(asked), BATCH):
            estimates += session.evaluator.estimate(asked[start : start + BATCH])
            real += session.evaluator.evaluate(asked[start : start + BATCH])
    with Session(str(case.path), [*case.flags, "-ffunction-sections"], options, toolchain=toolchain, pool=pool) as session:
        again: list[Measurement] = []
        for start in range(0, len(asked), BATCH):
            pool.close()  # the next workers begin with nothing
            again += session.evaluator.estimate(asked[::-1][start : start + BATCH])
    shares: dict[str, int] = {}  # of the module's own data, which a whole object charges to a function that alone refers to it
    for number, (estimate, other, whole) in enumerate(zip(estimates, again[::-1], real, strict=True)):
        tally.schedules += 1
        if not (estimate.ok and whole.ok and other.ok):
            tally.failed += 1
            if not estimate.outcome == other.outcome == whole.outcome:
                tally.differ.append(f"{case.path.name} {number}: {estimate.outcome}, {other.outcome}, plain {whole.outcome}")
            continue
        assert estimate.estimated  # or nothing is compared
        assert other.estimated
        tally.remainder[whole.size - estimate.size] += 1
        for name, size in whole.functions.items():
            if name not in estimate.functions:
                continue
            tally.functions += 1
            share = shares.setdefault(name, size - estimate.functions[name])
            if estimate.functions[name] != other.functions[name] or size - estimate.functions[name] not in (0, share):
                said = f"{estimate.functions[name]}, {other.functions[name]}, plain {size}"
                tally.differ.append(f"{case.path.name} {number} {name}: {said}")


def run(found: Sequence[Case], count: int, trust: str, toolchain: Toolchain, jobs: int) -> Tally:
    tally = Tally()
    start = time.monotonic()
    with WorkerPool(toolchain.version, jobs) as pool:
        for number, case in enumerate(found, 1):
            compare(case, toolchain, pool, count, trust, tally)
            words = (
                f"{number} of {len(found)} modules, {tally.schedules} schedules, {tally.functions} functions, {len(tally.differ)} differ"
            )
            print(f"{time.monotonic() - start:6.0f} s  {words}", file=sys.stderr, flush=True)
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--schedules", type=int, default=153, help="for each module")
    parser.add_argument("--every", type=int, default=1, help="take only every Nth module")
    parser.add_argument("--smallest", type=int, help="take only so many modules, those with the smallest sources")
    parser.add_argument("--trust", default="core")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    found = sorted(cases("x86-64", "z"), key=lambda case: case.path.stat().st_size)[: arguments.smallest]
    tally = run(found[:: arguments.every], arguments.schedules, arguments.trust, toolchain, arguments.jobs)
    print(f"{tally.schedules} schedules ({tally.failed} that LLVM does not survive), {tally.functions} functions compared")
    print(f"{len(tally.differ)} differ", *tally.differ[:20], sep="\n")
    print("object less sum of the parts, in bytes:", ", ".join(f"{size} ({n})" for size, n in tally.remainder.most_common(8)))
    sys.exit(bool(tally.differ))


if __name__ == "__main__":
    main()

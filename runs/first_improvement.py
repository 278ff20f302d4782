"""How long `passwright optimize` takes with its defaults until the first improvement, and in all, on modules of a corpus's test split.

    python -m runs.first_improvement --corpus corpus --most 20

Seconds from the start of reading the module, workers included; each module is begun with none.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from pathlib import Path
from typing import Any

from passwright.data.load import load_row
from passwright.data.rows import ModuleRow
from passwright.errors import PasswrightError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.optimize import DEFAULT_BUDGET, Options, Session
from passwright.optimizer.suites import corpus_suite, spread
from passwright.search.study import Outcome


def measure(row: ModuleRow, options: Options, toolchain: Toolchain) -> tuple[float | None, float, int, int, int]:
    """Seconds until the first improvement (None without any) and in all, bytes of the baseline, of the first improvement, of the best."""
    start = time.monotonic()
    first: list[tuple[float, int]] = []

    def look(outcome: Outcome[Any]) -> None:
        if outcome.best is not None and not first:
            first.append((time.monotonic() - start, int(outcome.value)))

    with WorkerPool(toolchain.version, options.workers) as pool:
        module = load_row(row, toolchain, pool)
        with Session(module, (), options, toolchain=toolchain, pool=pool) as session:
            result = session.optimize(look)
    total = time.monotonic() - start
    seconds, size = first[0] if first else (None, result.baseline.size)
    return seconds, total, result.baseline.size, size, result.best.size


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--most", type=int, default=20)
    parser.add_argument("--budget", default=DEFAULT_BUDGET)
    parser.add_argument("--jobs", type=int)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    options = Options(budget=arguments.budget, jobs=arguments.jobs)
    firsts, totals, sums = [], [], [0, 0, 0]
    print(f"{'module':48}{'clang -Oz':>10}{'first':>8}{'best':>8}{'s to first':>12}{'s in all':>10}")
    for item in spread(corpus_suite(str(arguments.corpus), "test"), arguments.most).items:
        assert isinstance(item.source, ModuleRow)
        try:
            first, total, *sizes = measure(item.source, options, toolchain)
        except PasswrightError as error:
            print(f"{item.name}: {error}", file=sys.stderr)
            continue
        firsts += [] if first is None else [first]
        totals.append(total)
        sums = [one + other for one, other in zip(sums, sizes, strict=True)]
        until = "-" if first is None else f"{first:.2f}"
        print(f"{item.name[-47:]:48}{sizes[0]:10}{sizes[1]:8}{sizes[2]:8}{until:>12}{total:10.2f}", flush=True)
    saved = [f"{100 * (1 - size / sums[0]):.2f} %" for size in sums[1:]]
    print(f"saved: {saved[0]} by the first improvement, {saved[1]} in all; {len(firsts)} of {len(totals)} modules improved")
    print(f"median {statistics.median(firsts):.2f} s to the first improvement, {statistics.median(totals):.2f} s in all")


if __name__ == "__main__":
    main()

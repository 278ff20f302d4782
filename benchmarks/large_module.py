"""How far a large module comes: the amalgamation of sqlite3, over 2,000 functions, on two workers.

    python -m benchmarks.large_module                   # ten minutes in all
    python -m benchmarks.large_module --budget 64

Prints what was saved after each batch, the seconds in all (reading, gates and clang's own build included), and the peak memory
of the largest process.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path
from typing import Any

from passwright.data.debian import fetch
from passwright.optimizer.optimize import Options, Session
from passwright.search.study import Outcome

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
PACKAGE = "fossil"  # carries the amalgamation as it is published
SOURCE = "extsrc/sqlite3.c"
FLAGS = ("-DSQLITE_THREADSAFE=0", "-DSQLITE_OMIT_LOAD_EXTENSION")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget", default="480s", help="evaluations, or seconds of the search alone")
    parser.add_argument("--proposer", default="portfolio")
    parser.add_argument("--jobs", type=int, default=2)
    arguments = parser.parse_args()
    start = time.monotonic()
    options = Options(budget=arguments.budget, jobs=arguments.jobs, proposer=arguments.proposer)
    with Session(str(fetch(PACKAGE, CACHE) / SOURCE), FLAGS, options) as session:
        base = session.evaluator.baseline
        print(f"{session.module.facts.functions} functions, {base.size} bytes at clang -Oz, {time.monotonic() - start:.0f} s", flush=True)

        def show(outcome: Outcome[Any]) -> None:
            saved = 100 * (base.size - outcome.value) / base.size
            print(f"{time.monotonic() - start:5.0f} s  {outcome.evaluations:4} evaluations  {saved:5.2f} %", flush=True)

        result = session.optimize(show)
    seconds = time.monotonic() - start
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    gates = ", ".join(verdict.gate for verdict in result.evidence.verdicts)
    print(
        f"{result.baseline.size} -> {result.best.size} bytes, {100 * result.saved:.2f} %; {result.evaluations} evaluations; {seconds:.0f} s"
    )
    print(f"peak of one process {peak:.0f} MiB; gates passed: {gates}; {result.reason or 'a plan of ' + str(len(result.plan)) + ' passes'}")
    sys.exit(0 if result.evidence.passed else 1)


if __name__ == "__main__":
    main()

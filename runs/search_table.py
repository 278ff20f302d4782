"""How much do the proposers save? Runs them on every module of some programs and prints the table of docs/results.md.

    python -m runs.search_table --json table.json                 # the demo's programs, all proposers, both tiers
    python -m runs.search_table --programs lua --proposers genetic --budget 128 --trust core --seeds 0

One study a module, proposer, tier and seed, of the largest budget; what it had reached after fewer evaluations is what a
study with that budget would have found. With --test the winners of each study are linked and the program's own tests run.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from passwright.data.debian import fetch
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.compare import Stopwatch, reached
from passwright.optimizer.optimize import Options, Session
from programs.recipes import PROGRAMS, build_and_test, modules

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
DEMO = ("zlib", "cjson", "expat")
CHECKPOINTS = (32, 64, 128, 256, 512)


@dataclass(frozen=True)
class Row:
    """One study: bytes of the baseline and after each of the checkpoints."""

    program: str
    module: str
    proposer: str
    trust: str
    seed: int
    baseline: int
    reached: dict[int, int]
    rejected: int
    failures: int
    cpu: dict[int, float] = field(default_factory=dict)
    """CPU seconds of all processes until so many evaluations were done, the baseline's included."""


def table(rows: Iterable[Row], checkpoints: Sequence[int]) -> str:
    """Saved bytes in percent of clang -Oz: in total, mean and median a module; over seeds the mean."""
    rows = list(rows)
    lines = ["| proposer | tier | evaluations | total | mean | median | total by seed |", "|---|---|---|---|---|---|---|"]
    for proposer, trust in dict.fromkeys((row.proposer, row.trust) for row in rows):
        for evaluations in checkpoints:
            totals, means, medians = [], [], []
            for seed in sorted({row.seed for row in rows if (row.proposer, row.trust) == (proposer, trust)}):
                mine = [row for row in rows if (row.proposer, row.trust, row.seed) == (proposer, trust, seed)]
                shares = [100 * (row.baseline - row.reached[evaluations]) / row.baseline for row in mine if row.baseline]
                base = sum(row.baseline for row in mine)
                totals.append(100 * (base - sum(row.reached[evaluations] for row in mine)) / base)
                means.append(statistics.fmean(shares))
                medians.append(statistics.median(shares))
            figures = " | ".join(f"{statistics.fmean(values):.2f} %" for values in (totals, means, medians))
            lines.append(f"| {proposer} | {trust} | {evaluations} | {figures} | {' '.join(f'{t:.2f}' for t in totals)} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", nargs="+", default=list(DEMO))
    parser.add_argument("--proposers", nargs="+", default=["converge", "random", "genetic"])
    parser.add_argument("--trust", nargs="+", default=["core", "extended"])
    parser.add_argument("--seeds", nargs="+", type=int, default=[0, 1, 2])
    parser.add_argument("--budget", type=int, default=512)
    parser.add_argument("--most", type=int, help="no more modules of each program than this")
    parser.add_argument("--test", action="store_true", help="run the programs' own tests on the winners")
    parser.add_argument("--json", help="write all rows here; if it is there, go on where it ends")
    arguments = parser.parse_args()
    checkpoints = [n for n in CHECKPOINTS if n <= arguments.budget] or [arguments.budget]
    done = read_rows(arguments.json) if arguments.json and Path(arguments.json).exists() else []
    keys = {(row.program, row.module, row.proposer, row.trust, row.seed) for row in done}
    toolchain = find_toolchain()
    start = time.monotonic()
    with WorkerPool(toolchain.version, len(os.sched_getaffinity(0))) as pool:
        for proposer in arguments.proposers:
            for trust in arguments.trust:
                for seed in arguments.seeds if proposer != "converge" else [0]:
                    for name in arguments.programs:
                        recipe = PROGRAMS[name]
                        root = fetch(recipe.package, CACHE)
                        objects: dict[Path, bytes] = {}
                        for path, flags in modules(recipe, root)[: arguments.most]:
                            if (name, path.name, proposer, trust, seed) in keys:
                                continue
                            options = Options(budget=str(arguments.budget), seed=seed, trust=trust, proposer=proposer)
                            watch = Stopwatch(checkpoints)
                            with Session(str(path), flags, options, toolchain=toolchain, pool=pool) as session:
                                result = session.optimize(watch)
                            objects[path] = result.object
                            base = result.baseline.size
                            reach = {n: reached(result.curve, base, n) for n in checkpoints}
                            refused, failed = len(result.rejected), len(result.failures)
                            row = Row(name, path.name, proposer, trust, seed, base, reach, refused, failed, watch.seconds)
                            done.append(row)
                            _append(arguments.json, row)
                            print(f"{time.monotonic() - start:7.0f} s  {row}", file=sys.stderr, flush=True)
                        if arguments.test and len(objects) == len(modules(recipe, root)) and recipe.tests:
                            print(_test(name, objects, toolchain.clang, f"{proposer} {trust} seed {seed}"), flush=True)
    print(table(done, checkpoints))


def _test(name: str, objects: dict[Path, bytes], clang: str, what: str) -> str:
    recipe = PROGRAMS[name]
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        files = {}
        for number, (path, data) in enumerate(objects.items()):
            files[path] = Path(folder) / f"{number}.o"
            files[path].write_bytes(data)
        work = Path(folder) / "work"
        work.mkdir()
        report = build_and_test(recipe, fetch(recipe.package, CACHE), files, work, clang)
    return f"{name} {what}: " + (f"its {report.tests} tests pass" if report.passed else f"its tests FAIL: {report.output[-300:]}")


def read_rows(path: str) -> list[Row]:
    """What `--json` wrote."""
    rows = [json.loads(line) for line in Path(path).read_text().splitlines()]
    return [Row(**{**row, **{name: _by_number(row.get(name, {})) for name in ("reached", "cpu")}}) for row in rows]


def _by_number(values: dict[str, Any]) -> dict[int, Any]:
    return {int(number): value for number, value in values.items()}


def _append(path: str | None, row: Row) -> None:
    if path:
        with Path(path).open("a") as file:
            file.write(json.dumps(row.__dict__) + "\n")


if __name__ == "__main__":
    main()

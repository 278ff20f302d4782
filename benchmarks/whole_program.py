"""Whole programs, linked: ours against clang -Oz, with section garbage collection, and with -flto and section garbage collection.

    python -m benchmarks.whole_program --budget 48
    python -m benchmarks.whole_program --programs lua tinyxml2 --json whole.json

All are linked by lld with the same flags. Bytes are those of the image that are allocated and occupy the file. Each image of
ours is made again from the sources by its script of stock tools, and has to be the same. Every image that would go out is
tested: "own" tests are those that the program's authors ship, others compare what it writes with a build at -O1.
"""

from __future__ import annotations

import argparse
import json
import shlex
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from passwright.data.debian import FetchError, fetch
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.optimize import Options
from passwright.optimizer.whole import WholeResult, optimize_program
from programs.whole import WHOLE, Whole, names

CACHE = Path(__file__).parent.parent / ".cache" / "programs"


@dataclass(frozen=True)
class Row:
    whole: Whole
    result: WholeResult
    same: bool
    failed: str
    seconds: float


def measure(whole: Whole, budget: str, seed: int, toolchain: Toolchain, pool: WorkerPool, console: Console) -> Row:
    root = fetch(whole.recipe.package, CACHE)
    sources, words = whole.words(root)
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="passwright-") as name:
        folder = Path(name)
        reference = folder / "reference"
        clang = toolchain.clang_for(whole.recipe.language)
        subprocess.run([clang, "-O1", *words, *sources, "-o", str(reference)], check=True)
        again = [sys.executable, "-m", "benchmarks.whole_program", "--test", whole.recipe.name, str(reference)]
        test = f'cd {shlex.quote(str(Path(__file__).parent.parent))} && {shlex.join(again)} "$PASSWRIGHT_IMAGE"'
        options = Options(budget=budget, seed=seed, test=test)

        def stage(text: str) -> None:
            console.print(f"{whole.recipe.name}: {text}")

        result = optimize_program(sources, words, options, pool=pool, toolchain=toolchain, stage=stage)
        if result.result.stopped == "interrupted":
            raise KeyboardInterrupt
        program = folder / "program"
        program.write_bytes(result.image.data)
        program.chmod(0o755)
        failed = whole.run_test(root, program, reference, folder / "test")
        (folder / "script").write_text(result.script("again"))
        subprocess.run(["sh", "script"], cwd=folder, check=True)
        same = (folder / "again").read_bytes() == result.image.data
    return Row(whole, result, same, failed, time.monotonic() - start)


def table(rows: list[Row]) -> Table:
    shown = Table(title="allocated bytes of the linked image", box=None, pad_edge=False)
    for name in ("program", "", "files"):
        shown.add_column(name)
    for name in ("-Oz", "gc", "-flto gc", "ours", "over -flto", "over best", "s", "tests"):
        shown.add_column(name, justify="right")
    totals = [0, 0, 0, 0, 0]
    for row in rows:
        result = row.result
        sizes = [image.size for image in result.baselines] + [result.image.size]
        totals = [total + size for total, size in zip(totals, [*sizes, result.best_baseline.size], strict=True)]
        saved = [f"{100 * result.saved(against):.2f} %" for against in (result.baselines[-1], result.best_baseline)]
        files = str(len(result.program.sources))
        tests = ("FAIL" if row.failed else "own" if row.whole.own else "output") + ("" if row.same else ", NOT REPRODUCED")
        shown.add_row(row.whole.recipe.name, row.whole.recipe.language, files, *map(str, sizes), *saved, f"{row.seconds:.0f}", tests)
    over = [f"{100 * (against - totals[3]) / against:.2f} %" for against in (totals[2], totals[4])]
    shown.add_row("in total", "", "", *map(str, totals[:4]), *over, f"{sum(row.seconds for row in rows):.0f}", "")
    return shown


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget", default="48", help="evaluations or seconds for each program")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", nargs="+", default=[], choices=list(WHOLE))
    parser.add_argument("--json", help="write all reports here, after each program")
    parser.add_argument("--test", nargs=3, metavar=("NAME", "REFERENCE", "IMAGE"), help="only test an image")
    arguments = parser.parse_args()
    if arguments.test:
        name, reference, image = arguments.test
        with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
            whole = WHOLE[name]
            failed = whole.run_test(fetch(whole.recipe.package, CACHE), Path(image), Path(reference), Path(folder) / "test")
        sys.exit(failed or 0)
    toolchain = find_toolchain()
    options = Options()
    console = Console(stderr=True)
    rows: list[Row] = []
    try:
        with WorkerPool(toolchain.version, options.workers) as pool:
            for whole in names(arguments.programs):
                rows.append(measure(whole, arguments.budget, arguments.seed, toolchain, pool, console))
                console.print(table(rows[-1:]))
                if arguments.json:
                    reports = [
                        {
                            "name": row.whole.recipe.name,
                            "own": row.whole.own,
                            "failed": row.failed,
                            "same": row.same,
                            **row.result.to_json(),
                        }
                        for row in rows
                    ]
                    Path(arguments.json).write_text(json.dumps(reports, indent=1))
    except FetchError as error:
        sys.exit(f"whole_program: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    Console().print(table(rows))
    for row in rows:
        if row.failed:
            print(f"{row.whole.recipe.name}: {row.failed}")
    sys.exit(any(row.failed or not row.same or row.result.image.size > row.result.best_baseline.size for row in rows))


if __name__ == "__main__":
    main()

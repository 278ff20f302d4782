"""What `make demo` runs: every module of three real programs made smaller, linked, and tested with the programs' own tests.

make demo                      # 40 evaluations a module
make demo ARGS="--budget 512"  # slower and smaller
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from passwright.data.debian import fetch
from passwright.errors import FetchError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.many import Task, optimize_many
from passwright.optimizer.optimize import Options, Result
from passwright.report.text import Row, module_table, total_table
from passwright.verify import stock
from programs.recipes import PROGRAMS, Recipe, TestReport, build_and_test, modules

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
DEMO = ("zlib", "cjson", "expat")


@dataclass(frozen=True)
class Done:
    """One program: a result for each module, and the tests and linked images of both builds."""

    recipe: Recipe
    results: list[tuple[Result, float]]
    tests: TestReport
    image: int
    baseline_image: int


def optimise(recipe: Recipe, options: Options, toolchain: Toolchain, pool: WorkerPool, progress: Progress) -> Done:
    root = fetch(recipe.package, CACHE)
    todo = modules(recipe, root)
    task = progress.add_task(recipe.name, total=len(todo))
    found: dict[str, tuple[Result, float]] = {}
    with contextlib.closing(optimize_many([Task(str(path), tuple(flags)) for path, flags in todo], options)) as finished:
        for one in finished:
            if one.error:
                raise one.error
            if one.result is None or one.result.stopped == "interrupted":
                raise KeyboardInterrupt
            found[one.task.source] = one.result, one.seconds
            progress.update(task, description=f"{recipe.name}: {one.result.module.name}", advance=1)
    results = [found[str(path)] for path, _ in todo]
    ours = {path: found[str(path)][0].object for path, _ in todo}
    base = {path: stock.rebuild(result.module, Plan.of(result.module, None)) for (path, _), (result, _) in zip(todo, results, strict=True)}
    progress.update(task, description=f"{recipe.name}: its own tests")
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        report, image = _link_and_test(recipe, root, ours, Path(folder) / "ours", toolchain, pool)
        _, baseline_image = _link_and_test(recipe, root, base, Path(folder) / "base", toolchain, pool)
    progress.update(task, description=recipe.name)
    return Done(recipe, results, report, image, baseline_image)


def _link_and_test(
    recipe: Recipe, root: Path, objects: dict[Path, bytes], work: Path, toolchain: Toolchain, pool: WorkerPool
) -> tuple[TestReport, int]:
    """The tests' report and the bytes that the linked library occupies."""
    work.mkdir()
    files: dict[Path, Path] = {}
    for number, (path, data) in enumerate(objects.items()):
        files[path] = work / f"{number}-{path.stem}.o"
        files[path].write_bytes(data)
    report = build_and_test(recipe, root, files, work, toolchain.clang)
    sizes = pool.call({"op": "measure"}, report.image.read_bytes(), timeout=60)
    return report, int(sizes.value["size"])


def rows(done: list[Done]) -> list[Row]:
    return [
        Row(f"{program.recipe.name}/{result.module.name}", result, seconds, program.tests.passed)
        for program in done
        for result, seconds in program.results
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget", default="40", help="evaluations or seconds for each module")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--programs", nargs="+", default=list(DEMO), choices=[name for name, r in PROGRAMS.items() if r.tests])
    parser.add_argument("--json", help="write all results here")
    arguments = parser.parse_args()
    options = Options(budget=arguments.budget, seed=arguments.seed)
    toolchain = find_toolchain()
    console = Console()
    start = time.monotonic()
    columns = (TextColumn("{task.description:32}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    try:
        with (
            WorkerPool(toolchain.version, 1) as pool,
            Progress(*columns, console=Console(stderr=True)) as progress,
        ):
            done = [optimise(PROGRAMS[name], options, toolchain, pool, progress) for name in arguments.programs]
    except FetchError as error:
        sys.exit(f"demo: {error}")
    except KeyboardInterrupt:
        sys.exit(130)
    console.print(module_table(rows(done)))
    console.print()
    results = [result for program in done for result, _ in program.results]
    console.print(total_table(results, [(f"{program.recipe.name}, linked", program.baseline_image, program.image) for program in done]))
    console.print()
    for program in done:
        verdict = f"its {program.tests.tests} tests pass" if program.tests.passed else f"its tests FAIL: {program.tests.output}"
        console.print(f"{program.recipe.name}, linked from our objects: {verdict}")
    console.print(
        f"gates: LLVM's verifier, trusted passes, same bytes from stock clang and opt {toolchain.release}, the program's own tests"
    )
    console.print(f"{time.monotonic() - start:.0f} s")
    if arguments.json:
        Path(arguments.json).write_text(json.dumps([result.to_json() for result in results], indent=1))
    sys.exit(not all(program.tests.passed for program in done))


if __name__ == "__main__":
    main()

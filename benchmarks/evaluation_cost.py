"""What one evaluation costs, by part, and against `opt | llc | llvm-size` as processes in the same run.

    python -m benchmarks.evaluation_cost

Two plans: clang's own -Oz pipeline, and the first of 20 passes that random search draws, as most of a search's plans are
that short. Each evaluation has a marker that makes it new, so that nothing is remembered. `ours` is what Passwright adds to
LLVM's parsing, passes and code generation: waiting for the worker, counting, hashing, measuring, transport. Freeing the
module is not in it: the worker does that when its answer is out.
"""

from __future__ import annotations

import statistics
import subprocess
import tempfile
import time
from pathlib import Path
from random import Random

from passwright.data.debian import fetch
from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.baseline import Frame, pipeline_of
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.space import PipelineSpace
from programs.recipes import PROGRAMS, modules
from runs.fidelity import CACHE

MODULES = ("zlib/adler32.c", "zlib/gzclose.c", "zlib/inflate.c", "zlib/trees.c", "cjson/cJSON.c", "lua/lbaselib.c", "expat/xmlparse.c")
ROUNDS = 9


def evaluate_with_processes(toolchain: Toolchain, bitcode: str, pipeline: str, folder: Path) -> float:
    """Milliseconds of opt, llc and llvm-size, each started once."""
    start = time.perf_counter()
    pic = "--relocation-model=pic"
    subprocess.run([toolchain.opt, f"-passes={pipeline}", pic, bitcode, "-o", folder / "o.bc"], check=True)
    subprocess.run([toolchain.opt.replace("opt", "llc"), "-filetype=obj", pic, folder / "o.bc", "-o", folder / "o.o"], check=True)
    subprocess.run([toolchain.opt.replace("opt", "llvm-size"), "-A", folder / "o.o"], check=True, stdout=subprocess.DEVNULL)
    return 1e3 * (time.perf_counter() - start)


def random_plan(module: Module, base: Pipeline) -> Pipeline:
    """The first list of 20 passes that a random search with seed 0 draws."""
    entries = [entry for entry in load_catalogue(module.toolchain.version).trusted("core").values() if entry.draw]
    space, rng = PipelineSpace(entries, [base], Frame()), Random(0)
    return next(plan for plan in iter(lambda: space.random(rng), None) if len(plan) == 20)


def main() -> None:
    toolchain = find_toolchain()
    columns = ("module", "functions", "passes", "parse", "run", "codegen", "ours", "total", "stock", "ratio")
    print(("{:16}" + "{:>10}" * 2 + "{:>9}" * 7).format(*columns) + "   (milliseconds, medians)")
    with WorkerPool(toolchain.version, 1) as pool, tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        for name in MODULES:
            program, file = name.split("/")
            recipe = PROGRAMS[program]
            path, flags = next(pair for pair in modules(recipe, fetch(recipe.package, CACHE)) if pair[0].name == file)
            module = load_module(str(path), flags, toolchain, pool)
            evaluator = Evaluator(module, pool)
            bitcode = Path(folder) / "m.bc"
            bitcode.write_bytes(module.bitcode)
            base = pipeline_of(module)
            for plan in (base, random_plan(module, base)):
                rows: list[tuple[float, ...]] = []
                for number in range(ROUNDS):
                    pipeline = Pipeline((*plan.elements, *[Pass("no-op-module")] * (number + 1)))
                    # A new module for the worker, so that it remembers no code.
                    pool.workers[0].module = None  # type: ignore[union-attr]
                    pool.map(module, [{"op": "features", "pipeline": "no-op-module"}], timeout=60)
                    start = time.perf_counter()
                    (measured,) = evaluator.evaluate([pipeline])
                    total = 1e3 * (time.perf_counter() - start)
                    llvm = (measured.parse_ms, measured.passes_ms, measured.codegen_ms)
                    theirs = evaluate_with_processes(toolchain, str(bitcode), str(pipeline), Path(folder))
                    rows.append((*llvm, total - sum(llvm), total, theirs, theirs / total))
                figures = [statistics.median(column) for column in zip(*rows, strict=True)]
                shown = "".join(f"{figure:9.2f}" for figure in figures)
                print(f"{file:16}{module.facts.functions:10}{len(plan):10}{shown}", flush=True)


if __name__ == "__main__":
    main()

"""What remembering saves: the stream of a search, as the search estimates it and run with nothing remembered, on one core.

    python -m benchmarks.memo                               # 40 modules, 64 plans each, two searches, then synthetic modules
    python -m benchmarks.memo --plans 512 --proposers genetic --json rows.json

A search with seed 0 asks for plans; what its worker spends on their values is `memo`. Then each of the same plans is read, run,
turned into an object and measured by an engine that remembers nothing: `plain`. All times are CPU seconds, so other jobs hardly
matter. `passes` and `code` are the shares of (function, pass) steps and of functions that were known, `lost` the bytes by which the
search's result is larger than the best object of its whole stream. Of the plans that stock opt can say in one list, each 32nd is
run by `opt | llc | llvm-size`, too: `stock` is their time over that of `plain` for the same plans. `MiB` is the largest that the
worker was.

Last, the cost of scoring one plan that changes one function, in modules of 10 to 3,000 equal ones.
"""

from __future__ import annotations

import argparse
import json
import math
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from passwright.data.debian import fetch
from passwright.evaluate.evaluator import plan_request
from passwright.evaluate.pool import Reply
from passwright.llvm.module import Module, emit_bitcode
from passwright.llvm.pipeline import Passes, Pipeline
from passwright.llvm.toolchain import Toolchain, find_toolchain, load_engine
from passwright.optimizer.compare import cpu_seconds
from passwright.optimizer.optimize import Options, Session
from programs.recipes import PROGRAMS, modules
from runs.fidelity import CACHE

TABLE = ("zlib", "cjson", "expat", "tinyxml2", "libyaml", "jsoncpp", "double-conversion", "lua")
"""Programs of the table in docs/results.md, of which it has the first ten modules each."""
MOST = 10
STOCK_EVERY = 32
SIZES = (10, 30, 100, 300, 1000, 3000)
ESTIMATES = ("estimate", "weigh")
Case = tuple[str, str, list[str]]
"""A program, a source file and its flags."""


@dataclass(frozen=True)
class Row:
    """One stream of plans; times in CPU seconds, sizes in bytes. `failed` plans did not survive and are in neither time."""

    program: str
    module: str
    proposer: str
    plans: int
    failed: int
    memo: float
    plain: float
    counts: dict[str, int]
    lost: int
    baseline: int
    peak_mib: int
    stock: float = 0.0
    stock_plain: float = 0.0


@dataclass
class Watch:
    """Stands between a search and its workers: what is asked for, what its answers cost, and how large the worker gets."""

    session: Session
    seconds: float = 0.0
    failed: int = 0
    peak_mib: int = 0

    def __post_init__(self) -> None:
        self.asked: list[Passes] = []
        self.counts = dict.fromkeys(("steps", "ran", "ends", "emitted"), 0)
        self._said: dict[tuple[int, str], dict[str, int]] = {}
        self._map, self._estimate = self.session.pool.map, self.session.evaluator.estimate
        self.session.pool.map = self.map  # type: ignore[method-assign]
        self.session.evaluator.estimate = self.estimate  # type: ignore[method-assign]

    def estimate(self, plans: Sequence[Passes]) -> list[Any]:
        self.asked.extend(plans)
        return self._estimate(plans)

    def map(self, module: Module, requests: Sequence[dict[str, Any]], **options: Any) -> list[Reply]:
        if not requests or requests[0]["op"] not in ESTIMATES:
            return self._map(module, requests, **options)
        start = cpu_seconds()
        replies = self._map(module, requests, **options)
        self.seconds += cpu_seconds() - start
        worker = self.session.pool.workers[0]
        number = worker.process.pid if worker else 0
        for request, reply in zip(requests, replies, strict=True):
            self.failed += reply.failure is not None
            if reply.failure:
                continue
            if request["op"] == "weigh":  # pipelines have one memory
                self._count((number, ""), dict(zip(("ends", "emitted"), reply.value["counts"], strict=True)))
            else:
                self._count((number, json.dumps([request.get(name) for name in ("common", "calls", "end")])), reply.value["counts"])
        if worker:
            status = Path(f"/proc/{number}/status").read_text()
            self.peak_mib = max(self.peak_mib, int(status.partition("VmHWM:")[2].split()[0]) >> 10)
        return replies

    def _count(self, memory: tuple[int, str], counts: dict[str, int]) -> None:
        """Adds what is new in the counts of one memory of one worker, which it tells from its beginning on."""
        said = self._said.get(memory, {})
        if counts["ends"] < said.get("ends", 0):
            said = {}  # it was forgotten, and begun anew
        for name, count in counts.items():
            self.counts[name] += count - said.get(name, 0)
        self._said[memory] = counts


def plain(arguments: Sequence[str], bitcode: bytes, requests: Sequence[dict[str, Any]], version: int) -> list[tuple[float, int]]:
    """CPU seconds and bytes of the object for each plan, worked out with nothing remembered. All have an estimate, so one that LLVM
    refuses here is a mistake of the estimate's, and ends the benchmark (ValueError)."""
    engine = load_engine(version)
    compiler = engine.Compiler(arguments)
    results = []
    for request in requests:
        start = time.process_time()
        compiler.set_codegen(request.get("codegen", []))
        module = engine.Module.parse(bitcode)
        module.decide_calls({caller: {int(n): what for n, what in each.items()} for caller, each in request.get("calls", {}).items()})
        if isinstance(request["pipeline"], list):
            compiler.run_steps(module, request["pipeline"], False)
        else:
            compiler.run(module, request["pipeline"])
        size = engine.measure(compiler.emit(module)).size
        results.append((time.process_time() - start, size))
    return results


def stock_seconds(toolchain: Toolchain, bitcode: bytes, plans: Sequence[str]) -> float:
    """CPU seconds of opt, llc and llvm-size for some pipelines, each started once for each."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        given, made, out = (Path(folder) / name for name in ("m.bc", "o.bc", "o.o"))
        given.write_bytes(bitcode)
        pic = "--relocation-model=pic"
        llc, size = (toolchain.opt.replace("opt", name) for name in ("llc", "llvm-size"))
        for plan in plans:
            subprocess.run([toolchain.opt, f"-passes={plan}", pic, given, "-o", made], check=True, capture_output=True)
            subprocess.run([llc, "-filetype=obj", pic, made, "-o", out], check=True, capture_output=True)
            subprocess.run([size, "-A", out], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def row_of(case: Case, proposer: str, plans: int) -> Row:
    """Searches one module, and does the same work again without a memory."""
    program, path, flags = case
    toolchain = find_toolchain()
    with Session(path, flags, Options(budget=str(plans), proposer=proposer, jobs=1), toolchain=toolchain) as session:
        watch = Watch(session)
        result = session.optimize()
        module = session.module
        alive = {str(plan): plan for plan in watch.asked if (known := session.evaluator.known(plan)) and known.ok}
    requests = [plan_request(plan) for plan in alive.values()]
    with ProcessPoolExecutor(1, get_context("spawn")) as executor:  # LLVM runs in a process of its own, begun anew
        whole = executor.submit(plain, module.arguments, module.bitcode, requests, toolchain.version).result()
    texts = [(text, seconds) for (text, plan), (seconds, _) in zip(alive.items(), whole, strict=True) if isinstance(plan, Pipeline)]
    some = texts[::STOCK_EVERY]
    best = min(size for _, size in whole)
    return Row(
        program,
        Path(path).name,
        proposer,
        len(alive),
        watch.failed,
        round(watch.seconds, 3),
        round(sum(seconds for seconds, _ in whole), 3),
        watch.counts,
        max(0, result.best.size - min(best, result.baseline.size)),
        result.baseline.size,
        watch.peak_mib,
        round(stock_seconds(toolchain, module.bitcode, [text for text, _ in some]), 3),
        round(sum(seconds for _, seconds in some), 3),
    )


def known(counts: dict[str, int], new: str, asked: str) -> str:
    return f"{100 * (1 - counts[new] / counts[asked]):.0f} %" if counts[asked] else "-"


def print_table(rows: Sequence[Row]) -> None:
    for proposer in dict.fromkeys(row.proposer for row in rows):
        mine = [row for row in rows if row.proposer == proposer]
        print(f"{proposer:22}{'plans':>6}{'plain s':>9}{'memo s':>8}{'ratio':>7}{'passes':>8}{'code':>6}{'lost':>6}{'stock':>7}{'MiB':>6}")
        for row in mine:
            ratio = row.plain / row.memo
            stock = f"{row.stock / row.stock_plain:.2f}" if row.stock_plain else "-"
            shares = f"{known(row.counts, 'ran', 'steps'):>8}{known(row.counts, 'emitted', 'ends'):>6}"
            print(f"{row.module:22}{row.plans:6}{row.plain:9.1f}{row.memo:8.1f}{ratio:7.2f}{shares}{row.lost:6}{stock:>7}{row.peak_mib:6}")
        ratios = [row.plain / row.memo for row in mine]
        total = {name: sum(row.counts[name] for row in mine) for name in ("steps", "ran", "ends", "emitted")}
        all_seconds = sum(row.plain for row in mine) / sum(row.memo for row in mine)
        mean = statistics.geometric_mean(ratios)
        print(f"{len(mine)} modules: geometric mean {mean:.2f}, least {min(ratios):.2f}, of all seconds {all_seconds:.2f}")
        print(f"known: passes {known(total, 'ran', 'steps')}, code {known(total, 'emitted', 'ends')}")
        lost = [row for row in mine if row.lost]
        print(f"the best of the stream was lost in {len(lost)} of {len(mine)} searches, {sum(row.lost for row in mine)} bytes")
        if stocks := [row.stock / row.stock_plain for row in mine if row.stock_plain]:
            print(f"opt, llc and llvm-size over plain: geometric mean {statistics.geometric_mean(stocks):.2f}")
        print(flush=True)


def cases(count: int) -> list[Case]:
    """The modules of the table in docs/results.md that have functions, those with the smallest bitcode first."""
    toolchain = find_toolchain()
    engine = load_engine(toolchain.version)
    found: list[tuple[int, Case]] = []
    for name in TABLE:
        recipe = PROGRAMS[name]
        for path, flags in modules(recipe, fetch(recipe.package, CACHE))[:MOST]:
            data = emit_bitcode(path, ["-Oz", *flags], toolchain, recipe.language)
            if engine.Module.parse(data).function_instructions():
                found.append((len(data), (name, str(path), flags)))
    return [case for _, case in sorted(found)[:count]]


def one_function(engine: Any, compiler: Any, functions: int, clang: str) -> float:
    """CPU milliseconds to score a schedule that changes one of so many equal functions, the middle of nine."""
    body = "{ int s = 0; for (int i = 0; i < n; ++i) { if (p[i] > s) s += p[i] * 3; else p[i] = s ^ i; } return s; }"
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        source, out = Path(folder) / "x.c", Path(folder) / "x.bc"
        source.write_text("\n".join(f"int f{i}(int *p, int n) {body}" for i in range(functions)))
        subprocess.run([clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", source, "-o", out], check=True)
        memo = engine.Memo(compiler, out.read_bytes(), engine.Weights(compiler))
    passes = ["sroa", "early-cse<memssa>", "simplifycfg", "instcombine<no-verify-fixpoint>"]
    memo.score([(passes, [f"f{i}" for i in range(functions)])])
    times = []
    for i in range(9):
        lanes = [(passes, [f"f{k}" for k in range(functions) if k != i]), ([*passes, "gvn"], [f"f{i}"])]
        start = time.process_time()
        memo.score(lanes)
        times.append(1e3 * (time.process_time() - start))
    return statistics.median(times)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--plans", type=int, default=64, help="for each module")
    parser.add_argument("--modules", type=int, default=40, help="how many, the smallest first")
    parser.add_argument("--proposers", nargs="*", default=["genetic", "portfolio"])
    parser.add_argument("--jobs", type=int, default=1, help="modules side by side")
    parser.add_argument("--json", help="write all rows here; if it is there, go on where it ends")
    arguments = parser.parse_args()
    rows: list[Row] = []
    if arguments.json and Path(arguments.json).exists():
        rows = [Row(**json.loads(line)) for line in Path(arguments.json).read_text().splitlines()]
    done = {(row.program, row.module, row.proposer) for row in rows}
    found = cases(arguments.modules) if arguments.proposers else []
    start = time.monotonic()
    with ProcessPoolExecutor(arguments.jobs, get_context("spawn"), max_tasks_per_child=1) as executor:
        tasks = [
            executor.submit(row_of, case, proposer, arguments.plans)
            for proposer in arguments.proposers
            for case in found
            if (case[0], Path(case[1]).name, proposer) not in done
        ]
        for task in tasks:
            row = task.result()
            rows.append(row)
            print(f"{time.monotonic() - start:7.0f} s  {row}", file=sys.stderr, flush=True)
            if arguments.json:
                with Path(arguments.json).open("a") as file:
                    file.write(json.dumps(asdict(row)) + "\n")
    print_table(rows)
    toolchain = find_toolchain()
    engine = load_engine(toolchain.version)
    compiler = engine.Compiler(toolchain.cc1(["-Oz"]))
    points = [(n, one_function(engine, compiler, n, toolchain.clang)) for n in SIZES]
    print("one function changed:", ", ".join(f"{n} functions {ms:.2f} ms" for n, ms in points))
    slope, _ = statistics.linear_regression([math.log(n) for n, _ in points], [math.log(ms) for _, ms in points])
    print(f"log-log slope {slope:.2f}")


if __name__ == "__main__":
    main()

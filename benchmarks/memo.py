"""What remembering saves: the stream of a search, estimated and run whole, on one core.

    python -m benchmarks.memo                  # 64 plans on each of eight modules, three searches, then synthetic modules
    python -m benchmarks.memo --plans 512 --proposers genetic

The search itself is run first, so that both ways get the same plans; each way has a worker of its own that begins with nothing,
and runs whole what cannot be estimated. `passes` and `code` are the shares of (function, pass) steps and of functions that were
known. Then the cost of scoring one plan that changes one function, in modules of 10 to 3,000 equal ones.
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from passwright.evaluate.evaluator import estimate_request, plan_request
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Passes
from passwright.llvm.toolchain import Toolchain, find_toolchain, load_engine
from passwright.optimizer.optimize import Options, Session
from programs.fetch import fetch
from programs.recipes import PROGRAMS, modules
from runs.fidelity import CACHE

MODULES = ("zlib/gzread.c", "zlib/inflate.c", "zlib/deflate.c", "cjson/cJSON.c", "expat/xmlrole.c", "expat/xmlparse.c")
MODULES += ("lua/lstrlib.c", "tinyxml2/tinyxml2.cpp")
SIZES = (10, 30, 100, 300, 1000, 3000)
LIMIT = 600.0


def stream(path: str, flags: Sequence[str], toolchain: Toolchain, proposer: str, count: int) -> tuple[Module, list[Passes]]:
    """The plans that a search with seed 0 asks for, in its order."""
    asked: list[Passes] = []
    with Session(path, flags, Options(budget=str(count), proposer=proposer), toolchain=toolchain) as session:
        estimate = session.evaluator.estimate

        def recorded(plans: Sequence[Passes]) -> list[Any]:
            asked.extend(plans)
            return estimate(plans)

        session.evaluator.estimate = recorded  # type: ignore[method-assign]
        session.optimize()
        return session.module, asked


def seconds(module: Module, requests: Sequence[dict[str, Any]], toolchain: Toolchain) -> tuple[float, dict[str, int]]:
    """Of all requests on a new worker, one after the other, and the counts of its memory."""
    counts: dict[str, dict[str, int]] = {}
    with WorkerPool(toolchain.version, 1) as pool:
        pool.map(module, [{"op": "evaluate", "pipeline": None}], timeout=LIMIT)
        start = time.perf_counter()
        for request in requests:
            (reply,) = pool.map(module, [request], timeout=LIMIT)
            if request["op"] == "estimate":  # of this memory, up to now
                counts[request["common"] + json.dumps(request.get("calls"))] = reply.value["counts"]
            elif request["op"] == "weigh":
                counts["weigh"] = dict(zip(("ends", "emitted"), reply.value["counts"], strict=True))
        spent = time.perf_counter() - start
    return spent, {name: sum(each.get(name, 0) for each in counts.values()) for name in ("steps", "ran", "ends", "emitted")}


def known(counts: dict[str, int], new: str, asked: str) -> str:
    return f"{100 * (1 - counts[new] / counts[asked]):.0f} %" if counts[asked] else "-"


def streams(proposer: str, count: int, toolchain: Toolchain) -> None:
    """Prints the table of one search."""
    print(f"{proposer:15}{'plans':>7}{'plain s':>9}{'memo s':>8}{'ratio':>7}{'passes':>8}{'code':>7}")
    ratios = []
    for name in MODULES:
        program, _, file = name.partition("/")
        recipe = PROGRAMS[program]
        ((path, flags),) = [pair for pair in modules(recipe, fetch(recipe.package, CACHE)) if pair[0].name == file]
        module, asked = stream(str(path), flags, toolchain, proposer, count)
        whole = [{"op": "evaluate", **plan_request(one)} for one in asked]
        plain, _ = seconds(module, whole, toolchain)
        memo, counts = seconds(module, [estimate_request(one) or other for one, other in zip(asked, whole, strict=True)], toolchain)
        ratios.append(plain / memo)
        shares = f"{known(counts, 'ran', 'steps'):>8}{known(counts, 'emitted', 'ends'):>7}"
        print(f"{file:15}{len(asked):7}{plain:9.1f}{memo:8.1f}{plain / memo:7.2f}{shares}", flush=True)
    print(f"geometric mean {statistics.geometric_mean(ratios):.2f}, least {min(ratios):.2f}\n")


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
    parser.add_argument("--proposers", nargs="+", default=["genetic", "functionwise", "portfolio"])
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    for proposer in arguments.proposers:
        streams(proposer, arguments.plans, toolchain)
    engine = load_engine(toolchain.version)
    compiler = engine.Compiler(toolchain.cc1(["-Oz"]))
    points = [(n, one_function(engine, compiler, n, toolchain.clang)) for n in SIZES]
    print("one function changed:", ", ".join(f"{n} functions {ms:.2f} ms" for n, ms in points))
    slope, _ = statistics.linear_regression([math.log(n) for n, _ in points], [math.log(ms) for _, ms in points])
    print(f"log-log slope {slope:.2f}")


if __name__ == "__main__":
    main()

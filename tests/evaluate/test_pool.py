"""Workers under attack: crashes, hangs and runaway memory, made by LLVM itself."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.pool import Reply, WorkerPool, _Worker
from passwright.evaluate.worker import FORGET, Worker
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain

CRASH = "trigger-crash-module"
# Far more work than any limit here allows; LLVM has no pass that hangs on request.
HANG = "function(" + ",".join(["invalidate<all>,gvn"] * 100_000) + ")"


@pytest.fixture
def evaluator(rle: Path, toolchain: Toolchain, pool: WorkerPool) -> Evaluator:
    return Evaluator(load_module(str(rle), [], toolchain, pool), pool, limit=1.0)


def children() -> set[str]:
    done = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "passwright.evaluate.worker"], capture_output=True, text=True)
    return set(done.stdout.split())


def test_crash_costs_one_evaluation_and_leaves_a_reproducer(evaluator: Evaluator, private_cache: Path) -> None:
    good, bad = evaluator.evaluate([Pipeline.parse("function(sroa)"), Pipeline.parse(CRASH)])
    assert good.ok
    assert bad.outcome == "crash"
    assert "SIGABRT" in bad.words
    (failure,) = evaluator.failures
    assert failure.reproducer is not None
    place = Path(failure.reproducer)
    assert place.is_relative_to(private_cache)
    command = (place / "command.sh").read_text()
    done = subprocess.run(["sh", "./command.sh"], cwd=place, capture_output=True, text=True)
    assert done.returncode != 0, command
    assert (place / "module.bc").read_bytes() == evaluator.module.bitcode


def test_hang_costs_one_evaluation(evaluator: Evaluator) -> None:
    hung, good = evaluator.evaluate([Pipeline.parse(HANG), Pipeline.parse("function(sroa,gvn)")])
    assert (hung.outcome, good.outcome) == ("timeout", "ok")


def test_runaway_memory_is_stopped(rle: Path, toolchain: Toolchain) -> None:
    # The engine's libraries alone need more than this: the worker cannot even start, and says so.
    with WorkerPool(toolchain.version, 1, memory=200 << 20) as pool:
        reply = pool.call({"op": "inspect", "name": "x"}, rle.read_bytes(), timeout=30)
    assert reply.failure in ("crash", "memory")
    assert reply.words


def test_invalid_pipeline_is_no_failure_of_llvm(evaluator: Evaluator) -> None:
    (measurement,) = evaluator.evaluate([Pipeline.parse("no-such-pass")])
    assert measurement.outcome == "invalid"
    assert "no-such-pass" in measurement.words
    assert evaluator.failures == []


def test_module_that_a_worker_refused_is_not_open_the_next_time(evaluator: Evaluator, pool: WorkerPool) -> None:
    broken = replace(evaluator.module, arguments=(*evaluator.module.arguments, "-no-such-flag"))
    for _ in range(2):
        (reply,) = pool.map(broken, [{"op": "evaluate", "pipeline": None}], timeout=30, alone=True)
        assert (reply.failure, "unknown argument" in reply.words) == ("invalid", True)


def test_equal_pipelines_are_measured_once(evaluator: Evaluator) -> None:
    one, other = evaluator.evaluate([Pipeline.parse("function(sroa)"), Pipeline.parse("function(sroa)")])
    assert one is other


def test_study_of_crashes_and_hangs_loses_nothing(evaluator: Evaluator) -> None:
    """A sample of runs/fault_injection.py."""
    rng = random.Random(0)
    names = ["sroa", "gvn", "simplifycfg", "early-cse", "adce", "reassociate", "sccp", "dse"]
    pipelines = []
    for number in range(300):
        bad = {7: CRASH, 27: CRASH}.get(number % 40)
        text = f"function({','.join(rng.choices(names, k=4))},instcombine<max-iterations={number + 1};no-verify-fixpoint>)"
        pipelines.append(Pipeline.parse(f"{text},{bad}" if bad else text))
    measurements = evaluator.evaluate(pipelines)
    assert [m.outcome for m in measurements] == ["crash" if str(p).endswith(CRASH) else "ok" for p in pipelines]


def test_no_process_outlives_the_pool(rle: Path, toolchain: Toolchain) -> None:
    before = children()
    with WorkerPool(toolchain.version, 2) as pool:
        module = load_module(str(rle), [], toolchain, pool)
        Evaluator(module, pool).evaluate([Pipeline.parse("function(sroa)"), Pipeline.parse("function(gvn)")])
        assert len(children() - before) == 2
    assert children() == before


def test_killed_parent_takes_its_busy_workers_along(rle: Path, tmp_path: Path) -> None:
    script = f"""
import sys
from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.pool import Reply, WorkerPool, _Worker
from passwright.evaluate.worker import FORGET, Worker
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import find_toolchain
toolchain = find_toolchain()
with WorkerPool(toolchain.version, 1) as pool:
    evaluator = Evaluator(load_module({str(rle)!r}, [], toolchain, pool), pool, limit=600.0)
    print(pool.workers[0].process.pid, flush=True)
    evaluator.evaluate([Pipeline.parse(sys.stdin.read())])
"""
    command = [sys.executable, "-c", script]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    process.stdin.write(HANG)
    process.stdin.close()
    assert process.stdout is not None
    worker = int(process.stdout.readline())
    time.sleep(0.3)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    process.stdout.close()
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and Path(f"/proc/{worker}").exists():
        time.sleep(0.05)
    assert not Path(f"/proc/{worker}").exists()


def test_worker_that_holds_too_much_forgets_and_then_makes_room(rle: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    module = load_module(str(rle), [], toolchain, pool)
    worker = Worker(toolchain.version)
    worker.open({"arguments": module.arguments}, module.bitcode)
    request = {"common": f"no-op-module,{FORGET}", "lanes": [], "edits": {}, "end": "globaldce"}
    expected, _ = worker.estimate(request, b"")
    assert worker.forget(1 << 40)
    assert worker.memos
    assert not worker.forget(1)
    assert not worker.memos
    assert worker.estimate(request, b"")[0]["size"] == expected["size"]


def test_full_worker_is_followed_by_another(evaluator: Evaluator, monkeypatch: pytest.MonkeyPatch) -> None:
    receive = _Worker.receive

    def full(worker: _Worker) -> Reply:
        reply = receive(worker)
        worker.full = True
        return reply

    before = evaluator.evaluate([Pipeline.parse("function(sroa)")])
    monkeypatch.setattr(_Worker, "receive", full)
    evaluator.evaluate([Pipeline.parse(f"function(sroa{',gvn' * count})") for count in range(1, 9)])
    assert not any(evaluator.pool.workers)
    assert Evaluator(evaluator.module, evaluator.pool).evaluate([Pipeline.parse("function(sroa)")])[0].agrees(before[0])

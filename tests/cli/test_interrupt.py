"""Ctrl-C and sudden death: the best so far or nothing, no process and no litter left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from passwright.evaluate import pool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.optimize import Options, Session
from tests.cli.helpers import COMMAND, Place, tool


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def processes_of(session: int) -> list[int]:
    """Processes of ours whose parent or session is the process of a run, workers included."""
    found = []
    for line in tool("ps", "-eo", "pid=,ppid=,sess=,stat=").splitlines():
        pid, parent, group, state = line.split()
        if (int(parent) == session or int(group) == session) and int(pid) != session and not state.startswith("Z"):
            found.append(int(pid))
    return found


def alive(pids: list[int]) -> list[int]:
    return [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists() and Path(f"/proc/{pid}/cmdline").read_bytes()]


@pytest.fixture
def search(place: Place, rle: Path) -> Iterator[Callable[..., subprocess.Popen[str]]]:
    """Starts a long search with a study file, and waits until it measured something better than the baseline (-O3: soon)."""
    started: list[subprocess.Popen[str]] = []

    def start(*arguments: str) -> subprocess.Popen[str]:
        command = ["optimize", str(rle), "--budget", "100000", "--jobs", "2", "--proposer", "random", "--study", "study.jsonl", *arguments]
        process = place.start(*command, "--", "-O3")
        started.append(process)
        deadline = time.monotonic() + 60
        while better_since(place.folder / "study.jsonl") < 20:
            assert process.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.05)
        return process

    yield start
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def better_since(path: Path) -> int:
    """How many measurements stand behind the first that is better than the baseline."""
    lines = path.read_bytes().splitlines()[1:-1] if path.exists() else []
    sizes = [json.loads(line)["size"] for line in lines]
    better = [index for index, size in enumerate(sizes) if 0 < size < sizes[0]]
    return len(sizes) - better[0] if better else 0


def test_interrupt_ends_soon_with_the_best_so_far(place: Place, search: Callable[..., subprocess.Popen[str]], toolchain: Toolchain) -> None:
    process = search("-o", "out.o", "--json", "report.json", "--plan-out", "plan.json")
    processes = processes_of(process.pid)
    assert len(processes) >= 2
    start = time.monotonic()
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - start < 3  # about a second where nothing else runs
    assert (process.returncode, err) == (0, "")
    assert "interrupted" in out
    report = json.loads((place.folder / "report.json").read_text())
    assert report["stopped"] == "interrupted"
    assert report["plan"] == json.loads((place.folder / "plan.json").read_text())
    assert report["best"]["size"] < report["baseline"]["size"]
    assert " T rle_encode" in tool(f"llvm-nm-{toolchain.version}", "out.o", folder=place.folder)
    assert alive(processes) == []
    assert place.files() == {"out.o", "report.json", "plan.json", "study.jsonl"}
    assert place.litter() == []


def test_interrupt_does_not_mix_up_answers(rle: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What `-o out.bc` and a baseline that goes out after Ctrl-C rest on."""
    with Session(str(rle), [], Options(jobs=1)) as session:
        wanted = session.evaluator.build(None, "bc").data

        def interrupt(*_: object) -> None:
            raise KeyboardInterrupt

        with monkeypatch.context() as patch:
            patch.setattr(pool, "wait", interrupt)
            with pytest.raises(KeyboardInterrupt):
                session.evaluator.evaluate([Pipeline.parse("globaldce")])
        assert session.evaluator.build(None, "bc").data == wanted


def test_interrupt_before_the_search_writes_nothing(place: Place, toolchain: Toolchain) -> None:
    place.write("slow.c", "".join(f"int f{i}(int x) {{ return x * {i}; }}\n" for i in range(3000)))
    process = place.start("optimize", "slow.c", "-o", "out.o")
    time.sleep(0.6)  # while it reads the module or measures the baseline
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=30)
    assert (process.returncode, err.strip()) == (130, "")
    assert place.files() == {"slow.c"}
    assert place.litter() == []


def test_termination_leaves_nothing_behind(place: Place, search: Callable[..., subprocess.Popen[str]]) -> None:
    process = search("-o", "out.o")
    processes = processes_of(process.pid)
    process.send_signal(signal.SIGTERM)
    assert process.communicate(timeout=30) == ("", "")
    assert process.returncode == 143
    assert alive(processes) == []
    assert place.files() == {"study.jsonl"}
    assert place.litter() == []


def test_no_worker_outlives_a_process_that_was_killed(search: Callable[..., subprocess.Popen[str]]) -> None:
    process = search("-o", "out.o")
    processes = processes_of(process.pid)
    assert len(processes) >= 2
    process.kill()
    process.wait()
    deadline = time.monotonic() + 5  # a second where nothing else runs
    while alive(processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive(processes) == []


def test_reader_that_goes_away_is_no_traceback(place: Place) -> None:
    process = subprocess.Popen(
        [COMMAND, "passes", "--json"], cwd=place.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=place.environment()
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == 1

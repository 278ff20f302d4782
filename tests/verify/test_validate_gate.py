"""Translation validation as a user meets it: modules, limits, counterexamples that were run, the gate."""

from __future__ import annotations

import importlib.util
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from passwright.errors import ToolMissing
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import find_toolchain, run
from passwright.optimizer.optimize import Options, Session
from passwright.verify.validate import solve
from passwright.verify.validate.alive import VARIABLE, ask_alive, find_alive, read_answers
from passwright.verify.validate.gate import ValidationGate
from passwright.verify.validate.solve import Limits, validate

SOURCE = """
struct box { int count; int *items; };
int quarter(int x) { return x / 4; }
int total(const struct box *b) { return b->count > 1 ? b->items[0] + b->items[1] : -1; }
void add(struct box *b, int n) { b->count += n; }
static int twice(int x) { return 2 * x; }
int four(int x) { return twice(twice(x)); }
int loop(int n) { int s = 0; for (int i = 0; i < n; i++) s ^= i * s + 3; return s; }
"""


@pytest.fixture(scope="module")
def modules(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A module before any pass and behind clang's own."""
    folder = tmp_path_factory.mktemp("validate")
    (folder / "m.c").write_text(SOURCE)
    clang = find_toolchain().clang
    emit = [clang, "-Oz", "-emit-llvm", "-S", "m.c", "-o"]
    run([*emit, "before.ll", "-Xclang", "-disable-llvm-passes"], check=True, cwd=str(folder))
    run([*emit, "after.ll"], check=True, cwd=str(folder))
    return folder / "before.ll", folder / "after.ll"


def damaged(path: Path, old: str, new: str) -> Path:
    text = path.read_text()
    assert old in text
    out = path.with_name(f"damaged-{abs(hash((old, new)))}.ll")
    out.write_text(text.replace(old, new))
    return out


def test_what_clang_does_is_proven(modules: tuple[Path, Path]) -> None:
    report = validate(find_toolchain(), *modules)
    verdicts = {each.function: each.verdict for each in report.decisions}
    assert verdicts == {"quarter": "proven", "total": "proven", "add": "proven", "four": "proven", "loop": "undecided"}
    assert report.reasons == {"loops": 1}
    assert report.words == "z3 decided 4 of 5 functions (4 proven, 0 refuted); undecided: loops 1"


def test_a_wrong_value_is_refuted_by_two_runs(modules: tuple[Path, Path]) -> None:
    report = validate(find_toolchain(), modules[0], damaged(modules[1], "sdiv i32 %0, 4", "ashr i32 %0, 2"), only=["quarter", "add"])
    assert {each.function: each.verdict for each in report.decisions} == {"quarter": "refuted", "add": "proven"}
    assert "it returns 0x" in report.decisions[0].words
    assert "behind the optimiser" in report.decisions[0].words


def test_wrong_memory_is_refuted_by_two_runs(modules: tuple[Path, Path]) -> None:
    report = validate(find_toolchain(), modules[0], damaged(modules[1], "add nsw i32 %3, %1", "sub i32 %3, %1"), only=["add"])
    (decision,) = report.decisions
    assert decision.verdict == "refuted"
    assert "the byte at 0x" in decision.words


def test_poison_that_no_run_shows_is_not_refuted(modules: tuple[Path, Path]) -> None:
    hurt = damaged(modules[0], "sdiv i32 %3, 4", "sdiv exact i32 %3, 4")
    (decision,) = validate(find_toolchain(), modules[0], hurt, only=["quarter"]).decisions
    assert (decision.verdict, decision.words) == ("undecided", "a counterexample that no run confirms")


def test_a_solver_without_memory_or_time_costs_only_its_functions(modules: tuple[Path, Path]) -> None:
    report = validate(find_toolchain(), *modules, limits=Limits(memory=40))
    assert {each.verdict for each in report.decisions} == {"undecided"}
    assert len(report.decisions) == 5
    report = validate(find_toolchain(), *modules, limits=Limits(total=0))
    assert set(report.reasons) == {"time for the module"}


def test_a_crash_of_the_solver_costs_one_function(modules: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    ask = solve._Worker.ask

    def crash(worker: solve._Worker, name: str, seconds: float) -> object:
        if name == "total":
            worker.process.kill()
        return ask(worker, name, seconds)

    monkeypatch.setattr(solve._Worker, "ask", crash)
    verdicts = {each.function: each.words for each in validate(find_toolchain(), *modules).decisions}
    assert verdicts["total"] == "the solver's process ended"
    assert verdicts["four"] == ""


def test_without_z3_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "z3" else find(name))
    with pytest.raises(ToolMissing, match=r"pip install 'passwright\[validate\]'"):
        ValidationGate()


@pytest.fixture(scope="module")
def session(modules: tuple[Path, Path]) -> Iterator[Session]:
    with Session(str(modules[0].with_name("m.c")), ["-Oz"], Options(jobs=1, validate=True)) as opened:
        yield opened


def test_the_gate_says_how_many_functions_it_decided(session: Session) -> None:
    evidence = session.check(session.candidate(Pipeline.parse("function(sroa,instcombine<no-verify-fixpoint>,simplifycfg),globaldce")))
    last = evidence.verdicts[-1]
    assert (last.gate, last.passed) == ("validation", True)
    assert last.detail.startswith("z3 decided ")
    assert "undecided: loops 1" in last.detail
    assert evidence.to_json()["verdicts"][-1]["detail"] == last.detail


ALIVE = """
----------------------------------------
define i32 @quarter(i32 noundef %0) {
  ret i32 %0
}
=>
define i32 @quarter(i32 noundef %0) {
  ret i32 %0
}
Transformation seems to be correct!

----------------------------------------
define i32 @add(i32 %0) {
  ret i32 %0
}
=>
define i32 @add(i32 %0) {
  ret i32 0
}
Transformation doesn't verify!

ERROR: Value mismatch

----------------------------------------
define i32 @loop(i32 %0) {
  ret i32 %0
}
=>
define i32 @loop(i32 %0) {
  ret i32 0
}
ERROR: Timeout

Summary:
  1 correct transformations
"""


def test_alive_is_asked_where_it_is(modules: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "alive-tv"
    program.write_text(f"#!/bin/sh\ncat << 'END'\n{ALIVE}\nEND\nexit 1\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv(VARIABLE, str(program))
    assert find_alive() == str(program)
    answers = ask_alive(str(program), *modules, milliseconds=1000, timeout=10)
    assert answers == {"quarter": ("proven", ""), "add": ("refuted", "ERROR: Value mismatch"), "loop": ("undecided", "ERROR: Timeout")}
    monkeypatch.setenv(VARIABLE, str(tmp_path / "none"))
    with pytest.raises(ToolMissing, match="unset it"):
        find_alive()


def test_what_alive_does_not_say_is_not_made_up() -> None:
    assert read_answers("nothing of the kind") == {}
    assert read_answers(ALIVE + ALIVE.replace("correct!", "wrong!"))["quarter"] == ("undecided", "two answers")
    assert os.environ.get(VARIABLE) is None

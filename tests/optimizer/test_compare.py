"""Methods at equal numbers of compilations, on real modules with real LLVM."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from passwright.errors import InputError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.module import Module
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.compare import Comparison, compare, try_method
from passwright.optimizer.methods import parse_methods
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.suites import Item, Suite, folder_suite
from passwright.optimizer.trials import Trial, Trials
from tests.policies.server import chat, serving

AT = (1, 4, 20)


@pytest.fixture(scope="module")
def workers() -> Iterator[WorkerPool]:
    with WorkerPool(find_toolchain().version, 1) as pool:
        yield pool


@pytest.fixture(scope="module")
def module(rle: Path, workers: WorkerPool) -> Module:
    return load_module(str(rle), [], find_toolchain(), workers)


def item(module: Module) -> Item:
    return Item("rle.c", module, (), {"package": "tests"})


def trial(module: Module, method: str, workers: WorkerPool, at: Sequence[int] = AT, seed: int = 0) -> Trial:
    (made,) = parse_methods([method], module.toolchain.version, "core")
    return try_method(module, item(module), made, seed, "core", at, workers)


# What a method has after n.


def test_a_point_is_what_a_study_with_that_budget_ends_with(module: Module, workers: WorkerPool) -> None:
    found = trial(module, "genetic", workers)
    assert [point.compilations for point in found.points] == list(AT)
    for point in found.points:
        stops = [n for n in AT if n <= point.at]
        with Session(module, [], Options(budget=str(point.at), proposer="genetic"), pool=workers) as session:
            result = session.optimize(stops=stops)
        assert point.best.size == result.best.size
        assert point.best.text_data == result.best.text_data
        assert point.best.instructions == result.best.instructions
    sizes = [found.baseline.size, *(point.best.size for point in found.points)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[-1] < sizes[0]
    seconds = [point.cpu for point in found.points]
    assert 0 < seconds[0] < seconds[1] < seconds[2]


def test_the_baseline_costs_nothing(module: Module, workers: WorkerPool) -> None:
    found = trial(module, "Oz", workers)
    for point in found.points:
        assert (point.compilations, point.failed, point.own) == (0, 0, found.baseline.size)
        assert point.best == found.baseline


def test_clang_twice_is_one_compilation(module: Module, workers: WorkerPool) -> None:
    found = trial(module, "Oz-twice", workers)
    assert [point.compilations for point in found.points] == [1, 1, 1]
    assert found.points[0].own is not None
    assert found.points[0].best.size == min(found.points[0].own, found.baseline.size)
    assert found.points[-1].best.compile_ms > 0


def test_a_plan_that_grows_the_module_shows_without_the_fallback(module: Module, workers: WorkerPool, tmp_path: Path) -> None:
    lists = tmp_path / "lists.txt"
    lists.write_text("# grows it\nno-op-module\n\nsroa,gvn   # function passes, for the module\nfunction(instcombine<bad>)\n")
    found = trial(module, f"coreset:{lists}", workers, (1, 3))
    first, last = found.points
    assert first.own is not None
    assert first.own > found.baseline.size == first.best.size
    assert last.own is not None
    assert last.own < first.own
    assert (last.compilations, last.failed) == (3, 1)


def test_a_language_model_is_asked_and_what_it_says_is_not_trusted(module: Module, workers: WorkerPool) -> None:
    said = [
        "opt -p 'module(default<Oz>)'",
        "I do not know.",
        "opt -p 'module(view-callgraph,default<Oz>),function(no-such-pass,gvn,dse)'",
    ]
    with serving(lambda number, asked: chat(*(said[number : number + 1] if asked["n"] == 1 else said[1:]))) as server:
        found = trial(module, f"endpoint:{server.url}#m", workers, (1, 3))
    content = server.requests[0][2]["messages"][0]["content"]
    assert content.startswith("Tell me how to optimize this LLVM-IR for object file size:\n\n<code>; ModuleID")
    assert "define" in content
    first, last = found.points
    assert first.own == found.baseline.size  # default<Oz> is what clang itself runs
    assert (last.compilations, last.failed) == (3, 1)
    assert found.method == f"endpoint {server.url}/chat/completions m"


# Suites.


def run(suite: Suite, record: Path | None, toolchain: Toolchain, pool: WorkerPool, methods: str = "Oz,Oz-twice") -> Comparison:
    chosen = parse_methods([methods], toolchain.version, "core")
    with Trials(record, toolchain.release) as trials:
        return compare(suite, chosen, (1,), (0, 1), "core", toolchain, pool, trials)


def test_a_folder_is_a_suite(module: Module, tmp_path: Path, toolchain: Toolchain, workers: WorkerPool) -> None:
    (tmp_path / "a" / "deep").mkdir(parents=True)
    (tmp_path / "b" / "include").mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "x.c").write_text("int f(void) { return 1; }")
    (tmp_path / "a" / "deep" / "x.c").write_text("int f(int a) { return a * WANTED; }")
    (tmp_path / "a" / "flags.txt").write_text("-DWANTED=3  # for all below\n")
    (tmp_path / "b" / "y.cpp").write_text('#include "y.h"\nint g(int a) { return a + Y; }')
    (tmp_path / "b" / "include" / "y.h").write_text("#define Y 2\n")
    (tmp_path / "b" / "flags.txt").write_text("-Iinclude")
    (tmp_path / "c").mkdir()
    for name in ("one.bc", "other.bc"):
        (tmp_path / "c" / name).write_bytes(module.bitcode)
    (tmp_path / "broken.c").write_text("int f( {")
    (tmp_path / "cut.bc").write_bytes(b"BC\xc0\xde and no more")
    (tmp_path / "none.ll").write_text("")
    (tmp_path / "nothing.c").write_text("extern int unused;")
    (tmp_path / "notes.txt").write_text("no module")
    (tmp_path / "gone.c").symlink_to(tmp_path / "nowhere.c")
    found = run(folder_suite(str(tmp_path)), None, toolchain, workers)
    labels = ("package", "language", "level")
    named = {each[0].name: [each[0].groups[label] for label in labels] for each in found.of(found.methods[1])}
    assert named == {"a/deep/x.c": ["a", "c", "-Oz"], "b/y.cpp": ["b", "c++", "-Oz"], "c/one.bc": ["c", "ir", "-Oz"]}
    assert {trial.groups["target"] for trial in found.trials} == {toolchain.target}
    skipped = {one.name: one.reason for one in found.skipped}
    assert set(skipped) == {"broken.c", "cut.bc", "none.ll", "nothing.c", "gone.c", "c/other.bc"}
    assert "the same module as c/one.bc" in skipped["c/other.bc"]
    assert "error: " in skipped["broken.c"]
    assert "no bytes" in skipped["nothing.c"]
    assert all(len(each) == 1 for method in found.methods for each in found.of(method))  # nothing random in these


# Records.


@pytest.fixture
def suite(module: Module) -> Suite:
    return Suite("one", [item(module)])


def test_a_record_answers_and_goes_on(suite: Suite, toolchain: Toolchain, workers: WorkerPool, tmp_path: Path) -> None:
    record = tmp_path / "trials.jsonl"
    first = run(suite, record, toolchain, workers, "Oz")
    text = record.read_bytes()
    record.write_bytes(text + text[:100])  # cut off by a crash
    again = run(suite, record, toolchain, workers, "Oz,Oz-twice")
    assert again.of(again.methods[0]) == first.of(first.methods[0])  # CPU seconds and all: it was not done again
    assert len(record.read_text().splitlines()) == 2
    other = run(Suite("one", [replace(suite.items[0], name="other.c", groups={"package": "moved"})]), record, toolchain, workers)
    assert other.modules == first.modules
    assert {(trial.name, trial.groups["package"]) for trial in other.trials} == {("other.c", "moved")}
    assert len(record.read_text().splitlines()) == 2


def test_a_suite_that_changed_is_said(suite: Suite, toolchain: Toolchain, workers: WorkerPool, tmp_path: Path) -> None:
    record = tmp_path / "trials.jsonl"
    run(suite, record, toolchain, workers, "Oz")
    (tmp_path / "rle.c").write_text("int f(void) { return 1; }")
    changed = Suite("one", [Item("rle.c", str(tmp_path / "rle.c"))])
    before = record.read_bytes()
    with pytest.raises(InputError, match=r"rle\.c was another module"):
        run(changed, record, toolchain, workers, "Oz")
    assert record.read_bytes() == before

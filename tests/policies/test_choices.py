"""Policies that choose function by function: the folder, hostile ones, and what the package's own says."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import passwright.verify
from passwright.errors import FlagError, PolicyError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.callees import callee_features, features, without_inlining
from passwright.optimizer.guide import guide, load
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.propose import by_policy
from passwright.policies.choices import CALLEES, DESCRIPTION, NO_TELEMETRY, WEIGHTS, Policy, Ranker

OWN = Path(__file__).parent.parent.parent / "passwright" / "policies" / "default"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the package's own policy."""
    return Path(shutil.copytree(OWN, tmp_path / "policy"))


def change(folder: Path, **fields: Any) -> None:
    path = folder / DESCRIPTION
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_our_own_is_small_and_holds_the_trusted_alone() -> None:
    policy = Policy.read(OWN)
    assert sum(path.stat().st_size for path in OWN.iterdir()) < 5 << 20
    assert 10 <= len(policy.choices) <= 100
    assert policy.suits(22, "x86_64-pc-linux-gnu")
    assert not policy.suits(19, "x86_64-pc-linux-gnu")
    assert not policy.suits(22, "riscv64-unknown-elf")
    assert "saved" in (OWN / "README.md").read_text()


def test_what_it_ranks_depends_on_the_function_alone() -> None:
    policy = Policy.read(OWN)
    ranker = Ranker(policy)
    small, large = [1] * len(policy.features), [1000] * len(policy.features)
    together = ranker.rank({"small": small, "large": large})
    assert together == {**ranker.rank({"large": large}), **ranker.rank({"small": small})}
    assert sorted(together["small"]) == list(range(len(policy.choices)))
    assert ranker.rank({}) == {}


@pytest.mark.parametrize(
    "fields",
    [
        {"schema": "passwright.policy/9"},
        {"kind": "text"},
        {"llvm": "22"},
        {"targets": []},
        {"targets": "x86_64"},
        {"choices": []},
        {"choices": [{"passes": "print<x>(", "edits": []}]},
        {"choices": [{"passes": "", "edits": ["optnone"]}]},
        {"choices": [{"passes": "", "edits": ["tune-cpu=../x"]}]},
        {"choices": [{"passes": "gvn\n", "edits": []}]},
        {"codegen": ["load=/tmp/x.so"]},
        {"features": [1, 2]},
        {"name": "\x1b[2J"},
        {"ranker": 1},
        {"callees": 1},
        {"callees": {"features": ["bytes"], "decisions": ["optnone"], "margin": 0}},
        {"callees": {"features": ["bytes"], "decisions": [], "margin": 0}},
        {"callees": {"features": [], "decisions": ["noinline"], "margin": 0}},
        {"callees": {"features": ["bytes"], "decisions": ["noinline"], "margin": float("nan")}},
        {"callees": {"features": ["bytes"], "decisions": ["noinline"], "margin": True}},
        {"callees": {"features": ["bytes"], "decisions": ["noinline"]}},
    ],
)
def test_a_policy_that_says_what_none_says(folder: Path, fields: dict[str, Any]) -> None:
    change(folder, **fields)
    with pytest.raises(PolicyError):
        Policy.read(folder)


@pytest.mark.parametrize("data", [b"", b"\x80\x05pickle", b"[" * 200000, b'{"schema": 1}', b"null"])
def test_a_description_that_is_none(folder: Path, data: bytes) -> None:
    (folder / DESCRIPTION).write_bytes(data)
    with pytest.raises(PolicyError):
        Policy.read(folder)


def test_weights_that_do_not_fit(folder: Path) -> None:
    whole = (folder / WEIGHTS).read_bytes()
    for data in (b"", whole[: len(whole) // 2], b"\x80\x05\x95pickle", bytes(len(whole))):
        (folder / WEIGHTS).write_bytes(data)
        with pytest.raises(PolicyError, match=WEIGHTS):
            Ranker(Policy.read(folder))
    (folder / WEIGHTS).write_bytes(whole)
    change(folder, features=["one", "two"])
    with pytest.raises(PolicyError, match=r"not what policy\.json says"):
        Ranker(Policy.read(folder))
    (folder / WEIGHTS).unlink()
    with pytest.raises(PolicyError, match="No such file"):
        Policy.read(folder)


def test_a_policy_of_other_features_is_refused(
    folder: Path, inffast: tuple[str, list[str]], toolchain: Toolchain, pool: WorkerPool
) -> None:
    names = json.loads((folder / DESCRIPTION).read_text())["features"]
    change(folder, features=[*names[1:], names[0]])
    with (
        Session(inffast[0], inffast[1], Options(), toolchain=toolchain, pool=pool) as session,
        pytest.raises(PolicyError, match="other features"),
    ):
        by_policy(session, *load(str(folder)))


def test_callees_that_do_not_fit(folder: Path) -> None:
    callees = json.loads((folder / DESCRIPTION).read_text())["callees"]
    change(folder, callees={**callees, "features": callees["features"][1:]})
    with pytest.raises(PolicyError, match=CALLEES):
        Ranker(Policy.read(folder))
    (folder / CALLEES).unlink()
    with pytest.raises(PolicyError, match="No such file"):
        Policy.read(folder)
    change(folder, callees=None)
    assert Ranker(Policy.read(folder)).decide({"f": [1, 2]}) == {}


WORDS = Path(passwright.verify.__file__).parent / "selftests" / "stl_words.cpp"


def test_calls_are_decided_before_anything_is_tried(folder: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    policy, ranker = load("")
    assert ranker
    with Session(str(WORDS), ("-Oz",), Options(budget="1"), toolchain=toolchain, pool=pool) as session:
        begin = guide(session, policy, ranker)
        assert begin is not None
        assert begin.common.calls == ()  # what is saved by them in the object may be lost in the program
    with Session(str(WORDS), ("-Oz",), Options("object", "1", proposer="ranker"), toolchain=toolchain, pool=pool) as session:
        begin = guide(session, policy, ranker)
        assert begin is not None
        assert begin.without is not None
        assert begin.common.calls
        assert begin.without.calls == ()
        result = session.optimize()
        _, found = callee_features(session, features(session, session.seeds()[0])[1])
    assert result.plan.decisions
    assert result.best.size < result.baseline.size
    decided = ranker.decide(found)
    assert 0 < len(decided) < len(found)
    assert set(decided.values()) <= {"noinline", "alwaysinline"}
    change(folder, callees={**json.loads((folder / DESCRIPTION).read_text())["callees"], "margin": 1e6})
    assert Ranker(Policy.read(folder)).decide(found) == {}


def test_features_of_callees_are_those_that_the_policy_reads(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    source = tmp_path / "calls.c"
    source.write_text(
        "static int once(int a) { return a * 3 + 1; }\nstatic int twice(int a) { return a / 7; }\n"
        "int f(int a) { return once(a) + twice(a); }\nint g(int a) { return twice(a + 1) + f(a); }\n"
    )
    with Session(str(source), ("-Oz",), Options(), toolchain=toolchain, pool=pool) as session:
        _, own = features(session, session.seeds()[0])
        names, found = callee_features(session, own)
        flat = without_inlining(session.seeds()[0])
    policy, _ = load("")
    assert policy.callees
    assert names == policy.callees.features
    assert sorted(found) == ["f", "once", "twice"]
    row = {name: dict(zip(names, counts, strict=True)) for name, counts in found.items()}
    assert [row[name]["sites"] for name in ("f", "once", "twice")] == [1, 1, 2]
    assert [row[name]["callers"] for name in ("f", "once", "twice")] == [1, 1, 2]
    assert row["once"]["gone"] == 1
    assert row["once"]["callers_bytes"] == row["f"]["bytes"]
    assert row["f"]["local"] == 0
    assert row["once"]["local"] == row["twice"]["local"] == 1
    assert "inline" not in {one.name for one in flat.leaves()}


def test_a_policy_without_a_ranker_keeps_its_order(
    folder: Path, inffast: tuple[str, list[str]], toolchain: Toolchain, pool: WorkerPool
) -> None:
    change(folder, ranker=False)
    policy, ranker = load(str(folder))
    assert ranker is None
    with Session(inffast[0], inffast[1], Options(), toolchain=toolchain, pool=pool) as session:
        (first,) = by_policy(session, policy, ranker).ask(16)
        edits = {edit for each in first.edits.values() for edit in each}
    assert edits <= set(policy.choices[0].edits)


def test_its_first_plan_saves(inffast: tuple[str, list[str]], toolchain: Toolchain, pool: WorkerPool) -> None:
    with Session(inffast[0], inffast[1], Options(budget="1", proposer="ranker"), toolchain=toolchain, pool=pool) as session:
        result = session.optimize()
    assert result.evaluations == 1
    assert result.best.size < result.baseline.size


def test_other_targets_go_without(toolchain: Toolchain, pool: WorkerPool, rle: Path) -> None:
    flags = ["--target=riscv32-unknown-elf", "-march=rv32imac", "-mabi=ilp32", "-ffreestanding"]
    module = load_module(str(rle), [*flags, "-isystem", "/usr/lib/picolibc/riscv64-unknown-elf/include"], toolchain, pool)
    with Session(module, (), Options(budget="2"), toolchain=toolchain, pool=pool) as session:
        with pytest.raises(FlagError, match="was made for LLVM"):
            by_policy(session, *load(""))
        assert session.optimize().evaluations == 2


def test_nobody_is_told_and_nothing_is_left_behind(tmp_path: Path) -> None:
    """ONNX Runtime's telemetry: it shows by a file in the folder for temporary files."""
    script = (
        "import os, pathlib, passwright.policies.choices as c\n"
        f"c.Ranker(c.Policy.read(pathlib.Path({str(OWN)!r})))\n"
        "assert c.NO_TELEMETRY not in os.environ"
    )
    environment = {name: value for name, value in os.environ.items() if name != NO_TELEMETRY}
    done = subprocess.run([sys.executable, "-c", script], env={**environment, "TMPDIR": str(tmp_path)}, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert list(tmp_path.iterdir()) == []

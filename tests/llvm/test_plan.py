"""A plan is input from outside: it is read exactly or refused in one line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import PasswrightError, PlanError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.catalogue import STRUCTURE, load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.plan import SCHEMA, Plan
from passwright.llvm.toolchain import Toolchain, find_toolchain

GOOD: dict[str, Any] = {"schema": SCHEMA, "llvm": 22, "target": "x86_64-pc-linux-gnu", "flags": ["-Oz"], "pipeline": "function(sroa)"}


@pytest.fixture(scope="module")
def module(rle: Path) -> Iterator[Module]:
    toolchain = find_toolchain()
    with WorkerPool(toolchain.version, 1) as pool:
        yield load_module(str(rle), ["-O2", "-MD", "-MF", "/dev/null", "-DX=1"], toolchain, pool)


def plan_for(module: Module, pipeline: str | None) -> Plan:
    return Plan(module.toolchain.version, module.target, ("-Oz",), None if pipeline is None else Pipeline.parse(pipeline))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@given(
    st.integers(1, 99),
    st.from_regex(r"[a-z0-9_]{1,8}-[a-z]{1,8}-[a-z]{1,8}", fullmatch=True),
    st.lists(st.from_regex(r"-[DIOfm][\w=./-]{1,12}", fullmatch=True), max_size=4),
    st.sampled_from([None, "globaldce", "function(sroa<modify-cfg>,loop(licm)),globaldce"]),
)
def test_written_plan_reads_back_as_the_same_value(llvm: int, target: str, flags: list[str], pipeline: str | None) -> None:
    plan = Plan(llvm, target, tuple(flags), None if pipeline is None else Pipeline.parse(pipeline))
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@given(st.dictionaries(st.sampled_from(["schema", "llvm", "target", "flags", "pipeline", "x"]), json_values) | json_values)
def test_any_json_is_a_plan_or_refused_in_one_line(value: Any) -> None:
    for candidate in (value, {**GOOD, **value} if isinstance(value, dict) else value):
        try:
            plan = Plan.from_json(candidate)
        except PlanError as error:
            shown = str(error)
            assert "\n" not in shown
            assert len(shown) < 300
        else:
            assert plan.to_json() == candidate


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"schema": "passwright.plan/3"}, "schema"),
        ({"schema": None}, "schema"),
        ({"schema": "x" * 100_000}, "schema"),
        ({"extra": 1}, "unknown field"),
        ({"llvm": "22"}, "'llvm'"),
        ({"llvm": True}, "'llvm'"),
        ({"llvm": 22.0}, "'llvm'"),
        ({"llvm": 0}, "'llvm'"),
        ({"llvm": -22}, "'llvm'"),
        ({"llvm": 10**400}, "'llvm'"),
        ({"target": None}, "'target'"),
        ({"target": "x\0y"}, "'target'"),
        ({"target": "\ud800"}, "'target'"),
        ({"flags": "-Oz"}, "'flags'"),
        ({"flags": [1]}, "'flags'"),
        ({"flags": [["-Oz"]]}, "'flags'"),
        ({"flags": ["-DX\0"]}, "'flags'"),
        ({"flags": ["-D\ud800"]}, "'flags'"),
        ({"flags": None}, "'flags'"),
        ({"pipeline": 5}, "'pipeline'"),
        ({"pipeline": ["sroa"]}, "'pipeline'"),
        ({"pipeline": ""}, "bad pass pipeline"),
        ({"pipeline": "globaldce("}, "bad pass pipeline"),
        ({"pipeline": "globaldce;rm -rf /"}, "bad pass pipeline"),
        ({"pipeline": "function(" * 20_000 + "sroa" + ")" * 20_000}, "nested deeper"),
    ],
    ids=lambda value: str(value)[:40] if isinstance(value, dict) else "",
)
def test_wrong_field_is_named(change: dict[str, Any], words: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({**GOOD, **change}))
    with pytest.raises(PlanError) as error:
        Plan.read(path)
    shown = str(error.value)
    assert shown.startswith(f"{path}: ")
    assert words in shown
    assert "\n" not in shown
    assert len(shown) < len(str(path)) + 300


def test_missing_field_is_named() -> None:
    for name in GOOD:
        with pytest.raises(PlanError, match=name):
            Plan.from_json({key: value for key, value in GOOD.items() if key != name})


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"[]",
        b"null",
        b"[" * 200_000,
        b'{"a":' * 100_000,
        bytes(range(256)) * 10,
        b'{"llvm": ' + b"1" * 5000 + b"}",
        b"BC\xc0\xde",
        json.dumps(GOOD).encode()[:-1],
        json.dumps(GOOD).encode() * 2,
    ],
    ids=lambda data: ascii(data[:12]),
)
def test_file_that_is_no_plan_is_refused(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(data)
    with pytest.raises(PlanError) as error:
        Plan.read(path)
    assert str(error.value).startswith(f"{path}: ")
    assert "\n" not in str(error.value)


def test_file_that_cannot_be_one_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    with path.open("wb") as file:
        file.truncate(100 << 20)
    for given_path in (path, Path("/dev/zero")):
        with pytest.raises(PlanError, match="larger than 1 MiB"):
            Plan.read(given_path)
    with pytest.raises(PlanError, match="No such file"):
        Plan.read(tmp_path / "none.json")
    with pytest.raises(PlanError, match="Is a directory"):
        Plan.read(tmp_path)


def test_flags_that_run_code_make_the_plan_unusable() -> None:
    for flags in (["-Oz", "-fplugin=x.so"], ["-Xclang", "-load"], ["@x"], ["-D", "@x"], ["-o", "/x"], ["x.c"], ["--sysroot=/tmp"]):
        with pytest.raises(PlanError, match=r"plan\.json: .+: "):
            Plan.from_json({**GOOD, "flags": flags}).check_flags("plan.json")
    Plan.from_json(GOOD).check_flags("plan.json")


def test_plan_for_something_else_is_refused(module: Module) -> None:
    plan_for(module, "function(sroa)").check_fits(module, "plan.json")
    plan_for(module, None).check_fits(module, "plan.json")
    with pytest.raises(PlanError, match="made for LLVM 7"):
        Plan(7, module.target, (), None).check_fits(module, "plan.json")
    with pytest.raises(PlanError, match="made for target 'riscv32-unknown-elf'"):
        Plan(module.toolchain.version, "riscv32-unknown-elf", (), None).check_fits(module, "plan.json")


@pytest.mark.parametrize(
    "pipeline",
    ["frobnicate", "function(sroa,dot-cfg)", "function(view-cfg)", "function(loop(print))", "cgscc(function(sroa),frobnicate<x>)"],
)
def test_plan_with_a_pass_that_no_tier_trusts_is_refused_before_it_runs(module: Module, pipeline: str) -> None:
    with pytest.raises(PlanError, match=r"not within the tier extended: (frobnicate|dot-cfg|view-cfg|print)"):
        plan_for(module, pipeline).check_fits(module, "plan.json")


def test_every_quarantined_pass_is_refused(any_toolchain: Toolchain) -> None:
    catalogue = load_catalogue(any_toolchain.version)
    quarantined = {entry.name for entry in catalogue.entries if entry.tier == "quarantined"} - STRUCTURE
    assert len(quarantined) > 50
    assert set(catalogue.untrusted_passes(Pipeline.parse(",".join(quarantined)), "extended")) == quarantined


def test_plan_keeps_no_flags_that_write_dependency_files(module: Module) -> None:
    plan = Plan.of(module, None)
    assert plan.flags == ("-O2", "-DX=1")
    plan.check_flags("plan.json")


def test_version_that_is_not_supported_is_named() -> None:
    with pytest.raises(PasswrightError, match=r"LLVM 7 .*Supported are 22, 19"):
        find_toolchain(7)

"""The baseline that is measured is what clang writes. All modules at all levels for all targets: runs/fidelity.py."""

from __future__ import annotations

import pytest

from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain
from programs.targets import TARGETS
from runs.fidelity import LEVELS, Case, cases, identity

COMBINATIONS = [(target, level) for target in TARGETS for level in LEVELS]
FLAGS = [
    ["-march=haswell"],
    ["-fno-pic"],
    ["-fPIC"],
    ["-ffunction-sections", "-fdata-sections"],
    ["-g"],
    ["-fno-asynchronous-unwind-tables"],
    ["-fno-omit-frame-pointer"],
    ["-fstack-protector-strong"],
    ["-mcmodel=large", "-fno-pic"],
    ["-fno-builtin"],
    ["-ffast-math"],
    ["-fno-plt"],
    ["-fcf-protection=full"],
    ["-ftls-model=local-exec"],
    ["-fvisibility=hidden"],
]


def assert_identical(found: list[Case], toolchain: Toolchain, pool: WorkerPool, at_least: int) -> None:
    results = {case.path.name: identity(case, toolchain, pool) for case in found}
    compared = {name: result for name, result in results.items() if result}
    assert len(compared) >= at_least
    assert [name for name, result in compared.items() if not result.bitcode] == []
    assert [name for name, result in compared.items() if not result.source] == []


@pytest.mark.parametrize(("target", "level"), COMBINATIONS)
def test_objects_are_those_of_clang(target: str, level: str, toolchain: Toolchain, pool: WorkerPool) -> None:
    # Each combination takes other modules, so that together they cover all 131.
    place = COMBINATIONS.index((target, level))
    assert_identical(cases(target, level)[place % 16 :: 16], toolchain, pool, at_least=2)


@pytest.mark.parametrize("flags", FLAGS, ids=" ".join)
def test_flags_that_change_code_generation_are_followed(flags: list[str], toolchain: Toolchain, pool: WorkerPool) -> None:
    found = [Case(case.path, case.language, (*case.flags, *flags)) for case in cases("x86-64", "z")]
    place = FLAGS.index(flags)
    assert_identical(found[place % 30 :: 30], toolchain, pool, at_least=2)


def test_other_llvm_versions_too(any_toolchain: Toolchain) -> None:
    with WorkerPool(any_toolchain.version, 1) as pool:
        assert_identical(cases("x86-64", "z")[3::16], any_toolchain, pool, at_least=5)

"""Validation against LLVM itself: what stock opt makes of random integer functions is right, and none of it may look wrong."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from passwright.llvm.toolchain import find_toolchain, run
from passwright.verify.validate import check
from passwright.verify.validate.reader import Reader, read_module

LAYOUT = 'target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"\n'
FLAGGED = {"add": ("", "nsw ", "nuw "), "sub": ("", "nsw ", "nuw "), "mul": ("", "nsw "), "shl": ("", "nuw ", "nsw "),
           "lshr": ("", "exact "), "ashr": ("", "exact "), "udiv": ("", "exact "), "sdiv": ("",), "urem": ("",), "srem": ("",),
           "and": ("",), "or": ("", "disjoint "), "xor": ("",)}  # fmt: skip
PREDICATES = ["eq", "ne", "ult", "ule", "ugt", "uge", "slt", "sle", "sgt", "sge"]
TWO = ["umin", "umax", "smin", "smax", "uadd.sat", "usub.sat", "sadd.sat", "ssub.sat"]


def random_function(rng: Random, name: str, constants: bool, bits: int = 8) -> str:
    """A straight line of operations; `constants`: on numbers instead of arguments."""
    kind, lines = f"i{bits}", []
    values = [str(rng.randrange(-(1 << bits - 1), 1 << bits - 1)) for _ in range(3)] if constants else ["%a", "%b", "%c"]
    small = ["0", "1", "2", "3", "-1", str(-(1 << bits - 1)), str((1 << bits - 1) - 1)]
    for number in range(rng.randrange(2, 9)):
        new, left, right = f"%v{number}", rng.choice(values[-4:]), rng.choice([*values, rng.choice(small)])
        choice = rng.randrange(8)
        if choice < 3:
            op = rng.choice(list(FLAGGED))
            lines.append(f"{new} = {op} {rng.choice(FLAGGED[op])}{kind} {left}, {right}")
        elif choice == 3:
            lines.append(f"%c{number} = icmp {rng.choice(PREDICATES)} {kind} {left}, {right}")
            lines.append(f"{new} = select i1 %c{number}, {kind} {rng.choice(values)}, {kind} {rng.choice(values)}")
        elif choice == 4:
            lines.append(f"{new} = call {kind} @llvm.{rng.choice(TWO)}.{kind}({kind} {left}, {kind} {right})")
        elif choice == 5:
            one = rng.choice(["ctpop", "bitreverse", "abs", "ctlz", "cttz"])
            more = f", i1 {rng.choice(['true', 'false'])}" if one in ("abs", "ctlz", "cttz") else ""
            lines.append(f"{new} = call {kind} @llvm.{one}.{kind}({kind} {left}{more})")
        elif choice == 6:
            one = rng.choice(["fshl", "fshr"])
            lines.append(f"{new} = call {kind} @llvm.{one}.{kind}({kind} {left}, {kind} {right}, {kind} {rng.choice(values)})")
        else:
            lines.append(f"%w{number} = {rng.choice(['zext', 'sext'])} {kind} {left} to i{2 * bits}")
            lines.append(f"%x{number} = {rng.choice(['lshr', 'ashr', 'mul', 'shl'])} i{2 * bits} %w{number}, {rng.randrange(2 * bits)}")
            lines.append(f"{new} = trunc i{2 * bits} %x{number} to {kind}")
        values.append(new)
    arguments = "" if constants else ", ".join(f"{kind} noundef %{each}" for each in "abc")
    return "\n  ".join([f"define {kind} @{name}({arguments}) {{", *lines, f"ret {kind} {values[-1]}"]) + "\n}\n"


def answers(text: str, folder: Path, passes: str) -> dict[str, check.Answer]:
    (folder / "in.ll").write_text(text)
    opt = find_toolchain().opt
    for name, what in (("before.ll", ""), ("after.ll", passes)):
        run([opt, f"-passes={what}", "-S", "in.ll", "-o", name], check=True, cwd=str(folder))
    source, target = (Reader(read_module((folder / name).read_text())) for name in ("before.ll", "after.ll"))
    return {name: check.decide(source, target, name, 2.0) for name in source.module.bodies}


@pytest.mark.parametrize("seed", range(2))
def test_constants_are_folded_as_llvm_folds_them(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    functions = [random_function(rng, f"f{number}", True, rng.choice([8, 16, 32])) for number in range(60)]
    found = answers(LAYOUT + "".join(functions), tmp_path, "function(instcombine<no-verify-fixpoint>,sccp)")
    assert not {name: answer for name, answer in found.items() if answer.verdict == "counterexample"}
    decided = [answer for answer in found.values() if answer.verdict == "proven"]
    # The others are undefined whatever happens: a division by zero.
    assert {answer.words for answer in found.values()} <= {"", "a source that is never defined"}
    assert len(decided) >= 40


@pytest.mark.parametrize("seed", range(2))
def test_what_opt_makes_of_random_functions_is_proven(seed: int, tmp_path: Path) -> None:
    rng = Random(100 + seed)
    functions = [random_function(rng, f"f{number}", False) for number in range(50)]
    found = answers(LAYOUT + "".join(functions), tmp_path, "function(instcombine<no-verify-fixpoint>,reassociate,gvn,simplifycfg)")
    assert not {name: answer for name, answer in found.items() if answer.verdict == "counterexample"}
    assert sum(answer.verdict == "proven" for answer in found.values()) >= 40

"""The gate: no function that can be decided does something else than before the optimiser."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from passwright.errors import CompileError
from passwright.llvm.module import Module
from passwright.llvm.toolchain import run
from passwright.verify import stock
from passwright.verify.gates import Candidate
from passwright.verify.validate.alive import ask_alive, find_alive
from passwright.verify.validate.solve import Limits, Report, check_solver, validate


@dataclass(frozen=True)
class ValidationGate:
    """Translation validation: z3 looks for arguments for which an optimised function differs; one that two runs confirm holds a plan
    back. What it cannot decide passes, and the detail says how much that was. alive-tv is asked too where it is installed.

    Raises ToolMissing, when it is made, where z3 is not installed.
    """

    limits: Limits = field(default_factory=Limits)
    name: str = "validation"

    def __post_init__(self) -> None:
        check_solver()
        find_alive()

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        with tempfile.TemporaryDirectory(prefix="passwright-") as name:
            folder = Path(name)
            try:
                source, target = texts(candidate, folder)
            except CompileError as error:
                return False, f"the stock commands fail: {error}"
            report = validate(candidate.module.toolchain, source, target, self.limits)
            words = report.words
            if program := find_alive():
                answers = ask_alive(program, source, target, int(1000 * self.limits.seconds), self.limits.total)
                said = [verdict for verdict, _ in answers.values()]
                words += f"; alive-tv decided {len(said) - said.count('undecided')} of {len(said)} ({said.count('refuted')} refuted)"
        refuted = report.of("refuted")
        if refuted:
            return False, f"{refuted[0].words} ({words})"
        return True, words


def texts(candidate: Candidate, folder: Path) -> tuple[Path, Path]:
    """The module before any pass and behind those of the plan, as LLVM's text, made by stock tools. Raises CompileError."""
    module = candidate.module
    (folder / "module.bc").write_bytes(module.bitcode)
    optimised = folder / "planned.bc"
    optimised.write_bytes(stock.optimised(module, candidate.plan, candidate.ran))
    return text(module, folder / "module.bc"), text(module, optimised)


def text(module: Module, bitcode: Path) -> Path:
    """Raises CompileError."""
    out = bitcode.with_suffix(".ll")
    run([module.toolchain.opt, "-passes=", "-S", str(bitcode), "-o", str(out)], check=True)
    return out


__all__ = ["Limits", "Report", "ValidationGate", "text", "texts"]

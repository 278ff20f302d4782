"""A corpus row as a Module that can be evaluated."""

from __future__ import annotations

from passwright.data.rows import ModuleRow
from passwright.errors import FlagError, InputError
from passwright.evaluate.evaluator import inspect
from passwright.evaluate.pool import WorkerPool
from passwright.llvm import flags as clang_flags
from passwright.llvm.baseline import DEFAULT_LEVEL
from passwright.llvm.module import Module
from passwright.llvm.toolchain import Toolchain


def load_row(row: ModuleRow, toolchain: Toolchain, pool: WorkerPool) -> Module:
    """Its baseline is clang at the default level, with the flags of the package's build. Raises CompileError, and InputError for a row
    whose flags could run code: corpora come from elsewhere, too."""
    name = f"{row.package}/{row.name}"
    try:
        clang_flags.check(row.flags)
        clang_flags.check_harmless(row.flags)
    except FlagError as error:
        raise InputError(name, f"the flags of the corpus are not taken: {error}") from error
    facts, bitcode = inspect(name, row.bitcode, toolchain, pool)
    flags = [f"-O{DEFAULT_LEVEL}", *row.flags]
    if facts.triple != toolchain.target and not any(flag.startswith("--target=") for flag in flags):
        flags.append(f"--target={facts.triple}")
    return Module(name, bitcode, "ir", tuple(flags), toolchain.cc1(flags), facts, toolchain)

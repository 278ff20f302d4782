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
    flags = flags_of(row, toolchain)
    facts, bitcode = inspect(name, row.bitcode, toolchain, pool)
    return Module(name, bitcode, "ir", flags, toolchain.cc1(flags), facts, toolchain)


def flags_of(row: ModuleRow, toolchain: Toolchain) -> tuple[str, ...]:
    """What clang is given for the row's bitcode. Raises InputError for flags that could run code."""
    try:
        clang_flags.check(row.flags)
        clang_flags.check_harmless(row.flags)
    except FlagError as error:
        raise InputError(f"{row.package}/{row.name}", f"the flags of the corpus are not taken: {error}") from error
    flags = (f"-O{DEFAULT_LEVEL}", *row.flags)
    foreign = row.target != toolchain.target and not any(flag.startswith("--target=") for flag in flags)
    return (*flags, f"--target={row.target}") if foreign else flags

"""A corpus row as a Module that can be evaluated."""

from __future__ import annotations

from passwright.data.rows import ModuleRow
from passwright.evaluate.evaluator import inspect
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.baseline import DEFAULT_LEVEL
from passwright.llvm.module import Module
from passwright.llvm.toolchain import Toolchain


def load_row(row: ModuleRow, toolchain: Toolchain, pool: WorkerPool) -> Module:
    """Its baseline is clang at the default level, with the flags of the package's build. Raises InputError or CompileError."""
    facts, bitcode = inspect(f"{row.package}/{row.name}", row.bitcode, toolchain, pool)
    flags = [f"-O{DEFAULT_LEVEL}", *row.flags]
    if facts.triple != toolchain.target and not any(flag.startswith("--target=") for flag in flags):
        flags.append(f"--target={facts.triple}")
    return Module(f"{row.package}/{row.name}", bitcode, "ir", tuple(flags), toolchain.cc1(flags), facts, toolchain)

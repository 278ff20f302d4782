"""One LLVM module, unoptimised, with its target and the command that made it."""

from __future__ import annotations

import hashlib
import os
import shlex
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from passwright.errors import InputError
from passwright.llvm import flags as clang_flags
from passwright.llvm.toolchain import Toolchain, run

LANGUAGES = {".c": "c", ".cc": "c++", ".cpp": "c++", ".cxx": "c++", ".C": "c++", ".bc": "ir", ".ll": "ir"}
MAX_INPUT = 1 << 30
BITCODE_MAGIC = (b"BC\xc0\xde", b"\xde\xc0\x17\x0b")


@dataclass(frozen=True)
class Facts:
    """What the engine sees in a module before any pass runs.

    `names` are those of the functions that it defines, `calls` those whose inlining may be decided: caller, number, callee;
    `shared` are functions of which other modules may hold copies (inline functions, templates): a linker keeps one of them.
    `taking_frame_pointer` counts functions with assembly that may use the frame pointer's register.
    """

    triple: str
    data_layout: str
    names: tuple[str, ...]
    rigid: tuple[str, ...]
    shared: tuple[str, ...]
    calls: tuple[tuple[str, int, str], ...]
    instructions: int
    taking_frame_pointer: int
    optnone: int
    always_inline: int
    coroutines: int

    @property
    def functions(self) -> int:
        return len(self.names)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Facts:
        """From a worker's reply, or from what `asdict` gave and JSON made lists of."""
        lists = {name: tuple(value[name]) for name in ("names", "rigid", "shared")}
        return Facts(**{**value, **lists, "calls": tuple((caller, number, callee) for caller, number, callee in value["calls"])})


@dataclass(frozen=True)
class Module:
    """`flags` are clang's, with a level and a target; `arguments` what clang makes of them (`-cc1`) for code generation."""

    name: str
    bitcode: bytes
    language: str
    flags: tuple[str, ...]
    arguments: tuple[str, ...]
    facts: Facts
    toolchain: Toolchain
    source: str | None = None
    emitted: bool = True  # clang made the bitcode from the source; False: the source is the bitcode, or its text

    @cached_property
    def key(self) -> str:
        """Names the module together with its command line: what an evaluation depends on, besides the plan."""
        digest = hashlib.blake2b(self.bitcode, digest_size=16)
        # The compilation folder stands in the arguments but not in the object of a bitcode input.
        digest.update("\0".join(a for a in self.arguments if "-compilation-dir=" not in a).encode())
        digest.update(self.toolchain.release.encode())
        return digest.hexdigest()

    @property
    def target(self) -> str:
        """The target triple."""
        return self.arguments[self.arguments.index("-triple") + 1]

    @property
    def level(self) -> str:
        """The optimisation level of the baseline, as in "z"."""
        return clang_flags.level(self.flags) or "z"

    @property
    def bitcode_flags(self) -> list[str]:
        """The user's flags as far as they mean something when clang compiles the module's bitcode."""
        return clang_flags.for_bitcode(self.flags)


def read_input(path: str | os.PathLike[str], flags: Sequence[str], toolchain: Toolchain) -> tuple[bytes, str]:
    """The bitcode or text of a module and its language: what clang emits for C and C++, the file itself for .bc and .ll.

    Raises InputError for a file that cannot be read and CompileError with clang's own message.
    """
    path = Path(path)
    language = LANGUAGES.get(path.suffix)
    if path.is_dir():
        raise InputError(str(path), "is a directory; give one .c, .cc, .cpp, .ll or .bc file")
    if language is None:
        raise InputError(str(path), f"unknown kind of input '{path.suffix}'; give a .c, .cc, .cpp, .ll or .bc file")
    try:
        with path.open("rb") as file:
            data = file.read(MAX_INPUT + 1) if language == "ir" else b""
    except OSError as error:
        raise InputError(str(path), error.strerror or str(error)) from error
    if len(data) > MAX_INPUT:
        raise InputError(str(path), f"larger than {MAX_INPUT >> 20} MiB")
    if language == "ir" and not data:
        raise InputError(str(path), "is empty")
    return data or emit_bitcode(path, flags, toolchain, language), language


def emit_bitcode(path: Path, flags: Sequence[str], toolchain: Toolchain, language: str) -> bytes:
    """What clang makes of a file before any pass has run. Raises CompileError with clang's own message."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        out = Path(folder) / "module.bc"
        source = f"./{path}" if str(path).startswith("-") else str(path)
        unoptimised = ["-fno-crash-diagnostics", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", source, "-o", str(out)]
        run([toolchain.clang_for(language), *flags, *unoptimised], check=True)
        data = out.read_bytes() if out.exists() else b""
    if not data.startswith(BITCODE_MAGIC):
        raise InputError(str(path), f"clang makes no bitcode of it with the flags {shlex.join(flags)}; one of them asks for something else")
    return data

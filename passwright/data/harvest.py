"""Makes corpus rows of what a build compiled: unoptimised bitcode by clang, looked at by the engine in a process of its own."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passwright.data.capture import Call
from passwright.data.rows import FunctionRow, ModuleRow
from passwright.errors import CompileError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.baseline import DEFAULT_LEVEL
from passwright.llvm.structure import tokens
from passwright.llvm.toolchain import Toolchain, run

EMIT_LIMIT = 120.0
"""Seconds for clang's front end on one source, and for the engine on its bitcode."""
MAX_SOURCE = 8 << 20
MAX_BITCODE = 32 << 20
UNOPTIMISED = ("-g0", "-w", "-fno-crash-diagnostics", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c")


@dataclass(frozen=True)
class Origin:
    """What all modules of a package share. `root` is the folder of its sources."""

    package: str
    version: str
    licence: str
    root: Path


@dataclass(frozen=True)
class Made:
    """A module with its functions, or the kind of reason that there is none ("the compiler", "gone", "large", "LLVM")."""

    row: ModuleRow | None = None
    functions: tuple[FunctionRow, ...] = ()
    skipped: str = ""
    words: str = ""


class Harvester:
    """Emits and looks at modules, `jobs` at a time. A context manager: it ends its workers."""

    def __init__(self, toolchain: Toolchain, jobs: int) -> None:
        self.toolchain = toolchain
        self.pools = [WorkerPool(toolchain.version, 1) for _ in range(jobs)]
        self.idle = list(self.pools)
        self.threads = ThreadPoolExecutor(jobs)

    def __enter__(self) -> Harvester:
        return self

    def __exit__(self, *_: object) -> None:
        self.threads.shutdown(cancel_futures=True)
        for pool in self.pools:
            pool.close()

    def harvest(self, calls: Sequence[Call], origin: Origin, progress: Callable[[int], None] = lambda _: None) -> Iterator[Made]:
        """In the order of the calls."""
        for number, made in enumerate(self.threads.map(lambda call: self.make(call, origin), calls)):
            progress(number + 1)
            yield made

    def make(self, call: Call, origin: Origin) -> Made:
        path = Path(call.folder, call.source)
        try:
            with path.open("rb") as file:
                source = file.read(MAX_SOURCE + 1)
        except OSError as error:
            return Made(skipped="gone", words=f"{path}: {error.strerror}")
        if len(source) > MAX_SOURCE:
            return Made(skipped="large", words=f"{path}: more than {MAX_SOURCE >> 20} MiB of source")
        if call.language == "ir":  # as another corpus has it
            return self._look(call, origin, "", source)
        try:
            bitcode = self._emit(call)
        except CompileError as error:
            return Made(skipped="the compiler", words=f"{path}: {error}"[:1000])
        if not bitcode or len(bitcode) > MAX_BITCODE:
            return Made(skipped="large" if bitcode else "the compiler", words=f"{path}: {len(bitcode)} bytes of bitcode")
        return self._look(call, origin, source.decode(errors="replace"), bitcode)

    def _emit(self, call: Call) -> bytes:
        """Raises CompileError, for a folder that is gone and for a compiler that takes too long as well."""
        with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
            out = Path(folder) / "module.bc"
            source = f"./{call.source}" if call.source.startswith("-") else call.source
            command = [self.toolchain.clang_for(call.language), *call.flags, f"-O{DEFAULT_LEVEL}", *UNOPTIMISED]
            run([*command, "-x", call.language, source, "-o", str(out)], check=True, cwd=call.folder, timeout=EMIT_LIMIT)
            return out.read_bytes() if out.exists() else b""

    def _look(self, call: Call, origin: Origin, source: str, bitcode: bytes) -> Made:
        name = os.path.relpath(os.path.realpath(Path(call.folder, call.source)), os.path.realpath(origin.root))
        pool = self.idle.pop()
        try:
            reply = pool.call({"op": "describe", "name": name}, bitcode, timeout=EMIT_LIMIT)
        finally:
            self.idle.append(pool)
        if reply.failure:
            return Made(skipped="LLVM", words=f"{name}: {reply.failure}: {reply.words.strip()}"[:1000])
        seen: dict[str, Any] = reply.value
        identity = hashlib.blake2b(reply.data, digest_size=12)
        identity.update("\0".join(call.bitcode_flags).encode(errors="surrogateescape"))
        row = ModuleRow(
            id=identity.hexdigest(),
            package=origin.package,
            version=origin.version,
            licence=origin.licence,
            name=name,
            language=call.language,
            target=seen["triple"],
            producer=f"clang {self.toolchain.release}",
            folder=os.path.relpath(call.folder, origin.root),
            command=tuple(_text(word) for word in call.command),
            flags=tuple(_text(word) for word in call.bitcode_flags),
            source=source,
            bitcode=reply.data,
            functions=len(seen["functions"]),
            instructions=sum(instructions for _, instructions, *_ in seen["functions"]),
            ir_tokens=seen["tokens"],
            source_tokens=tokens(source),
        )
        functions = tuple(FunctionRow(row.id, *function) for function in seen["functions"])
        return Made(row, functions)


def reasons(made: Sequence[Made]) -> dict[str, int]:
    """How many modules were skipped, by the kind of reason."""
    return dict(sorted(Counter(one.skipped for one in made if one.skipped).items()))


def _text(word: str) -> str:
    """A word that Parquet can hold: what is no UTF-8 in it is replaced."""
    return word.encode(errors="surrogateescape").decode(errors="replace")

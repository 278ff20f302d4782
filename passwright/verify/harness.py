"""Builds of one module with its own calls as shared libraries, and the driver that runs them on generated inputs in a sandbox."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import signal
import struct
import subprocess
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path

from passwright.errors import CompileError, EvaluationError, StoreError
from passwright.evaluate.reproducers import cache_folder
from passwright.llvm.module import Module
from passwright.llvm.toolchain import Toolchain, run
from passwright.verify.glue import Glue, make_glue
from passwright.verify.instrument import instrument
from passwright.verify.irtext import read_text

IN_HEADERS = re.compile(r"^define available_externally [^@]*@_ZNK?S[^(]*\(", re.M)
"""Functions of libstdc++ that are in no library: clang always inlines them."""
ALIGNED = re.compile(r"^(@[^\n]*|  %\S+ = alloca \[[^\n]*), align \d+(?=$|,)", re.M)
"""What comes behind an array, up to its alignment, would count as part of it."""
SOURCES = ("driver.c", "inputs.c", "libc.c", "sandbox.c")
HEADERS = ("driver.h", "inputs.h")
RETURNED, ENDED, SIGNAL, STOPPED = range(4)
OUTCOMES: dict[int, str] = {signal.SIGPROF: "does not end", signal.SIGSYS: "asks the system"}
RECORD = struct.Struct("<6I")
LIMIT = 120.0
"""Seconds for all inputs of a build: a function that hangs costs milliseconds."""
MOST = 1 << 29
"""Bytes of records."""
DT_INIT_ARRAY, DT_FINI_ARRAY, DT_INIT_ARRAYSZ, DT_FINI_ARRAYSZ = 25, 26, 27, 28
HIDDEN = {DT_INIT_ARRAY: 0x60000F19, DT_INIT_ARRAYSZ: 0x60000F1B, DT_FINI_ARRAY: 0x60000F1A, DT_FINI_ARRAYSZ: 0x60000F1C}
"""Constructors run in the sandbox only: the loader does not see them under these tags."""


@dataclass(frozen=True)
class Trace:
    """What a function did with one input: `exact` are its results, calls and output, `words` the memory that it changed.

    `invalid`: an operation made a NaN of what was none.
    """

    status: int
    invalid: bool
    exact: bytes
    words: dict[int, int]

    @property
    def whole(self) -> bool:
        return self.status in (RETURNED, ENDED)

    @property
    def outcome(self) -> str:
        if self.status == SIGNAL:
            number = self.exact[0]
            return OUTCOMES.get(number, f"signal {number}")
        return {RETURNED: "returns", ENDED: "ends the program"}.get(self.status, self.exact.decode(errors="replace"))


Traces = dict[tuple[int, int], Trace]
"""By the number of the function and that of the input."""


def build_driver(toolchain: Toolchain, cplusplus: bool) -> Path:
    """The driver as a program, compiled once into the cache folder. Raises CompileError and StoreError."""
    folder = resources.files("passwright.verify") / "driver"
    digest = hashlib.blake2b(toolchain.release.encode(), digest_size=8)
    for name in (*SOURCES, *HEADERS):
        digest.update((folder / name).read_bytes())
    place = cache_folder() / "driver" / f"{digest.hexdigest()}{'-c++' if cplusplus else ''}"
    if place.exists():
        return place
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix="passwright-", dir=place.parent) as name:
            for source in (*SOURCES, *HEADERS):
                (Path(name) / source).write_bytes((folder / source).read_bytes())
            libraries = ["-Wl,--no-as-needed", "-lm", "-ldl", "-lgcc_s", *(["-lstdc++"] if cplusplus else [])]
            flags = ["-O2", "-g0", "-w", "-fno-builtin", "-fPIE", "-pie", "-rdynamic"]
            run([toolchain.clang, *flags, *SOURCES, *libraries, "-o", "driver"], check=True, cwd=name)
            os.replace(Path(name) / "driver", place)
    except OSError as error:
        raise StoreError(str(place), f"the driver cannot be written: {error.strerror}") from error
    return place


class Harness:
    """One module, ready to be run: `glue` says which functions. A context manager: it removes its files."""

    def __init__(self, module: Module, inputs: int, seed: int) -> None:
        """Raises CompileError, StoreError, and Unsupported for text that is not understood."""
        self.module = module
        self.inputs = inputs
        self.seed = seed
        self.folder = tempfile.TemporaryDirectory(prefix="passwright-")
        try:
            self._prepare()
        except BaseException:
            self.folder.cleanup()
            raise

    def close(self) -> None:
        self.folder.cleanup()

    @property
    def cplusplus(self) -> bool:
        return "_Z" in "".join(self.module.facts.names[:200]) or self.module.language == "c++"

    def _prepare(self) -> None:
        module, toolchain = self.module, self.module.toolchain
        self.driver = build_driver(toolchain, self.cplusplus)
        (self.path / "module.bc").write_bytes(module.bitcode)
        run([toolchain.opt, "-S", "-passes=no-op-module", "module.bc", "-o", "module.ll"], check=True, cwd=str(self.path))
        self.text = (self.path / "module.ll").read_text(errors="surrogateescape")
        if self.cplusplus:
            self.text = IN_HEADERS.sub(lambda match: match.group(0).replace("available_externally", "linkonce_odr"), self.text)
        facts = module.facts
        fused = "+fma" in self.text
        self.glue: Glue = make_glue(read_text(self.text), facts.triple, facts.data_layout, self.cplusplus, fused)
        (self.path / "glue.ll").write_text(self.glue.text, errors="surrogateescape")
        run([toolchain.clang, "-O1", "-w", "-fPIC", "-c", "glue.ll", "-o", "glue.o"], check=True, cwd=str(self.path))

    @property
    def path(self) -> Path:
        return Path(self.folder.name)

    def reference(self) -> Path:
        """The module as it is, without any pass."""
        (self.path / "reference.ll").write_text(self.text, errors="surrogateescape")
        return self._library("reference", self.path / "reference.ll")

    def filter(self) -> Path:
        """The same with checks for what is undefined."""
        lines = [
            self.glue.definitions.get(line[1:].partition(" = ")[0], line) if line[:1] == "@" else line for line in self.text.split("\n")
        ]
        (self.path / "checked.ll").write_text(ALIGNED.sub(r"\1", instrument("\n".join(lines))), errors="surrogateescape")
        passes = "-passes=function(bounds-checking<trap>)"
        run([self.module.toolchain.opt, passes, "checked.ll", "-o", "checked.bc"], check=True, cwd=str(self.path))
        return self._library("filter", self.path / "checked.bc")

    def stock(self, level: str) -> Path:
        """What clang itself makes of it."""
        return self._library(f"clang-{level}", self.path / "module.bc", [f"-O{level}"])

    def _library(self, name: str, bitcode: Path, options: Sequence[str] = ("-O0", "-Xclang", "-disable-llvm-passes")) -> Path:
        flags = [*self.module.bitcode_flags, "-Qunused-arguments", "-w", "-g0", *options]
        run([self.module.toolchain.clang, *flags, "-c", str(bitcode), "-o", f"{name}.o"], check=True, cwd=str(self.path))
        return self.link(name, (self.path / f"{name}.o").read_bytes())

    def link(self, name: str, data: bytes) -> Path:
        """A shared library of an object. Raises CompileError."""
        (self.path / f"{name}.o").write_bytes(data)
        out = self.path / f"{name}.so"
        words = ["-shared", "-nostdlib", f"{name}.o", "glue.o", "-o", str(out)]
        options = ["-Wl,-Bsymbolic", "-Wl,-z,now", "-Wl,-z,norelro", "-Wl,-z,noexecstack"]
        command = [self.module.toolchain.clang, *words, *options]
        if run([*command, "-fuse-ld=lld"], cwd=str(self.path)).returncode:
            run(command, check=True, cwd=str(self.path))
        hide_constructors(out)
        return out

    def run(self, library: Path, layout: int, milliseconds: int, pairs: Iterable[tuple[int, int]]) -> Traces:
        """Runs a build on pairs of functions and inputs, as far as it has the functions. Raises EvaluationError."""
        mask = bytearray(len(self.glue.functions) * self.inputs)
        for function, number in pairs:
            mask[function * self.inputs + number] = 1
        (self.path / "mask").write_bytes(mask)
        command = [str(self.driver), str(library), *map(str, (layout, self.seed, milliseconds, self.inputs))]
        with (
            (self.path / "mask").open("rb") as given,
            (self.path / "records").open("w+b") as out,
            (self.path / "words").open("w+b") as words,
        ):
            # Nothing of the user's environment is of use there.
            process = subprocess.Popen(command, stdin=given, stdout=out, stderr=words, env={"LC_ALL": "C"}, cwd="/", start_new_session=True)
            try:
                status = process.wait(LIMIT)
            except subprocess.TimeoutExpired:
                raise EvaluationError(f"{self.module.name}: differential execution", f"no end within {LIMIT:g} s") from None
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
            if status:
                words.seek(0)
                said = words.read(400).decode(errors="replace").strip()
                raise EvaluationError(f"{self.module.name}: differential execution", f"status {status}: {said}")
            out.seek(0)
            return read_records(out.read(MOST))


def read_records(data: bytes) -> Traces:
    """What the driver writes. Raises EvaluationError for what it does not."""
    found: Traces = {}
    at = 0
    try:
        while at < len(data):
            function, number, status, invalid, size, count = RECORD.unpack_from(data, at)
            at += RECORD.size
            exact = data[at : at + size]
            at += size
            words = struct.unpack_from(f"<{2 * count}Q", data, at)
            at += 16 * count
            found[function, number] = Trace(status, bool(invalid), exact, dict(zip(words[::2], words[1::2], strict=True)))
    except struct.error as error:
        raise EvaluationError("differential execution", f"records that are none: {error}") from error
    return found


def hide_constructors(path: Path) -> None:
    """Renames the tags of an ELF file's lists of constructors. Raises CompileError."""
    data = bytearray(path.read_bytes())
    try:
        offset, size, count = struct.unpack_from("<Q", data, 32)[0], *struct.unpack_from("<HH", data, 54)
        for i in range(count):
            kind, _, start, _, _, length = struct.unpack_from("<IIQQQQ", data, offset + i * size)
            if kind == 2:  # PT_DYNAMIC
                for at in range(start, start + length, 16):
                    (tag,) = struct.unpack_from("<Q", data, at)
                    if tag in HIDDEN:
                        struct.pack_into("<Q", data, at, HIDDEN[tag])
    except struct.error as error:
        raise CompileError(str(path), f"the linker's library is none: {error}") from error
    path.write_bytes(data)

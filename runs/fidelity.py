"""Is the baseline that Passwright measures what clang writes? Counts it over real modules, targets and levels.

    python -m runs.fidelity                                # everything
    python -m runs.fidelity --targets x86-64 --levels z    # 49 s on 2 cores

Two questions for each module that compiles for a target: is the object from the module's bitcode identical, byte for
byte, to that of `clang -O<level> -c module.bc`; and is it identical in all allocated sections and relocations to that of
`clang -O<level> -c module.c`.
"""

from __future__ import annotations

import argparse
import io
import os
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection

from passwright.data.debian import fetch
from passwright.errors import CompileError, EvaluationError
from passwright.evaluate.evaluator import FIRST_LIMIT, load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.verify import stock
from programs.recipes import PROGRAMS, modules
from programs.targets import TARGETS

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
LEVELS = ("z", "s", "2", "3")


@dataclass(frozen=True)
class Case:
    """A source file with all its flags."""

    path: Path
    language: str
    flags: tuple[str, ...]


@dataclass(frozen=True)
class Identity:
    """Whether our baseline object is clang's, from the module's bitcode and from its source."""

    bitcode: bool
    source: bool


def cases(target: str, level: str) -> list[Case]:
    found = []
    for recipe in PROGRAMS.values():
        extra = TARGETS[target].compile_flags(recipe.language, CACHE)
        for path, flags in modules(recipe, fetch(recipe.package, CACHE)):
            found.append(Case(path, recipe.language, (f"-O{level}", *flags, *extra)))
    return found


def identity(case: Case, toolchain: Toolchain, pool: WorkerPool) -> Identity | None:
    """Compares one module. None if clang itself does not compile it for the target."""
    try:
        module = load_module(str(case.path), case.flags, toolchain, pool)
    except CompileError:
        return None
    (reply,) = pool.map(module, [{"op": "build", "pipeline": None, "kind": "obj"}], timeout=FIRST_LIMIT)
    if reply.failure:
        raise EvaluationError(f"{case.path}: clang's own pipeline", reply.words)
    ours = reply.data
    from_bitcode = stock.rebuild(module, Plan.of(module, None))
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        out = str(Path(folder) / "out.o")
        run(stock.baseline_command(module, out), check=True)
        from_source = Path(out).read_bytes()
    return Identity(ours == from_bitcode, ours == from_source or allocated(ours) == allocated(from_source))


def allocated(data: bytes) -> object:
    """What of an object the program sees: allocated sections with content, and their relocations by place and value."""
    if data.startswith(b"\0asm"):
        return _wasm_sections(data)
    elf = ELFFile(io.BytesIO(data))
    sections: list[tuple[Any, ...]] = []
    for section in elf.iter_sections():
        if section["sh_flags"] & 2:  # SHF_ALLOC
            sections.append((section.name, section["sh_type"], section["sh_flags"], section["sh_size"], section.data()))
        elif isinstance(section, RelocationSection):
            about = elf.get_section(section["sh_info"])
            if about["sh_flags"] & 2:
                sections.append((section.name, list(_relocations(elf, section))))
    return sections


def _wasm_sections(data: bytes) -> list[tuple[int, bytes]]:
    """Kind and content of all sections but `linking`, which holds the names of symbols, local ones too."""
    sections = []
    at = 8
    while at < len(data):
        kind = data[at]
        length, at = _leb128(data, at + 1)
        content = data[at : at + length]
        if kind != 0 or not content.startswith(b"\x07linking"):
            sections.append((kind, content))
        at += length
    return sections


def _leb128(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned number and where it ends."""
    value = shift = 0
    while True:
        value |= (data[at] & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if data[at - 1] < 0x80:
            return value, at


def _relocations(elf: ELFFile, section: RelocationSection) -> Iterator[tuple[object, ...]]:
    symbols: Any = elf.get_section(section["sh_link"])
    for relocation in section.iter_relocations():
        symbol = symbols.get_symbol(relocation["r_info_sym"])
        local = symbol["st_info"]["bind"] == "STB_LOCAL"
        # Local symbols are known by what they stand for: their names may differ.
        what = (symbol["st_shndx"], symbol["st_value"]) if local else symbol.name
        yield relocation["r_offset"], relocation["r_info_type"], what, relocation.entry.get("r_addend", 0)


def count(target: str, level: str, toolchain: Toolchain, jobs: int, every: int) -> tuple[int, int, int, list[str]]:
    """(modules, identical from bitcode, identical from source, names of those that are not)."""
    todo = cases(target, level)[::every]

    def slice_of(start: int) -> list[tuple[Case, Identity | None]]:
        with WorkerPool(toolchain.version, 1) as pool:
            return [(case, identity(case, toolchain, pool)) for case in todo[start::jobs]]

    with ThreadPoolExecutor(jobs) as threads:
        results = [pair for part in threads.map(slice_of, range(jobs)) for pair in part]
    compared = [(case, found) for case, found in results if found]
    other = [case.path.name for case, found in compared if not (found.bitcode and found.source)]
    return len(compared), sum(i.bitcode for _, i in compared), sum(i.source for _, i in compared), other


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--targets", nargs="+", default=list(TARGETS), choices=list(TARGETS))
    parser.add_argument("--levels", nargs="+", default=list(LEVELS))
    parser.add_argument("--every", type=int, default=1, help="take only every Nth module")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    print(f"LLVM {toolchain.release}\n{'target':10} {'level':6} {'modules':>8} {'bitcode':>8} {'source':>8}  not identical")
    failed = False
    for target in arguments.targets:
        for level in arguments.levels:
            modules_, bitcode, source, other = count(target, level, toolchain, arguments.jobs, arguments.every)
            print(f"{target:10} -O{level:4} {modules_:8} {bitcode:8} {source:8}  {' '.join(other)}", flush=True)
            failed |= bitcode < modules_
    sys.exit(failed)


if __name__ == "__main__":
    main()

"""A whole program: sources and link inputs, and the stock commands that compile, merge and link them.

The linker itself merges the modules. Its own symbol resolution decides what code outside the program can reach: symbols that
crt files, shared libraries, assembly or `--undefined` name, that are exported, or that code generation may call. All others
become internal. That is what `-flto` does, so whatever works there works here.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from passwright.errors import FlagError, InputError, ToolMissing
from passwright.llvm import flags as clang_flags
from passwright.llvm.module import BITCODE_MAGIC, LANGUAGES
from passwright.llvm.toolchain import Toolchain, packages, run

SECTIONS = ("-ffunction-sections", "-fdata-sections")
COLLECT = ("-Wl,--gc-sections", "-Wl,-z,nostart-stop-gc")
"""Keeps what a program reaches through `__start_SECTION` only, as GNU's linker does and lld by itself does not."""
LTO = ("-flto",)
MERGED_ONLY = ("-Wl,--plugin-opt=emit-llvm", "-Xlinker", "--lto-newpm-passes=no-op-module")
"""lld writes the merged module, internalised and otherwise untouched, in place of the image."""

LINK_INPUTS = (".o", ".a", ".so", ".obj", ".lo")
LINK_FLAG = re.compile(
    r"-(l|L|Wl,|z|u(?!ndef)|T).+|-(Xlinker|rdynamic|shared|static|s|r|nostartfiles|nodefaultlibs)|-(static|no)-pie|-pie"
    r"|-static-lib(gcc|stdc\+\+)|-shared-libgcc|--?rtlib=.*|--?unwindlib=.*|--ld-path=.*|-fuse-ld=.*"
)
LINK_FLAG_WITH_VALUE = {"-l", "-L", "-Xlinker", "-z", "-u", "-T", "-e"}
REFUSED = {"-r": "makes no image", "--ld-path": "programs are linked by lld", "-fuse-ld": "programs are linked by lld"}


@dataclass(frozen=True)
class Source:
    """One file that clang compiles, with the flags that it alone gets."""

    path: str
    language: str
    flags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Variant:
    """A way to build a program that its user could have chosen: flags to compile and to link with."""

    name: str
    compile: tuple[str, ...] = ()
    link: tuple[str, ...] = ()


@dataclass(frozen=True)
class Program:
    """`flags` are for clang whenever it runs, a level among them; `link` are words for the linker alone, in their order.

    `keep` are symbols that must stay; `link` asks for them.
    """

    sources: tuple[Source, ...]
    flags: tuple[str, ...]
    link: tuple[str, ...]
    toolchain: Toolchain
    keep: tuple[str, ...] = ()

    @cached_property
    def level(self) -> str:
        return clang_flags.level(self.flags) or "z"

    @cached_property
    def variants(self) -> tuple[Variant, ...]:
        """What there is without Passwright; the last is what a careful user picks."""
        level = f"-O{self.level}"
        return (
            Variant(level),
            Variant(f"{level} gc-sections", SECTIONS, COLLECT),
            Variant(f"{level} -flto gc-sections", (*SECTIONS, *LTO), COLLECT),
        )

    @property
    def codegen_flags(self) -> list[str]:
        """The flags with which clang makes the object of the merged module."""
        return [*clang_flags.for_bitcode(self.flags), *SECTIONS]

    def compile_command(self, source: Source, out: str, extra: Sequence[str] = ()) -> list[str]:
        flags = [*self.flags, *source.flags]
        if source.language == "ir":
            flags = [*clang_flags.for_bitcode(flags), "-Qunused-arguments", "-x", "ir"]  # whatever its suffix: it may be an object's
        path = f"./{source.path}" if source.path.startswith(("-", "@")) else source.path
        return [self.toolchain.clang_for(source.language), "-fno-crash-diagnostics", *flags, *extra, "-c", path, "-o", out]

    def unoptimised_command(self, source: Source, out: str) -> list[str]:
        """Bitcode that no pass has seen. `out` must end in .o: clang would compile a .bc before it links it."""
        return self.compile_command(source, out, (*SECTIONS, "-Xclang", "-disable-llvm-passes", "-emit-llvm"))

    def link_command(self, objects: Sequence[str], out: str, extra: Sequence[str] = ()) -> list[str]:
        cxx = any(source.language == "c++" for source in self.sources)
        clang = self.toolchain.clang_for("c++" if cxx else "c")
        flags = [*clang_flags.for_bitcode(self.flags), "-Qunused-arguments"]
        return [clang, *flags, "-fuse-ld=lld", *extra, *objects, *self.link, "-o", out]

    def merge_command(self, objects: Sequence[str], out: str) -> list[str]:
        """One module of all: what no code outside can reach is internal."""
        return self.link_command(objects, out, (*COLLECT, *LTO, *MERGED_ONLY))

    def object_names(self, prefix: str) -> list[str]:
        return [f"{prefix}{number}-{Path(source.path).stem}.o" for number, source in enumerate(self.sources)]

    def variant_commands(self, variant: Variant, prefix: str, out: str) -> list[list[str]]:
        """Compiles each source to `prefix`NUMBER-NAME.o, then links."""
        objects = self.object_names(prefix)
        compiled = [self.compile_command(source, name, variant.compile) for source, name in zip(self.sources, objects, strict=True)]
        return [*compiled, self.link_command(objects, out, (*variant.link, *(LTO if LTO[0] in variant.compile else ())))]

    def merge_commands(self, prefix: str, out: str) -> list[list[str]]:
        objects = self.object_names(prefix)
        compiled = [self.unoptimised_command(source, name) for source, name in zip(self.sources, objects, strict=True)]
        return [*compiled, self.merge_command(objects, out)]

    def build(self, commands: Sequence[Sequence[str]], out: Path, jobs: int) -> bytes:
        """Runs commands of which the last makes `out` from what the others make. Raises CompileError with a tool's own words."""
        with ThreadPoolExecutor(jobs) as threads:
            for done in [threads.submit(run, command, check=True) for command in commands[:-1]]:
                done.result()
        run(commands[-1], check=True)
        return out.read_bytes()

    def check_kept(self, *paths: Path) -> None:
        """Raises FlagError if a symbol that must stay is defined in none of these images and modules."""
        nm = [f"llvm-nm-{self.toolchain.version}", "--defined-only", "--format=just-symbols", "--quiet"]
        defined = set(run([*nm, *map(str, paths)], check=True).stdout.split()) if self.keep else set()
        for symbol in self.keep:
            if symbol not in defined:
                raise FlagError(f"--keep {symbol}", "the program defines no such symbol; give its name as llvm-nm prints it")

    def link_object(self, data: bytes, folder: Path) -> bytes:
        """The image of the merged module's object. Raises CompileError with the linker's words."""
        path, out = folder / "program.o", folder / "image"
        path.write_bytes(data)
        return self.build([self.link_command([str(path)], str(out), COLLECT)], out, 1)


def make_program(sources: Sequence[str], words: Sequence[str], keep: Sequence[str], toolchain: Toolchain) -> Program:
    """`words` are clang's flags and link inputs as its user has them; `keep` names symbols that must stay.

    Objects that hold bitcode are sources too, as they are for -flto. Raises InputError, FlagError and ToolMissing.
    """
    if not shutil.which(f"ld.lld-{toolchain.version}"):
        raise ToolMissing(f"ld.lld-{toolchain.version}", f"Install it: apt-get install {' '.join(packages(toolchain.version))}")
    compile_words, link, bitcode = _split(words)
    clang_flags.check(compile_words)
    if clang_flags.level(compile_words) is None:
        compile_words.insert(0, "-Oz")
    for flag in compile_words:
        if flag.startswith(("-flto", "-ffat-lto", "-fno-lto", "-fthinlto")):
            raise FlagError(flag, "a whole program is one module already; leave it out")
        if clang_flags.DEPENDENCIES.fullmatch(flag) or flag.startswith(clang_flags.DEPENDENCY_NAMES):
            raise FlagError(flag, "dependency files are written for single files; leave it out")
    for symbol in keep:
        if not symbol or not symbol.isprintable() or "," in symbol or symbol.startswith("-"):
            raise FlagError(f"--keep {symbol!a}", "is no name of a symbol, as llvm-nm prints it")
        link = ["-Xlinker", f"--undefined={symbol}", *link]
    standards = [flag for flag in compile_words if flag.startswith("-std=")]
    shared = [flag for flag in compile_words if flag not in standards]
    found = [_source(path, standards) for path in sources]
    found += [Source(path, "ir") for path in bitcode]
    return Program(tuple(found), tuple(shared), tuple(link), toolchain, tuple(keep))


def _source(path: str, standards: Sequence[str]) -> Source:
    """A -std= goes to the files of its language."""
    suffix = Path(path).suffix
    language = LANGUAGES.get(suffix)
    if suffix in LINK_INPUTS:
        raise InputError(path, "is a link input; give it behind --, where the linker's words stand")
    if language is None:
        raise InputError(path, f"unknown kind of source '{suffix}'; give .c, .cc, .cpp, .ll or .bc files, objects and libraries behind --")
    if not os.access(path, os.R_OK) or Path(path).is_dir():
        raise InputError(path, "is a directory" if Path(path).is_dir() else "cannot be read; check the name and its permissions")
    return Source(path, language, tuple(flag for flag in standards if language != "ir" and ("++" in flag) == (language == "c++")))


def _split(words: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Words for the compiler, words for the linker alone, and link inputs that hold bitcode."""
    compile_words: list[str] = []
    link: list[str] = []
    bitcode: list[str] = []
    rest = iter(words)
    for word in rest:
        if (name := word.partition("=")[0]) in REFUSED and word != "-fuse-ld=lld":
            raise FlagError(word, f"{REFUSED[name]}; leave it out")
        if word in clang_flags.OURS:
            raise FlagError(word, "Passwright sets this itself; leave it out (the output is named by -o before the --)")
        if not word.startswith(("-", "@")):
            if not Path(word).is_file():
                raise InputError(word, "is no file; behind -- stand clang's flags, objects and libraries")
            if not re.search(r"\.(o|a|obj|lo|so)(\.\d+)*$", word):
                raise InputError(word, "is neither an object nor a library; sources stand before the --")
            (bitcode if _is_bitcode(word) else link).append(word)
        elif word in LINK_FLAG_WITH_VALUE:
            value = next(rest, None)
            if value is None:
                raise FlagError(word, "needs a value")
            link += [word, value]
        elif LINK_FLAG.fullmatch(word):
            if word != "-fuse-ld=lld":
                link.append(word)
        else:
            compile_words.append(word)
            if word in clang_flags.TAKES_VALUE and (value := next(rest, None)) is not None:
                compile_words.append(value)
    return compile_words, link, bitcode


def _is_bitcode(path: str) -> bool:
    try:
        with open(path, "rb") as file:
            return file.read(4) in BITCODE_MAGIC
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error

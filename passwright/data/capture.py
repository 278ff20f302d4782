"""A thin stand-in for the compiler: it notes each call, then becomes the compiler, so that a build does not notice it."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.llvm.flags import DEPENDENCIES, DEPENDENCY_NAMES, LEVEL, TAKES_VALUE, pairs
from passwright.llvm.module import LANGUAGES

NAMES = {"c": ("cc", "gcc", "clang"), "c++": ("c++", "g++", "clang++")}
"""What builds call a compiler, where they do not ask $CC and $CXX."""
NOTE_ONLY = "PASSWRIGHT_NOTE_ONLY"
"""With this set, a build's calls are noted and compile nothing: for the part of it behind configure and its generators."""
MAX_CALL = 1 << 20
"""Bytes of a command line."""

# `exec` keeps the number of the process, and a process notes one call: so no two calls write to one file. A number that comes a
# second time in a long build gets a file of its own, as `set -C` lets no file be written over.
SHIM = """#!/bin/sh
set -C
n=0
until printf '%s\\0' "$PWD" "$@" 2>/dev/null >{folder}/$$-$n.call; do
  n=$((n + 1))
  [ $n -lt 1000 ] || break
done
[ -z "${only}" ] || exit 0
exec {compiler} "$@"{extra}
"""

DROPPED = re.compile(
    r"-[cSE]|-(g\w*|flto|fno-lto|ffat-lto-objects|save-temps|fsanitize|fno-sanitize|fprofile|fcoverage|Werror)(=.*|-.*)?|--coverage"
    r"|-(pipe|shared|static|rdynamic|pie|no-pie|nostdlib|nodefaultlibs|nostartfiles|s|v|###)|-static-libgcc|-static-libstdc\+\+|-[lL].+"
    r"|-W[la],.*|-Winvalid-pch|-emit-llvm|-fuse-ld=.*|-E?P"
)
"""Flags that say how to link, what to write, how to instrument, or what to warn about."""
DROPPED_WITH_VALUE = {"-o", "-L", "-l", "-Xlinker", "-T", "-z", "-Xassembler", "-framework", "-arch", "--serialize-diagnostics"}
TAKING = TAKES_VALUE | DROPPED_WITH_VALUE
FRONT_END = re.compile(
    r"-[DUI].*|-W.*|-w|-std=.*|-isystem.*|-iquote.*|-idirafter.*|-i(macros|nclude|nclude-pch|sysroot).*|-ansi|-pedantic.*|-x"
)
"""Flags that have had their say when the bitcode is there."""
PROBES = re.compile(r"(conftest|testfile|cmTC_|CMakeC|CheckSymbolExists|CheckFunctionExists|CheckTypeSize|CheckIncludeFile|feature_tests)")
"""Sources that configure writes to ask the compiler something."""


@dataclass(frozen=True)
class Call:
    """One source that a build compiled: the folder, the whole command line of the call, and the flags that clang needs to make its
    bitcode, without level and output."""

    folder: str
    command: tuple[str, ...]
    source: str
    language: str
    flags: tuple[str, ...]

    @property
    def bitcode_flags(self) -> tuple[str, ...]:
        """The flags that mean something for the bitcode."""
        kept = [pair for pair in pairs(self.flags, TAKING) if not FRONT_END.fullmatch(pair[0])]
        return tuple(word for pair in kept for word in pair if word is not None)


def write_shims(folder: Path, calls: Path, compilers: Mapping[str, str], extra: Sequence[str] = ()) -> dict[str, str]:
    """Writes the stand-ins into `folder`, which is to stand first on the PATH; calls are noted in `calls`.

    `compilers`: a shell command for "c" and one for "c++". `extra` are flags that each call gets besides. Returns what to set in
    the environment of the build.
    """
    folder.mkdir(parents=True, exist_ok=True)
    calls.mkdir(parents=True, exist_ok=True)
    more = "".join(f" {shlex.quote(flag)}" for flag in extra)
    for language, names in NAMES.items():
        for name in names:
            path = folder / name
            path.write_text(
                SHIM.format(folder=shlex.quote(str(calls)), only=f"{{{NOTE_ONLY}:-}}", compiler=compilers[language], extra=more)
            )
            path.chmod(0o755)
    path_of = {language: str(folder / names[0]) for language, names in NAMES.items()}
    return {"CC": path_of["c"], "CXX": path_of["c++"], "PATH": f"{folder}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def read_calls(folder: Path) -> list[Call]:
    """The sources that were compiled, each once for the flags that matter, in the order of their names."""
    found: dict[tuple[str, str, tuple[str, ...]], Call] = {}
    for path in sorted(folder.glob("*.call")):
        with path.open("rb") as file:
            data = file.read(MAX_CALL + 1)
        if not data.endswith(b"\0") or len(data) > MAX_CALL:  # a build that was cut off
            continue
        place, *arguments = data[:-1].decode(errors="surrogateescape").split("\0")
        for call in calls_of(place, arguments):
            found.setdefault((os.path.realpath(os.path.join(call.folder, call.source)), call.language, call.flags), call)
    return [found[key] for key in sorted(found)]


def calls_of(folder: str, arguments: Sequence[str]) -> list[Call]:
    """What a compiler's command line compiles; nothing for one that only links, preprocesses, or answers a question of configure's.

    Calls with a file of flags (@FILE) are passed over: it may be gone, or another, by the time it is read.
    """
    flags: list[str] = []
    sources: list[str] = []
    language: str | None = None
    for flag, value in pairs(arguments, TAKING):
        if flag in ("-E", "-M", "-MM", "-###", "-fsyntax-only", "--version", "-dumpversion") or flag.startswith(
            ("@", "-print-", "--print-")
        ):
            return []
        if flag == "-x":
            language = value
        elif not flag.startswith("-"):
            sources.append(flag)
        elif not _dropped(flag):
            flags += [flag] if value is None else [flag, value]
    if language not in (None, "c", "c++"):
        return []
    found = []
    for source in sources:
        spoken = language or LANGUAGES.get(os.path.splitext(source)[1])
        if spoken in ("c", "c++") and not PROBES.search(source):
            found.append(Call(folder, tuple(arguments), source, spoken, tuple(flags)))
    return found


def _dropped(flag: str) -> bool:
    return bool(
        flag in DROPPED_WITH_VALUE
        or DROPPED.fullmatch(flag)
        or LEVEL.fullmatch(flag)
        or DEPENDENCIES.fullmatch(flag)
        or flag.startswith((*DEPENDENCY_NAMES, "-o"))
    )

"""The user's clang flags: which level they name, what Passwright sets itself, what may stand in a plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from passwright.errors import FlagError

LEVEL = re.compile(r"-O([0-3sgz]|fast)?")

OURS = {"-c", "-S", "-E", "-o", "-emit-llvm", "-fsyntax-only", "-###", "--version", "-", "-dM", "-M", "-MM"}
"""Flags that say what clang writes: Passwright says that itself."""

# A plan is input from outside. These flags neither run code nor write files; all others must come from the user.
HARMLESS = re.compile(
    r"-O[0-3sgz]?|-w|-ansi|-pedantic(-errors)?|-pthread|-g[0-4]?|-ggdb[0-3]?|-gdwarf-[2-5]|-gline-tables-only"
    r"|-std=[\w+]+|-W(?!l,|a,|p,)[\w+=-]*|-[DUI].+|-isystem.+|-iquote.+|-m(?!llvm)[\w.+-]+(=[\w.,+-]+)?"
    r"|-f(?!plugin|pass-plugin|sanitize|profile|coverage)[\w-]+(=[\w.,+-]+)?|--?target=[\w.-]+|--sysroot=.+|-nostdinc|-nostdlib"
)
TAKES_VALUE = {"-D", "-U", "-I", "-isystem", "-iquote", "-idirafter", "-include", "-target", "-x", "-Xclang", "-mllvm", "-MF", "-MT", "-MQ"}
HARMLESS_WITH_VALUE = {"-D", "-U", "-I", "-isystem", "-iquote", "-idirafter", "-target"}
DEPENDENCIES = re.compile(r"-M(D|MD|P|G|V)?")


def check(flags: Sequence[str]) -> None:
    """Raises FlagError for flags that Passwright sets itself and for words that are no flags."""
    for flag, value in _pairs(flags):
        if flag in OURS or flag.startswith(("-o", "@")):
            raise FlagError(flag, "Passwright sets this itself; leave it out (the output is named by -o before the --)")
        if not flag.startswith("-"):
            raise FlagError(flag, "is no flag; one input file at a time, clang's flags after --")
        if value is None and flag in TAKES_VALUE:
            raise FlagError(flag, "needs a value")


def check_harmless(flags: Sequence[str]) -> None:
    """Raises FlagError for a flag that a plan from outside must not bring along, as it could run code or write files."""
    for flag, value in _pairs(flags):
        if not (flag in HARMLESS_WITH_VALUE if value is not None else HARMLESS.fullmatch(flag)):
            raise FlagError(flag, "a plan may not bring this flag along; if you trust it, give the flags yourself after --")


def level(flags: Sequence[str]) -> str | None:
    """The optimisation level that the flags name last ("z", "2", …), None if they name none."""
    found = None
    for flag, _ in _pairs(flags):
        match = LEVEL.fullmatch(flag)
        if match:
            found = match.group(1) or "1"
    return found


def for_bitcode(flags: Sequence[str]) -> list[str]:
    """The flags that mean something for a bitcode input: without the language and without dependency files."""
    kept: list[str] = []
    for flag, value in _pairs(flags):
        if flag == "-x" or flag in ("-MF", "-MT", "-MQ") or DEPENDENCIES.fullmatch(flag):
            continue
        kept += [flag] if value is None else [flag, value]
    return kept


def names_target(flags: Sequence[str]) -> bool:
    return any(flag.startswith("--target=") or flag == "-target" or flag in ("-m32", "-mx32") for flag, _ in _pairs(flags))


def _pairs(flags: Sequence[str]) -> list[tuple[str, str | None]]:
    """Each flag with its separate value, if it takes one."""
    words = iter(flags)
    return [(word, next(words, None) if word in TAKES_VALUE else None) for word in words]

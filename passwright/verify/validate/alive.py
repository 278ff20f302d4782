"""Alive2's `alive-tv`, where it is installed: another judge of the same question (Lopes et al., PLDI 2021).

It is not among the tools that this was tested with: its words are read as its sources print them, and what is not understood is
"undecided".
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from passwright.errors import CompileError, ToolMissing
from passwright.llvm.toolchain import run

VARIABLE = "PASSWRIGHT_ALIVE_TV"
PROVEN = ("Transformation seems to be correct", "syntactically equal")
REFUTED = ("Transformation doesn't verify",)


def find_alive() -> str | None:
    """The path of `alive-tv`; that of the variable PASSWRIGHT_ALIVE_TV if it is set. Raises ToolMissing where that is no program."""
    wish = os.environ.get(VARIABLE)
    found = shutil.which(wish or "alive-tv")
    if wish and not found:
        raise ToolMissing(f"alive-tv ({VARIABLE} says {wish})", f"Give {VARIABLE} its path, or unset it to do without.")
    return found


def ask_alive(program: str, source: Path, target: Path, milliseconds: int, timeout: float) -> dict[str, tuple[str, str]]:
    """What it says of each function: its name with (proven, refuted or undecided, words). Empty where it does not end in time."""
    try:
        done = run([program, f"--smt-to={milliseconds}", str(source), str(target)], timeout=timeout)
    except CompileError:
        return {}
    return read_answers(done.stdout)


def read_answers(text: str) -> dict[str, tuple[str, str]]:
    """Reads the report: a definition of the source's function, "=>", the target's, and then the verdict."""
    found: dict[str, tuple[str, str]] = {}
    for part in re.split(r"^-{10,}$", text, flags=re.M)[1:]:
        names = re.findall(r'^define [^@\n]*@("[^"\n]*"|[-\w$.]+)\(', part, re.M)
        if not names or len(set(names)) > 1:
            continue
        behind = part[part.rfind("\n}") :]
        if any(words in behind or words in part.split("define", 1)[0] for words in REFUTED):
            verdict = "refuted"
        elif any(words in behind for words in PROVEN):
            verdict = "proven"
        else:
            verdict = "undecided"
        errors = [line.strip() for line in behind.splitlines() if line.startswith("ERROR:")]
        name = names[0].strip('"')
        # Of two answers for one name none counts.
        found[name] = (verdict, " ".join(errors)[:200]) if name not in found else ("undecided", "two answers")
    return found

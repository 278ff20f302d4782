"""Self-testing programs, as PassListEval has them (LLM Compiler, arXiv 2407.02524, section 3): a solution and its checker."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.errors import InputError

SUFFIXES = (".c", ".cc", ".cpp")
INCLUDED = (*SUFFIXES, ".h", ".hh", ".hpp", ".hxx", ".inc", ".inl", ".ipp", ".tcc", ".def")
CHECKER = ".check"
NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_+.-]*")


@dataclass(frozen=True)
class SelfTest:
    """`solution` is compiled with the list that is tried, `checker`, which has `main`, by plain `clang -O2`.

    The program ends with status 0 if the solution works, so that a list that breaks it cannot take its own check away.
    """

    name: str
    solution: Path
    checker: Path

    @property
    def cplusplus(self) -> bool:
        """Whether it is linked as C++."""
        return any(path.suffix != ".c" for path in (self.solution, self.checker))


@dataclass(frozen=True)
class Suite:
    """Programs by name; `digest` stands for all that they are made of."""

    name: str
    tests: tuple[SelfTest, ...]
    digest: str

    @staticmethod
    def of(name: str, tests: Sequence[SelfTest]) -> Suite:
        """The digest is of the programs' names and of all sources and headers beside and below them."""
        digest = hashlib.blake2b(digest_size=8)
        digest.update("\0".join(test.name for test in tests).encode())
        for folder in sorted({path.parent for test in tests for path in (test.solution, test.checker)}):
            for path in sorted(path for path in folder.rglob("*") if path.suffix in INCLUDED and path.is_file()):
                digest.update(
                    f"\0{path.relative_to(folder)}\0".encode(errors="surrogateescape") + hashlib.sha256(path.read_bytes()).digest()
                )
        return Suite(name, tuple(tests), digest.hexdigest())

    def only(self, names: Sequence[str]) -> Suite:
        """Some of the programs. Raises InputError for a name that it has not."""
        by_name = {test.name: test for test in self.tests}
        if unknown := [name for name in names if name not in by_name]:
            raise InputError(self.name, f"has no program {unknown[0]}")
        return Suite.of(self.name, [by_name[name] for name in sorted(set(names))])


def load_suite(folder: Path) -> Suite:
    """Reads a folder: NAME.c or NAME.cpp with NAME.check.c or NAME.check.cpp, and headers that they include.

    Raises InputError for a folder without programs, and for a solution or a checker that stands alone.
    """
    if not folder.is_dir():
        raise InputError(str(folder), "is no folder; give one with programs, NAME.c and NAME.check.c")
    solutions: dict[str, Path] = {}
    checkers: dict[str, Path] = {}
    for path in sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES):
        kind, name = (checkers, Path(path.stem).stem) if Path(path.stem).suffix == CHECKER else (solutions, path.stem)
        if not NAME.fullmatch(name):
            raise InputError(
                str(path), "the name of a program is of letters, digits, _, +, - and ., and begins with none of the last three"
            )
        if name in kind:
            raise InputError(str(path), f"{kind[name].name} is there too; give each program a name of its own")
        kind[name] = path
    for name in solutions.keys() ^ checkers.keys():
        alone, missing = (solutions[name], f"{name}{CHECKER}.c") if name in solutions else (checkers[name], f"{name}.c")
        raise InputError(str(alone), f"stands alone: there is no {missing} beside it")
    if not solutions:
        raise InputError(str(folder), "has no programs; each is two files, NAME.c and NAME.check.c")
    return Suite.of(str(folder), [SelfTest(name, solutions[name], checkers[name]) for name in sorted(solutions)])

"""Suites: the modules on which methods are compared, with what they are grouped by."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from passwright.data.corpus import SPLITS, Corpus
from passwright.data.rows import ModuleRow
from passwright.errors import FlagError, InputError
from passwright.llvm import flags as clang_flags
from passwright.llvm.module import LANGUAGES, Module

FLAGS = "flags.txt"
"""In a folder of a suite: clang's flags for all that is in it."""
MOST_FLAGS = 1 << 16
"""Bytes of such a file."""
RELATIVE = ("-I", "-isystem", "-iquote")
"""Flags in it whose folders are looked for from where the file is."""


@dataclass(frozen=True)
class Item:
    """A module of a suite: a path with clang's flags, a Module, or a row of a corpus. `groups` are its labels, by what they say:
    "package", "language"."""

    name: str
    source: str | Module | ModuleRow
    flags: tuple[str, ...] = ()
    groups: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Skipped:
    """A module that is left out, and why."""

    name: str
    reason: str


@dataclass(frozen=True)
class Suite:
    """`items` may be a sequence that makes its items when it is asked for them."""

    name: str
    items: Sequence[Item]
    skipped: tuple[Skipped, ...] = ()


def folder_suite(path: str, flags: Sequence[str] = ()) -> Suite:
    """All .bc, .ll, .c, .cc, .cpp and .cxx files of a folder and of those in it, grouped by the first folder they stand in.

    `flags` are clang's; those of the nearest `flags.txt` stand behind them. Symbolic links to folders are not followed, and nothing
    whose name begins with a dot is looked at. Raises InputError for what is no folder or holds no module, FlagError.
    """
    clang_flags.check(flags)
    root = Path(path)
    if not root.is_dir():
        raise InputError(path, "is no folder; --suite takes one that holds modules")
    items: list[Item] = []
    skipped: list[Skipped] = []
    for folder, names in _folders(root, skipped):
        own = (*flags, *_flags_of(folder, root))
        for name in names:
            place = folder / name
            language = LANGUAGES.get(place.suffix)
            if language is None:
                continue
            below = place.relative_to(root)
            shown = printable(str(below))
            package = printable(below.parts[0] if len(below.parts) > 1 else root.absolute().name)
            if not place.is_file():
                skipped.append(Skipped(shown, "is no regular file"))
                continue
            groups = {"package": package} if language == "ir" else {"package": package, "language": language}
            items.append(Item(shown, str(place), own, groups))
    if not items:
        more = f"; the first of {len(skipped)} that are left out, {skipped[0].name}: {skipped[0].reason}" if skipped else ""
        raise InputError(path, f"holds no module (.bc, .ll, .c, .cc or .cpp){more}")
    return Suite(printable(root.absolute().name), items, tuple(skipped))


def corpus_split(path: str) -> tuple[str, str] | None:
    """The folder and the split of CORPUS:SPLIT; None for anything else."""
    folder, colon, split = path.rpartition(":")
    return (folder, split) if colon and folder and split in SPLITS else None


def corpus_suite(folder: str, split: str) -> Suite:
    """The modules of a split of a corpus, grouped by package and language. Raises CorpusError, ToolMissing."""
    with Corpus(Path(folder)) as corpus:
        rows = list(corpus.modules(split))
    names = [printable(f"{row.package}/{row.name}") for row in rows]
    groups = [{"package": row.package, "language": row.language, "target": row.target} for row in rows]
    items = [Item(name, row, (), group) for name, row, group in zip(names, rows, groups, strict=True)]
    return Suite(printable(f"{Path(folder).absolute().name}:{split}"), items)


def spread(suite: Suite, most: int) -> Suite:
    """So many of its modules, evenly spread over their order."""
    count = len(suite.items)
    return suite if count <= most else replace(suite, items=[suite.items[number * count // most] for number in range(most)])


def printable(text: str) -> str:
    """Without what a terminal or a file of text would not take."""
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def _folders(root: Path, skipped: list[Skipped]) -> Iterator[tuple[Path, list[str]]]:
    def unreadable(error: OSError) -> None:
        skipped.append(Skipped(printable(str(error.filename)), error.strerror or str(error)))

    for folder, below, names in os.walk(root, onerror=unreadable):
        below[:] = sorted(name for name in below if not name.startswith("."))
        yield Path(folder), sorted(name for name in names if not name.startswith("."))


def _flags_of(folder: Path, root: Path) -> list[str]:
    """Those of the nearest file of flags. It came with the folder, so they may neither run code nor write files."""
    place = folder / FLAGS
    if not place.is_file():
        return [] if folder == root else _flags_of(folder.parent, root)
    try:
        with place.open("rb") as file:
            data = file.read(MOST_FLAGS + 1)
        if len(data) > MOST_FLAGS:
            raise InputError(str(place), f"is longer than {MOST_FLAGS >> 10} KiB")
        words = shlex.split(data.decode(), comments=True)
    except OSError as error:
        raise InputError(str(place), error.strerror or str(error)) from error
    except ValueError as error:
        raise InputError(str(place), f"holds no flags: {error}") from error
    try:
        clang_flags.check(words)
        clang_flags.check_harmless(words)
    except FlagError as error:
        reason = f"{printable(error.flag)[:80]} is not taken from a file; leave it out, or give it yourself after --"
        raise InputError(str(place), reason) from error
    return [_from(folder, word) for word in words]


def _from(folder: Path, word: str) -> str:
    name = next((name for name in RELATIVE if word.startswith(name) and len(word) > len(name)), None)
    return word if name is None else f"{name}{folder / word[len(name) :]}"

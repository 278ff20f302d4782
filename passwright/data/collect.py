"""Adds packages to a corpus: from a Debian source package, from a folder, from a build, from csmith."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.data import mlgo
from passwright.data.build import DEFAULT, capture
from passwright.data.capture import Call, calls_of
from passwright.data.corpus import Corpus, Package, check_name, split_of
from passwright.data.debian import fetch, version_of
from passwright.data.harvest import Harvester, Made, Origin, reasons
from passwright.errors import CorpusError, InputError
from passwright.llvm.module import LANGUAGES
from passwright.llvm.toolchain import Toolchain
from passwright.verify.generated import HEADER, generate

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Source:
    """How a package is built: a shell `script` run in its root. `quick` are flags behind all others that make the build faster;
    `target` is another one than this machine's; `split` overrules the name's."""

    package: str
    licence: str = ""
    script: str = DEFAULT
    quick: tuple[str, ...] = ("-O0",)
    target: str = ""
    split: str = ""
    limit: float = 3600.0


def add_debian(corpus: Corpus, source: Source, cache: Path, toolchain: Toolchain, jobs: int, progress: Progress) -> Package:
    """Fetches the source package, builds a copy of it and harvests that. Raises FetchError and CorpusError."""
    check_name(source.package)
    progress(f"{source.package}: fetching")
    root = fetch(source.package, cache)
    with tempfile.TemporaryDirectory(prefix="passwright-", dir=corpus.folder) as folder:
        copy = Path(folder) / source.package
        shutil.copytree(root, copy, symlinks=True)
        return add_build(corpus, source, copy, toolchain, jobs, progress, version_of(root))


def add_build(
    corpus: Corpus, source: Source, root: Path, toolchain: Toolchain, jobs: int, progress: Progress, version: str = ""
) -> Package:
    """Runs a build in `root`, which it may write to, and harvests what it compiled. Raises CorpusError if that is nothing."""
    check_name(source.package)
    start = time.monotonic()
    progress(f"{source.package}: building")
    with tempfile.TemporaryDirectory(prefix="passwright-") as work:
        built = capture(root, source.script, Path(work), toolchain, target=source.target, quick=source.quick, jobs=jobs, limit=source.limit)
    if not built.calls:
        raise CorpusError(
            source.package, f"its build compiled nothing (status {built.status}); the end of what it said:\n{built.words.strip()}"
        )
    return add_calls(corpus, source, built.calls, root, toolchain, jobs, progress, version, built.status, start)


def add_folder(
    corpus: Corpus, source: Source, root: Path, flags: Sequence[str], toolchain: Toolchain, jobs: int, progress: Progress
) -> Package:
    """Each C and C++ file below `root`, compiled for itself with these flags. Raises InputError if there is none."""
    check_name(source.package)
    names = sorted(
        os.path.relpath(os.path.join(place, name), root)
        for place, _, files in os.walk(root)
        for name in files
        if LANGUAGES.get(os.path.splitext(name)[1]) in ("c", "c++")
    )
    calls = [call for name in names for call in calls_of(str(root.absolute()), [*flags, "-c", name])]
    if not calls:
        raise InputError(str(root), "has no C or C++ files")
    return add_calls(corpus, source, calls, root, toolchain, jobs, progress, "", 0, time.monotonic())


def add_mlgo(corpus: Corpus, source: Source, root: Path, toolchain: Toolchain, jobs: int, progress: Progress) -> Package:
    """The modules of a folder in MLGO's layout, as they are. Raises CorpusError."""
    check_name(source.package)
    return add_calls(corpus, source, mlgo.calls(root), root, toolchain, jobs, progress, "", 0, time.monotonic())


def add_csmith(corpus: Corpus, source: Source, count: int, toolchain: Toolchain, jobs: int, progress: Progress) -> Package:
    """Programs that csmith makes of the seeds 1 to `count`. Raises ToolMissing."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        for seed in range(1, count + 1):
            progress(f"{source.package}: making {seed}/{count}")
            (Path(folder) / f"{seed:06}.c").write_text(generate(seed, ()))
        return add_folder(corpus, source, Path(folder), [f"-I{HEADER.parent}"], toolchain, jobs, progress)


def add_calls(
    corpus: Corpus,
    source: Source,
    calls: Sequence[Call],
    root: Path,
    toolchain: Toolchain,
    jobs: int,
    progress: Progress,
    version: str,
    status: int | None,
    start: float,
) -> Package:
    """Harvests calls and adds what comes out as one package."""
    made: list[Made] = []
    seen: set[str] = set()
    origin = Origin(source.package, version, source.licence, root)
    with Harvester(toolchain, jobs) as harvester:
        tell = lambda done: progress(f"{source.package}: {done}/{len(calls)} modules")  # noqa: E731
        for one in harvester.harvest(calls, origin, tell):
            if one.row and one.row.id in seen:
                one = Made(skipped="same", words=one.row.name)
            if one.row:
                seen.add(one.row.id)
            made.append(one)
    rows = [one.row for one in made if one.row]
    if not rows:
        words = next((one.words for one in made if one.words), "")
        raise CorpusError(source.package, f"none of the {len(calls)} sources that its build compiled gives a module; the first: {words}")
    functions = [function for one in made if one.row for function in one.functions]
    package = Package(
        package=source.package,
        version=version,
        licence=source.licence,
        target=source.target or toolchain.target,
        split=source.split or split_of(source.package),
        calls=len(calls),
        modules=len(rows),
        functions=len(functions),
        skipped=reasons(made),
        status=status,
        seconds=round(time.monotonic() - start, 1),
    )
    corpus.add(package, rows, functions)
    return package

"""A corpus on disk: a folder with a manifest and, for each package, Parquet files. Packages are added one by one, in any order."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from importlib import resources
from pathlib import Path
from typing import IO

from passwright.data.rows import FUNCTION, MODULE, FunctionRow, ModuleRow, read_rows, write_rows
from passwright.data.running import RUN, RunRow
from passwright.errors import CorpusError

SCHEMA = "passwright.corpus/1"
SPLITS = ("train", "validation", "test")
EXCLUDED = re.compile(
    r"(lib)?(jpeg|mozjpeg|lame|mad|tiff|lout|ghostscript|gs|ispell|rsynth|(pocket)?sphinx|pgp|gnupg|gsm|bzip2|bz2|gzip)([-\d._].*|base|-turbo)?"
)
"""Programs of MiBench and cBench and later versions of them: what checks this project must not teach it."""


@dataclass(frozen=True)
class Package:
    """One entry of the manifest: a package for one target.

    `calls` is how many sources its build compiled, `skipped` how many of them are not here, by reason; `status` the build's exit
    status, None if it ran out of time; `seconds` what build and harvest took.
    """

    package: str
    version: str
    licence: str
    target: str
    split: str
    calls: int
    modules: int
    functions: int
    skipped: dict[str, int] = field(hash=False)
    status: int | None
    seconds: float

    @property
    def key(self) -> str:
        return f"{self.package}@{self.target}"

    @property
    def trouble(self) -> str:
        """How its build ended, if not well."""
        return "" if self.status == 0 else "the build was cut off" if self.status is None else f"the build ends with {self.status}"


class Corpus:
    """The folder, locked as long as it is open for writing. Raises CorpusError for one that is no corpus or that another run writes to."""

    def __init__(self, folder: Path, llvm: str = "", write: bool = False) -> None:
        self.folder = folder
        self.raw = folder / "raw"
        self.manifest = folder / "corpus.json"
        self.packages: dict[str, Package] = {}
        self.llvm = llvm
        self._lock: IO[bytes] | None = None
        try:
            if write:
                self.raw.mkdir(parents=True, exist_ok=True)
                self._lock = (folder / ".lock").open("ab")
                fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if self.manifest.exists() or not write:
                self._read(llvm)
        except BlockingIOError as error:
            self.close()
            raise CorpusError(str(folder), "another run is writing to it") from error
        except OSError as error:
            self.close()
            raise CorpusError(str(folder), error.strerror or str(error)) from error
        except CorpusError:
            self.close()
            raise

    def __enter__(self) -> Corpus:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        if self._lock:
            self._lock.close()

    def add(self, package: Package, modules: list[ModuleRow], functions: list[FunctionRow]) -> None:
        """A package whole or not at all: it is there once it stands in the manifest."""
        write_rows(self.raw / f"{package.key}.modules.parquet", modules, MODULE)
        write_rows(self.raw / f"{package.key}.functions.parquet", functions, FUNCTION)
        self.packages[package.key] = package
        self.save()

    def save(self) -> None:
        value = {"schema": SCHEMA, "llvm": self.llvm, "packages": [asdict(self.packages[key]) for key in sorted(self.packages)]}
        partial = self.manifest.with_name(".corpus.json.partial")
        partial.write_text(json.dumps(value, indent=1) + "\n")
        os.replace(partial, self.manifest)

    def add_runs(self, package: str, target: str, runs: list[RunRow]) -> None:
        """What programs of a package do when they run, in place of what was known of the same builds and workloads; what is known of other
        versions of the programs, or by another LLVM, goes."""
        check_name(package)
        path = self.raw / f"{package}@{target}.runs.parquet"
        before = read_rows(path, RunRow, RUN) if path.exists() else ()
        made = {row.program: (row.version, row.llvm) for row in runs}
        kept = (row for row in before if made.get(row.program, (row.version, row.llvm)) == (row.version, row.llvm))
        rows = {(row.program, row.build, row.workload): row for row in (*kept, *runs)}
        write_rows(path, list(rows.values()), RUN)

    def runs(self) -> Iterator[RunRow]:
        """What is known of programs when they run."""
        for path in sorted(self.raw.glob("*.runs.parquet")):
            yield from read_rows(path, RunRow, RUN)

    def raw_modules(self, package: Package) -> Iterator[ModuleRow]:
        return read_rows(self.raw / f"{package.key}.modules.parquet", ModuleRow, MODULE)

    def raw_functions(self, package: Package) -> Iterator[FunctionRow]:
        return read_rows(self.raw / f"{package.key}.functions.parquet", FunctionRow, FUNCTION)

    def shards(self, split: str) -> list[Path]:
        """The files of a split, once `split_corpus` has made them. Raises CorpusError if it has not."""
        found = sorted(self.folder.glob(f"{split}-*.parquet"))
        if not found or not (self.folder / f"functions-{split}.parquet").exists():  # which is written last
            raise CorpusError(str(self.folder), f"has no modules in the split {split}; make the splits: passwright corpus split")
        return found

    def modules(self, split: str) -> Iterator[ModuleRow]:
        """Streams the modules of a split."""
        for path in self.shards(split):
            yield from read_rows(path, ModuleRow, MODULE)

    def functions(self, split: str) -> Iterator[FunctionRow]:
        """The distinct functions of a split, each where it is met first."""
        yield from read_rows(self.folder / f"functions-{split}.parquet", FunctionRow, FUNCTION)

    def _read(self, llvm: str) -> None:
        try:
            value = json.loads(self.manifest.read_bytes())
            if value["schema"] != SCHEMA:
                raise ValueError(value["schema"])
            packages = [Package(**one) for one in value["packages"]]
            self.llvm = value["llvm"]
            if not all(isinstance(one.package, str) and one.split in SPLITS and re.fullmatch(r"[\w.+@-]+", one.key) for one in packages):
                raise ValueError("packages")
        except FileNotFoundError as error:
            raise CorpusError(str(self.folder), "is no corpus: it has no corpus.json; make one: passwright corpus add") from error
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise CorpusError(str(self.manifest), f"is no manifest of a corpus ({SCHEMA})") from error
        if llvm and llvm != self.llvm:
            raise CorpusError(str(self.folder), f"was made with LLVM {self.llvm}, this is {llvm}; add to another folder")
        self.packages = {package.key: package for package in packages}


def split_of(package: str) -> str:
    """Which split a package falls into, by its name alone: an eighth is for tests and an eighth for validation."""
    number = hashlib.blake2b(package.encode(), digest_size=8).digest()[0] % 8
    return {0: "test", 1: "validation"}.get(number, "train")


def check_name(package: str) -> None:
    """Raises CorpusError for a package that must not be in a corpus, or whose name names no file."""
    if not re.fullmatch(r"[\w.+-]+", package):
        raise CorpusError(package, "is no name of a package: letters, digits and . + - _ only")
    if EXCLUDED.fullmatch(package):
        raise CorpusError(package, "is held out: it belongs to MiBench or cBench, which check this project")


def held_out() -> frozenset[str]:
    """Structure hashes of the held-out programs' functions."""
    return frozenset((resources.files("passwright.data") / "heldout.txt").read_text().split())

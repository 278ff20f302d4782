"""What methods came to on modules: one line of a file for each trial, from which a comparison goes on where it was cut."""

from __future__ import annotations

import fcntl
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

from passwright.errors import InputError, OutputError

SCHEMA = "passwright.trial/3"
BEGINNING = f'{{"schema": "{SCHEMA}"'.encode()
"""Of each line."""
OLDER = re.compile(rb'\{"schema": "passwright\.trial/[12]"')
REFERENCE = "passwright.reference/1"
MOST = 64 << 20
"""Bytes of a file of references."""


@dataclass(frozen=True)
class Sizes:
    """Of one compiled module: our bytes (what occupies memory), those with the functions that are gone here and not from a program, since
    other objects hold copies, .text + .data as the papers count, IR instructions, milliseconds."""

    size: int
    program: int
    text_data: int
    instructions: int
    compile_ms: float


@dataclass(frozen=True)
class Point:
    """A method after `at` compilations, or after all it had to propose.

    `compilations` were done, `failed` of them gave no object; `best` is what goes out, -Oz where no plan is smaller; `own` the bytes
    of the smallest object that its plans gave, whether -Oz is smaller or not, None if none of them gave one; `cpu` the seconds of all
    processes until then, the baseline's compilation and the gates of each new best included; `passes` the names of those in the plan that
    goes out and that clang's own pipeline does not have.
    """

    at: int
    compilations: int
    failed: int
    best: Sizes
    own: int | None
    cpu: float
    passes: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """A study of one method on one module with one seed. `module` is the module's key, `method` the identity of the method."""

    module: str
    name: str
    groups: Mapping[str, str]
    method: str
    seed: int
    trust: str
    baseline: Sizes
    points: tuple[Point, ...]

    def covers(self, at: Sequence[int]) -> bool:
        """Whether it is what a study with these stops gives. Where a study stops has a say in what it does behind, but not before."""
        return tuple(at) == tuple(point.at for point in self.points)[: len(at)]

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Trial:
        """Raises ValueError, KeyError or TypeError for anything but what `to_json` gives."""
        if not all(type(point["passes"]) is list for point in value["points"]):
            raise ValueError("passes that are no list")
        points = tuple(
            _read(Point, {**point, "best": _read(Sizes, point["best"]), "passes": tuple(point["passes"])}) for point in value["points"]
        )
        trial = _read(Trial, {**value, "baseline": _read(Sizes, value["baseline"]), "points": points})
        if not all(type(text) is str for pair in trial.groups.items() for text in pair):
            raise ValueError("a group that is no text")
        at = [point.at for point in points]
        if not at or at[0] < 1 or at != sorted(set(at)) or trial.baseline.size < 1:
            raise ValueError("no trial")
        if not all(type(name) is str for point in points for name in point.passes):
            raise ValueError("a pass that is no text")
        if any(not 0 <= point.best.size <= trial.baseline.size for point in points):
            raise ValueError("larger than its baseline")
        return trial


class Trials:
    """The trials for one LLVM release, by module, method, seed and tier; of another release's lines nothing is read.

    A context manager: the file, if there is one, is locked as long as it is open. Raises InputError for a file that is no record or
    that another run writes to, OutputError for one that cannot be written. A last line that was cut short is dropped.
    """

    def __init__(self, path: Path | None, llvm: str) -> None:
        self.path = path
        self.llvm = llvm
        self.known: dict[tuple[str, str, int, str], Trial] = {}
        self.names: dict[str, str] = {}
        """The key of the module that has a name."""
        if path is None:
            return
        self.new = not path.exists()
        try:
            self.file = path.open("a+b")
        except OSError as error:
            raise OutputError(str(path), error.strerror or str(error)) from error
        try:
            self._open(path)
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> Trials:
        return self

    def __exit__(self, *_: object) -> None:
        if self.path is not None:
            if self.new and not self.known:  # it came to nothing
                self.path.unlink(missing_ok=True)
            self.file.close()

    def find(self, module: str, method: str, seed: int, trust: str, at: Sequence[int]) -> Trial | None:
        trial = self.known.get((module, method, seed, trust))
        return trial if trial and trial.covers(at) else None

    def check_module(self, name: str, module: str) -> None:
        """Raises InputError for a name that stands for another module in the record: figures of two suites would be mixed."""
        if self.names.get(name, module) != module:
            raise InputError(str(self.path), f"{name} was another module or had other flags in this record; give another --record")

    def add(self, trial: Trial) -> None:
        """Raises OutputError where the file cannot be written."""
        if self.path is not None:
            line = json.dumps({"schema": SCHEMA, "llvm": self.llvm, **trial.to_json()}).encode() + b"\n"
            try:
                self.file.write(line)
                self.file.flush()
            except OSError as error:
                raise OutputError(str(self.path), error.strerror or str(error)) from error
        self._take(trial)

    def _take(self, trial: Trial) -> None:
        self.known[trial.module, trial.method, trial.seed, trial.trust] = trial
        self.names[trial.name] = trial.module

    def _open(self, path: Path) -> None:
        if not path.is_file():
            raise InputError(str(path), "is no regular file")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(str(path), "another run is writing to it; give another --record") from error
        end = 0
        self.file.seek(0)
        for number, line in enumerate(self.file, 1):
            if OLDER.match(line):
                raise InputError(str(path), "is a record of an older version, whose trials say less; give another --record")
            if not line.startswith(BEGINNING) and not (BEGINNING.startswith(line) and not line.endswith(b"\n")):
                raise InputError(str(path), f"line {number} is no trial; give another --record")
            if not line.endswith(b"\n"):
                break
            try:
                value = json.loads(line)
                del value["schema"]
                llvm = value.pop("llvm")
                trial = Trial.from_json(value)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise InputError(str(path), f"line {number} is no trial; give another --record") from error
            end += len(line)
            if llvm == self.llvm:
                self._take(trial)
        self.file.truncate(end)


def smallest(trials: Iterable[Trial]) -> dict[str, int]:
    """The best known bytes of each module, by its key."""
    best: dict[str, int] = {}
    for trial in trials:
        best[trial.module] = min([best.get(trial.module, trial.baseline.size), *(point.best.size for point in trial.points)])
    return best


def reference_text(best: Mapping[str, int], llvm: str) -> str:
    """Best known bytes as a file."""
    return json.dumps({"schema": REFERENCE, "llvm": llvm, "bytes": dict(sorted(best.items()))}, indent=1) + "\n"


def read_reference(path: str, llvm: str) -> dict[str, int]:
    """Best known bytes by module. Raises InputError for what is no reference, or is one for another LLVM."""
    try:
        with Path(path).open("rb") as file:
            data = file.read(MOST + 1)
        value: Any = json.loads(data) if len(data) <= MOST else None
    except OSError as error:
        raise InputError(path, error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise InputError(path, "is no reference; --write-reference makes one") from error
    if not isinstance(value, dict) or value.get("schema") != REFERENCE:
        raise InputError(path, "is no reference; --write-reference makes one")
    best = value.get("bytes")
    if not isinstance(best, dict) or not all(type(size) is int and size >= 0 for size in best.values()):
        raise InputError(path, "is no reference; --write-reference makes one")
    if value.get("llvm") != llvm:
        raise InputError(path, f"is for LLVM {str(value.get('llvm'))[:20]!a}, this is LLVM {llvm}; make another with --write-reference")
    return best


T = TypeVar("T")

KINDS: dict[str, tuple[type, ...]] = {
    "int": (int,),
    "int | None": (int, type(None)),
    "float": (int, float),
    "str": (str,),
    "Mapping[str, str]": (dict,),
    "Sizes": (Sizes,),
    "tuple[Point, ...]": (tuple,),
    "tuple[str, ...]": (tuple,),
}


def _read(kind: type[T], value: dict[str, Any]) -> T:
    """A frozen value of exactly these fields, each of its type."""
    kinds = {field.name: KINDS[str(field.type)] for field in fields(kind)}  # type: ignore[arg-type]
    if set(value) != set(kinds) or not all(type(value[name]) in allowed for name, allowed in kinds.items()):
        raise ValueError(f"no {kind.__name__}")
    if any(isinstance(number, int | float) and not 0 <= number < 1e15 for number in value.values()):
        raise ValueError("a number that cannot be")
    return kind(**value)

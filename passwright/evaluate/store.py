"""The experience store: the measurements of all studies in one SQLite file under the user's cache folder.

All that goes wrong with the file is a StoreError; `cache.py` is what a study uses, and lives through that.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import sqlite3
import time
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from passwright.errors import StoreError
from passwright.evaluate.measurement import Measurement
from passwright.evaluate.reproducers import cache_folder
from passwright.version import __version__

SCHEMA = 1
"""Raised when the tables change."""
EXPORT_SCHEMA = "passwright.experience/1"
APPLICATION = 0x50775374
"""SQLite's application id of our files: nothing is written to a database of somebody else's."""
WAIT = 2.0
"""Seconds to wait for another writer; what one writes takes milliseconds."""
MAX_TOTAL = 4 << 30
"""Bytes of the file."""
MAX_TEXT = 256 << 20
"""Bytes of one unpacked text."""
QUERY = 500
"""Values in one query: old versions of SQLite take 999."""

FIELDS = {
    "size": "bytes",
    "text_data": "bytes",
    "bss": "bytes",
    "instructions": "instructions",
    "parse_ms": "ms",
    "passes_ms": "ms",
    "codegen_ms": "ms",
}
"""The figures of a Measurement, which are objectives in the store, with their units."""

OWN_CRASHES = ("SIGABRT", "SIGSEGV", "SIGILL", "SIGFPE", "SIGTRAP", "exit status 1: LLVM ERROR")
"""How the words begin when LLVM ended by itself. SIGKILL, say, comes from a machine without memory, and not the next time."""

# `results` holds any objective, of any input of the program, on any machine, with its raw samples. `value` and `samples` have
# no type, so that an int comes back as an int. Texts are packed (zlib): a plan for single functions has 100 kB.
TABLES = """
CREATE TABLE modules (
    id INTEGER PRIMARY KEY, key TEXT NOT NULL, engine TEXT NOT NULL, memory INTEGER NOT NULL,
    name TEXT NOT NULL, target TEXT NOT NULL, llvm TEXT NOT NULL,
    UNIQUE (key, engine, memory)
);
CREATE TABLE plans (id INTEGER PRIMARY KEY, hash BLOB NOT NULL UNIQUE, text BLOB);
CREATE TABLE evaluations (
    id INTEGER PRIMARY KEY, module INTEGER NOT NULL REFERENCES modules, plan INTEGER NOT NULL REFERENCES plans,
    estimated INTEGER NOT NULL, outcome TEXT NOT NULL, words BLOB, object_hash TEXT NOT NULL, functions BLOB,
    seconds REAL NOT NULL, passwright TEXT NOT NULL, time INTEGER NOT NULL,
    UNIQUE (module, plan, estimated)
);
CREATE TABLE objectives (id INTEGER PRIMARY KEY, name TEXT NOT NULL, unit TEXT NOT NULL, UNIQUE (name, unit));
CREATE TABLE machines (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);
CREATE TABLE results (
    evaluation INTEGER NOT NULL REFERENCES evaluations, objective INTEGER NOT NULL REFERENCES objectives, input TEXT NOT NULL,
    machine INTEGER NOT NULL REFERENCES machines, value, samples,
    PRIMARY KEY (evaluation, objective, input, machine)
) WITHOUT ROWID;
"""


@dataclass(frozen=True)
class Subject:
    """What a plan was measured on and by: all that a measurement depends on, besides the plan.

    `key` is the module's, `engine` names the code that measures, `memory` is the limit of a worker in bytes.
    """

    key: str
    engine: str
    memory: int
    name: str
    target: str
    llvm: str


def default_path() -> Path:
    """The user's own store. Raises StoreError where no cache folder is known."""
    return cache_folder() / "experience.sqlite"


def answerable(measurement: Measurement) -> bool:
    """Whether a run would give the same again: no limit of time or memory and nobody from outside had a part in it."""
    if measurement.outcome == "crash":
        return measurement.words.startswith(OWN_CRASHES)
    return measurement.outcome in ("ok", "invalid")


class Store:
    """An open store, for one thread at a time; any number of processes may have it open. Raises StoreError."""

    def __init__(self, path: str | os.PathLike[str], *, create: bool = True) -> None:
        self.path = Path(path)
        try:
            if create:
                self.path.parent.mkdir(parents=True, exist_ok=True)
            elif not self.path.exists():
                raise StoreError(str(path), "there is no store yet; passwright optimize makes one")
            if self.path.exists() and not self.path.is_file():
                raise StoreError(str(path), "is no regular file; give another --store file")
        except OSError as error:
            raise StoreError(str(path), f"cannot be made ({error.strerror or error}); give another --store file or --no-store") from error
        with self._told():
            self.connection = sqlite3.connect(self.path, timeout=WAIT, isolation_level=None, check_same_thread=False)
        try:
            with self._told():
                self._prepare()
        except BaseException:
            self.connection.close()
            raise

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        with self._told():
            self.connection.close()

    def find(self, subject: Subject, texts: Sequence[str | None], estimated: bool) -> dict[str | None, Measurement]:
        """What is known of plans (None: clang's own pipeline), whatever the outcome. What cannot be read is not known."""
        wanted = {_hash(text): text for text in texts}
        hashes = list(wanted)
        found: dict[str | None, Measurement] = {}
        with self._transaction("DEFERRED"):
            for start in range(0, len(hashes), QUERY):
                found.update(self._find(subject, {key: wanted[key] for key in hashes[start : start + QUERY]}, estimated))
        return found

    def add(self, subject: Subject, measurements: Mapping[str | None, Measurement], seconds: float) -> None:
        """Writes a batch in one transaction; `seconds` was the limit of each. What a limit ended replaces nothing."""
        with self._transaction("IMMEDIATE"):
            module = self._id("modules", **vars(subject))
            machine = self._id("machines", name=machine_name())
            objectives = {name: self._id("objectives", name=name, unit=unit) for name, unit in FIELDS.items()}
            for text, measurement in measurements.items():
                evaluation = self._add(module, self._plan(text), measurement, seconds)
                if evaluation is not None:
                    figures = {name: getattr(measurement, name) for name in FIELDS}
                    rows = [(evaluation, objectives[name], machine, value) for name, value in figures.items() if value or measurement.ok]
                    self.connection.executemany("INSERT INTO results VALUES (?, ?, '', ?, ?, NULL)", rows)

    def forget(self, subject: Subject) -> None:
        """Drops all measurements of a module."""
        with self._transaction("IMMEDIATE"):
            self._delete("module = (SELECT id FROM modules WHERE key = ? AND engine = ? AND memory = ?)", *_identity(subject))

    def stats(self) -> dict[str, Any]:
        """What the store holds, for people; times are UTC."""
        with self._transaction("DEFERRED"):
            modules, plans, evaluations, estimates, oldest, newest = self._row(
                "SELECT (SELECT count(DISTINCT key) FROM modules), (SELECT count(*) FROM plans), count(*), total(estimated),"
                " min(time), max(time) FROM evaluations"
            )
            counted = "SELECT {}, count(*) FROM evaluations e JOIN modules m ON m.id = e.module GROUP BY 1 ORDER BY 2 DESC"
            kinds = [dict(self.connection.execute(counted.format(name))) for name in ("e.outcome", "m.target", "m.llvm")]
        return {
            "store": str(self.path),
            "bytes": self.size(),
            "modules": modules,
            "plans": plans,
            "evaluations": evaluations,
            "estimates": int(estimates),
            "outcomes": kinds[0],
            "targets": kinds[1],
            "LLVM": kinds[2],
            "oldest": _utc(oldest),
            "newest": _utc(newest),
        }

    def export(self, module: str = "") -> Iterator[dict[str, Any]]:
        """Each evaluation with all that is known of it; with `module` only those whose module's key begins so."""
        with self._transaction("DEFERRED"):
            if module and self._row("SELECT count(*) FROM modules WHERE substr(key, 1, length(?1)) = ?1", module) == (0,):
                raise StoreError(str(self.path), f"no module's key begins with {module}; the lines of an export show the keys")
            rows = self.connection.execute(
                "SELECT e.id, m.key, m.name, m.target, m.llvm, e.passwright, m.engine, e.seconds, m.memory, e.time,"
                " p.text, e.estimated, e.outcome, e.words, e.object_hash, e.functions"
                " FROM evaluations e JOIN modules m ON m.id = e.module JOIN plans p ON p.id = e.plan"
                " WHERE substr(m.key, 1, length(?1)) = ?1 ORDER BY e.id",
                (module,),
            )
            names = ("objective", "unit", "input", "machine", "value", "samples")
            for number, *about, plan, estimated, outcome, words, object_hash, functions in rows:
                key, name, target, llvm, version, engine, seconds, memory, when = about
                results = self.connection.execute(
                    "SELECT o.name, o.unit, r.input, c.name, r.value, r.samples FROM results r JOIN objectives o ON o.id = r.objective"
                    " JOIN machines c ON c.id = r.machine WHERE r.evaluation = ? ORDER BY o.id",
                    (number,),
                )
                try:
                    yield {
                        "schema": EXPORT_SCHEMA,
                        "module": {"key": key, "name": name, "target": target},
                        "versions": {"llvm": llvm, "passwright": version, "engine": engine},
                        "limits": {"seconds": seconds, "memory": memory},
                        "time": _utc(when),
                        "plan": None if plan is None else _unpack(plan),
                        "estimated": bool(estimated),
                        "outcome": outcome,
                        "words": _unpack(words) if words else "",
                        "object_hash": object_hash,
                        "functions": json.loads(_unpack(functions)) if functions else {},
                        "results": [
                            dict(zip(names, (*row, json.loads(samples) if samples else None), strict=True)) for *row, samples in results
                        ],
                    }
                except (ValueError, RecursionError) as error:
                    raise StoreError(str(self.path), f"evaluation {number} is damaged; remove the file") from error

    def prune(self, *, before: float | None = None, keep: int | None = None) -> int:
        """Drops what was measured before a time (seconds since 1970), and the oldest until the rest fits in `keep` bytes.

        Gives the bytes that were freed back to the disk; returns how many evaluations went.
        """
        with self._transaction("IMMEDIATE"):
            (count,) = self._row("SELECT count(*) FROM evaluations")
            if before is not None:
                self._delete("time < ?", before)
            while keep is not None and (used := self._used()) > keep:
                (left,) = self._row("SELECT count(*) FROM evaluations")
                if not left:
                    break
                share = max(1, int(left * (1 - keep / used)))
                self._delete("id IN (SELECT id FROM evaluations ORDER BY time, id LIMIT ?)", share)
            (left,) = self._row("SELECT count(*) FROM evaluations")
        with self._told():
            self.connection.execute("VACUUM")
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        return int(count - left)

    def size(self) -> int:
        """Bytes on disk, with what is still in the log beside the file."""
        size = self.path.stat().st_size
        with contextlib.suppress(FileNotFoundError):  # the last one who closes the store removes the log
            size += self.path.with_name(f"{self.path.name}-wal").stat().st_size
        return size

    def _prepare(self) -> None:
        self.connection.execute("PRAGMA synchronous = NORMAL")
        if self._version() is None:
            with self._transaction("IMMEDIATE"):
                if self._version() is None:  # no other process was faster
                    for statement in TABLES.split(";"):
                        self.connection.execute(statement)
                    self.connection.execute(f"PRAGMA application_id = {APPLICATION}")
                    self.connection.execute(f"PRAGMA user_version = {SCHEMA}")
        version = self._version()
        if version != SCHEMA:
            words = f"has schema {version}, this Passwright reads {SCHEMA}; remove the file or give another --store file"
            raise StoreError(str(self.path), words)
        (page,) = self._row("PRAGMA page_size")
        self.connection.execute(f"PRAGMA max_page_count = {MAX_TOTAL // page}").fetchall()
        if self._row("PRAGMA journal_mode") != ("wal",):
            # Readers and a writer do not wait for each other. While another process has the file open the mode stays as it is,
            # and a file system that cannot do it keeps the old one: slower, as safe.
            with contextlib.suppress(sqlite3.OperationalError):
                self.connection.execute("PRAGMA journal_mode = WAL").fetchall()

    def _version(self) -> int | None:
        """The schema of the file, None for an empty one. Raises StoreError for a database of somebody else's."""
        (application,) = self._row("PRAGMA application_id")
        (version,) = self._row("PRAGMA user_version")
        if application == APPLICATION:
            return int(version)
        if self._row("SELECT count(*) FROM sqlite_master") == (0,) and (application, version) == (0, 0):
            return None
        raise StoreError(str(self.path), "is no store of Passwright's; give another --store file")

    def _find(self, subject: Subject, wanted: Mapping[bytes, str | None], estimated: bool) -> dict[str | None, Measurement]:
        rows = self.connection.execute(
            "SELECT e.id, p.hash, p.text, e.outcome, e.words, e.object_hash, e.functions"
            " FROM plans p JOIN evaluations e ON e.plan = p.id JOIN modules m ON m.id = e.module"
            f" WHERE m.key = ? AND m.engine = ? AND m.memory = ? AND e.estimated = ? AND p.hash IN ({_marks(wanted)})",
            (*_identity(subject), estimated, *wanted),
        ).fetchall()
        figures: dict[int, dict[str, Any]] = {row[0]: {} for row in rows}
        results = self.connection.execute(
            "SELECT r.evaluation, o.name, r.value FROM results r JOIN objectives o ON o.id = r.objective"
            f" WHERE r.input = '' AND r.evaluation IN ({_marks(figures)})",
            tuple(figures),
        )
        for number, name, value in results:
            if name in FIELDS:
                figures[number][name] = value
        found = {}
        for number, key, text, outcome, words, object_hash, functions in rows:
            # What cannot be read is measured anew and replaced.
            with contextlib.suppress(ValueError, RecursionError):
                if (None if text is None else _unpack(text)) != wanted[key]:
                    raise ValueError("another plan of the same hash")
                value = {"outcome": outcome, "words": _unpack(words) if words else "", "object_hash": object_hash, "estimated": estimated}
                value["functions"] = json.loads(_unpack(functions)) if functions else {}
                found[wanted[key]] = Measurement.from_json({**ZEROES, **figures[number], **value})
        return found

    def _add(self, module: int, plan: int, measurement: Measurement, seconds: float) -> int | None:
        """The new row's number; None if there is one already that must stay."""
        if answerable(measurement):
            self._delete("module = ? AND plan = ? AND estimated = ?", module, plan, measurement.estimated, orphans=False)
        functions = _pack(json.dumps(measurement.functions)) if measurement.functions else None
        words = _pack(measurement.words) if measurement.words else None
        said = (measurement.estimated, measurement.outcome, words, measurement.object_hash, functions)
        cursor = self.connection.execute(
            "INSERT OR IGNORE INTO evaluations VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (module, plan, *said, seconds, __version__, int(time.time())),
        )
        return cursor.lastrowid if cursor.rowcount == 1 else None

    def _plan(self, text: str | None) -> int:
        key, packed = _hash(text), None if text is None else _pack(text)
        self.connection.execute(
            "INSERT INTO plans VALUES (NULL, ?, ?) ON CONFLICT (hash) DO UPDATE SET text = excluded.text WHERE text IS NOT excluded.text",
            (key, packed),
        )
        return int(self._row("SELECT id FROM plans WHERE hash = ?", key)[0])

    def _id(self, table: str, **values: Any) -> int:
        """The number of a row of a table, which is put in if it is not there."""
        plain = {name: _plain(value) if isinstance(value, str) else value for name, value in values.items()}
        columns = ", ".join(plain)
        self.connection.execute(f"INSERT OR IGNORE INTO {table} ({columns}) VALUES ({_marks(plain)})", tuple(plain.values()))
        unique = {"modules": ("key", "engine", "memory")}.get(table, tuple(plain))
        where = " AND ".join(f"{name} = ?" for name in unique)
        return int(self._row(f"SELECT id FROM {table} WHERE {where}", *(plain[name] for name in unique))[0])

    def _delete(self, where: str, *values: Any, orphans: bool = True) -> None:
        """Drops evaluations with their results and, with `orphans`, the modules and plans that no evaluation names any more."""
        self.connection.execute(f"DELETE FROM results WHERE evaluation IN (SELECT id FROM evaluations WHERE {where})", values)
        self.connection.execute(f"DELETE FROM evaluations WHERE {where}", values)
        if orphans:
            self.connection.execute("DELETE FROM plans WHERE id NOT IN (SELECT plan FROM evaluations)")
            self.connection.execute("DELETE FROM modules WHERE id NOT IN (SELECT module FROM evaluations)")

    def _used(self) -> int:
        """Bytes of the file once it is vacuumed."""
        pages, free, size = (self._row(f"PRAGMA {name}")[0] for name in ("page_count", "freelist_count", "page_size"))
        return int((pages - free) * size)

    def _row(self, query: str, *values: Any) -> tuple[Any, ...]:
        row: tuple[Any, ...] = self.connection.execute(query, values).fetchone()
        return row

    @contextlib.contextmanager
    def _transaction(self, kind: str) -> Iterator[None]:
        with self._told():
            try:
                self.connection.execute(f"BEGIN {kind}")
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # Nothing to undo where it did not begin or a full disk has undone it; the first error is the one to tell.
                with contextlib.suppress(sqlite3.Error):
                    self.connection.execute("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _told(self) -> Iterator[None]:
        """Tells errors of SQLite as StoreErrors."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "")
            remedy = next((words for start, words in REMEDIES.items() if name.startswith(start)), "give another --store file or --no-store")
            raise StoreError(str(self.path), f"{error}; {remedy}") from error


REMEDIES = {
    "SQLITE_BUSY": "another program keeps it locked: try again when that has ended",
    "SQLITE_FULL": "free space on the disk or run passwright experience prune --keep-bytes 1G",
    "SQLITE_CORRUPT": "remove the file",
    "SQLITE_NOTADB": "give another --store file or remove this one",
}

ZEROES: dict[str, Any] = {name: 0.0 if unit == "ms" else 0 for name, unit in FIELDS.items()}


@cache
def machine_name() -> str:
    """Architecture and processor, as times depend on them; no name that says whose machine it is."""
    model = platform.processor()
    with contextlib.suppress(OSError), open("/proc/cpuinfo", errors="replace") as file:
        model = next((line.partition(":")[2].strip() for line in file if line.startswith("model name")), model)
    return f"{platform.machine()} {model}".strip()


def _identity(subject: Subject) -> tuple[str, str, int]:
    return subject.key, subject.engine, subject.memory


def _marks(values: Mapping[Any, Any]) -> str:
    return ", ".join("?" * len(values))


def _hash(text: str | None) -> bytes:
    return b"" if text is None else hashlib.blake2b(_bytes(text), digest_size=16).digest()


def _bytes(text: str) -> bytes:
    """Names of functions need not be UTF-8, and then hold surrogates."""
    return text.encode("utf-8", "surrogatepass")


def _plain(text: str) -> str:
    """A text as SQLite takes it."""
    return text.encode("utf-8", "backslashreplace").decode()


def _pack(text: str) -> bytes:
    return zlib.compress(_bytes(text), 1)


def _unpack(packed: bytes) -> str:
    """Raises ValueError for anything but what `_pack` gives."""
    try:
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(packed, MAX_TEXT)
        if not unpacking.eof:
            raise ValueError("cut off")
        return data.decode("utf-8", "surrogatepass")
    except (zlib.error, TypeError) as error:
        raise ValueError("no packed text") from error


def _utc(seconds: int | None) -> str | None:
    return None if seconds is None else time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))

"""Every measurement, kept in a file of JSON lines that a study resumes from: a cache that never changes a choice."""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import IO, Any

from passwright.errors import StudyError
from passwright.evaluate.measurement import Measurement

SCHEMA = "passwright.study/2"


class Experience:
    """Measurements by pipeline text (None: the baseline) for one header; the header says what they belong to.

    The first line is the header, each other one a measurement. A line cut off by a crash is dropped on resuming. Raises
    StudyError for a file that belongs to something else.

    `lines` are measurements that were made elsewhere, as in the file; `tell` is told of each new one.
    """

    def __init__(
        self,
        path: str | os.PathLike[str] | None = None,
        header: dict[str, Any] | None = None,
        *,
        lines: Iterable[dict[str, Any]] = (),
        tell: Callable[[dict[str, Any]], None] = lambda line: None,
    ) -> None:
        self.tell = tell
        self.known: dict[str | None, Measurement] = {}
        self.estimates: dict[str | None, Measurement] = {}
        self.read: set[str | None] = set()
        self.file: IO[bytes] | None = None
        if path is not None:
            try:
                self._open(Path(path), {"schema": SCHEMA, **(header or {})})
            except OSError as error:
                self.close()
                raise StudyError(str(path), error.strerror or str(error)) from error
            except StudyError:
                self.close()
                raise
        for line in lines:
            self._take_line(line)

    def get(self, pipeline: str | None) -> Measurement | None:
        return self.known.get(pipeline)

    def was_read(self, pipeline: str | None) -> bool:
        """Whether a measurement comes from the file, not from this run."""
        return pipeline in self.read

    def add(self, pipeline: str | None, measurement: Measurement) -> None:
        self._take(pipeline, measurement)
        line = {"pipeline": pipeline, **measurement.to_json()}
        self._write(line)
        self.tell(line)

    def close(self) -> None:
        if self.file:
            with contextlib.suppress(OSError):  # every line was flushed when it was written
                self.file.close()

    def _open(self, path: Path, header: dict[str, Any]) -> None:
        if path.exists() and not path.is_file():
            raise StudyError(str(path), "is no regular file")
        self.file = path.open("a+b")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise StudyError(str(path), "another run is writing to it; give another --study file") from error
        end = self._read(path, header)
        self.read = set(self.known)
        self.file.truncate(end)
        if end == 0:
            self._write(header)

    def _take(self, pipeline: str | None, measurement: Measurement) -> None:
        (self.estimates if measurement.estimated else self.known)[pipeline] = measurement

    def _take_line(self, line: dict[str, Any]) -> None:
        values = dict(line)
        self._take(values.pop("pipeline"), Measurement.from_json(values))

    def _write(self, line: dict[str, Any]) -> None:
        if self.file:
            try:
                self.file.write(_line(line))
                self.file.flush()
            except OSError as error:
                raise StudyError(str(self.file.name), error.strerror or str(error)) from error

    def _read(self, path: Path, header: dict[str, Any]) -> int:
        """Takes in the whole lines of a file; returns where they end."""
        end = 0
        with path.open("rb") as file:
            for number, line in enumerate(file):
                if not line.endswith(b"\n"):
                    if number == 0 and not _line(header).startswith(line):
                        raise StudyError(str(path), "is no study; give another --study file")
                    break
                try:
                    value = json.loads(line)
                    if number == 0:
                        _check_header(path, value, header)
                    else:
                        self._take_line(value)
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                    raise StudyError(str(path), f"line {number + 1} is no measurement; give another --study file") from error
                end += len(line)
        return end


def _line(value: dict[str, Any]) -> bytes:
    return json.dumps(value).encode() + b"\n"


def _check_header(path: Path, found: object, wanted: dict[str, Any]) -> None:
    if found == wanted:
        return
    given = found if isinstance(found, dict) else {}
    if given.get("schema") != SCHEMA:
        raise StudyError(str(path), "is no study of this version; give another --study file")
    differ = sorted(name for name in {*wanted, *given} if given.get(name) != wanted.get(name))
    raise StudyError(str(path), f"belongs to another study (other {', '.join(differ)}); give another --study file")


def inspect_study(path: str | os.PathLike[str]) -> dict[str, Any]:
    """What a study file holds: its header, counts by outcome, the baseline and the five smallest. Raises StudyError."""
    try:
        with Path(path).open("rb") as file:
            header = json.loads(file.readline(1 << 20))
    except OSError as error:
        raise StudyError(str(path), error.strerror or str(error)) from error
    except (ValueError, RecursionError) as error:
        raise StudyError(str(path), "is no study") from error
    if not isinstance(header, dict) or header.get("schema") != SCHEMA:
        raise StudyError(str(path), "is no study of this version")
    experience = Experience.__new__(Experience)
    experience.known, experience.estimates, experience.file = {}, {}, None
    experience._read(Path(path), header)
    outcomes: dict[str, int] = {}
    for measurement in {**experience.estimates, **experience.known}.values():
        outcomes[measurement.outcome] = outcomes.get(measurement.outcome, 0) + 1
    measured = sorted(((m.size, text) for text, m in experience.known.items() if m.ok and text is not None))
    base = experience.known.get(None)
    return {
        "header": header,
        "outcomes": outcomes,
        "baseline": base.size if base else None,
        "best": [{"size": size, "pipeline": text} for size, text in measured[:5]],
    }

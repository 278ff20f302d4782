"""The file of certificates: a JSON object a line, appended as they are made, so that a campaign goes on where it was cut."""

from __future__ import annotations

import fcntl
import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from passwright.errors import InputError, OutputError
from passwright.llvm.pipeline import Pipeline
from passwright.verify.certify import Certificate

BEGINNING = b'{"llvm": "'
"""Of each line."""


class Certificates:
    """What is known for one LLVM release, target and suite, by the text of the list. Lines about others are kept and passed over.

    A context manager: the file is locked as long as it is open. Raises InputError for a file that is no record or that another
    campaign writes to, OutputError for one that cannot be written. A last line that was cut short is dropped.
    """

    def __init__(self, path: Path, llvm: str, target: str, suite: str) -> None:
        self.path = path
        self.about = {"llvm": llvm, "target": target, "suite": suite}
        self.known: dict[str, Certificate] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self.file = path.open("a+b")
        except OSError as error:
            raise OutputError(str(path), error.strerror or str(error)) from error
        try:
            self._read()
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> Certificates:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def add(self, certificates: Iterable[Certificate]) -> None:
        """Raises OutputError where the file cannot be written."""
        for certificate in certificates:
            line = json.dumps({**self.about, **certificate.to_json()}).encode() + b"\n"
            try:
                self.file.write(line)
                self.file.flush()
            except OSError as error:
                raise OutputError(str(self.path), error.strerror or str(error)) from error
            self.known[certificate.pipeline] = certificate

    def _read(self) -> None:
        if not self.path.is_file():
            raise InputError(str(self.path), "is no regular file")
        try:
            fcntl.flock(self.file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise InputError(str(self.path), "another run is writing to it; give another --record") from error
        end = 0
        self.file.seek(0)
        for number, line in enumerate(self.file, 1):
            if not line.endswith(b"\n"):
                if number == 1 and not line.startswith(BEGINNING) and not BEGINNING.startswith(line):
                    raise InputError(str(self.path), "is no record of certificates; give another --record")
                break
            try:
                value = json.loads(line)
                about = {name: value.pop(name) for name in self.about}
                certificate = Certificate.from_json(value)
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
                raise InputError(str(self.path), f"line {number} is no certificate; give another --record") from error
            end += len(line)
            if about == self.about:
                self.known[certificate.pipeline] = certificate
        self.file.truncate(end)


@dataclass(frozen=True)
class Record:
    """What lists with one pass survived: `rejected` of the `lists` broke a program; `runs` are the programs times lists that did not
    break."""

    name: str
    lists: int
    rejected: int
    runs: int


def by_pass(certificates: Iterable[Certificate]) -> list[Record]:
    """A record for each pass, the most often rejected first."""
    lists: Counter[str] = Counter()
    rejected: Counter[str] = Counter()
    runs: Counter[str] = Counter()
    for certificate in certificates:
        if certificate.refused:
            continue
        for name in {leaf.name for leaf in Pipeline.parse(certificate.pipeline).leaves()}:
            lists[name] += 1
            rejected[name] += bool(certificate.broken)
            runs[name] += certificate.programs - len(certificate.broken)
    records = [Record(name, lists[name], rejected[name], runs[name]) for name in lists]
    return sorted(records, key=lambda record: (-record.rejected / record.lists, record.name))

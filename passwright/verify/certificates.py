"""The file of certificates: a JSON object a line, appended as they are made, so that a campaign goes on where it was cut."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from passwright.errors import InputError, OutputError
from passwright.llvm.pipeline import Pipeline
from passwright.verify.certify import Certificate


@dataclass
class Certificates:
    """What is known for one LLVM release and one suite, by the text of the list. Lines about others are kept and passed over.

    Raises InputError for a line that is none of ours. A last line that was cut short is dropped.
    """

    path: Path
    llvm: str
    suite: str
    known: dict[str, Certificate] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.path.exists():
            return
        try:
            text = self.path.read_text(errors="replace")
        except OSError as error:
            raise InputError(str(self.path), error.strerror or str(error)) from error
        *lines, last = text.split("\n")
        if last:
            self.path.write_text("".join(f"{line}\n" for line in lines))
        for number, line in enumerate(lines, 1):
            try:
                value = json.loads(line)
                mine = (value.pop("llvm"), value.pop("suite")) == (self.llvm, self.suite)
                certificate = Certificate.from_json(value)
            except (ValueError, KeyError, TypeError, AttributeError) as error:
                raise InputError(str(self.path), f"line {number} is no certificate ({error}); move the file away") from error
            if mine:
                self.known[certificate.pipeline] = certificate

    def add(self, certificates: Iterable[Certificate]) -> None:
        """Raises OutputError where the file cannot be written."""
        new = {certificate.pipeline: certificate for certificate in certificates}
        lines = [json.dumps({"llvm": self.llvm, "suite": self.suite, **certificate.to_json()}) for certificate in new.values()]
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with self.path.open("a") as file:
                file.write("".join(f"{line}\n" for line in lines))
        except OSError as error:
            raise OutputError(str(self.path), error.strerror or str(error)) from error
        self.known |= new


@dataclass(frozen=True)
class Record:
    """What lists with one pass survived; `rejected` of the `lists` broke a program, and `alone` of those hold no pass that is
    in fewer rejected lists."""

    name: str
    lists: int
    rejected: int
    runs: int


def by_pass(certificates: Iterable[Certificate]) -> list[Record]:
    """A record for each pass, the most often rejected first. `runs` counts programs times lists that were survived."""
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

"""The passes of one LLVM version as data: name, level, parameters, tier and why.

Tiers: `core`, passes of LLVM's own default pipelines; `extended`, others that held up in the smoke test and, where `lists` says so,
over the suite of self-testing programs; `quarantined`, those that crash, hang, break programs or do not optimise. Made by
`scripts/make_catalogue.py`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources

from passwright.errors import ToolMissing
from passwright.llvm.pipeline import ADAPTORS, CODEGEN, Pass, Passes, Pipeline, Schedule

TIERS = ("core", "extended", "quarantined")
STRUCTURE = {*ADAPTORS, "require", "invalidate", "verify", "no-op-module"}
"""Elements of a pipeline that change no program."""


@dataclass(frozen=True)
class Entry:
    """`texts` are the forms in which a search may draw the pass, wrapped by `adaptor` where it stands in a module pipeline.

    `draw` is False for passes that a plan may keep but that a search has no use for. `passwright certify` ran `lists` with the pass
    alone, before and behind clang's own: `rejected` of them broke programs, `runs` are the programs times lists that came through.
    """

    name: str
    level: str
    adaptor: str
    texts: tuple[str, ...]
    tier: str
    draw: bool
    why: str
    lists: int = 0
    rejected: int = 0
    runs: int = 0

    def elements(self) -> list[Pass]:
        return [Pipeline.parse(text).elements[0] for text in self.texts]


@dataclass(frozen=True)
class Catalogue:
    llvm: int
    release: str
    entries: tuple[Entry, ...]

    def trusted(self, tier: str) -> dict[str, Entry]:
        """The entries of a tier and of those above it, by name."""
        wanted = TIERS[: TIERS.index(tier) + 1]
        return {entry.name: entry for entry in self.entries if entry.tier in wanted}

    def untrusted_passes(self, pipeline: Passes, tier: str) -> list[str]:
        """The passes of a pipeline, and the options for code generation, that are not within a tier, in order; passes that LLVM does not
        have are marked."""
        trusted = self.trusted(tier)
        names = dict.fromkeys(leaf.name for leaf in pipeline.leaves())
        outside = [name for name in names if name not in trusted and name not in STRUCTURE]
        options = pipeline.codegen if isinstance(pipeline, Schedule) else ()
        return [
            *(name if self.find(name) else f"{name} (no pass of LLVM {self.llvm})" for name in outside),
            *(option for option in options if TIERS.index(CODEGEN[option]) > TIERS.index(tier)),
        ]

    def find(self, name: str) -> Entry | None:
        return next((entry for entry in self.entries if entry.name == name), None)


@cache
def load_catalogue(llvm: int) -> Catalogue:
    """Reads the catalogue of an LLVM version, which is part of the package."""
    file = resources.files("passwright.llvm") / "catalogue" / f"llvm{llvm}.json"
    if not file.is_file():
        raise ToolMissing(f"the pass catalogue of LLVM {llvm}", "Make it: python scripts/make_catalogue.py")
    value = json.loads(file.read_text())
    names = {field.name for field in fields(Entry)} - {"texts"}
    entries = tuple(
        Entry(texts=tuple(entry["texts"]), **{name: each for name, each in entry.items() if name in names}) for entry in value["passes"]
    )
    return Catalogue(value["llvm"], value["release"], entries)

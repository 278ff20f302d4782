"""A plan: all that is decided for one module. JSON, versioned, reproducible with stock tools."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeGuard

from passwright.errors import FlagError, PipelineError, PlanError
from passwright.llvm import flags as clang_flags
from passwright.llvm.catalogue import TIERS, load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Passes, Pipeline, Schedule

SCHEMA = "passwright.plan/1"
SCHEMAS = (SCHEMA, "passwright.plan/2")
MAX_BYTES = 1 << 20


@dataclass(frozen=True)
class Plan:
    """`pipeline` is what runs instead of clang's own passes; None is clang's own pipeline, the baseline.

    Version 1 of the schema has one text for it; version 2 has the steps of a Schedule.
    """

    llvm: int
    target: str
    flags: tuple[str, ...]
    pipeline: Passes | None

    @staticmethod
    def of(module: Module, pipeline: Passes | None) -> Plan:
        return Plan(module.toolchain.version, module.target, tuple(clang_flags.without_dependencies(module.flags)), pipeline)

    def __len__(self) -> int:
        return len(self.pipeline) if self.pipeline else 0

    @property
    def edits(self) -> int:
        """How many attributes of functions it changes."""
        return sum(map(len, self.pipeline.edits.values())) if isinstance(self.pipeline, Schedule) else 0

    @property
    def decisions(self) -> int:
        """For how many calls it decides whether they are inlined."""
        return sum(len(decided) for _, decided in self.pipeline.calls) if isinstance(self.pipeline, Schedule) else 0

    @property
    def codegen(self) -> tuple[str, ...]:
        """Options of LLVM's for code generation."""
        return self.pipeline.codegen if isinstance(self.pipeline, Schedule) else ()

    def to_json(self) -> dict[str, Any]:
        schedule = isinstance(self.pipeline, Schedule)
        return {
            "schema": SCHEMAS[1] if schedule else SCHEMAS[0],
            "llvm": self.llvm,
            "target": self.target,
            "flags": list(self.flags),
            "pipeline": self.pipeline.to_json() if isinstance(self.pipeline, Schedule) else self.pipeline and str(self.pipeline),
        }

    @staticmethod
    def from_json(value: object, path: str = "plan") -> Plan:
        """Raises PlanError for anything but a plan of this schema."""
        if not isinstance(value, dict):
            raise PlanError(path, "is no plan: expected a JSON object")
        if value.get("schema") not in SCHEMAS:
            raise PlanError(path, f"schema is {str(value.get('schema'))[:40]!r}, this version reads {' and '.join(map(repr, SCHEMAS))}")
        if unknown := sorted(set(value) - {"schema", "llvm", "target", "flags", "pipeline"}):
            raise PlanError(path, f"unknown field {unknown[0][:40]!r}")
        llvm, target, flags, pipeline = (value.get(name) for name in ("llvm", "target", "flags", "pipeline"))
        if type(llvm) is not int or not 0 < llvm < 1000 or not _is_argument(target):
            raise PlanError(path, "needs 'llvm' (a number) and 'target' (a triple)")
        if not isinstance(flags, list) or not all(map(_is_argument, flags)):
            raise PlanError(path, "'flags' must be a list of texts")
        steps = value["schema"] == SCHEMAS[1]
        if not (isinstance(pipeline, list) if steps else isinstance(pipeline, str | None) and "pipeline" in value):
            raise PlanError(path, f"'pipeline' must be {'a list of steps' if steps else 'a text or null'}")
        try:
            if isinstance(pipeline, list):
                return Plan(llvm, target, tuple(flags), Schedule.from_json(pipeline))
            return Plan(llvm, target, tuple(flags), None if pipeline is None else Pipeline.parse(pipeline))
        except PipelineError as error:
            raise PlanError(path, str(error)) from error

    @staticmethod
    def read(path: str | os.PathLike[str]) -> Plan:
        """Raises PlanError for a file that is no plan."""
        shown = str(path)
        try:
            with Path(path).open("rb") as file:
                data = file.read(MAX_BYTES + 1)
            if len(data) > MAX_BYTES:
                raise PlanError(shown, f"larger than {MAX_BYTES >> 20} MiB, which no plan is")
            return Plan.from_json(json.loads(data), shown)
        except OSError as error:
            raise PlanError(shown, error.strerror or str(error)) from error
        except (ValueError, RecursionError) as error:
            raise PlanError(shown, f"is no JSON: {error}") from error

    def check_flags(self, path: str) -> None:
        """Raises PlanError if the plan's flags could run code or write files."""
        try:
            clang_flags.check(self.flags)
            clang_flags.check_harmless(self.flags)
        except FlagError as error:
            raise PlanError(path, str(error)) from error

    def check_fits(self, module: Module, path: str) -> None:
        """Raises PlanError for a plan of another LLVM version or another target, or with passes that no tier trusts."""
        if self.llvm != module.toolchain.version:
            raise PlanError(path, f"was made for LLVM {self.llvm}, this is LLVM {module.toolchain.version}")
        if self.target != module.target:
            raise PlanError(path, f"was made for target {self.target!a}, the module is for {module.target}")
        # Before anything runs: some of the other passes write files or start a viewer.
        if self.pipeline and (outside := load_catalogue(self.llvm).untrusted_passes(self.pipeline, TIERS[1])):
            raise PlanError(path, f"has passes that are not within the tier {TIERS[1]}: {', '.join(outside)[:200]}")


def _is_argument(value: object) -> TypeGuard[str]:
    """Whether a command line can hold it."""
    try:
        return isinstance(value, str) and b"\0" not in os.fsencode(value)
    except UnicodeEncodeError:
        return False

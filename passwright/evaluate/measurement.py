"""What one evaluation gave, and the objectives that read it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, fields, replace
from typing import Any

OUTCOMES = ("ok", "invalid", "crash", "timeout", "memory", "rejected")

IN_WORDS = {
    "invalid": "LLVM refuses it",
    "crash": "LLVM crashed",
    "timeout": "LLVM ran into the time limit",
    "memory": "LLVM ran into the memory limit",
    "rejected": "a gate turned it down",
}
"""What an outcome means, for messages."""


@dataclass(frozen=True)
class Measurement:
    """Sizes in bytes, times in milliseconds. All sizes are 0 unless `outcome` is "ok".

    `functions`, measured for schedules and for modules that share functions with others, is what the object has because of each
    function: an estimate, as functions share.
    Where `estimated` is true, `size` is the sum of these and of the module's own data, and no whole object was made: what all
    functions share (the head of the unwind table, what fills up sections) is not in it.

    Outcomes: `invalid`, LLVM refused the pipeline (its verifier looks only at what is to leave: see the gates); `crash`,
    `timeout` and `memory`, the worker died, ran into the time limit or into the memory limit; `rejected`, a gate turned a
    measured candidate down. `words` says more.
    """

    outcome: str
    words: str = ""
    size: int = 0
    text_data: int = 0
    bss: int = 0
    instructions: int = 0
    object_hash: str = ""
    parse_ms: float = 0.0
    passes_ms: float = 0.0
    codegen_ms: float = 0.0
    functions: dict[str, int] = field(default_factory=dict)
    estimated: bool = False

    @property
    def ok(self) -> bool:
        return self.outcome == "ok"

    def agrees(self, other: Measurement) -> bool:
        """Whether both say the same of a plan; times differ from one run to the next."""
        times = other.parse_ms, other.passes_ms, other.codegen_ms
        return replace(self, parse_ms=times[0], passes_ms=times[1], codegen_ms=times[2]) == other

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Measurement:
        """Raises ValueError for anything but what `to_json` gives."""
        kinds = {field.name: type(field.default) for field in fields(Measurement)} | {"outcome": str, "functions": dict}
        value = {"functions": {}, "estimated": False, **value}
        if set(value) != set(kinds) or value["outcome"] not in OUTCOMES:
            raise ValueError("no measurement")
        if any(type(value[name]) is not kind for name, kind in kinds.items()):
            raise ValueError("a value of a wrong type")
        if any(type(size) is not int for size in value["functions"].values()):
            raise ValueError("a size of a wrong type")
        return Measurement(**value)


OBJECTIVES: dict[str, Callable[[Measurement], int]] = {
    "size": lambda measurement: measurement.size,
    "object": lambda measurement: measurement.size,
    "instructions": lambda measurement: measurement.instructions,
}
"""What can be minimised: `size` and `object`, allocated bytes of the object; `instructions`, IR instructions. With `size` nothing is
gained by a function that is gone and of which other objects hold copies: the linked program keeps one."""

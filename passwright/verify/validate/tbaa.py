"""Which accesses LLVM's metadata of types say never to meet (Type-Based Alias Analysis, LLVM language reference, "tbaa")."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

MAX_STEPS = 64


@dataclass
class Tags:
    """Metadata nodes by name, as the text has them."""

    nodes: Mapping[str, str]
    answers: dict[tuple[str, str], bool] = field(default_factory=dict)

    @cached_property
    def parsed(self) -> dict[str, list[str]]:
        return {name: [part.strip() for part in re.findall(r'!"[^"]*"|[^,]+', text)] for name, text in self.nodes.items()}

    def apart(self, one: str, other: str) -> bool:
        """Whether two access tags say that the accesses do not overlap; False where that is not understood."""
        key = (one, other)
        if key not in self.answers:
            self.answers[key] = self._apart(one, other)
        return self.answers[key]

    def _apart(self, one: str, other: str) -> bool:
        first, second = self._tag(one), self._tag(other)
        if one == other or first is None or second is None:
            return False
        common = self._common(first[1], second[1])
        if common is None:
            return False  # of two unrelated systems of types
        for outer, inner in ((first, second), (second, first)):
            answer = self._subobject(outer, inner, common)
            if answer is not None:
                return not answer
        return True

    def _subobject(self, outer: tuple[str, str, int], inner: tuple[str, str, int], common: str) -> bool | None:
        """Whether the accesses may meet, if one may be to a part of what the other is to; None if not."""
        base, access, offset = outer
        if base == access == common:
            return True
        for _ in range(MAX_STEPS):
            if base == inner[0]:
                return offset == inner[2] or base == outer[1] or inner[0] == inner[1]
            found = self._field(base, offset)
            if found is None:
                return None
            base, offset = found
        return True

    def _tag(self, name: str) -> tuple[str, str, int] | None:
        """(base type, accessed type, offset) of a struct-path tag."""
        parts = self.parsed.get(name, [])
        if len(parts) < 3 or not parts[0].startswith("!") or not (match := re.fullmatch(r"i64 (\d+)", parts[2])):
            return None
        return parts[0], parts[1], int(match.group(1))

    def _fields(self, name: str) -> list[tuple[str, int]]:
        parts = self.parsed.get(name, [])
        if not parts or not parts[0].startswith('!"'):
            return []
        found = []
        for kind, offset in zip(parts[1::2], parts[2::2], strict=False):
            match = re.fullmatch(r"i64 (\d+)", offset)
            if not match:
                return []
            found.append((kind, int(match.group(1))))
        return found

    def _field(self, name: str, offset: int) -> tuple[str, int] | None:
        """The part of a type at an offset, with what is left of the offset; for a scalar its parent."""
        best = None
        for kind, at in self._fields(name):
            if at <= offset:
                best = (kind, offset - at)
        return best

    def _parents(self, name: str) -> Iterator[str]:
        for _ in range(MAX_STEPS):
            yield name
            fields = self._fields(name)
            if not fields:
                parts = self.parsed.get(name, [])
                if len(parts) == 2 and parts[1].startswith("!"):
                    yield parts[1]
                return
            name = fields[0][0]

    def _common(self, one: str, other: str) -> str | None:
        mine = list(self._parents(one))
        return next((name for name in self._parents(other) if name in mine), None)

"""What a search moves in. LLVM plans are one space; others (tensor schedules) can be searched by the same proposers."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Protocol, TypeVar

P = TypeVar("P")


class Space(Protocol[P]):
    """Points are immutable values. All randomness comes from the generator that is passed in."""

    def key(self, point: P) -> str:
        """A text that is equal for equal points and for no others."""
        ...

    def holds(self, point: P) -> bool:
        """Whether the point is one of this space: proposers that move in different ones may share a study."""
        ...

    def seeds(self) -> Sequence[P]:
        """Good points to start from, the baseline's own first."""
        ...

    def random(self, rng: Random) -> P: ...

    def mutate(self, point: P, rng: Random) -> P:
        """A neighbour: one small change."""
        ...

    def crossover(self, one: P, other: P, rng: Random) -> P:
        """A point made of parts of two."""
        ...

    def concatenate(self, one: P, other: P) -> P:
        """One after the other."""
        ...


class Shrinkable(Protocol[P]):
    """What minimisation needs to know of a space."""

    def key(self, point: P) -> str: ...

    def steps(self, point: P) -> int:
        """How many steps a point has."""
        ...

    def without(self, point: P, steps: frozenset[int]) -> P | None:
        """The point less some steps; None if nothing would be left."""
        ...

    def reorderings(self, point: P) -> Sequence[P]:
        """Points that differ by one swap of neighbours and stand closer to the canonical order."""
        ...

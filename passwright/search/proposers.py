"""Proposers: random lists, the baseline repeated, a genetic search, a given list; more in modules of their own."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import Generic

from passwright.search.space import P, Space
from passwright.search.tree import TreeSearch


class RandomLists(Generic[P]):
    """Independent random points, as LLM Compiler's autotuner draws its lists (Cummins et al. 2024, section 4.1)."""

    def __init__(self, space: Space[P], seed: int) -> None:
        self.space = space
        self.rng = Random(seed)

    def ask(self, count: int) -> Sequence[P]:
        return [self.space.random(self.rng) for _ in range(count)]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        pass

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        pass


class Converge(Generic[P]):
    """The baseline's own point, once, twice, three times in a row, until nothing shrinks any more."""

    def __init__(self, space: Space[P], seed: int = 0) -> None:
        self.space = space
        self.point = space.seeds()[0]
        self.last: float | None = None
        self.done = False

    def ask(self, count: int) -> Sequence[P]:
        return [] if self.done else [self.point]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        for point, value in results:
            self.done = value is None or (self.last is not None and value >= self.last)
            self.last = value
            self.point = self.space.concatenate(point, self.space.seeds()[0])

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        pass


class Genetic(Generic[P]):
    """A steady-state genetic search from the baseline's own point and random ones.

    The first points are the seeds, neighbours of the first seed and random points, in equal shares; then each batch is
    bred from a population of the best distinct points: tournament selection, sometimes crossover, then a few mutations (a
    geometric number). A newer point replaces an older one of the same value, so that the population drifts along
    plateaus, which sizes in bytes are full of.
    """

    FOUNDERS = 32
    POPULATION = 12
    TOURNAMENT = 3
    CROSSOVER = 0.5
    MORE_MUTATIONS = 0.3

    def __init__(self, space: Space[P], seed: int) -> None:
        self.space = space
        self.rng = Random(seed)
        self.population: list[tuple[float, P]] = []
        self.founders = self._founders()

    def ask(self, count: int) -> Sequence[P]:
        founders, self.founders = self.founders[:count], self.founders[count:]
        return founders + [self._child() for _ in range(count - len(founders))]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        fresh = [(value, point) for point, value in results if value is not None]
        merged: dict[str, tuple[float, P]] = {}
        # Newest first: the sort is stable, so among equal values the newer points stay.
        for value, point in sorted(fresh[::-1] + self.population, key=lambda member: member[0]):
            merged.setdefault(self.space.key(point), (value, point))
        self.population = list(merged.values())[: self.POPULATION]

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """What others found joins the population."""
        self.tell([(point, value) for point, value in results if self.space.holds(point)])

    def _founders(self) -> list[P]:
        founders = list(self.space.seeds())
        while len(founders) < self.FOUNDERS:
            neighbour = len(founders) < 2
            founders.append(self.space.mutate(founders[0], self.rng) if neighbour else self.space.random(self.rng))
        return founders

    def _child(self) -> P:
        child = self._parent()
        if self.rng.random() < self.CROSSOVER:
            child = self.space.crossover(child, self._parent(), self.rng)
        child = self.space.mutate(child, self.rng)
        while self.rng.random() < self.MORE_MUTATIONS:
            child = self.space.mutate(child, self.rng)
        return child

    def _parent(self) -> P:
        if not self.population:
            return self.space.seeds()[0]
        return self.population[min(self.rng.randrange(len(self.population)) for _ in range(self.TOURNAMENT))][1]


class Listed(Generic[P]):
    """Points that are given, in their order, whatever comes of them."""

    def __init__(self, points: Sequence[P]) -> None:
        self.points = points

    def ask(self, count: int) -> Sequence[P]:
        asked, self.points = self.points[:count], self.points[count:]
        return asked

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        pass


PROPOSERS = {"random": RandomLists, "converge": Converge, "genetic": Genetic, "tree": TreeSearch}

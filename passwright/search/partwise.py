"""Search over points that are made of parts: what all share, and a choice for each part.

Where the value of a point is nearly the sum of its parts' (the bytes of functions), one evaluation is an experiment on every
part at once: each part tries something of its own, and the best that each one found is put together.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Generic, Protocol, TypeVar

from passwright.search.space import P

REST = ""
"""The part of a value that belongs to no part."""

C = TypeVar("C")
L = TypeVar("L")
P_out = TypeVar("P_out", covariant=True)


class PartSpace(Protocol[P_out, C, L]):
    """Points made of a common C and of a choice L for each named part. All are immutable values."""

    def names(self) -> Sequence[str]: ...

    def commons(self) -> Sequence[C]:
        """Good ones to start from."""
        ...

    def choices(self) -> Sequence[L]:
        """Good ones to start from; the first is to do nothing."""
        ...

    def random_choice(self, rng: Random) -> L: ...

    def mutate_choice(self, choice: L, rng: Random) -> L: ...

    def mutate_common(self, common: C, rng: Random) -> C: ...

    def point(self, common: C, choices: Mapping[str, L]) -> P_out: ...

    def common(self, point: object) -> C | None:
        """The common that does for all parts what a point does; None where that says nothing new: a point of this space's own making."""
        ...


@dataclass
class Line(Generic[C, L]):
    """A common with the best choice found for each part, and the values that the parts then have (REST among them).

    `proven` are choices and values of the last best that was measured as a whole.
    """

    common: C
    choices: dict[str, L]
    values: dict[str, float] = field(default_factory=dict)
    tried: int = 0
    proven: tuple[dict[str, L], dict[str, float]] | None = None

    @property
    def value(self) -> float:
        return sum(self.values.values()) if self.values else float("inf")

    def take(self, choices: Mapping[str, L], values: Mapping[str, float], keep: Callable[[], bool]) -> None:
        """Keeps what is better in a trial, part by part; what is as good if `keep` says so."""
        if not self.values:
            self.choices, self.values = dict(choices), dict(values)
            return
        for name in sorted({*values, *self.values}):  # in one order: `keep` draws
            mine, other = self.values.get(name, 0.0), values.get(name, 0.0)
            if name not in choices:  # REST
                self.values[name] = min(mine, other)
            elif other < mine or (other == mine and keep()):
                self.values[name] = other
                self.choices[name] = choices[name]

    def prove(self, values: Mapping[str, float] | None) -> None:
        """The best put together was measured: its values are no estimate any more. If it failed, the last that did not is back."""
        if values is not None:
            self.values = dict(values)
            self.proven = dict(self.choices), dict(values)
        elif self.proven is not None:
            self.choices, self.values = dict(self.proven[0]), dict(self.proven[1])
        else:
            self.choices, self.values = {}, {}


@dataclass(frozen=True)
class Guide(Generic[C, L]):
    """Where to begin, from what was learned elsewhere: a common, and for each part the choices that are worth a trial, best first;
    `without`: another common, for where the first is wrong."""

    common: C
    ranking: Mapping[str, Sequence[L]]
    without: C | None = None

    BATCHES = (1, 3, 5)
    """What the first batches ask for: the best guess by itself, then few enough that the best found are put together soon, and again."""

    @property
    def depth(self) -> int:
        return max(map(len, self.ranking.values()), default=1)

    def choices(self, rank: int) -> dict[str, L]:
        """Of each part the choice of a rank, the last where it has no more."""
        return {name: ranked[min(rank, len(ranked) - 1)] for name, ranked in self.ranking.items()}


@dataclass(frozen=True)
class Trial(Generic[P, C, L]):
    """A point that was asked for, and for which line; `common` if that is what it tries, `best` for the best of all parts."""

    point: P
    line: Line[C, L]
    choices: dict[str, L]
    common: C | None = None
    best: bool = False


class Partwise(Generic[P, C, L]):
    """Coordinate descent from several commons, of which the better half survives each of the first batches.

    `values` gives what the parts of a point amount to, REST among them; None if it failed, was turned down or not measured. Each batch
    asks for the best put together, then for points in which every part tries a choice of its own, then for the best under a
    changed common. With a `guide` all parts try what it says first.
    """

    COMMONS = 0.25
    """The share of a batch that tries another common."""
    RANDOM = 0.3
    SHARED = 0.15
    """How often a part tries a random choice or that of another part; a change of its own best otherwise."""
    FOUNDING = 24
    """Trials of a line in which parts choose at random."""
    HEARD = 4
    """How many commons that others found wait for their trial, the best of them."""

    def __init__(
        self,
        space: PartSpace[P, C, L],
        seed: int,
        values: Callable[[P], Mapping[str, float] | None],
        guide: Guide[C, L] | None = None,
    ) -> None:
        self.space = space
        self.rng = Random(seed)
        self.values = values
        self.guide = guide
        self.without = guide.without if guide else None
        """The guide's other common, until it is tried."""
        self.guided: list[int] = []
        """How many points each batch asked for that the guide had a say in."""
        self.lines: list[Line[C, L]] = [Line(common, {}) for common in space.commons()]
        if guide:
            self.lines.insert(0, Line(guide.common, {}))
        self.asked: list[Trial[P, C, L]] = []
        self.heard: list[tuple[float, C]] = []

    def ask(self, count: int) -> Sequence[P]:
        self.asked = []
        if self.guide and (self.lines[0].tried < self.guide.depth or self.without is not None):
            return self._guided(self.guide, count)
        for line in self.lines:
            if line.values and len(self.asked) < count // 2:
                self.asked.append(self._trial(line, dict(line.choices), best=True))
        while len(self.asked) < count:
            line = next((each for each in self.lines if not each.tried), self.lines[len(self.asked) % len(self.lines)])
            if len(self.lines) == 1 and self.rng.random() < self.COMMONS:
                common = self.heard.pop(0)[1] if self.heard else self.space.mutate_common(line.common, self.rng)
                self.asked.append(self._trial(line, dict(line.choices), common))
            else:
                self.asked.append(self._trial(line, self._choices(line)))
        return [trial.point for trial in self.asked]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        for trial in self.asked:
            values = self.values(trial.point)
            if trial.best:
                trial.line.prove(values)
            elif values is None:
                continue
            elif trial.common is None:
                trial.line.take(trial.choices, values, lambda: self.rng.random() < 0.5)
            elif sum(values.values()) <= trial.line.value:
                trial.line.common, trial.line.values = trial.common, dict(values)
                trial.line.choices = {**trial.choices}
        self.asked = []
        if len(self.lines) > 1 and all(line.tried for line in self.lines):
            self.lines = sorted(self.lines, key=lambda line: line.value)[: (len(self.lines) + 1) // 2]

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """The best of what others found is tried as the common."""
        for point, value in results:
            if value is not None and (common := self.space.common(point)) is not None:
                self.heard.append((value, common))
        self.heard = sorted(self.heard, key=lambda heard: heard[0])[: self.HEARD]

    def _guided(self, guide: Guide[C, L], count: int) -> Sequence[P]:
        line = self.lines[0]
        count = min([count, *guide.BATCHES[len(self.guided) :][:1]])
        if line.values:
            self.asked.append(self._trial(line, dict(line.choices), best=True))
        other = self.without if self.guided and len(self.asked) < count else None
        while len(self.asked) + (other is not None) < count and line.tried < guide.depth:
            self.asked.append(self._trial(line, guide.choices(line.tried)))
            line.tried += 1
        if other is not None:  # last: what the others say is of the line as it is
            self.asked.append(self._trial(line, guide.choices(0), other))
            self.without = None
        self.guided.append(len(self.asked))
        return [trial.point for trial in self.asked]

    def _trial(self, line: Line[C, L], choices: dict[str, L], common: C | None = None, best: bool = False) -> Trial[P, C, L]:
        point = self.space.point(line.common if common is None else common, choices)
        return Trial(point, line, choices, common, best)

    def _choices(self, line: Line[C, L]) -> dict[str, L]:
        tried, line.tried = line.tried, line.tried + 1
        given = self.space.choices()
        names = self.space.names()
        if self.guide and line.common in (self.guide.common, self.guide.without):
            tried = self.FOUNDING  # what the founding trials are for is known
        if tried < len(given):
            return dict.fromkeys(names, given[tried])
        founding = tried < self.FOUNDING
        return {name: self._choice(line, name, founding) for name in names}

    def _choice(self, line: Line[C, L], name: str, founding: bool) -> L:
        kind = self.rng.random()
        if founding or kind < self.RANDOM or name not in line.choices:
            return self.space.random_choice(self.rng)
        if kind < self.RANDOM + self.SHARED:
            return line.choices[self.rng.choice(sorted(line.choices))]
        return self.space.mutate_choice(line.choices[name], self.rng)

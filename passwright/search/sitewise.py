"""Search over decisions at single sites, on top of the best point that anyone has found.

Local search from what is there without decisions, as Theodoridis, Grosser and Su do it for inlining (Understanding and Exploiting
Optimal Function Inlining, ASPLOS 2022), but with many experiments in one evaluation: a site changes the parts that it belongs to,
and sites that have no part in common are tried together.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Generic, Protocol, TypeVar

from passwright.search.space import P

S = TypeVar("S")
D = TypeVar("D")


class SiteSpace(Protocol[P, S, D]):
    """Points in which each site has a decision D, or none. All are immutable values."""

    def seeds(self) -> Sequence[P]: ...

    def sites(self) -> Mapping[S, tuple[str, str]]:
        """Each site with the part that it stands in, and the part that it refers to."""
        ...

    def decisions(self) -> Sequence[D]: ...

    def decided(self, point: P) -> Mapping[S, D]: ...

    def decide(self, point: P, decisions: Mapping[S, D]) -> P:
        """The point with these decisions in place of its own."""
        ...

    def worth(self, sites: Sequence[S], decision: D, values: Mapping[str, float]) -> bool:
        """Whether to try one decision at all of some sites that refer to one part; `values` are those of the parts."""
        ...


@dataclass(frozen=True)
class Move(Generic[S, D]):
    """One decision for some sites that refer to one part; None takes decisions back."""

    sites: tuple[S, ...]
    decision: D | None

    def changes(self, decisions: Mapping[S, D]) -> bool:
        return any(decisions.get(site) != self.decision for site in self.sites)

    def made(self, decisions: Mapping[S, D]) -> dict[S, D]:
        made = dict(decisions)
        for site in self.sites:
            made.pop(site, None)
            if self.decision is not None:
                made[site] = self.decision
        return made


class Sitewise(Generic[P, S, D]):
    """Tries each decision for all sites that refer to a part, and for each site alone, round after round.

    `values` gives what the parts of a point amount to; None if it failed, was turned down or not measured. What a move saves is read
    from the parts that it changes. Each batch asks for all moves that seemed to save, put together, for the better ones of them,
    and for more experiments.
    """

    SHARES = (1.0, 0.5, 0.25)
    """Of the moves that seemed to save, the best first, what is put together."""
    SURVEY = 16
    """Points of a survey that are evaluated together."""

    def __init__(self, space: SiteSpace[P, S, D], seed: int, values: Callable[[P], Mapping[str, float] | None]) -> None:
        self.space = space
        self.rng = Random(seed)
        self.values = values
        self.sites = space.sites()
        self.best: tuple[float, P] = (float("inf"), space.seeds()[0])
        self.base = self.best[1]
        self.unknown = 0
        self.queue: list[Move[S, D]] = []
        self.gains: dict[Move[S, D], float] = {}
        self.winners: dict[Move[S, D], float] = {}
        self.asked: list[tuple[P, list[Move[S, D]]]] = []
        self.together: list[P] = []
        self.referring: dict[str, set[str]] = {}
        self.referred: dict[str, set[str]] = {}
        for inside, referred in self.sites.values():
            self.referring.setdefault(referred, set()).add(inside)
            self.referred.setdefault(inside, set()).add(referred)

    def ask(self, count: int) -> Sequence[P]:
        if not self.sites:
            return []
        self.base = self.best[1]
        known = self.values(self.base)
        if known is None:
            self.unknown += 1
            return [self.base] if self.unknown == 1 else []
        decided = self.space.decided(self.base)
        self.winners = {move: gain for move, gain in self.winners.items() if move.changes(decided)}
        best_first = sorted(self.winners, key=lambda move: -self.winners[move])
        shares = [best_first[: round(share * len(best_first))] for share in self.SHARES]
        self.together = [self._point(moves) for moves in shares if moves][:count]
        self.asked = []
        self.queue = self.queue or self._round(decided, known)
        while len(self.together) + len(self.asked) < count and (moves := self._experiment(decided, known)):
            self.asked.append((self._point(moves), moves))
        return [*self.together, *(point for point, _ in self.asked)]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        base = self.values(self.base)
        if base is not None:
            self._take(base)
        self.asked, self.together = [], []

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """The best point that anyone found is what the next moves are tried on."""
        # By the sum of the parts, which a study may correct: all comparisons here are of one kind.
        self._rebase([point for point, value in results if value is not None], 0.0)

    def survey(self, evaluate: Callable[[Sequence[P]], object], most: int) -> dict[Move[S, D], float]:
        """What each decision saves that is made on the first seed for all sites of a part: to learn from, not to search. As many as can be
        told in `most` evaluations; `evaluate` sees to it that points have values."""
        evaluate([self.base])
        known = self.values(self.base)
        if known is None:
            return {}
        decided = self.space.decided(self.base)
        self.queue = self._moves(self._groups(), decided, known)
        gains: dict[Move[S, D], float] = {}
        while experiments := list(itertools.takewhile(bool, (self._experiment(decided, known) for _ in range(min(most, self.SURVEY))))):
            most -= len(experiments)
            points = [self._point(moves) for moves in experiments]
            evaluate(points)
            for point, moves in zip(points, experiments, strict=True):
                if found := self.values(point):
                    gains.update(self._shares(moves, known, found))
        return gains

    def _take(self, base: Mapping[str, float]) -> None:
        # Values are sums over the parts: a point that is worse than the baseline has no other.
        before = sum(base.values())
        self.best = min(self.best, (before, self.base), key=lambda best: best[0])
        self._rebase(self.together, 0.0)
        if self.together and self.best[0] >= before:
            self.winners = {}  # they do not save what they seemed to
        for point, moves in self.asked:
            if found := self.values(point):
                for move, gain in self._shares(moves, base, found).items():
                    self.gains[move] = gain
                    if gain > 0:
                        self.winners[move] = gain
        # An experiment has bad moves along with the good: those alone, put together, should do better.
        self._rebase([point for point, _ in self.asked], sum(self.winners.values()))

    def _rebase(self, points: Sequence[P], margin: float) -> None:
        for point in points:
            if (found := self.values(point)) is not None and sum(found.values()) < self.best[0] - margin:
                self.best = sum(found.values()), point

    def _shares(self, moves: Sequence[Move[S, D]], base: Mapping[str, float], found: Mapping[str, float]) -> dict[Move[S, D], float]:
        """What each move of an experiment saved."""
        changes = {part: base.get(part, 0.0) - found.get(part, 0.0) for part in sorted({*base, *found})}
        if len(moves) == 1:
            return {moves[0]: sum(changes.values())}
        mine = {move: self._parts(move, base) for move in moves}
        gains = {move: sum(changes.pop(part, 0.0) for part in sorted(mine[move])) for move in moves}
        # What else became larger is put down to all who may have done it.
        for part, change in changes.items():
            for move in moves if change < 0 else []:
                referred = self.sites[move.sites[0]][1]
                if part in self.referring[referred] or part in self.referred.get(referred, ()):
                    gains[move] += change
        return gains

    def _point(self, moves: Sequence[Move[S, D]]) -> P:
        decided: Mapping[S, D] = self.space.decided(self.base)
        taken: set[str] = set()
        for move in moves:
            referred = self.sites[move.sites[0]][1]
            if referred not in taken:  # the first, and best, of several moves for one part
                decided = move.made(decided)
                taken.add(referred)
        return self.space.decide(self.base, decided)

    def _experiment(self, decided: Mapping[S, D], values: Mapping[str, float]) -> list[Move[S, D]]:
        """Moves from the queue that change something and have no part in common."""
        moves, left, touched = [], [], set[str]()
        for move in self.queue:
            if not move.changes(decided):
                continue
            parts = self._parts(move, values)
            if touched.isdisjoint(parts):
                moves.append(move)
                touched |= parts
            else:
                left.append(move)
        self.queue = left
        return moves

    def _round(self, decided: Mapping[S, D], values: Mapping[str, float]) -> list[Move[S, D]]:
        """All moves: those for many sites first, and those that lost least the last time."""
        several = self._groups()
        single = [(site,) for sites in several if len(sites) > 1 for site in sites]
        moves = []
        for level in (several, single):
            found = self._moves(level, decided, values)
            self.rng.shuffle(found)
            moves += found
        return sorted(moves, key=lambda move: -self.gains[move] if move in self.gains else 0.0) if self.gains else moves

    def _groups(self) -> list[tuple[S, ...]]:
        """The sites that refer to one part."""
        groups: dict[str, list[S]] = {}
        for site, (_, referred) in self.sites.items():
            groups.setdefault(referred, []).append(site)
        return [tuple(sites) for sites in groups.values()]

    def _moves(self, level: Sequence[tuple[S, ...]], decided: Mapping[S, D], values: Mapping[str, float]) -> list[Move[S, D]]:
        return [
            Move(sites, decision)
            for sites in level
            for decision in (*self.space.decisions(), None)
            if (any(site in decided for site in sites) if decision is None else self.space.worth(sites, decision, values))
        ]

    def _parts(self, move: Move[S, D], values: Mapping[str, float]) -> set[str]:
        """What a move changes: the part that its sites refer to and those that they stand in, or for one that is gone, since all
        that refer to it took it in, those."""
        parts = {self.sites[move.sites[0]][1]}
        seen: set[str] = set()
        inside = [self.sites[site][0] for site in move.sites]
        while inside:
            part = inside.pop()
            if part in seen:
                continue
            seen.add(part)
            if part in values or part not in self.referring:
                parts.add(part)
            else:
                inside += sorted(self.referring[part])
        return parts

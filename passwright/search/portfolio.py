"""One budget for several proposers, by what each has been earning."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol

from passwright.search.space import P
from passwright.search.study import Proposer


class Member(Proposer[P], Protocol[P]):
    """A proposer that takes in what others found."""

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """Values of points that others asked for; those that are of another kind are nothing to it."""
        ...


@dataclass
class Account(Generic[P]):
    """`rate`: what one evaluation of the member saved lately, in the unit of the values; None before its first turn, `last` its last."""

    member: Member[P]
    rate: float | None = None
    last: int = 0


class Portfolio(Generic[P]):
    """A turn is one batch or, where batches are small, as many as make half a one; it belongs to one member, and all others hear what
    came of it.

    `opening` names those who have the first turns; without, the first of the members has four. Then each turn goes to the member
    that saved most an evaluation lately, but for every eighth, which goes to the one that waited longest. What turns long ago
    earned fades, and where nothing is earned any more, members take turns. A member that has nothing left to propose leaves.
    """

    TURN = 8
    """Points that a turn asks for, at least: under a budget in seconds the first batches are small."""
    OPENING = 4
    WAITING = 8
    MEMORY = 0.5
    IDLE = 1e-5
    """The share of the best value that an evaluation must save to count as earning."""

    def __init__(self, members: Mapping[str, Member[P]], opening: Sequence[str] = ()) -> None:
        self.accounts = {name: Account(member) for name, member in members.items()}
        self.opening = opening or [next(iter(members))] * self.OPENING
        self.best = float("inf")
        self.turn = 0
        self.left = 0
        self.current = ""

    def ask(self, count: int) -> Sequence[P]:
        while self.accounts:
            if self.left <= 0 or self.current not in self.accounts:
                self.current, self.left = self._next(), self.TURN
            points = self.accounts[self.current].member.ask(count)
            if points:
                self.left -= count
                return points
            del self.accounts[self.current]
        return []

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        self.turn += self.left <= 0
        account = self.accounts[self.current]
        account.member.tell(results)
        best = min((value for _, value in results if value is not None), default=float("inf"))
        # What the very first turn reaches is no gain: there is nothing to compare it with.
        gain = max(0.0, self.best - best) / len(results) if self.best < float("inf") else 0.0
        account.rate = gain if account.rate is None else self.MEMORY * account.rate + (1 - self.MEMORY) * gain
        account.last = self.turn
        self.best = min(self.best, best)
        for name, other in self.accounts.items():
            if name != self.current:
                other.member.hear(results)

    def _next(self) -> str:
        waiting = min(self.accounts, key=lambda name: self.accounts[name].last)
        if self.turn < len(self.opening) and self.opening[self.turn] in self.accounts:
            return self.opening[self.turn]
        if self.turn % self.WAITING == self.WAITING - 1:
            return waiting
        earning = max(self.accounts, key=lambda name: self.accounts[name].rate or 0.0)
        return earning if (self.accounts[earning].rate or 0.0) > self.IDLE * self.best else waiting

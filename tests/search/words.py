"""Words as a space to search in, and a study over them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from passwright.search.budget import Budget
from passwright.search.study import Outcome, Proposer, Study

ALPHABET = "abcdef"


class Words:
    """Words over six letters as a Space; a step is a letter."""

    def key(self, point: str) -> str:
        return point

    def holds(self, point: str) -> bool:
        return set(point) <= set(ALPHABET)

    def seeds(self) -> Sequence[str]:
        return ["ffff", "abcabc"]

    def random(self, rng: Random) -> str:
        return "".join(rng.choice(ALPHABET) for _ in range(rng.randint(1, 8)))

    def mutate(self, point: str, rng: Random) -> str:
        at = rng.randrange(len(point))
        return point[:at] + rng.choice(["", rng.choice(ALPHABET)]) + point[at + rng.randint(0, 1) :] or point

    def crossover(self, one: str, other: str, rng: Random) -> str:
        return one[: rng.randint(1, len(one))] + other[rng.randrange(len(other)) :]

    def concatenate(self, one: str, other: str) -> str:
        return one + other

    def steps(self, point: str) -> int:
        return len(point)

    def without(self, point: str, steps: frozenset[int]) -> str | None:
        return "".join(letter for index, letter in enumerate(point) if index not in steps) or None

    def reorderings(self, point: str) -> Sequence[str]:
        return [point[:i] + point[i + 1] + point[i] + point[i + 2 :] for i in range(len(point) - 1) if point[i] > point[i + 1]]


def cost(word: str) -> float | None:
    """The distance to "abc"; words with "ee" in them fail."""
    if "ee" in word:
        return None
    return float(10 * abs(len(word) - 3) + sum(abs(ord(one) - ord(other)) for one, other in zip(word, "abc", strict=False)))


class Run:
    """A study over words with everything that it asked for."""

    def __init__(self, proposer: Proposer[str], budget: str = "100", rejected: str = "(?!)", baseline: float = 50.0) -> None:
        self.evaluated: list[str] = []
        self.asked: list[str] = []
        self.accepted: list[str] = []
        self.rejected = re.compile(rejected)
        self.interrupt_at: int | None = None
        self.study = Study(Words(), proposer, self.evaluate, self.accept, baseline, Budget.parse(budget))

    def evaluate(self, points: Sequence[str]) -> list[float | None]:
        self.evaluated += points
        if self.interrupt_at is not None and len(self.evaluated) >= self.interrupt_at:
            raise KeyboardInterrupt
        return [cost(point) for point in points]

    def accept(self, point: str) -> bool:
        self.asked.append(point)
        if self.rejected.search(point):
            return False
        self.accepted.append(point)
        return True

    def run(self) -> Outcome[str]:
        return self.study.run()

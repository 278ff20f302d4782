"""Monte Carlo tree search over whole points: a child is its parent with a small change."""

from __future__ import annotations

import bisect
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Generic

from passwright.search.space import P, Space


@dataclass
class Node(Generic[P]):
    """A point that was asked for (None: the root, which stands for no point), and what was seen at it and below.

    `visits` counts the askings, those that are not answered yet too; `best` is the least value that was answered.
    """

    point: P | None
    parent: Node[P] | None
    children: list[Node[P]] = field(default_factory=list)
    visits: int = 0
    best: float = math.inf
    failed: bool = False


class TreeSearch(Generic[P]):
    """UCT (Kocsis and Szepesvári 2006) with progressive widening (Couëtoux et al. 2011) over the changes of a space.

    Every node is a point that can be measured, so nothing is played out at random. Below the root stand the seeds and random
    points. A node gets one child more each time the square root of its visits passes a whole number. What a node promises is
    the place of the best value at or below it among all that were seen: means, and values as such, say little where a few points are
    far worse than the others. Askings of one batch count as visits at once, which spreads them.
    """

    EXPLORE = 0.2
    MORE_MUTATIONS = 0.3
    RANDOM = 0.5
    """How often a further child of the root is a random point; a change of a seed otherwise."""

    def __init__(self, space: Space[P], seed: int) -> None:
        self.space = space
        self.rng = Random(seed)
        self.root: Node[P] = Node(None, None)
        self.seeds = list(space.seeds())
        self.asked: list[Node[P]] = []
        self.seen: list[float] = []  # sorted

    def ask(self, count: int) -> Sequence[P]:
        self.asked = [self._grow() for _ in range(count)]
        return [node.point for node in self.asked if node.point is not None]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        for node, (_, value) in zip(self.asked, results, strict=True):
            node.failed = value is None
            if value is not None:
                self._answer(node, value)
        self.asked = []

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """What others asked for becomes a child of the root, if it is as good as the best here."""
        for point, value in results:
            if value is not None and value <= self.root.best and self.space.holds(point):
                node = Node(point, self.root, visits=1)
                self.root.children.append(node)
                self._answer(node, value)

    def _answer(self, node: Node[P], value: float) -> None:
        bisect.insort(self.seen, value)
        above: Node[P] | None = node
        while above is not None:
            above.best = min(above.best, value)
            above = above.parent

    def _grow(self) -> Node[P]:
        node = self.root
        while len(node.children) >= max(1, math.isqrt(node.visits)):
            alive = [child for child in node.children if not child.failed]
            if not alive:
                break
            node = max(alive, key=lambda child, above=node: self._promise(child, above))  # type: ignore[misc]
        child = Node(self._child_of(node), node)
        node.children.append(child)
        above: Node[P] | None = child
        while above is not None:
            above.visits += 1
            above = above.parent
        return child

    def _promise(self, node: Node[P], parent: Node[P]) -> float:
        """The upper confidence bound; a node that is not answered yet counts as middling."""
        place = 0.5 if node.best == math.inf else 1 - bisect.bisect_left(self.seen, node.best) / len(self.seen)
        return place + self.EXPLORE * math.sqrt(math.log(parent.visits + 1) / node.visits)

    def _child_of(self, node: Node[P]) -> P:
        if node.point is None:
            if self.seeds:
                return self.seeds.pop(0)
            if self.rng.random() < self.RANDOM:
                return self.space.random(self.rng)
        point = self.space.mutate(node.point if node.point is not None else self.space.seeds()[0], self.rng)
        while self.rng.random() < self.MORE_MUTATIONS:
            point = self.space.mutate(point, self.rng)
        return point

"""Monte Carlo tree search over whole points: a child is its parent with a small change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Generic

from passwright.search.space import P, Space


@dataclass
class Node(Generic[P]):
    """A point that was asked for (None: the root, which stands for no point), and what was seen at it and below.

    `visits` counts the askings, those that are not answered yet too; `answers` and `total` those that were, with their values.
    """

    point: P | None
    parent: Node[P] | None
    children: list[Node[P]] = field(default_factory=list)
    visits: int = 0
    answers: int = 0
    total: float = 0.0
    failed: bool = False


class TreeSearch(Generic[P]):
    """UCT (Kocsis and Szepesvári 2006) with progressive widening (Couëtoux et al. 2011) over the changes of a space.

    Every node is a point that can be measured, so nothing is played out at random. Below the root stand the seeds and random
    points. A node gets one child more each time the square root of its visits passes a whole number. Values are scaled to
    the best and the worst that were seen. Askings of one batch count as visits at once, which spreads them.
    """

    EXPLORE = 0.4
    MORE_MUTATIONS = 0.3
    RANDOM = 0.5
    """How often a further child of the root is a random point; a change of a seed otherwise."""

    def __init__(self, space: Space[P], seed: int) -> None:
        self.space = space
        self.rng = Random(seed)
        self.root: Node[P] = Node(None, None)
        self.seeds = list(space.seeds())
        self.asked: list[Node[P]] = []
        self.best = math.inf
        self.worst = -math.inf

    def ask(self, count: int) -> Sequence[P]:
        self.asked = [self._grow() for _ in range(count)]
        return [node.point for node in self.asked if node.point is not None]

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        values = [value for _, value in results if value is not None]
        self.best, self.worst = min([self.best, *values]), max([self.worst, *values])
        for node, (_, value) in zip(self.asked, results, strict=True):
            node.failed = value is None
            above: Node[P] | None = node
            while above is not None:
                if value is not None or self.worst >= self.best:  # a failure is as bad as the worst, once there is one
                    above.answers += 1
                    above.total += self.worst if value is None else value
                above = above.parent
        self.asked = []

    def hear(self, results: Sequence[tuple[P, float | None]]) -> None:
        """What others asked for becomes a child of the root, if it is as good as the best here."""
        for point, value in results:
            if value is not None and value <= self.best and self.space.holds(point):
                self.best, self.worst = value, max(value, self.worst)
                self.root.children.append(Node(point, self.root, visits=1, answers=1, total=value))

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
        scale = self.worst - self.best
        mean = (self.worst - node.total / node.answers) / scale if node.answers and scale > 0 else 0.5
        return mean + self.EXPLORE * math.sqrt(math.log(parent.visits + 1) / node.visits)

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

"""The loop of ask and tell under a budget."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Generic, Protocol, TypeVar

from passwright.search.budget import Budget
from passwright.search.space import P, Space

BATCH = 16
"""Candidates asked for at a time: fixed, so that the choices do not depend on the number of workers."""
FIRST = 2
"""Candidates of the first batch where the budget is in seconds: what one costs is not known yet."""
STALE_BATCHES = 64
"""A proposer that names nothing new so many times in a row has nothing left to say."""

P_in = TypeVar("P_in", contravariant=True)


class Proposer(Protocol[P]):
    """Proposes points given what was tried. Values are minimised; None stands for a point that failed."""

    def ask(self, count: int) -> Sequence[P]:
        """At most `count` points; none when the proposer has come to its end."""
        ...

    def tell(self, results: Sequence[tuple[P, float | None]]) -> None:
        """The values of the points that were asked for, in the same order, repeated ones too."""
        ...


@dataclass
class Outcome(Generic[P]):
    """`best` is None while nothing accepted beats the baseline. `curve` holds the best accepted value after each evaluation."""

    baseline: float
    best: P | None = None
    value: float = 0.0
    evaluations: int = 0
    seconds: float = 0.0
    stopped: str = ""
    curve: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Study(Generic[P]):
    """Minimises over a space.

    `evaluate` gives the values of a batch; where they are estimates, `confirm` gives the true value of a candidate that would
    become the best (None if it failed), or a better estimate that shows that it would not. `accept` is asked once for each that then
    still would; one that it turns down counts as failed. Ctrl-C (KeyboardInterrupt) ends the study, not the program: what was
    accepted stands.

    `stops` are numbers of evaluations, rising: at each the outcome is what a study with that budget ends with, and `progress` is
    told. So a batch that reaches over one is evaluated and judged in two parts; the proposer is told of the whole.
    """

    space: Space[P]
    proposer: Proposer[P]
    evaluate: Callable[[Sequence[P]], Sequence[float | None]]
    accept: Callable[[P], bool]
    baseline: float
    budget: Budget
    progress: Callable[[Outcome[P]], None] = lambda outcome: None
    confirm: Callable[[P], float | None] | None = None
    stops: Sequence[int] = ()

    def run(self) -> Outcome[P]:
        outcome: Outcome[P] = Outcome(self.baseline, value=self.baseline)
        start = time.monotonic()
        try:
            outcome.stopped = self._loop(outcome, start)
        except KeyboardInterrupt:
            outcome.stopped = "interrupted"
        outcome.seconds = time.monotonic() - start
        return outcome

    def _loop(self, outcome: Outcome[P], start: float) -> str:
        known: dict[str, float | None] = {}
        stale = 0
        while stale < STALE_BATCHES:
            if self.budget.seconds is not None and time.monotonic() - start >= self.budget.seconds:
                return "budget"
            left = self.budget.evaluations - len(known) if self.budget.evaluations is not None else self._in_time(start, len(known))
            if left <= 0:
                return "budget"
            asked = self.proposer.ask(BATCH if self.budget.seconds is None else left)
            if not asked:
                return "proposer"
            new = self._new_points(asked, known, left)
            stale = 0 if new else stale + 1
            for number, part in enumerate(self._parts(new, len(known))):
                if number:
                    self.progress(outcome)
                known.update(zip(part, self.evaluate(list(part.values())), strict=True))
                self._accept_best(part, known, outcome)
                outcome.evaluations = len(known)
            self.proposer.tell([(point, known.get(self.space.key(point))) for point in asked])
            self.progress(outcome)
        return "nothing new"

    def _in_time(self, start: float, evaluations: int) -> int:
        """How many candidates to ask for so that a budget in seconds is kept: as many as those before say, FIRST at first."""
        assert self.budget.seconds is not None
        spent = time.monotonic() - start
        if not evaluations:
            return FIRST
        return max(1, min(BATCH, int(evaluations * (self.budget.seconds - spent) / spent)))

    def _new_points(self, asked: Sequence[P], known: dict[str, float | None], left: int) -> dict[str, P]:
        new: dict[str, P] = {}
        for point in asked:
            key = self.space.key(point)
            if key not in known and len(new) < left:
                new.setdefault(key, point)
        return new

    def _parts(self, new: dict[str, P], done: int) -> list[dict[str, P]]:
        """A batch, cut where a stop is reached."""
        cuts = [0, *(stop - done for stop in self.stops if done < stop < done + len(new)), len(new)]
        points = list(new.items())
        return [dict(points[start:end]) for start, end in itertools.pairwise(cuts) if start < end]

    def _accept_best(self, new: dict[str, P], known: dict[str, float | None], outcome: Outcome[P]) -> None:
        values = [(value, place, key) for place, key in enumerate(new) if (value := known[key]) is not None]
        before = outcome.value
        for value, _, key in sorted(values):
            if value >= outcome.value:
                break
            true = self.confirm(new[key]) if self.confirm else value
            known[key] = true
            if true is None or true >= outcome.value:
                continue
            if self.accept(new[key]):
                outcome.best, outcome.value = new[key], true
            else:
                known[key] = None
        # Within a batch the curve falls where the new best stands.
        for key in new:
            reached = outcome.value < before and (known[key] == outcome.value or (outcome.curve and outcome.curve[-1] == outcome.value))
            outcome.curve.append(outcome.value if reached else before)

"""Inlining decisions for single calls as a space of sites."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from passwright.llvm.pipeline import DECISIONS, EDITABLE, Passes, Schedule, Step

Call = tuple[str, int]
"""A call by its caller and its number there."""


class CallSpace:
    """Plans with decisions about calls. `calls`: caller, number and callee of those that may be decided."""

    MOST = 2000
    """Copies of a function that are made everywhere amount to no more bytes than this."""

    def __init__(self, seeds: Sequence[Passes], calls: Sequence[tuple[str, int, str]]) -> None:
        self._seeds = seeds
        self._sites = {(caller, number): (caller, callee) for caller, number, callee in calls if EDITABLE.fullmatch(caller)}

    def seeds(self) -> Sequence[Passes]:
        return self._seeds

    def sites(self) -> Mapping[Call, tuple[str, str]]:
        return self._sites

    def decisions(self) -> Sequence[str]:
        return DECISIONS

    def decided(self, point: Passes) -> Mapping[Call, str]:
        return decided(point)

    def decide(self, point: Passes, decisions: Mapping[Call, str]) -> Passes:
        return decide(point, decisions)

    def worth(self, sites: Sequence[Call], decision: str, values: Mapping[str, float]) -> bool:
        return decision == "noinline" or len(sites) * values.get(self._sites[sites[0]][1], 0.0) <= self.MOST


def decided(point: Passes) -> dict[Call, str]:
    """What a plan decides about calls."""
    calls = point.calls if isinstance(point, Schedule) else ()
    return {(caller, number): what for caller, each in calls for number, what in each}


def decide(point: Passes, decisions: Mapping[Call, str]) -> Passes:
    """The plan with other decisions about calls."""
    calls: dict[str, list[tuple[int, str]]] = {}
    for (caller, number), what in sorted(decisions.items()):
        calls.setdefault(caller, []).append((number, what))
    if isinstance(point, Schedule) and len(point.steps) == 1 and not calls:
        return point.steps[0].pipeline
    steps = point.steps if isinstance(point, Schedule) else (Step(point),)
    return Schedule(steps, tuple((caller, tuple(each)) for caller, each in calls.items())) if calls or len(steps) > 1 else point

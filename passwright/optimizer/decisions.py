"""Decisions of a plan beside its passes, as spaces of sites: inlining of single calls, options for code generation."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence

from passwright.llvm.pipeline import DECISIONS, EDITABLE, Calls, Passes, Schedule, Step
from passwright.search.partwise import REST

Call = tuple[str, int]
"""A call by its caller and its number there."""


class CallSpace:
    """Plans with decisions about calls. `calls`: caller, number and callee of those that may be decided; `parts` are the functions that
    can be weighed: what others weigh is in the rest."""

    MOST = 2000
    """Copies of a function that are made everywhere amount to no more bytes than this."""

    def __init__(self, seeds: Sequence[Passes], calls: Sequence[tuple[str, int, str]], parts: Container[str]) -> None:
        self._seeds = seeds
        self._sites = {(caller, number): (caller if caller in parts else REST, callee) for caller, number, callee in nameable(calls)}

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


class CodegenSpace:
    """Plans with options for the code generation of the module. All change everything, so each is tried for itself."""

    ON = "on"

    def __init__(self, seeds: Sequence[Passes], options: Sequence[str]) -> None:
        self._seeds = seeds
        self._sites = {option: (REST, option) for option in options}

    def seeds(self) -> Sequence[Passes]:
        return self._seeds

    def sites(self) -> Mapping[str, tuple[str, str]]:
        return self._sites

    def decisions(self) -> Sequence[str]:
        return (self.ON,)

    def decided(self, point: Passes) -> Mapping[str, str]:
        return dict.fromkeys(chosen(point), self.ON)

    def decide(self, point: Passes, decisions: Mapping[str, str]) -> Passes:
        return choose(point, decisions)

    def worth(self, sites: Sequence[str], decision: str, values: Mapping[str, float]) -> bool:
        return True


def nameable(calls: Sequence[tuple[str, int, str]]) -> list[tuple[str, int, str]]:
    """Those whose callers a plan can name."""
    return [call for call in calls if EDITABLE.fullmatch(call[0])]


def by_callee(calls: Sequence[tuple[str, int, str]]) -> dict[str, list[Call]]:
    """The calls that can be decided on, by the function that they call."""
    found: dict[str, list[Call]] = {}
    for caller, number, callee in nameable(calls):
        found.setdefault(callee, []).append((caller, number))
    return found


def decided(point: Passes) -> dict[Call, str]:
    """What a plan decides about calls."""
    calls = point.calls if isinstance(point, Schedule) else ()
    return {(caller, number): what for caller, each in calls for number, what in each}


def decide(point: Passes, decisions: Mapping[Call, str]) -> Passes:
    """The plan with other decisions about calls."""
    return _plan(point, calls_of(decisions), chosen(point))


def calls_of(decisions: Mapping[Call, str]) -> Calls:
    """Decisions as a plan has them."""
    calls: dict[str, list[tuple[int, str]]] = {}
    for (caller, number), what in sorted(decisions.items()):
        calls.setdefault(caller, []).append((number, what))
    return tuple((caller, tuple(each)) for caller, each in calls.items())


def chosen(point: Passes) -> tuple[str, ...]:
    """The options for code generation of a plan."""
    return point.codegen if isinstance(point, Schedule) else ()


def choose(point: Passes, options: Iterable[str]) -> Passes:
    """The plan with other options for code generation."""
    return _plan(point, point.calls if isinstance(point, Schedule) else (), tuple(sorted(options)))


def _plan(point: Passes, calls: Calls, codegen: tuple[str, ...]) -> Passes:
    """A Pipeline where nothing more is said."""
    steps = point.steps if isinstance(point, Schedule) else (Step(point),)
    return Schedule(steps, calls, codegen) if calls or codegen or len(steps) > 1 else steps[0].pipeline

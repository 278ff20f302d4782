"""Search over decisions at single sites, on a toy program: nothing in passwright.search knows of LLVM."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from passwright.search.sitewise import Sitewise

Site = tuple[str, int]
Point = frozenset[tuple[Site, str]]
BASE: Point = frozenset()
COST = {"main": 100.0, "a": 40.0, "b": 30.0, "c": 10.0, "d": 5.0}
SITES: dict[Site, tuple[str, str]] = {
    ("main", 0): ("main", "a"),
    ("main", 1): ("main", "b"),
    ("main", 2): ("main", "d"),
    ("a", 0): ("a", "c"),
    ("a", 1): ("a", "d"),
    ("b", 0): ("b", "c"),
}


def values(point: Point) -> dict[str, float] | None:
    """A function is gone when all calls of it are in; one that is taken in costs its bytes less the call's ten."""
    decisions = dict(point)
    if decisions.get(("main", 1)) == "in" and decisions.get(("b", 0)) == "in":
        return None  # fails
    found = dict(COST)
    for site, (caller, callee) in SITES.items():
        if decisions.get(site) == "in":
            found[caller] += COST[callee] - 10
    for callee in {callee for _, callee in SITES.values()}:
        if all(decisions.get(site) == "in" for site, (_, other) in SITES.items() if other == callee):
            del found[callee]
    return found


def total(point: Point) -> float | None:
    return sum(found.values()) if (found := values(point)) is not None else None


class Toy:
    def seeds(self) -> Sequence[Point]:
        return [BASE]

    def sites(self) -> Mapping[Site, tuple[str, str]]:
        return SITES

    def decisions(self) -> Sequence[str]:
        return ["in", "out"]

    def decided(self, point: Point) -> Mapping[Site, str]:
        return dict(point)

    def decide(self, point: Point, decisions: Mapping[Site, str]) -> Point:
        return frozenset(decisions.items())

    def worth(self, sites: Sequence[Site], decision: str, values: Mapping[str, float]) -> bool:
        return True


def search(seed: int, batches: int, size: int = 16) -> tuple[float, int]:
    seen: dict[Point, float | None] = {}
    proposer: Sitewise[Point, Site, str] = Sitewise(Toy(), seed, lambda point: values(point) if point in seen else None)
    for _ in range(batches):
        points = proposer.ask(size)
        assert len(points) <= size
        for point in points:
            seen[point] = total(point)
        proposer.tell([(point, seen[point]) for point in points])
    return min(value for value in seen.values() if value is not None), len(seen)


def best() -> float:
    found = [BASE]
    for site in SITES:
        found += [point | {(site, "in")} for point in found]
    return min(value for point in found if (value := total(point)) is not None)


def test_finds_the_best_of_all_decisions_in_few_evaluations() -> None:
    for seed in range(5):
        value, evaluations = search(seed, batches=4)
        assert value == best()
        assert evaluations < 2 ** len(SITES)


@given(st.integers(0, 1000), st.integers(1, 16))
def test_is_repeated_by_its_seed_and_never_asks_for_more_than_it_may(seed: int, size: int) -> None:
    assert search(seed, 5, size) == search(seed, 5, size)


def test_without_sites_there_is_nothing_to_say() -> None:
    class Empty(Toy):
        def sites(self) -> Mapping[Site, tuple[str, str]]:
            return {}

    assert Sitewise(Empty(), 0, values).ask(16) == []


def test_goes_on_from_what_others_found() -> None:
    proposer: Sitewise[Point, Site, str] = Sitewise(Toy(), 0, values)
    better: Point = frozenset({(("main", 0), "in")})
    proposer.hear([(better, total(better)), (BASE, None)])
    assert all(
        (("main", 0), "in") in point or (("main", 0), "out") in point or ("main", 0) not in dict(point) for point in proposer.ask(16)
    )
    assert proposer.base == better


def test_a_start_that_cannot_be_measured_is_asked_for_once() -> None:
    proposer: Sitewise[Point, Site, str] = Sitewise(Toy(), 0, lambda point: None)
    assert proposer.ask(16) == [BASE]
    proposer.tell([(BASE, None)])
    assert proposer.ask(16) == []


def test_a_survey_says_what_each_decision_saves_alone() -> None:
    seen: set[Point] = set()
    batches: list[int] = []

    def evaluate(points: Sequence[Point]) -> None:
        seen.update(points)
        batches.append(len(points))

    search = Sitewise(Toy(), 0, lambda point: values(point) if point in seen else None)
    gains = search.survey(evaluate, 99)
    alone = {(SITES[move.sites[0]][1], move.decision): gain for move, gain in gains.items()}
    base = sum(COST.values())
    for callee in {callee for _, callee in SITES.values()}:
        sites = [site for site, (_, other) in SITES.items() if other == callee]
        assert alone[callee, "in"] == base - (total(frozenset((site, "in") for site in sites)) or 0), callee
        assert alone[callee, "out"] == 0
    assert len(seen) == 1 + len(alone)  # all of these have a function in common
    few = Sitewise(Toy(), 0, lambda point: values(point) if point in seen else None).survey(evaluate, 1)
    assert batches[-2:] == [1, 1]
    assert 0 < len(few) < len(alone)


def test_a_survey_of_what_fails_says_nothing() -> None:
    assert Sitewise(Toy(), 0, lambda point: None).survey(lambda points: None, 9) == {}

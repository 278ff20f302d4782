"""Partwise search on words whose letters are parts: nothing in passwright.search knows of LLVM."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from random import Random

from passwright.search.budget import Budget
from passwright.search.partwise import REST, Guide, Line, Partwise
from passwright.search.study import Outcome, Study

NAMES = [f"part{number}" for number in range(8)]
Point = tuple[int, tuple[tuple[str, int], ...]]


class Numbers:
    """A common number and one for each part; the common is best at 5, a part at its own place."""

    def key(self, point: Point) -> str:
        return str(point)

    def names(self) -> Sequence[str]:
        return NAMES

    def commons(self) -> Sequence[int]:
        return [0, 40, 3]

    def choices(self) -> Sequence[int]:
        return [0, 5]

    def random_choice(self, rng: Random) -> int:
        return rng.randrange(30)

    def mutate_choice(self, choice: int, rng: Random) -> int:
        return choice + rng.choice([-1, 1])

    def mutate_common(self, common: int, rng: Random) -> int:
        return common + rng.choice([-1, 1])

    def point(self, common: int, choices: Mapping[str, int]) -> Point:
        return common, tuple(sorted(choices.items()))


def values(point: Point) -> dict[str, float] | None:
    common, choices = point
    if sum(choice for _, choice in choices) % 11 == 7:
        return None  # fails
    return {REST: 100.0 + abs(common - 5), **{name: abs(choice - NAMES.index(name)) for name, choice in choices}}


def search(budget: str, seed: int = 0) -> tuple[Outcome[Point], list[Point]]:
    seen: list[Point] = []

    def known(point: Point) -> dict[str, float] | None:
        return values(point) if point in seen else None

    def evaluate(points: Sequence[Point]) -> list[float | None]:
        seen.extend(points)
        return [sum(found.values()) if (found := values(point)) else None for point in points]

    proposer = Partwise(Numbers(), seed, known)
    return Study(Numbers(), proposer, evaluate, lambda point: True, 1000.0, Budget.parse(budget)).run(), seen  # type: ignore[arg-type]


def test_few_at_a_time_try_every_common_before_one_is_dropped() -> None:
    proposer = Partwise(Numbers(), 0, values)
    seen = set()
    for _ in range(8):
        (point,) = proposer.ask(1)
        proposer.tell([(point, sum(found.values()) if (found := values(point)) else None)])
        seen.add(point[0])
    assert seen >= set(Numbers().commons())


def test_each_part_finds_its_own_best_within_a_small_budget() -> None:
    outcome, seen = search("400")
    assert outcome.value <= 103.0  # 100 is the least
    assert outcome.evaluations == len(seen) == len(set(seen)) == 400


def test_same_seed_asks_for_the_same_points() -> None:
    assert search("150")[1] == search("150")[1]
    assert search("150")[1] != search("150", seed=1)[1]


def test_every_common_is_tried_before_one_is_chosen() -> None:
    assert {common for common, _ in search("16")[1]} == {0, 40, 3}
    assert 40 not in {common for common, _ in search("200")[1][32:]}


def test_parts_that_nobody_chose_for_come_and_go() -> None:
    """As functions that a pass makes: they count, but there is no choice to keep."""
    line: Line[int, int] = Line(0, {})
    line.take({"a": 1}, {"a": 5.0, "a.cold": 9.0, REST: 1.0}, lambda: True)
    line.take({"a": 2}, {"a": 4.0, REST: 2.0}, lambda: True)
    assert line.choices == {"a": 2}
    assert line.value == 5.0


def test_best_that_fails_as_a_whole_is_taken_back() -> None:
    line: Line[int, int] = Line(0, {})
    line.take({"a": 1}, {"a": 5.0, REST: 1.0}, lambda: True)
    line.prove({"a": 5.0, REST: 2.0})
    line.take({"a": 2}, {"a": 1.0, REST: 2.0}, lambda: True)
    line.prove(None)
    assert (line.choices, line.value) == ({"a": 1}, 7.0)


def test_choices_do_not_depend_on_the_order_of_sets() -> None:
    script = "from tests.search.test_partwise import search; print(search('200')[1])"
    said = {
        subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True).stdout
        for seed in "012"
    }
    assert len(said) == 1


def test_a_guide_comes_first_and_its_best_is_put_together_soon() -> None:
    ranking = {name: [number + 2, number, number + 3, number + 4, number + 1] for number, name in enumerate(NAMES)}
    proposer = Partwise(
        Numbers(), 0, lambda point: {REST: 1.0, **{name: abs(choice - NAMES.index(name)) for name, choice in point[1]}}, Guide(5, ranking)
    )
    batches = []
    while len(batches) < 4:
        batches.append(list(proposer.ask(16)))
        proposer.tell([(point, 1.0) for point in batches[-1]])
    first, second, third, later = batches
    assert first == [(5, tuple((name, ranking[name][0]) for name in NAMES))]
    best_of_one, *others = second
    assert best_of_one == first[0]
    assert [dict(point[1]) for point in others] == [{name: ranking[name][rank] for name in NAMES} for rank in (1, 2)]
    assert third[0] == (5, tuple((name, NAMES.index(name)) for name in NAMES))
    assert len(later) == 16
    assert {point[0] for point in later} > {0, 40}


def test_a_guide_that_ranks_few_of_a_part_repeats_the_last() -> None:
    proposer = Partwise(Numbers(), 0, values, Guide(5, {NAMES[0]: [1], NAMES[1]: [7, 8]}))
    points = [point for _ in range(2) for point in (proposer.ask(16), proposer.tell([]))[0]]
    assert (5, ((NAMES[0], 1), (NAMES[1], 8))) in points


def test_a_guide_whose_common_is_wrong_is_left_for_the_other() -> None:
    ranking = {name: [number, number + 1, number + 2] for number, name in enumerate(NAMES)}
    for common, without, better in ((9, 5, 5), (5, 9, 5)):
        proposer = Partwise(Numbers(), 0, values, Guide(common, ranking, without))
        first, second, third = (list(proposer.ask(16)) for _ in range(3) if proposer.tell([]) is None)
        assert first[0][0] == common
        assert second[-1] == (without, first[0][1])
        assert {point[0] for point in second[:-1]} == {common}
        assert third[0] == (better, first[0][1])


def test_a_guide_whose_common_fails_is_left_for_the_other() -> None:
    def measured(point: Point) -> dict[str, float] | None:
        return None if point[0] == 9 else values(point)

    proposer = Partwise(Numbers(), 0, measured, Guide(9, {name: [0, 1] for name in NAMES}, 5))
    asked = [list(proposer.ask(16)) for _ in range(3) if proposer.tell([]) is None]
    assert asked[0][0][0] == 9
    assert asked[2][0] == asked[1][-1] == (5, tuple((name, 0) for name in NAMES))

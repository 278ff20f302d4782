"""Portfolio and tree search on words: nothing in passwright.search knows of LLVM."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from passwright.search.portfolio import Portfolio
from passwright.search.proposers import Genetic, RandomLists
from passwright.search.study import BATCH
from passwright.search.tree import TreeSearch
from tests.search.words import Run, Words, cost

Results = Sequence[tuple[str, float | None]]


class Member:
    """Proposes `batches`, keeps what it is told and hears."""

    def __init__(self, batches: Sequence[Sequence[str]]) -> None:
        self.batches = list(batches)
        self.told: list[tuple[str, float | None]] = []
        self.heard: list[tuple[str, float | None]] = []

    def ask(self, count: int) -> Sequence[str]:
        return self.batches.pop(0)[:count] if self.batches else []

    def tell(self, results: Results) -> None:
        self.told += results

    def hear(self, results: Results) -> None:
        self.heard += results


def turns(values: dict[str, list[float]], count: int, opening: str = "") -> str:
    """Whose turns they were, by name; each turn of a member gives the next of its values."""
    members = {name: Member([[f"{name}{i}"] for i in range(len(each))]) for name, each in values.items()}
    portfolio: Portfolio[str] = Portfolio(members, opening)
    order = ""
    for _ in range(count):
        (point,) = portfolio.ask(BATCH)
        order += point[0]
        portfolio.tell([(point, values[point[0]][int(point[1:])])])
    return order


def test_first_member_opens_and_goes_on_while_it_earns() -> None:
    falling = [1000.0 - 10 * i for i in range(20)]
    assert turns({"a": falling, "b": [2000.0] * 20, "c": [2000.0] * 20}, 16) == "aaaaaaabaaaaaaac"


def test_member_that_earns_more_takes_over() -> None:
    assert turns({"a": [1000.0] * 20, "b": [900.0 - 50 * i for i in range(20)]}, 8) == "aaaabbba"


def test_who_opens_can_be_said() -> None:
    assert turns({"a": [100.0] * 20, "b": [100.0] * 20, "c": [100.0] * 20}, 6, "acbb") == "acbbac"


def test_small_batches_make_one_turn_together() -> None:
    """As a budget in seconds asks for them, at first."""
    members = {name: Member([[f"{name}{i}"] * 16 for i in range(9)]) for name in "abc"}
    portfolio: Portfolio[str] = Portfolio(members, "abc")
    asked = ""
    for count in (2, 1, 16, 3, 4, 1, 7, 16):
        points = portfolio.ask(count)
        asked += points[0][0]
        portfolio.tell([(point, 100.0) for point in points])
    assert asked == "aaabbbcc"


def test_where_nothing_is_earned_members_take_turns() -> None:
    assert turns({"a": [100.0] * 20, "b": [100.0] * 20, "c": [100.0] * 20}, 10) == "aaaabcabca"


def test_all_hear_what_one_found_and_one_that_has_ended_leaves() -> None:
    one, other = Member([["abc"]]), Member([["ff"], ["ee"]])
    portfolio: Portfolio[str] = Portfolio({"one": one, "other": other})
    asked = []
    while points := portfolio.ask(BATCH):
        asked += points
        portfolio.tell([(point, cost(point)) for point in points])
    assert asked == ["abc", "ff", "ee"]
    assert one.told == [("abc", 0.0)]
    assert other.heard == [("abc", 0.0)]
    assert other.told == [("ff", cost("ff")), ("ee", None)]


@given(st.integers(0, 5), st.integers(1, 300))
def test_portfolio_of_real_members_keeps_its_budget(seed: int, budget: int) -> None:
    def run() -> Run:
        members = {"genetic": Genetic(Words(), seed), "tree": TreeSearch(Words(), seed), "random": RandomLists(Words(), seed)}
        run = Run(Portfolio(members), budget=str(budget))
        run.run()
        return run

    first, second = run(), run()
    assert first.evaluated == second.evaluated
    assert len(first.evaluated) == len(set(first.evaluated)) == budget


def test_tree_finds_the_optimum_of_an_easy_problem() -> None:
    outcome = Run(TreeSearch(Words(), 0), budget="600").run()
    assert (outcome.best, outcome.value) == ("abc", 0.0)


def test_tree_grows_where_values_are_good() -> None:
    tree = TreeSearch(Words(), 0)
    for _ in range(40):
        points = tree.ask(BATCH)
        tree.tell([(point, cost(point)) for point in points])
    children = sorted((child for child in tree.root.children if not child.failed), key=lambda child: child.best)
    assert children[0].visits > 2 * children[-1].visits
    assert tree.root.visits == 40 * BATCH
    assert tree.root.best == 0.0


def test_tree_takes_up_what_others_found() -> None:
    tree = TreeSearch(Words(), 0)
    tree.hear([("abd", 1.0), ("???", 0.0), ("ffff", 99.0)])
    assert [child.point for child in tree.root.children] == ["abd"]

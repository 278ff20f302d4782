"""The study on a space of words: nothing in passwright.search knows of LLVM."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import BudgetError
from passwright.search.budget import Budget
from passwright.search.proposers import PROPOSERS, Genetic, Listed
from passwright.search.study import Outcome, Proposer, Study
from tests.search.words import Run, Words, cost


class Script:
    """A proposer that says what is written down, and keeps what it is told."""

    def __init__(self, batches: Sequence[Sequence[str]]) -> None:
        self.batches = list(batches)
        self.told: list[tuple[str, float | None]] = []

    def ask(self, count: int) -> Sequence[str]:
        return self.batches.pop(0)[:count] if self.batches else []

    def tell(self, results: Sequence[tuple[str, float | None]]) -> None:
        self.told += results


def genetic(seed: int = 0) -> Proposer[str]:
    return Genetic(Words(), seed)


words = st.text(alphabet="abcef", min_size=1, max_size=4)


@given(st.lists(st.lists(words, min_size=1, max_size=16), max_size=6), st.sampled_from(["(?!)", "a", "b$", "^a|^b", ""]))
def test_best_is_the_smallest_of_what_the_gates_let_through(batches: list[list[str]], rejected: str) -> None:
    script = Script(batches)
    run = Run(script, budget="1000", rejected=rejected, baseline=31.0)
    outcome = run.run()
    passing = [value for word in run.evaluated if not re.search(rejected, word) and (value := cost(word)) is not None]
    assert outcome.value == min([31.0, *passing])
    assert (outcome.best is None) == (outcome.value == 31.0)
    assert outcome.best is None or cost(outcome.best) == outcome.value
    assert outcome.best not in [word for word in run.evaluated if re.search(rejected, word)]
    assert len(run.evaluated) == len(set(run.evaluated)) == outcome.evaluations
    assert outcome.curve == sorted(outcome.curve, reverse=True)
    assert len(outcome.curve) == outcome.evaluations
    assert outcome.curve[-1:] in ([], [outcome.value])
    # No gate is asked twice about one candidate, and none about one that would not become the best.
    assert len(run.asked) == len(set(run.asked))
    # Whoever proposed a point is told its value; one that a gate turned down counts as failed.
    for word, value in script.told:
        assert value == (None if word in run.asked and word not in run.accepted else cost(word))


@pytest.mark.parametrize("name", ["genetic", "random"])
def test_budget_counts_distinct_points_only(name: str) -> None:
    run = Run(PROPOSERS[name](Words(), 0), budget="77")
    outcome = run.run()
    assert outcome.evaluations == len(run.evaluated) == len(set(run.evaluated)) == len(outcome.curve) == 77
    assert outcome.stopped == "budget"


def test_repeated_points_cost_nothing_and_are_told_again() -> None:
    script = Script([["f", "f", "a"], ["a", "f"], ["abc"]])
    run = Run(script, budget="3")
    assert run.run().evaluations == 3
    assert run.evaluated == ["f", "a", "abc"]
    assert script.told == [(word, cost(word)) for word in ("f", "f", "a", "a", "f", "abc")]


def test_rejected_candidate_is_never_best_and_told_as_failed() -> None:
    script = Script([["abc", "abd", "abf"], ["abe"]])
    outcome = Run(script, rejected="^ab[cd]$").run()
    assert outcome.best == "abe"
    assert outcome.curve == [50.0, 50.0, 3.0, 2.0]
    assert dict(script.told) == {"abc": None, "abd": None, "abf": 3.0, "abe": 2.0}


def test_nothing_better_than_the_baseline_leaves_no_best() -> None:
    run = Run(Script([["abc", "abd"]]), baseline=0.0)
    outcome = run.run()
    assert (outcome.best, outcome.value, outcome.curve) == (None, 0.0, [0.0, 0.0])
    assert run.asked == []  # an equal one is not better


@pytest.mark.parametrize("name", sorted(PROPOSERS))
def test_same_seed_gives_the_same_curve(name: str) -> None:
    first, second = (Run(PROPOSERS[name](Words(), 5), budget="200") for _ in range(2))
    assert first.run().curve == second.run().curve
    assert first.evaluated == second.evaluated


def test_other_seed_searches_elsewhere() -> None:
    first, second = (Run(genetic(seed), budget="200") for seed in (1, 2))
    first.run()
    second.run()
    assert first.evaluated != second.evaluated


def test_genetic_search_finds_the_optimum_of_an_easy_problem() -> None:
    outcome = Run(genetic(), budget="600").run()
    assert (outcome.best, outcome.value) == ("abc", 0.0)


@pytest.mark.parametrize("at", [1, 20, 60])
def test_interrupt_keeps_what_was_accepted(at: int) -> None:
    run = Run(genetic(), budget="100000")
    run.interrupt_at = at
    outcome = run.run()
    assert outcome.stopped == "interrupted"
    assert outcome.evaluations == len(outcome.curve) < at
    assert outcome.best == (run.accepted[-1] if run.accepted else None)
    assert outcome.value == (cost(run.accepted[-1]) if run.accepted else 50.0)
    assert bool(run.accepted) == (at > 16)


def test_interrupt_in_a_gate_keeps_the_one_before() -> None:
    run = Run(Script([["abf"], ["abc"]]))
    asked = run.accept

    def accept(point: str) -> bool:
        if point == "abc":
            raise KeyboardInterrupt
        return asked(point)

    outcome = Study(Words(), run.study.proposer, run.evaluate, accept, 50.0, Budget.parse("100")).run()
    assert (outcome.best, outcome.value, outcome.stopped) == ("abf", 3.0, "interrupted")


def test_proposer_with_nothing_new_ends_the_study() -> None:
    class Stuck(Script):
        def ask(self, count: int) -> Sequence[str]:
            return ["abf"] * count

    assert Run(Stuck([])).run().stopped == "nothing new"
    assert Run(Script([["abf"]])).run().stopped == "proposer"


def test_budget_in_seconds_ends_the_study() -> None:
    outcome = Run(genetic(), budget="0.05s").run()
    assert outcome.stopped == "budget"
    assert 0.05 <= outcome.seconds < 2


@pytest.mark.parametrize(
    "text", ["0", "-1", "abc", "nan", "inf", "1e9", "0s", "0.0s", "-1s", "nans", "infs", "", "s", "1.5", "1 s", "0x10", "9" * 400]
)
def test_budget_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(BudgetError) as error:
        Budget.parse(text)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize(("text", "evaluations", "seconds"), [("256", 256, None), (" 8 ", 8, None), ("2s", None, 2.0), ("0.2s", None, 0.2)])
def test_budget_reads_evaluations_and_seconds(text: str, evaluations: int | None, seconds: float | None) -> None:
    assert Budget.parse(text) == Budget(evaluations, seconds)


@given(st.lists(st.lists(words, min_size=1, max_size=16), max_size=6), st.integers(-3, 3))
def test_best_is_known_by_its_true_value_where_others_are_estimates(batches: list[list[str]], off: int) -> None:
    run = Run(Script(batches), budget="1000", baseline=31.0)
    confirmed: list[str] = []

    def estimate(points: Sequence[str]) -> list[float | None]:
        return [
            None if value is None else value + off * (len(point) % 2) for point, value in zip(points, run.evaluate(points), strict=True)
        ]

    def confirm(point: str) -> float | None:
        confirmed.append(point)
        return None if point.startswith("c") else cost(point)

    proposer = run.study.proposer
    outcome = Study(Words(), proposer, estimate, run.accept, 31.0, Budget.parse("1000"), confirm=confirm).run()
    sound = [value for word in confirmed if not word.startswith("c") and (value := cost(word)) is not None]
    assert outcome.value == min([31.0, *sound])
    assert (outcome.best is None) == (outcome.value == 31.0)
    assert outcome.best is None or (outcome.best == run.accepted[-1] and cost(outcome.best) == outcome.value)
    assert len(confirmed) == len(set(confirmed))
    assert set(run.accepted) <= set(confirmed)
    assert len(outcome.curve) == outcome.evaluations
    assert outcome.curve == sorted(outcome.curve, reverse=True)
    if off == 0:
        assert outcome.value == min([31.0, *(v for w in run.evaluated if not w.startswith("c") and (v := cost(w)) is not None)])


def test_budget_in_seconds_begins_with_few_and_asks_for_no_more_than_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    """A point takes a second here, whatever the clock says."""
    now = [0.0]
    monkeypatch.setattr("passwright.search.study.time.monotonic", lambda: now[0])
    batches: list[int] = []

    def evaluate(points: Sequence[str]) -> list[float | None]:
        batches.append(len(points))
        now[0] += len(points)
        return [cost(point) for point in points]

    study = Study(Words(), PROPOSERS["random"](Words(), 0), evaluate, lambda point: True, 50.0, Budget.parse("30s"))
    assert study.run().stopped == "budget"
    assert batches[0] == 2
    assert max(batches) == 16
    assert 30 <= sum(batches) <= 31


@given(st.lists(st.lists(words, min_size=1, max_size=16), max_size=4), st.sets(st.integers(1, 40), min_size=1))
def test_at_a_stop_the_outcome_is_what_a_study_with_that_budget_ends_with(batches: list[list[str]], stops: set[int]) -> None:
    rejected = "b$"
    seen: dict[int, tuple[str | None, float, int]] = {}

    def look(outcome: Outcome[str]) -> None:
        seen.update({stop: (outcome.best, outcome.value, outcome.evaluations) for stop in stops if stop >= outcome.evaluations})

    whole = Run(Script(batches), rejected=rejected, baseline=31.0)
    Study(Words(), whole.study.proposer, whole.evaluate, whole.accept, 31.0, Budget.parse("1000"), look, stops=sorted(stops)).run()
    for stop in stops:
        alone = Run(Script(batches), budget=str(stop), rejected=rejected, baseline=31.0).run()
        assert seen.get(stop, (None, 31.0, 0)) == (alone.best, alone.value, alone.evaluations)


def test_a_list_is_gone_through_in_its_order() -> None:
    run = Run(Listed(["f", "abf", "abc", "abf", "abd"]), budget="3")
    assert run.run().best == "abc"
    assert run.evaluated == ["f", "abf", "abc"]
    assert Run(Listed(["f", "abf"])).run().stopped == "proposer"

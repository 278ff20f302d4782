"""A study gives the same with a store as without, whatever the store says."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

import passwright
from passwright.optimizer.optimize import Options, Session

Source = tuple[str, list[str]]


def search(source: Source, store: Path | None, **changes: object) -> passwright.Result:
    options = Options(**{"budget": "48", "jobs": 2, "store": str(store) if store else False, **changes})  # type: ignore[arg-type]
    with Session(*source, options) as session:
        return session.optimize()


def same(one: passwright.Result, other: passwright.Result) -> bool:
    said = [(result.object, result.plan, result.curve, result.evaluations, len(result.failures)) for result in (one, other)]
    return said[0] == said[1]


@pytest.mark.parametrize("proposer", ["portfolio", "genetic", "functionwise"])
def test_second_study_answers_everything_from_the_store(inffast: Source, tmp_path: Path, proposer: str) -> None:
    plain = search(inffast, None, proposer=proposer)
    first = search(inffast, tmp_path / "store", proposer=proposer)
    second = search(inffast, tmp_path / "store", proposer=proposer, jobs=1)
    assert same(plain, first)
    assert same(plain, second)
    assert plain.best.size < plain.baseline.size
    assert (plain.answered, first.answered, second.answered) == (0, 0, second.evaluations)
    assert second.to_json()["answered"] == second.evaluations
    assert first.warnings == second.warnings == []


def test_other_seed_is_answered_where_it_asks_for_the_same(inffast: Source, tmp_path: Path) -> None:
    search(inffast, tmp_path / "store")
    other = search(inffast, tmp_path / "store", seed=1)
    assert other.answered < other.evaluations
    assert same(other, search(inffast, None, seed=1))


@pytest.mark.parametrize("objective", ["size", "instructions"])
def test_false_value_is_found_out_and_replaced(inffast: Source, tmp_path: Path, objective: str) -> None:
    """The plan that came out best is said to be better still: it is measured again before it becomes the best."""
    source, store = (inffast[0], [*inffast[1], "-O3"]), tmp_path / "store"
    first = search(source, store, objective=objective, proposer="genetic")
    assert first.reason is None
    size = getattr(first.best, objective)
    changed = "UPDATE results SET value = value - 5 WHERE objective = (SELECT id FROM objectives WHERE name = ?) AND value = ?"
    connection = sqlite3.connect(store)
    assert connection.execute(changed, (objective, size)).rowcount > 0
    connection.commit()
    connection.close()
    again = search(source, store, objective=objective, proposer="genetic")
    assert again.object == first.object
    assert again.best.agrees(first.best)
    assert not again.warnings
    assert not again.rejected
    third = search(source, store, objective=objective, proposer="genetic")
    assert third.object == first.object


def test_false_baseline_makes_nothing_larger(inffast: Source, tmp_path: Path) -> None:
    store = tmp_path / "store"
    first = search(inffast, store)
    connection = sqlite3.connect(store)
    connection.execute("UPDATE evaluations SET object_hash = 'false' WHERE plan = (SELECT id FROM plans WHERE text IS NULL)")
    connection.commit()
    connection.close()
    again = search(inffast, store)
    assert same(first, again)
    assert again.answered == 0
    assert search(inffast, store).answered == again.evaluations


def test_study_file_comes_before_the_store(rle: Path, tmp_path: Path) -> None:
    study, store = str(tmp_path / "study.jsonl"), tmp_path / "store"
    source: Source = (str(rle), [])
    first = search(source, store, study=study)
    lines = Path(study).read_bytes()
    resumed = search(source, store, study=study)
    assert same(first, resumed)
    assert resumed.answered == 0
    assert Path(study).read_bytes() == lines
    fresh = search(source, store, study=str(tmp_path / "fresh.jsonl"))
    assert fresh.answered == fresh.evaluations
    assert (tmp_path / "fresh.jsonl").read_bytes().count(b"\n") == lines.count(b"\n")


def test_python_users_have_the_store_too(rle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWRIGHT_CACHE", str(tmp_path))
    answered = [passwright.optimize(str(rle), budget=4, jobs=1).answered for _ in range(2)]
    assert answered == [0, 4]
    assert passwright.optimize(str(rle), budget=4, jobs=1, store=False).answered == 0
    assert (tmp_path / "experience.sqlite").is_file()
    assert passwright.optimize(str(rle), budget=4, jobs=1, store=tmp_path / "experience.sqlite").answered == 4

"""The record of trials, and references."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from passwright.errors import InputError
from passwright.optimizer.trials import Point, Sizes, Trial, Trials, read_reference, reference_text, smallest

SIZES = Sizes(100, 100, 80, 20, 1.5)
POINTS = (Point(1, 1, 0, SIZES, 120, 0.5, ()), Point(10, 9, 1, replace(SIZES, size=90), None, 2, ("sroa",)))
TRIAL = Trial("key", "x.c", {"package": "x"}, "random", 0, "core", SIZES, POINTS)


def test_trials_go_to_json_and_back() -> None:
    assert Trial.from_json(json.loads(json.dumps(TRIAL.to_json()))) == TRIAL


@pytest.mark.parametrize(("at", "covered"), [((1,), True), ((1, 10), True), ((10,), False), ((1, 10, 30), False), ((1, 5), False)])
def test_a_trial_answers_for_its_first_stops(at: tuple[int, ...], covered: bool) -> None:
    """Where a study stops has a say in what it does behind."""
    assert TRIAL.covers(at) is covered


def _changed(**changes: object) -> str:
    return json.dumps({"schema": "passwright.trial/3", "llvm": "22.1.8", **TRIAL.to_json(), **changes})


@pytest.mark.parametrize(
    "line",
    [
        "nonsense",
        "",
        "{}",
        '{"schema": "passwright.trial/3"}',
        '{"schema": "passwright.study/2"}',
        _changed(seed="0"),
        _changed(extra=1),
        _changed(points=[]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "at": 0}]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "cpu": float("nan")}]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "best": {**TRIAL.to_json()["baseline"], "size": 101}}]),
        _changed(points=[*TRIAL.to_json()["points"], *TRIAL.to_json()["points"]]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "passes": [1]}]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "passes": None}]),
        _changed(points=[{**TRIAL.to_json()["points"][0], "passes": "sroa"}]),
        _changed(groups={"package": 1}),
        _changed(baseline=None),
        '{"schema": "passwright.trial/3", "x": ' + "[" * 100_000,
    ],
)
def test_a_record_that_is_none(line: str, tmp_path: Path) -> None:
    record = tmp_path / "trials.jsonl"
    record.write_text(f"{_changed()}\n{line}\n")
    before = record.read_bytes()
    with pytest.raises(InputError, match="line 2 is no trial"):
        Trials(record, "22.1.8")
    assert record.read_bytes() == before


def test_a_record_has_one_writer_and_leaves_nothing_behind(tmp_path: Path) -> None:
    record = tmp_path / "trials.jsonl"
    with Trials(record, "22.1.8") as trials:
        with pytest.raises(InputError, match="another run is writing"):
            Trials(record, "22.1.8")
        trials.add(TRIAL)
    with Trials(record, "19.1.7") as other:
        assert other.known == {}
    with Trials(record, "22.1.8") as trials:
        assert trials.find("key", "random", 0, "core", (1,)) == TRIAL
        assert trials.find("key", "random", 0, "extended", (1,)) is None
    with Trials(tmp_path / "new.jsonl", "22.1.8"):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["trials.jsonl"]


def test_a_reference_is_frozen_and_read(tmp_path: Path) -> None:
    better = replace(TRIAL, method="genetic", points=(replace(POINTS[0], best=replace(SIZES, size=70)),))
    best = smallest([TRIAL, better, replace(TRIAL, module="other", points=POINTS[:1])])
    assert best == {"key": 70, "other": 100}
    path = tmp_path / "reference.json"
    path.write_text(reference_text(best, "22.1.8"))
    assert read_reference(str(path), "22.1.8") == best
    with pytest.raises(InputError, match="is for LLVM"):
        read_reference(str(path), "19.1.7")


def test_a_record_of_an_older_version_is_named_as_that(tmp_path: Path) -> None:
    record = tmp_path / "trials.jsonl"
    record.write_text(_changed().replace("trial/3", "trial/2") + "\n")
    with pytest.raises(InputError, match="older version"):
        Trials(record, "22.1.8")


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"schema": "passwright.reference/1", "llvm": "22.1.8", "bytes": {"a": "1"}}', "[" * 100_000]
)
def test_a_reference_that_is_none(text: str, tmp_path: Path) -> None:
    path = tmp_path / "reference.json"
    path.write_text(text)
    with pytest.raises(InputError, match="is no reference"):
        read_reference(str(path), "22.1.8")

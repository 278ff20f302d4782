from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest

import passwright
from passwright.errors import EvaluationError, FlagError
from passwright.evaluate.evaluator import Built
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.pipeline import Passes, Pipeline, Schedule
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.explain import explain
from passwright.optimizer.optimize import Options, Session
from passwright.search.proposers import Listed

Source = tuple[str, list[str]]

optimize = partial(passwright.optimize, store=False)
"""Measures everything itself."""


@pytest.fixture(scope="module")
def result(inffast: Source) -> passwright.Result:
    return optimize(inffast[0], budget=64, flags=inffast[1], jobs=2)


def test_result_is_smaller_and_passed_its_gates(result: passwright.Result) -> None:
    assert result.best.size < result.baseline.size
    assert [verdict.gate for verdict in result.evidence.verdicts] == ["verifier", "trust", "reproduction"]
    assert result.evidence.passed
    assert result.evaluations == 64
    assert result.curve[-1] == result.best.size


def test_same_seed_gives_the_same_bytes_whatever_the_number_of_workers(result: passwright.Result, inffast: Source) -> None:
    again = optimize(inffast[0], budget=64, flags=inffast[1], jobs=1)
    assert again.object == result.object
    assert again.plan == result.plan
    assert again.curve == result.curve


def test_other_seed_searches_elsewhere(result: passwright.Result, inffast: Source) -> None:
    assert optimize(inffast[0], budget=64, flags=inffast[1], seed=1).curve != result.curve


@pytest.mark.parametrize("proposer", ["random", "converge", "autotuner"])
def test_every_proposer_keeps_the_promise(rle: Path, proposer: str) -> None:
    result = optimize(str(rle), budget=32, proposer=proposer)
    assert result.best.size <= result.baseline.size
    assert result.evidence.passed


def test_study_resumes_to_the_same_result(result: passwright.Result, inffast: Source, tmp_path: Path) -> None:
    study = tmp_path / "study.jsonl"
    optimize(inffast[0], budget=32, flags=inffast[1], study=str(study))
    measured = study.read_bytes()
    resumed = optimize(inffast[0], budget=64, flags=inffast[1], study=str(study))
    assert study.read_bytes().startswith(measured)
    assert (resumed.object, resumed.plan, resumed.curve) == (result.object, result.plan, result.curve)


def test_minimised_plan_gives_the_same_bytes(any_toolchain: Toolchain, inffast: Source) -> None:
    with Session(*inffast, Options(budget="64", jobs=2), toolchain=any_toolchain) as session:
        result = session.optimize()
        assert result.plan.pipeline is not None
        shortest = session.minimize(result.plan.pipeline)
        assert len(shortest) < len(result.plan.pipeline)
        assert session.candidate(shortest).object == result.object
        # A fixed point: nothing more can go.
        assert session.minimize(shortest) == shortest


def test_functionwise_plan_is_smaller_passes_its_gates_and_does_not_depend_on_the_workers(
    result: passwright.Result, inffast: Source, rle: Path
) -> None:
    for source, flags in (inffast, (str(rle), [])):
        found = [optimize(source, budget=64, flags=flags, jobs=jobs, proposer="functionwise") for jobs in (1, 2)]
        assert found[0].object == found[1].object
        assert found[0].curve == found[1].curve
        assert found[0].best.size < found[0].baseline.size
        assert found[0].evidence.passed
        assert isinstance(found[0].plan.pipeline, Schedule)


def test_functionwise_plan_can_be_shortened_and_explained(rle: Path) -> None:
    with Session(str(rle), [], Options(budget="32", jobs=2, proposer="functionwise")) as session:
        result = session.optimize()
        assert isinstance(result.plan.pipeline, Schedule)
        shortest = session.minimize(result.plan.pipeline)
        assert len(shortest) < len(result.plan.pipeline)
        assert session.candidate(shortest).object == result.object
        before, steps = explain(session, shortest)
    assert len(steps) == len(shortest)
    assert steps[-1].size == result.best.size
    assert before.size + sum(step.size_change for step in steps) == result.best.size


def test_functionwise_plans_are_not_offered_where_stock_tools_cannot_repeat_them(rle: Path) -> None:
    toolchain = find_toolchain(19)
    with (
        Session(str(rle), [], Options(jobs=1, proposer="functionwise"), toolchain=toolchain) as session,
        pytest.raises(FlagError, match="opt-19"),
    ):
        session.optimize()


def test_plan_that_does_not_give_the_same_each_time_does_not_leave(inffast: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    """As with gvn-hoist of LLVM 22, which the addresses of its values decide about."""
    with Session(*inffast, Options(budget="64", jobs=2)) as session:
        build = session.evaluator.build
        monkeypatch.setattr(session.evaluator, "build", lambda pipeline, kind="obj": build(None, kind))
        result = session.optimize()
    assert result.plan.pipeline is None
    assert "does not give the same each time" in result.rejected[0].verdicts[-1].detail
    assert load_catalogue(22).find("gvn-hoist").tier == "quarantined"  # type: ignore[union-attr]


def test_module_that_the_verifier_refuses_does_not_leave(inffast: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    with Session(*inffast, Options(budget="64", jobs=2)) as session:
        build = session.evaluator.build

        def refuse(pipeline: Passes | None, kind: str = "obj") -> Built:
            if pipeline is None:
                return build(pipeline, kind)
            raise EvaluationError("inffast.c: the plan", "LLVM refuses it: LLVM's verifier: broken module")

        monkeypatch.setattr(session.evaluator, "build", refuse)
        result = session.optimize()
    assert result.plan.pipeline is None
    assert result.rejected
    assert {evidence.verdicts[0].gate for evidence in result.rejected} == {"verifier"}


def test_functionwise_study_that_is_resumed_asks_for_nothing_twice_and_comes_to_the_same(inffast: Source, tmp_path: Path) -> None:
    source, flags = inffast
    file = tmp_path / "study.jsonl"

    def run(budget: int, study: Path | None) -> passwright.Result:
        return optimize(source, budget=budget, flags=flags, proposer="functionwise", study=str(study) if study else None)

    whole = run(48, None)
    run(20, file)
    resumed = run(48, file)
    assert resumed.object == whole.object
    assert resumed.curve == whole.curve
    lines = file.read_bytes()
    assert b'"estimated": true' in lines
    assert run(48, file).object == whole.object
    assert file.read_bytes() == lines


def test_lists_that_are_no_better_are_not_measured_whole(inffast: Source) -> None:
    """What an estimate leaves out is seen when the first of a batch is measured."""
    with Session(*inffast, Options(jobs=1, store=False)) as session:
        own = session.seeds()[0].elements
        lists = [Pipeline((*own, *Pipeline.parse(text).elements)) for text in ("function(adce)", "globaldce", "function(bdce,dce)")]
        result = session.optimize(proposer=Listed(lists))
        estimates = [session.evaluator.known(each) for each in lists]
        assert all(found and found.estimated and found.size < result.baseline.size for found in estimates)
        assert result.evaluations == len(lists)
        assert len(set(session.evaluator.experience.known) - {None}) == 1

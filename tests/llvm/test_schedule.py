"""Schedules: what a plan of version 2 holds."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from passwright.errors import PipelineError, PlanError
from passwright.llvm.pipeline import CODEGEN, DECISIONS, Pipeline, Schedule, Step
from passwright.llvm.plan import Plan

TEXTS = ["function(sroa)", "function(gvn,loop-mssa(licm))", "function(simplifycfg<bonus-inst-threshold=1>),function(dse)"]
edits = st.dictionaries(
    st.sampled_from(["f", "g.1", "_ZN1a$b"]), st.lists(st.sampled_from(["-minsize", "no-jump-tables=true", "tune-cpu=atom"]), min_size=1)
).map(lambda found: tuple(sorted((name, tuple(each)) for name, each in found.items())))
names = st.lists(st.text(min_size=1, max_size=8), min_size=1, max_size=3).map(tuple)
calls = st.dictionaries(
    st.sampled_from(["f", "g.1", "_ZN1a$b"]),
    st.dictionaries(st.integers(0, 99_999), st.sampled_from(DECISIONS), min_size=1, max_size=3),
    max_size=2,
).map(lambda found: tuple(sorted((name, tuple(sorted(each.items()))) for name, each in found.items())))
schedules = st.builds(
    lambda first, steps, last, calls, codegen: Schedule(
        (
            Step(Pipeline.parse(first)),
            *(Step(Pipeline.parse(text), who) for text, who in steps),
            Step(Pipeline.parse("forceattrs"), (), last),
        ),
        calls,
        tuple(sorted(codegen)),
    ),
    st.sampled_from([*TEXTS, "globaldce,cgscc(inline)"]),
    st.lists(st.tuples(st.sampled_from(TEXTS), names), max_size=3),
    edits,
    calls,
    st.sets(st.sampled_from(sorted(CODEGEN))),
)


@given(schedules, schedules)
def test_reading_what_was_written_gives_the_same(one: Schedule, other: Schedule) -> None:
    assert Schedule.from_json(json.loads(str(one))) == one
    assert (str(one) == str(other)) == (one == other)
    plan = Plan(22, "x86_64-pc-linux-gnu", ("-Oz",), one)
    assert Plan.from_json(json.loads(json.dumps(plan.to_json()))) == plan


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([], "first step"),
        ({}, "list of steps"),
        ([[]], "list of steps"),
        ([{"passes": 3}], "list of steps"),
        ([{"passes": "globaldce", "other": 1}], "list of steps"),
        ([{"passes": "globaldce", "functions": "f"}], "list of names"),
        ([{"passes": "globaldce", "functions": [""]}], "list of names"),
        ([{"passes": "function(sroa)", "functions": ["f"]}], "first step"),
        ([{"passes": "globaldce"}, {"passes": "globaldce", "functions": ["f"]}], "function passes only"),
        ([{"passes": "globaldce"}, {"passes": "cgscc(inline)", "functions": ["f"]}], "function passes only"),
        ([{"passes": "function(sroa"}], "expected ')'"),
        ([{"passes": "forceattrs", "attributes": ["f"]}], "'attributes' must be"),
        ([{"passes": "forceattrs", "attributes": {"f": "-minsize"}}], "'attributes' must be"),
        ([{"passes": "forceattrs", "attributes": {"f": []}}], "no edit of attributes"),
        ([{"passes": "forceattrs", "attributes": {"f": ["-nounwind"]}}], "no edit of attributes"),
        ([{"passes": "forceattrs", "attributes": {"f": ["tune-cpu=a\nmain,naked=true"]}}], "no edit of attributes"),
        ([{"passes": "forceattrs", "attributes": {"f,g": ["-minsize"]}}], "no edit of attributes"),
        ([{"passes": "globaldce", "calls": ["f"]}], "'calls' must be"),
        ([{"passes": "globaldce", "calls": {"f": ["noinline"]}}], "'calls' must be"),
        ([{"passes": "globaldce", "calls": {"f": {"-1": "noinline"}}}], "'calls' must be"),
        ([{"passes": "globaldce", "calls": {"f": {"01": "noinline"}}}], "'calls' must be"),
        ([{"passes": "globaldce", "calls": {"f": {"1": 1}}}], "'calls' must be"),
        ([{"passes": "globaldce", "calls": {"f": {"1": "cold"}}}], "no decisions about calls"),
        ([{"passes": "globaldce", "calls": {"f": {}}}], "no decisions about calls"),
        ([{"passes": "globaldce", "calls": {'f"]; system("x': {"1": "noinline"}}}], "no decisions about calls"),
        ([{"passes": "globaldce"}, {"passes": "globaldce", "calls": {"f": {"1": "noinline"}}}], "list of steps"),
        ([{"passes": "globaldce", "codegen": "disable-lsr"}], "'codegen' must be"),
        ([{"passes": "globaldce", "codegen": [1]}], "'codegen' must be"),
        ([{"passes": "globaldce", "codegen": ["load=evil.so"]}], "no options for code generation"),
        ([{"passes": "globaldce", "codegen": ["disable-lsr", "disable-lsr"]}], "no options for code generation"),
        ([{"passes": "globaldce"}, {"passes": "globaldce", "codegen": ["disable-lsr"]}], "list of steps"),
        ([{"passes": "globaldce", "attributes": {"f": ["-minsize"]}}], "nothing but 'forceattrs'"),
        ([{"passes": "forceattrs,globaldce"}, {"passes": "forceattrs", "attributes": {"f": ["-minsize"]}}], "in one place only"),
    ],
)
def test_what_is_no_schedule_is_refused(value: Any, words: str) -> None:
    with pytest.raises(PipelineError, match=words.replace("(", r"\(").replace(")", r"\)")):
        Schedule.from_json(value)
    plan = {"schema": "passwright.plan/2", "llvm": 22, "target": "x", "flags": [], "pipeline": value}
    with pytest.raises(PlanError):
        Plan.from_json(plan)


ANY = st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(ANY)
@example("\n")
def test_json_that_is_no_schedule_gives_one_line(value: Any) -> None:
    with pytest.raises(PipelineError) as error:
        Schedule.from_json(value)
    assert "\n" not in str(error.value)

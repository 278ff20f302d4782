from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import PipelineError
from passwright.llvm.pipeline import MAX_DEPTH, Pass, Pipeline
from passwright.llvm.toolchain import Toolchain, run

names = st.from_regex(r"[a-z][a-z0-9-]{0,12}", fullmatch=True)
params = st.none() | st.from_regex(r"[a-z0-9;=-]{0,12}(<[a-z0-9-]{0,5}>)?", fullmatch=True)
passes = st.recursive(
    st.builds(Pass, names, params),
    lambda inner: st.builds(Pass, names, params, st.lists(inner, min_size=1, max_size=4).map(tuple)),
    max_leaves=20,
)
pipelines = st.builds(Pipeline, st.lists(passes, min_size=1, max_size=6).map(tuple))


@given(pipelines)
def test_printed_pipeline_reads_back_as_the_same_value(pipeline: Pipeline) -> None:
    assert Pipeline.parse(str(pipeline)) == pipeline


@given(st.text(alphabet="ab<>(),;-= 1", max_size=30))
def test_any_text_is_either_read_exactly_or_refused(text: str) -> None:
    try:
        pipeline = Pipeline.parse(text)
    except PipelineError:
        return
    assert str(pipeline) == text


@pytest.mark.parametrize("text", ["", "a,", "a(", "a)", "a()", "a<", "a<(>", "a b", "(a)", ",a", "a<b>c", "ä"])
def test_malformed_text_is_refused(text: str) -> None:
    with pytest.raises(PipelineError):
        Pipeline.parse(text)


def test_hostile_nesting_is_refused_before_it_takes_the_stack() -> None:
    depth = MAX_DEPTH + 100_000
    with pytest.raises(PipelineError, match="nested deeper"):
        Pipeline.parse("function(" * depth + "a" + ")" * depth)


@pytest.mark.parametrize("level", ["1", "2", "3", "s", "z"])
def test_clangs_own_pipelines_read_back_exactly(any_toolchain: Toolchain, level: str) -> None:
    command = [any_toolchain.clang, f"-O{level}", "-mllvm", "-print-pipeline-passes", "-c", "-x", "ir", "/dev/null", "-o", "/dev/null"]
    text = run(command, check=True).stdout.strip()
    pipeline = Pipeline.parse(text)
    assert str(pipeline) == text
    assert len(pipeline) > 50

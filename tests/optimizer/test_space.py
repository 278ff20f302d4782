"""Every change to a pipeline gives one that LLVM reads, with the frame in its place."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passwright.llvm.baseline import Frame
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain, run
from passwright.optimizer.space import AutotunerSpace, PipelineSpace

FRAME = Frame(Pipeline.parse("coro-early,cgscc(coro-split),coro-cleanup").elements)


def space(version: int, tier: str = "extended", frame: Frame = FRAME) -> PipelineSpace:
    entries = [entry for entry in load_catalogue(version).trusted(tier).values() if entry.draw]
    seed = "globalopt,cgscc(devirt<4>(inline,function<eager-inv>(sroa,loop-mssa(licm),loop(indvars,loop-deletion)))),globaldce"
    return PipelineSpace(entries, [Pipeline.parse(seed)], frame)


def walk(searched: PipelineSpace, seed: int, length: int) -> list[Pipeline]:
    rng = Random(seed)
    points = [searched.seeds()[0], searched.random(rng)]
    for _ in range(length):
        change = rng.randrange(3)
        if change == 0:
            points.append(searched.crossover(rng.choice(points), rng.choice(points), rng))
        elif change == 1:
            points.append(searched.concatenate(rng.choice(points), rng.choice(points)))
        else:
            points.append(searched.mutate(rng.choice(points), rng))
    return points


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1 << 32))
def test_points_keep_the_frame_and_read_back(seed: int) -> None:
    searched = space(22)
    for point in walk(searched, seed, 30):
        assert FRAME.holds_in(point)
        assert len(point.elements) > len(FRAME.before)
        assert Pipeline.parse(searched.key(point)) == point
        assert load_catalogue(22).untrusted_passes(point, "extended") == []


def test_the_autotuner_draws_levels_among_passes_each_once_at_most() -> None:
    levels = [Pipeline.parse(f"{only},globaldce") for only in ("constmerge", "rel-lookup-table-converter", "called-value-propagation")]
    plain = space(22, "core")
    entries = [entry for entry in plain.by_name.values() if entry.name not in {level.elements[0].name for level in levels}]
    searched = AutotunerSpace(entries, plain.seeds(), FRAME, levels)
    rng, having = Random(3), 0
    for _ in range(300):
        point = searched.random(rng)
        assert FRAME.holds_in(point)
        found = [point.elements.count(level.elements[0]) for level in levels]
        assert max(found) <= 1
        for level, count in zip(levels, found, strict=True):
            place = point.elements.index(level.elements[0]) if count else 0
            assert not count or point.elements[place + 1] == level.elements[1]
        having += any(found)
    # 25.5 draws on average out of 3 levels and so many passes: some lists have one, most have none.
    assert 0.2 < having / 300 < 0.8, len(entries)


def test_llvm_reads_every_point(any_toolchain: Toolchain) -> None:
    searched = space(any_toolchain.version, frame=Frame())
    for point in walk(searched, seed=7, length=60):
        done = run([any_toolchain.opt, f"-passes={point}", "-disable-output", "/dev/null"])
        assert done.returncode == 0, done.stderr


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 1 << 32), st.data())
def test_dropping_steps_drops_exactly_those(seed: int, data: st.DataObject) -> None:
    searched = space(22)
    point = searched.random(Random(seed))
    steps = data.draw(st.frozensets(st.integers(0, searched.steps(point) - 1), max_size=searched.steps(point) - 1))
    shorter = searched.without(point, steps)
    assert shorter is not None
    leaves = list(point.leaves())[sum(1 for element in FRAME.before for _ in element.leaves()) :]
    kept = [leaf for place, leaf in enumerate(leaves) if place not in steps]
    assert list(shorter.leaves())[-len(kept) :] == kept
    assert searched.without(point, frozenset(range(searched.steps(point)))) is None


@pytest.mark.parametrize("version", [22, 19])
def test_catalogue_says_of_every_pass_where_it_stands_and_why(version: int) -> None:
    catalogue = load_catalogue(version)
    assert len({entry.name for entry in catalogue.entries}) == len(catalogue.entries) > 250
    for entry in catalogue.entries:
        assert entry.why
        assert entry.texts
        assert not (entry.draw and entry.tier == "quarantined")
        assert all(element.name == entry.name for element in entry.elements())

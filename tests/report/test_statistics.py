"""Figures over modules."""

from __future__ import annotations

import math
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.report.statistics import Interval, Sample, intervals, saved, total

TWO = [Sample(100, (80.0,)), Sample(300, (300.0,))]
modules = st.lists(
    st.tuples(st.integers(1, 10**6), st.tuples(st.integers(1, 10**6), st.integers(1, 10**6))).map(
        lambda pair: Sample(pair[0], (float(pair[1][0]), float(pair[1][1])))
    ),
    min_size=1,
    max_size=20,
)


def test_each_figure_is_what_its_name_says() -> None:
    figures = saved(TWO)
    assert figures.total == pytest.approx(20 / 400)
    assert figures.mean == pytest.approx((0.2 + 0.0) / 2)
    assert figures.median == pytest.approx(0.1)
    assert figures.geometric == pytest.approx(1 - math.sqrt(0.8))


def test_seeds_count_by_their_mean() -> None:
    assert saved([Sample(100, (80.0, 60.0)), Sample(300, (300.0, 300.0))]).total == pytest.approx(30 / 400)


def test_what_became_nothing_has_no_geometric_mean() -> None:
    assert saved([Sample(100, (0.0,)), *TWO]).geometric is None


def test_a_total_of_nothing_is_nothing() -> None:
    assert total([Sample(0, (0.0,))]) == 0.0


def test_the_interval_of_modules_that_are_alike_is_a_point() -> None:
    low_high = intervals({"a": [Sample(200, (150.0,))] * 30})["a"]
    assert low_high.low == pytest.approx(0.25)
    assert low_high.high == pytest.approx(0.25)


def test_the_interval_is_the_one_that_theory_gives() -> None:
    """Half of 100 modules save 20 %, half nothing: the mean is 10 % with a standard error of 1 %."""
    found = intervals({"a": [Sample(100, (80.0 if i % 2 else 100.0,)) for i in range(100)]})["a"]
    assert found.low == pytest.approx(0.1 - 1.96 * 0.01, abs=0.003)
    assert found.high == pytest.approx(0.1 + 1.96 * 0.01, abs=0.003)


def test_seeds_widen_the_interval() -> None:
    """The modules are alike; what differs is the seeds' doing."""
    found = intervals({"a": [Sample(100, (80.0, 100.0))] * 100})["a"]
    assert found.high - found.low == pytest.approx(2 * 1.96 * 0.01, abs=0.005)


@given(modules)
def test_intervals_repeat_and_lie_between_the_best_and_the_worst(samples: list[Sample]) -> None:
    found = intervals({"x": samples, "y": samples}, 50)
    assert found["x"] == found["y"] == intervals({"x": samples}, 50)["x"]
    shares = [(sample.baseline - value) / sample.baseline for sample in samples for value in sample.values]
    assert min(shares) - 1e-9 <= found["x"].low <= found["x"].high <= max(shares) + 1e-9


def test_methods_of_one_seed_and_of_many_stand_together() -> None:
    found = intervals({"one": [Sample(100, (90.0,))] * 3, "two": [Sample(100, (90.0, 90.0))] * 3})
    assert found["one"] == found["two"] == Interval(pytest.approx(0.1), pytest.approx(0.1))


def test_a_thousand_modules_take_less_than_two_seconds() -> None:
    start = time.process_time()
    intervals({"a": [Sample(1000 + i, (900.0 + i % 100, 950.0, 980.0)) for i in range(1000)]})
    assert time.process_time() - start < 2

"""The table, on trials that are written down here."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from rich.console import Console

from passwright.optimizer.compare import Comparison
from passwright.optimizer.methods import Method
from passwright.optimizer.suites import Skipped
from passwright.optimizer.trials import Point, Sizes, Trial
from passwright.report.comparison import Report, markdown, notes, tables
from passwright.search.proposers import Listed

LONG = "endpoint:a-model-whose-name-has-no-end-at-all"
BASE = Sizes(1000, 1000, 800, 200, 10.0)


def trial(module: str, method: str, seed: int, sizes: tuple[int, int], owns: tuple[int | None, int | None], package: str = "p") -> Trial:
    points = tuple(
        Point(at, at, number, replace(BASE, size=size, program=size + 10, text_data=size - 200, compile_ms=5.0), own, 0.5 * at, (module,))
        for number, (at, size, own) in enumerate(zip((1, 1000), sizes, owns, strict=True))
    )
    return Trial(module, f"{module}.c", {"package": package, "level": "-Oz"}, method, seed, "core", BASE, points)


@pytest.fixture
def comparison() -> Comparison:
    """Module a is made smaller with both seeds, b with one only, and c is made larger, or no plan compiles."""
    trials = (
        trial("a", "m", 0, (900, 800), (900, 800), "an-old-package-with-a-long-name"),
        trial("a", "m", 1, (1000, 700), (1200, 700), "an-old-package-with-a-long-name"),
        trial("b", "m", 0, (1000, 900), (1000, 900)),
        trial("b", "m", 1, (1000, 1000), (1000, 1000)),
        trial("c", "m", 0, (1000, 1000), (None, 1100)),
        trial("c", "m", 1, (1000, 1000), (1300, None)),
    )
    method = Method(LONG, "m", lambda session: Listed([]))
    return Comparison("suite|x", "22.1.8", "core", (1, 1000), (method,), ("a", "b", "c"), trials, (Skipped("d|d.c", "broken"),))


def test_figures_over_modules_and_seeds(comparison: Comparison) -> None:
    first, last = Report.of(comparison).lines
    assert (first.modules, first.seeds) == (3, 2)
    assert first.saved.total == pytest.approx(50 / 3000)
    assert last.saved.total == pytest.approx((250 + 50) / 3000)
    assert last.saved.mean == pytest.approx((0.25 + 0.05 + 0) / 3)
    assert last.saved.median == pytest.approx(0.05)
    assert (first.wins, first.ties, first.losses) == (0, 1, 2)  # a: 900 and 1200 are 1050 in the mean
    assert (last.wins, last.ties, last.losses) == (2, 0, 1)
    assert first.own == pytest.approx(-(50 + 0 + 150) / 3000)  # where there is no object, clang's goes out
    assert last.program == pytest.approx(last.saved.total - 10 / 1000)
    assert last.text_data == pytest.approx((250 + 50) / 2400)
    assert last.compile == pytest.approx(0.5)
    assert last.cpu == pytest.approx(500)
    assert last.failed == pytest.approx(1 / 1000)


def test_the_share_of_a_reference_is_over_what_it_knows(comparison: Comparison) -> None:
    last = Report.of(comparison, reference={"a": 500, "elsewhere": 1}).lines[-1]
    assert last.of_reference == pytest.approx(250 / 500)
    assert Report.of(comparison, reference={"c": 1000}).lines[-1].of_reference is None  # nothing to be had
    assert any("knows 1 of 3 modules" in note for note in notes(Report.of(comparison, reference={"a": 500})))


def test_groups_are_those_of_the_modules(comparison: Comparison) -> None:
    groups = Report.of(comparison, "package").groups
    assert {name: [(line.at, line.modules) for line in lines] for name, lines in groups.items()} == {
        "an-old-package-with-a-long-name": [(1000, 1)],
        "p": [(1000, 2)],
    }
    assert set(Report.of(comparison, "language").groups) == {"-"}


def test_modules_whose_smallest_plan_has_passes_that_no_training_had(comparison: Comparison) -> None:
    groups = Report.of(comparison, "passes", seen={"a", "c"}).groups
    assert {name: lines[-1].modules for name, lines in groups.items()} == {"seen": 2, "unseen": 1}
    late = replace(comparison.trials[0].points[-1], at=2000, best=replace(BASE, size=1), passes=("late",))
    later = tuple(replace(each, points=(*each.points, late)) for each in comparison.trials)
    assert set(Report.of(replace(comparison, trials=later), "passes", seen={"a", "b", "c"}).groups) == {"seen"}


def test_names_are_cut_and_figures_are_not(comparison: Comparison) -> None:
    out = io.StringIO()
    Console(file=out, width=80).print(tables(Report.of(comparison, "package", {"a": 500}), 80), markup=False, highlight=False)
    lines = out.getvalue().splitlines()
    assert max(map(len, lines)) <= 80
    figures = [line.split() for line in lines if "1000" in line.split()]
    assert ["1000", "10.00"] in [row[:2] for row in figures]
    assert "".join(lines).count("…") == "".join(line[:30] for line in lines).count("…") > 0


def test_names_do_not_break_a_table_of_markdown(comparison: Comparison) -> None:
    text = markdown(Report.of(comparison, "package"))
    rows = [line for line in text.splitlines() if line.startswith("| ")]
    assert len({line.count("|") for line in rows[:4]}) == 1
    assert r"suite\|x: 3 modules" in text
    assert r"d\|d.c: broken" in text

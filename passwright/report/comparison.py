"""The table of methods at equal numbers of compilations: as text of 80 columns, Markdown and JSON."""

from __future__ import annotations

import math
import re
import statistics
from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Group
from rich.table import Table
from rich.text import Text

from passwright.optimizer.compare import Comparison
from passwright.optimizer.trials import Point, Trial
from passwright.report.statistics import RESAMPLES, Interval, Sample, Saved, intervals, saved, total

PASSES = "passes"
GROUPS = ("package", "language", "target", "level", PASSES)
"""What modules can be grouped by."""

SCALES = {
    "total": "(B - C) / B; B and C are the sums over modules of clang's bytes and of what goes out. Bytes are those that occupy memory:"
    " text, read-only data, data, unwind tables",
    "total 95 %": f"bootstrap over modules and the seeds of each, {RESAMPLES} resamples, percentiles",
    "mean, median": "of the modules' own (B - C) / B",
    "geo": "1 - the geometric mean of C / B",
    "failed": "compilations that gave no object, of those that were done",
    "CPU s": "a module, in the mean, until then: all processes here (start of workers, -Oz, gates of each new best), no server's",
    "n": "compilations: distinct plans whose value was asked for, answers without a plan included; -Oz is free",
    "own": "as total, C the smallest object of a method's own plans, whatever -Oz gives",
    "w/t/l": "modules where that is smaller than clang's, as large, larger (or there is none)",
    "program": "as total, but for functions that are gone of which other objects may hold copies (inline functions, templates): the linked"
    " program keeps one, so they count as if they were there",
    ".text+.data, IR": "as total, in those bytes and in IR instructions, of the plan that goes out",
    "compile": "compile time of the plan that goes out over that of clang's own, of the sums",
    "of ref": "what was saved of what the reference saves, over the modules that it knows",
}
"""What each column says."""


SEEN, UNSEEN = "seen", "unseen"
"""Modules whose smallest known plan has only passes that were met in training or that clang runs itself, and the others."""
LEAST = 8
"""Columns for a name."""
LEFT_OUT = 10
"""Modules that are named where some were left out; the JSON names all."""


@dataclass(frozen=True)
class Line:
    """One method after `at` compilations, over modules. Shares are of the baseline, from 0 to 1; see SCALES."""

    method: str
    at: int
    modules: int
    seeds: int
    saved: Saved
    interval: Interval
    own: float
    wins: int
    ties: int
    losses: int
    compilations: float
    failed: float
    program: float
    text_data: float
    instructions: float
    compile: float | None
    cpu: float
    of_reference: float | None


def lines(
    comparison: Comparison, reference: Mapping[str, int] | None, modules: Sequence[str] | None = None, at: Sequence[int] | None = None
) -> list[Line]:
    """A line for each method and number of compilations, over all modules or those with the given keys."""
    wanted = set(comparison.modules if modules is None else modules)
    trials = {method.name: [each for each in comparison.of(method) if each[0].module in wanted] for method in comparison.methods}
    numbers = {number: comparison.at.index(number) for number in at or comparison.at}
    places = [(name, number) for name in trials for number in numbers]
    samples = {(name, number): _samples(trials[name], numbers[number], lambda point: point.best.size) for name, number in places}
    spans = intervals(samples)
    return [_line(name, n, trials[name], numbers[n], samples[name, n], spans[name, n], reference) for name, n in places]


def by_group(comparison: Comparison, by: str, reference: Mapping[str, int] | None, seen: Container[str] = ()) -> dict[str, list[Line]]:
    """The lines of the last number of compilations, for each group of modules; `seen` are passes that were met in training."""
    if by == PASSES:
        named = {module: UNSEEN if any(name not in seen for name in found) else SEEN for module, found in best_passes(comparison).items()}
    else:
        named = {trial.module: trial.groups.get(by, "-") for trial in comparison.trials}
    groups: dict[str, list[str]] = {}
    for module in comparison.modules:
        groups.setdefault(named[module], []).append(module)
    return {name: lines(comparison, reference, groups[name], comparison.at[-1:]) for name in sorted(groups)}


def best_passes(comparison: Comparison) -> dict[str, tuple[str, ...]]:
    """By module the passes of the smallest plan that any method found, of the first one where several did."""
    best: dict[str, Point] = {}
    for trial in comparison.trials:
        for point in trial.points[: len(comparison.at)]:  # a record may hold more
            if trial.module not in best or point.best.size < best[trial.module].best.size:
                best[trial.module] = point
    return {module: point.passes for module, point in best.items()}


@dataclass(frozen=True)
class Report:
    """What there is to show: the lines of all modules and, `by` something, those of each group; `reference` are best known bytes."""

    comparison: Comparison
    lines: Sequence[Line]
    by: str | None
    groups: Mapping[str, Sequence[Line]]
    reference: Mapping[str, int] | None

    @staticmethod
    def of(comparison: Comparison, by: str | None = None, reference: Mapping[str, int] | None = None, seen: Container[str] = ()) -> Report:
        groups = by_group(comparison, by, reference, seen) if by else {}
        return Report(comparison, lines(comparison, reference), by, groups, reference)

    @property
    def baseline(self) -> str:
        levels = {trial.groups.get("level", "") for trial in self.comparison.trials}
        return f"clang {levels.pop()}" if len(levels) == 1 else "clang"

    @property
    def objective(self) -> str:
        """What the methods minimise, if it is not what they do anyway."""
        found = {method.objective for method in self.comparison.methods} - {"size"}
        return f", for {' and '.join(sorted(found))}" if found else ""

    @property
    def title(self) -> str:
        """What was compared, in one line."""
        comparison = self.comparison
        sizes = {trial.module: trial.baseline.size for trial in comparison.trials}
        seeds = max(line.seeds for line in self.lines)
        return (
            f"{comparison.suite}: {_count(len(sizes), 'module')}, {sum(sizes.values()):,} bytes at {self.baseline},"
            f" LLVM {comparison.llvm}, tier {comparison.trust}{self.objective}, {_count(seeds, 'seed')}"
        )


def _samples(trials: Sequence[Sequence[Trial]], number: int, value: Callable[[Point], float]) -> list[Sample]:
    return [Sample(each[0].baseline.size, tuple(value(trial.points[number]) for trial in each)) for each in trials]


def _line(
    method: str,
    at: int,
    trials: Sequence[Sequence[Trial]],
    number: int,
    samples: Sequence[Sample],
    interval: Interval,
    reference: Mapping[str, int] | None,
) -> Line:
    points = [[(trial, trial.points[number]) for trial in each] for each in trials]
    owns = [[math.inf if point.own is None else point.own for _, point in each] for each in points]
    bases = [each[0].baseline.size for each in trials]
    fallen = [Sample(base, tuple(base if size == math.inf else size for size in own)) for base, own in zip(bases, owns, strict=True)]
    signs = [math.copysign(own != base, own - base) for own, base in zip(map(statistics.fmean, owns), bases, strict=True)]
    every = [pair for each in points for pair in each]
    done = sum(point.compilations for _, point in every)
    clang = sum(trial.baseline.compile_ms for trial, _ in every)
    best = reference or {}
    known = [(sample, best[each[0].module]) for sample, each in zip(samples, trials, strict=True) if each[0].module in best]
    ceiling = sum(sample.baseline - smallest for sample, smallest in known)
    return Line(
        method,
        at,
        len(trials),
        len(trials[0]),
        saved(samples),
        interval,
        total(fallen),
        sum(sign < 0 for sign in signs),
        sum(sign == 0 for sign in signs),
        sum(sign > 0 for sign in signs),
        done / len(every),
        sum(point.failed for _, point in every) / done if done else 0.0,
        _share(every, lambda sizes: sizes.program),
        _share(every, lambda sizes: sizes.text_data),
        _share(every, lambda sizes: sizes.instructions),
        sum(point.best.compile_ms for _, point in every) / clang if clang else None,
        sum(point.cpu for _, point in every) / len(every),
        sum(sample.baseline - sample.value for sample, _ in known) / ceiling if ceiling > 0 else None,
    )


def _share(every: Sequence[tuple[Trial, Point]], value: Callable[[Any], int]) -> float:
    base = sum(value(trial.baseline) for trial, _ in every)
    return (base - sum(value(point.best) for _, point in every)) / base if base else 0.0


Column = tuple[str, Callable[[Line], str]]

FIRST: list[Column] = [
    ("n", lambda line: f"{line.at}"),
    ("total", lambda line: _percent(line.saved.total)),
    ("total 95 %", lambda line: f"{_percent(line.interval.low)} to {_percent(line.interval.high)}"),
    ("mean", lambda line: _percent(line.saved.mean)),
    ("median", lambda line: _percent(line.saved.median)),
    ("geo", lambda line: _percent(line.saved.geometric)),
    ("failed", lambda line: _percent(line.failed)),
    ("CPU s", lambda line: f"{line.cpu:.2f}" if line.cpu < 100 else f"{line.cpu:.0f}"),
]
SECOND: list[Column] = [
    ("n", lambda line: f"{line.at}"),
    ("own", lambda line: _percent(line.own)),
    ("w/t/l", lambda line: f"{line.wins}/{line.ties}/{line.losses}"),
    ("program", lambda line: _percent(line.program)),
    (".text+.data", lambda line: _percent(line.text_data)),
    ("IR", lambda line: _percent(line.instructions)),
    ("compile", lambda line: "-" if line.compile is None else f"{line.compile:.2f}x"),
]
MODULES: Column = ("modules", lambda line: f"{line.modules}")
REFERENCE: Column = ("of ref", lambda line: "-" if line.of_reference is None else f"{100 * line.of_reference:.1f}")


def tables(report: Report, width: int) -> Group:
    """For a terminal of so many columns, from 80 on: names are cut, figures are not."""
    more = [REFERENCE] if report.reference is not None else []
    parts: list[Any] = [f"bytes saved over {report.baseline} in %; its object goes out where no plan is smaller"]
    named = [([line.method], line) for line in report.lines]
    parts += [_table(["method"], FIRST, named, width), "", "the same by other measures in %; own: without clang's object behind it"]
    parts.append(_table(["method"], [*SECOND, *more], named, width))
    if report.by:
        named = [([name, line.method], line) for name, each in report.groups.items() for line in each]
        columns = [MODULES, *(column for column in FIRST[1:-1] if column[0] not in ("geo", "failed")), SECOND[2]]
        parts += ["", f"bytes saved by {report.by} in %, n = {report.comparison.at[-1]}"]
        parts.append(_table([report.by, "method"], columns, named, width))
    return Group(*parts)


def notes(report: Report) -> list[str]:
    """What the columns say, and what was left out."""
    comparison, reference = report.comparison, report.reference
    shown = [f"{name}: {words}" for name, words in SCALES.items() if name != REFERENCE[0] or reference is not None]
    if reference is not None:
        shown.append(f"the reference knows {sum(key in reference for key in comparison.modules)} of {len(comparison.modules)} modules")
    if comparison.skipped:
        shown.append(f"{_count(len(comparison.skipped), 'module')} left out, the first:")
    return [*shown, *(f"{one.name}: {one.reason}" for one in comparison.skipped[:LEFT_OUT])]


def markdown(report: Report) -> str:
    """All columns in one table, then the groups; scales below."""
    columns = [*FIRST, *SECOND[1:], *([REFERENCE] if report.reference is not None else [])]
    rows = [f"{_cell(report.title)}. Saved over {report.baseline} in percent.", ""]
    rows += _rows(["method"], columns, [([_cell(line.method)], line) for line in report.lines])
    if report.by:
        named = [([_cell(name), _cell(line.method)], line) for name, each in report.groups.items() for line in each]
        rows += ["", *_rows([report.by, "method"], [MODULES, *columns], named)]
    return "\n".join([*rows, "", *(f"- {_cell(words)}" for words in notes(report))])


def to_json(report: Report) -> dict[str, Any]:
    comparison = report.comparison
    groups = {name: [asdict(line) for line in each] for name, each in report.groups.items()}
    return {
        "schema": "passwright.table/1",
        "suite": comparison.suite,
        "llvm": comparison.llvm,
        "trust": comparison.trust,
        "baseline": report.baseline,
        "at": list(comparison.at),
        "scales": SCALES,
        "methods": [asdict(line) for line in report.lines],
        "groups": {"by": report.by, "lines": groups} if report.by else None,
        "skipped": [asdict(one) for one in comparison.skipped],
        "trials": [trial.to_json() for trial in comparison.trials],
    }


def _table(first: Sequence[str], columns: Sequence[Column], found: Sequence[tuple[Sequence[str], Line]], width: int) -> Table:
    """A name that stands in the row above is not said again."""
    cells = [[cell(line) for _, cell in columns] for _, line in found]
    taken = sum(2 + max(map(len, column)) for column in zip([name for name, _ in columns], *cells, strict=True))
    room = max(LEAST, (width - taken - 2 * (len(first) - 1)) // len(first))
    table = Table(box=None, pad_edge=False)
    for name in first:
        table.add_column(name, max_width=room, overflow="ellipsis", no_wrap=True)
    for name, _ in columns:
        table.add_column(name, justify="right", no_wrap=True)
    before: Sequence[str] = [""] * len(first)
    for (names, _), row in zip(found, cells, strict=True):
        shown = ["" if names[: place + 1] == before[: place + 1] else name for place, name in enumerate(names)]
        table.add_row(*map(Text, shown), *row)
        before = names
    return table


def _rows(first: Sequence[str], columns: Sequence[Column], found: Sequence[tuple[Sequence[str], Line]]) -> list[str]:
    head = [*first, *(name for name, _ in columns)]
    rows = [head, ["---"] * len(first) + ["--:"] * len(columns)]
    rows += [[*names, *(cell(line) for _, cell in columns)] for names, line in found]
    return [f"| {' | '.join(row)} |" for row in rows]


def _cell(text: str) -> str:
    """Text that Markdown takes as it is."""
    return re.sub(r"([\\|`*_<>\[\]])", r"\\\1", text)


def _percent(share: float | None) -> str:
    """In percent, and never -0.00."""
    return "-" if share is None else f"{round(100 * share, 2) + 0.0:.2f}"


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"

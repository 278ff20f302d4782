"""Draws how bytes fall as evaluations and CPU seconds rise: docs/search.png.

    python -m runs.search_table --json rows.jsonl …
    python -m runs.plot_search rows.jsonl …

A line for each proposer and tier, over the modules that all of them were run on, and a band from the worst to the best seed. Seeds
whose rows hold no CPU seconds are left out on the right.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt
from matplotlib.axes import Axes
from matplotlib.ticker import LogLocator, NullFormatter, ScalarFormatter

from runs.search_table import Row, read_rows

OUT = Path(__file__).parent.parent / "docs" / "search.png"


def saved(rows: Sequence[Row], evaluations: int) -> float:
    """Percent of the baseline's bytes, in total."""
    base = sum(row.baseline for row in rows)
    return 100 * (base - sum(row.reached[evaluations] for row in rows)) / base


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", nargs="+", help="what runs.search_table --json wrote")
    arguments = parser.parse_args()
    runs: dict[tuple[str, str, int], dict[tuple[str, str], Row]] = {}
    for path in arguments.rows:
        for row in read_rows(path):
            runs.setdefault((row.proposer, row.trust, row.seed), {})[row.program, row.module] = row
    common = set.intersection(*(set(run) for run in runs.values()))
    lines: dict[tuple[str, str], list[list[Row]]] = {}
    for (proposer, trust, _), run in runs.items():
        lines.setdefault((proposer, trust), []).append([run[key] for key in sorted(common)])
    figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.8), dpi=150, sharey=True)
    ticks: set[int] = set()
    for (proposer, trust), seeds in lines.items():
        points = sorted(set.intersection(*(set(row.reached) for rows in seeds for row in rows)))
        ticks.update(points)
        count = f"{len(seeds)} seed{'s' if len(seeds) > 1 else ''}"
        _line(left, points, points, seeds, f"{proposer}, {trust}, {count}")
        timed = [rows for rows in seeds if all(set(points) <= set(row.cpu) for row in rows)]
        if timed:
            seconds = [sum(row.cpu[point] for rows in timed for row in rows) / len(timed) / len(common) for point in points]
            _line(right, seconds, points, timed, "")
    left.set_xscale("log", base=2)
    left.set_xticks(sorted(ticks), [str(tick) for tick in sorted(ticks)])
    left.set_xlabel("evaluations a module")
    right.set_xscale("log")
    right.xaxis.set_major_locator(LogLocator(10, subs=(1, 2, 5)))
    right.xaxis.set_major_formatter(ScalarFormatter())
    right.xaxis.set_minor_formatter(NullFormatter())
    right.set_xlabel("CPU seconds a module, in the mean")
    left.set_ylabel("bytes saved over clang -Oz, %")
    left.set_ylim(bottom=0)
    for axes in (left, right):
        axes.grid(alpha=0.3)
    left.legend(frameon=False)
    figure.suptitle(f"{len(common)} modules of {', '.join(sorted({program for program, _ in common}))}", fontsize=8)
    figure.tight_layout()
    OUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUT)


def _line(axes: Axes, places: Sequence[float], points: Sequence[int], seeds: Sequence[Sequence[Row]], label: str) -> None:
    values = [[saved(rows, point) for rows in seeds] for point in points]
    (line,) = axes.plot(places, [sum(each) / len(each) for each in values], marker="o", markersize=4, label=label)
    axes.fill_between(places, [min(each) for each in values], [max(each) for each in values], alpha=0.2, color=line.get_color())


if __name__ == "__main__":
    main()

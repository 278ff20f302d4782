"""Draws how bytes fall as evaluations rise: docs/search.png.

    python -m runs.search_table --json rows.jsonl …
    python -m runs.plot_search rows.jsonl …

A line for each proposer and tier, over the modules that all of them were run on, and a band from the worst to the best seed.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

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
    figure, axes = plt.subplots(figsize=(7, 3.6), dpi=150)
    lines: dict[tuple[str, str], list[list[Row]]] = {}
    for (proposer, trust, _), run in runs.items():
        lines.setdefault((proposer, trust), []).append([run[key] for key in sorted(common)])
    ticks: set[int] = set()
    for (proposer, trust), seeds in lines.items():
        points = sorted(set.intersection(*(set(row.reached) for rows in seeds for row in rows)))
        values = [[saved(rows, point) for rows in seeds] for point in points]
        ticks.update(points)
        count = f"{len(seeds)} seed{'s' if len(seeds) > 1 else ''}"
        (line,) = axes.plot(points, [sum(each) / len(each) for each in values], marker="o", label=f"{proposer}, {trust}, {count}")
        axes.fill_between(points, [min(each) for each in values], [max(each) for each in values], alpha=0.2, color=line.get_color())
    axes.set_xscale("log", base=2)
    axes.set_xticks(sorted(ticks), [str(tick) for tick in sorted(ticks)])
    axes.set_xlabel("evaluations a module")
    axes.set_ylabel("bytes saved over clang -Oz, %")
    axes.set_title(f"{len(common)} modules of {', '.join(sorted({program for program, _ in common}))}", fontsize=8)
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False)
    figure.tight_layout()
    OUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUT)


if __name__ == "__main__":
    main()

"""Draws how bytes fall as evaluations rise: docs/search.png.

python -m runs.plot_search result.json …     # JSON reports of `passwright optimize` or `make demo ARGS="--json …"`
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib as mpl

mpl.use("Agg")
import matplotlib.pyplot as plt

OUT = Path(__file__).parent.parent / "docs" / "search.png"


def totals(reports: Sequence[dict[str, Any]], evaluations: int) -> list[float]:
    """Percent saved in total after each evaluation; a study that ended earlier keeps its last value."""
    base = sum(int(report["baseline"]["size"]) for report in reports)
    saved = []
    for n in range(1, evaluations + 1):
        value = 0.0
        for report in reports:
            curve = report["curve"]
            value += curve[min(n, len(curve)) - 1] if curve else report["baseline"]["size"]
        saved.append(100 * (base - value) / base)
    return saved


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("reports", nargs="+", help="NAME=FILE, a line in the plot for each")
    arguments = parser.parse_args()
    figure, axes = plt.subplots(figsize=(7, 3.6), dpi=150)
    for named in arguments.reports:
        name, _, path = named.partition("=")
        value = json.loads(Path(path).read_text())
        reports = value if isinstance(value, list) else [value]
        count = max(len(report["curve"]) for report in reports)
        axes.plot(range(1, count + 1), totals(reports, count), label=name)
    axes.set_xlabel("evaluations a module")
    axes.set_ylabel("bytes saved over clang -Oz, %")
    axes.set_ylim(bottom=0)
    axes.grid(alpha=0.3)
    axes.legend(frameon=False, loc="lower right")
    figure.tight_layout()
    OUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUT)


if __name__ == "__main__":
    main()

"""The figure of a comparison: saved bytes over compilations."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Sequence

from passwright.errors import ToolMissing
from passwright.report.comparison import Line, Report

KINDS = ("png", "svg", "pdf")
MARKERS = "osD^vP*X<>"


def check_drawing() -> None:
    """Raises ToolMissing where nothing can be drawn: before there is something to draw."""
    if importlib.util.find_spec("matplotlib") is None:
        raise ToolMissing("matplotlib, which draws the figure,", "Install it: pip install 'passwright[plot]'")


def draw(report: Report, kind: str) -> bytes:
    """A line for each method with the interval of its total as a band, compilations on a scale of powers."""
    check_drawing()
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import NullLocator

    found: Sequence[Line] = report.lines
    figure = Figure(figsize=(7.2, 4.4), dpi=150, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    at = sorted({line.at for line in found})
    methods = {name: [line for line in found if line.method == name] for name in dict.fromkeys(line.method for line in found)}
    for number, (name, lines) in enumerate(sorted(methods.items(), key=lambda item: -item[1][-1].saved.total)):
        places = [line.at for line in lines]
        totals = [100 * line.saved.total for line in lines]
        if not any(totals) and not lines[-1].compilations:
            axes.axhline(0, color="0.4", linestyle="--", linewidth=1, label=name)
            continue
        marker = MARKERS[number % len(MARKERS)]
        (drawn,) = axes.plot(places, totals, marker=marker, markersize=5, linewidth=1.6, label=f"{name}  {totals[-1]:.2f} %")
        low = [100 * line.interval.low for line in lines]
        high = [100 * line.interval.high for line in lines]
        axes.fill_between(places, low, high, alpha=0.14, linewidth=0, color=drawn.get_color())
    axes.set_xscale("log")
    axes.set_xticks(at, [f"{number}" for number in at])
    axes.xaxis.set_minor_locator(NullLocator())
    axes.set_xlabel("compilations a module")
    axes.set_ylabel(f"bytes saved over {report.baseline}, % of the total")
    axes.grid(alpha=0.25)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False, loc="upper left", fontsize=9)
    axes.set_title(report.title, fontsize=8, loc="left", color="0.3")
    out = io.BytesIO()
    # Without a date, the same figures give the same file.
    figure.savefig(out, format=kind, metadata={"svg": {"Date": None}, "pdf": {"CreationDate": None}}.get(kind))
    return out.getvalue()

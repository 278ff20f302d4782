"""A corpus as a table."""

from __future__ import annotations

from collections.abc import Sequence

from rich.table import Table

from passwright.data.corpus import Package


def table(packages: Sequence[Package]) -> Table:
    shown = Table(box=None, pad_edge=False)
    for heading in ("package", "split", "target"):
        shown.add_column(heading)
    for heading in ("sources", "modules", "functions", "seconds"):
        shown.add_column(heading, justify="right")
    for one in packages:
        target = one.target.replace("-pc-linux-gnu", "").replace("-linux-gnu", "")
        counts = (one.calls, one.modules, one.functions, round(one.seconds))
        shown.add_row(one.package, one.split, target, *(f"{count:,}" for count in counts))
    sums = (sum(getattr(one, name) for one in packages) for name in ("calls", "modules", "functions", "seconds"))
    shown.add_section()
    shown.add_row(f"{len(packages)} in all", "", "", *(f"{round(number):,}" for number in sums))
    return shown

"""What `passwright certify` found, for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from passwright.verify.certificates import Record
    from passwright.verify.certify import Broken, Certificate

PROGRAMS = 3
SUSPECTS = 12
WIDTH = 72


def verdicts(certificates: Sequence[Certificate], unfit: Sequence[Broken]) -> str:
    """The lists that were rejected with what they broke, then the sums."""
    lines = [f"{one.program} is left out, it does not work as clang compiles it: {_short(one.words)}" for one in unfit]
    for one in certificates:
        if one.refused:
            lines += [f"refused   {_short(one.pipeline)}", f"    {_short(one.refused)}"]
        if one.broken:
            lines.append(f"rejected  {_short(one.pipeline)}")
            lines += [f"    {broken.program}: {broken.outcome}, {_short(broken.words)}" for broken in one.broken[:PROGRAMS]]
            if len(one.broken) > PROGRAMS:
                lines.append(f"    and {len(one.broken) - PROGRAMS} more programs")
    tried = [one for one in certificates if not one.refused]
    rejected = sum(bool(one.broken) for one in tried)
    share = f" ({100 * rejected / len(tried):.2f} %)" if tried else ""
    refused = f", {len(certificates) - len(tried)} refused by LLVM" if len(tried) < len(certificates) else ""
    on = f" on {min(counts)} programs" if (counts := [one.programs for one in tried if one.holds]) else ""
    lines.append(f"{len(certificates)} lists{on}: {len(tried) - rejected} hold, {rejected} rejected{share}{refused}")
    return "\n".join(lines)


def suspects(records: Sequence[Record]) -> Table:
    """The passes that stand in rejected lists most often."""
    table = Table(title="passes most often in rejected lists", box=None, pad_edge=False)
    table.add_column("pass")
    for name in ("lists", "rejected", "share", "runs survived"):
        table.add_column(name, justify="right")
    for record in records[:SUSPECTS]:
        if record.rejected:
            share = f"{100 * record.rejected / record.lists:.0f} %"
            table.add_row(record.name, f"{record.lists}", f"{record.rejected}", share, f"{record.runs}")
    return table


def _short(text: str) -> str:
    """On one line, its end left out if it is long."""
    text = " ".join(text.split())
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"

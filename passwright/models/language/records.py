"""What a run leaves for people to read: a line a step in metrics.jsonl, lines on the terminal, the table of stages by tasks."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from passwright.models.language.checkpoint import Standing
from passwright.models.language.device import Device
from passwright.models.language.loop import Line

METRICS = "metrics.jsonl"
TABLE = "table.json"
PAUSE = 2.0
"""Seconds between two lines on the terminal."""


def write_whole(path: Path, text: str) -> None:
    """Beside, then renamed: a run that is cut leaves the old text or the new one."""
    beside = path.with_name(path.name + ".part")
    beside.write_text(text)
    beside.replace(path)


class Records:
    """Writes a run's lines; `say` is told what people see. Lines behind `standing` are dropped, as those steps come again, and a last line
    that was cut."""

    def __init__(self, run: Path, device: Device, say: Callable[[str], None], stages: Sequence[str], standing: Standing) -> None:
        self.device, self.say, self.said = device, say, 0.0
        self.path = run / METRICS
        kept = []
        if self.path.exists():
            for text in self.path.read_text().splitlines(keepends=True):
                if not text.endswith("\n"):
                    break
                line = json.loads(text)
                if (stages.index(line["stage"]), line["step"]) <= (standing.stage, standing.step):
                    kept.append(text)
        write_whole(self.path, "".join(kept))

    def report(self, lines: Sequence[Line]) -> None:
        with self.path.open("a") as file:
            file.writelines(json.dumps(asdict(line)) + "\n" for line in lines)
        last = lines[-1]
        if time.monotonic() - self.said < PAUSE and last.progress < 1:
            return
        self.said = time.monotonic()
        done = max(last.progress, 1e-9)
        losses = ", ".join(f"{name} {loss:.4f}" for name, loss in last.losses.items())
        self.say(
            f"{last.stage} step {last.step}: loss {losses}; norm {last.norm:.2f}; rate {last.rate:.2e}; "
            f"{last.tokens_per_second:,.0f} tokens/s; {self.device.share(last.flops_per_second)} of peak; "
            f"{last.progress:.0%}, {last.seconds * (1 - done) / done:.0f} s left"
        )


COLUMNS = ("pretrain", "emulate", "disassemble", "flags first", "flags nothing", "flags fixed", "test first", "test nothing", "test fixed")


def table_text(table: Sequence[dict[str, Any]]) -> str:
    """The table of stages by tasks: nats a token of text; bytes a function beyond the best choice."""
    columns = [name for name in COLUMNS if any(name in row for row in table)]
    lines = [["after", *columns]]
    lines += [[row["after"], *(f"{row[name]:.4f}" if name in row else "" for name in columns)] for row in table]
    wide = [max(len(line[n]) for line in lines) for n in range(len(lines[0]))]
    return "\n".join("  ".join(cell.rjust(width) for cell, width in zip(line, wide, strict=True)) for line in lines)


def write_table(run: Path, table: Sequence[dict[str, Any]]) -> None:
    units = "text: nats a token that is learned; flags: mean bytes a function beyond its best choice, of the first choice, of none, of one"
    write_whole(run / TABLE, json.dumps({"units": units, "rows": list(table)}, indent=1) + "\n")

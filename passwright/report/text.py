"""Summaries and tables for a terminal of 80 columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from passwright.evaluate.measurement import Measurement
    from passwright.llvm.catalogue import Entry
    from passwright.llvm.plan import Plan
    from passwright.optimizer.explain import Step
    from passwright.optimizer.optimize import Result
    from passwright.optimizer.whole import WholeResult


def summary(result: Result, out: str) -> str:
    """A few lines about a result: sizes, plan, gates, what to know."""
    base, best = result.baseline, result.best
    level = result.module.level
    lines = [f"{result.module.name}: clang -O{level} {base.size} bytes, ours {best.size} ({_percent(base.size, best.size)})"]
    lines.append(f"  IR instructions {base.instructions} -> {best.instructions}, .text+.data {base.text_data} -> {best.text_data}")
    answered = f" ({result.answered} of them known from before)" if result.answered else ""
    if result.reason:
        lines.append(f"  clang's own object goes out: {result.reason}{answered}")
    else:
        lines.append(f"  plan of {plan_size(result.plan)}")
        lines.append(f"  found in {result.evaluations} evaluations{answered}, {result.seconds:.1f} s")
    gates = ", ".join(verdict.gate for verdict in result.evidence.verdicts if verdict.passed)
    lines.append(f"  gates passed: {gates}")
    telling = ("differential", "validation")
    lines += [f"  {verdict.gate}: {verdict.detail}" for verdict in result.evidence.verdicts if verdict.gate in telling and verdict.passed]
    if result.reason:
        failed = [verdict for verdict in result.evidence.verdicts if not verdict.passed]
        lines += [f"  {verdict.gate} does not hold for clang's own object: {verdict.detail}" for verdict in failed]
    lines += _mishaps(result)
    lines.append(f"  written to {out}" + (" (interrupted: the best so far)" if result.stopped == "interrupted" else ""))
    return "\n".join(lines)


def plan_size(plan: Plan) -> str:
    """What a plan holds, as in "120 passes, 14 attributes, 3 inlining decisions"."""
    counts = ((plan.edits, "attribute"), (plan.decisions, "inlining decision"), (len(plan.codegen), "code generation option"))
    also = [f", {count} {name}{'s' if count > 1 else ''}" for count, name in counts if count]
    return f"{len(plan)} passes{''.join(also)}"


def program_summary(whole: WholeResult, out: str) -> str:
    """A line for each linked image, then what is known of ours."""
    result, best = whole.result, whole.best_baseline
    files = len(whole.program.sources)
    lines = [f"{out}: {files} file{'s' if files != 1 else ''}, allocated bytes of the linked image"]
    for image in (*whole.baselines, whole.ours):
        if image:
            mark = " <- written" if image is whole.image else ""
            lines.append(f"  {image.name:24}{image.size:>10}  {_percent(best.size, image.size):>9}{mark}")
    if whole.reason:
        lines.append(f"  clang's own program goes out: {whole.reason}")
    else:
        plan = f"plan of {plan_size(result.plan)}" if result.plan.pipeline else "clang's own pipeline on the merged module"
        lines += [f"  {plan}", f"  {result.evaluations} evaluations, {result.seconds:.1f} s"]
        lines.append(f"  gates passed: {', '.join(verdict.gate for verdict in result.evidence.verdicts if verdict.passed)}")
    lines += _mishaps(result)
    lines.append(f"  written to {out}" + (" (interrupted: the best so far)" if result.stopped == "interrupted" else ""))
    return "\n".join(lines)


def _mishaps(result: Result) -> list[str]:
    """What was turned down, what LLVM did not survive, what to know."""
    lines = []
    if result.rejected:
        lines.append(f"  rejected by a gate: {len(result.rejected)}")
    if result.failures:
        kinds = ", ".join(sorted({failure.outcome for failure in result.failures}))
        lines.append(f"  evaluations that LLVM did not survive: {len(result.failures)} ({kinds}); reproducers in the JSON report")
    return lines + [f"  warning: {warning}" for warning in result.warnings]


@dataclass(frozen=True)
class Row:
    """A module in a table of many. `tests`: whether the tests of its program pass, one gate more where there are any."""

    name: str
    result: Result
    seconds: float
    tests: bool | None = None


def module_table(rows: Sequence[Row]) -> Table:
    """What was saved of each module."""
    table = Table(title="bytes that occupy memory: text, read-only data, data, unwind tables", box=None, pad_edge=False)
    table.add_column("module", overflow="ellipsis", no_wrap=True)
    for name in (_baseline([row.result for row in rows]), "ours", "saved", "plan", "evals", "s", "gates"):
        table.add_column(name, justify="right", no_wrap=True)
    for row in rows:
        result = row.result
        verdicts = [verdict.passed for verdict in result.evidence.verdicts] + ([] if row.tests is None else [row.tests])
        table.add_row(
            row.name,
            f"{result.baseline.size}",
            f"{result.best.size}",
            _saved(result.baseline.size, result.best.size),
            f"{len(result.plan)}" if result.reason is None else "-",
            f"{result.evaluations}",
            f"{row.seconds:.1f}",
            f"{sum(verdicts)}/{len(verdicts)}",
        )
    return table


def total_table(results: Sequence[Result], linked: Sequence[tuple[str, int, int]] = ()) -> Table:
    """Sums over modules; `linked` are rows of (name, bytes before, bytes after) to be added."""
    table = Table(title="in total", box=None, pad_edge=False)
    table.add_column("")
    for name in (_baseline(results), "ours", "saved"):
        table.add_column(name, justify="right")
    rows = [
        ("IR instructions", sum(r.baseline.instructions for r in results), sum(r.best.instructions for r in results)),
        ("object bytes", sum(r.baseline.size for r in results), sum(r.best.size for r in results)),
        (".text + .data of the objects", sum(r.baseline.text_data for r in results), sum(r.best.text_data for r in results)),
        *linked,
    ]
    for name, before, after in rows:
        table.add_row(name, f"{before}", f"{after}", _saved(before, after))
    return table


def _baseline(results: Sequence[Result]) -> str:
    levels = {result.module.level for result in results}
    return f"clang -O{levels.pop()}" if len(levels) == 1 else "clang"


def explanation(before: Measurement, steps: Sequence[Step]) -> Table:
    """A row for each pass that did something; runs of passes that did nothing are folded into one row."""
    table = Table(box=None, pad_edge=False)
    table.add_column("pass", overflow="fold", ratio=1)
    table.add_column("in", overflow="fold")
    for name in ("IR", "+/-", "bytes", "+/-"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_row("(before any pass)", "", str(before.instructions), "", str(before.size), "")
    idle = 0
    for step in steps:
        if not step.changed:
            idle += 1
            continue
        if idle:
            table.add_row(f"  … {idle} without effect", "", "", "", "", "", style="dim")
            idle = 0
        changes = (f"{step.instructions_change:+d}", str(step.size), f"{step.size_change:+d}")
        table.add_row(_short(step.text), step.place.rpartition("/")[2], str(step.instructions), *changes)
    if idle:
        table.add_row(f"  … {idle} without effect", "", "", "", "", "", style="dim")
    return table


def catalogue(entries: Sequence[Entry]) -> Table:
    table = Table(box=None, pad_edge=False)
    for name in ("pass", "in", "forms", "tier", "runs", "why"):
        table.add_column(name, overflow="fold", justify="right" if name == "runs" else "left")
    for entry in entries:
        runs = f"{entry.runs:,}" if entry.lists else "-"
        table.add_row(entry.name, entry.adaptor, str(len(entry.texts)), entry.tier, runs, entry.why)
    return table


def _short(text: str) -> str:
    """Long parameters are for the JSON report."""
    return text if len(text) <= 36 else text.partition("<")[0] + "<…>"


def _saved(before: int, after: int) -> str:
    return f"{100 * (before - after) / before:.2f} %" if before else "-"


def _percent(before: int, after: int) -> str:
    return f"{100 * (after - before) / before:+.2f} %" if before else "nothing to save"

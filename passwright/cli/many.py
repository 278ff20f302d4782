"""`passwright optimize` for several files, or on a cluster: folders of outputs, progress for all, one table at the end."""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rich.console import Console

from passwright.cli.output import check_output, write_output
from passwright.errors import CompileError, InputError, OutputError
from passwright.llvm import flags as clang_flags
from passwright.optimizer.many import Done, Progress, Task, optimize_many
from passwright.optimizer.optimize import KINDS, Options
from passwright.report.text import Row, module_table, summary, total_table
from passwright.search.study import Outcome


@dataclass(frozen=True)
class Outputs:
    """Where things go. For several files `output`, `plan` and `study` are folders, `report` is one file for all."""

    output: str | None
    plan: str | None
    study: str | None
    report: str | None


@dataclass(frozen=True)
class _Place:
    """The outputs of one module."""

    task: Task
    output: str
    plan: str | None


def optimize_files(
    sources: Sequence[str], flags: Sequence[str], options: Options, outputs: Outputs, cluster: str | None, quiet: bool
) -> int:
    """Optimises all files and writes what each gives as soon as it is done. Returns the exit status.

    1 if a file failed, 130 if Ctrl-C came before one had a result. Raises a PasswrightError, before anything runs, for what
    concerns all.
    """
    clang_flags.check(flags)
    places = _places(sources, flags, outputs, [options.store] if isinstance(options.store, str) else [])
    quiet = quiet or outputs.report == "-"
    done: list[Done] = []
    # Ray prints what happens to its nodes on standard output, where only ours belongs; that a node was lost, the table says.
    ours_alone = contextlib.redirect_stdout(io.StringIO()) if cluster else contextlib.nullcontext()
    with ours_alone, _progress(len(places), options.budget, quiet) as (progress, tell, finish):
        tasks = [place.task for place in places.values()]
        with contextlib.closing(optimize_many(tasks, replace(options, study=None), cluster=cluster, progress=progress)) as results:
            for one in results:
                place = places[one.task.source]
                one = _written(one, place)
                done.append(one)
                finish(one)
                if one.error:
                    tell(str(one.error) if isinstance(one.error, CompileError) else f"passwright: error: {one.error}")
    order = {task.source: number for number, task in enumerate(tasks)}
    done.sort(key=lambda one: order[one.task.source])
    _report(done, places, outputs.report)
    left_out = [one.task.source for one in done if one.result is None and one.error is None]
    if not quiet:
        _print(done, places)
    if left_out:
        print(f"passwright: interrupted before there was a result for {', '.join(left_out)}", file=sys.stderr)
    return 1 if any(one.error for one in done) else 130 if left_out else 0


def _written(one: Done, place: _Place) -> Done:
    """Writes the outputs of a module that is done; one that cannot be written has failed, and the others go on."""
    if one.result is None:
        return one
    try:
        write_output(place.output, one.data)
        if place.plan:
            write_output(place.plan, (json.dumps(one.result.plan.to_json(), indent=1) + "\n").encode())
    except OutputError as error:
        return replace(one, result=None, error=error)
    return one


def _places(sources: Sequence[str], flags: Sequence[str], outputs: Outputs, taken: list[str]) -> dict[str, _Place]:
    """The outputs of each source, all of which can be written and none of which is taken. Makes the folders."""
    several = len(sources) > 1
    places: dict[str, _Place] = {}
    if several:
        _check_stems(sources)
        for option, folder in (("-o", outputs.output), ("--plan-out", outputs.plan), ("--study", outputs.study)):
            if folder is not None:
                _check_folder(option, folder)
    for source in sources:
        stem = Path(source).stem or "out"
        output = _within(outputs.output or ".", f"{stem}.o") if several else outputs.output or f"{stem}.o"
        plan = _within(outputs.plan, f"{stem}.json") if several and outputs.plan else outputs.plan
        study = _within(outputs.study, f"{stem}.jsonl") if several and outputs.study else outputs.study
        kind = KINDS.get(Path(output).suffix, "obj")
        places[source] = _Place(Task(source, tuple(clang_flags.with_dependencies_for(output, flags)), study, kind), output, plan)
        taken += [study] if study else []
    if several:
        for folder in filter(None, (outputs.output, outputs.plan, outputs.study)):
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                raise OutputError(folder, error.strerror or str(error)) from error
    reports = [outputs.report] if outputs.report and outputs.report != "-" else []
    for path in [*(path for place in places.values() for path in (place.output, place.plan) if path), *reports]:
        check_output(path, tuple(sources), taken)
        taken.append(path)
    return places


def _within(folder: str, name: str) -> str:
    return name if folder == "." else os.path.join(folder, name)


def _check_stems(sources: Sequence[str]) -> None:
    stems: dict[str, str] = {}
    for source in sources:
        stem = Path(source).stem
        if stem in stems:
            raise InputError(f"{stems[stem]} and {source}", f"both would become {stem}.o; optimise one of them in a run of its own")
        stems[stem] = source


def _check_folder(option: str, folder: str) -> None:
    path = Path(folder)
    if path.exists() and not path.is_dir():
        raise OutputError(folder, f"with several inputs {option} names a folder, and this is a file")
    if not path.exists() and path.suffix in (".o", ".json", ".jsonl", *KINDS):
        raise OutputError(folder, f"with several inputs {option} names a folder, and this looks like a file; make it first if it is meant")


def _report(done: Sequence[Done], places: dict[str, _Place], path: str | None) -> None:
    if path is None:
        return
    results = [(one, one.result) for one in done if one.result]
    before = sum(result.baseline.size for _, result in results)
    after = sum(result.best.size for _, result in results)
    report = {
        "schema": "passwright.results/1",
        "results": [{**result.to_json(), "output": places[one.task.source].output} for one, result in results],
        "failed": [{"source": one.task.source, "error": str(one.error)} for one in done if one.error],
        "left_out": [one.task.source for one in done if one.result is None and one.error is None],
        "totals": {
            "modules": len(results),
            "baseline": before,
            "best": after,
            "saved": (before - after) / before if before else 0.0,
            "evaluations": sum(result.evaluations for _, result in results),
            "seconds": round(sum(one.seconds for one, _ in results), 3),
        },
    }
    text = json.dumps(report, indent=1) + "\n"
    if path == "-":
        sys.stdout.write(text)
    else:
        write_output(path, text.encode())


def _print(done: Sequence[Done], places: dict[str, _Place]) -> None:
    results = [(one, one.result) for one in done if one.result]
    if len(places) == 1:
        for one, result in results:
            print(summary(result, places[one.task.source].output))
    elif results:
        console = Console()
        console.print(module_table([Row(result.module.name, result, one.seconds) for one, result in results]))
        console.print()
        console.print(total_table([result for _, result in results]))
        for _, result in results:
            for warning in result.warnings:
                print(f"{result.module.name}: warning: {warning}")
        early = [result.module.name for _, result in results if result.stopped == "interrupted"]
        if early:
            print(f"interrupted, the best so far: {', '.join(early)}")
    again = [one.task.source for one in done if one.attempts > 1]
    if again:
        print(f"begun again, with all that was measured, after a node was lost: {', '.join(again)}")


@contextlib.contextmanager
def _progress(modules: int, budget: str, silent: bool) -> Iterator[tuple[Progress, Callable[[str], None], Callable[[Done], None]]]:
    """A line for each module that is running and one for all, on a terminal; nothing anywhere else.

    Gives what is to be told of a study's progress, of errors, and of modules that are done.
    """
    if silent or not sys.stderr.isatty():
        yield lambda task, outcome: None, lambda words: print(words, file=sys.stderr), lambda one: None
        return
    from rich import progress as bars

    limit = int(budget) if budget.isdigit() else None
    columns = (
        bars.TextColumn("{task.description}"),
        bars.BarColumn(20),
        bars.MofNCompleteColumn(),
        bars.TextColumn("{task.fields[state]}"),
    )
    console = Console(stderr=True)
    saved = [0, 0]
    with bars.Progress(*columns, console=console, transient=True) as shown:
        total = shown.add_task("modules", total=modules, state="")
        rows: dict[str, Any] = {}

        def progress(task: Task, outcome: Outcome[Any] | None) -> None:
            if task.source not in rows:
                rows[task.source] = shown.add_task(Path(task.source).name, total=limit, state="")
            if outcome and outcome.baseline:
                state = f"{100 * (outcome.baseline - outcome.value) / outcome.baseline:.2f} % saved"
                shown.update(rows[task.source], completed=outcome.evaluations, state=state)

        def finish(one: Done) -> None:
            if one.task.source in rows:
                shown.remove_task(rows.pop(one.task.source))
            if one.result:
                saved[0] += one.result.baseline.size
                saved[1] += one.result.best.size
            state = f"{100 * (saved[0] - saved[1]) / saved[0]:.2f} % saved" if saved[0] else ""
            shown.update(total, advance=1, state=state)

        yield progress, lambda words: console.print(words, markup=False, highlight=False, soft_wrap=True), finish

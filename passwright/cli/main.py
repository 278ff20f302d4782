"""`passwright`: the commands. Each imports what it needs when it runs, so that --help loads nothing."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from passwright.cli.output import check_output, write_output
from passwright.errors import CompileError, FlagError, PasswrightError

if TYPE_CHECKING:
    from passwright.optimizer.optimize import Result, Session

app = typer.Typer(
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    no_args_is_help=True,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Makes programs smaller than clang -Oz by choosing which LLVM passes run, and shows that they still work. "
    "Start with: passwright optimize file.c -o file.o",
)

Source = Annotated[str, typer.Argument(metavar="FILE", help="a .c, .cc, .cpp, .ll or .bc file")]
Flags = Annotated[list[str] | None, typer.Argument(metavar="[-- CLANG FLAGS]", help="clang's own flags, after --", show_default=False)]
PlanFile = Annotated[str, typer.Argument(metavar="PLAN", help="a plan, as optimize --plan-out writes it")]
Out = Annotated[str | None, typer.Option("-o", "--output", help="the output: .o, .bc, .ll or .s", show_default=False)]
Jobs = Annotated[int | None, typer.Option(help="workers; does not change the result", show_default="one a core")]
Trust = Annotated[str, typer.Option(help="passes that may be used: core or extended")]
Target = Annotated[str | None, typer.Option(help="target triple, as in riscv32-unknown-elf", show_default=False)]
Cpu = Annotated[str | None, typer.Option(help="target CPU, as clang's -mcpu takes it", show_default=False)]


@app.command()
def optimize(
    source: Source,
    flags: Flags = None,
    output: Out = None,
    objective: Annotated[str, typer.Option("--for", help="what to minimise: size or instructions")] = "size",
    budget: Annotated[str, typer.Option(help="evaluations (256) or seconds (2s)")] = "256",
    seed: Annotated[int, typer.Option(help="same seed, same result")] = 0,
    jobs: Jobs = None,
    trust: Trust = "core",
    proposer: Annotated[str, typer.Option(help="genetic, random or converge")] = "genetic",
    target: Target = None,
    cpu: Cpu = None,
    test: Annotated[str | None, typer.Option(help="a command that fails if $PASSWRIGHT_OBJECT is broken", show_default=False)] = None,
    test_timeout: Annotated[float, typer.Option(help="seconds for one run of --test")] = 300.0,
    study: Annotated[str | None, typer.Option(help="file of all measurements; resumed if it exists", show_default=False)] = None,
    plan_out: Annotated[str | None, typer.Option(help="write the plan here", show_default=False)] = None,
    json_out: Annotated[str | None, typer.Option("--json", help="write the report here; - for standard output", show_default=False)] = None,
    memory: Annotated[int, typer.Option(help="MiB of address space for one worker")] = 4096,
    limit: Annotated[float | None, typer.Option(help="seconds for one evaluation", show_default="20 times clang's own, at least 5")] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="print nothing but errors")] = False,
) -> None:
    """Make one file smaller than clang does, or leave it as clang makes it.

    The baseline is clang at your own level (-Oz if the flags name none). The output is never larger, and it passed LLVM's
    verifier, the trusted passes, the reproduction by stock clang and opt, and your --test command. Ctrl-C ends the search
    and keeps the best so far.

    Example: passwright optimize f.c -o f.o --budget 512 -- -Iinclude -ffunction-sections
    """
    from passwright.optimizer.optimize import Options, Session

    out = output or _object_name(source)
    others = [study] if study else []
    for path in filter(None, (out, plan_out, None if json_out == "-" else json_out)):
        check_output(path, (source,), others)
        others.append(path)
    _check_seconds("--test-timeout", test_timeout)
    _check_seconds("--limit", limit)
    options = Options(objective, budget, seed, jobs, trust, proposer, test, test_timeout, study, _memory(memory), limit)
    with Session(source, _flags(flags, target, cpu), options) as session:
        with _progress(quiet or json_out == "-") as show:
            result = session.optimize(lambda outcome: show(outcome.evaluations, _search_state(outcome), outcome.seconds, options.budget))
        data = _build(session, result, out)
    write_output(out, data)
    if plan_out:
        write_output(plan_out, (json.dumps(result.plan.to_json(), indent=1) + "\n").encode())
    report = json.dumps(result.to_json(), indent=1) + "\n"
    if json_out == "-":
        sys.stdout.write(report)
    elif json_out:
        write_output(json_out, report.encode())
    if not quiet and json_out != "-":
        from passwright.report.text import summary

        print(summary(result, out))


@app.command()
def apply(plan: PlanFile, source: Source, flags: Flags = None, output: Out = None, trust: Trust = "core") -> None:
    """Give the same bytes again, from the plan alone.

    Without flags after -- the plan's own are used, as far as they can neither run code nor write files.
    """
    from passwright.optimizer.optimize import KINDS, apply_plan

    out = output or _object_name(source)
    check_output(out, (source, plan))
    data, evidence = apply_plan(plan, source, flags, KINDS.get(Path(out).suffix, "obj"), trust)
    write_output(out, data)
    print(f"{out}: {len(data)} bytes; gates passed: {', '.join(verdict.gate for verdict in evidence.verdicts)}")


@app.command()
def explain(
    source: Source,
    flags: Flags = None,
    plan: Annotated[str | None, typer.Option(help="a plan; without it clang's own pipeline", show_default=False)] = None,
    jobs: Jobs = None,
    target: Target = None,
    cpu: Cpu = None,
    json_out: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """Show what each pass did to IR instructions and to bytes; the stock commands at the end."""
    from dataclasses import asdict

    from passwright.llvm.plan import Plan
    from passwright.optimizer.explain import explain as explain_steps
    from passwright.verify import stock

    with _session(plan, source, _flags(flags, target, cpu), jobs, bool(flags)) as (session, pipeline):
        with _progress(json_out) as show:
            show(0, "measuring each pass", 0.0, "")
            before, steps = explain_steps(session, pipeline)
        lines = stock.commands(session.module, Plan.of(session.module, pipeline), _object_name(source))
    if json_out:
        print(json.dumps({"before": before.to_json(), "steps": [asdict(step) for step in steps], "commands": lines}, indent=1))
        return
    from rich.console import Console

    from passwright.report.text import explanation

    Console().print(explanation(before, steps))
    print("\nThe same with stock tools:\n" + "\n".join(lines))


@app.command()
def minimize(
    plan: PlanFile,
    source: Source,
    flags: Flags = None,
    plan_out: Annotated[str | None, typer.Option(help="write the plan here", show_default="standard output")] = None,
    jobs: Jobs = None,
) -> None:
    """Find the shortest plan that gives the same bytes, its passes in one canonical order."""
    from passwright.llvm.plan import Plan

    if plan_out:
        check_output(plan_out, (source, plan) if plan_out != plan else (source,))
    with _session(plan, source, flags or [], jobs, bool(flags)) as (session, pipeline), _progress(False) as show:
        show(0, f"dropping passes, {len(pipeline)} at first", 0.0, "")
        shortest = session.minimize(pipeline)
        value = Plan.of(session.module, shortest).to_json()
    text = json.dumps(value, indent=1) + "\n"
    if plan_out:
        write_output(plan_out, text.encode())
    else:
        sys.stdout.write(text)
    print(f"{len(pipeline)} passes -> {len(shortest)}, same bytes", file=sys.stderr)


@app.command()
def passes(
    tier: Annotated[str | None, typer.Option(help="core, extended or quarantined", show_default="all")] = None,
    name: Annotated[str | None, typer.Option(help="only passes whose name contains this", show_default=False)] = None,
    json_out: Annotated[bool, typer.Option("--json", help="print JSON")] = False,
) -> None:
    """List the passes of this LLVM: name, level, parameters, tier, and why it is in that tier."""
    from dataclasses import asdict

    from passwright.llvm.catalogue import TIERS, load_catalogue
    from passwright.llvm.toolchain import find_toolchain

    if tier is not None and tier not in TIERS:
        raise FlagError(f"--tier {tier}", f"must be one of {', '.join(TIERS)}")
    entries = [e for e in load_catalogue(find_toolchain().version).entries if tier in (None, e.tier) and (name or "") in e.name]
    if json_out:
        print(json.dumps([asdict(entry) for entry in entries], indent=1))
        return
    from rich.console import Console

    from passwright.report.text import catalogue

    Console().print(catalogue(entries))


@app.command()
def study(path: Annotated[str, typer.Argument(metavar="STUDY", help="a file that optimize --study wrote")]) -> None:
    """Show what is in a study file: how many evaluations, their outcomes, the best ones."""
    from passwright.evaluate.experience import inspect_study

    print(json.dumps(inspect_study(path), indent=1))


@app.command()
def doctor(json_out: Annotated[bool, typer.Option("--json", help="print JSON")] = False) -> None:
    """Say what support would ask for: versions, paths, targets, what is missing and how to get it."""
    from passwright.cli.doctor import diagnose

    report = diagnose()
    if json_out:
        print(json.dumps(report, indent=1))
    else:
        for key, value in report.items():
            print(f"{key}: {value if isinstance(value, str) else json.dumps(value)}")
    if report["missing"]:
        raise typer.Exit(1)


@contextlib.contextmanager
def _session(plan_path: str | None, source: str, flags: list[str], jobs: int | None, own_flags: bool) -> Iterator[tuple[Session, Any]]:
    """A session with the pipeline of a plan, or with clang's own."""
    from passwright.errors import PlanError
    from passwright.llvm.baseline import pipeline_of
    from passwright.llvm.plan import Plan
    from passwright.llvm.toolchain import find_toolchain
    from passwright.optimizer.optimize import Options, Session

    if plan_path is None:
        with Session(source, flags, Options(jobs=jobs)) as session:
            yield session, pipeline_of(session.module)
        return
    plan = Plan.read(plan_path)
    if not own_flags:
        plan.check_flags(plan_path)
        flags = [*plan.flags, *flags]
    with Session(source, flags, Options(jobs=jobs), toolchain=find_toolchain(plan.llvm)) as session:
        plan.check_fits(session.module, plan_path)
        if plan.pipeline is None:
            raise PlanError(plan_path, "is clang's own pipeline; there is nothing to shorten or to explain")
        yield session, plan.pipeline


def _build(session: Session, result: Result, out: str) -> bytes:
    from passwright.optimizer.optimize import KINDS
    from passwright.verify.gates import Candidate

    return session.build(Candidate(session.module, result.plan, result.best, result.object), KINDS.get(Path(out).suffix, "obj"))


def _object_name(source: str) -> str:
    """Where the output goes if the user does not say: into the current folder, as with clang."""
    return f"{Path(source).stem or 'out'}.o"


def _check_seconds(option: str, seconds: float | None) -> None:
    if seconds is not None and not 0 < seconds < 1e9:
        raise FlagError(f"{option} {seconds:g}", "must be a positive number of seconds")


def _flags(flags: list[str] | None, target: str | None, cpu: str | None) -> list[str]:
    given = [f"--target={target}"] if target else []
    return [*given, *([f"-mcpu={cpu}"] if cpu else []), *(flags or [])]


def _memory(mebibytes: int) -> int:
    if not 512 <= mebibytes <= 1 << 20:
        raise FlagError(f"--memory {mebibytes}", "must be between 512 and 1048576 MiB; LLVM's libraries alone map about 300")
    return mebibytes << 20


def _search_state(outcome: Any) -> str:
    saved = 100 * (outcome.baseline - outcome.value) / outcome.baseline if outcome.baseline else 0.0
    return f"{outcome.baseline:g} -> {outcome.value:g} ({saved:.2f} % saved)"


@contextlib.contextmanager
def _progress(silent: bool) -> Iterator[Callable[[int, str, float, str], None]]:
    """A line that is drawn over again on a terminal; nothing anywhere else."""
    if silent or not sys.stderr.isatty():
        yield lambda *_: None
        return
    from rich.console import Console

    console = Console(stderr=True)
    with console.status("reading") as status:
        yield lambda done, state, seconds, budget: status.update(f"{f'{done}/{budget} evaluations  ' if budget else ''}{state}")


def main() -> None:
    """The entry point: errors of ours are one text on stderr and status 1, never a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # through the handlers that clean up
    try:
        app()
    except CompileError as error:
        print(error, file=sys.stderr)  # clang's own words, for people and tools that know them
        sys.exit(1)
    except PasswrightError as error:
        print(f"passwright: error: {error}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)

"""`passwright`: the commands. Each imports what it needs when it runs, so that --help loads nothing."""

from __future__ import annotations

import contextlib
import os
import signal
import sys

import click

from passwright.cli.certify import certify
from passwright.cli.corpus import corpus
from passwright.cli.evaluate import evaluate
from passwright.cli.experience import experience

TYPE_CHECKING = False  # as typing has it, which takes a tenth of the time of --help to load
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from passwright.optimizer.optimize import Result, Session


class WithFlags(click.Command):
    """Takes what stands after -- as clang's flags, so that any number of files can stand before it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        at = args.index("--") if "--" in args else len(args)
        ctx.params["flags"] = tuple(args[at + 1 :])
        return super().parse_args(ctx, args[:at])

    def collect_usage_pieces(self, ctx: click.Context) -> list[str]:
        return [*super().collect_usage_pieces(ctx), "[-- CLANG FLAGS]"]


source_argument = click.argument("source", metavar="FILE")
plan_argument = click.argument("plan", metavar="PLAN")
flags_argument = click.argument("flags", nargs=-1, type=click.UNPROCESSED, metavar="[-- CLANG FLAGS]")
output_option = click.option("-o", "--output", help="The output: .o, .bc, .ll or .s; FILE's name with .o if not given.")
jobs_option = click.option("--jobs", type=int, help="Workers in all; does not change the result.  [default: one a core]")
trust_option = click.option("--trust", default="core", show_default=True, help="Passes that may be used: core or extended.")
target_option = click.option("--target", help="Target triple, as in riscv32-unknown-elf.")
cpu_option = click.option("--cpu", help="Target CPU, as clang's -mcpu takes it.")
json_flag = click.option("--json", "json_out", is_flag=True, help="Print JSON.")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def app() -> None:
    """Makes programs smaller than clang -Oz by choosing which LLVM passes run, and shows that they still work.

    FILE is a .c, .cc, .cpp, .ll or .bc file; clang's own flags stand after --.

    Start with: passwright optimize file.c -o file.o
    """


@app.command(cls=WithFlags)
@click.argument("sources", metavar="FILE...", nargs=-1, required=True)
@output_option
@click.option("--whole-program", is_flag=True, help="Optimise all files as one module and link them to -o.")
@click.option("--keep", multiple=True, metavar="SYMBOL", help="With --whole-program: a symbol that must stay; repeatable.")
@click.option("--emit-script", help="With --whole-program: a shell script of stock tools that makes -o.")
@click.option("--for", "objective", default="size", show_default=True, help="What to minimise: size, object, instructions.")
@click.option("--budget", default="256", show_default=True, help="Evaluations (256) or seconds (2s).")
@click.option("--seed", default=0, show_default=True, help="Same seed, same result.")
@jobs_option
@trust_option
@click.option(
    "--proposer",
    default="guided",
    show_default=True,
    help="guided (portfolio, begun where the policy says), portfolio (the others, by what each earns), ranker, coreset, functionwise,"
    " callwise, codegen, genetic, tree, random, converge, autotuner.",
)
@click.option("--policy", default="", metavar="DIR", help="A policy's folder.  [default: the package's own]")
@target_option
@cpu_option
@click.option("--test", help="A command that fails if $PASSWRIGHT_OBJECT ($PASSWRIGHT_IMAGE of a whole program) is broken.")
@click.option("--test-timeout", default=300.0, show_default=True, help="Seconds for one run of --test.")
@click.option("--check-functions/--no-check-functions", default=False, help="Run functions beside their unoptimised selves.")
@click.option("--validate/--no-validate", default=False, help="Ask z3 whether each function still does the same.  [default: no]")
@click.option("--study", help="File of all measurements; resumed if it exists.")
@click.option("--store", help="File of what all studies measured.  [default: in the cache folder; see passwright experience]")
@click.option("--no-store", is_flag=True, help="Measure everything now; the result is the same.")
@click.option("--plan-out", help="Write the plan here.")
@click.option("--json", "json_out", help="Write the report here; - for standard output.")
@click.option("--memory", default=4096, show_default=True, help="MiB of address space for one worker.")
@click.option("--limit", type=float, help="Seconds for one evaluation.  [default: 20 times clang's own, at least 5]")
@click.option("--cluster", metavar="ADDRESS", help="Run on a Ray cluster: auto, host:port or ray://host:port.")
@click.option("-q", "--quiet", is_flag=True, help="Print nothing but errors.")
def optimize(
    sources: tuple[str, ...],
    flags: tuple[str, ...],
    output: str | None,
    whole_program: bool,
    keep: tuple[str, ...],
    emit_script: str | None,
    objective: str,
    budget: str,
    seed: int,
    jobs: int | None,
    trust: str,
    proposer: str,
    policy: str,
    target: str | None,
    cpu: str | None,
    test: str | None,
    test_timeout: float,
    check_functions: bool,
    validate: bool,
    study: str | None,
    store: str | None,
    no_store: bool,
    plan_out: str | None,
    json_out: str | None,
    memory: int,
    limit: float | None,
    cluster: str | None,
    quiet: bool,
) -> None:
    """Make files smaller than clang does.

    The baseline is clang at your own level (-Oz if the flags name none). The output is never larger, and it passed LLVM's
    verifier, the trusted passes, the reproduction by stock clang and opt, and your --test command. Ctrl-C ends the search
    and keeps the best so far.

    An inline function or a template that is gone from the object stays in the linked program if another object holds a copy: it
    counts as if it were there. --for object counts the object alone.

    Several files are optimised side by side; -o, --plan-out and --study then name folders, with FILE.o, FILE.json and
    FILE.jsonl for each. On a cluster --test runs on its nodes.

    Example: passwright optimize f.c -o f.o --budget 512 -- -Iinclude -ffunction-sections

    With --whole-program the files become one linked program, never larger than what clang links with -flto and section
    garbage collection; link inputs (-lm, x.o, y.a) stand behind -- too.

    Example: passwright optimize --whole-program a.c b.c -o prog -- -Iinclude -lm
    """
    import json
    from dataclasses import replace
    from pathlib import Path

    from passwright.cli.output import check_no_input, check_output, check_seconds, write_output
    from passwright.errors import FlagError
    from passwright.llvm.flags import with_dependencies_for
    from passwright.optimizer.optimize import CODELESS, KINDS, Options, Session

    check_seconds("--test-timeout", test_timeout)
    check_seconds("--limit", limit)
    kept = _store(store, no_store)
    code = whole_program or KINDS.get(Path(output or "").suffix) not in CODELESS
    options = Options(objective, budget, seed, jobs, trust, proposer, test, test_timeout, study, _memory(memory), limit, kept, code)
    options = replace(options, policy=policy, differential=check_functions, validate=validate)
    for path in filter(None, (study, store)):
        check_no_input(path, sources)
    if cluster is not None and store:
        raise FlagError(f"--store {store}", "is not used on a cluster; leave it out, --study keeps what is measured there")
    if whole_program and cluster is not None:
        raise FlagError("--cluster", "is for many modules; a whole program is one")
    if whole_program:
        from passwright.cli.whole import optimize_whole

        optimize_whole(
            sources,
            _flags(flags, target, cpu),
            keep,
            output,
            options,
            plan_out=plan_out,
            json_out=json_out,
            script_out=emit_script,
            quiet=quiet,
            progress=_progress,
            state=_search_state,
        )
        return
    if keep or emit_script:
        raise FlagError("--keep" if keep else "--emit-script", "is for whole programs; add --whole-program (or see apply --emit-script)")
    if len(sources) > 1 or cluster is not None:
        from passwright.cli.many import Outputs, optimize_files

        outputs = Outputs(output, plan_out, study, json_out)
        sys.exit(optimize_files(sources, _flags(flags, target, cpu), options, outputs, cluster, quiet))
    (source,) = sources
    out = output or _object_name(source)
    others = [path for path in (study, store) if path]
    for path in filter(None, (out, plan_out, None if json_out == "-" else json_out)):
        check_output(path, (source,), others)
        others.append(path)
    with Session(source, with_dependencies_for(out, _flags(flags, target, cpu)), options) as session:
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
@plan_argument
@source_argument
@flags_argument
@output_option
@trust_option
@click.option("--emit-script", help="Write a shell script here that makes the object with stock tools alone.")
def apply(plan: str, source: str, flags: tuple[str, ...], output: str | None, trust: str, emit_script: str | None) -> None:
    """Give the same bytes again, from the plan alone.

    Without flags after -- the plan's own are used, as far as they can neither run code nor write files.
    """
    from pathlib import Path

    from passwright.cli.output import check_output, write_output
    from passwright.errors import FlagError
    from passwright.llvm.flags import with_dependencies_for
    from passwright.llvm.plan import Plan
    from passwright.optimizer.apply import apply_plan
    from passwright.optimizer.optimize import CODELESS, KINDS

    out = output or _object_name(source)
    check_output(out, (source, plan))
    kind = KINDS.get(Path(out).suffix, "obj")
    if emit_script:
        check_output(emit_script, (source, plan), (out,))
        if kind != "obj":
            raise FlagError(f"--emit-script {emit_script}", f"the script makes an object, and {out} is none")
    applied = apply_plan(plan, source, with_dependencies_for(out, flags) or None, kind, trust, out)
    write_output(out, applied.data)
    if emit_script:
        write_output(emit_script, applied.script.encode())
    gates = ", ".join(verdict.gate for verdict in applied.evidence.verdicts)
    print(f"{out}: {len(applied.data)} bytes, {applied.measurement.size} of them in memory; gates passed: {gates}")
    if kind in CODELESS and (options := Plan.read(plan).codegen):
        words = " ".join(f"-mllvm -{option}" for option in options)
        print(f"warning: {out} holds no options for code generation; give clang those of the plan: {words}", file=sys.stderr)
    if applied.measurement.size > applied.baseline.size:
        print(f"warning: clang's own object is smaller, {applied.baseline.size}; the plan suits another module", file=sys.stderr)


@app.command()
@source_argument
@flags_argument
@click.option("--plan", help="A plan; without it clang's own pipeline.")
@jobs_option
@target_option
@cpu_option
@json_flag
def explain(
    source: str, flags: tuple[str, ...], plan: str | None, jobs: int | None, target: str | None, cpu: str | None, json_out: bool
) -> None:
    """Show what each pass did to IR and bytes.

    Passes without effect are folded; the stock commands that do the same stand at the end.
    """
    import json
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
@plan_argument
@source_argument
@flags_argument
@click.option("--plan-out", help="Write the plan here.  [default: standard output]")
@jobs_option
def minimize(plan: str, source: str, flags: tuple[str, ...], plan_out: str | None, jobs: int | None) -> None:
    """Find the shortest plan of the same bytes.

    Passes are dropped while the object stays the same; the others come into one canonical order.
    """
    import json

    from passwright.cli.output import check_output, write_output
    from passwright.llvm.plan import Plan

    if plan_out:
        check_output(plan_out, (source, plan) if plan_out != plan else (source,))
    with _session(plan, source, list(flags), jobs, bool(flags)) as (session, pipeline), _progress(False) as show:
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
@click.option("--tier", help="core, extended or quarantined.  [default: all]")
@click.option("--name", default="", help="Only passes whose name contains this.")
@json_flag
def passes(tier: str | None, name: str, json_out: bool) -> None:
    """List the passes of this LLVM.

    Name, adaptor that it stands in, in how many forms (parameters) it is drawn, tier, how many runs of self-testing programs came
    through with it (passwright certify), and why. --json shows every form.
    """
    import json
    from dataclasses import asdict

    from passwright.errors import FlagError
    from passwright.llvm.catalogue import TIERS, load_catalogue
    from passwright.llvm.toolchain import find_toolchain

    if tier is not None and tier not in TIERS:
        raise FlagError(f"--tier {tier}", f"must be one of {', '.join(TIERS)}")
    entries = [e for e in load_catalogue(find_toolchain().version).entries if tier in (None, e.tier) and name in e.name]
    if json_out:
        print(json.dumps([asdict(entry) for entry in entries], indent=1))
        return
    from rich.console import Console

    from passwright.report.text import catalogue

    Console().print(catalogue(entries))


@app.command()
@click.argument("path", metavar="STUDY")
def study(path: str) -> None:
    """Show what a study file holds.

    How many evaluations, their outcomes, the best ones.
    """
    import json

    from passwright.evaluate.experience import inspect_study

    print(json.dumps(inspect_study(path), indent=1))


@app.command()
@json_flag
def doctor(json_out: bool) -> None:
    """Say what is installed and what is missing.

    Versions, paths, targets and C libraries, each missing one with the command that gets it.
    """
    import json

    from passwright.cli.doctor import diagnose

    report = diagnose()
    if json_out:
        print(json.dumps(report, indent=1))
    else:
        for key, value in report.items():
            print(f"{key}: {value if isinstance(value, str) else json.dumps(value)}")
    if report["missing"]:
        sys.exit(1)


app.add_command(certify)
app.add_command(evaluate)
app.add_command(experience)
app.add_command(corpus)


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
    from pathlib import Path

    from passwright.optimizer.optimize import KINDS
    from passwright.verify.gates import Candidate

    return session.build(Candidate(session.module, result.plan, result.best, result.object), KINDS.get(Path(out).suffix, "obj"))


def _object_name(source: str) -> str:
    """Where the output goes if the user does not say: into the current folder, as with clang."""
    from pathlib import Path

    return f"{Path(source).stem or 'out'}.o"


def _flags(flags: Sequence[str], target: str | None, cpu: str | None) -> list[str]:
    given = [f"--target={target}"] if target else []
    return [*given, *([f"-mcpu={cpu}"] if cpu else []), *flags]


def _store(path: str | None, none: bool) -> str | bool:
    from passwright.errors import FlagError

    if path is not None and none:
        raise FlagError("--no-store", "and --store exclude each other")
    return not none if path is None else path


def _memory(mebibytes: int) -> int:
    from passwright.errors import FlagError

    if not 512 <= mebibytes <= 1 << 20:
        raise FlagError(f"--memory {mebibytes}", "must be between 512 and 1048576 MiB; LLVM's libraries alone map about 300")
    return mebibytes << 20


def _search_state(outcome: Any) -> str:
    saved = 100 * (outcome.baseline - outcome.value) / outcome.baseline if outcome.baseline else 0.0
    return f"{outcome.baseline:g} -> {outcome.value:g} ({saved:.2f} % saved)"


@contextlib.contextmanager
def _progress(silent: bool) -> Iterator[Callable[[int, str, float, str], None]]:
    """How far a search is, as `progress` shows it."""
    from passwright.cli.output import progress

    with progress(silent) as show:
        yield lambda done, state, seconds, budget: show(f"{f'{done}/{budget} evaluations  ' if budget else ''}{state}")


def main() -> None:
    """The entry point: errors of ours are one text on stderr and status 1, never a traceback."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # through the handlers that clean up
    try:
        app(standalone_mode=False)
    except (KeyboardInterrupt, click.Abort):
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        _fail(error)


def _fail(error: Exception) -> None:
    """Ours are told in one text; clang's own words stay as they are, for people and tools that know them."""
    from passwright.errors import CompileError, PasswrightError

    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    elif isinstance(error, CompileError):
        print(error, file=sys.stderr)
    elif isinstance(error, PasswrightError):
        print(f"passwright: error: {error}", file=sys.stderr)
    else:
        raise error
    sys.exit(1)

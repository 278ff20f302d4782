"""`passwright eval`: the command. Imports what it needs when it runs, so that --help loads nothing."""

from __future__ import annotations

import sys

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

DEFAULT_METHODS = "Oz,Oz-twice,converge,random,genetic,portfolio"
WIDTH = 100
"""Columns of what is said below the tables, if the terminal has them."""
MOST = 10**6
"""Compilations, and seeds, that can be asked for."""


@click.command("eval")
@click.argument("flags", nargs=-1, type=click.UNPROCESSED, metavar="[-- CLANG FLAGS]")
@click.option(
    "--suite",
    "folder",
    required=True,
    metavar="DIR",
    help="A folder of .bc, .ll, .c and .cpp files, in folders by package; or CORPUS:test.",
)
@click.option(
    "--methods",
    multiple=True,
    default=[DEFAULT_METHODS],
    show_default="Oz, Oz-twice, converge, random, genetic, portfolio",
    help="With commas between; repeatable.",
)
@click.option("--at", default="1,10,30", show_default=True, metavar="N,…", help="Numbers of compilations to compare at, rising.")
@click.option("--seeds", default="0", show_default=True, metavar="N,…", help="Seeds of the methods that have one.")
@click.option("--most", type=int, metavar="N", help="No more modules than this, spread evenly over the suite.")
@click.option("--for", "objective", default="size", show_default=True, help="What methods minimise: size, object, instructions.")
@click.option("--trust", default="core", show_default=True, help="Passes that may be used: core or extended.")
@click.option("--by", help="A table by group too: package, language, target, level or passes.")
@click.option(
    "--seen",
    metavar="FILE",
    help="Pass lists of a training, for --by passes: has a module's smallest plan passes that neither they nor clang's own have?",
)
@click.option("--record", metavar="FILE", help="Where trials are kept; if it is there, go on where it ends.")
@click.option("--reference", metavar="FILE", help="Best known bytes: adds the share of what they save.")
@click.option("--write-reference", "new_reference", metavar="FILE", help="Freeze the best known bytes of all that the record holds.")
@click.option("--markdown", "as_markdown", is_flag=True, help="Print Markdown.")
@click.option("--json", "json_out", metavar="FILE", help="Write everything here as JSON; - for standard output.")
@click.option("--figure", metavar="FILE", help="Draw saved bytes over compilations: .png, .svg or .pdf.")
@click.option("--jobs", type=int, help="Workers; does not change a byte.  [default: one a core]")
def evaluate(
    flags: tuple[str, ...],
    folder: str,
    methods: tuple[str, ...],
    at: str,
    seeds: str,
    most: int | None,
    objective: str,
    trust: str,
    by: str | None,
    seen: str | None,
    record: str | None,
    reference: str | None,
    new_reference: str | None,
    as_markdown: bool,
    json_out: str | None,
    figure: str | None,
    jobs: int | None,
) -> None:
    """Compare methods at equal numbers of compilations.

    Every method makes every module of the suite smaller; what it has after so many compilations stands in one line, against
    clang at your own level (-Oz if the flags name none). A compilation is one distinct plan whose value was asked for; clang's
    own is free. Modules that cannot be compiled are left out and named.

    Methods: Oz; Oz-twice, which is clang's passes run twice; converge, until they change nothing more; random, genetic, tree,
    functionwise, callwise, codegen and portfolio, as in passwright optimize; autotuner, random lists in which clang's levels may
    stand, as LLM Compiler's authors drew theirs; coreset:FILE, a pass list a line, tried in their
    order; coreset, ranker and guided, which the package's own policy leads; policy:DIR, one of your own; endpoint:URL#MODEL.

    A folder of the suite may hold flags.txt with clang's flags for what is in it. CORPUS:test are the modules of the test split of
    a folder that passwright corpus made.

    endpoint:URL#MODEL asks a language model on an OpenAI-compatible server (http://localhost:8000/v1, its key in
    OPENAI_API_KEY) as LLM Compiler is asked; an URL that ends with /completions is asked without a chat.

    \b
    Examples: passwright eval --suite src/ --at 1,10,100 -- -Iinclude
              passwright eval --suite src/ --methods Oz,coreset:best.txt,portfolio --record trials.jsonl --figure t.svg
    """
    import json
    import textwrap
    from pathlib import Path

    from passwright.cli.output import check_no_input, check_output, progress, write_output
    from passwright.errors import FlagError
    from passwright.evaluate.pool import WorkerPool
    from passwright.llvm.toolchain import find_toolchain
    from passwright.optimizer.compare import compare
    from passwright.optimizer.methods import parse_methods
    from passwright.optimizer.optimize import Options
    from passwright.optimizer.suites import corpus_split, corpus_suite, folder_suite, spread
    from passwright.optimizer.trials import Trials, read_reference, reference_text, smallest
    from passwright.report.comparison import GROUPS, PASSES, Report, markdown, notes, tables, to_json
    from passwright.report.figure import KINDS, check_drawing, draw

    numbers = _numbers("--at", at, 1)
    if numbers != sorted(set(numbers)):
        raise FlagError(f"--at {at}", "must rise, as in 1,10,30")
    if most is not None and most < 1:
        raise FlagError(f"--most {most}", "must be a number of modules")
    every_seed = list(dict.fromkeys(_numbers("--seeds", seeds, 0)))
    if by is not None and by not in GROUPS:
        raise FlagError(f"--by {by}", f"must be one of {', '.join(GROUPS)}")
    if (by == PASSES) != (seen is not None):
        raise FlagError("--seen", f"and --by {PASSES} need each other: a file with the pass lists of the training, one a line")
    met = _passes(seen) if seen is not None else set()
    kind = Path(figure).suffix.lstrip(".") if figure else ""
    if figure and kind not in KINDS:
        raise FlagError(f"--figure {figure}", f"must end with .{', .'.join(KINDS)}")
    if as_markdown and json_out == "-":
        raise FlagError("--markdown", "and --json - both go to standard output; give --json a file")
    options = Options(objective, trust=trust, jobs=jobs)
    outputs = [path for path in (record, new_reference, None if json_out == "-" else json_out, figure) if path]
    for place, path in enumerate(outputs):
        check_output(path, (reference, seen), outputs[:place])
    toolchain = find_toolchain()
    chosen = parse_methods(methods, toolchain.version, trust, objective)
    if split := corpus_split(folder):
        if flags:
            raise FlagError(flags[0], "the modules of a corpus have their own flags")
        suite = corpus_suite(*split)
    else:
        suite = folder_suite(folder, flags)
    suite = spread(suite, most) if most else suite
    for item in suite.items:
        for path in outputs if isinstance(item.source, str) else ():
            check_no_input(path, [str(item.source)])
    best = read_reference(reference, toolchain.release) if reference else None
    if figure:
        check_drawing()
    with (
        Trials(Path(record) if record else None, toolchain.release) as trials,
        WorkerPool(toolchain.version, options.workers) as pool,
        progress(json_out == "-") as show,
    ):
        comparison = compare(suite, chosen, numbers, every_seed, trust, toolchain, pool, trials, show)
        known = list(trials.known.values())
    report = Report.of(comparison, by, best, met)
    if figure:
        write_output(figure, draw(report, kind))
    if new_reference:
        wanted = set(comparison.modules)
        frozen = smallest(trial for trial in known if trial.module in wanted)
        write_output(new_reference, reference_text(frozen, toolchain.release).encode())
    text = json.dumps(to_json(report), indent=1) + "\n"
    if json_out == "-":
        sys.stdout.write(text)
        return
    if json_out:
        write_output(json_out, text.encode())
    if as_markdown:
        print(markdown(report))
        return
    from rich.console import Console

    console = Console()
    print(report.title, end="\n\n")
    console.print(tables(report, console.width), markup=False, highlight=False)
    print()
    for note in notes(report):
        print(textwrap.fill(note, min(console.width, WIDTH), subsequent_indent="  "))


def _passes(path: str) -> set[str]:
    """The names of the passes in a file of lists. Raises InputError."""
    from passwright.errors import InputError
    from passwright.optimizer.lists import read_lists

    found = {leaf.name for pipeline in read_lists(path) for leaf in pipeline.leaves()}
    if not found:
        raise InputError(path, "holds no pass list; give one a line")
    if "default" in found:
        raise InputError(path, "holds a whole level, as default<O3>; write its passes out, so that their names are known")
    return found


def _numbers(option: str, text: str, least: int) -> list[int]:
    """Raises FlagError for anything but numbers with commas between."""
    from passwright.errors import FlagError

    words: Sequence[str] = [word.strip() for word in text.split(",")]
    if not all(word.isascii() and word.isdigit() and len(word) < 8 and least <= int(word) <= MOST for word in words):
        raise FlagError(f"{option} {text[:60]}", f"must be numbers from {least} to {MOST} with commas between, as in 1,10,30")
    return [int(word) for word in words]

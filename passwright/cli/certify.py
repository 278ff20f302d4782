"""`passwright certify`: the command. Imports what it needs when it runs, so that --help loads nothing."""

from __future__ import annotations

import sys

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from passwright.llvm.pipeline import Pipeline
    from passwright.llvm.toolchain import Toolchain
    from passwright.optimizer.reduce import Reproducer
    from passwright.verify.certify import Broken

BATCH = 16
"""Lists that are tried together; what they came to is on disk behind each batch."""


@click.command()
@click.argument("lists", metavar="[LIST]...", nargs=-1)
@click.option("--from", "source", metavar="FILE", help="A list a line; - for standard input; # begins a comment.")
@click.option("--random", "count", default=0, metavar="N", help="N lists of 1 to 50 passes, drawn evenly.")
@click.option("--passes", "names", multiple=True, metavar="NAME", help="A pass alone, and before and behind -Oz; 'all': each of --trust.")
@click.option("--trust", default="extended", show_default=True, help="Where --random and --passes all draw from: core or extended.")
@click.option("--seed", default=0, show_default=True, help="Of --random.")
@click.option("--suite", "folder", metavar="DIR", help="Programs, NAME.c with NAME.check.c.  [default: the package's own]")
@click.option("--csmith/--no-csmith", default=True, show_default=True, help="With the programs that csmith makes, if no --suite is given.")
@click.option("--only", multiple=True, metavar="NAME", help="Only this program of the suite; repeatable.")
@click.option("--record", metavar="FILE", help="Where certificates are kept.  [default: in the cache folder]")
@click.option("--reduce", "reduced", metavar="DIR", help="Make each rejected list and its program small; reproducers go here.")
@click.option("--reduce-limit", default=900.0, show_default=True, help="Seconds for llvm-reduce on one program.")
@click.option("--jobs", type=int, help="Workers.  [default: one a core]")
@click.option("--json", "json_out", is_flag=True, help="Print JSON.")
def certify(
    lists: tuple[str, ...],
    source: str | None,
    count: int,
    names: tuple[str, ...],
    trust: str,
    seed: int,
    folder: str | None,
    csmith: bool,
    only: tuple[str, ...],
    record: str | None,
    reduced: str | None,
    reduce_limit: float,
    jobs: int | None,
    json_out: bool,
) -> None:
    """Say which pass lists can be trusted.

    Each LIST, in the form of opt -passes=, compiles a suite of self-testing programs; a list that breaks one is rejected. What
    a program checks is compiled by plain clang -O2, so no list can delete its own check.

    Lists that were tried before are answered from the record. The status is 1 if a list was rejected.

    \b
    Examples: passwright certify 'cgscc(attributor-cgscc),iroutliner'
              passwright certify --random 100 --seed 1
              passwright certify --suite mine/ --from lists.txt
    """
    import json
    from pathlib import Path

    from passwright.cli.output import check_no_input, check_seconds, progress
    from passwright.errors import FlagError
    from passwright.evaluate.pool import WorkerPool
    from passwright.evaluate.reproducers import cache_folder
    from passwright.llvm.toolchain import find_toolchain
    from passwright.optimizer.optimize import Options
    from passwright.optimizer.reduce import check_reducible, reduce_all
    from passwright.verify.certificates import Certificates, by_pass
    from passwright.verify.certify import Certifier
    from passwright.verify.generated import package_suite
    from passwright.verify.suite import load_suite

    if trust not in ("core", "extended"):
        raise FlagError(f"--trust {trust}", "must be core or extended")
    if count < 0:
        raise FlagError(f"--random {count}", "must be a number of lists")
    check_seconds("--reduce-limit", reduce_limit)
    toolchain = find_toolchain()
    if reduced:
        check_reducible(Path(reduced), toolchain)
    wanted = _lists(toolchain, lists, source, count, names, trust, seed)
    suite = load_suite(Path(folder)) if folder else package_suite(csmith)
    if only:
        suite = suite.only(only)
    place = Path(record) if record else cache_folder() / "certified.jsonl"
    check_no_input(str(place), [source])
    target = toolchain.target
    with Certificates(place, toolchain.release, target, suite.digest) as certificates:
        results = [certificates.known[text] for text in wanted if text in certificates.known]
    unfit: list[Broken] = []
    reproducers: list[Reproducer] = []
    if len(results) < len(wanted) or (reduced and any(result.broken for result in results)):
        with progress(json_out) as show, WorkerPool(toolchain.version, Options(jobs=jobs).workers) as pool:
            ready = lambda done, name: show(f"{done}/{len(suite.tests)} programs made ready: {name}")  # noqa: E731
            with (
                Certifier(suite, toolchain, pool, ready) as certifier,
                Certificates(place, toolchain.release, target, certifier.fit.digest) as certificates,
            ):
                unfit = certifier.unfit
                new = [pipeline for text, pipeline in wanted.items() if text not in certificates.known]
                for at in range(0, len(new), BATCH):
                    tell = lambda done, name, at=at: show(f"{at}/{len(new)} lists, {done}/{len(certifier.benches)} programs: {name}")  # noqa: E731
                    certificates.add(certifier.certify(new[at : at + BATCH], tell))
                results = [certificates.known[text] for text in wanted]
                if reduced:
                    reproducers = reduce_all(certifier, [result for result in results if result.broken], Path(reduced), reduce_limit, show)
    if json_out:
        value = {
            "llvm": toolchain.release,
            "suite": {"name": suite.name, "digest": suite.digest, "programs": len(suite.tests)},
            "unfit": [vars(broken) for broken in unfit],
            "certificates": [result.to_json() for result in results],
            "reproducers": [one.to_json() for one in reproducers],
            "passes": [vars(record) for record in by_pass(results)],
        }
        print(json.dumps(value, indent=1))
    else:
        from rich.console import Console

        from passwright.report.certified import suspects, verdicts

        print(verdicts(results, unfit))
        for one in reproducers:
            print(f"{one.folder}: {one.words}")
        if any(result.broken for result in results) and len(results) >= BATCH:
            Console().print("", suspects(by_pass(results)))
    sys.exit(not all(result.holds for result in results))


def _lists(
    toolchain: Toolchain, texts: Sequence[str], source: str | None, count: int, names: Sequence[str], trust: str, seed: int
) -> dict[str, Pipeline]:
    """All lists that are asked for, by their text. Raises PipelineError, InputError or FlagError."""
    from passwright.errors import FlagError
    from passwright.llvm.baseline import level_pipeline
    from passwright.llvm.catalogue import load_catalogue
    from passwright.llvm.pipeline import Pipeline
    from passwright.optimizer.lists import placements, random_lists, read_lists

    catalogue = load_catalogue(toolchain.version)
    found = [*map(Pipeline.parse, texts), *(read_lists(source) if source else [])]
    for name in names:
        entries = [entry for entry in catalogue.trusted(trust).values() if entry.draw] if name == "all" else [catalogue.find(name)]
        for entry in entries:
            if entry is None:
                raise FlagError(f"--passes {name}", f"LLVM {toolchain.version} has no such pass; see passwright passes")
            found += placements(entry, [level_pipeline(toolchain)])
    found += random_lists(toolchain.version, trust, count, seed)
    if not found:
        raise FlagError("LIST", "there is nothing to certify; give lists, --from, --random or --passes")
    return {str(pipeline): pipeline for pipeline in found}

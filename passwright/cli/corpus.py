"""`passwright corpus`: makes data sets of modules. Imports what it needs when it runs."""

from __future__ import annotations

from pathlib import Path

import click

TYPE_CHECKING = False
if TYPE_CHECKING:
    from passwright.data.corpus import Package

folder_argument = click.argument("folder", metavar="CORPUS", type=click.Path(path_type=Path))


@click.group()
def corpus() -> None:
    """Make and look at data sets of unoptimised modules.

    A corpus is a folder of Parquet files: for each module its bitcode before any pass, the flags that the program's own build
    gave it, its source, package and licence; for each function the hash of its structure. It needs passwright[data].

    Start with: passwright corpus add my-corpus --debian lz4
    """


@corpus.command()
@folder_argument
@click.argument("flags", nargs=-1, type=click.UNPROCESSED, metavar="[-- CLANG FLAGS]")
@click.option("--debian", "debian", multiple=True, metavar="NAME", help="A Debian source package, built by its own build; repeatable.")
@click.option("--build", "build", metavar="DIR", help="A program's folder, built in place; what it compiles is noted.")
@click.option("--folder", "plain", metavar="DIR", help="Each C and C++ file below DIR for itself, with the flags after --.")
@click.option("--mlgo", metavar="DIR", help="Modules in the layout of MLGO's tools (corpus_description.json).")
@click.option("--csmith", "count", default=0, metavar="N", help="N programs made by csmith, seeds 1 to N.")
@click.option("--script", help="How it is built, a shell command.  [default: configure, cmake, meson or make]")
@click.option("--package", help="The package's name.  [default: the folder's]")
@click.option("--licence", default="", help="The package's licence, as SPDX says it.")
@click.option("--target", default="", help="Cross-build for this triple: HOST in the script's environment.")
@click.option("--split", default="", help="train, validation or test.  [default: by the package's name]")
@click.option("--as-built", is_flag=True, help="Build at the program's own level; without this at -O0, which changes no row.")
@click.option("--limit", default=3600.0, show_default=True, help="Seconds for one build; what it compiled by then is taken.")
@click.option("--jobs", type=int, help="Workers, and jobs of the build.  [default: one a core]")
def add(
    folder: Path,
    flags: tuple[str, ...],
    debian: tuple[str, ...],
    build: str | None,
    plain: str | None,
    mlgo: str | None,
    count: int,
    script: str | None,
    package: str | None,
    licence: str,
    target: str,
    split: str,
    as_built: bool,
    limit: float,
    jobs: int | None,
) -> None:
    """Add packages to a corpus; a package that is there is left as it is.

    The build sees a stand-in for the compiler that notes each call and becomes clang. Afterwards the same sources are compiled
    with the same flags to bitcode, without any pass.

    \b
    Examples: passwright corpus add c --debian lz4 --debian zstd
              passwright corpus add c --build ~/src/app --script 'make -j2 app'
              passwright corpus add c --folder tests/ -- -Iinclude
    """
    from passwright.cli.output import check_seconds, progress
    from passwright.data import collect
    from passwright.data.build import DEFAULT
    from passwright.data.corpus import SPLITS, Corpus
    from passwright.data.rows import arrow
    from passwright.errors import FlagError, InputError
    from passwright.evaluate.reproducers import cache_folder
    from passwright.llvm.toolchain import find_toolchain
    from passwright.optimizer.optimize import Options

    arrow()  # says what is missing before anything is built
    check_seconds("--limit", limit)
    if split and split not in SPLITS:
        raise FlagError(f"--split {split}", f"must be one of {', '.join(SPLITS)}")
    if not (debian or build or plain or mlgo or count > 0):
        raise FlagError("add", "say what to add: --debian NAME, --build DIR, --folder DIR, --mlgo DIR or --csmith N")
    if flags and not plain:
        raise FlagError(flags[0], "flags are for --folder; a build has its own")
    toolchain = find_toolchain()
    workers = Options(jobs=jobs).workers
    for place in filter(None, (build, plain, mlgo)):
        if not Path(place).is_dir():
            raise InputError(place, "is no folder")

    def source(name: str) -> collect.Source:
        quick = () if as_built else ("-O0",)
        return collect.Source(name, licence, script or DEFAULT, quick, target, split, limit)

    with Corpus(folder, toolchain.release, write=True) as opened, progress(False) as show:
        here = target or toolchain.target

        def new(name: str) -> collect.Source | None:
            if f"{name}@{here}" in opened.packages:
                print(f"{name}: is there")
                return None
            return source(name)

        for name in debian:
            if one := new(name):
                _say(collect.add_debian(opened, one, cache_folder() / "sources", toolchain, workers, show))
        if build and (one := new(package or Path(build).resolve().name)):
            _say(collect.add_build(opened, one, Path(build).resolve(), toolchain, workers, show))
        if plain and (one := new(package or Path(plain).resolve().name)):
            _say(collect.add_folder(opened, one, Path(plain).resolve(), flags, toolchain, workers, show))
        if mlgo and (one := new(package or Path(mlgo).resolve().name)):
            _say(collect.add_mlgo(opened, one, Path(mlgo).resolve(), toolchain, workers, show))
        if count > 0 and (one := new(package or "csmith")):
            _say(collect.add_csmith(opened, one, count, toolchain, workers, show))


@corpus.command()
@folder_argument
def split(folder: Path) -> None:
    """Make the splits: by package, without duplicates, and clean.

    No function of the held-out programs (MiBench, cBench) stays in any split, none of the test split in validation or training,
    none of the validation split in training: those lose their bodies. CORPUS/README.md says what there is.
    """
    from passwright.cli.output import progress, write_output
    from passwright.data.card import card
    from passwright.data.corpus import Corpus
    from passwright.data.split import split_corpus
    from passwright.evaluate.pool import WorkerPool
    from passwright.llvm.toolchain import find_toolchain

    toolchain = find_toolchain()
    with Corpus(folder, toolchain.release, write=True) as opened, WorkerPool(toolchain.version, 1) as pool, progress(False) as show:
        counts = split_corpus(opened, pool, show)
        write_output(str(folder / "README.md"), card(opened, counts).encode())
    for name, one in counts.items():
        print(f"{name}: {one.modules} modules, {one.functions} distinct functions, {len(one.packages)} packages")


@corpus.command()
@folder_argument
@click.option("--json", "json_out", is_flag=True, help="Print JSON.")
def show(folder: Path, json_out: bool) -> None:
    """Say which packages a corpus holds."""
    import json
    from dataclasses import asdict

    from passwright.data.corpus import Corpus

    with Corpus(folder) as opened:
        packages = [opened.packages[key] for key in sorted(opened.packages)]
    if json_out:
        print(json.dumps([asdict(package) for package in packages], indent=1))
        return
    from rich.console import Console

    from passwright.report.packages import table

    Console().print(table(packages))


@corpus.command()
@folder_argument
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--split", "which", default="train", show_default=True, help="train, validation or test.")
def export(folder: Path, out: Path, which: str) -> None:
    """Write a split in the layout of MLGO's tools.

    OUT gets NAME.bc and NAME.cmd for each module, and corpus_description.json.
    """
    from passwright.data import mlgo
    from passwright.data.corpus import SPLITS, Corpus
    from passwright.errors import FlagError
    from passwright.llvm.toolchain import find_toolchain

    if which not in SPLITS:
        raise FlagError(f"--split {which}", f"must be one of {', '.join(SPLITS)}")
    with Corpus(folder) as opened:
        print(f"{out}: {mlgo.export(opened.modules(which), out, find_toolchain())} modules")


def _say(package: Package) -> None:
    left = ", ".join(f"{count} {reason}" for reason, count in package.skipped.items())
    words = [
        f"{package.key}: {package.modules} modules of {package.calls} sources",
        f"{package.functions} functions",
        f"{package.seconds:.0f} s",
        package.split,
        *([package.trouble] if package.trouble else []),
        *([f"left out: {left}"] if left else []),
    ]
    print(", ".join(words), flush=True)

"""Builds the corpus: the packages of programs/packages.py, as unoptimised modules with their functions.

    python -m runs.corpus --into corpus                      # everything that is not there yet
    python -m runs.corpus --into corpus --skip-heavy         # without the packages that take more than some minutes
    python -m runs.corpus --into corpus --only zlib lua5.4
    python -m runs.corpus --into corpus --slice              # some 300 modules of all kinds, to try things with

It can be stopped at any time, and goes on where it was: a package that stands in the manifest is not built again. One that fails is
named, the others are built, and the status is 1. Missing Debian packages that builds need are installed as root, and named otherwise.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from passwright.data.collect import Source, add_debian
from passwright.data.corpus import Corpus, Package
from passwright.errors import PasswrightError
from passwright.llvm.toolchain import find_toolchain
from programs.packages import RECIPES, REQUIRED, SLICE, Recipe

CACHE = Path(__file__).parent.parent / ".cache" / "programs"


def missing(packages: Sequence[str]) -> list[str]:
    """Those of these Debian packages that are not installed."""
    query = ["dpkg-query", "-W", "-f", "${Package} ${db:Status-Status}\n", *packages]
    lines = subprocess.run(query, capture_output=True, text=True, check=False).stdout.split("\n")
    installed = {line.split()[0] for line in lines if line.endswith(" installed")}
    return [package for package in dict.fromkeys(packages) if package not in installed]


def provide(packages: Sequence[str]) -> None:
    """Installs what is missing. Ends the run if that cannot be done."""
    names = missing(packages)
    if not names:
        return
    if os.geteuid() or not shutil.which("apt-get"):
        raise SystemExit(f"builds need Debian packages that are not here: apt-get install {' '.join(names)}")
    command = ["apt-get", "-q", "-y", "--no-install-recommends", "install", *names]
    done = subprocess.run(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"}, stdout=sys.stderr, check=False)
    if done.returncode:
        raise SystemExit(f"cannot install {' '.join(names)}")


def chosen(only: Sequence[str], skip_heavy: bool) -> list[Recipe]:
    unknown = set(only) - {recipe.package for recipe in RECIPES}
    if unknown:
        raise SystemExit(f"programs/packages.py has no {', '.join(sorted(unknown))}")
    return [recipe for recipe in RECIPES if (recipe.package in only if only else not (skip_heavy and recipe.heavy))]


def line(package: Package) -> str:
    skipped = ", ".join(f"{count} {reason}" for reason, count in package.skipped.items())
    trouble = f"; {package.trouble}" if package.trouble else ""
    counts = f"{package.modules:6,} modules {package.functions:8,} functions {package.seconds:7.1f} s"
    return f"{package.key:40}{package.split:11}{counts}{f'; skipped: {skipped}' if skipped else ''}{trouble}"


def build(into: Path, recipes: Sequence[Recipe], jobs: int, cache: Path = CACHE) -> list[str]:
    """Adds what is not there. Returns the packages that failed."""
    toolchain = find_toolchain()
    failed = []
    with Corpus(into, toolchain.release, write=True) as corpus:
        for path in into.glob("passwright-*"):  # what a run that was killed left: nobody else writes here
            shutil.rmtree(path)
        pairs = [(recipe, source) for recipe in recipes for source in recipe.sources()]
        pairs.sort(key=lambda pair: pair[1].target != "")  # a package for another target holds much of the same functions again
        wanted = [(recipe, source) for recipe, source in pairs if key(source, toolchain.target) not in corpus.packages]
        for recipe, source in wanted:
            try:
                provide(recipe.needs)
                package = add_debian(corpus, source, cache, toolchain, jobs, lambda _: None)
            except PasswrightError as error:
                failed.append(key(source, toolchain.target))
                print(f"{failed[-1]:40}FAILED: {error}", flush=True)
            else:
                print(line(package), flush=True)
        packages = corpus.packages.values()
        print(f"{len(packages)} packages, {sum(p.modules for p in packages):,} modules, {sum(p.functions for p in packages):,} functions")
    return failed


def key(source: Source, target: str) -> str:
    return f"{source.package}@{source.target or target}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--into", type=Path, required=True, help="the folder of the corpus")
    parser.add_argument("--only", nargs="+", default=[], metavar="NAME", help="these packages and no others")
    parser.add_argument("--jobs", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--skip-heavy", action="store_true")
    parser.add_argument("--slice", action="store_true", help="some 300 modules, in minutes")
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # not without an end to the build that runs
    recipes = chosen(SLICE if arguments.slice else arguments.only, arguments.skip_heavy)
    provide(REQUIRED)
    failed = build(arguments.into, recipes, arguments.jobs)
    if failed:
        raise SystemExit(f"failed: {' '.join(failed)}")


if __name__ == "__main__":
    main()

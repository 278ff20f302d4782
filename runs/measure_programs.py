"""Builds programs, runs their tests, and keeps what they did then in a corpus: instructions, wall time, peak memory.

    python -m runs.measure_programs --corpus corpus
    python -m runs.measure_programs --corpus corpus --programs lua figlet --builds=-O2

The programs are those of programs/whole.py. Needs valgrind. Wall times are for a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from passwright.data.corpus import Corpus
from passwright.data.debian import fetch, version_of
from passwright.data.running import REPEATS, RunRow, measure
from passwright.errors import PasswrightError
from passwright.llvm.toolchain import Toolchain, find_toolchain, load_engine
from programs.whole import WHOLE, Whole, names
from runs.corpus import CACHE

BUILDS = ("-Oz", "-O2", "-O3")
SECONDS = 900.0
"""For one run of a workload: callgrind takes some fifty times as long as the program."""


def build(whole: Whole, root: Path, flags: Sequence[str], out: Path, toolchain: Toolchain) -> None:
    sources, words = whole.words(root)
    compiler = toolchain.clang_for(whole.recipe.language)
    subprocess.run([compiler, *sources, *words, *flags, "-o", str(out)], check=True)


def rows(whole: Whole, builds: Sequence[str], repeats: int, toolchain: Toolchain) -> Iterator[RunRow]:
    """Raises PasswrightError where the program cannot be fetched or its workload fails."""
    root = fetch(whole.recipe.package, CACHE)
    engine = load_engine(toolchain.version)
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        reference = Path(folder, "reference")
        build(whole, root, ["-O1"], reference, toolchain)
        for flags in builds:
            program = Path(folder, flags, whole.recipe.name)
            program.parent.mkdir()
            build(whole, root, flags.split(), program, toolchain)
            figures = measure(partial(run, whole, root, program, reference), program, toolchain, repeats)
            yield RunRow(
                package=whole.recipe.package,
                version=version_of(root),
                target=toolchain.target,
                llvm=toolchain.release,
                program=whole.recipe.name,
                build=flags,
                workload=whole.test,
                own=bool(whole.own),
                bytes=engine.measure(program.read_bytes()).size,
                **vars(figures),
            )


def run(whole: Whole, root: Path, program: Path, reference: Path, measured: Mapping[str, str]) -> str:
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        return whole.run_test(root, program, reference, Path(folder, "work"), SECONDS, measured)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--programs", nargs="+", default=[], choices=list(WHOLE))
    parser.add_argument("--builds", nargs="+", default=list(BUILDS), metavar="FLAGS")
    parser.add_argument("--repeats", type=int, default=REPEATS)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    failed = []
    with Corpus(arguments.corpus, toolchain.release, write=True) as corpus:
        for whole in names(arguments.programs):
            try:
                for row in rows(whole, arguments.builds, arguments.repeats, toolchain):
                    corpus.add_runs(row.package, row.target, [row])
                    wall = min(row.wall_us) / 1e3
                    shown = f"{row.bytes:9,} bytes {row.instructions:15,} instructions {wall:9.1f} ms {row.peak_kib:8,} KiB"
                    print(f"{row.program:12}{row.build:6}{shown}", flush=True)
            except (PasswrightError, subprocess.CalledProcessError) as error:
                failed.append(whole.recipe.name)
                print(f"{whole.recipe.name:12}FAILED: {error}", file=sys.stderr, flush=True)
    if failed:
        raise SystemExit(f"failed: {' '.join(failed)}")


if __name__ == "__main__":
    main()

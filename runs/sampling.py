"""Measuring modules of a corpus one by one into files of a few, in a run that goes on where it was cut."""

from __future__ import annotations

import itertools
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from passwright.data.corpus import Corpus
from passwright.data.load import load_row
from passwright.data.rows import ModuleRow, arrow
from passwright.errors import PasswrightError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.optimize import Options, Session

BATCH = 25
"""Modules in a file."""


def rows(corpus: Corpus, split: str, most: int, instructions: int) -> Iterator[ModuleRow]:
    """Modules for this machine of at most so many instructions, packages in turn, so that whatever is cut off has some of each."""
    waiting: dict[str, list[ModuleRow]] = {}
    for row in corpus.modules(split):
        if row.target.startswith("x86_64") and row.instructions <= instructions:
            waiting.setdefault(row.package, []).append(row)
    turns = itertools.chain.from_iterable(itertools.zip_longest(*waiting.values()))
    return itertools.islice(filter(None, turns), most)


def measure_all(wanted: Iterable[ModuleRow], out: Path, split: str, options: Options, measure: Callable[[Session, ModuleRow], Any]) -> None:
    """Writes what `measure` gives, a dataclass with the id of its "module" or None where there is nothing to measure, as Parquet. Modules
    that cannot be compiled are named."""
    pa = arrow()
    toolchain = find_toolchain()
    start = time.monotonic()
    files = sorted(out.glob(f"{split}-*.parquet"))
    known = {key for path in files for key in pa.parquet.read_table(path, columns=["module"])["module"].to_pylist()}
    number = len(files)
    done: list[Any] = []

    def write() -> None:
        path = out / f"{split}-{number:04}.parquet"
        partial = path.with_suffix(".partial")
        pa.parquet.write_table(pa.Table.from_pylist([vars(one) for one in done]), partial, compression="zstd")
        partial.replace(path)
        print(f"{time.monotonic() - start:7.0f} s  {path.name}: {len(done)} modules", flush=True)

    with WorkerPool(toolchain.version, options.workers) as pool:
        for row in wanted:
            if row.id in known:
                continue
            try:
                with Session(load_row(row, toolchain, pool), (), options, toolchain=toolchain, pool=pool) as session:
                    usable = not session.frame.baseline_only and session.evaluator.baseline.size
                    if usable and (one := measure(session, row)) is not None:
                        done.append(one)
            except PasswrightError as error:
                print(f"{row.package}/{row.name}: {error}", file=sys.stderr)
            if len(done) == BATCH:
                write()
                number, done = number + 1, []
    if done:
        write()

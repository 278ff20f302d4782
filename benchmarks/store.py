"""What the store of measurements costs a study that it cannot answer, and what it saves one that it can.

    python -m benchmarks.store                 # genetic, 256 evaluations
    python -m benchmarks.store --proposer functionwise --budget 64

`inside` is the time within the calls of the store, which other jobs on the machine blur less than the ratio of two studies.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

from passwright.data.debian import fetch
from passwright.evaluate.cache import Cache
from passwright.optimizer.optimize import Options, Session
from programs.recipes import PROGRAMS, modules
from runs.fidelity import CACHE

MODULES = ("zlib/adler32.c", "zlib/inffast.c", "cjson/cJSON.c")


class Inside:
    """Adds up the seconds of the store's calls."""

    def __init__(self) -> None:
        self.seconds = 0.0
        for name in ("open", "find", "add", "close"):
            setattr(Cache, name, self.timed(getattr(Cache, name)))

    def timed(self, function: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(function)
        def call(*arguments: Any) -> Any:
            start = time.perf_counter()
            try:
                return function(*arguments)
            finally:
                self.seconds += time.perf_counter() - start

        return call


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--budget", default="256")
    parser.add_argument("--proposer", default="genetic")
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    inside = Inside()
    print(f"{'module':12}{'without s':>10}{'first s':>9}{'ratio':>7}{'inside ms':>11}{'second s':>10}{'ratio':>7}{'inside ms':>11}")
    for name in MODULES:
        program, file = name.split("/")
        recipe = PROGRAMS[program]
        path, flags = next(pair for pair in modules(recipe, fetch(recipe.package, CACHE)) if pair[0].name == file)

        def study(store: str | bool, path: Path = path, flags: list[str] = flags) -> tuple[float, float]:
            inside.seconds, start = 0.0, time.perf_counter()
            with Session(str(path), flags, Options(budget=arguments.budget, proposer=arguments.proposer, store=store)) as session:
                session.optimize()
            return time.perf_counter() - start, 1e3 * inside.seconds

        rows = []
        for _ in range(arguments.rounds):
            with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
                without, _ = study(False)
                first, in_first = study(f"{folder}/store")
                second, in_second = study(f"{folder}/store")
                rows.append((without, first, first / without, in_first, second, second / without, in_second))
        figures = [statistics.median(column) for column in zip(*rows, strict=True)]
        print("{:12}{:10.2f}{:9.2f}{:7.2f}{:11.0f}{:10.2f}{:7.2f}{:11.0f}".format(file, *figures), flush=True)


if __name__ == "__main__":
    main()

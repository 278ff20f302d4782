"""Is normal text the module that it was made of? Over modules of a corpus, unoptimised and behind clang's own passes.

    python -m runs.text_exactness --corpus DIR                 # every fiftieth module of each split
    python -m runs.text_exactness --corpus DIR --every 500

A module goes through its text, with and without the order of uses, and code is generated from both: the objects must be the same, byte
by byte, all sections and relocations. Its functions go through their own texts, which must be valid modules and say the same again.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

from passwright.data.corpus import SPLITS, Corpus
from passwright.data.load import flags_of
from passwright.data.rows import ModuleRow
from passwright.llvm.text import normal
from passwright.llvm.toolchain import find_toolchain
from runs.lm_worker import Worker

SECONDS = 300.0
"""For one module."""


@dataclass(frozen=True)
class Case:
    bitcode: bytes
    arguments: Sequence[str]


@dataclass
class Tally:
    """What was compared, and what differs: unoptimised, and behind clang's own passes."""

    unoptimised: Counter[str] = field(default_factory=Counter)
    optimised: Counter[str] = field(default_factory=Counter)


def compare(engine: Any, case: Case) -> Tally:
    compiler = engine.Compiler(list(case.arguments))
    module = engine.Module.parse(case.bitcode)
    module.strip_debug()
    tally = Tally()
    _count(engine, compiler, module, tally.unoptimised)
    compiler.run_default(module)
    _count(engine, compiler, module, tally.optimised)
    return tally


def _count(engine: Any, compiler: Any, module: Any, tally: Counter[str]) -> None:
    plain, exact = normal(engine, module), normal(engine, module, order=True)
    wanted = compiler.emit(module.clone())
    again = engine.Module.parse(plain.assembly())
    tally["modules"] += 1
    tally["texts that do not come again"] += normal(engine, again) != plain
    tally["other objects without the order of uses"] += compiler.emit(again) != wanted
    tally["other objects with the order of uses"] += compiler.emit(engine.Module.parse(exact.assembly())) != wanted
    tally["functions"] += len(module.function_instructions())
    tally["functions that cannot stand alone"] += len(module.function_instructions()) - len(plain.functions)
    texts = engine.Texts(module)
    for name, text in plain.functions.items():
        alone = engine.Module.parse(plain.assembly(name))
        wrong = alone.verify() != "" or texts.of_functions(alone, [name]) != {name: text}
        tally["functions whose text is not valid, or does not come again"] += wrong


def rows(corpus: Corpus, every: int) -> Iterator[ModuleRow]:
    for split in SPLITS:
        yield from islice((row for row in corpus.modules(split) if row.target.startswith("x86_64")), 0, None, every)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, required=True)
    parser.add_argument("--every", type=int, default=50)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    total = Tally()
    failed = 0
    with Corpus(arguments.corpus) as corpus, Worker(toolchain.version, SECONDS, compare) as worker:
        cases = (Case(row.bitcode, toolchain.cc1(flags_of(row, toolchain))) for row in rows(corpus, arguments.every))
        for found in worker.ask(cases):
            if isinstance(found, str):
                failed += 1
                print(found, file=sys.stderr)
            else:
                total.unoptimised.update(found.unoptimised)
                total.optimised.update(found.optimised)
    print(f"modules that could not be compared: {failed}")
    for what in total.unoptimised:
        print(f"{what}: {total.unoptimised[what]:,} unoptimised, {total.optimised[what]:,} behind -Oz")


if __name__ == "__main__":
    main()

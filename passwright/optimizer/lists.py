"""Pass lists: those of a file, random ones as an autotuner draws them, and every pass of the catalogue in its places."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random

from passwright.errors import InputError, PipelineError
from passwright.llvm.baseline import Frame
from passwright.llvm.catalogue import Entry, load_catalogue
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.optimizer.space import PipelineSpace, wrap

MOST = 64 << 20
"""Bytes of a file of lists."""


def read_lists(source: str) -> list[Pipeline]:
    """A list a line, in the form of `opt -passes=`; - is standard input, # begins a comment. Raises InputError."""
    try:
        if source == "-":
            data = sys.stdin.buffer.read(MOST + 1)
        else:
            with Path(source).open("rb") as file:
                data = file.read(MOST + 1)
    except OSError as error:
        raise InputError(source, error.strerror or str(error)) from error
    if len(data) > MOST:
        raise InputError(source, f"is longer than {MOST >> 20} MiB")
    found = []
    for number, line in enumerate(data.decode(errors="replace").splitlines(), 1):
        if text := line.partition("#")[0].strip():
            try:
                found.append(Pipeline.parse(text))
            except PipelineError as error:
                raise InputError(source, f"line {number}: {error}") from error
    return found


def pipeline_space(llvm: int, tier: str) -> PipelineSpace:
    """The space of all lists of a tier, for no module in particular."""
    entries = [entry for entry in load_catalogue(llvm).trusted(tier).values() if entry.draw]
    return PipelineSpace(entries, [], Frame())


def random_lists(llvm: int, tier: str, count: int, seed: int) -> list[Pipeline]:
    """So many distinct lists of 1 to 50 passes, each drawn evenly (LLM Compiler, arXiv 2407.02524, section 3)."""
    space, rng = pipeline_space(llvm, tier), Random(seed)
    found: dict[str, Pipeline] = {}
    while len(found) < count:
        drawn = space.random(rng)
        found[str(drawn)] = drawn
    return list(found.values())


def placements(entry: Entry, around: Sequence[Pipeline]) -> list[Pipeline]:
    """Each form of a pass in its places."""
    return [pipeline for element in entry.elements() for pipeline in places(wrap(element, entry.level, entry.adaptor, "module"), around)]


def places(element: Pass, around: Sequence[Pipeline]) -> list[Pipeline]:
    """An element of a module pipeline alone, and before and behind each of some pipelines."""
    found = [Pipeline((element,))]
    for pipeline in around:
        found += [Pipeline((element, *pipeline.elements)), Pipeline((*pipeline.elements, element))]
    return found

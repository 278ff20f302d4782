"""`optimize_program`: all files of a program as one module under one plan, linked, and never larger than what clang links."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from passwright.errors import EvaluationError, InputError
from passwright.evaluate.evaluator import FIRST_LIMIT
from passwright.evaluate.pool import WorkerPool
from passwright.llvm import baseline as llvm_baseline
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.llvm.program import Program, Variant, make_program
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer.optimize import Options, Result, Session
from passwright.search.study import Outcome
from passwright.verify import stock
from passwright.verify.gates import Candidate, CommandGate, LinkGate, TrustGate

OURS = "ours"
SIZES = ("size", "text", "rodata", "data", "unwind", "bss")


@dataclass(frozen=True)
class Image:
    """A linked program. `sizes` are bytes by kind of section; "size" is all that is allocated and occupies the file."""

    name: str
    data: bytes
    sizes: dict[str, int]

    @property
    def size(self) -> int:
        return self.sizes["size"]


@dataclass(frozen=True)
class WholeResult:
    """What leaves: `image`, the smallest of ours and of what clang links by itself; `reason` says why it is not ours, if so.

    `ours` is None if the merged module does not even pass the gates as clang compiles it; `result` is what is known of the
    merged module and its plan.
    """

    program: Program
    baselines: list[Image]
    ours: Image | None
    image: Image
    result: Result
    reason: str | None

    @property
    def best_baseline(self) -> Image:
        return min(self.baselines, key=lambda image: image.size)

    def saved(self, against: Image) -> float:
        """The share of a baseline that was saved."""
        return (against.size - self.image.size) / against.size

    def script(self, out: str) -> str:
        """A shell script of stock tools that makes the image from the sources."""
        if self.image.name == OURS:
            return stock.program_script(self.program, self.result.module, self.result.plan, out, self.result.ran)
        variant = next(variant for variant in self.program.variants if variant.name == self.image.name)
        return stock.variant_script(self.program, variant, out)

    def to_json(self) -> dict[str, Any]:
        result = self.result.to_json()
        for name in ("source", "commands", "saved"):
            del result[name]
        return {
            "schema": "passwright.program/1",
            "sources": [source.path for source in self.program.sources],
            "flags": list(self.program.flags),
            "link": list(self.program.link),
            "images": {image.name: image.sizes for image in (*self.baselines, self.ours) if image},
            "written": self.image.name,
            "baseline_only_because": self.reason,
            "saved": {image.name: self.saved(image) for image in self.baselines},
            "saved_over_best_baseline": self.saved(self.best_baseline),
            "merged_module": result,
            "commands": self.script("program").splitlines(),
        }


class WholeSession(Session):
    """The merged module of a program; its candidates are linked, and the smallest image is kept."""

    def __init__(self, program: Program, merged: Path, options: Options, toolchain: Toolchain, pool: WorkerPool) -> None:
        self.program = program
        self.sizes: dict[bytes, Image] = {}
        super().__init__(str(merged), program.codegen_flags, options, toolchain=toolchain, pool=pool)
        at = next(number for number, gate in enumerate(self.gates, 1) if isinstance(gate, TrustGate))
        self.gates.insert(at, LinkGate(lambda data: self.image(data).data))

    def test_gate(self, command: str) -> CommandGate:
        return CommandGate(command, self.options.test_timeout, image=lambda data: self.image(data).data)

    def seeds(self) -> list[Pipeline]:
        """With what -flto runs, less the passes that are not within the trusted tier."""
        lto = llvm_baseline.lto_pipeline_of(self.module)
        outside = load_catalogue(self.toolchain.version).untrusted_passes(lto, self.options.trust)
        return [*super().seeds(), Pipeline(tuple(_without(lto.elements, {word.partition(" ")[0] for word in outside})))]

    def prefers(self, candidate: Candidate, kept: Candidate | None) -> bool:
        return kept is None or self.image(candidate.object).size <= self.image(kept.object).size

    def image(self, data: bytes) -> Image:
        """The program of one object of the merged module. Raises CompileError with the linker's words."""
        if data not in self.sizes:
            with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
                self.sizes[data] = measured(OURS, self.program.link_object(data, Path(folder)), self.pool)
        return self.sizes[data]

    def _check_test_command(self) -> None:
        """The command has judged clang's own programs; of the merged module every candidate is judged, clang's own plan too."""


def optimize_program(
    sources: Sequence[str | os.PathLike[str]],
    words: Sequence[str] = (),
    options: Options | None = None,
    *,
    keep: Sequence[str] = (),
    pool: WorkerPool | None = None,
    toolchain: Toolchain | None = None,
    stage: Callable[[str], None] = lambda text: None,
    progress: Callable[[Outcome[Any]], None] = lambda outcome: None,
) -> WholeResult:
    """Optimises a program of several files; `words` are clang's flags and link inputs, `keep` symbols that must stay.

    Raises a PasswrightError for bad input.
    """
    toolchain = toolchain or find_toolchain()
    options = options or Options()
    program = make_program([os.fspath(path) for path in sources], words, keep, toolchain)
    own = None if pool else WorkerPool(toolchain.version, options.workers, options.memory)
    try:
        used = pool or own
        assert used is not None
        with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
            return _optimize(program, options, used, Path(folder), stage, progress)
    finally:
        if own:
            own.close()


def _optimize(
    program: Program,
    options: Options,
    pool: WorkerPool,
    folder: Path,
    stage: Callable[[str], None],
    progress: Callable[[Outcome[Any]], None],
) -> WholeResult:
    baselines = []
    for number, variant in enumerate(program.variants):
        stage(f"building with {variant.name}")
        baselines.append(_build_variant(program, variant, folder / str(number), options.workers, pool))
    by_size = sorted(baselines, key=lambda image: image.size)
    best = _first_that_passes(by_size, options)
    stage("merging the modules")
    merged = folder / "merged.bc"
    program.build(program.merge_commands(f"{folder}/", str(merged)), merged, options.workers)
    program.check_kept(merged, folder / "0" / "image")
    with WholeSession(program, merged, options, program.toolchain, pool) as session:
        stage("searching")
        result = session.optimize(progress)
        ours = session.image(result.object) if result.evidence.passed else None
        reason = session.frame.baseline_only
        if reason is None and ours is None:
            failed = result.evidence.verdicts[-1]
            reason = f"the gate {failed.gate} does not pass: {failed.detail}"
        elif reason is None and ours and ours.size >= best.size:
            reason = f"no plan gives a smaller image ({ours.size} bytes) in {result.evaluations} evaluations"
        elif reason is None and ours and result.plan.pipeline is None and options.test:
            # clang's own pipeline leaves the search unjudged.
            passed, detail = session.test_gate(options.test).run(result.object, ours.data)
            reason = None if passed else f"the merged module does not pass --test: {detail}"
        image = ours if ours and reason is None else best
        return WholeResult(program, baselines, ours, image, replace(result, reason=reason), reason)


def _build_variant(program: Program, variant: Variant, folder: Path, jobs: int, pool: WorkerPool) -> Image:
    folder.mkdir()
    out = folder / "image"
    return measured(variant.name, program.build(program.variant_commands(variant, f"{folder}/", str(out)), out, jobs), pool)


def _first_that_passes(images: Iterable[Image], options: Options) -> Image:
    """The first image that the user's test command accepts. Raises InputError if it accepts none of clang's own."""
    detail = ""
    for image in images:
        if not options.test:
            return image
        passed, detail = CommandGate(options.test, options.test_timeout).run(None, image.data)
        if passed:
            return image
    raise InputError("--test", f"the command fails on clang's own program already, so it cannot judge a plan: {detail}")


def measured(name: str, data: bytes, pool: WorkerPool) -> Image:
    """Raises EvaluationError for an image that the engine cannot read."""
    reply = pool.call({"op": "measure"}, data, timeout=FIRST_LIMIT)
    if reply.failure:
        raise EvaluationError(f"measuring the image of {name}", reply.words)
    return Image(name, data, {kind: int(reply.value[kind]) for kind in SIZES})


def _without(elements: Iterable[Pass], names: set[str]) -> Iterator[Pass]:
    """The elements less passes by name; adaptors that are left empty go too."""
    for element in elements:
        if element.inner is None:
            if element.name not in names:
                yield element
        elif inner := tuple(_without(element.inner, names)):
            yield element.with_inner(inner)

"""Measures pipelines on one module, each distinct one once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from passwright.errors import EvaluationError, InputError
from passwright.evaluate import reproducers
from passwright.evaluate.cache import Cache
from passwright.evaluate.experience import Experience
from passwright.evaluate.measurement import IN_WORDS, Measurement
from passwright.evaluate.pool import Reply, WorkerPool
from passwright.evaluate.worker import FORGET, GLOBALS
from passwright.llvm import baseline
from passwright.llvm import flags as clang_flags
from passwright.llvm.module import Facts, Module, emit_bitcode, read_input
from passwright.llvm.pipeline import Passes, Pipeline, Schedule
from passwright.llvm.toolchain import Toolchain

FIRST_LIMIT = 600.0
"""Seconds for reading a module and for its baseline, on which the limit of all other evaluations rests."""
MIN_LIMIT = 5.0
LIMIT_FACTOR = 20.0

ESTIMATES = ("estimate", "weigh")
"""What a worker is asked for instead of a measurement."""

ADDITIVE = ("x86_64", "i386", "i686")
"""Where sizes add up over functions: no machine outliner works on the whole module by default."""
NOT_ADDITIVE = {"enable-machine-outliner=always"}
"""Options for code generation with which they do not."""


@dataclass(frozen=True)
class Failure:
    """An evaluation that LLVM did not survive, with the folder of its reproducer."""

    pipeline: str
    outcome: str
    words: str
    reproducer: str | None


@dataclass(frozen=True)
class Built:
    """What a plan gives, as bytes; for a Schedule with the numbers of the passes that ran, as `opt -opt-bisect=` takes them."""

    data: bytes
    ran: str = ""


def load_module(path: str, flags: Sequence[str], toolchain: Toolchain, pool: WorkerPool) -> Module:
    """Reads a module in a worker. Raises InputError, CompileError or FlagError; the flags get a level and a target."""
    clang_flags.check(flags)
    flags = list(flags)
    if clang_flags.level(flags) is None:
        flags.insert(0, f"-O{baseline.DEFAULT_LEVEL}")
    data, language = read_input(path, flags, toolchain)
    facts, bitcode = inspect(path, data, toolchain, pool)
    emitted = language != "ir"
    if language == "ir" and facts.triple and not clang_flags.names_target(flags):
        flags.append(f"--target={facts.triple}")
    if not facts.triple or not facts.data_layout:
        # What a module does not say of its target, clang says.
        facts, bitcode = inspect(path, emit_bitcode(Path(path), flags, toolchain, language), toolchain, pool)
        emitted = True
    arguments = toolchain.cc1(clang_flags.for_bitcode(flags))
    target = arguments[arguments.index("-triple") + 1]
    if facts.triple.partition("-")[0] != target.partition("-")[0]:
        raise InputError(path, f"the module is for {facts.triple}, the flags ask for {target}")
    return Module(Path(path).name, bitcode, language, tuple(flags), arguments, facts, toolchain, path, emitted)


def plan_request(pipeline: Passes | None) -> dict[str, Any]:
    """A plan as a worker takes it: "pipeline" and, for a schedule, "calls" and "codegen"."""
    if isinstance(pipeline, Schedule):
        steps = [(str(Pipeline(step.elements)), step.functions, dict(step.edits)) for step in pipeline.steps]
        return {"pipeline": steps, "calls": {name: dict(decisions) for name, decisions in pipeline.calls}, "codegen": pipeline.codegen}
    return {"pipeline": None if pipeline is None else str(pipeline)}


def estimate_request(passes: Passes) -> dict[str, Any] | None:
    """The request for an estimate. A schedule of several steps must have the form for it: something for all functions that ends by
    forgetting what is known of them, GLOBALS, passes for single functions, edits of attributes, something for all again; else None."""
    if isinstance(passes, Schedule) and not NOT_ADDITIVE.isdisjoint(passes.codegen):
        return None
    if isinstance(passes, Pipeline) or (len(passes.steps) == 1 and not passes.steps[0].edits):
        return {"op": "weigh", **plan_request(passes)}
    schedule = passes
    if len(schedule.steps) < 3:
        return None
    first, globals_, *lanes, last = schedule.steps
    if not str(first.pipeline).endswith(FORGET) or str(globals_.pipeline) != GLOBALS or globals_.functions:
        return None
    edits = lanes.pop().edits if lanes and lanes[-1].edits else ()
    if last.functions or last.edits or not all(step.functions for step in lanes):
        return None
    elements = [(element, step.functions) for step in lanes for element in step.pipeline.elements]
    if any(element.params is not None for element, _ in elements):
        return None
    return {
        "op": "estimate",
        "common": str(first.pipeline),
        **{name: value for name, value in plan_request(schedule).items() if name != "pipeline"},
        "lanes": [([str(inner) for inner in element.inner or ()], functions) for element, functions in elements],
        "edits": dict(edits),
        "end": str(last.pipeline),
    }


def inspect(path: str, data: bytes, toolchain: Toolchain, pool: WorkerPool) -> tuple[Facts, bytes]:
    """What the engine sees in a module from outside, and its bitcode. Raises InputError."""
    reply = pool.call({"op": "inspect", "name": Path(path).name}, data, timeout=FIRST_LIMIT)
    if reply.failure == "invalid":
        raise InputError(path, f"LLVM {toolchain.release} cannot read it: {reply.words.strip()}")
    if reply.failure:
        raise InputError(path, f"LLVM {toolchain.release} does not survive reading it ({reply.failure}): {reply.words.strip()}")
    return Facts.from_json(reply.value), reply.data


class Evaluator:
    """Measures on `module` in the workers of `pool`.

    The answer for a pipeline depends on nothing but module and pipeline, with one exception that cannot be had otherwise:
    whether a slow one meets the time limit. So one that did not is tried again with no other beside it and twice the time.
    """

    def __init__(
        self,
        module: Module,
        pool: WorkerPool,
        *,
        experience: Experience | None = None,
        limit: float | None = None,
        cache: Cache | None = None,
    ) -> None:
        self.module = module
        self.pool = pool
        self.experience = experience or Experience()
        self.cache = cache or Cache()
        self.failures: list[Failure] = []
        self.limit = limit or FIRST_LIMIT
        self.baseline = self._known_or_measured(None)
        if not self.baseline.ok:
            raise EvaluationError(f"{module.name}: clang's own pipeline", self.baseline.words)
        if limit is None:
            seconds = (self.baseline.parse_ms + self.baseline.passes_ms + self.baseline.codegen_ms) / 1e3
            self.limit = max(MIN_LIMIT, LIMIT_FACTOR * seconds)
        self.cache.open(module, pool.memory, self.baseline, self.limit)

    def evaluate(self, pipelines: Sequence[Passes | None]) -> list[Measurement]:
        """Measures a batch; equal pipelines and ones measured before cost nothing."""
        texts = [None if pipeline is None else str(pipeline) for pipeline in pipelines]
        known = dict(zip(texts, pipelines, strict=True))
        new = {text: pipeline for text, pipeline in known.items() if text not in self.experience.known}
        self._measure({text: self._request(pipeline) for text, pipeline in new.items()})
        return [self._known_or_measured(text) for text in texts]

    def estimate(self, pipelines: Sequence[Passes]) -> list[Measurement]:
        """Sizes as the sums of what functions weigh, where that can be said; measured where not. Costs what is new in a plan."""
        requests: dict[str | None, dict[str, Any]] = {}
        measured = []
        for pipeline in pipelines:
            request = estimate_request(pipeline) if self.module.target.startswith(ADDITIVE) else None
            if request is None:
                measured.append(pipeline)
            elif str(pipeline) not in self.experience.estimates:
                requests[str(pipeline)] = request
        self._measure(requests)
        self.evaluate(measured)
        return [self.experience.estimates.get(str(pipeline)) or self.experience.known[str(pipeline)] for pipeline in pipelines]

    def known(self, pipeline: Passes | None) -> Measurement | None:
        """What was estimated or measured before, without measuring."""
        text = None if pipeline is None else str(pipeline)
        return self.experience.estimates.get(text) or self.experience.get(text)

    def confirmed(self, pipeline: Passes) -> Measurement:
        """A measurement to rest a choice on: one that the store answered is measured again, and replaced if it is wrong."""
        text = str(pipeline)
        (known,) = self.evaluate([pipeline])
        if text in self.cache.unproven:
            self.cache.unproven.discard(text)
            measured = self._run({text: self._request(pipeline)})
            if not measured[text].agrees(known):
                known = self._record(text, measured[text])
                self.cache.add(measured, self.limit)
        return known

    def build(self, pipeline: Passes | None, kind: str = "obj") -> Built:
        """The object ("obj"), assembly ("asm"), bitcode ("bc") or text ("ll") that a pipeline gives. Raises EvaluationError."""
        request = {"op": "build", **plan_request(pipeline), "kind": kind}
        reply = self.pool.map(self.module, [request], timeout=2 * self.limit, alone=True)[0]
        if reply.failure:
            raise EvaluationError(f"{self.module.name}: the plan", f"{IN_WORDS[reply.failure]}: {reply.words}")
        return Built(reply.data, reply.value.get("ran", ""))

    def _request(self, pipeline: Passes | None) -> dict[str, Any]:
        """With what functions weigh where nothing else tells it (there are no estimates), or where it is asked which of them are gone."""
        parts = not self.module.target.startswith(ADDITIVE) or bool(self.module.facts.shared)
        return {"op": "evaluate", "parts": parts, **plan_request(pipeline)}

    def _measure(self, requests: Mapping[str | None, dict[str, Any]]) -> None:
        """Records what requests of one kind give, asking the store first."""
        estimated = any(request["op"] in ESTIMATES for request in requests.values())
        found = self.cache.find(list(requests), estimated, self.limit) if requests else {}
        measured = self._run({text: request for text, request in requests.items() if text not in found})
        for text in requests:
            self._record(text, found[text] if text in found else measured[text])
        self.cache.add(measured, self.limit)

    def _run(self, requests: Mapping[str | None, dict[str, Any]]) -> dict[str | None, Measurement]:
        measured = {}
        replies = self.pool.map(self.module, list(requests.values()), timeout=self.limit)
        for (text, request), reply in zip(requests.items(), replies, strict=True):
            if reply.failure == "memory":
                self.pool.close()  # a worker that remembers much has less left: the next one begins with nothing
            if reply.failure in ("timeout", "memory"):
                reply = self.pool.map(self.module, [request], timeout=2 * self.limit, alone=True)[0]
            measured[text] = _measurement(reply, estimated=request["op"] in ESTIMATES)
        return measured

    def _known_or_measured(self, text: str | None) -> Measurement:
        known = self.experience.get(text)
        if known is None:
            request = {**self._request(None), "pipeline": text}
            known = self._record(text, _measurement(self.pool.map(self.module, [request], timeout=self.limit, alone=True)[0]))
        return known

    def _record(self, text: str | None, measurement: Measurement) -> Measurement:
        if measurement.outcome not in ("ok", "invalid") and text is not None:
            place = reproducers.keep(self.module, text, measurement.outcome, measurement.words)
            self.failures.append(Failure(text, measurement.outcome, measurement.words, place))
        self.experience.add(text, measurement)
        return measurement


def _measurement(reply: Reply, estimated: bool = False) -> Measurement:
    if reply.failure:
        return Measurement(reply.failure, reply.words, estimated=estimated)
    names = {field.name for field in fields(Measurement)}
    return Measurement("ok", **{name: value for name, value in reply.value.items() if name in names}, estimated=estimated)

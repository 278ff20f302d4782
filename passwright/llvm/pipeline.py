"""A pass pipeline in LLVM's text form, as a value."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from passwright.errors import PipelineError

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.\-]*")
MAX_DEPTH = 64  # LLVM's own parser recurses; a hostile text must not take the stack

ADAPTORS = {"module": "module", "cgscc": "cgscc", "devirt": "cgscc", "function": "function", "loop": "loop", "loop-mssa": "loop"}
"""What contains passes, and the level of the passes inside."""

LEVELS = ("module", "cgscc", "function", "loop")


@dataclass(frozen=True)
class Pass:
    """One element: a pass with its parameters, or an adaptor with the elements inside it.

    `params` is the text between < and >, None where there are no angle brackets at all (`gvn<>` has ""). `inner` is None
    for a pass and never empty for an adaptor: LLVM reads no empty ones.
    """

    name: str
    params: str | None = None
    inner: tuple[Pass, ...] | None = None

    @property
    def head(self) -> str:
        """The name with its parameters."""
        return self.name if self.params is None else f"{self.name}<{self.params}>"

    def __str__(self) -> str:
        return self.head if self.inner is None else f"{self.head}({','.join(map(str, self.inner))})"

    def with_inner(self, inner: tuple[Pass, ...]) -> Pass:
        return replace(self, inner=inner)

    def leaves(self) -> Iterator[Pass]:
        """The passes inside, in text order, without adaptors."""
        if self.inner is None:
            yield self
        else:
            for element in self.inner:
                yield from element.leaves()


@dataclass(frozen=True)
class Pipeline:
    """A sequence of elements whose first one is a module pass or an adaptor, as `opt -passes=` reads it."""

    elements: tuple[Pass, ...]

    @staticmethod
    def parse(text: str) -> Pipeline:
        """Reads LLVM's text. Raises PipelineError; printing what was read gives the same text."""
        parser = _Parser(text)
        elements = parser.sequence(0)
        if parser.position != len(text):
            raise PipelineError(text, parser.position, "expected ',' or the end")
        return Pipeline(elements)

    def __str__(self) -> str:
        return ",".join(map(str, self.elements))

    def leaves(self) -> Iterator[Pass]:
        for element in self.elements:
            yield from element.leaves()

    def __len__(self) -> int:
        """The number of passes, adaptors not counted."""
        return sum(1 for _ in self.leaves())


FORGET = Pass("invalidate", "all")
FORCEATTRS = Pass("forceattrs")
EDIT = re.compile(r"-minsize|no-jump-tables=true|frame-pointer=all|tune-cpu=[a-z0-9][a-z0-9.-]*")
"""What may be changed in a function's attributes: all leave its meaning and its calling convention alone."""
EDITABLE = re.compile(r"[A-Za-z0-9_.$]+")
"""Names that opt's options and its file of attributes can hold."""

DECISIONS = ("noinline", "alwaysinline")
"""What may be decided about the inlining of a single call."""

CODEGEN = {
    "apply-ext-tsp-for-size": "core",
    "disable-block-placement": "core",
    "disable-lsr": "core",
    "disable-machine-cse": "core",
    "disable-machine-licm": "core",
    "disable-x86-lea-opt": "core",
    "enable-machine-outliner=always": "extended",
    "misched=ilpmin": "extended",
    "tail-merge-size=2": "core",
    "x86-br-merging-base-cost=-1": "core",
}
"""Options of LLVM's that may be decided for the code generation of a module, with their tiers: those that leave a pass out, that shift
a threshold, or that choose what other levels or targets do anyway keep to what is in daily use."""

NUMBER = re.compile(r"0|[1-9][0-9]{0,8}")

Calls = tuple[tuple[str, tuple[tuple[int, str], ...]], ...]
"""Decisions by caller, and by the call's number among all calls in it, from 0 and in the order of the text."""


@dataclass(frozen=True)
class Step:
    """A pipeline for all functions or, with names, function passes for those alone.

    Passes for single functions see the IR alone: all analyses are forgotten behind each, so that what a pass makes of a
    function depends on nothing that happened before. Edits of attributes, by function, are made by the pass `forceattrs`.
    """

    pipeline: Pipeline
    functions: tuple[str, ...] = ()
    edits: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def elements(self) -> tuple[Pass, ...]:
        """As LLVM is given them, with `invalidate<all>` where it is due."""
        if not self.functions:
            return self.pipeline.elements
        return tuple(e.with_inner(tuple(x for inner in e.inner or () for x in (inner, FORGET))) for e in self.pipeline.elements)


@dataclass(frozen=True)
class Schedule:
    """Pipelines in a row, some for single functions: what no pipeline can say. The first step is for all.

    Before it runs, inlining is decided for some of the module's calls: they are given the attribute of that name, and take it along
    where they are inlined with their callers. `codegen` are options for the code generation behind all of it.
    """

    steps: tuple[Step, ...]
    calls: Calls = ()
    codegen: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.steps or self.steps[0].functions:
            raise PipelineError(str(self.steps)[:60], 0, "the first step must be for all functions")
        for step in self.steps:
            if step.functions and any(element.name != "function" for element in step.pipeline.elements):
                raise PipelineError(str(step.pipeline), 0, "a step for single functions holds function passes only")
            if step.edits and (step.functions or step.pipeline.elements != (FORCEATTRS,)):
                raise PipelineError(str(step.pipeline), 0, "a step that edits attributes holds nothing but 'forceattrs'")
            for name, edits in step.edits:
                if not EDITABLE.fullmatch(name) or not edits or not all(EDIT.fullmatch(edit) for edit in edits):
                    raise PipelineError(f"{name} {edits}"[:80], 0, f"no edit of attributes; those are {EDIT.pattern}")
        for name, decisions in self.calls:
            if not EDITABLE.fullmatch(name) or not decisions or any(number < 0 or what not in DECISIONS for number, what in decisions):
                raise PipelineError(f"{name} {decisions}"[:80], 0, f"no decisions about calls; those are {' and '.join(DECISIONS)}")
        if self.codegen != tuple(sorted(set(self.codegen))) or not set(self.codegen) <= set(CODEGEN):
            raise PipelineError(f"{self.codegen}"[:80], 0, "no options for code generation, in their order")
        # opt's options are for every forceattrs that it runs.
        if self.edits and sum(leaf.name == FORCEATTRS.name for leaf in self.leaves()) > 1:
            raise PipelineError(str(self)[:60], 0, "attributes are edited where 'forceattrs' stands, so it can stand in one place only")

    @property
    def edits(self) -> dict[str, tuple[str, ...]]:
        """All edits of attributes, by function."""
        return {name: edits for step in self.steps for name, edits in step.edits}

    @staticmethod
    def from_json(value: object) -> Schedule:
        """Reads what `to_json` gives. Raises PipelineError."""
        steps: list[Step] = []
        calls: Calls = ()
        codegen: tuple[str, ...] = ()
        for entry in value if isinstance(value, list) else [None]:
            if (
                not isinstance(entry, dict)
                or not {"passes"} <= set(entry) <= {"passes", "functions", "attributes", *([] if steps else ["calls", "codegen"])}
                or not isinstance(entry["passes"], str)
            ):
                raise PipelineError(repr(value)[:60], 0, "expected a list of steps with 'passes' and, for single functions, 'functions'")
            names = entry.get("functions", [])
            if not isinstance(names, list) or not all(isinstance(name, str) and name for name in names):
                raise PipelineError(repr(value)[:60], 0, "'functions' must be a list of names")
            calls = calls or _calls(entry.get("calls", {}))
            options = entry.get("codegen", [])
            if not isinstance(options, list) or not all(isinstance(option, str) for option in options):
                raise PipelineError(repr(value)[:60], 0, "'codegen' must be a list of options")
            codegen = codegen or tuple(options)
            steps.append(Step(Pipeline.parse(entry["passes"]), tuple(names), _edits(entry.get("attributes", {}))))
        return Schedule(tuple(steps), calls, codegen)

    def to_json(self) -> list[dict[str, object]]:
        steps: list[dict[str, object]] = [
            {
                "passes": str(step.pipeline),
                **({"functions": list(step.functions)} if step.functions else {}),
                **({"attributes": {name: list(edits) for name, edits in step.edits}} if step.edits else {}),
            }
            for step in self.steps
        ]
        if self.calls:
            decided = {name: {str(number): what for number, what in decisions} for name, decisions in self.calls}
            steps[0] = {"calls": decided, **steps[0]}
        if self.codegen:
            steps[0] = {"codegen": list(self.codegen), **steps[0]}
        return steps

    def __str__(self) -> str:
        """One text for one schedule, to compare by."""
        return json.dumps(self.to_json(), separators=(",", ":"))

    @property
    def elements(self) -> tuple[Pass, ...]:
        """All steps as one pipeline has them: what `opt -passes=` is given, beside the numbers of the passes that run."""
        return tuple(element for step in self.steps for element in step.elements)

    def leaves(self) -> Iterator[Pass]:
        for step in self.steps:
            yield from step.pipeline.leaves()

    def __len__(self) -> int:
        """The number of passes in all steps, adaptors not counted."""
        return sum(1 for _ in self.leaves())


def _edits(value: object) -> tuple[tuple[str, tuple[str, ...]], ...]:
    if not isinstance(value, dict) or not all(
        isinstance(edits, list) and all(isinstance(edit, str) for edit in edits) for edits in value.values()
    ):
        raise PipelineError(repr(value)[:60], 0, "'attributes' must be lists of edits by the names of functions")
    return tuple(sorted((name, tuple(edits)) for name, edits in value.items()))


def _calls(value: object) -> Calls:
    if not isinstance(value, dict) or not all(
        isinstance(decisions, dict) and all(NUMBER.fullmatch(number) and isinstance(what, str) for number, what in decisions.items())
        for decisions in value.values()
    ):
        raise PipelineError(repr(value)[:60], 0, "'calls' must be decisions by the names of callers and by the numbers of calls in them")
    return tuple(sorted((name, tuple(sorted((int(n), what) for n, what in decisions.items()))) for name, decisions in value.items()))


Passes = Pipeline | Schedule
"""What a plan may run."""


class _Parser:
    def __init__(self, text: str) -> None:
        self.text = text
        self.position = 0

    def sequence(self, depth: int) -> tuple[Pass, ...]:
        if depth > MAX_DEPTH:
            raise PipelineError(self.text, self.position, f"nested deeper than {MAX_DEPTH}")
        elements = [self.element(depth)]
        while self.peek() == ",":
            self.position += 1
            elements.append(self.element(depth))
        return tuple(elements)

    def element(self, depth: int) -> Pass:
        match = NAME.match(self.text, self.position)
        if not match:
            raise PipelineError(self.text, self.position, "expected the name of a pass")
        self.position = match.end()
        params = self.params() if self.peek() == "<" else None
        if self.peek() != "(":
            return Pass(match.group(), params)
        self.position += 1
        inner = self.sequence(depth + 1)
        if self.peek() != ")":
            raise PipelineError(self.text, self.position, "expected ')'")
        self.position += 1
        return Pass(match.group(), params, inner)

    def params(self) -> str:
        start = self.position + 1
        depth = 0
        for position in range(self.position, len(self.text)):
            character = self.text[position]
            depth += {"<": 1, ">": -1}.get(character, 0)
            if depth == 0:
                self.position = position + 1
                return self.text[start:position]
            if character.isspace() or character in "()":
                raise PipelineError(self.text, position, "a parameter holds no space and no parenthesis")
        raise PipelineError(self.text, start - 1, "expected '>'")

    def peek(self) -> str:
        return self.text[self.position : self.position + 1]

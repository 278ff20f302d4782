"""Differential execution: the functions of a candidate against those of the unoptimised module, on generated inputs."""

from __future__ import annotations

import math
import struct
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from passwright.errors import CompileError, EvaluationError
from passwright.llvm.module import Module
from passwright.verify.gates import Candidate
from passwright.verify.glue import DISCARDED
from passwright.verify.harness import Harness, Trace
from passwright.verify.lexer import Unsupported

INPUTS = 192
"""For each function, of which KEPT are run with checks and in candidates; fewer where a module has many functions."""
ALL_INPUTS = 3000
KEPT = 48
ENOUGH = 8
"""Inputs that must be kept, and give the same, for a function to count as decided."""
MILLISECONDS = 20
"""CPU time for one input without optimisation; ten times that for a candidate."""
GARBAGE = (2, 3, 4)
"""Layouts of the driver with more kinds of garbage, for what is looked into."""
GARBAGE_WORDS = "depends on addresses or on what was never written"
TRIED = 4
"""Inputs with a difference that are looked into for each function."""
NATIVE = "x86_64"


@dataclass(frozen=True)
class Difference:
    """An input on which a candidate does other things than the unoptimised module."""

    function: str
    input: int
    words: str


@dataclass(frozen=True)
class Report:
    """What differential execution says of one object.

    `decided` are functions that did the same on at least ENOUGH inputs that were kept, `undecided` those that had fewer. `left_out`
    maps functions that cannot be called to the reason. Of `inputs` that were tried, `dropped` were not kept: the unoptimised build
    with checks stops on them, or what they give depends on garbage; `reasons` counts why.
    """

    decided: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    differ: tuple[Difference, ...] = ()
    left_out: dict[str, str] = field(default_factory=dict)
    inputs: int = 0
    dropped: int = 0
    reasons: dict[str, int] = field(default_factory=dict)
    why_not: str = ""

    @property
    def words(self) -> str:
        if self.why_not:
            return f"nothing was decided: {self.why_not}"
        functions = len(self.decided) + len(self.undecided) + len(self.left_out) + len({d.function for d in self.differ})
        if self.differ:
            first = self.differ[0]
            return f"{first.function} differs from what it does unoptimised: {first.words} (input {first.input})"
        share = self.dropped / self.inputs if self.inputs else 0.0
        return (
            f"{len(self.decided)} of {functions} functions do the same unoptimised, {self.inputs} inputs, {share:.0%} dropped as undefined"
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class DifferentialGate:
    """Runs the functions of an object beside those of the unoptimised module; `last` is the report about the last object."""

    name = "differential"

    def __init__(self, inputs: int = INPUTS, seed: int = 0, second_opinion: bool = True) -> None:
        self.inputs = inputs
        self.second_opinion = second_opinion
        self.seed = seed
        self.last: Report | None = None
        self._prepared: _Reference | None = None
        self._hopeless = ("", "")

    def close(self) -> None:
        if self._prepared:
            self._prepared.harness.close()
        self._prepared = None

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        self.last = self.compare(candidate.module, candidate.object)
        return not self.last.differ, self.last.words

    def compare(self, module: Module, data: bytes) -> Report:
        """The report about an object of a module. Never raises for what code under test does."""
        if not module.target.startswith(NATIVE) or not module.toolchain.target.startswith(NATIVE) or "linux" not in module.target:
            return Report(why_not=f"{module.target} is not native")
        if self._hopeless[0] == module.key:
            return Report(why_not=self._hopeless[1])
        try:
            if not self._prepared or self._prepared.harness.module.key != module.key:
                self.close()
                self._prepared = _Reference(Harness(module, self.inputs, self.seed), self.second_opinion)
            return self._prepared.compare(data)
        except (CompileError, EvaluationError, Unsupported) as error:
            if not self._prepared or self._prepared.harness.module.key != module.key:
                self._hopeless = (module.key, str(error).strip()[:300])
            return Report(why_not=str(error).strip()[:300])


class _Reference:
    """What the unoptimised module does with all inputs, and which of them are kept."""

    def __init__(self, harness: Harness, second_opinion: bool) -> None:
        self.harness = harness
        self.second_opinion = second_opinion
        self.opinions: list[Path] = []
        self.glue = harness.glue
        self.reference = harness.reference()
        self.checked = harness.filter()
        functions = range(len(self.glue.functions))
        tried = min(harness.inputs, max(KEPT, ALL_INPUTS // max(1, len(functions))))
        self.traces = harness.run(self.reference, 0, MILLISECONDS, [(number, i) for number in functions for i in range(tried)])
        self.there = {number for number, _ in self.traces}
        self.reasons: Counter[str] = Counter()
        whole: dict[int, list[int]] = {}
        for (number, i), trace in self.traces.items():
            if trace.whole:
                whole.setdefault(number, []).append(i)
            else:
                self.reasons[trace.outcome] += 1
        chosen = [(number, i) for number, some in whole.items() for i in self._unlike(number, some)]
        self.filtered = harness.run(self.checked, 1, 2 * MILLISECONDS, chosen)
        self.kept: dict[int, list[int]] = {}
        for pair in chosen:
            if why := _why_dropped(self.traces[pair], self.filtered[pair]):
                self.reasons[why] += 1
            else:
                self.kept.setdefault(pair[0], []).append(pair[1])

    def _unlike(self, number: int, inputs: list[int]) -> list[int]:
        """At most KEPT, first those on which a function does what it does on no other."""
        count: Counter[object] = Counter()
        order = []
        for i in inputs:
            trace = self.traces[number, i]
            what = (trace.status, trace.exact, frozenset(trace.words))
            order.append((count[what], i))
            count[what] += 1
        return sorted(i for _, i in sorted(order)[:KEPT])

    def compare(self, data: bytes) -> Report:
        library = self.harness.link("candidate", data)
        pairs = [(number, i) for number, kept in self.kept.items() for i in kept]
        traces = self.harness.run(library, 0, 10 * MILLISECONDS, pairs)
        left = {number for number, _ in traces}
        decided: list[str] = []
        undecided: list[str] = []
        differ: list[Difference] = []
        dropped = Counter(self.reasons)
        for number, function in enumerate(self.glue.functions):
            kept = self.kept.get(number, [])
            if number not in self.there:
                continue
            if kept and number not in left:
                if function.linkage not in DISCARDED:
                    differ.append(Difference(function.symbol, 0, "it is not defined any more"))
                continue
            suspects = [i for i in kept if self.difference(number, self.traces[number, i], self.filtered[number, i], traces[number, i])]
            for i in suspects[:TRIED]:
                words, why = self.confirm(library, number, i)
                if words:
                    differ.append(Difference(function.symbol, i, words))
                    break
                dropped[why] += 1
            else:
                (decided if len(kept) - len(suspects) >= ENOUGH else undecided).append(function.symbol)
        return Report(
            tuple(decided),
            tuple(undecided),
            tuple(differ),
            self.glue.left_out,
            len(self.traces),
            sum(dropped.values()),
            dict(dropped.most_common()),
        )

    def confirm(self, library: Path, number: int, i: int) -> tuple[str, str]:
        """Runs one input again, each build in a process of its own; what is different, or why it says nothing."""
        one = [(number, i)]
        reference = self.harness.run(self.reference, 0, MILLISECONDS, one)[number, i]
        checked = self.harness.run(self.checked, 1, 2 * MILLISECONDS, one)[number, i]
        if why := _why_dropped(reference, checked):
            return "", why
        candidate = self.harness.run(library, 0, 50 * MILLISECONDS, one)[number, i]
        words = self.difference(number, reference, checked, candidate)
        if not words:
            return "", "differs only behind other inputs"
        for layout in GARBAGE:
            other = self.harness.run(self.reference, layout, MILLISECONDS, one)[number, i]
            if (other.status, other.exact) != (reference.status, reference.exact) or other.words.keys() != reference.words.keys():
                return "", GARBAGE_WORDS
        if self.second_opinion:
            # No sanitizer knows all that is undefined in C: pointers of two types to one place are not stopped at.
            self.opinions = self.opinions or [self.harness.stock(level) for level in (self.harness.module.level, "2")]
            for opinion in self.opinions:
                theirs = self.harness.run(opinion, 0, 50 * MILLISECONDS, one).get((number, i))
                if theirs and self.difference(number, reference, checked, theirs):
                    return "", "clang's own object differs as well"
        return words, ""

    def difference(self, number: int, reference: Trace, checked: Trace, candidate: Trace) -> str:
        """How a candidate's trace is different from the reference's, "" if it is not."""
        if candidate.status != reference.status:
            return f"{candidate.outcome}, unoptimised {reference.outcome}"
        if candidate.exact != reference.exact:
            return f"results, calls and output are {candidate.exact.hex()}, unoptimised {reference.exact.hex()}"
        real = self.glue.functions[number].symbol in self.glue.real
        for key in sorted(reference.words.keys() | candidate.words.keys()):
            mine, theirs = reference.words.get(key), candidate.words.get(key)
            if (
                mine == theirs
                or checked.words.get(key) != mine
                or (real and mine is not None and theirs is not None and _nan(mine, theirs))
            ):
                continue
            return f"word {key:#x} of memory is {_hex(theirs)}, unoptimised {_hex(mine)}"
        return ""


def _why_dropped(reference: Trace, checked: Trace) -> str:
    """Why an input says nothing about a candidate."""
    if not reference.whole:
        return reference.outcome
    if not checked.whole:
        return checked.outcome
    if reference.status != checked.status or reference.exact != checked.exact:
        return GARBAGE_WORDS
    return ""


def _nan(left: int, right: int) -> bool:
    """Whether two words are the same but for the bits of NaNs."""
    doubles = [struct.unpack("<d", word.to_bytes(8, "little"))[0] for word in (left, right)]
    if all(map(math.isnan, doubles)):
        return True
    pairs = zip(*(struct.unpack("<2f", word.to_bytes(8, "little")) for word in (left, right)), strict=True)
    halves = zip(*(struct.unpack("<2I", word.to_bytes(8, "little")) for word in (left, right)), strict=True)
    return all(a == b or (math.isnan(x) and math.isnan(y)) for (x, y), (a, b) in zip(pairs, halves, strict=True))


def _hex(word: int | None) -> str:
    return "unchanged" if word is None else f"{word:#x}"

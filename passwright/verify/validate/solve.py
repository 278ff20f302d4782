"""Asks the process with z3 about each function of two modules, within limits, and confirms what it finds wrong."""

from __future__ import annotations

import importlib.util
import json
import os
import selectors
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from passwright.errors import ToolMissing
from passwright.llvm.toolchain import Toolchain
from passwright.verify.lexer import Unsupported
from passwright.verify.validate.confirm import confirmed
from passwright.verify.validate.reader import Reader, read_module

GRACE = 10.0
"""Seconds beyond its own limit after which a process that says nothing is ended."""


@dataclass(frozen=True)
class Limits:
    """`seconds` a function, `total` seconds a module, `memory` MiB of address space for the solver."""

    seconds: float = 2.0
    total: float = 120.0
    memory: int = 2048


@dataclass(frozen=True)
class Decision:
    """`verdict`: proven, refuted or undecided; `words`: the counterexample, or the reason."""

    function: str
    verdict: str
    words: str = ""
    seconds: float = 0.0


@dataclass(frozen=True)
class Report:
    """What was decided of the functions that both modules have; `gone` counts those that only the source's has."""

    decisions: tuple[Decision, ...]
    gone: int = 0
    seconds: float = 0.0
    by: str = "z3"
    reasons: dict[str, int] = field(init=False)

    def __post_init__(self) -> None:
        counts = Counter(each.words for each in self.decisions if each.verdict == "undecided")
        object.__setattr__(self, "reasons", dict(counts.most_common()))

    def of(self, verdict: str) -> list[Decision]:
        return [each for each in self.decisions if each.verdict == verdict]

    @property
    def words(self) -> str:
        proven, refuted = len(self.of("proven")), len(self.of("refuted"))
        text = f"{self.by} decided {proven + refuted} of {len(self.decisions)} functions ({proven} proven, {refuted} refuted)"
        if self.reasons:
            first = ", ".join(f"{reason} {count}" for reason, count in list(self.reasons.items())[:4])
            text += f"; undecided: {first}{', …' if len(self.reasons) > 4 else ''}"
        return text


def check_solver() -> None:
    """Raises ToolMissing where z3 is not installed."""
    if importlib.util.find_spec("z3") is None:
        raise ToolMissing("z3, which validates translations,", "Install it: pip install 'passwright[validate]' (or pip install z3-solver)")


def validate(toolchain: Toolchain, source: Path, target: Path, limits: Limits | None = None, only: Sequence[str] | None = None) -> Report:
    """Compares functions of equal names in two files of LLVM's text. `only`: no others. Raises ToolMissing."""
    check_solver()
    limits = limits or Limits()
    start = time.monotonic()
    decided: dict[str, Decision] = {}
    names: list[str] = []
    gone = 0
    todo: list[str] | None = None
    while todo is None or todo:
        with _Worker(source, target, limits) as worker:
            hello = worker.read(limits.seconds + 60)
            if hello is None or "functions" not in hello:
                reason = f"the module: {hello['module']}" if hello else "the solver's process ended"
                names = names or _names(source, target)
                decided |= {name: Decision(name, "undecided", reason) for name in names if name not in decided}
                break
            if todo is None:
                names = [name for name in hello["functions"] if only is None or name in only]
                gone = hello["gone"]
                todo = list(names)
            while todo:
                name = todo.pop(0)
                if time.monotonic() - start > limits.total:
                    decided[name] = Decision(name, "undecided", "time for the module")
                    continue
                answer = worker.ask(name, 2 * limits.seconds + GRACE)
                if answer is None:
                    decided[name] = Decision(name, "undecided", "the solver's process ended", limits.seconds)
                    break
                decided[name] = _decision(toolchain, source, target, answer)
    return Report(tuple(decided[name] for name in names), gone, round(time.monotonic() - start, 3))


def _names(source: Path, target: Path) -> list[str]:
    try:
        one, other = (read_module(path.read_text("utf-8", "replace")).bodies for path in (source, target))
    except Unsupported:
        return []
    return [name for name in one if name in other]


def _decision(toolchain: Toolchain, source: Path, target: Path, answer: dict[str, Any]) -> Decision:
    name, verdict, words, seconds = answer["function"], answer["verdict"], answer["words"], answer["seconds"]
    if verdict != "counterexample":
        return Decision(name, verdict, words, seconds)
    if answer["local"]:
        # It may rest on what its callers pass.
        return Decision(name, "undecided", "a counterexample in a function that only its module calls", seconds)
    if answer["witness"]:
        function = Reader(read_module(source.read_text("utf-8", "replace"))).function(name)
        shown = confirmed(toolchain, source, target, function, answer["witness"])
        if shown:
            return Decision(name, "refuted", shown, seconds)
    return Decision(name, "undecided", "a counterexample that no run confirms", seconds)


class _Worker:
    """One process with z3; lines go both ways."""

    def __init__(self, source: Path, target: Path, limits: Limits) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "passwright.verify.validate.worker", str(source), str(target), str(limits.seconds), str(limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.waiting = b""
        self.selector = selectors.DefaultSelector()
        assert self.process.stdout
        self.selector.register(self.process.stdout, selectors.EVENT_READ)

    def __enter__(self) -> _Worker:
        return self

    def __exit__(self, *_: object) -> None:
        self.selector.close()
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except BrokenPipeError:
                    pass

    def ask(self, name: str, seconds: float) -> dict[str, Any] | None:
        assert self.process.stdin
        try:
            self.process.stdin.write(f"{name}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            return None
        return self.read(seconds)

    def read(self, seconds: float) -> dict[str, Any] | None:
        """The next line; None if the process ends or does not write one in time."""
        until = time.monotonic() + seconds
        assert self.process.stdout
        while b"\n" not in self.waiting:
            if not self.selector.select(max(0.0, until - time.monotonic())):
                return None
            data = os.read(self.process.stdout.fileno(), 1 << 16)
            if not data:
                return None
            self.waiting += data
        line, _, self.waiting = self.waiting.partition(b"\n")
        return dict(json.loads(line))

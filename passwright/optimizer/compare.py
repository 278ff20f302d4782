"""Compares methods at equal numbers of compilations: a study for each module, method and seed, looked at where it is asked to.

A compilation is an evaluation: one distinct plan whose value was asked for, whether LLVM survived it or not, whether it was measured as a
whole or estimated. The baseline is free. An answer of a language model that holds no plan is one too. What a method has after n is
what a study with the budget n ends with: its first n plans in their order, -Oz where none of them is smaller and passes its gates.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from passwright.data.load import load_row
from passwright.data.rows import ModuleRow
from passwright.errors import CompileError, EvaluationError, InputError
from passwright.evaluate.evaluator import load_module, plan_request
from passwright.evaluate.measurement import Measurement
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Passes
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.methods import Method
from passwright.optimizer.optimize import Options, Session, compile_ms
from passwright.optimizer.suites import Item, Skipped, Suite, printable
from passwright.optimizer.trials import Point, Sizes, Trial, Trials
from passwright.search.study import Outcome, Proposer


@dataclass(frozen=True)
class Comparison:
    """Trials of all methods on the modules of a suite, and what was left out."""

    suite: str
    llvm: str
    trust: str
    at: tuple[int, ...]
    methods: tuple[Method, ...]
    modules: tuple[str, ...]
    """Keys, in the order of the suite."""
    trials: tuple[Trial, ...]
    skipped: tuple[Skipped, ...]

    def of(self, method: Method) -> list[list[Trial]]:
        """By module, a trial for each seed."""
        mine: dict[str, list[Trial]] = {module: [] for module in self.modules}
        for trial in self.trials:
            if trial.method == method.identity:
                mine[trial.module].append(trial)
        return list(mine.values())


def compare(
    suite: Suite,
    methods: Sequence[Method],
    at: Sequence[int],
    seeds: Sequence[int],
    trust: str,
    toolchain: Toolchain,
    pool: WorkerPool,
    known: Trials,
    progress: Callable[[str], None] = lambda text: None,
) -> Comparison:
    """One study after the other, each with new workers, so that none finds what another has warmed up.

    A module that cannot be compiled, or that is there twice, is left out. Raises InputError if none is left or if the record is of
    another suite; EndpointError and FlagError where a method cannot be had.
    """
    skipped = list(suite.skipped)
    trials: dict[str, list[Trial]] = {}
    names: dict[str, str] = {}
    for number, item in enumerate(suite.items, 1):
        try:
            module = load_item(item, toolchain, pool)
            if module.key in names:
                raise InputError(item.name, f"is the same module as {names[module.key]}")
        except (InputError, CompileError) as error:
            skipped.append(Skipped(item.name, _reason(error)))
            continue
        known.check_module(item.name, module.key)
        names[module.key] = item.name
        mine: list[Trial] = []
        try:
            for method in methods:
                for seed in seeds if method.seeded else seeds[:1]:
                    progress(f"{number}/{len(suite.items)} modules, {item.name}: {method.name}, seed {seed}")
                    trial = known.find(module.key, method.identity, seed, trust, at)
                    if trial is None:
                        trial = try_method(module, item, method, seed, trust, at, pool)
                        known.add(trial)
                    mine.append(replace(trial, name=item.name, groups=groups_of(module, item)))  # as this suite has it
        except (InputError, EvaluationError) as error:
            skipped.append(Skipped(item.name, _reason(error)))
            del names[module.key]
            continue
        trials[module.key] = mine
    if not trials:
        first = f"; the first, {skipped[0].name}: {skipped[0].reason}" if skipped else ""
        raise InputError(suite.name, f"no module of it can be used{first}")
    every = tuple(trial for mine in trials.values() for trial in mine)
    return Comparison(suite.name, toolchain.release, trust, tuple(at), tuple(methods), tuple(trials), every, tuple(skipped))


def load_item(item: Item, toolchain: Toolchain, pool: WorkerPool) -> Module:
    """Raises InputError, CompileError or FlagError."""
    if isinstance(item.source, Module):
        return item.source
    if isinstance(item.source, ModuleRow):
        return load_row(item.source, toolchain, pool)
    return load_module(item.source, item.flags, toolchain, pool)


def try_method(module: Module, item: Item, method: Method, seed: int, trust: str, at: Sequence[int], pool: WorkerPool) -> Trial:
    """One study. Raises InputError for a module without bytes, EvaluationError where clang's own pipeline fails."""
    pool.close()
    options = Options(objective=method.objective, budget=str(at[-1]), seed=seed, trust=trust)
    watch = Stopwatch(at)
    with Session(module, [], options, toolchain=module.toolchain, pool=pool) as session:
        base = session.evaluator.baseline
        if not base.size:
            raise InputError(item.name, "its object has no bytes that occupy memory")
        states = dict.fromkeys(at, (None, 0))
        proposer = Kept(method, session)

        def look(outcome: Outcome[Any]) -> None:
            watch(outcome)
            # The last time that this is so, it is the number itself or the study's end.
            states.update({number: (outcome.best, outcome.evaluations) for number in at if number >= outcome.evaluations})

        watch(Outcome(0.0))
        result = session.optimize(look, proposer=proposer, stops=at)
        if result.stopped == "interrupted":
            raise KeyboardInterrupt
        plans: list[Passes] = []
        for plan, _ in states.values():
            if plan is not None and plan not in plans:
                plans.append(plan)
        times = dict(zip(["", *map(str, plans)], compile_times(session, plans), strict=True))
        points = []
        for number, (plan, evaluations) in states.items():
            tried = list(proposer.tried.values())[:evaluations]
            known = [session.evaluator.known(each) for each in tried]
            best = base if plan is None else session.evaluator.evaluate([plan])[0]
            own = own_size(session, tried) if plan is None and tried else best.size
            sizes = _sizes(session, best, times["" if plan is None else str(plan)])
            failed = sum(measured is None or not measured.ok for measured in known)
            points.append(Point(number, evaluations, failed, sizes, own, watch.seconds[number], unusual(session, plan)))
        before = _sizes(session, base, times[""])
    return Trial(module.key, item.name, groups_of(module, item), method.identity, seed, trust, before, tuple(points))


def groups_of(module: Module, item: Item) -> dict[str, str]:
    """What the module says of itself, and before that what the suite says."""
    return {"language": module.language, "target": module.target, "level": f"-O{module.level}", **item.groups}


class Kept:
    """A method's proposer, made when it is first asked; `tried` are its distinct plans by their text, in the order of a study."""

    def __init__(self, method: Method, session: Session) -> None:
        self.method = method
        self.session = session
        self.inner: Proposer[Any] | None = None
        self.tried: dict[str, Passes] = {}

    def ask(self, count: int) -> Sequence[Passes]:
        if self.inner is None:
            self.inner = self.method.propose(self.session)
        asked = self.inner.ask(count)
        for plan in asked:
            self.tried.setdefault(str(plan), plan)
        return asked

    def tell(self, results: Sequence[tuple[Passes, float | None]]) -> None:
        if self.inner is not None:
            self.inner.tell(results)


def unusual(session: Session, plan: Passes | None) -> tuple[str, ...]:
    """The names of a plan's passes that clang's own pipeline does not have."""
    if plan is None:
        return ()
    return tuple(sorted({leaf.name for leaf in plan.leaves()} - {leaf.name for leaf in session.seeds()[0].leaves()}))


def own_size(session: Session, tried: Sequence[Passes]) -> int | None:
    """The bytes of the smallest object that plans give, none of which is smaller than clang's own; None if none gives one."""
    known = [(place, session.evaluator.known(plan)) for place, plan in enumerate(tried)]
    sizes = [(found.size, place) for place, found in known if found and found.ok and str(tried[place]) not in session.refused]
    for _, place in sorted(sizes):
        (measured,) = session.evaluator.evaluate([tried[place]])
        if measured.ok:
            return measured.size
    return None


def compile_times(session: Session, plans: Sequence[Passes]) -> list[float]:
    """Milliseconds of a compilation with clang's own pipeline, then of each plan: in one worker that has compiled the module before,
    and that is made to forget what it remembers of it. They are not part of a study."""
    module, limit = session.module, 2 * session.evaluator.limit
    forget = {"op": "open", "arguments": module.arguments}
    times: list[float] = []
    for plan in (None, None, *plans):  # the first one warms up
        session.pool.call(forget, module.bitcode, timeout=limit)
        request = {"op": "evaluate", "parts": False, **plan_request(plan)}
        (reply,) = session.pool.map(module, [request], timeout=limit, alone=True)
        if reply.failure:  # it did well before: the machine is busy
            times.append(compile_ms(session.evaluator.evaluate([plan])[0]))
        else:
            times.append(round(sum(reply.value[name] for name in ("parse_ms", "passes_ms", "codegen_ms")), 3))
    return times[1:]


def cpu_seconds() -> float:
    """CPU time of this process and of its children, those that still run included."""
    ticks = sum(os.times()[:4]) * os.sysconf("SC_CLK_TCK")
    children: list[str] = []
    for thread in Path("/proc/self/task").iterdir():
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):  # it has ended since
            children += (thread / "children").read_text().split()
    for child in children:
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            ticks += sum(map(int, Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


class Stopwatch:
    """Notes the CPU seconds that a study has had when it reaches each checkpoint, and at its end."""

    def __init__(self, checkpoints: Sequence[int]) -> None:
        self.checkpoints = checkpoints
        self.start = cpu_seconds()
        self.seconds: dict[int, float] = {}

    def __call__(self, outcome: Outcome[Any]) -> None:
        seconds = round(cpu_seconds() - self.start, 2)
        for number in self.checkpoints:
            if number >= outcome.evaluations:
                self.seconds[number] = seconds  # the last time that this is so, it is the checkpoint itself or the study's end


def reached(curve: Sequence[float], baseline: int, evaluations: int) -> int:
    """The best value after so many evaluations; a study that ended earlier keeps its last."""
    return int(curve[min(evaluations, len(curve)) - 1]) if curve else baseline


def _sizes(session: Session, measured: Measurement, milliseconds: float) -> Sizes:
    program = measured.size + sum(session.gone(measured).values())
    return Sizes(measured.size, program, measured.text_data, measured.instructions, milliseconds)


def _reason(error: Exception) -> str:
    """The first line, for a list of what was left out."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    return printable(lines[0])[:200] if lines else type(error).__name__

"""Does the target's function refine the source's? The question as z3 takes it, and its answer."""

from __future__ import annotations

import math
import re
import time
from dataclasses import dataclass
from typing import Any

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate import calls
from passwright.verify.validate.encode import Frame, Machine
from passwright.verify.validate.ir import Function
from passwright.verify.validate.logic import Scalar, Term, Truth, Values, conj, disj, either, neg, number
from passwright.verify.validate.memory import State
from passwright.verify.validate.reader import Reader
from passwright.verify.validate.witness import witness
from passwright.verify.validate.world import World

MAX_RUNS = 5
TACTICS = ("simplify", "propagate-values", "solve-eqs", "elim-uncnstr", "simplify", "smt")


PROMISE = "promises of its value what is not known to hold"


@dataclass
class Side:
    """What one side does: where it is undefined, where it returns and what, and where it stops within a call."""

    name: str
    machine: Machine
    undefined: Truth
    state: State
    value: Values | None
    promise: Truth  # what it says of its value holds
    stopped: Truth
    world: Term


@dataclass
class Question:
    """`wrong`: what would be a mistake, by kind; none of them can be if the target refines the source."""

    world: World
    source: Side
    target: Side
    wrong: dict[str, Truth]

    def assertions(self) -> list[Truth]:
        return [each for each in (*self.world.facts(), neg(self.source.undefined)) if each is not True]


def defined(reader: Reader) -> set[str]:
    """Functions whose body may be used where they are called."""
    found = set()
    for name, body in reader.module.bodies.items():
        head = body.split("\n", 1)[0].split("@")[0].split()
        if not {"weak", "linkonce", "available_externally"} & set(head):
            found.add(name)
    return found


def called(reader: Reader, name: str) -> set[str]:
    """Functions whose names stand in a body: at least those that it calls."""
    return {each.strip('"') for each in re.findall(r'\bcall [^@\n]*@("[^"]*"|[-\w$.]+)\(', reader.module.bodies[name])}


def vanished(source: Reader, target: Reader, name: str) -> frozenset[str]:
    """Functions that the source calls, or that those call, and the target's function does not."""
    kept, usable = called(target, name), defined(source)
    found: set[str] = set()
    todo = [name]
    while todo:
        for callee in called(source, todo.pop()) & usable - kept - found - {name}:
            found.add(callee)
            todo.append(callee)
    return frozenset(found)


def question(
    source: Reader, target: Reader, name: str, inlined: tuple[frozenset[str], frozenset[str]], until: float = math.inf
) -> Question:
    """Raises Unsupported."""
    functions = source.function(name), target.function(name)
    if [kind for _, kind in functions[0].parameters] != [kind for _, kind in functions[1].parameters]:
        raise Unsupported("a function whose parameters changed")
    if functions[0].type != functions[1].type:
        raise Unsupported("a function whose type changed")
    escaped: list[list[str]] = [[], []]
    sizes: list[dict[str, tuple[int, int]]] = [{}, {}]
    for _ in range(MAX_RUNS):
        world = World(source, target, until)
        names = [_names(keys, known) for keys, known in zip(escaped, sizes, strict=True)]
        one = _run(functions[0], functions, Machine(source, world, True, inlined[0], names[0]))
        other = _run(functions[1], functions, Machine(target, world, False, inlined[1], names[1]))
        new = [[key for key in side.machine.escaped if key not in keys] for side, keys in zip((one, other), escaped, strict=True)]
        if not new[0] and not new[1]:
            return Question(world, one, other, _wrong(world, one, other))
        for keys, more in zip(escaped, new, strict=True):
            keys += more
        sizes = [one.machine.sizes, other.machine.sizes]
    raise Unsupported("local variables whose addresses go too many ways")


def _names(keys: list[str], sizes: dict[str, tuple[int, int]]) -> dict[str, str]:
    """Local variables of one size get the same places on both sides, in their order."""
    counts: dict[int, int] = {}
    found = {}
    for key in keys:
        size = sizes[key][0]
        counts[size] = counts.get(size, 0) + 1
        found[key] = f"local {counts[size]} of {size} bytes"
    return found


def _run(function: Function, both: tuple[Function, Function], machine: Machine) -> Side:
    world = machine.world
    frame = Frame(machine, function, 0, "")
    args: list[Values] = []
    value: Values
    for index, (_, kind) in enumerate(function.parameters):
        value = world.parameter(index, kind)
        source_words, words = both[0].attributes[index + 1], function.attributes[index + 1]
        names = {name for name, _ in source_words}
        if names & {"noundef", "dereferenceable", "dereferenceable_or_null"}:
            value = Scalar(value.bits, False, base=value.base)
        for name, _ in words:
            if name in ("readonly", "readnone") and name not in names:
                machine.unwritten.add(value.base)
            if name in ("noalias", "writable", "initializes") and name not in names:
                raise Unsupported(f"an argument that only the target calls {name}")
        args.append(calls.promised(frame, world.entry, value, kind, words))
    state, value = machine.run(function, args, world.entry)
    promise: Truth = True
    if isinstance(value, Scalar):
        value = machine.plain(value)
        kept: list[Truth] = []
        held = calls.promised(frame, state, value, function.type, function.attributes[0], kept)
        if machine.source:
            value = held
            for each in kept:
                machine.require(state, each)
        else:
            promise = conj(*kept, disj(value.poison, neg(held.poison)))
    elif isinstance(value, tuple):
        value = tuple(machine.plain(each) for each in value)
    end = state.world
    for stopped, after in machine.stops:
        end = either(stopped, after, end)
    return Side(
        function.name, machine, disj(*machine.undefined), state, value, promise, disj(*(stopped for stopped, _ in machine.stops)), end
    )


def _wrong(world: World, source: Side, target: Side) -> dict[str, Truth]:
    """All ways to be no refinement, for executions of the source that are defined."""
    wrong = {"is undefined": target.undefined}
    came, comes = source.state.path, target.state.path
    wrong["does not return in the same cases"] = disj(conj(came, neg(comes)), conj(neg(came), comes))
    wrong["does not stop in the same cases"] = disj(conj(source.stopped, neg(target.stopped)), conj(neg(source.stopped), target.stopped))
    if not source.world.eq(target.world):
        wrong["makes other calls"] = conj(disj(came, source.stopped), source.world != target.world)
    for index, (one, other) in enumerate(zip(_scalars(source.value), _scalars(target.value), strict=True)):
        which = f"value {index}" if index else "value"
        wrong[f"returns another {which}"] = conj(came, comes, neg(one.poison), disj(other.poison, one.bits != other.bits))
    if not source.state.memory.term.eq(target.state.memory.term):
        at = z3.BitVec("some address", world.bits)
        before, now = source.state.memory.byte(at), target.state.memory.byte(at)
        outside = [z3.UGE(at - place, number(size, world.bits)) for place, size in world.locals.values() if size]
        wrong["leaves other memory"] = conj(came, comes, *outside, neg(before.poison), disj(now.poison, before.bits != now.bits))
    wrong[PROMISE] = conj(came, comes, neg(target.promise), *(neg(one.poison) for one in _scalars(source.value)))
    return {kind: each for kind, each in wrong.items() if each is not False}


def _scalars(value: Values | None) -> list[Scalar]:
    if value is None:
        return []
    return [value] if isinstance(value, Scalar) else [scalar for each in value for scalar in _scalars(each)]


def decide(source: Reader, target: Reader, name: str, seconds: float) -> Answer:
    """Proven, a counterexample, or undecided. First the source's calls that the target lacks are inlined, then all calls on both sides."""
    until = time.monotonic() + seconds
    first = (vanished(source, target, name), frozenset[str]())
    everything = (frozenset(defined(source)), frozenset(defined(target)))
    found = Answer("undecided", "time")
    for inlined in (first, everything):
        if inlined == everything and not (called(source, name) & everything[0] or called(target, name) & everything[1]):
            break
        if time.monotonic() > until:
            break
        try:
            asked = question(source, target, name, inlined, until)
            answer = ask(asked, until - time.monotonic())
        except Unsupported as error:
            answer = Answer("undecided", error.reason)
        except RecursionError:
            answer = Answer("undecided", "a nesting that is too deep")
        if (
            answer.verdict != "undecided" and (answer.verdict == "proven" or inlined == everything or found.verdict == "undecided")
        ) or found.words == "time":
            found = answer
        if found.verdict == "proven":
            break
    return found


@dataclass
class Answer:
    """`verdict`: proven, counterexample or undecided, with a reason or the kind of mistake, and a witness where one can be run."""

    verdict: str
    words: str = ""
    witness: dict[str, Any] | None = None


def ask(asked: Question, seconds: float) -> Answer:
    """Lets z3 look for each kind of mistake."""
    solver = z3.Then(*TACTICS).solver()
    until = time.monotonic() + seconds
    solver.add(*asked.assertions())
    for kind, wrong in asked.wrong.items():
        left = until - time.monotonic()
        if left <= 0:
            return Answer("undecided", "time")
        solver.set("timeout", max(1, int(1000 * left)))
        solver.push()
        solver.add(wrong)
        answer = solver.check()
        if answer == z3.sat:
            if kind == PROMISE:
                return Answer("undecided", "what is promised of the value rests on other functions")
            return Answer("counterexample", kind, witness(asked, left))
        if answer == z3.unknown:
            reason = solver.reason_unknown()
            return Answer("undecided", "time" if reason in ("timeout", "canceled") else f"the solver gives up ({reason[:40]})")
        solver.pop()
    # If nothing at all is a defined execution of the source, nothing was compared.
    solver.set("timeout", max(1, int(1000 * (until - time.monotonic()))))
    return Answer("proven") if solver.check() != z3.unsat else Answer("undecided", "a source that is never defined")

"""LLVM's intrinsics."""

from __future__ import annotations

from typing import TYPE_CHECKING

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate import calls
from passwright.verify.validate.arithmetic import overflows
from passwright.verify.validate.ir import Instruction
from passwright.verify.validate.logic import Scalar, Term, Truth, Values, as_bit, conj, constant, disj, either, known, neg, number, resized
from passwright.verify.validate.memory import State, get, joined, overlaps, put

if TYPE_CHECKING:
    from passwright.verify.validate.encode import Frame

MAX_COPY = 64
IGNORED = ("llvm.dbg.", "llvm.donothing", "llvm.experimental.noalias.scope.decl", "llvm.sideeffect", "llvm.invariant.")
OPAQUE = (
    "llvm.fma.", "llvm.fmuladd.", "llvm.floor.", "llvm.ceil.", "llvm.trunc.", "llvm.rint.", "llvm.round.", "llvm.sqrt.", "llvm.minnum.",
    "llvm.maxnum.", "llvm.nearbyint.", "llvm.pow.", "llvm.exp", "llvm.log", "llvm.sin.", "llvm.cos.", "llvm.copysign.", "llvm.roundeven.",
    "llvm.minimum", "llvm.maximum", "llvm.ldexp.", "llvm.is.fpclass.", "llvm.canonicalize.",
)  # fmt: skip
"""Pure functions of which nothing else is known."""


def intrinsic(frame: Frame, each: Instruction, name: str, state: State) -> State:
    machine = frame.machine
    if name.startswith(IGNORED):
        return state
    if name.startswith(("llvm.lifetime.start", "llvm.lifetime.end")):
        return _lifetime(frame, each, state)
    if name.startswith(("llvm.memcpy.", "llvm.memmove.", "llvm.memset.")):
        return _bulk(frame, each, name, state)
    if name == "llvm.assume":
        condition = machine.plain(frame.value(each.args[1], state))
        machine.require(state, conj(neg(condition.poison), known(condition.bits == 1)))
        return state
    if name.startswith("llvm.expect."):
        frame.values[each.name] = frame.value(each.args[1], state)
        return state
    values = [frame.value(value, state) for value in each.args[1:]]
    if name in ("llvm.trap", "llvm.debugtrap", "llvm.ubsantrap"):
        return calls.event(frame, state, f"call {name}", values, each.type, frozenset())[0]
    plain = [machine.plain(value) for value in values]
    poison = disj(*(value.poison for value in plain))
    bits = [value.bits for value in plain]
    frame.values[each.name] = _promised(frame, state, each, _pure(frame, each, name, bits, poison))
    return state


def _promised(frame: Frame, state: State, each: Instruction, value: Values) -> Values:
    return calls.promised(frame, state, value, each.type, each.attributes[0]) if isinstance(value, Scalar) else value


def _pure(frame: Frame, each: Instruction, name: str, bits: list[Term], poison: Truth) -> Values:
    kind = name.split(".")[1]
    if name.startswith(OPAQUE):
        words = f"{name} {' '.join(str(arg.type) for arg in each.args[1:])}"
        return Scalar(frame.machine.world.function(words, bits, z3.BitVecSort(each.type.bits)), poison)
    if kind == "fabs":
        return Scalar(bits[0] & number((1 << each.type.bits - 1) - 1, each.type.bits), poison)
    if each.type.kind not in ("int", "struct"):
        raise Unsupported(f"the intrinsic {name.rpartition('.')[0] or name}")
    width = bits[0].size()
    choose = {"smin": lambda a, b: a < b, "smax": lambda a, b: a > b, "umin": z3.ULT, "umax": z3.UGT}
    if kind in choose:
        return Scalar(either(known(choose[kind](bits[0], bits[1])), bits[0], bits[1]), poison)
    if kind in ("ucmp", "scmp"):
        less, more = (z3.ULT, z3.UGT) if kind == "ucmp" else (lambda a, b: a < b, lambda a, b: a > b)
        out = each.type.bits
        return Scalar(z3.If(less(bits[0], bits[1]), number(-1, out), z3.If(more(bits[0], bits[1]), number(1, out), number(0, out))), poison)
    if kind == "abs":
        lowest = conj(known(bits[1] == 1), bits[0] == number(1 << width - 1, width))
        return Scalar(z3.If(bits[0] < 0, -bits[0], bits[0]), disj(poison, known(lowest)))
    if kind == "ctpop":
        return Scalar(_count(bits[0]), poison)
    if kind in ("ctlz", "cttz"):
        return Scalar(_zeros(bits[0], kind == "ctlz"), disj(poison, known(conj(bits[1] == 1, bits[0] == 0))))
    if kind == "bswap":
        return Scalar(z3.Concat(*(z3.Extract(at + 7, at, bits[0]) for at in range(0, width, 8))), poison)
    if kind == "bitreverse":
        return Scalar(z3.Concat(*(z3.Extract(at, at, bits[0]) for at in range(width))) if width > 1 else bits[0], poison)
    if kind in ("fshl", "fshr"):
        amount = z3.URem(bits[2], number(width, width))
        both = z3.Concat(bits[0], bits[1])
        wide = z3.ZeroExt(width, amount)
        if kind == "fshl":
            return Scalar(z3.Extract(2 * width - 1, width, both << wide), poison)
        return Scalar(z3.Extract(width - 1, 0, z3.LShR(both, wide)), poison)
    parts = name.split(".")
    if len(parts) > 3 and parts[2:4] == ["with", "overflow"] and kind[1:] in ("add", "sub", "mul"):
        result = {"add": bits[0] + bits[1], "sub": bits[0] - bits[1], "mul": bits[0] * bits[1]}[kind[1:]]
        return Scalar(result, poison), Scalar(as_bit(known(overflows(kind[1:], bits[0], bits[1], kind[0] == "s"))), poison)
    if parts[2:3] == ["sat"] and kind[1:] in ("add", "sub"):
        return Scalar(_saturated(kind, bits[0], bits[1]), poison)
    raise Unsupported(f"the intrinsic {'.'.join(parts[:2])}")


def _count(bits: Term) -> Term:
    width = bits.size()
    total = number(0, width)
    for at in range(width):
        total = total + resized(z3.Extract(at, at, bits), width)
    return total


def _zeros(bits: Term, leading: bool) -> Term:
    width = bits.size()
    result = number(width, width)
    for count in reversed(range(width)):
        at = width - 1 - count if leading else count
        result = z3.If(z3.Extract(at, at, bits) == 1, number(count, width), result)
    return result


def _saturated(kind: str, left: Term, right: Term) -> Term:
    width = left.size()
    result = left + right if kind[1:] == "add" else left - right
    over = overflows(kind[1:], left, right, kind[0] == "s")
    if kind[0] == "u":
        return z3.If(over, number(-1 if kind == "uadd" else 0, width), result)
    low, high = number(1 << width - 1, width), number((1 << width - 1) - 1, width)
    return z3.If(over, z3.If(left < 0, low, high), result)


def _lifetime(frame: Frame, each: Instruction, state: State) -> State:
    pointer = frame.value(each.args[-1], state)
    machine = frame.machine
    if pointer.slot:
        return machine.cleared(state, pointer.slot[0]) if pointer.slot[1] == 0 else state
    for key, name in machine.outside.items():
        if name in machine.world.locals and machine.world.locals[name][0].eq(pointer.bits):
            return machine.cleared(state, key)
    if pointer.poison is True:
        return state
    raise Unsupported("a lifetime of something else than a local variable")


def _bulk(frame: Frame, each: Instruction, name: str, state: State) -> State:
    machine = frame.machine
    values = [frame.value(value, state) for value in each.args[1:]]
    length = constant(values[2].bits) if values[2].poison is False else None
    kind = name.split(".")[1]
    if constant(values[3].bits) != 0 or length is None or length > MAX_COPY:
        # As an event it is in its place, and equal to one that is the same.
        return calls.event(frame, state, f"call llvm.{kind}", values, each.type, frozenset({"nounwind", "willreturn"}))[0]
    if length == 0:
        return state
    aligns = [next((int(text) for word, text in words if word == "align"), 1) for words in each.attributes[1:]]
    goal = values[0]
    if kind == "memset":
        byte_ = machine.plain(values[1])
        pieces: list[Scalar | None] = [Scalar(z3.Concat(*[byte_.bits] * n) if n > 1 else byte_.bits, byte_.poison) for n in _pieces(length)]
    else:
        pieces = _read(frame, state, values[1], length, aligns[1])
        if kind == "memcpy" and not goal.slot and not values[1].slot:
            apart = disj(goal.bits == values[1].bits, neg(overlaps(goal.bits, length, values[1].bits, length)))
            machine.require(state, apart)
    return _write(frame, state, goal, length, pieces, aligns[0])


def _pieces(length: int) -> list[int]:
    """Bytes of the scalars that are copied: a short copy is like a load and a store."""
    if length in (1, 2, 4, 8, 16):
        return [length]
    return [8] * (length // 8) + [size for size in (4, 2, 1) if length & size]


def _read(frame: Frame, state: State, source: Scalar, length: int, align: int) -> list[Scalar | None]:
    """The pieces; None for one that was not written to at all."""
    machine = frame.machine
    found: list[Scalar | None] = []
    if not source.slot:
        machine.access(state, source, length, align, write=False)
        at = 0
        for size in _pieces(length):
            address = source.bits + number(at, machine.world.bits)
            found.append(state.memory.load(address, size, source.base, lambda write: False, machine.uninitialised))
            at += size
        return found
    key, offset = source.slot
    machine.within(state, key, offset, length, align)
    cells = state.slots.get(key, ())
    for size in _pieces(length):
        there = any(at < offset + size and offset < at + cell.bits.size() // 8 for at, cell in cells)
        value = get(cells, offset, size, machine.uninitialised) if there else None
        found.append(machine.plain(value) if value else None)
        offset += size
    return found


def _write(frame: Frame, state: State, goal: Scalar, length: int, pieces: list[Scalar | None], align: int) -> State:
    machine = frame.machine
    at = 0
    if goal.slot:
        key, offset = goal.slot
        machine.within(state, key, offset, length, align)
        cells = state.slots.get(key, ())
        for size, piece in zip(_pieces(length), pieces, strict=True):
            value = piece or joined([machine.uninitialised() for _ in range(size)])
            cells = put(cells, offset + at, value)
            at += size
        return state.with_slot(key, cells)
    if goal.base in machine.unwritten:
        machine.require(state, False)
    machine.access(state, goal, length, align, write=True)
    for size, piece in zip(_pieces(length), pieces, strict=True):
        pointer = Scalar(goal.bits + number(at, machine.world.bits), base=goal.base)
        state = machine.written(state, pointer, size, piece)
        at += size
    return state

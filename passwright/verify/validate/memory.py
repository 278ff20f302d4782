"""What a function finds and leaves: memory, local variables that are kept apart, and the outside world.

Memory is a term of which loads and stores are functions; what a load finds behind a store is known where the two are equal or
apart. Local variables whose address never leaves the function are kept apart as cells; all others lie in memory, at an address
that nothing from outside has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import z3

from passwright.verify.validate.logic import Scalar, Term, Truth, as_bit, conj, disj, either, merged, neg, number, resized

Cells = tuple[tuple[int, Scalar], ...]
"""Offsets, ascending, with the scalars that lie there, which do not overlap."""


@dataclass(frozen=True, eq=False)
class Write:
    """A scalar that was stored, None for bytes that became undefined; `root` and `offset`: the address as a sum of the two.

    `base`: as in a Scalar. `tag`: metadata of its type. `path`: whether it was executed.
    """

    address: Term
    size: int
    value: Scalar | None
    base: str
    tag: str
    path: Truth
    root: Term
    offset: int


def split(address: Term) -> tuple[Term, int]:
    """An address as a term and a number, so that two are seen to differ by a number."""
    term = z3.simplify(address)
    if z3.is_bv_value(term):
        return number(0, term.size()), term.as_long()
    if z3.is_app_of(term, z3.Z3_OP_BADD) and z3.is_bv_value(term.arg(0)):
        offset = term.arg(0)
        return z3.simplify(term - offset), offset.as_signed_long()
    return term, 0


Uninterpreted = Callable[[str, list[Term], Any], Term]
"""Makes a function of which nothing is known, of a name, arguments and a sort."""


@dataclass(frozen=True, eq=False)
class Memory:
    """What was there, the writes since, and how to make functions. `fork`: it is one of two memories, by a condition."""

    function: Uninterpreted
    base: Term | None
    writes: tuple[Write, ...] = ()
    fork: tuple[Truth, Memory, Memory] | None = None

    def written(self, write: Write) -> Memory:
        return replace(self, writes=(*self.writes, write))

    def before(self, count: int) -> Memory:
        return self if count == len(self.writes) else replace(self, writes=self.writes[:count])

    @cached_property
    def term(self) -> Term:
        """The memory as one term, for calls. Neighbouring writes with one root come in the order of their offsets, the last one at each."""
        result: Term = either(self.fork[0], self.fork[1].term, self.fork[2].term) if self.fork else self.base
        at = 0
        while at < len(self.writes):
            root = self.writes[at].root
            run: dict[tuple[int, int], Write] = {}
            while at < len(self.writes) and self.writes[at].root.eq(root) and _fits(run, self.writes[at]):
                run[self.writes[at].offset, self.writes[at].size] = self.writes[at]
                at += 1
            for (offset, size), write in sorted(run.items(), key=lambda item: item[0]):
                place = z3.simplify(root + number(offset, root.size()))
                if write.value is None:
                    result = self.function(f"clear {size}", [result, place], result.sort())
                else:
                    result = self.function(f"store {size}", [result, place, _with_poison(write.value)], result.sort())
        return result

    def load(self, address: Term, size: int, base: str, apart: Callable[[Write], bool], undefined: Callable[[], Scalar]) -> Scalar:
        """What lies at an address. Of accesses that overlap without being equal nothing is known but that they are functions."""
        root, offset = split(address)
        for count in range(len(self.writes), 0, -1):
            write = self.writes[count - 1]
            if write.root.eq(root):
                within = offset - write.offset
                if within + size <= 0 or within >= write.size:
                    continue
                if within >= 0 and within + size <= write.size:
                    if write.value is None:
                        return joined([undefined() for _ in range(size)])
                    return part(write.value, within, size)
                return self.before(count).opaque(address, size)
            if different(write.base, base) or apart(write):
                continue
            rest = self.before(count - 1).load(address, size, base, apart, undefined)
            if write.value is None:
                return _ite(neg(overlaps(address, size, write.address, write.size)), rest, Scalar(rest.bits, True))
            found = _ite(_apart(address, size, write.address, write.size), rest, self.before(count).opaque(address, size))
            return _ite(address == write.address, write.value, found) if size == write.size else found
        if self.fork:
            one, other = (each.load(address, size, base, apart, undefined) for each in self.fork[1:])
            return _ite(self.fork[0], one, other)
        return Scalar(self.function(f"load {size}", [self.base, address], z3.BitVecSort(8 * size)))

    def history(self, most: int) -> list[Write]:
        """The last writes, those of both memories of a fork."""
        found = list(self.writes)
        if self.fork and len(found) < most:
            known = {id(write): write for each in self.fork[1:] for write in each.history(most - len(found))}
            found = [*known.values(), *found]
        return found[-most:]

    def opaque(self, address: Term, size: int) -> Scalar:
        clean = all(write.value is not None and write.value.poison is False for write in self.writes) and not self.fork
        poison = False if clean else self.function(f"poison {size}", [self.term, address], z3.BoolSort())
        return Scalar(self.function(f"part {size}", [self.term, address], z3.BitVecSort(8 * size)), poison)

    def byte(self, address: Term) -> Scalar:
        """The byte at an address that lies in no local variable."""
        for count in range(len(self.writes), 0, -1):
            write = self.writes[count - 1]
            if write.value is None or write.base.startswith("&"):
                continue
            rest = self.before(count - 1).byte(address)
            inside_ = z3.ULT(address - write.address, number(write.size, address.size()))
            wide = resized(write.value.bits, max(address.size(), 8 * write.size))
            shift = resized((address - write.address) * 8, wide.size())
            return _ite(inside_, Scalar(z3.Extract(7, 0, z3.LShR(wide, shift)), write.value.poison), rest)
        if self.fork:
            return _ite(self.fork[0], self.fork[1].byte(address), self.fork[2].byte(address))
        return Scalar(self.function("load 1", [self.base, address], z3.BitVecSort(8)))


def _fits(run: dict[tuple[int, int], Write], write: Write) -> bool:
    """Whether a write is at the same place as one of these, or overlaps none."""
    place = (write.offset, write.size)
    return place in run or all(write.offset + write.size <= at or at + size <= write.offset for at, size in run)


def _with_poison(value: Scalar) -> Term:
    if value.poison is False:
        return z3.Concat(number(0, 1), value.bits)
    zero = number(0, value.bits.size())
    return z3.Concat(as_bit(value.poison), zero if value.poison is True else z3.If(value.poison, zero, value.bits))


def part(value: Scalar, offset: int, size: int) -> Scalar:
    if 8 * size == value.bits.size():
        return value
    return Scalar(z3.simplify(z3.Extract(8 * (offset + size) - 1, 8 * offset, value.bits)), value.poison)


def _ite(condition: Truth, one: Scalar, other: Scalar) -> Scalar:
    found = merged(condition, replace(one, slot=None, base=""), replace(other, slot=None, base=""))
    assert found is not None
    return found


def different(one: str, other: str) -> bool:
    """Whether pointers made of these never meet where they may be used: a local variable and what comes from outside, or two globals."""
    if one == other or not one or not other:
        return False
    return one[0] != other[0] if "&" in (one[0], other[0]) else one[0] == other[0] == "@"


@dataclass(frozen=True, eq=False)
class State:
    """`path`: whether execution is here. `rights`: an array from addresses to two bits, readable and writable."""

    path: Truth
    memory: Memory
    rights: Term
    world: Term
    slots: dict[str, Cells]

    def where(self, path: Truth) -> State:
        return replace(self, path=path)

    def with_slot(self, key: str, cells: Cells) -> State:
        return replace(self, slots={**self.slots, key: cells})


def byte(value: Scalar, index: int) -> Scalar:
    return value if value.bits.size() == 8 else Scalar(z3.Extract(8 * index + 7, 8 * index, value.bits), value.poison)


def put(cells: Cells, offset: int, value: Scalar) -> Cells:
    """Cells with a scalar written over what was there."""
    size = value.bits.size() // 8
    left: list[tuple[int, Scalar]] = [(offset, value)]
    for at, old in cells:
        width = old.bits.size() // 8
        if at + width <= offset or offset + size <= at:
            left.append((at, old))
        else:
            left += [(at + i, byte(old, i)) for i in range(width) if not offset <= at + i < offset + size]
    return tuple(sorted(left, key=lambda cell: cell[0]))


def get(cells: Cells, offset: int, size: int, uninitialised: Callable[[], Scalar]) -> Scalar:
    """The scalar at an offset, from several cells where it has to be."""
    for at, cell in cells:
        if at == offset and cell.bits.size() == 8 * size:
            return cell
    parts = []
    for index in range(offset, offset + size):
        found = next(((at, cell) for at, cell in cells if at <= index < at + cell.bits.size() // 8), None)
        parts.append(byte(found[1], index - found[0]) if found else uninitialised())
    return joined(parts)


def joined(parts: list[Scalar]) -> Scalar:
    """Bytes, the lowest first, as one scalar; poison where one is."""
    if len(parts) == 1:
        return parts[0]
    return Scalar(z3.Concat(*(part.bits for part in reversed(parts))), disj(*(part.poison for part in parts)))


def merge_cells(condition: Truth, one: Cells, other: Cells, uninitialised: Callable[[], Scalar]) -> Cells | None:
    """None where a cell would point into one of two local variables."""
    if one is other:
        return one
    shapes = [{(at, cell.bits.size() // 8) for at, cell in cells} for cells in (one, other)]
    same = shapes[0] & shapes[1]
    covered = {index for at, size in same for index in range(at, at + size)}
    ranges = [*same, *((i, 1) for i in sorted({i for at, n in shapes[0] ^ shapes[1] for i in range(at, at + n)} - covered))]
    found = []
    for at, size in sorted(ranges):
        value = merged(condition, get(one, at, size, uninitialised), get(other, at, size, uninitialised))
        if value is None:
            return None
        found.append((at, value))
    return tuple(found)


def merge_states(states: list[State], uninitialised: Callable[[], Scalar], escape: Callable[[Iterable[str]], None]) -> State:
    """What holds where several paths meet, of which one is taken at most."""
    result = states[-1]
    for state in reversed(states[:-1]):
        slots = {}
        for key in {**state.slots, **result.slots}:
            cells = merge_cells(state.path, state.slots.get(key, ()), result.slots.get(key, ()), uninitialised)
            if cells is None:
                escape(c.slot[0] for side in (state, result) for _, c in side.slots.get(key, ()) if c.slot)
                cells = ()
            slots[key] = cells
        memory = result.memory
        if state.memory is not memory and not state.memory.term.eq(memory.term):
            memory = _merge_memories(state.path, state.memory, memory)
        result = State(
            disj(state.path, result.path),
            memory,
            either(state.path, state.rights, result.rights),
            either(state.path, state.world, result.world),
            slots,
        )
    return result


def _merge_memories(condition: Truth, one: Memory, other: Memory) -> Memory:
    """Where both wrote the same places behind what they share, those hold one value or the other."""
    same = 0
    if one.base is other.base and one.fork is other.fork:
        while same < min(len(one.writes), len(other.writes)) and one.writes[same] is other.writes[same]:
            same += 1
        shared = one.before(same)
        tails = one.writes[same:], other.writes[same:]
        places = [sorted((write.root.get_id(), write.offset, write.size, write.value is None) for write in tail) for tail in tails]
        roots = {write.root.get_id() for tail in tails for write in tail}
        if places[0] == places[1] and len(set(places[0])) == len(places[0]) and len(roots) == 1:
            for write in tails[0]:
                twin = next(each for each in tails[1] if each.offset == write.offset and each.size == write.size)
                value = _ite(condition, write.value, twin.value) if write.value and twin.value else None
                both = (write.base if write.base == twin.base else "", write.tag if write.tag == twin.tag else "")
                shared = shared.written(replace(write, value=value, base=both[0], tag=both[1], path=disj(write.path, twin.path)))
            return shared
    return Memory(one.function, None, fork=(condition, one, other))


def overlaps(one: Term, size: int, other: Term, other_size: int) -> Truth:
    """Whether two ranges that do not wrap share a byte."""
    return disj_less(one, other, other_size, size)


def disj_less(one: Term, other: Term, other_size: int, size: int) -> Truth:
    return conj(z3.ULT(one, other + other_size), z3.ULT(other, one + size))


def inside(address: Term, size: int, begin: Term, length: int) -> Truth:
    """Whether a range lies within another."""
    if size > length:
        return False
    return z3.ULE(address - begin, number(length - size, address.size()))


def _apart(one: Term, size: int, other: Term, other_size: int) -> Truth:
    return neg(overlaps(one, size, other, other_size))


apart = _apart

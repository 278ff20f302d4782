"""What a function finds and leaves: bytes at addresses, local variables that are kept apart, and the outside world.

Bytes are an array from addresses to 9 bits: a value below 256, POISON or UNDEFINED. Local variables whose address never leaves the
function are kept apart as cells; all others lie among the bytes, at an address that nothing from outside has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

import z3

from passwright.verify.validate.logic import Scalar, Term, Truth, conj, either, merged, neg, number

POISON = 0x100
UNDEFINED = 0x101
Cells = tuple[tuple[int, Scalar], ...]
"""Offsets, ascending, with the scalars that lie there, which do not overlap."""


@dataclass(frozen=True, eq=False)
class Stored:
    """A store since the last call, for rules about types."""

    path: Truth
    address: Term
    size: int
    tag: str


@dataclass(frozen=True, eq=False)
class State:
    """`path`: whether execution is here. `rights`: an array from addresses to two bits, readable and writable."""

    path: Truth
    bytes: Term
    rights: Term
    world: Term
    slots: dict[str, Cells]
    stored: tuple[Stored, ...] = ()

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
    from passwright.verify.validate.logic import disj

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
    from passwright.verify.validate.logic import disj

    result = states[-1]
    for state in reversed(states[:-1]):
        slots = {}
        for key in {**state.slots, **result.slots}:
            cells = merge_cells(state.path, state.slots.get(key, ()), result.slots.get(key, ()), uninitialised)
            if cells is None:
                escape(c.slot[0] for side in (state, result) for _, c in side.slots.get(key, ()) if c.slot)
                cells = ()
            slots[key] = cells
        known = {id(each): each for each in (*state.stored, *result.stored)}
        result = State(
            disj(state.path, result.path),
            either(state.path, state.bytes, result.bytes),
            either(state.path, state.rights, result.rights),
            either(state.path, state.world, result.world),
            slots,
            tuple(known.values()),
        )
    return result


def as_byte(value: Scalar) -> Term:
    """Eight bits and poison as the nine bits of the array."""
    plain = z3.Concat(number(0, 1), value.bits)
    return plain if value.poison is False else number(POISON, 9) if value.poison is True else z3.If(value.poison, number(POISON, 9), plain)


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


def apart(one: Term, size: int, other: Term, other_size: int) -> Truth:
    return neg(overlaps(one, size, other, other_size))

"""From z3's model of a counterexample to something that can be run: arguments, the bytes that memory holds, what must come out."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING, Any

import z3

from passwright.verify.validate.logic import Scalar, Truth, conj, neg
from passwright.verify.validate.memory import overlaps
from passwright.verify.validate.world import consistent

if TYPE_CHECKING:
    from passwright.verify.validate.check import Question

PAGE = 1 << 16
LOW, HIGH = 1 << 32, 1 << 46
"""Where memory can be had on all 64-bit systems."""
MAX_PAGES = 32
ROOMS = 1 << 24
MAX_TAGGED = 60


def witness(asked: Question, seconds: float) -> dict[str, Any] | None:
    """Looks for a counterexample that shows when both functions run: no call on the way, another value or other memory at the end. None
    where there is none, or the source left something open."""
    source, target, world = asked.source, asked.target, asked.world
    if source.machine.open or source.machine.promises or len(source.machine.tagged) > MAX_TAGGED or world.bits != 64 or world.locals:
        return None
    solver = z3.Then("simplify", "solve-eqs", "smt").solver()
    solver.set("timeout", max(1, int(1000 * seconds)))
    quiet = [neg(path) for path in (*source.machine.events, *target.machine.events)]
    came = conj(*asked.assertions(), source.state.path, target.state.path, *quiet)
    at = z3.BitVec("some address", world.bits)
    before, now = source.state.memory.byte(at), target.state.memory.byte(at)
    wrong: list[tuple[str, Truth]] = []
    one, other = source.value, target.value
    if isinstance(one, Scalar) and isinstance(other, Scalar):
        wrong.append(("value", conj(neg(one.poison), one.bits != other.bits)))
    wrong.append(("memory", conj(z3.UGE(at, LOW), z3.ULT(at, HIGH), neg(before.poison), before.bits != now.bits)))
    kinds = [kind for _, kind in source.machine.reader.function(source.name).parameters]
    pointers = [world.parameter(index, kind).bits for index, kind in enumerate(kinds) if kind.kind == "ptr"]
    starts = [[LOW, LOW + index * ROOMS] for index in range(len(pointers))]  # the first one's place is open to all: they may be equal
    placed = [
        z3.Or(pointer == 0, *(z3.And(z3.UGE(pointer, start), z3.ULT(pointer, start + 64)) for start in both))
        for pointer, both in zip(pointers, starts, strict=True)
    ]
    # Accesses that their types say are apart must be, in whatever order: else the source may be undefined.
    tags = source.machine.tags
    for (path, one_at, one_size, tag), (path2, other_at, other_size, tag2) in combinations(source.machine.tagged, 2):
        if tags.apart(tag, tag2):
            solver.add(z3.Not(z3.And(path, path2, overlaps(one_at, one_size, other_at, other_size))))
    solver.add(*consistent(world.loads))
    solver.add(came if came is not True else z3.BoolVal(True), *placed)
    for kind, difference in wrong:
        if difference is False:
            continue
        solver.push()
        solver.add(difference)
        if solver.check() == z3.sat:
            model = solver.model()
            found: dict[str, Any] = {"kind": kind, "arguments": [_value(model, world.parameter(i, k).bits) for i, k in enumerate(kinds)]}
            if kind == "value" and isinstance(one, Scalar) and isinstance(other, Scalar):
                found |= {"expected": _value(model, one.bits), "instead": _value(model, other.bits)}
            else:
                found |= {"address": _value(model, at), "expected": _value(model, before.bits), "instead": _value(model, now.bits)}
            memory = _memory(model, asked)
            return None if memory is None else found | memory
        solver.pop()
    return None


def _value(model: z3.ModelRef, term: Any) -> int:
    return int(model.eval(term, model_completion=True).as_long())


def _memory(model: z3.ModelRef, asked: Question) -> dict[str, Any] | None:
    """The bytes that are read of the memory at entry, and the pages that are accessed; None where that contradicts itself."""
    held: dict[int, int] = {}
    pages: set[int] = set()
    reads = [(_value(model, address), size, _value(model, value)) for address, size, value in asked.world.loads]
    touched = [
        (_value(model, a), size, None) for there, a, size in asked.world.touched if there is True or z3.is_true(model.eval(there, True))
    ]
    for address, size, value in [*reads, *touched]:
        if not LOW <= address < HIGH - size:
            continue  # of no access that is made, or one that then fails
        pages |= {address // PAGE, (address + size - 1) // PAGE}
        for offset in range(size if value is not None else 0):
            byte = (value or 0) >> 8 * offset & 255
            if held.setdefault(address + offset, byte) != byte:
                return None
    if len(pages) > MAX_PAGES:
        return None
    return {"bytes": sorted(held.items()), "pages": sorted(page * PAGE for page in pages)}

"""Calls: intrinsics, inlined functions, and all others as events of the outside world, of which only equality counts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate import intrinsics
from passwright.verify.validate.ir import Attributes, Instruction, Type
from passwright.verify.validate.logic import Scalar, Term, Truth, Values, as_bit, conj, disj, known, neg, number
from passwright.verify.validate.memory import Memory, State

if TYPE_CHECKING:
    from passwright.verify.validate.encode import Frame

HARMLESS = {
    "zeroext",
    "signext",
    "inreg",
    "noalias",
    "nocapture",
    "captures",
    "nofree",
    "nest",
    "returned",
    "readonly",
    "readnone",
    "writeonly",
    "writable",
    "sret",
    "immarg",
    "swiftself",
    "swifterror",
    "dead_on_unwind",
    "dead_on_return",
    "initializes",
    "allocptr",
    "allocalign",
    "nofpclass",
    "noext",
    "alignstack",
    "noundef_if_used",
}
"""Attributes of arguments and returned values that say nothing of the value, or whose promise is not checked."""
MAX_BYTES = 64
PROMISED = ("noundef", "nonnull", "align", "dereferenceable", "range", "dereferenceable_or_null")


def promised(
    frame: Frame,
    state: State,
    value: Scalar,
    kind: Type,
    attributes: Attributes,
    deferred: list[Truth] | None = None,
    pass_on: bool = False,
) -> Scalar:
    """A value with what attributes or metadata promise of it: poison where it does not hold, undefined behaviour with noundef.

    `deferred` collects what else has to hold, instead of requiring it.
    """
    machine = frame.machine
    words = {name.lstrip("!"): text for name, text in attributes}
    if value.slot:
        if set(words) & {"range", "align", "dereferenceable_or_null"}:
            value = machine.plain(value)
        else:
            return value
    broken: list[Truth] = []
    required: list[Truth] = []
    for name, text in words.items():
        if name == "nonnull":
            broken.append(value.bits == 0)
        elif name == "align":
            amount = int(text) if text.isdigit() else _number(frame, text)
            broken.append(known(value.bits & number(amount - 1, value.bits.size()) != 0))
        elif name == "range":
            broken.append(neg(_in_range(frame, value.bits, text)))
        elif name in ("dereferenceable", "dereferenceable_or_null"):
            there = _dereferenceable(frame, state, value, int(text))
            # LLVM's language reference: it implies noundef.
            required += [neg(value.poison), there if name == "dereferenceable" else disj(value.bits == 0, there)]
        elif name not in HARMLESS and name not in ("noundef", "tbaa"):
            raise Unsupported(f"the attribute {name[:30]}")
    poison = disj(value.poison, *broken)
    if "noundef" in words:
        required.append(neg(poison))
        poison = False
    if deferred is not None:
        deferred += required
    else:
        for each in required:
            machine.require(state, each)
    return replace(value, poison=poison)


def _number(frame: Frame, node: str) -> int:
    match = re.fullmatch(r"i64 (\d+)", frame.machine.reader.module.metadata.get(node, ""))
    if not match:
        raise Unsupported("metadata that are not understood")
    return int(match.group(1))


def _in_range(frame: Frame, bits: Term, text: str) -> Truth:
    """Within [low, high), which may wrap; metadata list several."""
    text = frame.machine.reader.module.metadata.get(text, text)
    numbers = [int(word) for word in re.findall(r"(?<![\w])-?\d+", text)]
    if not numbers or len(numbers) % 2:
        raise Unsupported("metadata that are not understood")
    width = bits.size()
    inside = []
    for low, high in zip(numbers[::2], numbers[1::2], strict=True):
        inside.append(z3.ULT(bits - number(low, width), number(high - low, width)))
    return known(disj(*inside))


def _dereferenceable(frame: Frame, state: State, value: Scalar, size: int) -> Truth:
    if size <= MAX_BYTES:
        return frame.machine.valid(state, value, size, write=False)
    world = frame.machine.world
    return conj(value.bits != 0, world.function(f"{size} bytes are there", [value.bits, state.rights], z3.BoolSort()))


def call(frame: Frame, each: Instruction, state: State) -> State:
    machine = frame.machine
    callee = each.args[0]
    name = str(callee.data) if callee.kind == "global" else ""
    if name.startswith("llvm."):
        return intrinsics.intrinsic(frame, each, name, state)
    values = [frame.value(value, state) for value in each.args[1:]]
    values = [
        promised(frame, state, value, arg.type, words) if isinstance(value, Scalar) else value
        for arg, value, words in zip(each.args[1:], values, each.attributes[1:], strict=True)
    ]
    if name in machine.inlined and name in machine.reader.module.bodies:
        function = machine.reader.function(name)
        same = [kind for _, kind in function.parameters] == [arg.type for arg in each.args[1:]] and function.type == each.type
        if not same:
            raise Unsupported("a call with other types than the function has")
        prefix = f"{frame.prefix}{frame.function.name}/{each.name or machine.steps}/"
        deferred: list[Truth] = []
        values = [
            promised(frame, state, value, arg.type, words) if isinstance(value, Scalar) else value
            for arg, value, words in zip(each.args[1:], values, function.attributes[1:], strict=True)
        ]
        state, result = machine.run(function, values, state, frame.depth + 1, prefix)
        if each.type.kind != "void" and state.path is not False:
            if isinstance(result, Scalar):
                result = promised(frame, state, result, each.type, function.attributes[0], deferred)
                result = promised(frame, state, result, each.type, each.attributes[0])
            for need in deferred:
                machine.require(state, need)
            frame.values[each.name] = result
        return state
    address = None if name else machine.plain(frame.value(callee, state))
    if address is not None:
        machine.require(state, neg(address.poison))
        machine.require(state, address.bits != 0)
    words = words_of(frame, name, each)
    state, result = event(frame, state, f"call {name or '*'}", [*([address] if address else []), *values], each.type, words)
    if isinstance(result, Scalar):
        result = promised(frame, state, result, each.type, each.attributes[0])
    if each.type.kind != "void":
        frame.values[each.name] = result
    return state


def words_of(frame: Frame, name: str, each: Instruction) -> frozenset[str]:
    """What the source's module says of a function: that is the same for both sides."""
    reader = frame.machine.world.reader
    if name in reader.module.declared and name not in reader.module.bodies:
        return reader.declaration(name)[2]
    return frozenset()


def event(frame: Frame, state: State, name: str, values: Sequence[Values], kind: Type, words: frozenset[str]) -> tuple[State, Values]:
    """What the outside does with these values and all the memory that it can see. Equal events in equal worlds do equal things.

    `words`: attributes of the callee; one that reads nothing and always returns is a function of its arguments alone.
    """
    machine, world = frame.machine, frame.machine.world
    args = [arg for value in values for arg in _flat(frame, value)]
    machine.events.append(state.path)
    ends = {"nounwind", "willreturn"} <= words
    if ends and kind.scalar and ({"memory(none)"} & words or {"memory(read)", "memory(argmem: read)"} & words):
        seen = args if "memory(none)" in words else [*args, state.memory.term, state.rights]
        machine.require(state, world.function(f"{name} is defined", seen, z3.BoolSort()))
        return state, Scalar(world.function(name, seen, z3.BitVecSort(kind.bits)))
    after = world.function(name, [state.world, *args, state.memory.term, state.rights], world.sort)
    result = _returned(frame, kind, name, after)
    path = state.path
    if not ends:
        goes_on = world.function("it returns", [after], z3.BoolSort())
        machine.stops.append((conj(path, neg(goes_on)), after))
        path = conj(path, goes_on)
    memory = Memory(world.function, world.function("memory behind", [after], world.bytes_sort))
    rights = world.function("rights behind", [after], world.rights_sort)
    new = State(path, memory, rights, after, state.slots)
    return new, result


def _returned(frame: Frame, kind: Type, name: str, after: Term) -> Values:
    world = frame.machine.world
    if kind.kind == "void":
        return None
    if kind.kind == "struct":
        return tuple(_returned(frame, each, f"{name} .{index}", after) for index, each in enumerate(kind.inner))
    if not kind.scalar:
        raise Unsupported("a call that gives an aggregate")
    return Scalar(world.function(f"{name} gives", [after], z3.BitVecSort(kind.bits)))


def _flat(frame: Frame, value: Values) -> list[Term]:
    if isinstance(value, tuple):
        return [term for each in value for term in _flat(frame, each)]
    plain = frame.machine.plain(value)
    if plain.poison is False:
        return [z3.Concat(number(0, 1), plain.bits)]
    zero = number(0, plain.bits.size())
    return [z3.Concat(as_bit(plain.poison), z3.If(plain.poison, zero, plain.bits) if plain.poison is not True else zero)]


def volatile(frame: Frame, each: Instruction, state: State) -> State:
    """A volatile access is an event."""
    machine = frame.machine
    values = [frame.value(value, state) for value in each.args]
    if not each.of.scalar:
        raise Unsupported("a volatile access of an aggregate")
    pointer = machine.plain(values[-1])
    machine.require(state, neg(pointer.poison))
    kind = each.type
    state, result = event(frame, state, f"volatile {each.op} {each.of} {each.align}", values, kind, frozenset({"nounwind", "willreturn"}))
    if each.op == "load":
        frame.values[each.name] = promised(frame, state, result, each.type, each.metadata)
    return state

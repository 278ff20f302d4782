"""Runs a function on symbols: loop-free, all paths at once, calls of other functions inlined where asked."""

from __future__ import annotations

import time
from dataclasses import replace

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate import arithmetic, calls
from passwright.verify.validate.ir import Block, Function, Instruction, Type, Value
from passwright.verify.validate.logic import Scalar, Term, Truth, Values, conj, constant, disj, known, merged, neg, number
from passwright.verify.validate.memory import State, Write, get, inside, merge_states, overlaps, put, split
from passwright.verify.validate.reader import Reader
from passwright.verify.validate.tbaa import Tags
from passwright.verify.validate.world import World

MAX_STEPS = 3000
MAX_DEPTH = 10
MAX_COPY = 64
"""Bytes that a memcpy or memset of known length is followed for."""
MAX_STORES = 16


class Machine:
    """One side of a comparison. Where the source leaves something open (undef), one choice is made for it, which is sound: the target
    must then do what this source does. In the target it is poison, which is worse than all it could be."""

    def __init__(self, reader: Reader, world: World, source: bool, inlined: frozenset[str], outside: dict[str, str]) -> None:
        self.reader = reader
        self.world = world
        self.source = source
        self.inlined = inlined
        self.outside = outside  # local variables that lie among the bytes, by their key, with the name of their address
        self.escaped: list[str] = []
        self.undefined: list[Truth] = []
        self.stops: list[tuple[Truth, Term]] = []
        self.sizes: dict[str, tuple[int, int]] = {}
        self.steps = 0
        self.fresh = 0
        self.open = False  # whether the source left something open
        self.tagged: list[tuple[Truth, Term, int, str]] = []  # accesses by types: path, address, size, tag
        self.promises = False  # whether something is promised of aliases, or of what a function does, that is not modelled
        self.events: list[Truth] = []  # where something outside is asked
        self.unwritten: set[str] = set()  # parameters that the target alone calls readonly
        self.tags = Tags(reader.module.metadata)

    # what is not so

    def require(self, state: State, condition: Truth) -> None:
        """Undefined behaviour where it does not hold."""
        broken = conj(state.path, neg(condition))
        if broken is not False:
            self.undefined.append(broken)

    def uninitialised(self) -> Scalar:
        if self.source:
            self.open = True
        return Scalar(number(0, 8), not self.source)

    def symbol(self, bits: int) -> Term:
        self.fresh += 1
        return z3.BitVec(f"free {self.fresh} of {'source' if self.source else 'target'}", bits)

    def escape(self, keys: object) -> None:
        for key in keys:  # type: ignore[attr-defined]
            if key not in self.escaped:
                self.escaped.append(key)

    def plain(self, value: Values) -> Scalar:
        """A scalar whose bits mean something: the address of a local variable leaves it."""
        if not isinstance(value, Scalar):
            raise Unsupported("an aggregate in this place")
        if value.slot:
            self.escape([value.slot[0]])
        return value

    # functions

    def run(self, function: Function, args: list[Values], state: State, depth: int = 0, prefix: str = "") -> tuple[State, Values | None]:
        """The state in which it returns, and what; `path` there says whether it does. Raises Unsupported."""
        if function.variadic:
            raise Unsupported("a variable number of arguments")
        attributes = {name for words in function.attributes for name, _ in words}
        self.promises |= "noalias" in attributes or any(word.startswith(("memory(", "noreturn")) for word in function.words)
        if depth > MAX_DEPTH:
            raise Unsupported("inlining that goes too deep")
        frame = Frame(self, function, depth, prefix)
        for (name, _), value in zip(function.parameters, args, strict=True):
            frame.values[name] = value
        return frame.run(state)

    # memory

    def valid(self, state: State, pointer: Scalar, size: int, write: bool) -> Truth:
        """Whether bytes may be read or written. Addresses that came from outside are never those of a local variable."""
        address = pointer.bits
        bits = self.world.bits
        fits = conj(address != 0, z3.ULE(address, number(-size, bits)))
        if pointer.base.startswith("&"):
            return inside(address, size, *self.world.locals[pointer.base[1:]])
        if pointer.base.startswith("@"):
            place, length = self.world.globals[pointer.base[1:]]
            rights = self.world.rights_of(pointer.base[1:])
            if rights:
                return inside(address, size, place, length) if rights >= (3 if write else 1) else False
        local = disj(*(inside(address, size, place, length) for place, length in self.world.locals.values()))
        there = self.world.rights_at(state.rights, address, size, write)
        self.world.touched.append((there, address, size))
        outer = conj(fits, there)
        return outer if pointer.base.startswith("%") else disj(local, outer)

    def load(self, state: State, pointer: Scalar, kind: Type, align: int, tag: str = "") -> Scalar:
        size = kind.stored
        if pointer.slot:
            key, offset = pointer.slot
            self.within(state, key, offset, size, align)
            return get(state.slots.get(key, ()), offset, size, self.uninitialised)
        self.access(state, pointer, size, align, write=False)
        if self.source and tag:
            self.tagged.append((state.path, pointer.bits, size, tag))
            self.follow_tags(state, pointer.bits, size, tag)
        return state.memory.load(pointer.bits, size, pointer.base, lambda write: self.tagged_apart(write.tag, tag), self.uninitialised)

    def tagged_apart(self, one: str, other: str) -> bool:
        """In the source a load that finds what a store of another type left is undefined, so it need not be looked for."""
        return bool(self.source and one and other and self.tags.apart(one, other))

    def store(self, state: State, pointer: Scalar, value: Scalar, align: int, tag: str = "") -> State:
        size = value.bits.size() // 8
        if pointer.slot:
            key, offset = pointer.slot
            self.within(state, key, offset, size, align)
            return state.with_slot(key, put(state.slots.get(key, ()), offset, value))
        value = self.plain(value)
        if pointer.base in self.unwritten:
            self.require(state, False)
        self.access(state, pointer, size, align, write=True)
        if self.source and tag:
            self.tagged.append((state.path, pointer.bits, size, tag))
        return self.written(state, pointer, size, value, tag)

    def written(self, state: State, pointer: Scalar, size: int, value: Scalar | None, tag: str = "") -> State:
        if value is not None:
            value = Scalar(z3.simplify(value.bits), value.poison)
        write = Write(pointer.bits, size, value, pointer.base, tag, state.path, *split(pointer.bits))
        return replace(state, memory=state.memory.written(write))

    def access(self, state: State, pointer: Scalar, size: int, align: int, write: bool) -> None:
        self.require(state, neg(pointer.poison))
        if align > 1:
            self.require(state, known(pointer.bits & number(align - 1, self.world.bits) == 0))
        self.require(state, self.valid(state, pointer, size, write))

    def within(self, state: State, key: str, offset: int, size: int, align: int) -> None:
        """An access to a local variable that is kept apart: known to be all right, or undefined."""
        length, aligned = self.sizes[key]
        if offset < 0 or offset + size > length:
            self.require(state, False)
        if align > 1 and (aligned % align or offset % align):
            raise Unsupported("a local variable whose alignment is not known to suffice")

    def follow_tags(self, state: State, address: Term, size: int, tag: str) -> None:
        """A load that finds what a store of a type apart left there is undefined."""
        later: list[Truth] = []
        root, offset = split(address)
        for stored in reversed(state.memory.history(MAX_STORES)):
            if stored.root.eq(root):
                if not stored.offset - size < offset < stored.offset + stored.size:
                    continue
                covers = stored.offset <= offset and offset + size <= stored.offset + stored.size
                if covers and stored.path is True and not self.tags.apart(stored.tag, tag):
                    return
            hit = conj(stored.path, overlaps(address, size, stored.address, stored.size))
            if stored.tag and self.tags.apart(stored.tag, tag):
                self.require(state, neg(conj(hit, *(neg(each) for each in later))))
            later.append(hit)

    def cleared(self, state: State, key: str) -> State:
        """A local variable as it is before it was written to."""
        if key not in self.outside:
            return state.with_slot(key, ())
        address, size = self.world.locals[self.outside[key]]
        return self.written(state, Scalar(address, base=f"&{self.outside[key]}"), size, None) if size else state


class Frame:
    """A function that runs: its values, and the edges between its blocks."""

    def __init__(self, machine: Machine, function: Function, depth: int, prefix: str) -> None:
        self.machine = machine
        self.function = function
        self.depth = depth
        self.prefix = prefix
        self.values: dict[str, Values] = {}
        self.edges: dict[str, list[tuple[str, State]]] = {}
        self.returns: list[tuple[State, Values | None]] = []

    def run(self, state: State) -> tuple[State, Values | None]:
        order = topological(self.function)
        self.edges[order[0].name] = [("", state)]
        for block in order:
            coming = [(name, each) for name, each in self.edges.get(block.name, []) if each.path is not False]
            if coming:
                self.block(block, coming)
        if not self.returns:
            return replace(state, path=False), None
        result: Values | None = self.returns[-1][1]
        for each, value in reversed(self.returns[:-1]):
            result = self.choose(each.path, value, result) if value is not None else None
        return self.merge([each for each, _ in self.returns]), result

    def merge(self, states: list[State]) -> State:
        return merge_states(states, self.machine.uninitialised, self.machine.escape)

    def choose(self, condition: Truth, one: Values, other: Values) -> Values:
        if isinstance(one, tuple):
            return tuple(self.choose(condition, a, b) for a, b in zip(one, other, strict=True))
        both = merged(condition, one, other)
        if both is None:
            both = merged(condition, replace(self.machine.plain(one), slot=None), replace(self.machine.plain(other), slot=None))
        return both

    def block(self, block: Block, coming: list[tuple[str, State]]) -> None:
        state = coming[0][1] if len(coming) == 1 else self.merge([each for _, each in coming])
        steps = self.phis(block, coming)
        for each in steps:
            self.machine.steps += 1
            if self.machine.steps > MAX_STEPS:
                raise Unsupported("too many instructions")
            if time.monotonic() > self.machine.world.until:
                raise Unsupported("time")
            if each.op in ("br", "switch", "ret", "unreachable"):
                self.leave(block, each, state)
                return
            state = self.step(each, state)
            if state.path is False:
                return
        raise Unsupported("a block without an end")

    def phis(self, block: Block, coming: list[tuple[str, State]]) -> tuple[Instruction, ...]:
        """Gives phis their values, all at once; what else is in the block."""
        phis = [each for each in block.instructions if each.op == "phi"]
        found = {}
        for phi in phis:
            by_block = {label.data: value for value, label in zip(phi.args[::2], phi.args[1::2], strict=True)}
            result: Values | None = None
            for name, each in reversed(coming):
                value = self.value(by_block[name], each)
                result = value if result is None else self.choose(each.path, value, result)
            found[phi.name] = result
        self.values.update(found)
        return block.instructions[len(phis) :]

    def leave(self, block: Block, end: Instruction, state: State) -> None:
        if end.op == "unreachable":
            self.machine.require(state, False)
        elif end.op == "ret":
            self.returns.append((state, self.value(end.args[0], state) if end.args else None))
        elif end.op == "br" and len(end.args) == 1:
            self.go(block, end.args[0], state, True)
        elif end.op == "br":
            condition = self.machine.plain(self.value(end.args[0], state))
            self.machine.require(state, neg(condition.poison))
            taken = known(condition.bits == 1)
            self.go(block, end.args[1], state, taken)
            self.go(block, end.args[2], state, neg(taken))
        else:
            value = self.machine.plain(self.value(end.args[0], state))
            self.machine.require(state, neg(value.poison))
            goals: dict[str, list[Truth]] = {}
            others: list[Truth] = []
            for case, goal in zip(end.args[2::2], end.args[3::2], strict=True):
                hit = known(value.bits == number(int(str(case.data)), value.bits.size()))
                others.append(neg(hit))
                goals.setdefault(str(goal.data), []).append(hit)
            goals.setdefault(str(end.args[1].data), []).append(conj(*others))
            for name, hits in goals.items():
                self.go(block, Value("block", end.args[1].type, name), state, disj(*hits))

    def go(self, block: Block, goal: Value, state: State, condition: Truth) -> None:
        path = conj(state.path, condition)
        known_edges = self.edges.setdefault(str(goal.data), [])
        # Both ways of a branch may lead to one block, which has one value of a phi for both.
        for index, (name, each) in enumerate(known_edges):
            if name == block.name:
                known_edges[index] = (name, each.where(disj(each.path, path)))
                return
        known_edges.append((block.name, state.where(path)))

    def value(self, value: Value, state: State) -> Values:
        kind = value.type
        if value.kind == "local":
            if value.data not in self.values:
                raise Unsupported("a value that is not there yet")
            return self.values[str(value.data)]
        if value.kind == "int":
            return Scalar(number(int(str(value.data)), kind.bits))
        if value.kind == "global":
            return Scalar(self.machine.world.global_address(str(value.data)), base=f"@{value.data!s}")
        if value.kind in ("undef", "poison", "zero") and not kind.scalar:
            parts = kind.inner if kind.kind == "struct" else kind.inner * kind.count
            return tuple(self.value(Value(value.kind, each), state) for each in parts)
        if value.kind == "zero":
            return Scalar(number(0, kind.bits))
        if value.kind == "poison":
            return Scalar(number(0, kind.bits), True)
        if value.kind == "undef":
            self.machine.open |= self.machine.source
            return Scalar(number(0, kind.bits), not self.machine.source)
        if value.kind == "list" and isinstance(value.data, tuple):
            return tuple(self.value(each, state) for each in value.data)
        if value.kind == "expression" and isinstance(value.data, Instruction):
            return arithmetic.evaluate(self, value.data, state)
        raise Unsupported("a constant in this place")

    def step(self, each: Instruction, state: State) -> State:
        machine = self.machine
        if each.op == "alloca":
            return self.alloca(each, state)
        if each.op == "call":
            return calls.call(self, each, state)
        if each.op == "load":
            pointer = self.pointer(each.args[0], state)
            if "volatile" in each.flags:
                return calls.volatile(self, each, state)
            if not each.type.scalar:
                raise Unsupported("a load of an aggregate")
            value = machine.load(state, pointer, each.type, each.align, dict(each.metadata).get("!tbaa", ""))
            self.values[each.name] = calls.promised(self, state, value, each.type, each.metadata)
            return state
        if each.op == "store":
            pointer = self.pointer(each.args[1], state)
            if "volatile" in each.flags:
                return calls.volatile(self, each, state)
            value = self.value(each.args[0], state)
            if not each.of.scalar or each.of.stored * 8 != each.of.bits:
                raise Unsupported("a store of an aggregate")
            return machine.store(state, pointer, value, each.align, dict(each.metadata).get("!tbaa", ""))
        self.values[each.name] = arithmetic.evaluate(self, each, state)
        return state

    def pointer(self, value: Value, state: State) -> Scalar:
        found = self.value(value, state)
        if not isinstance(found, Scalar):
            raise Unsupported("an aggregate in this place")
        return found

    def alloca(self, each: Instruction, state: State) -> State:
        count = constant(self.value(each.args[0], state).bits) if each.args else 1
        if count is None or count > 1 << 20:
            raise Unsupported("a local variable of a size that is not known")
        machine, key = self.machine, f"{self.prefix}%{each.name}"
        size, align = each.of.size * count, each.align or each.of.align
        machine.sizes[key] = size, align
        if key in machine.outside:
            name = machine.outside[key]
            self.values[each.name] = Scalar(machine.world.local_address(name, size, align), base=f"&{name}")
        else:
            self.values[each.name] = Scalar(machine.symbol(machine.world.bits), slot=(key, 0))
        return machine.cleared(state, key)


def topological(function: Function) -> list[Block]:
    """Blocks that can be reached, each behind all that lead to it. Raises Unsupported for a loop."""
    blocks = {block.name: block for block in function.blocks}
    found: list[Block] = []
    state: dict[str, int] = {}
    todo: list[tuple[str, bool]] = [(function.blocks[0].name, False)]
    while todo:
        name, done = todo.pop()
        if done:
            state[name] = 2
            found.append(blocks[name])
            continue
        if state.get(name) == 2:
            continue
        if name not in blocks or not blocks[name].instructions:
            raise Unsupported("a block without an end")
        state[name] = 1
        todo.append((name, True))
        for value in blocks[name].instructions[-1].args:
            if value.kind == "block":
                goal = str(value.data)
                if state.get(goal) == 1:
                    raise Unsupported("loops")
                todo.append((goal, False))
    return found[::-1]

"""What both sides of a comparison share: the arguments, the memory at entry, addresses of globals and locals, and what calls do."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate.ir import Type, Value, Variable
from passwright.verify.validate.logic import Scalar, Term, Truth, conj, disj, neg, number, resized
from passwright.verify.validate.memory import Memory, State, apart
from passwright.verify.validate.reader import Reader

MAX_PAIRS = 100
MAX_CONTENT = 512
"""Bytes of a constant whose content is known."""


@dataclass
class World:
    """Symbols by name, so that both sides get the same ones, and what is assumed of them."""

    reader: Reader
    other: Reader  # of the target's module, for constants that only it has
    until: float = math.inf  # when to give up, on the monotonic clock
    assumed: list[Truth] = field(default_factory=list)
    globals: dict[str, tuple[Term, int]] = field(default_factory=dict)
    locals: dict[str, tuple[Term, int]] = field(default_factory=dict)
    contents: dict[str, list[int | None]] = field(default_factory=dict)
    loads: list[tuple[Term, int, Term]] = field(default_factory=list)  # of memory at entry: address, size, value
    touched: list[tuple[Truth, Term, int]] = field(default_factory=list)

    @cached_property
    def bits(self) -> int:
        return self.reader.pointer.bits

    @cached_property
    def sort(self) -> z3.SortRef:
        return z3.BitVecSort(64)  # more than there are events

    @cached_property
    def bytes_sort(self) -> z3.SortRef:
        return z3.DeclareSort("Memory")

    @cached_property
    def rights_sort(self) -> z3.SortRef:
        return z3.DeclareSort("Rights")

    @cached_property
    def entry(self) -> State:
        return State(
            True,
            Memory(self.function, z3.Const("memory", self.bytes_sort)),
            z3.Const("rights", self.rights_sort),
            z3.Const("world", self.sort),
            {},
        )

    def parameter(self, index: int, kind: Type) -> Scalar:
        """One symbol and whether it is poison."""
        if not kind.scalar:
            raise Unsupported("an argument that is an aggregate")
        return Scalar(z3.BitVec(f"argument {index}", kind.bits), z3.Bool(f"argument {index} is poison"), base=f"%{index}")

    def function(self, name: str, args: list[Term], sort: z3.SortRef) -> Term:
        """An uninterpreted function of these arguments; equal names with arguments of equal sorts are the same one."""
        if not args:
            return z3.Const(name, sort)
        if name.startswith("load ") and args[0].eq(self.entry.memory.term):
            self.loads.append((args[1], sort.size() // 8, self._apply(name, args, sort)))
        return self._apply(name, args, sort)

    def _apply(self, name: str, args: list[Term], sort: z3.SortRef) -> Term:
        full = f"{name}({','.join(arg.sort().sexpr() for arg in args)}){sort.sexpr()}"
        return z3.Function(full, *(arg.sort() for arg in args), sort)(*args)

    def global_address(self, name: str) -> Term:
        if name not in self.globals:
            address = z3.BitVec(f"@{name}", self.bits)
            size = 0
            module = self.reader.module
            if name in module.variables or name in self.other.module.variables:
                variable = self.variable(name)
                size = variable.type.size
                self._place(name, address, variable, size)
            elif name not in module.bodies and name not in module.declared:
                raise Unsupported("a global that only one of the two modules has")
            else:
                if "extern_weak" in module.declared.get(name, "").split("@")[0]:
                    raise Unsupported("a weak symbol that may be missing")
                self.assumed.append(address != 0)
                size = 1
            self.globals[name] = address, size
        return self.globals[name][0]

    def _place(self, name: str, address: Term, variable: Variable, size: int) -> None:
        if "extern_weak" in variable.words:
            raise Unsupported("a weak symbol that may be missing")
        self.assumed += [address != 0, z3.ULE(address, number(-1 - size, self.bits))]
        if variable.align > 1:
            self.assumed.append(address & number(variable.align - 1, self.bits) == 0)
        if size:
            self.assumed += [apart(address, size, other, length) for other, length in self._placed() if length]
        exact = not {"weak", "linkonce", "common", "external", "extern_weak", "available_externally"} & variable.words
        if variable.constant and variable.initial is not None and exact and size <= MAX_CONTENT:
            self.contents[name] = self.content(variable.initial)

    def variable(self, name: str) -> Variable:
        """What the source says of a global; the target only where it is a constant of its own."""
        if name in self.reader.module.variables:
            return self.reader.variable(name)
        found = self.other.variable(name)
        if not found.constant or not {"private", "internal"} & found.words:
            raise Unsupported("a global that only one of the two modules has")
        return found

    def rights_of(self, name: str) -> int:
        """What may be done with each byte of a global: 1 read, 3 write too; 0 for a function."""
        if not self.globals[name][1] or name not in {**self.reader.module.variables, **self.other.module.variables}:
            return 0  # of a declared array without a length too
        return 1 if self.variable(name).constant else 3

    def content(self, value: Value) -> list[int | None]:
        """The bytes of a constant; None for those of an address."""
        kind = value.type
        if value.kind in ("zero", "int") and (value.kind == "zero" or isinstance(value.data, int)):
            data = value.data if isinstance(value.data, int) else 0
            size = kind.size
            return [data >> 8 * index & 255 for index in range(size)]
        if value.kind == "bytes" and isinstance(value.data, bytes):
            return list(value.data)
        if value.kind == "list" and isinstance(value.data, tuple):
            found: list[int | None] = [None] * kind.size
            for index, each in enumerate(value.data):
                offset = kind.inner[0].size * index if kind.kind == "array" else kind.offsets[index]
                part = self.content(each)
                found[offset : offset + len(part)] = part
            return found[: kind.size]
        return [None] * kind.size

    def local_address(self, name: str, size: int, align: int) -> Term:
        """Where a local variable lies whose address leaves the function. Both sides give equal names to what may lie at one place."""
        if name not in self.locals:
            address = z3.BitVec(name, self.bits)
            self.assumed += [address != 0, z3.ULE(address, number(-1 - size, self.bits))]
            if size:
                self.assumed += [apart(address, size, other, length) for other, length in self._placed() if length]
            self.locals[name] = address, size
        if align > 1:
            self.assumed.append(self.locals[name][0] & number(align - 1, self.bits) == 0)
        return self.locals[name][0]

    def _placed(self) -> list[tuple[Term, int]]:
        return [*self.globals.values(), *self.locals.values()]

    def rights_at(self, rights: Term, address: Term, size: int, write: bool) -> Truth:
        """Whether bytes may be read, and written: as a function of address and size. What may be done with a range may with its parts."""
        kinds = ("read", "write") if write else ("read",)
        found = conj(*(self.function(f"{size} bytes to {kind}", [rights, address], z3.BoolSort()) for kind in kinds))
        if size > 8:
            for part in (8, 4, 2, 1):
                for offset in range(0, size - part + 1, part):
                    place = z3.simplify(address + number(offset, self.bits))
                    self.assumed += [
                        disj(
                            neg(self.function(f"{size} bytes to {kind}", [rights, address], z3.BoolSort())),
                            self.function(f"{part} bytes to {kind}", [rights, place], z3.BoolSort()),
                        )
                        for kind in kinds
                    ]
        return found

    def facts(self) -> list[Truth]:
        """All that is assumed. What may be accessed from outside lies in no local variable."""
        outside = [
            disj(neg(there), apart(address, size, place, length))
            for there, address, size in self.touched
            for place, length in self.locals.values()
            if length
        ]
        single = [(at, size, value) for at, size, value in self.loads if size == 1][:1]
        bytes_ = [each for one in single for load in self.loads if load[1] > 1 for each in consistent([load, one])]
        return [*self.assumed, *outside, *bytes_]


def consistent(loads: list[tuple[Term, int, Term]]) -> list[Truth]:
    """Loads that overlap find the same bytes."""
    found = []
    distinct = {(address.get_id(), size): (address, size, value) for address, size, value in loads}
    for (one, size, value), (other, length, part) in list(combinations(distinct.values(), 2))[:MAX_PAIRS]:
        wide = resized(value, max(value.size(), one.size()))
        for index in range(length):
            distance = other + index - one
            byte = z3.Extract(7, 0, z3.LShR(wide, resized(distance * 8, wide.size())))
            found.append(z3.Implies(z3.ULT(distance, size), byte == z3.Extract(8 * index + 7, 8 * index, part)))
    return found

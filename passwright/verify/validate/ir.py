"""What is read of LLVM's text: types with their layout, values, instructions, functions, modules."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from passwright.verify.lexer import Unsupported


@dataclass(frozen=True)
class Type:
    """`kind` is int, ptr, float, array, struct, void, function, label or metadata; `bits` for int, ptr and float."""

    kind: str
    bits: int = 0
    count: int = 0
    inner: tuple[Type, ...] = ()
    packed: bool = False
    name: str = ""  # of a floating-point type

    @property
    def scalar(self) -> bool:
        return self.kind in ("int", "ptr", "float")

    @cached_property
    def align(self) -> int:
        """The ABI alignment in bytes."""
        if self.kind in ("int", "ptr", "float"):
            size = 1
            while size * 8 < self.bits and size < 16:
                size *= 2
            return size
        if self.kind == "array":
            return self.inner[0].align
        if self.kind == "struct":
            return 1 if self.packed else max((each.align for each in self.inner), default=1)
        raise Unsupported(f"the layout of a {self.kind} type")

    @cached_property
    def size(self) -> int:
        """Bytes between two of them in an array."""
        if self.scalar:
            return _up((self.bits + 7) // 8, self.align)
        if self.kind == "array":
            return self.count * self.inner[0].size
        if self.kind == "struct":
            return self.offsets[-1]
        raise Unsupported(f"the size of a {self.kind} type")

    @cached_property
    def stored(self) -> int:
        """Bytes that a store of a scalar writes."""
        if not self.scalar or self.bits % 8 or self.name == "x86_fp80":
            raise Unsupported(f"a load or store of {self}")
        return self.bits // 8

    @cached_property
    def offsets(self) -> tuple[int, ...]:
        """Where the fields of a struct begin, and where it ends."""
        at, found = 0, []
        for each in self.inner:
            at = at if self.packed else _up(at, each.align)
            found.append(at)
            at += each.size
        return (*found, _up(at, self.align))

    def __str__(self) -> str:
        if self.kind == "int":
            return f"i{self.bits}"
        if self.kind in ("array", "struct"):
            words = " ".join(map(str, self.inner))
            return f"[{self.count} x {words}]" if self.kind == "array" else f"{{{words}}}"
        return self.name or self.kind


def _up(value: int, to: int) -> int:
    return -(-value // to) * to


VOID = Type("void")
LABEL = Type("label")
METADATA = Type("metadata")
FLOATS = {"half": 16, "bfloat": 16, "float": 32, "double": 64, "fp128": 128, "x86_fp80": 80}


@dataclass(frozen=True)
class Value:
    """`kind` is local, global, int, null, zero, undef, poison, float, bytes, list, block or expression.

    `data`: a name, a number, bytes, values, or an instruction without a name for an expression.
    """

    kind: str
    type: Type
    data: str | int | bytes | tuple[Value, ...] | Instruction | None = None


Attributes = tuple[tuple[str, str], ...]
"""Names with what stands in their parentheses, "" if nothing does."""


@dataclass(frozen=True)
class Instruction:
    """One instruction. `of` is a second type: what is allocated, loaded, indexed over or called as; `indices` those of extractvalue and
    insertvalue; `attributes` those of a call's arguments, its own first."""

    op: str
    name: str
    type: Type
    args: tuple[Value, ...] = ()
    flags: frozenset[str] = frozenset()
    of: Type = VOID
    align: int = 0
    indices: tuple[int, ...] = ()
    attributes: tuple[Attributes, ...] = ()
    metadata: Attributes = ()
    group: str = ""


@dataclass(frozen=True)
class Block:
    name: str
    instructions: tuple[Instruction, ...]


@dataclass(frozen=True)
class Function:
    """A definition. `attributes`: those of what it returns, then of each parameter."""

    name: str
    type: Type
    parameters: tuple[tuple[str, Type], ...]
    attributes: tuple[Attributes, ...]
    words: frozenset[str]
    blocks: tuple[Block, ...]
    variadic: bool = False

    @property
    def instructions(self) -> Iterator[Instruction]:
        for block in self.blocks:
            yield from block.instructions

    @property
    def local(self) -> bool:
        """Whether only this module can call it."""
        return bool({"internal", "private"} & self.words)

    @property
    def replaceable(self) -> bool:
        """Whether the linker may take another definition that does something else."""
        return bool({"weak", "linkonce", "common", "extern_weak"} & self.words)


@dataclass(frozen=True)
class Variable:
    """A global variable; `initial` None where another module defines it, or where its value is not understood."""

    name: str
    type: Type
    words: frozenset[str]
    constant: bool
    initial: Value | None
    align: int


@dataclass
class Module:
    """What the reader makes of a module: texts of functions, which are read when they are asked for."""

    layout: str = ""
    types: dict[str, str] = field(default_factory=dict)
    bodies: dict[str, str] = field(default_factory=dict)
    declared: dict[str, str] = field(default_factory=dict)
    variables: dict[str, str] = field(default_factory=dict)
    groups: dict[str, str] = field(default_factory=dict)
    metadata: dict[str, str] = field(default_factory=dict)

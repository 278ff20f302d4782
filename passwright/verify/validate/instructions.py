"""Reads single instructions, and constant expressions, which look the same."""

from __future__ import annotations

from typing import Protocol

from passwright.verify.lexer import Stream, Unsupported, unquoted
from passwright.verify.validate.ir import LABEL, VOID, Attributes, Instruction, Type, Value

BINARY = {
    "add",
    "sub",
    "mul",
    "udiv",
    "sdiv",
    "urem",
    "srem",
    "shl",
    "lshr",
    "ashr",
    "and",
    "or",
    "xor",
    "fadd",
    "fsub",
    "fmul",
    "fdiv",
    "frem",
}
CASTS = {
    "trunc",
    "zext",
    "sext",
    "fptrunc",
    "fpext",
    "fptoui",
    "fptosi",
    "uitofp",
    "sitofp",
    "ptrtoint",
    "inttoptr",
    "bitcast",
    "ptrtoaddr",
}
FLAGS = {
    "nuw",
    "nsw",
    "exact",
    "disjoint",
    "nneg",
    "inbounds",
    "nusw",
    "samesign",
    "fast",
    "nnan",
    "ninf",
    "nsz",
    "arcp",
    "contract",
    "afn",
    "reassoc",
    "volatile",
}
FAST = {"fast", "nnan", "ninf", "nsz", "arcp", "contract", "afn", "reassoc"}
COMMENTS = {f"!{name}" for name in (
    "tbaa", "llvm.loop", "srcloc", "prof", "dbg", "tbaa.struct", "alias.scope", "noalias", "heapallocsite", "annotation", "unpredictable",
    "nosanitize", "callees", "errno.tbaa", "implicit.ref", "nontemporal", "alloc_token", "memprof", "callsite",
)}  # fmt: skip
"""Metadata that promise nothing of a value."""
PROMISES = ("!range", "!nonnull", "!noundef", "!align")
"""Metadata that make a loaded or returned value poison, or their place undefined, and are modelled."""


class Reads(Protocol):
    """What instructions need of the reader."""

    def type(self, stream: Stream) -> Type: ...
    def typed(self, stream: Stream) -> Value: ...
    def value(self, stream: Stream, kind: Type) -> Value: ...
    def attributes(self, stream: Stream) -> Attributes: ...

    @property
    def pointer(self) -> Type: ...


def instruction(reads: Reads, stream: Stream, expression: Type | None = None) -> Instruction:
    """Reads one; `expression` is the type of a constant expression. Raises Unsupported."""
    name = ""
    if stream.next.startswith("%"):
        name = unquoted(stream.take())
        stream.expect("=")
    op = stream.take()
    if op in ("tail", "musttail", "notail") and stream.next == "call":
        if op == "musttail":
            raise Unsupported("musttail calls")
        op = stream.take()
    flags = set()
    while stream.next in FLAGS or (stream.next == "inrange" and op == "getelementptr"):
        flag = stream.take()
        if flag == "inrange":
            stream.parenthesised()
        flags.add(flag)
    if flags & FAST and op != "getelementptr":
        raise Unsupported("fast-math flags")
    constant = bool(expression) and stream.next == "("
    if expression and not constant:
        raise Unsupported(f"the constant {op[:20]}")
    if constant:
        stream.expect("(")
        if op not in ("getelementptr", *BINARY, *CASTS):
            raise Unsupported(f"the constant expression {op[:20]}")
    made = _instruction(reads, stream, op, name, frozenset(flags))
    if constant:
        stream.expect(")")
        return made
    metadata: list[tuple[str, str]] = []
    while stream.accept(","):
        key = stream.take()
        if key == "align":
            made = _with(made, align=stream.number())
            continue
        node = stream.take()
        if key in PROMISES:
            metadata.append((key, node))
        elif key not in COMMENTS or not node.startswith("!"):
            raise Unsupported(f"the metadata {key[:30]}" if key.startswith("!") else "text that the reader does not know")
        elif key == "!tbaa":
            metadata.append((key, node))
    return _with(made, metadata=tuple(metadata)) if metadata else made


def _with(made: Instruction, align: int = 0, metadata: Attributes = ()) -> Instruction:
    return Instruction(
        made.op, made.name, made.type, made.args, made.flags, made.of, align or made.align, made.indices, made.attributes,
        metadata or made.metadata, made.group,
    )  # fmt: skip


def _instruction(reads: Reads, stream: Stream, op: str, name: str, flags: frozenset[str]) -> Instruction:
    if op in BINARY:
        left = reads.typed(stream)
        stream.expect(",")
        # In an expression the second operand has its type again.
        right = reads.value(stream, left.type) if not _typed_again(stream) else reads.typed(stream)
        return Instruction(op, name, left.type, (left, right), flags)
    if op in CASTS:
        value = reads.typed(stream)
        stream.expect("to")
        return Instruction(op, name, reads.type(stream), (value,), flags)
    if op in ("fneg", "freeze"):
        value = reads.typed(stream)
        return Instruction(op, name, value.type, (value,), flags)
    if op in ("icmp", "fcmp"):
        predicate = stream.take()
        left = reads.typed(stream)
        stream.expect(",")
        right = reads.value(stream, left.type)
        return Instruction(op, name, Type("int", 1), (left, right), flags | {predicate})
    if op == "select":
        return _select(reads, stream, name)
    if op == "phi":
        kind = reads.type(stream)
        values: list[Value] = []
        while True:
            stream.expect("[")
            values.append(reads.value(stream, kind))
            stream.expect(",")
            values.append(reads.value(stream, LABEL))
            stream.expect("]")
            if stream.next != "," or stream.peek(1) != "[":
                return Instruction(op, name, kind, tuple(values))
            stream.take()
    if op == "getelementptr":
        of = reads.type(stream)
        args = []
        while stream.next == "," and not stream.peek(1).startswith("!"):
            stream.take()
            args.append(reads.typed(stream))
        if not args or args[0].type.kind != "ptr" or any(each.type.kind != "int" for each in args[1:]):
            raise Unsupported("getelementptr on vectors")
        return Instruction(op, name, args[0].type, tuple(args), flags, of)
    if op == "alloca":
        if stream.next == "inalloca":
            raise Unsupported("inalloca")
        of = reads.type(stream)
        count: tuple[Value, ...] = ()
        if stream.next == "," and stream.peek(1) != "align" and not stream.peek(1).startswith("!"):
            stream.take()
            count = (reads.typed(stream),)
        return Instruction(op, name, reads.pointer, count, of=of)
    if op in ("load", "store"):
        if stream.next == "atomic":
            raise Unsupported("atomic accesses")
        if op == "load":
            kind = reads.type(stream)
            stream.expect(",")
            return Instruction(op, name, kind, (reads.typed(stream),), flags, kind)
        value = reads.typed(stream)
        stream.expect(",")
        return Instruction(op, name, VOID, (value, reads.typed(stream)), flags, value.type)
    if op in ("extractvalue", "insertvalue"):
        args = [reads.typed(stream)]
        if op == "insertvalue":
            stream.expect(",")
            args.append(reads.typed(stream))
        indices = []
        while stream.next == "," and stream.peek(1).isdigit():
            stream.take()
            indices.append(stream.number())
        kind = args[0].type
        if op == "extractvalue":
            for index in indices:
                kind = _inside(kind, index)
        return Instruction(op, name, kind, tuple(args), indices=tuple(indices))
    if op == "call":
        return _call(reads, stream, name)
    return _terminator(reads, stream, op)


def _inside(kind: Type, index: int) -> Type:
    if kind.kind == "array" and index < kind.count:
        return kind.inner[0]
    if kind.kind == "struct" and index < len(kind.inner):
        return kind.inner[index]
    raise Unsupported("an index outside an aggregate")


def _typed_again(stream: Stream) -> bool:
    return stream.next in ("ptr",) or (stream.next[:1] == "i" and stream.next[1:].isdigit())


def _select(reads: Reads, stream: Stream, name: str) -> Instruction:
    args = [reads.typed(stream)]
    for _ in range(2):
        stream.expect(",")
        args.append(reads.typed(stream))
    return Instruction("select", name, args[1].type, tuple(args))


def _call(reads: Reads, stream: Stream, name: str) -> Instruction:
    while stream.next in ("ccc", "fastcc", "coldcc", "tailcc", "cc"):
        if stream.take() == "cc":
            raise Unsupported("a calling convention")
    returned = reads.attributes(stream)
    kind = reads.type(stream)
    if stream.next == "(":
        stream.parenthesised()  # the whole type of a function with a variable number of arguments
    if stream.next == "asm":
        raise Unsupported("inline assembly")
    callee = reads.value(stream, reads.pointer)
    stream.expect("(")
    args, attributes = [callee], [returned]
    while not stream.accept(")"):
        argument = reads.type(stream)
        if argument.kind == "metadata":
            raise Unsupported("metadata as an argument")
        attributes.append(reads.attributes(stream))
        args.append(reads.value(stream, argument))
        stream.accept(",")
    group = stream.take() if stream.next.startswith("#") else ""
    while stream.next and stream.next not in (",", "["):
        group += " " + stream.take()
        if stream.next == "(":
            group += f"({stream.parenthesised()})"
    if stream.next == "[":
        raise Unsupported("operand bundles")
    return Instruction("call", name, kind, tuple(args), attributes=tuple(attributes), group=group)


def _terminator(reads: Reads, stream: Stream, op: str) -> Instruction:
    if op == "ret":
        kind = reads.type(stream)
        return Instruction(op, "", VOID, () if kind == VOID else (reads.value(stream, kind),))
    if op == "unreachable":
        return Instruction(op, "", VOID)
    if op == "br":
        args = [reads.typed(stream)]
        while len(args) < 3 and stream.next == "," and stream.peek(1) == "label":
            stream.take()
            args.append(reads.typed(stream))
        if len(args) not in (1, 3):
            raise Unsupported("text that the reader does not know")
        return Instruction(op, "", VOID, tuple(args))
    if op == "switch":
        args = [reads.typed(stream)]
        stream.expect(",")
        args.append(reads.typed(stream))
        stream.expect("[")
        while not stream.accept("]"):
            args.append(reads.typed(stream))
            stream.expect(",")
            args.append(reads.typed(stream))
        return Instruction(op, "", VOID, tuple(args))
    known = {
        "exceptions": ("invoke", "landingpad", "resume"),
        "computed jumps": ("indirectbr",),
        "atomic accesses": ("fence", "atomicrmw", "cmpxchg"),
        "variable arguments": ("va_arg",),
        "vectors": ("extractelement", "insertelement", "shufflevector"),
    }
    raise Unsupported(next((reason for reason, ops in known.items() if op in ops), f"the instruction {op[:30]}"))

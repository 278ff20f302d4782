"""Reads the textual IR of LLVM 19 and 22, as far as this validation models it. What it does not know is Unsupported.

A module is cut into lines at once, its functions are read one by one: what cannot be read in one costs only that one.
"""

from __future__ import annotations

import re
import struct

from passwright.verify.lexer import BEFORE_TYPE, Stream, Unsupported, unquoted, without_comment
from passwright.verify.validate.instructions import instruction
from passwright.verify.validate.ir import (
    FLOATS,
    LABEL,
    METADATA,
    VOID,
    Attributes,
    Block,
    Function,
    Instruction,
    Module,
    Type,
    Value,
    Variable,
)

CONVENTIONS = {"ccc", "fastcc", "coldcc", "tailcc"}
WITH_NUMBER = {"align", "alignstack"}
TYPED = {"byval", "inalloca", "preallocated", "elementtype", "byref"}
"""Attributes of arguments that change what is passed."""
MAX_TEXT = 64 << 20
MAX_DEPTH = 40


def read_module(text: str) -> Module:
    """Raises Unsupported for a module whose layout is not modelled, or that is no text of LLVM's."""
    if len(text) > MAX_TEXT:
        raise Unsupported("a module of more than 64 MiB")
    module = Module()
    lines = iter(text.split("\n"))
    for line in lines:
        if line.startswith("define "):
            body = [line]
            for inner in lines:
                if inner == "}":
                    break
                body.append(inner)
            else:
                raise Unsupported("text that ends too early")
            module.bodies[_symbol(line)] = "\n".join(body)
        elif line.startswith("declare "):
            module.declared[_symbol(line)] = line
        elif match := re.match(r'(@(?:"[^"]*"|[-\w$.]+)) = (.*)', line):
            module.variables[unquoted(match.group(1))] = match.group(2)
        elif match := re.match(r'%("[^"]*"|[-\w$.]+) = type (.*)', line):
            module.types[match.group(1).strip('"')] = match.group(2)
        elif match := re.match(r"attributes (#\d+) = \{(.*)\}", line):
            module.groups[match.group(1)] = match.group(2)
        elif match := re.match(r"(![\d]+) = (?:distinct )?!\{(.*)\}", line):
            module.metadata[match.group(1)] = match.group(2)
        elif match := re.match(r'target datalayout = "([^"]*)"', line):
            module.layout = match.group(1)
    check_layout(module.layout)
    return module


def _symbol(line: str) -> str:
    match = re.search(r'@("[^"]*"|[-\w$.]+)\s*\(', line)
    if match is None:
        raise Unsupported("a function without a name")
    return match.group(1).strip('"')


def check_layout(layout: str) -> None:
    parts = layout.split("-")
    if "e" not in parts:
        raise Unsupported("a big-endian target")
    if "i64:64" not in parts or any(part.startswith("f64:32") for part in parts):
        raise Unsupported("a target whose alignments are not the natural ones")


def pointer_bits(layout: str) -> int:
    for part in layout.split("-"):
        if match := re.match(r"p0?:(\d+)", part):
            return int(match.group(1))
    return 64


class Reader:
    """Reads functions and variables of one module."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.pointer = Type("ptr", pointer_bits(module.layout))
        self.known: dict[str, Type] = {}
        self.reading: set[str] = set()
        self.depth = 0

    def function(self, name: str) -> Function:
        lines = [without_comment(line) for line in self.module.bodies[name].split("\n")]
        head, parameters, attributes, variadic = self._head(lines[0], "define")
        blocks: list[Block] = []
        label, body = "", list[Instruction]()
        # Blocks and parameters without a name share one count.
        number = sum(each.isdigit() for each, _ in parameters)
        for line in _joined(lines[1:]):
            if match := re.match(r'("[^"]*"|[-\w$.]+):\s*$', line):
                if body or label:
                    blocks.append(Block(label, tuple(body)))
                label, body = match.group(1).strip('"'), list[Instruction]()
            elif line.strip() and not line.lstrip().startswith("#dbg_"):
                label = label or str(number)
                body.append(self.line(line))
        blocks.append(Block(label, tuple(body)))
        return Function(name, head[1], parameters, attributes, head[0], tuple(blocks), variadic)

    def declaration(self, name: str) -> tuple[Type, tuple[tuple[str, Type], ...], frozenset[str]]:
        """What a function gives, its parameters, and its attributes as words, those of its group included."""
        line = self.module.bodies.get(name, "").split("\n")[0] or self.module.declared[name]
        head, parameters, _, _ = self._head(without_comment(line), "define" if name in self.module.bodies else "declare")
        return head[1], parameters, head[0]

    def _head(self, line: str, word: str) -> tuple[tuple[frozenset[str], Type], tuple[tuple[str, Type], ...], tuple[Attributes, ...], bool]:
        stream = Stream(line)
        stream.expect(word)
        stream.skip_metadata()
        words = set()
        while stream.next in BEFORE_TYPE or stream.next in CONVENTIONS or stream.next == "cc":
            if stream.next == "cc":
                raise Unsupported("a calling convention")
            words.add(stream.take())
        returned = self.attributes(stream)
        result = self.type(stream)
        stream.take()
        stream.expect("(")
        parameters: list[tuple[str, Type]] = []
        attributes = [returned]
        variadic = False
        while not stream.accept(")"):
            if stream.accept("..."):
                variadic = True
                continue
            kind = self.type(stream)
            attributes.append(self.attributes(stream))
            name = unquoted(stream.take()) if stream.next.startswith("%") else str(len(parameters))
            parameters.append((name, kind))
            stream.accept(",")
        while stream.next and stream.next != "{":
            token = stream.take()
            if token[0] == "#":
                words |= set(re.findall(r'"[^"]*"|[\w.]+(?:\([^)]*\))?', self.module.groups.get(token, "")))
            else:
                words.add(f"{token}({stream.parenthesised()})" if stream.next == "(" else token)
        return (frozenset(words), result), tuple(parameters), tuple(attributes), variadic

    def line(self, text: str) -> Instruction:
        stream = Stream(text)
        found = instruction(self, stream)
        if stream.next:
            raise Unsupported("text that the reader does not know")
        return found

    def variable(self, name: str) -> Variable:
        stream = Stream(without_comment(self.module.variables[name]))
        words = set()
        while stream.next not in ("global", "constant"):
            token = stream.take()
            words.add(token)
            if token in ("thread_local", "addrspace", "alias", "ifunc"):
                raise Unsupported(f"a global that is {token}")
        constant = stream.take() == "constant"
        kind = self.type(stream)
        initial = None
        if not {"external", "extern_weak"} & words:
            try:
                initial = self.value(stream, kind)
            except Unsupported:
                initial = None  # its bytes are not known, then
        align = int(match.group(1)) if (match := re.search(r", align (\d+)", self.module.variables[name])) else 1
        return Variable(name, kind, frozenset(words), constant, initial, align)

    def type(self, stream: Stream) -> Type:
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise Unsupported("a type or constant that is nested too deeply")
            return self._type(stream)
        finally:
            self.depth -= 1

    def _type(self, stream: Stream) -> Type:
        token = stream.take()
        if token == "ptr":
            if stream.next == "addrspace":
                raise Unsupported("an address space")
            return self.pointer
        if re.fullmatch(r"i\d{1,4}", token):
            bits = int(token[1:])
            if bits == 0 or bits > 512 or (bits > 64 and "i128:128" not in self.module.layout):
                raise Unsupported("an integer type of an odd size")
            return Type("int", bits)
        if token in FLOATS:
            return Type("float", FLOATS[token], name=token)
        simple = {"void": VOID, "label": LABEL, "metadata": METADATA}
        if token in simple:
            return simple[token]
        if token == "[":
            count = stream.number()
            stream.expect("x")
            inner = self.type(stream)
            stream.expect("]")
            return Type("array", count=count, inner=(inner,))
        if token == "{":
            return Type("struct", inner=self._types(stream, "}"))
        if token == "<" and stream.accept("{"):
            inner_types = self._types(stream, "}")
            stream.expect(">")
            return Type("struct", inner=inner_types, packed=True)
        if token == "<":
            raise Unsupported("vectors")
        if token.startswith("%"):
            return self._named(unquoted(token))
        raise Unsupported(f"the type {token[:20]}")

    def _types(self, stream: Stream, end: str) -> tuple[Type, ...]:
        found: list[Type] = []
        while not stream.accept(end):
            found.append(self.type(stream))
            stream.accept(",")
        return tuple(found)

    def _named(self, name: str) -> Type:
        if name not in self.known:
            text = self.module.types.get(name, "opaque")
            if text == "opaque" or name in self.reading:
                raise Unsupported("an opaque type")
            self.reading.add(name)
            try:
                self.known[name] = self.type(Stream(text))
            finally:
                self.reading.discard(name)
        return self.known[name]

    def attributes(self, stream: Stream) -> Attributes:
        """Those of a parameter or of what is returned. Raises Unsupported for one that changes what is passed."""
        found: list[tuple[str, str]] = []
        while re.fullmatch(r"[a-z_]+|\"[^\"]*\"", stream.next) and not _begins_type(stream.next):
            if stream.next in ("null", "true", "false", "undef", "poison", "zeroinitializer", "none") or _operation(stream):
                break
            name = stream.take()
            if name.startswith('"'):
                if stream.accept("="):
                    stream.take()
                continue
            if name in TYPED:
                raise Unsupported(f"an argument passed {name}")
            if name in WITH_NUMBER and stream.next.isdigit():
                found.append((name, stream.take()))
            elif stream.next == "(":
                found.append((name, stream.parenthesised()))
            else:
                found.append((name, ""))
        return tuple(found)

    def value(self, stream: Stream, kind: Type) -> Value:
        """A value of a type; constant expressions too."""
        self.depth += 1
        try:
            if self.depth > MAX_DEPTH:
                raise Unsupported("a type or constant that is nested too deeply")
            return self._value(stream, kind)
        finally:
            self.depth -= 1

    def _value(self, stream: Stream, kind: Type) -> Value:
        token = stream.take()
        if token.startswith("%"):
            return Value("block" if kind.kind == "label" else "local", kind, unquoted(token))
        if token.startswith("@"):
            return Value("global", kind, unquoted(token))
        if token in ("undef", "poison"):
            return Value(token, kind)
        if token in ("zeroinitializer", "null"):
            return Value("int", kind, 0) if kind.scalar else Value("zero", kind)
        if kind.kind == "int" and token in ("true", "false"):
            return Value("int", kind, int(token == "true"))
        if kind.kind == "int" and re.fullmatch(r"-?\d+", token):
            return Value("int", kind, int(token) % (1 << kind.bits))
        if kind.kind == "float":
            return Value("int", kind, float_bits(token, kind))
        if token.startswith('c"'):
            return Value("bytes", kind, _unescaped(token[2:-1]))
        if token in ("[", "{", "<"):
            if token == "<":
                stream.expect("{")
            items: list[Value] = []
            while not stream.accept("]", "}"):
                items.append(self.value(stream, self.type(stream)))
                stream.accept(",")
            if token == "<":
                stream.expect(">")
            return Value("list", kind, tuple(items))
        stream.at -= 1
        return Value("expression", kind, instruction(self, stream, expression=kind))

    def typed(self, stream: Stream) -> Value:
        return self.value(stream, self.type(stream))


def _begins_type(token: str) -> bool:
    return token in FLOATS or token in ("ptr", "void", "label", "metadata") or re.fullmatch(r"i\d+", token) is not None


EXPRESSIONS = {"getelementptr", "ptrtoint", "inttoptr", "bitcast", "trunc", "add", "sub", "mul", "xor", "addrspacecast", "ptrtoaddr"}


def _operation(stream: Stream) -> bool:
    return stream.next in EXPRESSIONS or stream.next in ("blockaddress", "dso_local_equivalent", "no_cfi", "asm", "splat")


def _joined(lines: list[str]) -> list[str]:
    """Lines with those of a switch, an invoke or a landing pad put together."""
    found: list[str] = []
    for line in lines:
        if found and (found[-1].count("[") > found[-1].count("]") or re.match(r"\s+(to label|unwind label|cleanup|catch|filter)\b", line)):
            found[-1] += " " + line.strip()
        else:
            found.append(line)
    return found


def float_bits(token: str, kind: Type) -> int:
    """The bits of a floating-point constant as LLVM writes it: half and bfloat in hexadecimal of their own, float as a double."""
    try:
        if match := re.fullmatch(r"0x([HR])([0-9A-Fa-f]{4})", token):
            return int(match.group(2), 16)
        if match := re.fullmatch(r"0x([0-9A-Fa-f]{1,16})", token):
            bits = int(match.group(1), 16)
        elif re.fullmatch(r"-?\d+\.\d*(?:[eE][+-]?\d+)?", token):
            bits = struct.unpack("<Q", struct.pack("<d", float(token)))[0]
        else:
            raise Unsupported("a floating-point constant")
        if kind.name == "double":
            return int(bits)
        if kind.name == "float":
            number = struct.unpack("<d", struct.pack("<Q", bits))[0]
            if number != number:
                raise Unsupported("a floating-point constant")
            return int(struct.unpack("<I", struct.pack("<f", number))[0])
    except (OverflowError, ValueError):
        pass
    raise Unsupported("a floating-point constant")


def _unescaped(text: str) -> bytes:
    return re.sub(r"\\(\\|[0-9A-Fa-f]{2})", lambda m: "\\" if m.group(1) == "\\" else chr(int(m.group(1), 16)), text).encode(
        "latin-1", "replace"
    )

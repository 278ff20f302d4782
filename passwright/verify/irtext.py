"""LLVM's text of a module, as far as the harness of differential execution needs it: signatures, types, variables, who refers to whom."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from passwright.verify.lexer import BEFORE_TYPE, LINKAGES, Stream, Unsupported, without_comment

STRING = re.compile(r' constant \[\d+ x i8\] c"((?:[^"\\]|\\[0-9A-Fa-f]{2}){1,64}?)(?:\\00)?"')
NAME = re.compile(r'@("[^"]*"|[-\w.$]+)')
TYPES = re.compile(r"void|ptr|i\d+|half|bfloat|float|double|x86_fp80|fp128|ppc_fp128|x86_amx|label|metadata|token|opaque")
REALS = {"float": 32, "double": 64}
CONVENTIONS = re.compile(r"\w+cc|cc|\w+_vectorcall\w*|\w+_kernel|tailcc|swift\w+|amdgpu\w+|spir\w+")
MOST = 64
"""Scalars of a signature: more are left out."""


@dataclass(frozen=True)
class Scalar:
    """`kind` is "i" for an integer, "f" for a float or double, "p" for a pointer; `text` is the type as LLVM writes it."""

    kind: str
    bits: int
    text: str


@dataclass(frozen=True)
class Type:
    """`scalars` are those that it is made of, each with its indices; None: it is none that values can be made of, `why` says so."""

    text: str
    scalars: tuple[tuple[tuple[int, ...], Scalar], ...] | None = None
    why: str = ""


@dataclass(frozen=True)
class Parameter:
    """`attributes` maps names to what stands in their parentheses, "" for those without."""

    type: Type
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Signature:
    """One function that a module defines or declares. `name` is as LLVM writes it, quotes and escapes and all."""

    name: str
    result: Parameter
    parameters: tuple[Parameter, ...]
    varargs: bool
    linkage: str
    convention: str
    attributes: frozenset[str]
    defined: bool
    body: str = ""

    @property
    def symbol(self) -> str:
        return symbol(self.name)


@dataclass(frozen=True)
class Variable:
    """A variable that other modules can see (`declared`: that another one has to define)."""

    name: str
    type: str
    declared: bool
    constant: bool
    weak: bool
    thread_local: bool


@dataclass(frozen=True)
class Text:
    """What stands in the text of a module. `types` are its lines that name types.

    `refers` says to what each function and variable refers; `strings` are constants of characters as LLVM writes them.
    """

    types: tuple[str, ...]
    functions: tuple[Signature, ...]
    variables: tuple[Variable, ...]
    refers: dict[str, frozenset[str]]
    strings: dict[str, str]
    assembly: bool


def symbol(name: str) -> str:
    """The name in the object file of what LLVM writes as `name`."""
    if not name.startswith('"'):
        return name
    raw = re.sub(r"\\([0-9A-Fa-f]{2})", lambda match: chr(int(match.group(1), 16)), name[1:-1])
    return raw.removeprefix("\x01")


class Reader(Stream):
    """Reads types and signatures out of one line."""

    def __init__(self, line: str, types: dict[str, str]) -> None:
        super().__init__(without_comment(line), lenient=True)
        self.types = types

    def is_type(self) -> bool:
        token = self.next
        return token in ("[", "<", "{") or token.startswith("%") or bool(TYPES.fullmatch(token))

    def type(self, depth: int = 0) -> Type:
        if depth > 16:
            raise Unsupported("types in types in types")
        token = self.take()
        if token == "ptr":
            if self.next == "addrspace":
                self.take()
                return Type(f"ptr addrspace({self.parenthesised()})", None, "pointers to another address space")
            return _scalar("p", 64, "ptr")
        if token == "void":
            return Type("void", ())
        if re.fullmatch(r"i\d+", token):
            bits = int(token[1:])
            return _scalar("i", bits, token) if bits <= 128 else Type(token, None, "integers of more than 128 bits")
        if token in REALS:
            return _scalar("f", REALS[token], token)
        if token in ("[", "<") and self.next != "{":
            return self._sequence(token, depth)
        if token in ("{", "<"):
            return self._struct(token == "<", depth)
        if token.startswith("%"):
            if token not in self.types:
                raise Unsupported(f"{token} is no type that the module names")
            found = Reader(self.types[token], self.types).type(depth + 1)
            return Type(token, found.scalars, found.why)
        return Type(token, None, f"values of type {token}")

    def _sequence(self, opening: str, depth: int) -> Type:
        word = self.take()
        if word == "vscale":
            raise Unsupported("a scalable vector")
        count = int(word) if word.isdigit() else -1
        self.expect("x")
        member = self.type(depth + 1)
        self.expect("]" if opening == "[" else ">")
        text = f"{opening}{count} x {member.text}{']' if opening == '[' else '>'}"
        if member.scalars is None or count < 0:
            return Type(text, None, member.why or "an array that is none")
        if count * len(member.scalars) > MOST:
            return Type(text, None, "large aggregates by value")
        scalars = tuple(((i, *indices), scalar) for i in range(count) for indices, scalar in member.scalars)
        if opening == "<" and count * sum(scalar.bits for _, scalar in member.scalars) > 128:
            return Type(text, None, "vectors of more than 128 bits")
        return Type(text, scalars)

    def _struct(self, packed: bool, depth: int) -> Type:
        if packed:
            self.expect("{")
        members = []
        while self.next != "}":
            members.append(self.type(depth + 1))
            if self.next == ",":
                self.take()
        self.expect("}")
        if packed:
            self.expect(">")
        inner = ", ".join(member.text for member in members)
        text = f"<{{ {inner} }}>" if packed else f"{{ {inner} }}"
        scalars = []
        for i, member in enumerate(members):
            if member.scalars is None:
                return Type(text, None, member.why)
            scalars += [((i, *indices), scalar) for indices, scalar in member.scalars]
        if len(scalars) > MOST:
            return Type(text, None, "large aggregates by value")
        return Type(text, tuple(scalars))

    def attributes(self) -> dict[str, str]:
        """Those that stand here, up to what is none."""
        found = {}
        while re.fullmatch(r"[a-z_]\w*", self.next) and not self.is_type():
            name = self.take()
            if name in ("align", "alignstack") and self.next.isdigit():
                found[name] = self.take()
            else:
                found[name] = self.parenthesised() if self.next == "(" else ""
        return found


def _scalar(kind: str, bits: int, text: str) -> Type:
    return Type(text, (((), Scalar(kind, bits, text)),))


def read_signature(line: str, types: dict[str, str], groups: dict[str, frozenset[str]], body: str = "") -> Signature:
    """A line that begins with `define` or `declare`. Raises Unsupported."""
    try:
        return _signature(line, types, groups, body)
    except Unsupported as error:
        raise Unsupported(f"{error.reason}, in {line[:200]}") from error


def _signature(line: str, types: dict[str, str], groups: dict[str, frozenset[str]], body: str) -> Signature:
    reader = Reader(line, types)
    word = reader.take()
    reader.skip_metadata()
    linkage = "external"
    convention = "ccc"
    while reader.next in BEFORE_TYPE or CONVENTIONS.fullmatch(reader.next):
        token = reader.take()
        if token in LINKAGES:
            linkage = token
        elif token not in BEFORE_TYPE:
            convention = token + (f" {reader.take()}" if token == "cc" else "")
    returned = reader.attributes()
    result = Parameter(reader.type(), returned)
    name = reader.take()
    if not name.startswith("@"):
        raise Unsupported(f"{name!r} is no function's name")
    reader.expect("(")
    parameters: list[Parameter] = []
    varargs = False
    while reader.next != ")":
        if reader.next == "...":
            reader.take()
            varargs = True
        else:
            kind = reader.type()
            parameters.append(Parameter(kind, reader.attributes()))
            if reader.next.startswith("%"):
                reader.take()
        if reader.next == ",":
            reader.take()
    reader.expect(")")
    own: set[str] = set()
    while token := reader.next:
        reader.take()
        own |= groups.get(token, frozenset()) if token.startswith("#") else {token}
    memory = re.search(r"\bmemory\(([^)]*)\)", line.rpartition(")")[0] + ")") if "memory(" in line else None
    if memory:
        own.add(f"memory({memory.group(1)})")
    return Signature(name[1:], result, tuple(parameters), varargs, linkage, convention, frozenset(own), word == "define", body)


def read_text(text: str) -> Text:
    """Reads what `opt -S` prints. Raises Unsupported."""
    types: dict[str, str] = {}
    groups: dict[str, frozenset[str]] = {}
    heads: list[tuple[str, str]] = []
    variables: list[Variable] = []
    refers: dict[str, frozenset[str]] = {}
    strings: dict[str, str] = {}
    assembly = False
    lines = iter(text.split("\n"))
    type_lines = []
    for line in lines:
        if line.startswith("%") and " = type " in line:
            name, _, what = line.partition(" = type ")
            types[name] = what
            type_lines.append(line)
        elif line.startswith("attributes #"):
            name, _, what = line.removeprefix("attributes ").partition(" = ")
            groups[name] = frozenset(re.findall(r'memory\([^)]*\)|allockind\([^)]*\)|"[^"]*"(?:="[^"]*")?|[\w-]+', what))
        elif line.startswith("declare "):
            heads.append((line, ""))
        elif line.startswith("define "):
            body = "\n".join(_body(lines))
            heads.append((line, body))
        elif line.startswith("module asm"):
            assembly = True
        elif line.startswith("@"):
            found = NAME.match(line)
            if found is None:
                raise Unsupported(f"no variable's name: {line[:200]}")
            refers[found.group(1)] = frozenset(NAME.findall(line, found.end()))
            if string := STRING.search(line):
                strings[found.group(1)] = string.group(1)
            if variable := _variable(line, types):
                variables.append(variable)
    functions = [read_signature(head, types, groups, body) for head, body in heads]
    for function, (head, body) in zip(functions, heads, strict=True):
        refers[function.name] = frozenset(NAME.findall(body)) | (frozenset(NAME.findall(head)) - {function.name})
    return Text(tuple(type_lines), tuple(functions), tuple(variables), refers, strings, assembly)


def _body(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line == "}":
            return
        yield line


def _variable(line: str, types: dict[str, str]) -> Variable | None:
    """A variable with a name for other modules, None for one without, for an alias and for an ifunc.

    None, too, for one whose type cannot be read: the harness defines none then where it is missing.
    """
    reader = Reader(line, types)
    name = reader.take()[1:]
    reader.expect("=")
    words = []
    while reader.next not in ("global", "constant", "alias", "ifunc"):
        word = reader.take()
        words.append(word)
        if reader.next == "(":
            reader.parenthesised()
    what = reader.take()
    linkage = next((word for word in words if word in LINKAGES), "")
    if what in ("alias", "ifunc") or linkage in ("private", "internal", "appending", "available_externally"):
        return None
    start = reader.at
    try:
        reader.type()
    except Unsupported:
        return None
    kind = " ".join(reader.all[start : reader.at])
    declared = linkage in ("external", "extern_weak")
    return Variable(name, kind, declared, what == "constant", linkage == "extern_weak", "thread_local" in words)


def reach(roots: Sequence[str], refers: dict[str, frozenset[str]]) -> dict[str, None]:
    """All that is referred to from `roots`, and they themselves, the nearest first."""
    found = dict.fromkeys(roots)
    todo = list(roots)
    for name in todo:
        new = [other for other in sorted(refers.get(name, ())) if other not in found]
        found.update(dict.fromkeys(new))
        todo += new
    return found

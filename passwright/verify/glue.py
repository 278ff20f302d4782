"""What stands between a module under test and the driver: a call of each function from slots of memory, stubs for what the module
calls and does not define, and a table of both. Written as LLVM's text, in which every type can be said as the module has it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from passwright.verify.irtext import MOST, Parameter, Signature, Text, Type, Variable, reach, symbol
from passwright.verify.libc import in_library, modelled

LINKED = ("external", "weak", "weak_odr", "linkonce", "linkonce_odr")
ELSEWHERE = "available_externally"
DISCARDED = ("linkonce", "linkonce_odr")
"""A module may leave these out."""
BUFFERS = 10
"""Pointers that a function may take: the driver has 16 buffers, 4 of them for pointers in memory."""
AT_CALLS = ("zeroext", "signext", "inreg", "byval", "sret")
"""Attributes that decide how a value is passed."""
STRANGE = ("inalloca", "preallocated", "nest", "swiftself", "swifterror", "swiftasync", "range", "nofpclass", "inreg", "elementtype")
JUMPS = re.compile(r"_?_?(?:sig)?(?:setjmp|longjmp)|_setjmp|__longjmp_chk")
FAST = re.compile(r" = (?:f\w+|call|tail call|phi|select)\b[^@]* (?:fast|nnan|ninf|nsz|arcp|contract|afn|reassoc) ")
ASSEMBLY = re.compile(r"^  .*(?:call|invoke|callbr) .*\basm (?:sideeffect |alignstack |inteldialect |unwind )*\"", re.M)
REALS = re.compile(r"\b(?:float|double)\b")
COMPARED = re.compile(r"(?: icmp \w+ i\d+ [^,]+, |^    i\d+ | and i\d+ [^,]+, )(-?\d+)", re.M)
ESCAPE = re.compile(r"\\[0-9A-Fa-f]{2}")
NUMBERS, STRINGS = 96, 48
NONNULL, NOALIAS, OWNED = 1, 2, 4
ENDS, SILENT, UNKNOWN = 1, 2, 4
SCALAR = "{ i16, i16, i16, i16, i32, i32 }"
FUNCTION = "{ ptr, ptr, ptr, ptr, ptr, ptr, ptr, i32, i32, i32, i32, i32, i32 }"
VARIABLE = "{ ptr, ptr, i64 }"
KINDS = {"i": 0, "f": 1, "p": 2}


@dataclass(frozen=True)
class Glue:
    """`functions` are those that can be called, in the order of the table; `left_out` maps the names of the others to the reason.

    `stubs` are the names of functions by their numbers in the table, `definitions` lines for variables of other modules; `real`: the
    functions in which numbers may be floating-point ones.
    """

    text: str
    functions: tuple[Signature, ...]
    left_out: dict[str, str]
    stubs: tuple[str, ...]
    definitions: dict[str, str]
    real: frozenset[str]


def make_glue(text: Text, triple: str, layout: str, cplusplus: bool, fused: bool) -> Glue:
    """`fused`: the target has instructions that multiply and add with one rounding, so what LLVM makes of `fmuladd` is open."""
    choice = _Choice(text, cplusplus, fused)
    chosen, left_out = [], {}
    for function in text.functions:
        if function.defined and function.linkage in LINKED:
            if why := choice.why_not(function):
                left_out[function.symbol] = why
            else:
                chosen.append(function)
    stubs = [
        function
        for function in text.functions
        if (not function.defined or left_elsewhere(function))
        and not function.name.startswith("llvm.")
        and function.linkage != "extern_weak"
        and not (in_library(function.symbol, cplusplus) and modelled(function.symbol))
    ]
    mine, theirs = [], []
    for variable in text.variables:
        if variable.declared and not variable.weak and not in_library(symbol(variable.name), cplusplus):
            theirs.append(variable)
        elif not variable.declared and not variable.constant and not variable.thread_local:
            mine.append(variable)
    writer = _Writer(triple, layout)
    writer.lines += text.types
    definitions: dict[str, str] = {}
    compared = [variable for variable in mine if variable.type != "opaque"]
    for variable in theirs:
        kind = "[256 x i64]" if _is_opaque(variable.type, text) else variable.type
        local = "thread_local " if variable.thread_local else ""
        definitions[variable.name] = f"@{variable.name} = {local}global {kind} zeroinitializer, align 16"
        # Weak: the build with checks defines them too, as only of what is defined LLVM knows where it ends.
        writer.lines.append(f"@{variable.name} = weak {local}global {kind} zeroinitializer, align 16")
        if not variable.thread_local and not variable.constant:
            compared.append(Variable(variable.name, kind, False, False, False, False))
    for variable in compared:
        if variable in mine:
            writer.lines.append(f"@{variable.name} = extern_weak global {variable.type}")
    words = _Words(text)
    rows = [writer.function(i, function, *words.near(function.name)) for i, function in enumerate(chosen)]
    stub_rows = [writer.stub(i, stub, cplusplus) for i, stub in enumerate(stubs)]
    writer.table(rows, stub_rows, compared)
    real = {f.name for f in text.functions if f.defined and REALS.search(f.body)}
    return Glue(
        "\n".join([*writer.lines, ""]),
        tuple(chosen),
        left_out,
        tuple(stub.symbol for stub in stubs),
        definitions,
        frozenset(f.symbol for f in chosen if reach([f.name], text.refers).keys() & real or _takes_reals(f)),
    )


def _takes_reals(function: Signature) -> bool:
    parts = [function.result, *function.parameters]
    return any(scalar.kind == "f" for part in parts for _, scalar in part.type.scalars or ())


def _is_opaque(kind: str, text: Text) -> bool:
    return f"{kind} = type opaque" in text.types


def left_elsewhere(function: Signature) -> bool:
    """Whether another module has the code that is meant. Not so for those of libstdc++ that stand in its headers and in no library."""
    return function.linkage == ELSEWHERE and not function.symbol.startswith(("_ZNS", "_ZNKS"))


class _Choice:
    """Which functions can be called with inputs that say something about them."""

    def __init__(self, text: Text, cplusplus: bool, fused: bool) -> None:
        self.text = text
        self.bodies: dict[str, str] = {}
        for function in text.functions:
            if why := self._why_not_near(function, cplusplus, fused):
                self.bodies[function.name] = why

    def _why_not_near(self, function: Signature, cplusplus: bool, fused: bool) -> str:
        """Why a function spoils all that call it."""
        if not function.defined:
            return "calls setjmp or longjmp" if JUMPS.fullmatch(function.symbol) else ""
        if ASSEMBLY.search(function.body):
            return "reaches inline assembly"
        if FAST.search(function.body):
            return "reaches floating-point operations that may be changed (-ffast-math)"
        if fused and "@llvm.fmuladd." in function.body:
            return "reaches products that may be fused with sums"
        if left_elsewhere(function) and not in_library(function.symbol, cplusplus):
            return "reaches a function whose code is in another module"
        if {"naked", "presplitcoroutine"} & function.attributes:
            return "reaches a coroutine or a naked function"
        return ""

    def why_not(self, function: Signature) -> str:
        if self.text.assembly:
            return "the module has assembly"
        if function.varargs:
            return "takes a variable number of arguments"
        if function.convention != "ccc":
            return f"has the calling convention {function.convention}"
        for part in (function.result, *function.parameters):
            if part.type.scalars is None:
                return part.type.why
            if any(scalar.bits % 8 and len(part.type.scalars) > 1 for _, scalar in part.type.scalars):
                return "aggregates with parts of bytes"
            if strange := [name for name in STRANGE if name in part.attributes]:
                return f"has a parameter with {strange[0]}"
        scalars = [scalar for parameter in function.parameters for _, scalar in parameter.type.scalars or ()]
        if len(scalars) > MOST or sum(scalar.kind == "p" for scalar in scalars) > BUFFERS:
            return "takes too many arguments"
        for name in reach([function.name], self.text.refers):
            if name in self.bodies:
                return self.bodies[name]
        return ""


class _Words:
    """Numbers and strings that the code of a function compares with: inputs that are made of them get further."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.numbers = {function.name: _numbers(function.body) for function in text.functions if function.defined}

    def near(self, name: str) -> tuple[list[int], list[str]]:
        """Those of a function first, then those of what it refers to."""
        numbers: dict[int, None] = {}
        strings: dict[str, None] = {}
        for other in reach([name], self.text.refers):
            numbers.update(dict.fromkeys(self.numbers.get(other, ())))
            if string := self.text.strings.get(other):
                strings[string] = None
        return list(numbers)[:NUMBERS], list(strings)[:STRINGS]


def _numbers(body: str) -> list[int]:
    found = dict.fromkeys(int(match.group(1)) for match in COMPARED.finditer(body))
    return [number for number in found if -(1 << 63) <= number < 1 << 63]


class _Writer:
    """Collects lines of LLVM's text."""

    def __init__(self, triple: str, layout: str) -> None:
        self.lines = [
            f'target datalayout = "{layout}"',
            f'target triple = "{triple}"',
            "declare void @passwright_stub(i32, ptr, ptr)",
        ]
        self.constants: dict[str, str] = {}

    def function(self, number: int, function: Signature, numbers: Sequence[int], texts: Sequence[str]) -> str:
        """A call of a function from slots; gives its row of the table."""
        parameters = ", ".join(_passed(parameter) for parameter in function.parameters)
        result = _returned(function.result)
        self.lines.append(f"declare extern_weak {result} @{function.name}({parameters})")
        body: list[str] = []
        arguments = []
        slot = 0
        for i, parameter in enumerate(function.parameters):
            slot = _load(body, f"%a{i}", parameter.type, "%arguments", slot)
            arguments.append(f"{_passed(parameter)} %a{i}")
        call = f"call {result} @{function.name}({', '.join(arguments)})"
        if function.result.type.text == "void":
            body.append(f"  {call}")
        else:
            body.append(f"  %r = {call}")
            _store(body, "%r", function.result.type, "%results", 0)
        name = f"@passwright.thunk.{number}"
        self.lines += [f"define internal void {name}(ptr %arguments, ptr %results) {{", *body, "  ret void", "}"]
        return self._row(function, name, f"@{function.name}", 0, numbers, texts)

    def stub(self, number: int, stub: Signature, cplusplus: bool) -> str:
        """A definition of a function that calls the driver; gives its row of the table."""
        parts = (stub.result, *stub.parameters)
        flags = (ENDS if "noreturn" in stub.attributes else 0) | (SILENT if _is_silent(stub) else 0)
        strange = any(part.type.scalars is None for part in parts) or stub.convention != "ccc"
        if strange or stub.linkage == ELSEWHERE or in_library(stub.symbol, cplusplus) or _promises(stub):
            flags |= UNKNOWN
        names = [f"%p{i}" for i in range(len(stub.parameters))]
        given = [f"{_passed(parameter)} {name}" for parameter, name in zip(stub.parameters, names, strict=True)]
        given += ["..."] if stub.varargs else []
        body: list[str] = []
        count = sum(len(parameter.type.scalars or ()) for parameter in stub.parameters)
        if flags & UNKNOWN:
            body += [f"  call void @passwright_stub(i32 {number}, ptr null, ptr null)", "  unreachable"]
        else:
            body += [f"  %arguments = alloca [{max(1, count)} x i128], align 16", f"  %results = alloca [{MOST} x i128], align 16"]
            slot = 0
            for name, parameter in zip(names, stub.parameters, strict=True):
                slot = _store(body, name, parameter.type, "%arguments", slot)
            body.append(f"  call void @passwright_stub(i32 {number}, ptr %arguments, ptr %results)")
            if stub.result.type.text == "void":
                body.append("  ret void")
            else:
                _load(body, "%r", stub.result.type, "%results", 0)
                body.append(f"  ret {stub.result.type.text} %r")
        convention = "" if stub.convention == "ccc" else f"{stub.convention} "
        self.lines += [f"define {convention}{_returned(stub.result)} @{stub.name}({', '.join(given)}) {{", *body, "}"]
        return self._row(stub, "null", "null", flags, plain=bool(flags & UNKNOWN))

    def table(self, functions: Sequence[str], stubs: Sequence[str], variables: Sequence[Variable]) -> None:
        rows = [f"{VARIABLE} {{ ptr {self._string(symbol(v.name))}, ptr @{v.name}, i64 {_size_of(v.type)} }}" for v in variables]
        places = []
        for name, kind, each in (("functions", FUNCTION, functions), ("stubs", FUNCTION, stubs), ("variables", VARIABLE, rows)):
            self.lines.append(f"@passwright.{name} = internal global [{len(each)} x {kind}] [{', '.join(each)}]")
            places.append(f"ptr @passwright.{name}")
        counts = f"i32 {len(functions)}, i32 {len(stubs)}, i32 {len(variables)}, i32 0"
        self.lines.append(f"@passwright_table = constant {{ ptr, ptr, ptr, i32, i32, i32, i32 }} {{ {', '.join(places)}, {counts} }}")

    def _row(
        self,
        function: Signature,
        thunk: str,
        address: str,
        flags: int,
        numbers: Sequence[int] = (),
        texts: Sequence[str] = (),
        *,
        plain: bool = False,
    ) -> str:
        arguments, many = self._scalars(() if plain else function.parameters)
        results, few = self._scalars(() if plain else (function.result,))
        words = self._array("i64", [f"i64 {number}" for number in numbers])
        strings = self._array("ptr", [f"ptr {self._literal(text)}" for text in texts])
        name = self._string(function.symbol)
        pointers = ", ".join(f"ptr {value}" for value in (name, thunk, address, arguments, results, words, strings))
        return f"{FUNCTION} {{ {pointers}, i32 {many}, i32 {few}, i32 {flags}, i32 {len(numbers)}, i32 {len(texts)}, i32 0 }}"

    def _scalars(self, parameters: Sequence[Parameter]) -> tuple[str, int]:
        rows = []
        for parameter in parameters:
            attributes = parameter.attributes
            memory = attributes.get("byval") or attributes.get("sret")
            flags = NONNULL if memory or "nonnull" in attributes or "dereferenceable" in attributes else 0
            flags |= NOALIAS if "noalias" in attributes else 0
            flags |= OWNED if memory else 0
            size = (
                _size_of(memory, "i32") if memory else attributes.get("dereferenceable") or attributes.get("dereferenceable_or_null") or "0"
            )
            align = attributes.get("align") or ("16" if memory else "1")
            for _, scalar in parameter.type.scalars or ():
                rows.append(f"{SCALAR} {{ i16 {KINDS[scalar.kind]}, i16 {scalar.bits}, i16 {flags}, i16 {align}, i32 {size}, i32 0 }}")
        return self._array(SCALAR, rows), len(rows)

    def _array(self, kind: str, rows: Sequence[str]) -> str:
        return self._constant(f"[{len(rows)} x {kind}] [{', '.join(rows)}]") if rows else "null"

    def _constant(self, value: str) -> str:
        if value not in self.constants:
            self.constants[value] = f"@passwright.constant.{len(self.constants)}"
            self.lines.append(f"{self.constants[value]} = internal constant {value}")
        return self.constants[value]

    def _string(self, text: str) -> str:
        data = text.encode("utf-8", "surrogateescape")
        return self._literal("".join(chr(byte) if chr(byte).isascii() and chr(byte).isalnum() else f"\\{byte:02X}" for byte in data))

    def _literal(self, escaped: str) -> str:
        """A string as LLVM writes it, without the byte of value 0 that ends it."""
        return self._constant(f'[{len(ESCAPE.sub("x", escaped)) + 1} x i8] c"{escaped}\\00"')


def _size_of(kind: str, as_type: str = "i64") -> str:
    return f"ptrtoint (ptr getelementptr ({kind}, ptr null, i32 1) to {as_type})"


def _passed(parameter: Parameter) -> str:
    """A type with the attributes that decide how it is passed."""
    words = []
    for name in AT_CALLS:
        if name in parameter.attributes:
            inner = parameter.attributes[name]
            words.append(f"{name}({inner})" if inner else name)
    if "byval" in parameter.attributes and "align" in parameter.attributes:
        words.append(f"align {parameter.attributes['align']}")
    return " ".join([parameter.type.text, *words])


def _returned(parameter: Parameter) -> str:
    """The same of what is returned: there the attributes come first."""
    return " ".join([*(name for name in ("zeroext", "signext") if name in parameter.attributes), parameter.type.text])


def _is_silent(stub: Signature) -> bool:
    """Whether a call of it may be left out, moved or done twice."""
    return any(name.startswith(("memory(", "allockind(")) for name in stub.attributes)


def _promises(stub: Signature) -> bool:
    """Whether it says of what it returns more than the driver keeps to."""
    promised = {"noalias", "range", "nofpclass", "dereferenceable", "align"} & stub.result.attributes.keys()
    return bool(promised) or any("returned" in parameter.attributes for parameter in stub.parameters)


def _load(body: list[str], name: str, kind: Type, base: str, slot: int) -> int:
    """A value made of the scalars in slots; gives the next slot."""
    return _move(body, name, kind, base, slot, loads=True)


def _store(body: list[str], name: str, kind: Type, base: str, slot: int) -> int:
    return _move(body, name, kind, base, slot, loads=False)


def _move(body: list[str], name: str, kind: Type, base: str, slot: int, *, loads: bool) -> int:
    scalars = kind.scalars or ()
    whole = f"{name}.whole"
    if len(scalars) == 1 and not scalars[0][0]:
        place = f"{name}.slot"
        body.append(f"  {place} = getelementptr [2 x i64], ptr {base}, i32 {slot}")
        body.append(
            f"  {name} = load {kind.text}, ptr {place}, align 16" if loads else f"  store {kind.text} {name}, ptr {place}, align 16"
        )
        return slot + 1
    body.append(f"  {whole} = alloca {kind.text}, align 16")
    body.append(f"  store {kind.text} {'zeroinitializer' if loads else name}, ptr {whole}, align 16")
    for i, (indices, scalar) in enumerate(scalars):
        place, member, value = f"{name}.slot{i}", f"{name}.member{i}", f"{name}.value{i}"
        path = "".join(f", i32 {index}" for index in indices)
        body.append(f"  {place} = getelementptr [2 x i64], ptr {base}, i32 {slot + i}")
        body.append(f"  {member} = getelementptr {kind.text}, ptr {whole}, i32 0{path}")
        source, target = (place, member) if loads else (member, place)
        body.append(f"  {value} = load {scalar.text}, ptr {source}, align 1")
        body.append(f"  store {scalar.text} {value}, ptr {target}, align 1")
    if loads:
        body.append(f"  {name} = load {kind.text}, ptr {whole}, align 16")
    return slot + len(scalars)

"""Checks for undefined behaviour in LLVM's text: what `-fsanitize=undefined` is to C, for any module and in the words of LLVM itself.

Each check is put in the line before the instruction that it is about: no new blocks, so that every line can be treated alone.
After the language reference's lists of what makes poison or is undefined.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator

CHECK = "passwright_undefined"
VALUE = r"([^\s,]+)"
ARITHMETIC = re.compile(rf"  (%\S+) = (add|sub|mul|shl) ((?:nuw |nsw )*)(i\d+) {VALUE}, {VALUE}(?:,.*)?$")
SHIFT = re.compile(rf"  (%\S+) = (?:lshr|ashr) (?:exact )?(i\d+) {VALUE}, {VALUE}(?:,.*)?$")
DIVISION = re.compile(rf"  (%\S+) = (sdiv|srem) (?:exact )?(i\d+) {VALUE}, {VALUE}(?:,.*)?$")
EXACT = re.compile(rf"  (%\S+) = (s|u)div exact (i\d+) {VALUE}, {VALUE}(?:,.*)?$")
TO_INTEGER = re.compile(rf"  (%\S+) = fpto([su])i (float|double) {VALUE} to i(\d+)(?:,.*)?$")
LOAD = re.compile(r"  (%\S+) = load (?:volatile )?(.+?), ptr ([^\s,]+)(?:, align (\d+))?(.*)$")
STORE = re.compile(r"  store (?:volatile )?.+, ptr ([^\s,]+), align (\d+)(.*)$")
RANGE = re.compile(r"!range (!\d+)")
COPY = re.compile(
    r"  (?:tail )?call void @llvm\.memcpy\.p0\.p0\.i64\(ptr (?:align \d+ )?([^\s,]+), ptr (?:align \d+ )?([^\s,]+), i64 ([^\s,]+),"
)
ASSUME = re.compile(r"  (?:tail )?call void @llvm\.assume\(i1 (?:noundef )?([^\s,)]+)\)")
NODE = re.compile(r"(!\d+) = !\{i(\d+) (-?\d+), i\d+ (-?\d+)\}$")


def instrument(text: str) -> str:
    """The text of a module with a call of `passwright_undefined(i1)` before all that may be undefined or give poison."""
    ranges = {match.group(1): match.groups()[1:] for line in text.split("\n") if (match := NODE.match(line))}
    out: list[str] = []
    number = 0
    inside = False
    needed: set[str] = set()
    for line in text.split("\n"):
        if line.startswith("define "):
            inside = True
        elif line == "}":
            inside = False
        if not inside or not line.startswith("  "):
            out.append(line)
            continue
        before, behind = _checks(line, ranges, f"%passwright.{number}", needed)
        number += 1
        out += [*before, line, *behind]
    declared = {match.group(1) for match in re.finditer(r"^declare [^@]*@([\w.]+)\(", text, re.M)}
    out += [f"declare {{ {kind}, i1 }} @{name}({kind}, {kind})" for name, kind in _intrinsics(needed) if name not in declared]
    return "\n".join([*out, f"declare void @{CHECK}(i1 zeroext)", ""])


def _intrinsics(needed: set[str]) -> Iterator[tuple[str, str]]:
    for name in sorted(needed):
        yield name, name.rpartition(".")[2]


def _checks(line: str, ranges: dict[str, tuple[str, ...]], new: str, needed: set[str]) -> tuple[list[str], list[str]]:
    """The lines to be put before and behind one. `new` is where names of values may begin."""
    lines: list[str] = []

    def add(what: str) -> str:
        name = f"{new}.{len(lines)}"
        lines.append(f"  {name} = {what}")
        return name

    def check(value: str) -> None:
        lines.append(f"  call void @{CHECK}(i1 zeroext {value})")

    if match := ARITHMETIC.match(line):
        _, op, flags, kind, left, right = match.groups()
        if op == "shl":
            check(add(f"icmp uge {kind} {right}, {kind[1:]}"))
            for flag, back in (("nsw", "ashr"), ("nuw", "lshr")):
                if flag in flags:
                    # What is too far was stopped before.
                    shifted = add(f"shl {kind} {left}, {right}")
                    check(add(f"icmp ne {kind} {add(f'{back} {kind} {shifted}, {right}')}, {left}"))
            return lines, []
        for flag, sign in (("nsw", "s"), ("nuw", "u")):
            if flag in flags:
                name = f"llvm.{sign}{op}.with.overflow.{kind}"
                needed.add(name)
                both = add(f"call {{ {kind}, i1 }} @{name}({kind} {left}, {kind} {right})")
                check(add(f"extractvalue {{ {kind}, i1 }} {both}, 1"))
    elif match := SHIFT.match(line):
        _, kind, _, right = match.groups()
        check(add(f"icmp uge {kind} {right}, {kind[1:]}"))
    elif match := EXACT.match(line):
        _, sign, kind, left, right = match.groups()
        if sign == "s" and right.lstrip("-").isdigit():
            check(add(f"icmp ne {kind} {add(f'{sign}rem {kind} {left}, {right}')}, 0"))
        elif not right.isdigit():  # a difference of pointers divides by a constant; anything else is not tried
            check("true")
    elif match := DIVISION.match(line):
        _, _, kind, left, right = match.groups()
        lowest = str(-(1 << (int(kind[1:]) - 1)))
        check(add(f"icmp eq {kind} {right}, 0"))
        lowest_left, minus = add(f"icmp eq {kind} {left}, {lowest}"), add(f"icmp eq {kind} {right}, -1")
        check(add(f"and i1 {lowest_left}, {minus}"))
    elif match := TO_INTEGER.match(line):
        _, sign, kind, value, bits = match.groups()
        width = int(bits)
        if width <= 64:
            # Both bounds as double, exact: a float is one too.
            wide = value if kind == "double" else add(f"fpext float {value} to double")
            least = -(2.0 ** (width - 1)) if sign == "s" else 0.0
            beyond = 2.0 ** (width - 1) if sign == "s" else 2.0**width
            whole = add(f"call double @llvm.trunc.f64(double {wide})")
            check(add(f"fcmp ult double {whole}, {_real(least)}"))
            check(add(f"fcmp uge double {whole}, {_real(beyond)}"))
    elif match := LOAD.match(line):
        name, kind, pointer, align, rest = match.groups()
        if align:
            _check_alignment(pointer, int(align), add, check)
        count = len(lines)
        if (found := RANGE.search(rest)) and re.fullmatch(r"i\d+", kind) and found.group(1) in ranges:
            _, low, high = ranges[found.group(1)]
            width = (int(high) - int(low)) % (1 << int(kind[1:]))
            check(add(f"icmp uge {kind} {add(f'sub {kind} {name}, {low}')}, {width}"))
        if "!nonnull" in rest and kind == "ptr":
            check(add(f"icmp eq ptr {name}, null"))
        behind, lines[count:] = lines[count:], []
        return lines, behind
    elif match := STORE.match(line):
        pointer, align, _ = match.groups()
        _check_alignment(pointer, int(align), add, check)
    elif match := COPY.match(line):
        # The same place twice is allowed, an overlap is not.
        to, start, size = match.groups()
        if not any(value.startswith(("getelementptr", "inttoptr")) for value in (to, start)):
            a, b = add(f"ptrtoint ptr {to} to i64"), add(f"ptrtoint ptr {start} to i64")
            near = add(f"icmp ult i64 {add(f'sub i64 {a}, {b}')}, {size}")
            back = add(f"icmp ult i64 {add(f'sub i64 {b}, {a}')}, {size}")
            other = add(f"icmp ne i64 {a}, {b}")
            check(add(f"and i1 {add(f'or i1 {near}, {back}')}, {other}"))
    elif match := ASSUME.match(line):
        check(add(f"xor i1 {match.group(1)}, true"))
    elif line.strip().split(",")[0] == "unreachable":
        check("true")
    return lines, []


def _check_alignment(pointer: str, align: int, add: Callable[[str], str], check: Callable[[str], None]) -> None:
    if align > 1 and pointer.startswith("%"):
        rest = add(f"and i64 {add(f'ptrtoint ptr {pointer} to i64')}, {align - 1}")
        check(add(f"icmp ne i64 {rest}, 0"))


def _real(value: float) -> str:
    return f"0x{struct.unpack('<Q', struct.pack('<d', value))[0]:016X}"

"""Assembly of single functions as normal text: cut out of a module's, with nothing that says where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

_FUNCTION = re.compile(r"^\t\.type\t(?P<name>\"[^\"]*\"|[^,\s]+),@function(?:[ \t]*#.*)?$", re.M)
_NUMBER = re.compile(r"^\.Lfunc_end(\d+):", re.M)
_DATA = re.compile(r"^\.L(?:CPI|JTI)(\d+)_\d+:$")
_LABEL = re.compile(r"\.L(?:BB|CPI|JTI|tmp|[A-Za-z_$.])[\w$.]*")
_KINDS = (("CPI", "C"), ("JTI", "J"))
_QUOTED = r'("(?:[^"\\]|\\.)*")'
_COMMENT = re.compile(rf"{_QUOTED}|(?:^|[ \t])#(?:APP|NO_APP| .*)?$")
_SILENT = (".cfi_", ".p2align", ".type", ".size", ".section", ".ident", ".addrsig", ".globl", ".weak", ".hidden", ".file", ".loc", ".text")
_SPACE = re.compile(rf"{_QUOTED}|[ \t]+")


def functions_of(assembly: str) -> dict[str, str]:
    """The text of each function of ELF assembly for x86-64 that clang wrote, by symbol: its name, its instructions, then the constants and
    jump tables that are its own. Comments and directives that say nothing of the code are gone, labels are numbered as they are met.
    What stands between quotes is left as it is."""
    parts: dict[str, list[str]] = {}
    numbers: dict[str, str] = {}
    data: dict[str, list[str]] = {}
    for name, number, body in _bodies(assembly):
        parts[name] = body
        numbers[number] = name
    owner = None
    for line in assembly.split("\n"):
        if found := _DATA.match(line):
            owner = numbers.get(found[1])
        elif (owner and not line.startswith("\t.")) or line.startswith(("\t.section", "\t.text", "\t.globl", "\t.type")):
            owner = None
        if owner:
            data.setdefault(owner, []).append(line)
    return {name: _tidy([*body, *data.get(name, [])]) for name, body in parts.items()}


def _bodies(assembly: str) -> Iterator[tuple[str, str, list[str]]]:
    starts = list(_FUNCTION.finditer(assembly))
    for start, following in zip_longest(starts, starts[1:]):
        text = assembly[start.end() : following.start() if following else len(assembly)]
        end = _NUMBER.search(text)
        name = start["name"]
        begin = re.search(rf"^{re.escape(name)}:", text, re.M)
        if begin and end:
            yield name.strip('"'), end[1], text[begin.start() : end.start()].split("\n")


def _tidy(lines: list[str]) -> str:
    kept = []
    for line in lines:
        plain = _COMMENT.sub(lambda found: found[1] or "", line)
        words = plain.strip()
        if words and not words.startswith(_SILENT):
            label = not plain.startswith(("\t", " "))
            kept.append(words if label else " " + _SPACE.sub(lambda found: found[1] or " ", words))
    wanted = {label for line in kept if line.startswith(" ") for label in _LABEL.findall(line)}
    kept = [line for line in kept if line.startswith(" ") or not line.startswith(".L") or line.rstrip(":") in wanted]
    own = {line.rstrip(":") for line in kept if line.startswith(".L")}
    names: dict[str, str] = {}

    def renamed(found: re.Match[str]) -> str:
        label = found[0]
        if label not in own:
            return label
        kind = next((short for long, short in _KINDS if label.startswith(".L" + long)), "")
        return names.setdefault(label, f".L{kind}{len(names)}")

    return "".join(_LABEL.sub(renamed, line) + "\n" for line in kept)

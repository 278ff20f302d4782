"""Structure hashes of functions: the same for functions that differ in nothing but names, metadata, attributes and lifetimes.

The hash of a function of at least LEAST instructions is the one that the lists of held-out programs hold.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

LEAST = 8
"""Instructions of a function that says whose code it is: shorter ones are alike everywhere."""

_NAME = r'("[^"]*"|[-\w.$]+)'
_FUNCTION = re.compile(rf"^define (?P<kind>[^\n]*)@(?P<name>{_NAME})\([^\n]*\{{\n(?P<body>.*?)^\}}", re.M | re.S)
_COMMENT = re.compile(r";[^\n]*")
_ATTRIBUTES = re.compile(
    r"\b(?:dso_local|internal|private|linkonce_odr|linkonce|weak_odr|weak|hidden|protected|available_externally|local_unnamed_addr"
    r"|unnamed_addr|noundef|signext|zeroext|nonnull|noalias|captures\([^)]*\)|nocapture|nuw|nsw|inbounds|tail|fastcc)\b"
)
_METADATA = re.compile(r",?[^\S\n]*![\w.]+[^\S\n]*![0-9]+|,[^\S\n]*align[^\S\n]+\d+|[^\S\n]#\d+|[^\S\n]comdat(?:\(\$[\w.]+\))?")
_LABEL = re.compile(rf"{_NAME}:.*")
_IDENTIFIER = re.compile(rf"([%@]){_NAME}")
_TOKEN = re.compile(r"\w+|[^\w\s]")
_KINDS = bytes(ord(" " if re.match(r"\s", chr(code)) else "w" if re.match(r"\w", chr(code)) else "x") for code in range(128)) + bytes(128)
"""What each ASCII character is for _TOKEN: space, a part of a word, a sign."""
_USE_LISTS = "uselistorder"


@dataclass(frozen=True)
class Function:
    """`digest`: 16 hexadecimal digits of a SHA-256; `instructions` are counted without debug records and lifetimes.

    `shared`: other modules may hold it too, as a template or an inline function of C++.
    """

    name: str
    instructions: int
    digest: str
    shared: bool = False


def functions(text: str) -> Iterator[Function]:
    """Of all definitions of a module in LLVM's text form."""
    for match in _FUNCTION.finditer(text):
        body = _METADATA.sub("", _ATTRIBUTES.sub("", _COMMENT.sub("", match["body"])))
        lines = []
        instructions = 0
        for line in map(str.strip, body.split("\n")):
            if not line or "llvm.lifetime" in line or "llvm.dbg" in line or line.startswith(("#dbg", _USE_LISTS)):
                continue
            label = _LABEL.fullmatch(line)
            instructions += label is None
            lines.append(f"%{label.group(1)}:" if label else line)
        plain = _numbered("\n".join(lines))
        plain = "\n".join(" ".join(line.split()) for line in plain.split("\n"))
        digest = hashlib.sha256(plain.encode(errors="surrogateescape")).hexdigest()[:16]
        yield Function(match["name"].strip('"'), instructions, digest, "linkonce" in match["kind"])


def _numbered(text: str) -> str:
    """With numbers for names, in the order in which they come."""
    seen: dict[str, str] = {}
    return _IDENTIFIER.sub(lambda match: match[1] + seen.setdefault(match[0], str(len(seen))), text)


def tokens(text: str) -> int:
    """How many words and signs a text has."""
    if text.isascii():  # most texts: six times faster than the expression
        return len(text.encode().translate(_KINDS).replace(b"x", b" x ").split())
    return sum(1 for _ in _TOKEN.finditer(text))

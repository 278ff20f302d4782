"""Tokens of LLVM's textual IR, for the readers of it."""

from __future__ import annotations

import re

from passwright.errors import PasswrightError

LINKAGES = (
    *("private", "internal", "available_externally", "linkonce", "weak", "common", "appending", "extern_weak"),
    *("linkonce_odr", "weak_odr", "external"),
)
BEFORE_TYPE = (*LINKAGES, "dso_local", "dso_preemptable", "default", "hidden", "protected", "dllimport", "dllexport")
"""What may stand in front of what a function returns, beside its calling convention."""


class Unsupported(PasswrightError):
    """Something that a reader does not know, or a check does not model, with the reason: it decides nothing then."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


TOKEN = re.compile(
    r"""\s*(?:
    (?P<string>c?"[^"]*")
  | (?P<name>[%@$](?:"[^"]*"|[-a-zA-Z$._0-9]+))
  | (?P<meta>!(?:"[^"]*"|[-a-zA-Z$._0-9\\]+)?)
  | (?P<group>\#\d+)
  | (?P<number>-?\d+\.\d*(?:[eE][+-]?\d+)?|0x[KLMHR]?[0-9A-Fa-f]+|-?\d+)
  | (?P<dots>\.\.\.)
  | (?P<word>[a-zA-Z_$][a-zA-Z0-9_.$]*)
  | (?P<mark>[=,()\[\]{}<>*:|])
  )""",
    re.X,
)


def tokens(text: str, lenient: bool = False) -> list[str]:
    """Raises Unsupported at a character that begins no token, unless `lenient`: it is one by itself then. A comment must have been taken
    off before."""
    found, at = [], 0
    end = len(text.rstrip())
    while at < end:
        match = TOKEN.match(text, at)
        if match is None and not lenient:
            raise Unsupported("text that the reader does not know")
        token = match.group() if match else text[at]
        if token.strip():
            found.append(token.strip())
        at += len(token)
    return found


def without_comment(line: str) -> str:
    """A line without what stands behind a semicolon outside quotes."""
    if ";" not in line:
        return line
    quoted = False
    for at, character in enumerate(line):
        if character == '"':
            quoted = not quoted
        elif character == ";" and not quoted:
            return line[:at]
    return line


class Stream:
    """Tokens with a place in them."""

    def __init__(self, text: str, lenient: bool = False) -> None:
        self.all = tokens(text, lenient)
        self.at = 0

    @property
    def next(self) -> str:
        return self.all[self.at] if self.at < len(self.all) else ""

    def peek(self, ahead: int) -> str:
        return self.all[self.at + ahead] if self.at + ahead < len(self.all) else ""

    def take(self) -> str:
        if self.at >= len(self.all):
            raise Unsupported("text that ends too early")
        self.at += 1
        return self.all[self.at - 1]

    def accept(self, *words: str) -> str:
        """The next token if it is one of these, else ""."""
        return self.take() if self.next in words else ""

    def expect(self, word: str) -> None:
        if self.next != word:
            raise Unsupported(f"text that the reader does not know ('{word}' was expected)")
        self.at += 1

    def skip_metadata(self) -> None:
        """Attachments, as in `declare !dbg !12 i32 @puts(ptr)`."""
        while self.next.startswith("!"):
            self.take()

    def number(self) -> int:
        try:
            return int(self.take())
        except ValueError:
            raise Unsupported("text that the reader does not know (a number was expected)") from None

    def parenthesised(self) -> str:
        """What stands in balanced parentheses, which begin here."""
        self.expect("(")
        depth = 1
        found: list[str] = []
        while True:
            token = self.take()
            depth += (token == "(") - (token == ")")
            if not depth:
                return " ".join(found)
            found.append(token)


def unquoted(name: str) -> str:
    """A name without its sigil and quotes."""
    return name[2:-1] if name[1:2] == '"' else name[1:]

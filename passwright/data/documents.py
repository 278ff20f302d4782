"""What the language model reads: documents of four stages, each from one function or one source.

- pretrain: `<ir>`, `<oz>`, `<asm>` or `<source>` and a text.
- emulate: `<ir>` text `<plan>` passes `<answer>` code bytes before and after `<oz>` text; the prompt ends with `<answer>`.
- flags: `<flags>` text `<answer>`, for which a choice is to be said.
- disassemble: `<asm>` text `<answer>` `<oz>` text; the prompt ends with `<answer>`.

All begin with `<bos>` and end with `<eos>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from passwright.data.tokens import ANSWER, ASM, BOS, CUT, EOS, FLAGS, IR, OZ, PLAN, SOURCE, Tokens, pass_token

STAGES = ("pretrain", "emulate", "flags", "disassemble")
MOST = 2048
"""Tokens of a document; a longer one is left out."""
MOST_FLAGS = 1024
"""Tokens of a document of the stage flags; the text of a longer one is cut in the middle."""
PIECE = 2000
"""Tokens of a piece of source."""


@dataclass(frozen=True)
class Emulated:
    """What a pass list makes of a function: names of passes, code bytes before and after, the text after."""

    passes: tuple[str, ...]
    before: int
    after: int
    text: str


@dataclass(frozen=True)
class Document:
    """`bytes`: of its texts; `prompt`: how many of the tokens, from the first on, are given and not to be learned."""

    stage: str
    tokens: list[int]
    bytes: int
    prompt: int = 0

    @property
    def fits(self) -> bool:
        return len(self.tokens) <= (MOST_FLAGS if self.stage == "flags" else MOST)


def _put(tokens: Tokens, *parts: str | list[int]) -> list[int]:
    """Special tokens by name, and texts as they are encoded."""
    ids: list[int] = []
    for part in parts:
        ids += [tokens.id(part)] if isinstance(part, str) else part
    return ids


def read_text(tokens: Tokens, kind: str, text: str, ids: list[int]) -> Document:
    """Of the stage pretrain; `kind` is <ir>, <oz> or <asm>, `ids` the text's tokens."""
    return Document("pretrain", _put(tokens, BOS, kind, ids, EOS), len(text))


def emulate(tokens: Tokens, text: str, ids: list[int], one: Emulated) -> Document:
    """`text` is that of the function before."""
    numbers = f"{one.before} {one.after}"
    sizes, after = tokens.encode([numbers, one.text])
    prompt = _put(tokens, BOS, IR, ids, PLAN, *map(pass_token, one.passes), ANSWER)
    return Document("emulate", [*prompt, *_put(tokens, sizes, OZ, after, EOS)], len(text) + len(numbers) + len(one.text), len(prompt))


def disassemble(tokens: Tokens, assembly: str, code: list[int], text: str, ids: list[int]) -> Document:
    prompt = _put(tokens, BOS, ASM, code, ANSWER)
    return Document("disassemble", [*prompt, *_put(tokens, OZ, ids, EOS)], len(assembly) + len(text), len(prompt))


def flags(tokens: Tokens, text: str) -> Document:
    (ids,) = tokens.encode([text])
    room = MOST_FLAGS - 4
    size = len(text)
    if len(ids) > room:
        half = (room - 1) // 2
        first, last = ids[:half], ids[len(ids) - half :]
        ids = _put(tokens, first, CUT, last)
        size = len(tokens.decode(first)) + len(tokens.decode(last))
    return Document("flags", _put(tokens, BOS, FLAGS, ids, ANSWER, EOS), size)


def source(tokens: Tokens, text: str) -> Iterator[Document]:
    """A source in pieces that end where lines end; one line that is too long for a piece may be a document that does not fit."""
    lines: list[str] = []
    length = 0
    for line in text.splitlines(keepends=True):
        if lines and length + len(line) > 3 * PIECE:  # characters: a token has three of a source, or more
            yield from _pieces(tokens, lines)
            lines, length = [], 0
        lines.append(line)
        length += len(line)
    if lines:
        yield from _pieces(tokens, lines)


def _pieces(tokens: Tokens, lines: list[str]) -> Iterator[Document]:
    text = "".join(lines)
    (piece,) = tokens.encode([text])
    if len(piece) <= PIECE or len(lines) == 1:
        yield Document("pretrain", _put(tokens, BOS, SOURCE, piece, EOS), len(text.encode()))
    else:
        yield from _pieces(tokens, lines[: len(lines) // 2])
        yield from _pieces(tokens, lines[len(lines) // 2 :])


def of_function(tokens: Tokens, ir: str, oz: str | None, assembly: str | None, emulated: Emulated | None) -> list[Document]:
    """All documents of one function for the stages but flags; some may not fit."""
    encoded = iter(tokens.encode([text for text in (ir, oz, assembly) if text is not None]))
    before = next(encoded)
    documents = [read_text(tokens, IR, ir, before)]
    after = next(encoded) if oz is not None else []
    code = next(encoded) if assembly is not None else []
    if oz is not None:
        documents.append(read_text(tokens, OZ, oz, after))
    if assembly is not None:
        documents.append(read_text(tokens, ASM, assembly, code))
    if emulated is not None:
        documents.append(emulate(tokens, ir, before, emulated))
    if oz is not None and assembly is not None:
        documents.append(disassemble(tokens, assembly, code, oz, after))
    return documents

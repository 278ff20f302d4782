"""Pass lists in what a language model says. Nothing of it is trusted: what comes out was read under the grammar of pipelines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from passwright.errors import PipelineError
from passwright.llvm.pipeline import Pipeline

MOST = 1 << 16
"""Characters of an answer that is looked at; the lists of LLM Compiler stand at the beginning, ahead of the IR."""
LONGEST = 20_000
"""Characters of a list; -Oz has 2,500."""
CANDIDATES = 32
"""Places of each kind that are tried."""

OPTION = re.compile(r"-p(?:asses)?(?:\s|=)\s*")
ADAPTOR = re.compile(r"\b(?:module|cgscc|function|loop)\(")
QUOTES = "'\"`"


def pass_lists(answer: str) -> Iterator[Pipeline]:
    """What reads as a pipeline: the answer as a whole, what follows `opt -p` or `-passes=`, what begins with an adaptor, what is quoted;
    in this order. White space inside a list is passed over."""
    answer = answer[:MOST]
    for text in _candidates(answer):
        text = "".join(text.split())
        if 0 < len(text) <= LONGEST:
            try:
                yield Pipeline.parse(text)
            except PipelineError:
                continue


def _candidates(answer: str) -> Iterator[str]:
    yield answer
    for match in islice(OPTION.finditer(answer), CANDIDATES):
        rest = answer[match.end() : match.end() + LONGEST]
        if rest[:1] and rest[0] in QUOTES:
            yield rest[1:].partition(rest[0])[0]
        elif rest:
            yield re.split(r"\s", rest, maxsplit=1)[0]
    for match in islice(ADAPTOR.finditer(answer), CANDIDATES):
        yield _balanced(answer[match.start() : match.start() + LONGEST])
    for quote in QUOTES:
        yield from islice(answer.split(quote)[1::2], CANDIDATES)


def _balanced(text: str) -> str:
    """Up to where all parentheses are closed and no comma follows."""
    depth = 0
    for place, character in enumerate(text):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if depth == 0 and character == ")" and not text[place + 1 : place + 3].lstrip().startswith(","):
            return text[: place + 1]
    return text

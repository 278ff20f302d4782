"""The language model's tokens: byte-level pairs over the words that BLOOM's pre-tokenizer makes, and words with a meaning of their own.

llama.cpp knows that pre-tokenizer as "bloom": a word begins with at most one space and ends before white space, round brackets, a bar or
one of . , ! ?; so a value (` %12`), a type (` i32`) or a register (`%rdi`) is one word, where those of GPT-2 and Llama 3 make two.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from passwright.errors import CorpusError, ToolMissing

PRE_TOKENIZER = "bloom"
WORDS = " ?[^(\\s|.,!?…。，、।۔،)]+"
PAD, BOS, EOS = "<pad>", "<bos>", "<eos>"
IR, OZ, ASM, SOURCE, PLAN, SIZES, FLAGS, ANSWER, CUT = (
    f"<{name}>" for name in ("ir", "oz", "asm", "source", "plan", "sizes", "flags", "answer", "cut")
)
KINDS = (PAD, BOS, EOS, IR, OZ, ASM, SOURCE, PLAN, SIZES, FLAGS, ANSWER, CUT)
MOST = 1 << 16
"""Tokens that fit two bytes."""


def choice_token(number: int) -> str:
    return f"<choice:{number}>"


def pass_token(name: str) -> str:
    return f"<pass:{name}>"


def specials(choices: int, passes: Iterable[str]) -> list[str]:
    return [*KINDS, *map(choice_token, range(choices)), *map(pass_token, passes)]


def library() -> Any:
    """Raises ToolMissing."""
    try:
        import tokenizers
    except ImportError as error:
        raise ToolMissing("tokenizers", "Install it: pip install 'passwright[lm]'") from error
    return tokenizers


class Tokens:
    """A tokenizer, as it stands in a file. What looks like a special token in a text is text."""

    def __init__(self, tokenizer: Any) -> None:
        tokenizer.encode_special_tokens = True
        self.tokenizer = tokenizer
        self.size: int = tokenizer.get_vocab_size()
        self._ids: dict[str, int] = {text: tokenizer.token_to_id(text) for text in KINDS}

    @classmethod
    def read(cls, path: Path) -> Tokens:
        """Raises CorpusError, ToolMissing."""
        try:
            return cls.parse(path.read_bytes())
        except OSError as error:
            raise CorpusError(str(path), f"cannot be read: {error.strerror or error}") from error
        except ValueError as error:
            raise CorpusError(str(path), str(error)) from error

    @classmethod
    def parse(cls, data: bytes) -> Tokens:
        """Raises ValueError for what is no tokenizer of ours, ToolMissing."""
        made = library()
        try:
            tokens = cls(made.Tokenizer.from_buffer(data))
        except Exception as error:  # the library raises nothing narrower
            raise ValueError(f"is no tokenizer: {str(error)[:200]}") from error
        if tokens.size > MOST or None in tokens._ids.values():
            raise ValueError("is no tokenizer of Passwright's: it lacks special tokens, or has too many of all")
        return tokens

    @classmethod
    def train(cls, texts: Iterable[str], size: int, special: Sequence[str], words: str = WORDS) -> Tokens:
        """From texts, with so many tokens in all; `words` is what a word is, as a regular expression. Raises ToolMissing."""
        made = library()
        tokenizer = made.Tokenizer(made.models.BPE())
        tokenizer.pre_tokenizer = made.pre_tokenizers.Sequence(
            [
                made.pre_tokenizers.Split(made.Regex(words), "isolated"),
                made.pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
            ]
        )
        tokenizer.decoder = made.decoders.ByteLevel()
        trainer = made.trainers.BpeTrainer(
            vocab_size=size,
            special_tokens=list(special),
            initial_alphabet=sorted(made.pre_tokenizers.ByteLevel.alphabet()),
            show_progress=False,
            max_token_length=32,
        )
        tokenizer.train_from_iterator(texts, trainer)
        return cls(tokenizer)

    def write(self, path: Path) -> None:
        """Whole or not at all."""
        partial = path.with_name(f".{path.name}.partial")
        partial.write_text(json.dumps(json.loads(self.tokenizer.to_str()), indent=0, ensure_ascii=False) + "\n")
        partial.replace(path)

    def id(self, token: str) -> int:
        """Of a special token. Raises KeyError for one that there is not."""
        if token not in self._ids:
            number = self.tokenizer.token_to_id(token)
            if number is None:
                raise KeyError(token)
            self._ids[token] = number
        return self._ids[token]

    def name(self, number: int) -> str:
        """The special token with this id."""
        text: str = self.tokenizer.id_to_token(number)
        return text

    def encode(self, texts: Sequence[str]) -> list[list[int]]:
        return [one.ids for one in self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)]

    def decode(self, ids: Sequence[int]) -> str:
        text: str = self.tokenizer.decode(list(ids), skip_special_tokens=False)
        return text

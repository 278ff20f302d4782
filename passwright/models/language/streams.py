"""A folder of training data, as `runs.lm_data` writes it: streams of documents in tokens, read and checked. numpy only.

data.json                 {"schema", "vocabulary", "special": {"bos": id, …}, "choices", "choice_ids", "streams", …}
STAGE.SPLIT.tokens.xz     little-endian uint16: documents one behind the other, each from bos to eos
STAGE.SPLIT.index.xz      little-endian uint32 [documents, 2]: tokens of the document, how many of them are the prompt
flags.SPLIT.costs.xz      little-endian float32 [documents, choices]: bytes beyond those of the best choice; NaN: not to be had
"""

from __future__ import annotations

import hashlib
import json
import lzma
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from passwright.errors import DataError

SCHEMA = "passwright.lm-data/1"
CHOOSING = "flags"
"""The stage whose documents end in a choice instead of text."""
STAGES = ("pretrain", "emulate", CHOOSING, "disassemble")


@dataclass(frozen=True)
class Stream:
    """The documents of one stage and split. `tokens` uint16, `starts` int64 [documents + 1] into them, `prompts` int64 [documents]:
    tokens at the front that are given and not learned; `costs` float32 [documents, choices] for the stage of choices, else None."""

    name: str
    tokens: Any
    starts: Any
    prompts: Any
    costs: Any = None

    @property
    def lengths(self) -> Any:
        return np.diff(self.starts)


@dataclass(frozen=True)
class Folder:
    """A folder of training data. `special` has ids by name, `choice_ids` the token of each choice; `empty` names streams of no document."""

    path: Path
    vocabulary: int
    special: dict[str, int]
    choice_ids: list[int]
    empty: set[str]

    @classmethod
    def open(cls, path: Path) -> Folder:
        """DataError if data.json is missing or does not say what it must."""
        place = path / "data.json"
        try:
            said = json.loads(place.read_text())
            if said["schema"] != SCHEMA:
                raise DataError(str(place), f"has the schema {said['schema']}, not {SCHEMA}")
            vocabulary, special = int(said["vocabulary"]), {str(key): int(value) for key, value in said["special"].items()}
            ids = [int(number) for number in said["choice_ids"]]
            empty = {str(name) for name, one in said.get("streams", {}).items() if not one["documents"]}
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise DataError(str(place), f"cannot be read as the description of training data ({type(error).__name__}: {error})") from error
        for name in ("bos", "eos", "pad", "answer"):
            if name not in special:
                raise DataError(str(place), f"names no special token {name}")
        if not 0 < vocabulary <= 1 << 16 or not all(0 <= number < vocabulary for number in (*special.values(), *ids)):
            raise DataError(str(place), f"has ids outside its vocabulary of {vocabulary}")
        return cls(path, vocabulary, special, ids, empty)

    @cached_property
    def digest(self) -> str:
        """Of all files that are data."""
        total = hashlib.blake2b(digest_size=16)
        for path in sorted([self.path / "data.json", *self.path.glob("*.xz")]):
            total.update(path.name.encode() + b"\0" + hashlib.blake2b(path.read_bytes()).digest())
        return total.hexdigest()

    def has(self, stage: str, split: str) -> bool:
        """Whether there are documents."""
        name = f"{stage}.{split}"
        return name not in self.empty and (self.path / f"{name}.tokens.xz").exists()

    def stream(self, stage: str, split: str) -> Stream:
        """DataError if a file is missing, truncated, or at odds with the others."""
        name = f"{stage}.{split}"
        tokens, index = self._array(f"{name}.tokens.xz", "<u2"), self._array(f"{name}.index.xz", "<u4")
        where = self.path / f"{name}.index.xz"
        if len(index) % 2 or not len(index):
            raise DataError(str(where), "holds no pairs of tokens and prompt")
        lengths, prompts = index.reshape(-1, 2).astype(np.int64).T
        starts = np.concatenate([[0], np.cumsum(lengths)])
        if starts[-1] != len(tokens):
            raise DataError(str(where), f"counts {starts[-1]} tokens where {len(tokens)} are")
        if (lengths < 3).any() or (prompts >= lengths).any():
            raise DataError(str(where), "has a document that is empty or all prompt")
        if int(tokens.max()) >= self.vocabulary:
            raise DataError(str(self.path / f"{name}.tokens.xz"), f"has a token outside the vocabulary of {self.vocabulary}")
        if (tokens[starts[:-1]] != self.special["bos"]).any() or (tokens[starts[1:] - 1] != self.special["eos"]).any():
            raise DataError(str(self.path / f"{name}.tokens.xz"), "has a document that does not go from bos to eos")
        costs = self._costs(name, starts, tokens) if stage == CHOOSING else None
        return Stream(name, tokens, starts, prompts, costs)

    def _costs(self, name: str, starts: Any, tokens: Any) -> Any:
        path = self.path / f"{name}.costs.xz"
        costs, wide = self._array(path.name, "<f4"), len(self.choice_ids)
        if not wide or costs.size != wide * (len(starts) - 1):
            raise DataError(str(path), f"is no table of {len(starts) - 1} documents by {wide} choices")
        costs = costs.reshape(-1, wide)
        if not np.isfinite(costs[:, 0]).all() or np.isinf(costs).any() or (costs < 0).any():
            raise DataError(str(path), "has a cost that is negative or infinite, or a document without one for choice 0")
        if (tokens[starts[1:] - 2] != self.special["answer"]).any():
            raise DataError(str(path), "goes with a document that does not end in the token for the answer")
        # What cannot be had goes out as if nothing had been chosen.
        return np.where(np.isnan(costs), costs[:, :1], costs)

    def _array(self, name: str, kind: str) -> Any:
        path = self.path / name
        try:
            return np.frombuffer(lzma.decompress(path.read_bytes()), dtype=kind)
        except (OSError, lzma.LZMAError, ValueError) as error:
            raise DataError(str(path), f"is missing, truncated or no such data ({error})") from error

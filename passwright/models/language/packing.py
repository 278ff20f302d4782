"""Documents of many lengths in rows of one length: whole where they fit, hardly any padding, in an endless seeded order.

Best-fit decreasing, as in Ding et al., "Fewer Truncations Improve Language Modeling" (arXiv 2404.10830). Which row takes which lengths is
decided once; each pass over the data then deals documents of one length anew, and shuffles inside rows and rows among each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from passwright.errors import DataError
from passwright.models.language.streams import Stream


@dataclass(frozen=True)
class Pieces:
    """What is packed, all int64 [pieces]: where each begins in the stream, its tokens, and how many of them are not learned. `left_out`:
    documents whose prompt and answer do not fit into one row."""

    starts: Any
    lengths: Any
    given: Any
    left_out: int

    @classmethod
    def of(cls, stream: Stream, width: int) -> Pieces:
        """Documents without a prompt are cut at `width` tokens; one with a prompt is left out if it is longer, as an answer without its
        question teaches nothing. The first token of a piece is never learned: nothing before it says what it is."""
        lengths, whole = stream.lengths, (stream.prompts == 0) | (stream.lengths <= width)
        counts = np.where(whole, -(-lengths // width), 0)
        document = np.repeat(np.arange(len(lengths)), counts)
        number = np.arange(len(document)) - np.repeat(np.cumsum(counts) - counts, counts)
        sizes = np.minimum(lengths[document] - number * width, width)
        return cls(stream.starts[:-1][document] + number * width, sizes, np.maximum(stream.prompts[document], 1), int((~whole).sum()))


def best_fit(lengths: Any, width: int) -> Any:
    """The row of each piece, int64; `lengths` fall, none is above `width`. Each goes where the least room is left that holds it."""
    rows = np.empty(len(lengths), dtype=np.int64)
    with_room: list[list[int]] = [[] for _ in range(width + 1)]  # by tokens that are free
    some, count = 0, 0  # bit n of `some`: a row with n tokens free
    for piece, length in enumerate(lengths.tolist()):
        fitting = some >> length
        if fitting:
            room = length + (fitting & -fitting).bit_length() - 1
            row = with_room[room].pop()
            if not with_room[room]:
                some ^= 1 << room
        else:
            room, row, count = width, count, count + 1
        rows[piece] = row
        left = room - length
        if left:
            with_room[left].append(row)
            some |= 1 << left
    return rows


class Rows:
    """An endless sequence of rows of `context` + 1 tokens from a stream: row n is the same for the same seed, whoever asks."""

    def __init__(self, stream: Stream, context: int, seed: int, pad: int, device: Any) -> None:
        """DataError if not one document fits. The stream is copied to the device."""
        import torch

        self.width, self.seed, self.pad, self.device = context + 1, seed, pad, device
        pieces = Pieces.of(stream, self.width)
        if not len(pieces.lengths):
            raise DataError(stream.name, f"has no document that fits into {self.width} tokens")
        falling = np.argsort(-pieces.lengths, kind="stable")
        self.pieces = Pieces(pieces.starts[falling], pieces.lengths[falling], pieces.given[falling], pieces.left_out)
        self.places = best_fit(self.pieces.lengths, self.width)
        self.count = int(self.places.max()) + 1
        self._tokens = torch.from_numpy(stream.tokens.view(np.int16).copy()).to(device)
        self._passes: dict[int, tuple[Any, Any]] = {}

    def take(self, first: int, count: int) -> tuple[Any, Any]:
        """Rows `first` to `first + count`: int64 tokens [count, context + 1], and bool [count, context]: is the next token learned?"""
        import torch

        parts = []
        while count:
            number, row = divmod(first, self.count)
            some = min(count, self.count - row)
            tokens, learned = self._pass(number)
            parts.append((tokens[row : row + some], learned[row : row + some]))
            first, count = first + some, count - some
        tokens, learned = (torch.cat(each) if len(each) > 1 else each[0] for each in zip(*parts, strict=True))
        return tokens.long() & 0xFFFF, learned[:, 1:]

    def _pass(self, number: int) -> tuple[Any, Any]:
        if number not in self._passes:
            self._passes = {key: value for key, value in self._passes.items() if key == number - 1}
            self._passes[number] = self._fill(*self._dealt(number))
        return self._passes[number]

    def _dealt(self, number: int) -> tuple[Any, Any]:
        """For one pass over the data: which piece stands at each place of a length, and where that place begins in the table."""
        rng = np.random.default_rng([self.seed, number])
        lengths, count = self.pieces.lengths, len(self.pieces.lengths)
        pieces = np.lexsort((rng.random(count), -lengths))
        rows = rng.permutation(self.count)[self.places]
        along = np.lexsort((rng.random(count), rows))
        ends = np.cumsum(lengths[along])
        begins = ends - lengths[along]
        new_row = np.diff(rows[along], prepend=-1) != 0
        row_begins = np.maximum.accumulate(np.where(new_row, begins, 0))
        offsets = np.empty(count, dtype=np.int64)
        offsets[along] = begins - row_begins
        return pieces, rows * self.width + offsets

    def _fill(self, pieces: Any, begins: Any) -> tuple[Any, Any]:
        """int16 tokens and bool learned, [rows, context + 1], on the device."""
        import torch

        def there(values: Any) -> Any:
            return torch.from_numpy(np.ascontiguousarray(values)).to(self.device)

        lengths = there(self.pieces.lengths[pieces])
        first = torch.cumsum(lengths, 0) - lengths
        inside = torch.arange(int(lengths.sum()), device=self.device) - torch.repeat_interleave(first, lengths)
        source = torch.repeat_interleave(there(self.pieces.starts[pieces]), lengths) + inside
        target = torch.repeat_interleave(there(begins), lengths) + inside
        tokens = torch.full((self.count * self.width,), (self.pad ^ 0x8000) - 0x8000, dtype=torch.int16, device=self.device)
        learned = torch.zeros(self.count * self.width, dtype=torch.bool, device=self.device)
        tokens[target] = self._tokens[source]
        learned[target] = inside >= torch.repeat_interleave(there(self.pieces.given[pieces]), lengths)
        return tokens.view(self.count, self.width), learned.view(self.count, self.width)

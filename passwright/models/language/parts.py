"""What one step of training is made of: parts, each with its rows and its loss. A part is cut into micro-batches that fit the device;
the losses of these add up to the part's loss over the step, wherever it is cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from passwright.models.language.network import states
from passwright.models.language.packing import Rows
from passwright.models.language.streams import Stream

SCALE = 16.0
"""Bytes of cost that count as 1 in the loss."""
LIMIT = 2000.0
"""Bytes that one function's wrong choice may cost in the loss: single giants say little. As `runs.train_policy`."""
TEXT = 0.1
"""Weight of the loss on the text beside that of the choice."""
STRIDE = 64
"""Lengths that documents are padded to are multiples of it."""


class Part(Protocol):
    """`weight` of its loss in the step's, `tokens` that a step has of it, in the mean; `compiled`: are its shapes few enough for that?"""

    name: str
    weight: float
    compiled: bool

    @property
    def tokens(self) -> int: ...

    def losses(self, model: Any, step: int) -> Iterator[Any]:
        """Scalars with gradients, one a micro-batch; their sum is the part's loss of the step, in the mean over what it learns."""
        ...


def text_loss(x: Any, head: Any, targets: Any, learned: Any) -> Any:
    """Sum of the cross entropy, in nats, over what is learned: `x` [rows, length, width], `targets` and `learned` [rows, length]."""
    import torch.nn.functional as F

    logits = F.linear(x, head).float()
    return (F.cross_entropy(logits.flatten(0, 1), targets.flatten(), reduction="none") * learned.flatten()).sum()


@dataclass(eq=False)
class TextPart:
    """Packed rows of one or more streams, so many of each in a step, at most `micro` at a time; all tokens count alike.

    `loss` is `text_loss`, compiled or not. Fastest where `micro` divides the rows: micro-batches then have one shape.
    """

    name: str
    sources: Sequence[tuple[Rows, int]]
    micro: int
    weight: float
    compiled: bool
    loss: Callable[..., Any] = text_loss

    @property
    def tokens(self) -> int:
        return sum(count * (rows.width - 1) for rows, count in self.sources)

    def losses(self, model: Any, step: int) -> Iterator[Any]:
        import torch

        taken = [rows.take(step * count, count) for rows, count in self.sources]
        tokens, learned = (torch.cat(each) for each in zip(*taken, strict=True))
        total = learned.sum().clamp_min(1)
        for row in range(0, len(tokens), self.micro):
            some, mask = tokens[row : row + self.micro], learned[row : row + self.micro]
            yield self.loss(states(model, some[:, :-1]), model.lm_head.weight, some[:, 1:], mask) / total


class Choices:
    """Whole documents that end in a choice, padded to the longest of a micro-batch; on the device but for their lengths."""

    def __init__(self, stream: Stream, choice_ids: list[int], pad: int, device: Any) -> None:
        import torch

        self.lengths, self.pad, self.device = stream.lengths, pad, device
        self.ids = torch.tensor(choice_ids, device=device)
        self.costs = torch.from_numpy(np.ascontiguousarray(stream.costs, dtype=np.float32)).to(device)
        self._tokens = torch.from_numpy(stream.tokens.view(np.int16).copy()).to(device)
        self._starts = torch.from_numpy(stream.starts).to(device)

    def batches(self, documents: Any, most: int) -> Iterator[tuple[Any, Any, Any]]:
        """Batches of at most `most` tokens with their padding (but at least one document), documents of like length together: the
        documents' numbers int64 [some], tokens [some, length] without the last (the end), and each one's last position [some]."""
        import torch

        documents = documents[np.argsort(self.lengths[documents], kind="stable")]
        first = 0
        while first < len(documents):
            padded = -(-(self.lengths[documents[first:]] - 1) // STRIDE) * STRIDE
            fitting = np.flatnonzero(padded * np.arange(1, len(padded) + 1) > most)
            count = max(1, int(fitting[0])) if len(fitting) else len(padded)
            some = torch.from_numpy(documents[first : first + count]).to(self.device)
            last = torch.from_numpy(self.lengths[documents[first : first + count]] - 2).to(self.device)
            along = torch.arange(int(padded[count - 1]), device=self.device)[None]
            inside = along <= last[:, None]
            tokens = self._tokens[torch.where(inside, self._starts[some][:, None] + along, 0)].long() & 0xFFFF
            yield some, torch.where(inside, tokens, self.pad), last
            first += count

    def scores(self, model: Any, x: Any, last: Any) -> Any:
        """float32 [documents, choices] from the states [documents, length, width]."""
        import torch

        at = x[torch.arange(len(x), device=x.device), last]
        return torch.nn.functional.linear(at, model.lm_head.weight[self.ids]).float()


@dataclass(eq=False)
class ChoicePart:
    """`count` documents a step, drawn without repetition in each pass; at most `micro` tokens at a time."""

    name: str
    choices: Choices
    count: int
    micro: int
    weight: float
    seed: int
    compiled: bool = False

    @property
    def tokens(self) -> int:
        return int(self.choices.lengths.mean() * self.count)

    def drawn(self, step: int) -> Any:
        """The numbers of a step's documents, int64 [count]."""
        total = len(self.choices.lengths)
        numbers = np.arange(step * self.count, (step + 1) * self.count)
        passes = np.unique(numbers // total)
        return np.concatenate([self._order(n)[numbers[numbers // total == n] % total] for n in passes])

    def _order(self, number: int) -> Any:
        return np.random.default_rng([self.seed, number]).permutation(len(self.choices.lengths))

    def losses(self, model: Any, step: int) -> Iterator[Any]:
        import torch

        documents = self.drawn(step)
        texts = int((self.choices.lengths[documents] - 3).sum())  # from behind bos to the token that asks for the answer
        for some, tokens, last in self.choices.batches(documents, self.micro):
            x = states(model, tokens)
            costs = self.choices.costs[some].clamp_max(LIMIT) / SCALE
            chosen = (torch.softmax(self.choices.scores(model, x, last), 1) * costs).sum()
            learned = torch.arange(1, tokens.shape[1], device=x.device)[None] < last[:, None]
            text = text_loss(x[:, :-1], model.lm_head.weight, tokens[:, 1:], learned)
            yield chosen / len(documents) + TEXT * text / max(1, texts)

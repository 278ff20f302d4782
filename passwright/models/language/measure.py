"""What a model is worth on documents that it did not learn from: the loss of text, and the cost of what it chooses."""

from __future__ import annotations

from typing import Any

import numpy as np

from passwright.models.language.device import Device, plain
from passwright.models.language.network import states
from passwright.models.language.packing import Rows
from passwright.models.language.parts import Choices, text_loss


def loss_of_text(model: Any, rows: Rows, device: Device, micro: int, most: int) -> float:
    """Nats a token that is learned, over one pass of the rows, at most `most` of them; `micro` rows at a time."""
    import torch

    total, count = torch.zeros((), dtype=torch.float64), 0
    with torch.no_grad(), plain(), device.arithmetic():
        for row in range(0, min(rows.count, most), micro):
            tokens, learned = rows.take(row, min(micro, min(rows.count, most) - row))
            loss = text_loss(states(model, tokens[:, :-1]), model.lm_head.weight, tokens[:, 1:], learned)
            total += loss.double().cpu()
            count += int(learned.sum())
    return float(total) / max(1, count)


def first_choices(model: Any, choices: Choices, device: Device, micro: int) -> Any:
    """The choice with the highest score for each document, int64 [documents]; at most `micro` tokens at a time."""
    import torch

    best = np.zeros(len(choices.lengths), dtype=np.int64)
    with torch.no_grad(), plain(), device.arithmetic():
        for some, tokens, last in choices.batches(np.arange(len(best)), micro):
            scores = choices.scores(model, states(model, tokens), last)
            best[some.cpu().numpy()] = scores.argmax(1).cpu().numpy()
    return best


def costs_of_choices(best: Any, costs: Any, fixed: int) -> dict[str, float]:
    """Mean bytes a function beyond its best choice (which is 0): of the first choice, of nothing (choice 0), and of one fixed choice."""
    return {
        "first": float(np.take_along_axis(costs, best[:, None], 1).mean()),
        "nothing": float(costs[:, 0].mean()),
        "fixed": float(costs[:, fixed].mean()),
    }

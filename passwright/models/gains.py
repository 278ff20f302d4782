"""A small network that says what each of some decisions would save: trained on what they did, exported as `ranker.to_onnx` has it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from passwright.models.ranker import Network, Setting

SCALE = 8.0
"""Bytes up to which a gain counts by its size, and from which on by its order of magnitude."""
SETTING = Setting(hidden=64, epochs=60, batch=256, rate=2e-3, decay=1e-3)


def fit(
    features: Any, gains: Any, setting: Setting = SETTING, several: int = 5, progress: Callable[[int, float], None] = lambda *_: None
) -> Network:
    """The mean of several networks, as one: scores are arcsinh(bytes saved / SCALE), by least squares.

    `features`: float array [rows, features], counts as they are; `gains`: [rows, decisions] bytes saved, negative where it costs, NaN where
    it is not known. `progress` is told the number of the network and its last loss. The logarithm of large gains keeps single giants
    from deciding; the mean of several begins takes out what one of them got by chance.
    """
    import torch

    torch.manual_seed(setting.seed)
    x = torch.log1p(torch.tensor(features, dtype=torch.float32))
    y = torch.asinh(torch.tensor(gains, dtype=torch.float32) / SCALE)
    mean, deviation = x.mean(0), x.std(0).clamp_min(1e-3)
    x = (x - mean) / deviation
    known = ~torch.isnan(y)
    y = torch.nan_to_num(y)
    members = []
    for number in range(several):
        layers = _layers(x.shape[1], setting.hidden, y.shape[1])
        steps = setting.epochs * -(-len(x) // setting.batch)
        optimizer = torch.optim.AdamW(layers.parameters(), lr=setting.rate, weight_decay=setting.decay)
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
        last = 0.0
        for _ in range(setting.epochs):
            for chunk in torch.randperm(len(x)).split(setting.batch):
                loss = (((layers(x[chunk]) - y[chunk]) ** 2) * known[chunk]).sum() / known[chunk].sum().clamp_min(1)
                optimizer.zero_grad()
                loss.backward()
                optimizer.step()
                schedule.step()
                last = loss.item()
        members.append(layers)
        progress(number, last)
    return Network(mean, deviation, _joined(members))


def _layers(wide: int, hidden: int, out: int) -> Any:
    from torch.nn import Linear, ReLU, Sequential

    return Sequential(Linear(wide, hidden), ReLU(), Linear(hidden, hidden), ReLU(), Linear(hidden, out))


def _joined(members: list[Any]) -> Any:
    """One network whose scores are the means of those of all: side by side, and apart within."""
    import torch

    count, (first, _, _, _, last) = len(members), members[0]
    joined = _layers(first.in_features, count * first.out_features, last.out_features)
    with torch.no_grad():
        joined[0].weight.copy_(torch.cat([one[0].weight for one in members]))
        joined[0].bias.copy_(torch.cat([one[0].bias for one in members]))
        joined[2].weight.copy_(torch.block_diag(*(one[2].weight for one in members)))
        joined[2].bias.copy_(torch.cat([one[2].bias for one in members]))
        joined[4].weight.copy_(torch.cat([one[4].weight for one in members], dim=1) / count)
        joined[4].bias.copy_(sum(one[4].bias for one in members) / count)
    return joined

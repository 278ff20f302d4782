"""The training loop of one stage."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from typing import Any

from passwright.errors import TrainingError
from passwright.models.language.checkpoint import Standing
from passwright.models.language.device import Device, plain
from passwright.models.language.parts import Part


@dataclass(frozen=True)
class Plan:
    """How long a stage trains, and how: it ends with its steps or its minutes, whichever comes first, and the rate falls with that."""

    stage: str
    steps: int | None  # None: as many as the minutes allow
    minutes: float | None  # None: as long as the steps take
    rate: float  # peak learning rate
    warm: int = 50  # steps in which the rate rises
    floor: float = 1 / 30  # of the peak, where the cosine ends
    decay: float = 0.1  # weight decay of matrices
    clip: float = 1.0  # largest norm of the gradient
    every: int = 10  # steps between two looks at the losses: each look waits for the device
    save: int = 0  # steps between two checkpoints; 0: none
    check: int = 0  # steps between two looks at the choices; 0: none

    def progress(self, step: int, seconds: float) -> float:
        """From 0 to 1: how much of the stage is behind `step` steps and these seconds."""
        done = 0.0 if self.steps is None else step / max(1, self.steps)
        return min(1.0, done if self.minutes is None else max(done, seconds / (60 * self.minutes)))

    def rate_at(self, step: int, progress: float) -> float:
        """Of the step that comes behind `step` others."""
        falling = self.floor + (1 - self.floor) * (1 + math.cos(math.pi * progress)) / 2
        return self.rate * falling * min(1.0, (step + 1) / self.warm)


@dataclass(frozen=True)
class Line:
    """Figures of one step: `losses` by part, `norm` of the gradient before it was clipped, tokens and FLOP/s since the line before."""

    stage: str
    step: int
    losses: dict[str, float]
    norm: float
    rate: float
    progress: float
    tokens_per_second: float
    flops_per_second: float
    seconds: float


@dataclass(frozen=True)
class Hooks:
    """What the loop calls: `report` with the lines since the last look; `save` where a checkpoint is due; `check` where choices are to be
    measured."""

    report: Callable[[Sequence[Line]], None]
    save: Callable[[], None]
    check: Callable[[], None]


def optimizer_for(model: Any, decay: float) -> Any:
    """AdamW (0.9, 0.95) that decays matrices alone, not norms."""
    import torch

    matrices = [p for p in model.parameters() if p.dim() > 1]
    vectors = [p for p in model.parameters() if p.dim() <= 1]
    groups = [{"params": matrices, "weight_decay": decay}, {"params": vectors, "weight_decay": 0.0}]
    return torch.optim.AdamW(groups, lr=0.0, betas=(0.9, 0.95), eps=1e-8, fused=True)


def train(
    model: Any, optimizer: Any, parts: Sequence[Part], plan: Plan, standing: Standing, device: Device, flops: float, hooks: Hooks
) -> None:
    """Goes on from `standing` to the stage's end and moves it along. `flops`: of one token. TrainingError if a loss or a gradient is no
    finite number; what was saved before stays as it is."""
    import torch

    tokens = sum(part.tokens for part in parts)
    figures = torch.zeros(plan.every, len(parts) + 1, device=device.place)  # losses and norm of the steps since the last look
    settings: list[tuple[float, float]] = []
    begun = time.monotonic() - standing.seconds
    looked = standing.seconds
    model.train()
    while True:
        progress = plan.progress(standing.step, time.monotonic() - begun)
        saves, checks = (settings and every and standing.step % every == 0 for every in (plan.save, plan.check))
        if settings and (progress >= 1 or len(settings) == plan.every or saves or checks):
            values = figures[: len(settings)].tolist()
            standing.seconds = time.monotonic() - begun
            speed = tokens * len(settings) / max(1e-9, standing.seconds - looked)
            hooks.report(_lines(plan, parts, standing, values, settings, (speed, speed * flops)))
            settings = []
            if checks:
                hooks.check()
                model.train()
            if saves:
                hooks.save()
            looked = time.monotonic() - begun
        if progress >= 1:
            return
        rate = plan.rate_at(standing.step, progress)
        row = figures[len(settings)].zero_()
        for number, part in enumerate(parts):
            losses = part.losses(model, standing.step)
            while (loss := _next(losses, part, device)) is not None:
                (loss * part.weight).backward()
                row[number] += loss.detach()
        row[-1] = torch.nn.utils.clip_grad_norm_(model.parameters(), plan.clip)
        for group in optimizer.param_groups:
            group["lr"] = rate
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        settings.append((rate, progress))
        standing.step += 1
        standing.tokens += tokens


def _next(losses: Iterator[Any], part: Part, device: Device) -> Any:
    """The next micro-batch's loss, computed in the device's arithmetic; None behind the last."""
    with device.arithmetic(), nullcontext() if part.compiled else plain():
        return next(losses, None)


def _lines(
    plan: Plan,
    parts: Sequence[Part],
    standing: Standing,
    values: list[list[float]],
    settings: list[tuple[float, float]],
    speeds: tuple[float, float],
) -> list[Line]:
    """TrainingError at the first step with a number that is not finite."""
    lines = []
    for step, (figures, (rate, progress)) in enumerate(zip(values, settings, strict=True), standing.step - len(values) + 1):
        losses, norm = figures[:-1], figures[-1]
        named = {part.name: loss for part, loss in zip(parts, losses, strict=True)}
        for what, value in (*((f"the loss of {name}", loss) for name, loss in named.items()), ("the gradient's norm", norm)):
            if not math.isfinite(value):
                remedy = "The last checkpoint is kept; go on from it with a smaller learning rate (--rates)."
                raise TrainingError(plan.stage, step, f"{what} is {value}", remedy)
        lines.append(Line(plan.stage, step, named, norm, rate, progress, *speeds, standing.seconds))
    return lines

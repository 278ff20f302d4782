"""A training from beginning to end: its stages one behind the other, what each left, and how it goes on after it was stopped."""

from __future__ import annotations

import json
import math
import os
import platform
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from passwright.errors import DataError, OutputError, WeightsError
from passwright.models.language import checkpoint
from passwright.models.language.checkpoint import Standing
from passwright.models.language.device import Device
from passwright.models.language.loop import Hooks, Plan, optimizer_for, train
from passwright.models.language.measure import costs_of_choices, first_choices, loss_of_text
from passwright.models.language.network import build, load, save
from passwright.models.language.packing import Rows
from passwright.models.language.parts import Choices, text_loss
from passwright.models.language.records import Records, table_text, write_table, write_whole
from passwright.models.language.shape import Shape
from passwright.models.language.stages import Mix, parts_of
from passwright.models.language.streams import CHOOSING, STAGES, Folder, Stream

WEIGHTS = "weights-"
"""What the name of a folder of weights begins with; the stage follows."""
FREE = {"micro", "compiled", "deterministic", "save", "measured"}
"""Settings that may change when a run goes on: they decide how it is computed, not what. Losses are then no longer the same bit by bit."""


@dataclass(frozen=True)
class Stage:
    """`name`, and its bounds: steps, minutes, or both; `context` tokens a row; `rate`: its peak as a multiple of the shape's.
    ValueError without a bound, or if a bound or the context is no positive number."""

    name: str
    steps: int | None
    minutes: float | None
    context: int
    rate: float = 1.0

    def __post_init__(self) -> None:
        bounds = [bound for bound in (self.steps, self.minutes) if bound is not None]
        if not bounds:
            raise ValueError(f"stage {self.name} has no bound: give it steps or minutes")
        if not all(0 < bound < math.inf for bound in bounds):
            raise ValueError(f"stage {self.name}: {' and '.join(map(str, bounds))} is no positive number of steps or minutes")
        if self.context < 1:
            raise ValueError(f"stage {self.name}: a row of {self.context} tokens is none")


@dataclass(frozen=True)
class Settings:
    """Of a run, as its run.json has them. `batch` and `micro` in tokens, `documents` a step where choices are learned; 0: as it fits.
    ValueError if `replay` is no share below 1."""

    size: str
    stages: tuple[Stage, ...]
    batch: int = 0
    documents: int = 0
    micro: int = 0
    replay: float = 0.15
    seed: int = 0
    init: str | None = None  # a folder of weights to start from
    compiled: bool = False
    deterministic: bool = False
    save: int = 0  # steps between two checkpoints; 0: one behind each stage
    measured: int = 1 << 20  # tokens of each text that are measured, at most

    def __post_init__(self) -> None:
        if not 0 <= self.replay < 1:
            raise ValueError(f"a share of {self.replay} for earlier stages' data is not from 0 to below 1")


class Session:
    """`run()` trains. Everything that is random comes from the seed; with bounds in steps, a run that was stopped and goes on has the same
    losses bit by bit on one device (on an accelerator, if `deterministic`)."""

    def __init__(self, data: Path, out: Path, settings: Settings, device: Device, say: Callable[[str], None], resume: bool = False) -> None:
        """DataError, WeightsError; OutputError if `out` holds a run and `resume` is not said, one of other settings if it is, or
        checkpoints without the run.json that says what they are of."""
        import torch

        self.out, self.settings, self.device, self.say = out, settings, device, say
        if settings.deterministic:
            os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")
            torch.use_deterministic_algorithms(True)
        if device.fast:
            torch.set_float32_matmul_precision("high")
        self.data = Folder.open(data)
        self.names = [stage.name for stage in settings.stages]
        self._read()
        context = max(stage.context for stage in settings.stages)
        if settings.init is None:
            self.shape = Shape.sized(settings.size, self.data.vocabulary, context)
            self.model = build(self.shape, self.data.special, settings.seed)
        else:
            self.model = load(Path(settings.init))
            self.model.config.max_position_embeddings = max(self.model.config.max_position_embeddings, context)
            drawn = Shape.sized(max(1, self.model.config.hidden_size // 64), self.data.vocabulary, context)
            self.shape = Shape.of_config(self.model.config.to_dict(), drawn.rate, drawn.batch)
            if self.shape.vocabulary != self.data.vocabulary:
                reason = f"has a vocabulary of {self.shape.vocabulary}, the data one of {self.data.vocabulary}"
                raise WeightsError(settings.init, reason)
        self.model.to(device.place)
        self.kept: dict[str, Any] | None = None
        self._begin(resume)
        self.loss: Callable[..., Any] | None = None
        if settings.compiled:
            # Block by block: they are alike, so that one compilation serves all.
            for layer in self.model.model.layers:
                layer.compile(dynamic=False)
            self.loss = torch.compile(text_loss, dynamic=False)

    def _read(self) -> None:
        wanted = [(name, "train") for name in self.names]
        for name in self.names:
            if not self.data.has(name, "train"):
                raise DataError(str(self.data.path), f"holds nothing to train stage {name} with")
        wanted += [(name, split) for name in STAGES for split in ("validation", "test") if self.data.has(name, split)]
        with ThreadPoolExecutor(8) as pool:
            read = pool.map(lambda pair: self.data.stream(*pair), wanted)
            self.streams: dict[tuple[str, str], Stream] = dict(zip(wanted, read, strict=True))
        for (name, split), stream in self.streams.items():
            self.say(f"{name}.{split}: {len(stream.prompts):,} documents, {len(stream.tokens):,} tokens")

    def _begin(self, resume: bool) -> None:
        about = {
            "settings": asdict(self.settings),
            "shape": self.shape.to_json(),
            "data": self.data.digest,
        }
        about = json.loads(json.dumps(about))
        self.out.mkdir(parents=True, exist_ok=True)
        place = self.out / "run.json"
        self.standing = Standing()
        self.found: Path | None = None
        if not place.exists() and checkpoint.newest(self.out) is not None:
            raise OutputError(str(self.out), "it holds checkpoints without run.json, so of an unknown run; name another folder")
        if place.exists() and not resume:
            raise OutputError(str(self.out), "it holds a run; go on with it by --resume, or name another folder")
        if place.exists() and resume:
            before = json.loads(place.read_text())
            for key, value in about.items():
                if _decisive(before.get(key)) != _decisive(value):
                    raise OutputError(str(self.out), f"the run in it has other {key}; go on with the same, or name another folder")
            self.found = checkpoint.newest(self.out)
            if self.found is not None:
                self.standing = checkpoint.standing_of(self.found)
        versions = {name: version(name) for name in ("torch", "transformers", "numpy", "safetensors")}
        about |= {"versions": {"python": platform.python_version(), **versions}, "device": self.device.name}
        about |= {"parameters": sum(p.numel() for p in self.model.parameters())}
        write_whole(place, json.dumps(about, indent=1) + "\n")
        shutil.copyfile(self.data.path / "data.json", self.out / "data.json")
        self.say(f"{about['parameters']:,} parameters on {self.device.name}; {self.shape}")

    def run(self, ended: Callable[[str], None] = lambda _: None) -> list[dict[str, Any]]:
        """Trains what is left; returns the table of stages by tasks. `ended` is told of each stage whose weights are there.
        TrainingError."""
        records = Records(self.out, self.device, self.say, self.names, self.standing)
        if not self.standing.table and not self.standing.step:
            self.standing.table.append(self.measure("nothing"))
        for number in range(self.standing.stage, len(self.names)):
            self._stage(number, records)
            ended(self.names[number])
        return self.standing.table

    def _stage(self, number: int, records: Records) -> None:
        stage, name = self.settings.stages[number], self.names[number]
        mix = self.mix(stage)
        training = {name: self.streams[name, "train"] for name in self.names}
        parts = parts_of(name, self.names[:number], training, self.data, mix, self.device, self.loss)
        each = 0
        if name == CHOOSING and (name, "validation") in self.streams:
            each = max(10, len(training[name].prompts) // mix.documents // 2)
        plan = Plan(name, stage.steps, stage.minutes, self.shape.rate * stage.rate, save=self.settings.save, check=each)
        optimizer = optimizer_for(self.model, plan.decay)
        if self.found is not None:
            self.kept = checkpoint.restore(self.found, self.model, optimizer)
            self.found = None
        self.say(f"stage {name}: {sum(part.tokens for part in parts):,} tokens a step")
        hooks = Hooks(records.report, lambda: self._save(optimizer), self._check)
        train(self.model, optimizer, parts, plan, self.standing, self.device, self.shape.flops(stage.context), hooks)
        if each:
            self._check()
        if self.kept is not None:
            self.model.load_state_dict(self.kept, strict=False)
        tokenizer = self.data.path / "tokenizer.json"
        save(self.model, self.out / (WEIGHTS + name), tokenizer if tokenizer.exists() else None)
        self.standing.table.append(self.measure(name) | {"steps": self.standing.step, "seconds": round(self.standing.seconds, 1)})
        write_table(self.out, self.standing.table)
        self.say(table_text(self.standing.table))
        self.kept = None
        self.standing = Standing(number + 1, tokens=self.standing.tokens, table=self.standing.table)
        self._save(optimizer_for(self.model, plan.decay))

    def mix(self, stage: Stage) -> Mix:
        """How its steps are put together: what the settings leave open goes by the shape and the device."""
        batch = self.settings.batch or self.shape.batch
        roomy = (1 << 29) // (self.shape.layers * self.shape.width) if self.device.fast else 4096
        micro = self.settings.micro or max(stage.context, min(1 << 17, roomy))
        return Mix(stage.context, batch, self.settings.documents or max(16, batch // 512), self.settings.replay, micro, self.settings.seed)

    def _save(self, optimizer: Any) -> None:
        checkpoint.save(self.out, self.standing, self.model, optimizer, self.kept)

    def _choices(self, split: str) -> tuple[Choices, Any]:
        stream = self.streams[CHOOSING, split]
        return Choices(stream, self.data.choice_ids, self.data.special["pad"], self.device.place), stream.costs

    def _costs(self, split: str) -> dict[str, float]:
        """The fixed choice is the one that is best on what is trained on, else on the documents themselves."""
        choices, costs = self._choices(split)
        known = self.streams.get((CHOOSING, "train"), self.streams[CHOOSING, split]).costs
        micro = self.mix(self.settings.stages[-1]).micro // 2
        return costs_of_choices(first_choices(self.model, choices, self.device, micro), costs, int(known.mean(0).argmin()))

    def _check(self) -> None:
        """Keeps the weights if their first choices cost least so far."""
        cost = self._costs("validation")["first"]
        better = self.standing.best is None or cost < self.standing.best
        if better:
            self.standing.best = cost
            self.kept = {name: value.detach().clone() for name, value in self.model.named_parameters()}
        self.say(f"flags step {self.standing.step}: first choices cost {cost:.3f} bytes a function{', the least so far' if better else ''}")

    def measure(self, after: str) -> dict[str, Any]:
        """A row of the table: figures of all tasks that there are documents for."""
        self.model.eval()
        row: dict[str, Any] = {"after": after}
        context = self.shape.context
        micro = max(1, self.mix(self.settings.stages[-1]).micro // 2 // context)
        for name in STAGES:
            if (name, "validation") not in self.streams:
                continue
            if name == CHOOSING:
                row |= {f"flags {key}": value for key, value in self._costs("validation").items()}
                if (name, "test") in self.streams:
                    row |= {f"test {key}": value for key, value in self._costs("test").items()}
            else:
                rows = Rows(self.streams[name, "validation"], context, 0, self.data.special["pad"], self.device.place)
                row[name] = loss_of_text(self.model, rows, self.device, micro, self.settings.measured // context)
        return row


def _decisive(about: Any) -> Any:
    return {key: value for key, value in about.items() if key not in FREE} if isinstance(about, dict) else about


def stages_of(
    names: Sequence[str], steps: Sequence[int | None], minutes: Sequence[float | None], contexts: Sequence[int], rates: Sequence[float]
) -> tuple[Stage, ...]:
    """Stages from columns; a column of one value holds for all. ValueError if a column has another length, a name is none or comes twice,
    or a stage has no bound."""
    if unknown := [name for name in names if name not in STAGES]:
        raise ValueError(f"stage {unknown[0]} is none of {', '.join(STAGES)}")
    if len(set(names)) < len(names):
        raise ValueError("a stage comes twice")
    columns: list[Sequence[Any]] = [steps, minutes, contexts, rates]
    for number, column in enumerate(columns):
        if len(column) not in (1, len(names)):
            raise ValueError(f"{len(column)} values for {len(names)} stages")
        columns[number] = list(column) * (len(names) if len(column) == 1 else 1)
    return tuple(Stage(*values) for values in zip(names, *columns, strict=True))

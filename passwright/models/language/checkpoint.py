"""Where a training stands, on disk: weights and optimiser as safetensors, the rest as JSON; whole or not there at all."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from passwright.errors import WeightsError
from passwright.models.language.network import read_tensors

PREFIX = "checkpoint-"


@dataclass
class Standing:
    """`step` steps of stage number `stage` are done, in `seconds`. `best`: the lowest cost of choices so far, None if none was measured;
    `table`: the rows of figures that earlier stages ended with; `tokens` that were read in all."""

    stage: int = 0
    step: int = 0
    seconds: float = 0.0
    tokens: int = 0
    best: float | None = None
    table: list[dict[str, Any]] = field(default_factory=list)


def save(run: Path, standing: Standing, model: Any, optimizer: Any, kept: dict[str, Any] | None) -> None:
    """Writes a folder beside, renames it into place, and only then removes older ones. `kept`: the best weights, where they are not the
    last ones."""
    from safetensors.torch import save_file

    beside = run / "checkpoint.part"
    shutil.rmtree(beside, ignore_errors=True)
    (beside / "weights").mkdir(parents=True)
    save_file({name: value.detach().contiguous() for name, value in model.named_parameters()}, beside / "weights" / "model.safetensors")
    names = {parameter: name for name, parameter in model.named_parameters()}
    state = {f"{key}.{names[p]}": value for p, values in optimizer.state.items() for key, value in values.items()}
    if state:
        (beside / "optimizer").mkdir()
        save_file({name: value.contiguous() for name, value in state.items()}, beside / "optimizer" / "state.safetensors")
    if kept is not None:
        (beside / "best").mkdir()
        save_file({name: value.contiguous() for name, value in kept.items()}, beside / "best" / "model.safetensors")
    (beside / "state.json").write_text(json.dumps(asdict(standing), indent=1) + "\n")
    place = run / f"{PREFIX}{standing.stage:02}-{standing.step:08}"
    older = [path for path in run.glob(PREFIX + "*") if path != place]
    shutil.rmtree(place, ignore_errors=True)
    beside.rename(place)
    for path in older:
        shutil.rmtree(path)


def newest(run: Path) -> Path | None:
    """The last checkpoint of a run; None if it has none."""
    return max(run.glob(PREFIX + "*"), default=None)


def standing_of(place: Path) -> Standing:
    """WeightsError if it cannot be read."""
    try:
        return Standing(**json.loads((place / "state.json").read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise WeightsError(str(place / "state.json"), f"cannot be read ({error})") from error


def restore(place: Path, model: Any, optimizer: Any) -> dict[str, Any] | None:
    """Sets model and optimiser as they were; returns the best weights if they are apart. WeightsError."""
    import torch

    weights = read_tensors(place / "weights")
    _copy(place, dict(model.named_parameters()), weights)
    if (place / "optimizer").is_dir():
        state = read_tensors(place / "optimizer")
        for name, parameter in model.named_parameters():
            values = {key: state.get(f"{key}.{name}") for key in ("step", "exp_avg", "exp_avg_sq")}
            if any(value is None for value in values.values()):
                raise WeightsError(str(place / "optimizer"), f"says nothing of {name}")
            # The count of steps stays a float32 where AdamW put it: on the device if it is fused.
            optimizer.state[parameter] = {key: value.to(parameter.device) for key, value in values.items() if value is not None}
    if not (place / "best").is_dir():
        return None
    kept = {name: torch.empty_like(value) for name, value in model.named_parameters()}
    _copy(place, kept, read_tensors(place / "best"))
    return kept


def _copy(place: Path, into: dict[str, Any], tensors: dict[str, Any]) -> None:
    import torch

    for name in sorted(into.keys() ^ tensors.keys()):
        raise WeightsError(str(place), f"the tensor {name} is {'missing' if name in into else 'none of this model'}")
    with torch.no_grad():
        for name, tensor in tensors.items():
            if tensor.shape != into[name].shape:
                raise WeightsError(str(place), f"the tensor {name} has the shape {list(tensor.shape)}, not {list(into[name].shape)}")
            into[name].copy_(tensor)

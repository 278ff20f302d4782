"""How the loss falls with the size of the network: the pretraining stage for several sizes, over the same tokens in the same order.

    python -m runs.lm_scaling --data DATA --out RUNS --sizes 2,3,4,6,8,12 --tokens 30e6

Writes RUNS/SIZE (runs as runs.lm_train makes them), scaling.json, and scaling.png with matplotlib. Sizes that are done already are not
trained again. May run beside another training.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np

from passwright.errors import PasswrightError
from passwright.models.language.device import Device
from passwright.models.language.session import Session, Settings, stages_of
from passwright.models.language.shape import Shape
from passwright.models.language.streams import STAGES, Folder
from runs.lm_train import say

STAGE = STAGES[0]
RESULT = "result.json"


def trained(data: Path, out: Path, settings: Settings, device: Device) -> dict[str, Any]:
    """What one size came to; from its folder if that says that the same was done with the same data."""
    import torch

    place = out / RESULT
    done = {"settings": json.loads(json.dumps(asdict(settings))), "data": Folder.open(data).digest}
    if place.exists():
        known: dict[str, Any] = json.loads(place.read_text())
        if {name: known.get(name) for name in done} == done:
            return known
    shutil.rmtree(out, ignore_errors=True)
    torch.compiler.reset()
    session = Session(data, out, settings, device, say)
    table = session.run()
    lines = [json.loads(text) for text in (out / "metrics.jsonl").read_text().splitlines()]
    speeds = [line["tokens_per_second"] for line in lines[len(lines) // 2 :]]
    flops = session.shape.flops(settings.stages[0].context)
    result = {
        **done,
        "size": settings.size,
        "parameters": session.shape.parameters,
        "matrices": session.shape.matrices,
        "tokens": session.standing.tokens,
        "flops": flops * session.standing.tokens,
        "loss": table[-1][STAGE],
        "seconds": table[-1]["seconds"],
        "tokens_per_second": float(np.median(speeds)),
        "device": device.name,
        "share_of_peak": device.share(flops * float(np.median(speeds))),
    }
    place.write_text(json.dumps(result, indent=1) + "\n")
    return result


def power(results: list[dict[str, Any]]) -> dict[str, float]:
    """loss = factor · parameters ** exponent by least squares of logarithms, and what it says for ten times the largest."""
    sizes, losses = (np.log([one[name] for one in results]) for name in ("parameters", "loss"))
    exponent, factor = np.polyfit(sizes, losses, 1)
    return {
        "exponent": float(exponent),
        "factor": float(np.exp(factor)),
        "tenfold": float(np.exp(factor + exponent * (sizes.max() + np.log(10)))),
    }


def draw(results: list[dict[str, Any]], fit: dict[str, float], out: Path) -> None:
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(figsize=(5, 3.6), dpi=150)
    sizes = np.array([one["parameters"] for one in results])
    axes.plot(sizes, [one["loss"] for one in results], "o")
    line = np.geomspace(sizes.min(), 10 * sizes.max(), 50)
    axes.plot(line, fit["factor"] * line ** fit["exponent"], linewidth=1, label=f"parameters ^ {fit['exponent']:.3f}")
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("parameters")
    axes.set_ylabel("loss on unseen packages, nats a token")
    axes.set_title(f"after {results[0]['tokens'] / 1e6:.0f} M tokens", fontsize=9)
    axes.grid(alpha=0.3, which="both")
    axes.legend(frameon=False)
    figure.tight_layout()
    figure.savefig(out)


def main(words: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that runs.lm_data wrote")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sizes", default="2,3,4,6,8,12")
    parser.add_argument("--tokens", type=float, default=30e6, help="for each size")
    parser.add_argument("--batch-tokens", type=int, default=1 << 16, help="a step, the same for all sizes")
    parser.add_argument("--context", type=int, default=1024)
    parser.add_argument("--measure-tokens", type=int, default=1 << 20)
    parser.add_argument("--device", default="auto")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, help="compile the network (default: on an accelerator)")
    arguments = parser.parse_args(words)
    sizes = arguments.sizes.split(",")
    for size in sizes:  # each names a folder that may be removed
        try:
            Shape.sized(size, 1, 1)
        except ValueError as error:
            parser.error(f"--sizes: '{size}' is none: {error}")
    try:
        device = Device.find(arguments.device)
        steps = max(1, round(arguments.tokens / arguments.batch_tokens))
        results = []
        for size in sizes:
            settings = Settings(
                size,
                stages_of([STAGE], [steps], [None], [arguments.context], [1.0]),
                batch=arguments.batch_tokens,
                seed=arguments.seed,
                compiled=device.fast if arguments.compile is None else arguments.compile,
                measured=arguments.measure_tokens,
            )
            results.append(trained(arguments.data, arguments.out / size, settings, device))
            fit = power(results) if len(results) > 1 else None
            (arguments.out / "scaling.json").write_text(json.dumps({"fit": fit, "sizes": results}, indent=1) + "\n")
            say(", ".join(f"{one['parameters']:,}: {one['loss']:.4f}" for one in results))
    except (PasswrightError, ValueError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    if fit is not None:
        say(f"loss = {fit['factor']:.3f} · parameters ^ {fit['exponent']:.4f}; ten times the largest: {fit['tenfold']:.3f}")
        try:
            draw(results, fit, arguments.out / "scaling.png")
        except ImportError:
            say("no picture without matplotlib")
    return 0


if __name__ == "__main__":
    sys.exit(main())

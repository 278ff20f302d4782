"""Draws the losses of training runs over the steps of their stages.

    python -m runs.plot_training RUN … --out docs/training.png

A line for each stage and part of the loss, smoothed by a running mean; needs matplotlib (pip install 'passwright[plot]').
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
import matplotlib.pyplot as plt


def read(run: Path) -> dict[str, dict[str, list[tuple[int, float]]]]:
    """By stage and part of the loss: steps and losses."""
    curves: dict[str, dict[str, list[tuple[int, float]]]] = {}
    for text in (run / "metrics.jsonl").read_text().splitlines():
        line = json.loads(text)
        for name, loss in line["losses"].items():
            curves.setdefault(line["stage"], {}).setdefault(name, []).append((line["step"], loss))
    return curves


def draw(runs: Sequence[Path], out: Path) -> None:
    curves = {run: read(run) for run in runs}
    stages = list(dict.fromkeys(stage for one in curves.values() for stage in one))
    figure, axes = plt.subplots(1, max(1, len(stages)), figsize=(4 * max(1, len(stages)), 3.2), dpi=120, squeeze=False)
    for place, stage in zip(axes[0], stages, strict=False):
        for run, one in curves.items():
            for name, points in one.get(stage, {}).items():
                steps, losses = np.array(points).T
                wide = max(1, len(losses) // 50)
                smooth = np.convolve(losses, np.ones(wide) / wide, "valid")
                place.plot(steps[wide - 1 :], smooth, linewidth=1, label=name if len(runs) == 1 else f"{run.name}, {name}")
        place.set_title(stage, fontsize=9)
        place.set_xlabel("step")
        place.grid(alpha=0.3)
        place.legend(frameon=False, fontsize=7)
    axes[0][0].set_ylabel("loss, nats a token (choices: bytes / 16)")
    figure.tight_layout()
    figure.savefig(out)
    plt.close(figure)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("runs", nargs="+", type=Path, help="folders that runs.lm_train wrote")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    draw(arguments.runs, arguments.out)


if __name__ == "__main__":
    main()

"""Adds to a policy what is to be decided about calls: of which functions all are to be inlined, and of which none.

    python -m runs.measure_callees --corpus DIR --split train --out measured-callees
    python -m runs.train_callees --measured measured-callees --policy policy

`policy` is what `runs.train_policy` made. Needs torch and onnx (pip install 'passwright[train]'). A fifth of the packages is held back
for the figures; the network that is kept has learned from all.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from passwright.data.rows import arrow
from passwright.llvm.pipeline import DECISIONS
from passwright.llvm.toolchain import find_toolchain, load_engine
from passwright.models.gains import SETTING, fit
from passwright.models.ranker import Network, to_onnx
from passwright.optimizer.callees import EXTRA, SIZE
from passwright.policies.choices import CALLEES, DESCRIPTION
from runs.train_policy import is_held

MARGIN = 0.1
"""Of the scores: what is expected to save less than a byte is left alone."""
HEADING = "## Calls"


@dataclass(frozen=True)
class Table:
    """`features` [callee][feature], `gains` [callee][decision] bytes, `modules` the module of each callee by its number; and by module its
    package, its language and its bytes."""

    features: Any
    gains: Any
    modules: Any
    packages: list[str]
    languages: list[str]
    bases: list[int]

    def rows(self, wanted: Sequence[bool]) -> Any:
        """The numbers of the callees of some modules."""
        return np.flatnonzero(np.array(wanted)[self.modules])


def read(folder: Path) -> Table:
    pa = arrow()
    features: list[list[int]] = []
    gains: list[list[float]] = []
    modules: list[int] = []
    packages: list[str] = []
    languages: list[str] = []
    bases: list[int] = []
    for path in sorted(folder.glob("train-*.parquet")):
        for one in pa.parquet.read_table(path).to_pylist():
            modules += [len(bases)] * len(one["names"])
            features += one["features"]
            gains += one["gains"]
            packages.append(one["package"])
            languages.append(one["language"])
            bases.append(one["base"])
    return Table(np.array(features, dtype=np.float32), np.array(gains, dtype=np.float32), np.array(modules), packages, languages, bases)


def decided(network: Network, features: Any) -> Any:
    """[callee]: the number of the decision, or -1 for none."""
    import torch

    with torch.no_grad():
        scores = network(torch.tensor(features)).numpy()
    return np.where(scores.max(1) > MARGIN, scores.argmax(1), -1)


def figures(table: Table, network: Network, wanted: Sequence[bool]) -> dict[str, float]:
    """Of some modules: percent of their bytes that the best decisions save, that those of the network save, and that its wrong ones cost;
    by sums of what decisions saved alone. What was not tried counts as nothing."""
    rows = table.rows(wanted)
    gains = np.nan_to_num(table.gains[rows])
    made = decided(network, table.features[rows])
    got = np.where(made < 0, 0.0, gains[np.arange(len(rows)), np.maximum(made, 0)])
    base = sum(bytes_ for bytes_, want in zip(table.bases, wanted, strict=True) if want) or 1
    return {
        "modules": sum(wanted),
        "callees": len(rows),
        "decided": int((made >= 0).sum()),
        "best": 100 * float(np.maximum(gains.max(1, initial=0), 0).sum()) / base,
        "network": 100 * float(got.sum()) / base,
        "wrong": -100 * float(got[got < 0].sum()) / base,
    }


def importance(table: Table, network: Network, wanted: Sequence[bool], names: Sequence[str]) -> list[tuple[str, float]]:
    """Percent of the bytes that is lost if one feature is shuffled over the callees (permutation importance), most first."""
    rng = np.random.default_rng(0)
    whole = figures(table, network, wanted)["network"]
    rows = table.rows(wanted)
    lost = []
    for column, name in enumerate(names):
        features = table.features.copy()
        features[rows, column] = rng.permutation(features[rows, column])
        lost.append((name, whole - figures(replace(table, features=features), network, wanted)["network"]))
    return sorted(lost, key=lambda pair: -pair[1])


def section(
    rows: dict[str, dict[str, float]], lost: Sequence[tuple[str, float]], seconds: float, weights: bytes, held: Sequence[str]
) -> str:
    columns = ("modules", "callees", "decided", "best", "network", "wrong")
    lines = [
        HEADING,
        "",
        "Used with `--for object` alone: what is saved in an object by inlining a function of which other objects hold copies is lost in "
        "the linked program. Says of which functions all calls are to be inlined, and of which none, from counts of the function behind "
        "clang's own passes without inlining and from what its callers weigh. Percent of what the modules have behind clang's own passes, "
        "by sums of what single decisions saved: the best ones, those of the network, and what its wrong ones cost. Learned without the "
        "packages that are "
        f"held back ({', '.join(held)}); the network that is shipped has learned from all.",
        "",
        "| | " + " | ".join(columns) + " |",
        "|---" * (len(columns) + 1) + "|",
    ]
    for name, row in rows.items():
        cells = [f"{row[column]:,.0f}" if column in columns[:3] else f"{row[column]:.2f}" for column in columns]
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    shown = ", ".join(f"{name} {value:.2f}" for name, value in lost[:12])
    lines += [
        "",
        f"What it rests on most (percent lost if the feature is shuffled): {shown}. {len(weights):,} bytes, {seconds:.0f} s on a CPU.",
    ]
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", type=Path, required=True)
    parser.add_argument("--policy", type=Path, required=True)
    arguments = parser.parse_args()
    start = time.monotonic()
    table = read(arguments.measured)
    held = [is_held(package) for package in table.packages]
    rows = table.rows([not one for one in held])

    def tell(number: int, loss: float) -> None:
        print(f"network {number + 1}: loss {loss:.3f}", file=sys.stderr)

    network = fit(table.features[rows], table.gains[rows], SETTING, progress=tell)
    found = {
        f"{name}, {language}": figures(
            table, network, [h == want and mine == language for h, mine in zip(held, table.languages, strict=True)]
        )
        for name, want in (("held back", True), ("learned", False))
        for language in ("c", "c++")
    }
    for name, row in found.items():
        print(f"{name:20}" + " ".join(f"{key} {value:.2f}" for key, value in row.items()), file=sys.stderr)
    engine = load_engine(find_toolchain().version)
    names = [name for name, _ in (*engine.feature_names(), *engine.place_names())] + [SIZE, *EXTRA]
    lost = importance(table, network, held, names)
    weights = to_onnx(fit(table.features, table.gains, SETTING, progress=tell))
    (arguments.policy / CALLEES).write_bytes(weights)
    path = arguments.policy / DESCRIPTION
    description = json.loads(path.read_text())
    description["callees"] = {"features": names, "decisions": list(DECISIONS), "margin": MARGIN}
    path.write_text(json.dumps(description, indent=1) + "\n")
    card = arguments.policy / "README.md"
    packages = sorted({package for package in table.packages if is_held(package)})
    before = card.read_text().partition(HEADING)[0].rstrip() + "\n\n"
    card.write_text(before + section(found, lost, time.monotonic() - start, weights, packages))


if __name__ == "__main__":
    main()

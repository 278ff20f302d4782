"""Makes a policy that chooses function by function: a coreset by greedy cover, and a network that ranks it.

    python -m runs.measure_choices --corpus DIR --split train --out measured
    python -m runs.train_policy --measured measured --out policy

Needs torch and onnx (pip install 'passwright[train]'). A fifth of the packages is held back: the card's figures are of those.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

import numpy as np

from passwright.data.rows import arrow
from passwright.llvm.pipeline import CODEGEN
from passwright.llvm.toolchain import find_toolchain, load_engine
from passwright.models.ranker import Setting, to_onnx, train
from passwright.optimizer.callees import SIZE
from passwright.policies.choices import DESCRIPTION, KIND, SCHEMA, WEIGHTS

T = TypeVar("T")
LIMIT = 2000.0
"""Bytes that one function's wrong choice may cost in the loss: single giants say little."""


@dataclass(frozen=True)
class Table:
    """`features` [function][feature], `bytes` [function][choice], the package of each function; and by module what its baseline has, what
    belongs to no function under the options for code generation, and which functions are its own."""

    features: Any
    bytes: Any
    packages: list[str]
    baselines: list[int]
    rests: list[int]
    starts: list[int]
    modules: list[str]

    def only(self, wanted: Sequence[bool]) -> Table:
        """The modules that are wanted."""
        spans = [slice(a, b) for a, b in zip(self.starts, [*self.starts[1:], len(self.features)], strict=True)]
        kept = [i for i, want in enumerate(wanted) if want]
        rows = [row for i in kept for row in range(spans[i].start, spans[i].stop)]
        sizes = [spans[i].stop - spans[i].start for i in kept]
        starts = [sum(sizes[:i]) for i in range(len(sizes))]

        def pick(values: list[T]) -> list[T]:
            return [values[i] for i in kept]

        packages = [self.packages[row] for row in rows]
        return Table(self.features[rows], self.bytes[rows], packages, pick(self.baselines), pick(self.rests), starts, pick(self.modules))

    def choosing(self, choices: Sequence[int]) -> Table:
        """With these choices alone."""
        return replace(self, bytes=self.bytes[:, choices])

    def saved(self, sizes: Any) -> float:
        """Percent of the baselines that is saved if the functions have these bytes."""
        return 100 * (1 - (sum(self.rests) + float(sizes.sum())) / sum(self.baselines))


def read(folder: Path) -> Table:
    pa = arrow()
    features: list[list[int]] = []
    sizes: list[Any] = []
    packages: list[str] = []
    modules: list[str] = []
    baselines: list[int] = []
    rests: list[int] = []
    starts: list[int] = []
    for path in sorted(folder.glob("*.parquet")):
        for one in pa.parquet.read_table(path).to_pylist():
            table = np.array(one["bytes"]).T  # [function][choice]
            if table.size == 0 or (table[:, 0] < 0).any() or not all(len(row) == len(one["features"][0]) for row in one["features"]):
                continue
            table = np.where(table < 0, table[:, :1], table)
            starts.append(len(packages))
            modules.append(one["package"])
            features += one["features"]
            sizes.append(table)
            packages += [one["package"]] * len(table)
            baselines.append(one["baseline"])
            rests.append(one["totals"][0] - int(table[:, 0].sum()))
    return Table(
        np.array(features, dtype=np.float32), np.concatenate(sizes).astype(np.float32), packages, baselines, rests, starts, modules
    )


def cover(sizes: Any, most: int) -> list[int]:
    """Choices that together leave least, each the one that adds most to those before it (greedy submodular cover)."""
    chosen = [int(sizes.sum(0).argmin())]
    best = sizes[:, chosen[0]].copy()
    while len(chosen) < most:
        sums = np.minimum(best[:, None], sizes).sum(0)
        following = int(sums.argmin())
        if sums[following] >= best.sum():
            break
        chosen.append(following)
        best = np.minimum(best, sizes[:, following])
    return chosen


def is_held(package: str) -> bool:
    return hashlib.blake2b(f"held {package}".encode(), digest_size=8).digest()[0] % 5 == 0


def report(name: str, table: Table, order: Any) -> dict[str, float]:
    """What the best of the first choices of each function saves, as a search that puts them together has it."""
    found = {"nothing, with the options for code generation": table.saved(table.bytes[:, 0])}
    ranked = np.take_along_axis(table.bytes, order, axis=1)
    for depth in (1, 2, 4, 8, 16):
        found[f"best of the first {depth}"] = table.saved(ranked[:, :depth].min(1))
    found["best of all"] = table.saved(table.bytes.min(1))
    print(name, {key: round(value, 2) for key, value in found.items()}, file=sys.stderr)
    return {key: round(value, 3) for key, value in found.items()}


def costs(table: Table) -> Any:
    """[function][choice]: bytes beyond those of the function's best choice."""
    return np.minimum(table.bytes - table.bytes.min(1, keepdims=True), LIMIT)


def tell(epoch: int, loss: float, cost: float) -> None:
    if epoch % 10 == 9:
        print(f"epoch {epoch + 1}: loss {loss:.3f}, held back {cost:.0f} bytes", file=sys.stderr)


def ranking(network: Any, table: Table) -> Any:
    """[function][rank]: the numbers of the choices, as `Ranker.rank` has them."""
    import torch

    with torch.no_grad():
        first = network(torch.tensor(table.features)).numpy().argmax(1)
    return np.array([[best, *(n for n in range(table.bytes.shape[1]) if n != best)] for best in first])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--measured", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--coreset", type=int, default=30)
    parser.add_argument("--epochs", type=int, default=Setting.epochs)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    start = time.monotonic()
    choices = json.loads((arguments.measured / "choices.json").read_text())
    whole = read(arguments.measured)
    held_packages = sorted({package for package in whole.modules if is_held(package)})
    known, held = (whole.only([is_held(package) == want for package in whole.modules]) for want in (False, True))
    core = cover(known.bytes, arguments.coreset)
    known, held = known.choosing(core), held.choosing(core)
    print(f"{len(known.features)} functions, {len(held.features)} held back; {len(core)} choices", file=sys.stderr)

    setting = Setting(epochs=arguments.epochs, seed=arguments.seed)
    network = train(known.features, costs(known), (held.features, costs(held)), setting, tell)
    order = {name: ranking(network, table) for name, table in (("known", known), ("held", held))}
    plain = np.tile(np.arange(len(core)), (len(held.features), 1))
    figures = {
        "coreset on packages that were held back": report("coreset, held", held, plain),
        "ranker on packages that were held back": report("ranker, held", held, order["held"]),
        "ranker on what it learned from": report("ranker, known", known, order["known"]),
    }
    toolchain = find_toolchain()
    engine = load_engine(toolchain.version)
    names = [name for name, _ in (*engine.feature_names(), *engine.place_names())]
    arguments.out.mkdir(parents=True, exist_ok=True)
    weights = to_onnx(network)
    (arguments.out / WEIGHTS).write_bytes(weights)
    description = {
        "schema": SCHEMA,
        "kind": KIND,
        "name": "choices, function by function",
        "llvm": toolchain.version,
        "targets": ["x86_64"],
        "features": [*names, SIZE],
        "choices": [{"passes": choices[number][1], "edits": choices[number][0]} for number in core],
        "codegen": sorted(option for option, tier in CODEGEN.items() if tier == "core"),
        "ranker": True,
    }
    (arguments.out / DESCRIPTION).write_text(json.dumps(description, indent=1) + "\n")
    seconds = time.monotonic() - start
    (arguments.out / "README.md").write_text(card(known, held, held_packages, figures, importance(network, held, names), weights, seconds))


def importance(network: Any, table: Table, names: Sequence[str]) -> list[tuple[str, float]]:
    """Percent of the baseline that is lost if one feature is shuffled over the functions (permutation importance), most first."""
    rng = np.random.default_rng(0)
    rows = np.arange(len(table.features))

    def saved(features: Any) -> float:
        return table.saved(table.bytes[rows, ranking(network, replace(table, features=features))[:, 0]])

    whole = saved(table.features)
    lost = []
    for column, name in enumerate([*names, SIZE]):
        shuffled = table.features.copy()
        shuffled[:, column] = rng.permutation(shuffled[:, column])
        lost.append((name, whole - saved(shuffled)))
    return sorted(lost, key=lambda pair: -pair[1])


def card(
    known: Table,
    held: Table,
    packages: Sequence[str],
    figures: dict[str, dict[str, float]],
    lost: Sequence[tuple[str, float]],
    weights: bytes,
    seconds: float,
) -> str:
    lines = [
        "---",
        "library_name: passwright",
        "tags: [llvm, compilers, code-size]",
        "license: apache-2.0",
        "---",
        "# Choices, function by function",
        "",
        "Says, for each function of a module, what is to be tried first behind clang's own passes: edits of its attributes for code "
        "generation, or passes. Reads 66 counts of the function behind clang -Oz. `passwright optimize` begins with what it says; then "
        "come the other choices, in the order in which they cover the training functions.",
        "",
        "## Training data",
        "",
        f"{len(known.features):,} functions of {len(known.modules):,} modules of {len(set(known.modules))} packages, x86-64, by clang -Oz "
        f"of LLVM 22; {len(held.features):,} functions of {len(held.modules):,} modules of {len(packages)} packages were held back: "
        f"{', '.join(packages)}; they chose the epoch. No program of MiBench or cBench, and none of their functions by structure. "
        f"Made in {seconds:.0f} s on a CPU by `python -m runs.train_policy`; the network has {len(weights):,} bytes.",
        "",
        "## Figures",
        "",
        "Percent of what clang -Oz emits that is saved, by sums of what functions weigh: choosing for each function the best of its first "
        "choices.",
        "",
    ]
    columns = list(next(iter(figures.values())))
    lines += ["| | " + " | ".join(columns) + " |", "|---" * (len(columns) + 1) + "|"]
    lines += [f"| {name} | " + " | ".join(f"{value:.2f}" for value in row.values()) + " |" for name, row in figures.items()]
    shown = ", ".join(f"{name} {value:.2f}" for name, value in lost[:12])
    lines += [
        "",
        f"What it rests on most (percent lost on the held-back packages if the feature is shuffled): {shown}.",
        "",
        "## Limits",
        "",
        "x86-64 and LLVM 22 only; bytes only. It knows nothing of inlining or of module passes. What it proposes is compiled and measured "
        "like any other plan, and -Oz goes out where that is not larger.",
    ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()

"""Figures over modules: what was saved in total, in the mean, the median and the geometric mean, with bootstrap intervals. No files, no
LLVM: numbers only."""

from __future__ import annotations

import math
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from random import Random
from typing import TypeVar

RESAMPLES = 1000
SHARE = 0.95
"""Of the resamples that an interval holds."""


@dataclass(frozen=True)
class Sample:
    """One module: its baseline, and the values of a method, one a seed."""

    baseline: float
    values: tuple[float, ...]

    @property
    def value(self) -> float:
        return statistics.fmean(self.values)

    @property
    def share(self) -> float:
        """Saved, of the baseline."""
        return (self.baseline - self.value) / self.baseline


@dataclass(frozen=True)
class Saved:
    """Shares of the baseline, as numbers from 0 to 1: (B − C) / B of the sums, mean and median of the modules' own, and 1 less the
    geometric mean of C / B (None if a value is 0)."""

    total: float
    mean: float
    median: float
    geometric: float | None


@dataclass(frozen=True)
class Interval:
    low: float
    high: float


def saved(samples: Sequence[Sample]) -> Saved:
    """Seeds count by their mean. There must be a sample, and no baseline may be 0."""
    shares = [sample.share for sample in samples]
    ratios = [sample.value / sample.baseline for sample in samples]
    geometric = 1 - math.exp(statistics.fmean(map(math.log, ratios))) if all(ratio > 0 for ratio in ratios) else None
    return Saved(total(samples), statistics.fmean(shares), statistics.median(shares), geometric)


def total(samples: Sequence[Sample]) -> float:
    """(B − C) / B of the sums, 0 where there is nothing to save."""
    base = math.fsum(sample.baseline for sample in samples)
    return (base - math.fsum(sample.value for sample in samples)) / base if base else 0.0


K = TypeVar("K")


def intervals(samples: Mapping[K, Sequence[Sample]], resamples: int = RESAMPLES) -> dict[K, Interval]:
    """The bootstrap interval of the total for each key, whose samples are of the same modules in the same order.

    Percentile intervals (Efron 1979): modules are drawn with replacement and, for each of them, one of its seeds. All keys with the
    same number of seeds are given the same draws, which do not depend on anything but the numbers.
    """
    found: dict[K, Interval] = {}
    for seeds in sorted({len(each[0].values) for each in samples.values()}):
        mine = {key: [value for sample in each for value in sample.values] for key, each in samples.items() if len(each[0].values) == seeds}
        one = samples[next(iter(mine))]
        bases = [sample.baseline for sample in one for _ in range(seeds)]
        rng = Random(0)
        totals: dict[K, list[float]] = {key: [] for key in mine}
        for _ in range(resamples):
            drawn = rng.choices(range(len(bases)), k=len(one))
            take = itemgetter(*drawn, 0)  # of a single place it would give no tuple; the last one is taken away again
            base = sum(take(bases)) - bases[0]
            for key, values in mine.items():
                totals[key].append((base - sum(take(values)) + values[0]) / base)
        found.update({key: _interval(each) for key, each in totals.items()})
    return found


def _interval(values: Sequence[float]) -> Interval:
    """What holds the middle of the values."""
    ordered = sorted(values)
    cut = (1 - SHARE) / 2
    last = len(ordered) - 1
    return Interval(ordered[math.floor(cut * last)], ordered[math.ceil((1 - cut) * last)])

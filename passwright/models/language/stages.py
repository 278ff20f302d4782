"""What each stage learns from: its own documents, and a share of those of earlier stages, so that what was learned stays."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from passwright.models.language.device import Device
from passwright.models.language.packing import Rows
from passwright.models.language.parts import ChoicePart, Choices, Part, TextPart, text_loss
from passwright.models.language.streams import CHOOSING, Folder, Stream


@dataclass(frozen=True)
class Mix:
    """How a step is put together: `batch` tokens in rows of `context`, or for choices `documents`; `replay`: the share of earlier stages;
    `micro`: tokens that go through the network at once."""

    context: int
    batch: int
    documents: int
    replay: float
    micro: int
    seed: int


def parts_of(
    stage: str,
    earlier: Sequence[str],
    streams: Mapping[str, Stream],
    data: Folder,
    mix: Mix,
    device: Device,
    compiled: Callable[..., Any] | None,
) -> list[Part]:
    """The parts of a step of `stage`. `compiled`: the compiled loss of text, if there is one. DataError if no document fits."""
    pad, place = data.special["pad"], device.place

    def rows(name: str) -> Rows:
        # Its own order in each stage: what is repeated must not be the beginning of the first order again.
        return Rows(streams[name], mix.context, mix.seed + 1000 * len(earlier), pad, place)

    def choices(name: str, count: int, weight: float) -> ChoicePart:
        table = Choices(streams[name], data.choice_ids, pad, place)
        return ChoicePart(name, table, max(1, count), max(mix.micro // 2, mix.context), weight, mix.seed + 1000 * len(earlier))

    texts, chooses = [name for name in earlier if name != CHOOSING], CHOOSING in earlier
    share = mix.replay / len(earlier) if earlier else 0.0
    if stage == CHOOSING:
        own = choices(stage, mix.documents, 1 - share * len(texts))
        if not texts:
            return [own]
        count = max(1, round(own.tokens * share / (1 - share * len(texts)) / mix.context))
        sources = [(rows(name), count) for name in texts]
        return [own, TextPart("replay", sources, max(1, mix.micro // 2 // mix.context), share * len(texts), False)]
    total, micro = even(max(1, mix.batch // mix.context), max(1, mix.micro // mix.context))
    counts = {name: max(1, round(total * share)) for name in texts}
    # A step of one row has no room for others.
    counts = counts if sum(counts.values()) < total else {}
    sources = [(rows(stage), total - sum(counts.values())), *((rows(name), count) for name, count in counts.items())]
    text = TextPart(stage, sources, micro, 1 - share * chooses, compiled is not None, compiled or text_loss)
    return [text, choices(CHOOSING, round(mix.documents * share), share)] if chooses else [text]


def even(rows: int, most: int) -> tuple[int, int]:
    """At least `rows` rows as micro-batches of one size, at most `most`: all rows, and those of a micro-batch."""
    times = -(-rows // most)
    micro = -(-rows // times)
    return times * micro, micro

"""Documents on disk: shards as they are made, and the folder that a training reads, which they are gathered into."""

from __future__ import annotations

import json
import lzma
import sys
import time
import zipfile
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from passwright.data.corpus import SPLITS
from passwright.data.documents import STAGES, Document
from passwright.data.tokens import KINDS, SOURCE
from passwright.errors import CorpusError

MOST_SOURCE = 0.15
"""Of all tokens, those of sources."""
XZ = {"id": lzma.FILTER_LZMA2, "preset": 6, "lc": 1, "lp": 1, "pb": 1}
"""Two bytes each: what stands at even places is not what stands at odd ones."""
DICTIONARY = 1 << 26
"""Bytes of the largest: a large one takes long to clear, so no more than the data has."""


@dataclass(frozen=True)
class Entry:
    """A document in its split; `kind` is the special token behind the first, `key` a number by which documents are chosen at random,
    `costs` those of the choices."""

    document: Document
    split: str
    kind: str
    key: int
    costs: Sequence[float] = ()


@dataclass(frozen=True)
class Table:
    """Documents in columns: tokens one behind the other; [document][stage, split, kind, tokens, prompt, bytes]; keys; costs of those of the
    stage flags, in their order."""

    tokens: Any
    facts: Any
    keys: Any
    costs: Any

    @property
    def lengths(self) -> Any:
        return self.facts[:, 3].astype(np.int64)

    def only(self, wanted: Any) -> Table:
        flags = self.facts[:, 0] == STAGES.index("flags")
        kept = np.repeat(wanted, self.lengths)
        return Table(self.tokens[kept], self.facts[wanted], self.keys[wanted], self.costs[wanted[flags]])


def write(path: Path, entries: Sequence[Entry], left: Mapping[str, int]) -> None:
    """Whole or not at all."""
    tokens = np.array([token for one in entries for token in one.document.tokens], np.uint16)
    facts = np.array(
        [
            (
                STAGES.index(one.document.stage),
                SPLITS.index(one.split),
                KINDS.index(one.kind),
                len(one.document.tokens),
                one.document.prompt,
                one.document.bytes,
            )
            for one in entries
        ],
        np.uint32,
    ).reshape(-1, 6)
    costs = [list(one.costs) for one in entries if one.document.stage == "flags"]
    partial = path.with_name(f".{path.name}.partial")
    with partial.open("wb") as file:
        np.savez_compressed(
            file,
            tokens=tokens,
            facts=facts,
            keys=np.array([one.key for one in entries], np.uint64),
            costs=np.array(costs, np.float32).reshape(len(costs), len(costs[0]) if costs else 0),
            left=np.frombuffer(json.dumps(left).encode(), np.uint8),
        )
    partial.replace(path)


def read(path: Path) -> tuple[Table, Counter[str]]:
    """Raises CorpusError."""
    try:
        with path.open("rb") as opened, np.load(opened, allow_pickle=False) as file:
            table = Table(file["tokens"], file["facts"], file["keys"], file["costs"])
            left = Counter(json.loads(file["left"].tobytes()))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise CorpusError(str(path), f"is no shard: {error}; remove it, and it is made again") from error
    if len(table.facts) != len(table.keys) or table.lengths.sum() != len(table.tokens):
        raise CorpusError(str(path), "is no shard: its columns do not fit; remove it, and it is made again")
    return table, left


def _together(tables: Sequence[Table]) -> Table:
    costs = [one.costs for one in tables if len(one.costs)]
    return Table(
        np.concatenate([one.tokens for one in tables]),
        np.concatenate([one.facts for one in tables]),
        np.concatenate([one.keys for one in tables]),
        np.concatenate(costs) if costs else np.zeros((0, 0), np.float32),
    )


def gather(out: Path, about: Mapping[str, Any], most: int, checks: int) -> None:
    """Writes the folder from its shards, with data.json. Documents for training are chosen at random so that their files have at most so
    many bytes; so are those of other splits, `checks` of each stage (flags: all). Prints what was left out. Raises CorpusError, also if the
    files of the stage flags, all of whose documents are taken, leave no room."""
    found = [read(path) for path in sorted((out / "shards").glob("*.npz"))]
    if not found:
        raise CorpusError(str(out), "has no shards: nothing was made in the time")
    table = _together([one for one, _ in found])
    left: Counter[str] = sum((one for _, one in found), Counter())
    streams: dict[str, dict[str, int]] = {}
    for split in SPLITS[1:]:
        for stage in STAGES:
            mine = _mine(table, stage, split)
            if stage != "flags":
                mine &= np.isin(table.keys, np.sort(table.keys[mine])[:checks])
            streams.update(_write(out, stage, split, table.only(mine)))
    train = table.only(table.facts[:, 1] == SPLITS.index("train"))
    train = train.only(_few_sources(train))
    sizes = {"flags": _write(out, "flags", "train", train.only(_mine(train, "flags", "train")))}
    taken = _bytes(out, "flags")
    others = train.only(~_mine(train, "flags", "train"))
    share = min(1.0, 0.98 * (most - taken) / _estimate(others))
    while True:
        chosen = others.only(others.keys <= share * 2.0**64)
        free = [stage for stage in STAGES if stage != "flags"]
        sizes |= {stage: _write(out, stage, "train", chosen.only(_mine(chosen, stage, "train"))) for stage in free}
        size = sum(_bytes(out, stage) for stage in free)
        print(f"{share:.3f} of the documents for training: {taken + size:,} bytes", file=sys.stderr, flush=True)
        if taken + size <= most:
            break
        if not len(chosen.facts):
            raise CorpusError(str(out), f"the files of the stage flags have {taken:,} bytes: no others fit into {most:,} (--megabytes)")
        share *= 0.98 * (most - taken) / size
    for stage in STAGES:
        streams.update(sizes[stage])
    left["documents for training that did not fit the files"] = len(others.facts) - len(chosen.facts)
    plain = chosen.only(_mine(chosen, "pretrain", "train"))
    kinds = {KINDS[kind].strip("<>"): _sums(plain.only(plain.facts[:, 2] == kind)) for kind in np.unique(plain.facts[:, 2]).tolist()}
    value = {**about, "streams": streams, "pretrain_kinds": kinds, "left": dict(sorted(left.items()))}
    partial = out / ".data.json.partial"
    partial.write_text(json.dumps(value, indent=1) + "\n")
    partial.replace(out / "data.json")
    for name, sums in {**streams, **{f"pretrain.train <{kind}>": sums for kind, sums in kinds.items()}}.items():
        print(f"{name:24} " + ", ".join(f"{count:,} {what}" for what, count in sums.items()), file=sys.stderr)
    for what, count in sorted(left.items()):
        print(f"left out: {what}: {count:,}" if what != "modules" else f"modules: {count:,}", file=sys.stderr)


def _mine(table: Table, stage: str, split: str) -> Any:
    return (table.facts[:, 0] == STAGES.index(stage)) & (table.facts[:, 1] == SPLITS.index(split))


def _bytes(out: Path, stage: str) -> int:
    return sum(path.stat().st_size for path in out.glob(f"{stage}.train.*.xz"))


def _few_sources(table: Table) -> Any:
    sources = table.facts[:, 2] == KINDS.index(SOURCE)
    tokens = int(table.lengths[sources].sum())
    most = MOST_SOURCE / (1 - MOST_SOURCE) * (int(table.lengths.sum()) - tokens)
    return ~sources | (table.keys <= min(1.0, most / max(tokens, 1)) * 2.0**64)


def _estimate(table: Table) -> int:
    """Bytes of the files of all documents, by those of some."""
    start = time.monotonic()
    share = min(1.0, 8e6 / max(len(table.tokens), 1))
    some = table.only(table.keys <= share * 2.0**64)
    rate = len(_packed(some.tokens)) / max(len(some.tokens), 1)
    print(f"{rate:.3f} bytes a token, {time.monotonic() - start:.0f} s for {len(some.tokens):,} tokens", file=sys.stderr, flush=True)
    return int(rate * len(table.tokens)) + 2 * len(table.facts) + 1


def _packed(array: Any) -> bytes:
    data = array.astype(array.dtype.newbyteorder("<")).tobytes()
    size = min(DICTIONARY, 1 << max(16, len(data).bit_length()))
    return lzma.compress(data, lzma.FORMAT_XZ, filters=[{**XZ, "dict_size": size}])


def _write(out: Path, stage: str, split: str, table: Table) -> dict[str, dict[str, int]]:
    name = f"{stage}.{split}"
    files = {"tokens": table.tokens, "index": table.facts[:, 3:5]}
    if stage == "flags":
        files["costs"] = table.costs
    for what, array in files.items():
        path = out / f"{name}.{what}.xz"
        partial = path.with_name(f".{path.name}.partial")
        partial.write_bytes(_packed(array))
        partial.replace(path)
    return {name: _sums(table)}


def _sums(table: Table) -> dict[str, int]:
    return {"documents": len(table.facts), "tokens": len(table.tokens), "bytes": int(table.facts[:, 5].sum(dtype=np.int64))}

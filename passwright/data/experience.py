"""Evaluations of the experience store as Parquet: a row each, the figures in columns."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from passwright.data.rows import arrow
from passwright.evaluate.store import FIELDS

BATCH = 4096
TEXTS = ("module", "name", "target", "llvm", "passwright", "engine", "time", "plan", "outcome", "words", "object_hash", "functions")


def write_parquet(path: Path, evaluations: Iterable[dict[str, Any]]) -> None:
    """`evaluations` as `Store.export` gives them. "plan" is null for clang's own pipeline, "functions" is JSON: bytes by name; figures are
    those of the store, null where there is none. Whole or not at all. Raises ToolMissing."""
    pa = arrow()
    figures = [(name, pa.float64() if name.endswith("_ms") else pa.int64()) for name in FIELDS]
    schema = pa.schema([*((name, pa.string()) for name in TEXTS), ("estimated", pa.bool_()), *figures])
    partial = path.with_name(f".{path.name}.partial")
    waiting = iter(evaluations)
    try:
        with pa.parquet.ParquetWriter(partial, schema, compression="zstd") as writer:
            while batch := [_row(one) for one in itertools.islice(waiting, BATCH)]:
                writer.write_table(pa.Table.from_pylist(batch, schema))
        partial.replace(path)
    finally:
        partial.unlink(missing_ok=True)


def _row(one: dict[str, Any]) -> dict[str, Any]:
    plain = {name: one[name] for name in ("time", "plan", "estimated", "outcome", "words", "object_hash")}
    module = {"module": one["module"]["key"], "name": one["module"]["name"], "target": one["module"]["target"]}
    figures = {result["objective"]: result["value"] for result in one["results"] if result["objective"] in FIELDS}
    return {**plain, **module, **one["versions"], "functions": json.dumps(one["functions"]), **figures}

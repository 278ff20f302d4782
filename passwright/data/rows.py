"""What a corpus holds: a row a module, a row a function, as Parquet. pyarrow is loaded when the first file is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from passwright.errors import CorpusError, ToolMissing

MODULE = {
    "id": "text",
    "package": "text",
    "version": "text",
    "licence": "text",
    "name": "text",
    "language": "text",
    "target": "text",
    "producer": "text",
    "folder": "text",
    "command": "texts",
    "flags": "texts",
    "source": "text",
    "bitcode": "bytes",
    "functions": "count",
    "instructions": "count",
    "ir_tokens": "count",
    "source_tokens": "count",
}
FUNCTION = {"module": "text", "name": "text", "instructions": "count", "digest": "text", "shared": "flag"}
BATCH = 64
"""Modules that are read into memory together."""


@dataclass(frozen=True)
class ModuleRow:
    """One module, unoptimised.

    `id` is a hash of bitcode and flags. `name` is the source's path below the package's root, `command` the compiler's whole
    command line, run in `folder`; `flags` those of its flags that still mean something for the bitcode; `producer` the compiler
    that made it. `source` is the text of the main file. Counts: functions that are defined, IR instructions, and tokens (words and
    signs) of the IR's text and of the source.
    """

    id: str
    package: str
    version: str
    licence: str
    name: str
    language: str
    target: str
    producer: str
    folder: str
    command: tuple[str, ...]
    flags: tuple[str, ...]
    source: str
    bitcode: bytes
    functions: int
    instructions: int
    ir_tokens: int
    source_tokens: int


@dataclass(frozen=True)
class FunctionRow:
    """One function of the module with this id; `digest` and `shared` as `passwright.llvm.structure` has them."""

    module: str
    name: str
    instructions: int
    digest: str
    shared: bool


def arrow() -> Any:
    """Raises ToolMissing."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise ToolMissing("pyarrow", "Install it: pip install 'passwright[data]'") from error
    return pyarrow


def write_rows(path: Path, rows: Sequence[Any], columns: dict[str, str]) -> None:
    """Whole or not at all."""
    pa = arrow()
    partial = path.with_name(f".{path.name}.partial")
    table = pa.table({name: pa.array([_plain(getattr(row, name)) for row in rows], _type(pa, kind)) for name, kind in columns.items()})
    pa.parquet.write_table(table, partial, compression="zstd", row_group_size=BATCH if "bitcode" in columns else 65536)
    partial.replace(path)


def read_rows(path: Path, kind: type[Any], columns: dict[str, str], only: Sequence[str] | None = None) -> Iterator[Any]:
    """Streams the rows of a file; with `only` plain tuples of these columns. Raises CorpusError for a file that is none of ours."""
    pa = arrow()
    try:
        with pa.parquet.ParquetFile(path) as file:
            found = {field.name: str(field.type) for field in file.schema_arrow}
            wanted = {name: str(_type(pa, columns[name])) for name in columns}
            if any(not _same(found.get(name), wanted[name]) for name in wanted):
                raise CorpusError(str(path), f"has not the columns of {kind.__name__}; it was made by something else")
            for batch in file.iter_batches(BATCH if "bitcode" in columns and not only else 65536, columns=list(only or columns)):
                lists = [column.to_pylist() for column in batch.columns]
                if any(None in values for values in lists):
                    raise CorpusError(str(path), "a row lacks a value")
                for values in zip(*lists, strict=True):
                    yield values if only else kind(*(tuple(v) if isinstance(v, list) else v for v in values))
    except (OSError, pa.ArrowException) as error:
        raise CorpusError(str(path), f"cannot be read as Parquet: {error}") from error


def _same(found: str | None, wanted: str) -> bool:
    return found is not None and found.replace("element:", "item:") == wanted


def _type(pa: Any, kind: str) -> Any:
    lists = {"texts": pa.list_(pa.string()), "counts": pa.list_(pa.int64())}
    return {"text": pa.string(), "count": pa.int64(), "flag": pa.bool_(), "bytes": pa.binary(), **lists}[kind]


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value

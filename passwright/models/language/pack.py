"""A run made small enough to travel: its weights in bf16, in files of a bounded size, and one archive of all that it recorded."""

from __future__ import annotations

import shutil
import zipfile
from pathlib import Path

from passwright.errors import OutputError
from passwright.models.language.network import TOKENIZER, load

ARCHIVE = "records.zip"
RECORDED = ("run.json", "metrics.jsonl", "table.json", "curve.png")


def pack(run: Path, weights: Path, out: Path, most: int = 15 << 20, total: int = 60 << 20) -> list[Path]:
    """Writes what `weights`, a folder inside `run`, holds in bf16 to safetensors files of at most `most` bytes, with the index that
    `from_pretrained` reads, and `records.zip`. OutputError if the weights come to more than `total` bytes: then the archive alone is
    written; or if one tensor is larger than a file may be. Files of an earlier packing in `out` are replaced."""
    model = load(weights)
    import torch

    model.to(torch.bfloat16)
    beside = out.with_name(out.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    model.save_pretrained(beside, max_shard_size=most)
    if (weights / TOKENIZER).exists():
        shutil.copyfile(weights / TOKENIZER, beside / TOKENIZER)
    with zipfile.ZipFile(beside / ARCHIVE, "w", zipfile.ZIP_LZMA) as archive:
        for name in RECORDED:
            if (run / name).exists():
                archive.write(run / name, name)
    reason = _too_much(beside, most, total)
    if reason:
        for path in beside.glob("*.safetensors"):
            path.unlink()
    shutil.rmtree(out, ignore_errors=True)
    beside.rename(out)
    if reason:
        raise OutputError(str(out), f"{reason}; the records alone are there")
    return sorted(out.iterdir())


def _too_much(folder: Path, most: int, total: int) -> str:
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    if sum(sizes.values()) > total:
        return f"the weights and records come to {sum(sizes.values()):,} bytes, above {total:,}"
    large = max(sizes, key=lambda name: sizes[name])
    return f"{large} has {sizes[large]:,} bytes, above {most:,}" if sizes[large] > most + 65536 else ""

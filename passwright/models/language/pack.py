"""A run made small enough to travel: its weights in bf16, in files of a bounded size, and one archive of everything else."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

from passwright.errors import OutputError
from passwright.models.language.network import CONFIG, TOKENIZER, read_tensors

ARCHIVE = "records.zip"
"""Unpacked beside the weights, it makes the folder one that `from_pretrained` reads."""
INDEX = "model.safetensors.index.json"
RECORDED = ("run.json", "data.json", "metrics.jsonl", "table.json", "curve.png")


def check_free(out: Path) -> Path:
    """The folder beside `out` in which a packing is made. OutputError if one of the two holds what no packing leaves: both are replaced."""
    beside = out.with_name(out.name + ".part")
    for folder in (out, beside):
        if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
            raise OutputError(str(folder), "it is no folder")
        for path in folder.iterdir() if folder.exists() else ():
            if path.name != ARCHIVE and not path.match("model-*.safetensors"):
                raise OutputError(str(folder), f"it holds {path.name}, which is none of a packing's; name another folder")
    return beside


def pack(run: Path, weights: Path, out: Path, most: int = 15 << 20, total: int = 60 << 20) -> list[Path]:
    """Writes what `weights`, a folder inside `run`, holds: in bf16 as safetensors files of at most `most` bytes each, and `records.zip`
    with config, index, tokenizer and what the run recorded; returns the files. What an earlier packing left in `out` is replaced.
    OutputError if `out` holds anything else; also if a tensor does not fit into a file or the weights come to more than `total` bytes:
    then the archive alone is written. WeightsError."""
    import torch
    from safetensors.torch import save_file

    beside = check_free(out)
    tensors = {name: tensor.to(torch.bfloat16) for name, tensor in read_tensors(weights).items()}
    sizes = {name: tensor.nbytes for name, tensor in tensors.items()}
    large = max(sizes, key=lambda name: sizes[name])
    reason = ""
    if sizes[large] > most:
        reason = f"the tensor {large} has {sizes[large]:,} bytes, above {most:,}"
    elif sum(sizes.values()) > total:
        reason = f"the weights come to {sum(sizes.values()):,} bytes, above {total:,}"
    shards = [] if reason else _shards(sizes, most)
    named = {f"model-{number:05}-of-{len(shards):05}.safetensors": shard for number, shard in enumerate(shards, 1)}
    shutil.rmtree(beside, ignore_errors=True)
    beside.mkdir(parents=True)
    for file, names in named.items():
        save_file({name: tensors[name].contiguous() for name in names}, beside / file, metadata={"format": "pt"})
    index = {"metadata": {"total_size": sum(sizes.values())}, "weight_map": {name: file for file, names in named.items() for name in names}}
    with zipfile.ZipFile(beside / ARCHIVE, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr(CONFIG, json.dumps(_config(weights), indent=2))
        archive.writestr(INDEX, json.dumps(index, indent=1))
        for path in (weights / TOKENIZER, *(run / name for name in RECORDED)):
            if path.exists():
                archive.write(path, path.name)
    shutil.rmtree(out, ignore_errors=True)
    beside.rename(out)
    if reason:
        raise OutputError(str(out / "model.safetensors"), reason)
    return sorted(out.iterdir())


def _shards(sizes: dict[str, int], most: int) -> list[list[str]]:
    """Names in their order, in runs of at most `most` bytes."""
    shards: list[list[str]] = []
    room = 0
    for name, size in sizes.items():
        if size > room:
            shards.append([])
            room = most
        shards[-1].append(name)
        room -= size
    return shards


def _config(weights: Path) -> dict[str, Any]:
    described: dict[str, Any] = json.loads((weights / CONFIG).read_text())
    return described | {"dtype": "bfloat16"}

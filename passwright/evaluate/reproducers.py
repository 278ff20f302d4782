"""Keeps what made LLVM fail: the module, the pipeline, the stock command."""

from __future__ import annotations

import hashlib
import json
import os
import shlex
import shutil
from pathlib import Path

from passwright.errors import StoreError
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Schedule
from passwright.llvm.plan import Plan

MAX_TOTAL = 64 << 20
MAX_MODULE = 8 << 20


def cache_folder() -> Path:
    """What Passwright keeps for a user: PASSWRIGHT_CACHE, or in XDG_CACHE_HOME, or in ~/.cache. Raises StoreError if there is none."""
    if own := os.environ.get("PASSWRIGHT_CACHE"):
        return Path(own)
    try:
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "passwright"
    except RuntimeError as error:
        raise StoreError("PASSWRIGHT_CACHE", "is not set, and there is no home folder; set it to a folder that can be written") from error


def folder() -> Path:
    """Where reproducers are kept: under the user's cache."""
    return cache_folder() / "reproducers"


def keep(module: Module, pipeline: str, outcome: str, words: str) -> str | None:
    """Writes a reproducer and returns its folder; None if the module is too large to keep or the disk takes nothing."""
    if len(module.bitcode) > MAX_MODULE:
        return None
    name = hashlib.blake2b(f"{module.key}{pipeline}".encode(), digest_size=8).hexdigest()
    plan = None
    if pipeline.startswith("["):  # a Schedule: which passes run for which function, opt cannot be told before they have run
        plan = Plan.of(module, Schedule.from_json(json.loads(pipeline)))
        optimise = ["passwright", "apply", "plan.json", "module.bc", "-o", "out.o"]
    else:
        optimise = [module.toolchain.opt, f"-passes={pipeline}", "-preserve-bc-uselistorder", "module.bc", "-o", "out.bc"]
    generate = (
        [] if plan else [module.toolchain.clang, *module.bitcode_flags, "-Xclang", "-disable-llvm-passes", "-c", "out.bc", "-o", "out.o"]
    )
    about = f"# {outcome} with LLVM {module.toolchain.release}\n# {words[:2000]!r}\n"
    try:
        place = folder() / name
        place.mkdir(parents=True, exist_ok=True)
        (place / "module.bc").write_bytes(module.bitcode)
        (place / "command.sh").write_text(f"{about}{shlex.join(optimise)}\n{shlex.join(generate)}\n")
        if plan:
            (place / "plan.json").write_text(json.dumps(plan.to_json()))
        _trim(place)
    except (OSError, StoreError):
        return None  # a full disk, or no cache at all, must not end the study; the failure itself is in the report
    return str(place)


def _trim(newest: Path) -> None:
    """Removes the oldest reproducers until all fit in the limit."""
    places = sorted((p for p in folder().iterdir() if p.is_dir() and p != newest), key=lambda p: p.stat().st_mtime)
    total = sum(file.stat().st_size for file in folder().rglob("*") if file.is_file())
    while total > MAX_TOTAL and places:
        oldest = places.pop(0)
        total -= sum(file.stat().st_size for file in oldest.iterdir())
        shutil.rmtree(oldest, ignore_errors=True)

"""What `passwright doctor` finds out."""

from __future__ import annotations

import platform
import shutil
import sys
from typing import Any

from passwright.errors import PasswrightError
from passwright.evaluate import reproducers
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import SUPPORTED, built_engines, find_toolchain, packages, run
from passwright.version import __version__

TARGETS = {
    "x86_64": "libc6-dev",
    "aarch64": "libc6-dev-arm64-cross",
    "thumb": "picolibc-arm-none-eabi",
    "riscv32": "picolibc-riscv64-unknown-elf",
    "riscv64": "picolibc-riscv64-unknown-elf",
    "wasm32": "wasi-libc",
}
"""Architectures that Passwright is tested with, and the Debian package with a C library for each."""


def diagnose() -> dict[str, Any]:
    """Versions, paths, targets, and under "missing" what is not there with the command that gets it."""
    missing: list[str] = []
    report: dict[str, Any] = {"passwright": __version__, "system": platform.platform()}
    report["python"] = f"{platform.python_version()} ({sys.executable})"
    report["engines"] = built_engines()
    for version in SUPPORTED:
        clang = shutil.which(f"clang-{version}")
        report[f"clang-{version}"] = clang or "not installed"
        if version in report["engines"]:
            report[f"engine {version}"] = _start_engine(version, missing)
    if not report["engines"]:
        missing.append(f"engine: apt-get install {' '.join(packages(SUPPORTED[0]))}; pip install .")
    clang = shutil.which(f"clang-{SUPPORTED[0]}")
    registered = run([clang, "--print-targets"]).stdout if clang else ""
    report["targets"] = [name for name in TARGETS if f" {name.replace('x86_64', 'x86-64')} " in registered]
    report["C libraries"] = {name: f"apt-get install {package}" for name, package in TARGETS.items()}
    report["reproducers"] = str(reproducers.folder())
    report["missing"] = missing
    return report


def _start_engine(version: int, missing: list[str]) -> str:
    """Starts a worker and lets LLVM read an empty module: the whole way that an evaluation goes."""
    try:
        toolchain = find_toolchain(version)
        with WorkerPool(version, 1) as pool:
            reply = pool.call({"op": "inspect", "name": "empty.ll"}, b"\n", timeout=30)
        if reply.failure:
            missing.append(f"engine {version}: its worker fails: {reply.words}")
        return f"works ({toolchain.release}, {toolchain.opt})" if not reply.failure else f"fails: {reply.words}"
    except PasswrightError as error:
        missing.append(str(error))
        return f"fails: {error}"

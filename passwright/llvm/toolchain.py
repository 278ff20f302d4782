"""The LLVM on this machine: which engines were built, where clang and opt are, what clang makes of a command line."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shlex
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType

from passwright.errors import CompileError, ToolMissing

SUPPORTED = (22, 19)
"""LLVM versions that the engine can be built for, the default first."""


def packages(version: int) -> list[str]:
    """Debian packages that Passwright needs for one LLVM version."""
    return [f"clang-{version}", f"llvm-{version}", f"llvm-{version}-dev", f"libclang-{version}-dev", f"lld-{version}"]


def built_engines() -> list[int]:
    """LLVM versions whose engine was built into this installation."""
    return [version for version in SUPPORTED if importlib.util.find_spec(f"passwright.llvm._engine{version}")]


def engine_file(version: int) -> Path:
    """The engine as a file; it is not loaded. Raises ToolMissing."""
    spec = importlib.util.find_spec(f"passwright.llvm._engine{version}")
    if spec is None or spec.origin is None:
        raise ToolMissing(f"the engine for LLVM {version}", f"Build it: pip install . -Ccmake.define.PASSWRIGHT_LLVM={version}")
    return Path(spec.origin)


def load_engine(version: int) -> ModuleType:
    """Loads LLVM into this process: for workers only."""
    return importlib.import_module(f"passwright.llvm._engine{version}")


@dataclass(frozen=True)
class Toolchain:
    """Stock tools of one LLVM version."""

    version: int
    clang: str
    opt: str

    @property
    def release(self) -> str:
        """The full version, as in 22.1.8."""
        return _release(self.clang)

    @property
    def target(self) -> str:
        """The triple that clang compiles for if nobody says otherwise."""
        return _target(self.clang)

    def clang_for(self, language: str) -> str:
        return self.clang.replace("clang", "clang++") if language == "c++" else self.clang

    def cc1(self, flags: Sequence[str]) -> tuple[str, ...]:
        """The arguments with which `clang <flags> -c` compiles a bitcode file, after `-cc1`.

        Raises CompileError with clang's words for flags that clang rejects.
        """
        return _cc1(self.clang, tuple(flags), os.getcwd())


def find_toolchain(version: int | None = None) -> Toolchain:
    """The tools for a version; without one, that of the variable PASSWRIGHT_LLVM, else of the newest engine built."""
    if version is None:
        wish = os.environ.get("PASSWRIGHT_LLVM")
        if wish is not None and wish not in map(str, SUPPORTED):
            raise ToolMissing(f"LLVM '{wish}' (from PASSWRIGHT_LLVM)", f"Supported are {', '.join(map(str, SUPPORTED))}.")
        built = built_engines()
        if not built:
            raise ToolMissing("the engine", "Build and install the package: pip install .")
        version = int(wish) if wish else built[0]
    if version not in SUPPORTED:
        raise ToolMissing(f"LLVM {version}", f"Supported are {', '.join(map(str, SUPPORTED))}.")
    if version not in built_engines():
        raise ToolMissing(f"the engine for LLVM {version}", f"Build it: pip install . -Ccmake.define.PASSWRIGHT_LLVM={version}")
    return Toolchain(version, _find("clang", version), _find("opt", version))


def run(command: Sequence[str], *, check: bool = False, timeout: float = 600, cwd: str | None = None) -> subprocess.CompletedProcess[str]:
    """Runs a stock tool, output captured. With check, CompileError carries its words."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", stdin=subprocess.DEVNULL, timeout=timeout, cwd=cwd)
    except subprocess.TimeoutExpired as late:
        raise CompileError(shlex.join(command), f"{command[0]} did not end within {timeout:g} s: {shlex.join(command)}") from late
    except (OSError, ValueError) as error:  # too long a command line, or one with a zero byte
        raise CompileError(shlex.join(command), f"{command[0]}: error: {getattr(error, 'strerror', None) or error}") from error
    if check and done.returncode != 0:
        raise CompileError(shlex.join(command), done.stderr)
    return done


def _find(tool: str, version: int) -> str:
    found = shutil.which(f"{tool}-{version}")
    if not found:
        raise ToolMissing(f"{tool}-{version}", f"Install it: apt-get install {' '.join(packages(version))}")
    return found


@cache
def _cc1(clang: str, flags: tuple[str, ...], _folder: str) -> tuple[str, ...]:
    """The folder stands in what clang answers."""
    command = [clang, "-###", *flags, "-Qunused-arguments", "-c", "-x", "ir", os.devnull, "-o", "out.o"]
    done = run(command)
    for line in done.stderr.splitlines():
        if '"-cc1"' in line:
            words = shlex.split(line)
            return tuple(words[words.index("-cc1") + 1 :])
    errors = [line for line in done.stderr.splitlines() if "error: " in line]  # without the lines about versions and paths
    raise CompileError(shlex.join(command), "\n".join(errors) or done.stderr)


@cache
def _target(clang: str) -> str:
    return run([clang, "-print-target-triple"], check=True).stdout.strip()


@cache
def _release(clang: str) -> str:
    words = run([clang, "--version"], check=True).stdout.split()
    return words[words.index("version") + 1]

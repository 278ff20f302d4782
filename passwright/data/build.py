"""Runs a program's own build with the stand-ins for the compiler in place."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.data.capture import Call, read_calls, write_shims
from passwright.llvm.toolchain import Toolchain

DEFAULT = r"""
if [ -x ./configure ]; then ./configure ${HOST:+--host=$HOST} && make -k -j$JOBS
elif [ -f CMakeLists.txt ]; then cmake -S . -B passwright-build && make -C passwright-build -k -j$JOBS
elif [ -f meson.build ]; then meson setup passwright-build && ninja -C passwright-build -k 0 -j$JOBS
elif [ -f Makefile ] || [ -f makefile ]; then make -k -j$JOBS
else echo "no configure, CMakeLists.txt, meson.build or Makefile here: say how it is built" >&2; exit 1
fi
"""
"""How most programs are built. It goes on behind a file that does not compile: the others are wanted too."""


@dataclass(frozen=True)
class Captured:
    """What a build compiled. `status` is its exit status, None if it ran out of time; `words` the end of what it said."""

    calls: tuple[Call, ...]
    status: int | None
    seconds: float
    words: str


def capture(
    root: Path,
    script: str,
    work: Path,
    toolchain: Toolchain,
    *,
    target: str = "",
    quick: Sequence[str] = (),
    jobs: int = 1,
    limit: float = 3600.0,
) -> Captured:
    """Runs a shell script in `root`, where the build may write; `work` is for our own files.

    The script sees CC, CXX, JOBS and, for another `target`, HOST; its compiler is clang for that target. `quick` are flags behind
    all others of each call, such as -O0: the build is faster then, and the rows do not hold them.
    """
    aim = [f"--target={target}", "-fuse-ld=lld"] if target else []
    compilers = {language: shlex.join([toolchain.clang_for(language), *aim]) for language in ("c", "c++")}
    calls = work / "calls"
    environment = {**os.environ, **write_shims(work / "bin", calls, compilers, [*quick]), "JOBS": str(jobs), "HOST": target}
    log = work / "build.log"
    start = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            ["sh", "-c", script], cwd=root, env=environment, stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
        )
        try:
            status: int | None = process.wait(limit)
        except subprocess.TimeoutExpired:
            status = None
        finally:
            try:
                os.killpg(process.pid, signal.SIGKILL)  # what it left running, too
            except ProcessLookupError:
                pass
            process.wait()
    found = read_calls(calls)
    if aim:
        found = [Call(call.folder, call.command, call.source, call.language, (aim[0], *call.flags)) for call in found]
    return Captured(tuple(found), status, time.monotonic() - start, log.read_bytes()[-4000:].decode(errors="replace"))

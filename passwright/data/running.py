"""What programs do when they run their tests: instructions, time and memory, beside the build that gave them."""

from __future__ import annotations

import re
import shlex
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from passwright.errors import CorpusError, ToolMissing
from passwright.llvm.toolchain import Toolchain
from passwright.llvm.toolchain import run as run_tool

RUN = {
    **dict.fromkeys(("package", "version", "target", "llvm", "program", "build", "workload"), "text"),
    "own": "flag",
    **dict.fromkeys(("bytes", "processes", "instructions", "peak_kib"), "count"),
    "wall_us": "counts",
}
COLLECTED = re.compile(r"Collected : (\d+)")
REPEATS = 5


@dataclass(frozen=True)
class RunRow:
    """One build of a program under one workload.

    `build` are clang's flags, `bytes` what the linked image occupies; `workload` is the shell command, `own` whether it is the authors'
    own tests. `instructions` are those that callgrind counts, over all `processes` of the program that the workload starts (not the
    shell's); `wall_us` microseconds of wall time of all of them, once for each repetition; `peak_kib` the largest resident set of one.
    """

    package: str
    version: str
    target: str
    llvm: str
    program: str
    build: str
    workload: str
    own: bool
    bytes: int
    processes: int
    instructions: int
    peak_kib: int
    wall_us: tuple[int, ...]


@dataclass(frozen=True)
class Figures:
    """See RunRow."""

    processes: int
    instructions: int
    peak_kib: int
    wall_us: tuple[int, ...]


def measure(run: Callable[[Mapping[str, str]], str], program: Path, toolchain: Toolchain, repeats: int = REPEATS) -> Figures:
    """Counts what a workload makes a program do.

    `run` runs it with some variables of the environment, and says why it failed, if so: $PROGRAM is something to call in the program's
    place; where the program's own name must be in its first argument, $REAL is the program itself and $RUN stands in front of it.
    Raises CorpusError for a workload that fails or starts no process of the program, ToolMissing without valgrind.
    """
    if not shutil.which("valgrind"):
        raise ToolMissing("valgrind", "Install it: apt-get install valgrind")
    with tempfile.TemporaryDirectory(prefix="passwright-run-") as name:
        folder = Path(name)
        launch = str(folder / "launch")
        source = Path(__file__).with_name("launch.c")
        run_tool([toolchain.clang, "-O1", str(source), "-o", launch], check=True)
        _under(["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", f"--log-file={folder}/%p.log"], run, program, folder)
        logs = [path.read_text() for path in folder.glob("*.log")]
        instructions = [int(match[1]) for match in map(COLLECTED.search, logs) if match]
        if not instructions or len(instructions) != len(logs):
            raise CorpusError(str(program), f"callgrind counted {len(instructions)} of {len(logs)} processes")
        walls, peaks = [], []
        for number in range(repeats):
            times = folder / f"times{number}"
            _under([launch, str(times)], run, program, folder)
            measured = [(int(wall), int(peak)) for wall, peak in map(str.split, times.read_text().splitlines())]
            if len(measured) != len(instructions):
                raise CorpusError(str(program), f"the workload starts {len(measured)} processes, and {len(instructions)} under callgrind")
            walls.append(sum(wall for wall, _ in measured))
            peaks.append(max(peak for _, peak in measured))
    return Figures(len(instructions), sum(instructions), max(peaks), tuple(walls))


def _under(tool: Sequence[str], run: Callable[[Mapping[str, str]], str], program: Path, folder: Path) -> None:
    """Runs the workload with a tool in front of the program. Raises CorpusError."""
    wrapper = folder / program.name
    wrapper.write_text(f'#!/bin/sh\nexec {shlex.join([*tool, str(program)])} "$@"\n')
    wrapper.chmod(0o755)
    if said := run({"PROGRAM": str(wrapper), "REAL": str(program), "RUN": shlex.join(tool)}):
        raise CorpusError(str(program), f"the workload fails under {tool[0]}: {said}")

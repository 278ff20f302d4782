"""Makes a broken list and the program that shows it small: minimisation of the list, then llvm-reduce on the solution's IR."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from passwright.errors import OutputError, ToolMissing
from passwright.evaluate.pool import MEMORY
from passwright.llvm.pipeline import Passes, Pipeline
from passwright.llvm.toolchain import Toolchain, run
from passwright.optimizer.lists import pipeline_space
from passwright.search.minimize import minimize
from passwright.verify.certify import LIMITS, Bench, Broken, Certificate, Certifier

HEAD = """#!/bin/sh
# {title}
# Status 0: it still happens. Takes another module than module.ll as its argument, as llvm-reduce gives it.
set -u
here=$(cd "$(dirname "$0")" && pwd)
module=${{1:-$here/module.ll}}
[ -e "$module" ] && module=$(cd "$(dirname "$module")" && pwd)/$(basename "$module")
folder=$(mktemp -d) || exit 2
trap 'rm -rf "$folder"' EXIT
cd "$folder" || exit 2
passes() {{
  list=$(cat "$here/list.txt")
  (ulimit -c 0; ulimit -v {memory}; exec timeout 20 {opt} -passes="$list" --relocation-model=pic "$module" -o list.bc 2>words)
}}
generate() {{ (ulimit -c 0; exec timeout 20 {clang} {flags} -w "$@" -c -o solution.o 2>words); }}
unpassed="-Xclang -disable-llvm-passes"
"""

LLVM_FAILS = """passes && generate $unpassed list.bc
status=$?
[ $# = 0 ] && tail -n 20 words
{condition}
"""
CONDITIONS = {
    "crash": "[ $status -gt 1 ] && [ $status != 124 ]",
    "memory": "[ $status -gt 1 ] && [ $status != 124 ]",
    "timeout": "[ $status = 124 ]",
    "verifier": "grep -qi 'broken module\\|module is broken\\|broken function' words",
    "error": "[ $status = 1 ]",
}

PROGRAM = """[ -e "$here/checker.o" ] || {checker} -O2 -w -c "$here/{source}" -o "$here/checker.o" || exit 2
ln -s "$here/checker.o" .
link() {{ {link} 2>words; }}
run() {{ ({limits}; exec timeout 10 ./program >"$1.out" 2>&1 </dev/null); echo "status $?" >>"$1.out"; }}
# Without passes and with clang's own the program ends, and does the same.
generate $unpassed "$module" && link || exit 1
run plain
grep -q '^status \\(12[4-9]\\|1[3-9].\\)$' plain.out && exit 1
generate "$module" && link || exit 1
run clang
cmp -s plain.out clang.out || exit 1
# With the list it does not.
passes && generate $unpassed list.bc || exit 1
"""
DIFFERS = """link || exit 1
run list
cmp -s plain.out list.out && exit 1
[ $# = 0 ] && {{ echo "without the list:"; cat plain.out; echo "with it:"; cat list.out; }}
exit 0
"""
DOES_NOT_LINK = """link && exit 1
[ $# = 0 ] && cat words
exit 0
"""


@dataclass(frozen=True)
class Reproducer:
    """A folder with a small list and program that show what LLVM does wrong; `reproduce.sh` in it runs stock tools alone."""

    folder: Path
    pipeline: str
    broken: Broken
    lines: tuple[int, int] | None
    """Of LLVM's text, before and behind llvm-reduce; None where stock tools do not show what the engine showed."""

    @property
    def words(self) -> str:
        if self.lines is None:
            return f"{self.broken.outcome} with {self.pipeline}, but not by stock opt and clang"
        return f"{self.broken.outcome} with {self.pipeline}, {self.lines[1]} lines of {self.lines[0]}"

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "folder": str(self.folder)}


def reduce_all(
    certifier: Certifier, rejected: Sequence[Certificate], folder: Path, limit: float, tell: Callable[[str], None]
) -> list[Reproducer]:
    """A reproducer for each distinct shortest list. What does not break its program again is passed over."""
    found: dict[str, Reproducer] = {}
    for certificate in rejected:
        tell(f"shortening {certificate.pipeline[:60]}")
        shortest, broken = shortest_list(certifier, certificate)
        if broken is None or str(shortest) in found:
            continue
        bench, place = certifier.bench(broken.program), folder / f"{len(found)}-{broken.program}"
        write_reproducer(place, bench, shortest, broken, certifier.toolchain)
        lines = reduce_module(place, certifier.toolchain, len(certifier.pool.workers), limit, tell)
        found[str(shortest)] = Reproducer(place, str(shortest), broken, lines)
    return list(found.values())


def check_reducible(folder: Path, toolchain: Toolchain) -> None:
    """Raises ToolMissing without llvm-reduce, OutputError if the folder holds anything."""
    _tool(toolchain)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(str(folder), "is there already; give a new folder")


def shortest_list(certifier: Certifier, certificate: Certificate) -> tuple[Pipeline, Broken | None]:
    """The shortest list that breaks the first broken program in the same way; None: the list does so no more."""
    broken = certificate.broken[0]
    bench = certifier.bench(broken.program)
    pipeline = Pipeline.parse(certificate.pipeline)

    def same(candidates: Sequence[Passes]) -> list[bool]:
        lists = [Pipeline(candidate.elements) for candidate in candidates]
        return [verdict is not None and verdict.outcome == broken.outcome for verdict in certifier.verdicts(bench, lists)]

    if same([pipeline]) != [True]:
        return pipeline, None
    space = pipeline_space(certifier.toolchain.version, "quarantined")
    shortest = Pipeline(minimize(space, pipeline, same).elements)
    return shortest, certifier.verdicts(bench, [shortest])[0]


def write_reproducer(folder: Path, bench: Bench, pipeline: Pipeline, broken: Broken, toolchain: Toolchain) -> None:
    """The module as text, the list, the checker and `reproduce.sh`, which stock tools run. Raises OutputError."""
    names = {
        "opt": shlex.quote(toolchain.opt),
        "clang": shlex.quote(toolchain.clang),
        "flags": shlex.join(bench.module.bitcode_flags),
        "link": shlex.join(bench.linker),
        "checker": shlex.quote(toolchain.clang_for("c" if bench.test.checker.suffix == ".c" else "c++")),
        "source": bench.test.checker.name,
        "limits": LIMITS,
        "memory": MEMORY >> 10,
        "title": f"{bench.test.name} with LLVM {toolchain.release}: {broken.outcome}",
        "condition": CONDITIONS.get(broken.outcome, ""),
    }
    ending = {"failed": PROGRAM + DIFFERS, "link": PROGRAM + DOES_NOT_LINK}.get(broken.outcome, LLVM_FAILS)
    try:
        folder.mkdir(parents=True)
        for path in (bench.test.checker, *bench.test.checker.parent.glob("*.h")):
            shutil.copy(path, folder)
        (folder / "list.txt").write_text(f"{bench.framed(pipeline)}\n")
        (folder / "reproduce.sh").write_text((HEAD + ending).format(**names))
        (folder / "reproduce.sh").chmod(0o755)
        (folder / "module.bc").write_bytes(bench.module.bitcode)
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from error
    run([toolchain.opt, "-passes=no-op-module", "-S", str(folder / "module.bc"), "-o", str(folder / "module.ll")], check=True)
    (folder / "module.bc").unlink()


def reduce_module(folder: Path, toolchain: Toolchain, jobs: int, limit: float, tell: Callable[[str], None]) -> tuple[int, int] | None:
    """Runs llvm-reduce on `module.ll` of a reproducer for `limit` seconds; gives its lines before and after, or None.

    None: `reproduce.sh` does not show what was seen, so stock opt does something else than the engine.
    """
    module, script, out = folder / "module.ll", folder / "reproduce.sh", folder / "reduced.ll"
    before = module.read_text().count("\n")
    if run([str(script), str(module)]).returncode:
        return None
    tell(f"llvm-reduce on {before} lines")
    with tempfile.TemporaryDirectory(prefix="passwright-") as temporary:
        # It writes down what it has reached as it goes, and leaves its temporary files and its scripts behind when it is stopped.
        process = subprocess.Popen(
            [_tool(toolchain), "-j", str(jobs), f"--test={script}", str(module), "-o", str(out)],
            env={**os.environ, "TMPDIR": temporary},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        with contextlib.suppress(subprocess.TimeoutExpired):
            try:
                process.wait(limit)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                process.wait()
    if out.exists() and not run([str(script), str(out)]).returncode:
        out.replace(module)
    out.unlink(missing_ok=True)
    return before, module.read_text().count("\n")


def _tool(toolchain: Toolchain) -> str:
    name = f"llvm-reduce-{toolchain.version}"
    found = shutil.which(name)
    if not found:
        raise ToolMissing(name, f"Install it: apt-get install llvm-{toolchain.version}")
    return found

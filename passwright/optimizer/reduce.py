"""Makes a broken list and the program that shows it small: minimisation of the list, then llvm-reduce on the solution's IR."""

from __future__ import annotations

import shlex
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from passwright.errors import OutputError, ToolMissing
from passwright.llvm.pipeline import Passes, Pipeline
from passwright.llvm.toolchain import Toolchain, run
from passwright.optimizer.lists import pipeline_space
from passwright.search.minimize import minimize
from passwright.verify.certify import Bench, Broken, Certificate, Certifier

HEAD = """#!/bin/sh
# {title}
# Status 0: it still happens. {usage}
set -u
here=$(cd "$(dirname "$0")" && pwd)
module=${{1:-$here/module.ll}}
[ -e "$module" ] && module=$(cd "$(dirname "$module")" && pwd)/$(basename "$module")
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
"""

CRASH = """timeout 20 {opt} -passes="$(cat "$here/list.txt")" --relocation-model=pic "$module" -o planned.bc 2>words
status=$?
[ $status = 0 ] && {{ timeout 20 {clang} {flags} -Xclang -disable-llvm-passes -c planned.bc -o planned.o 2>words; status=$?; }}
[ $# = 0 ] && tail -n 20 words
{condition}
"""
CONDITIONS = {"crash": "[ $status -gt 1 ] && [ $status != 124 ]", "timeout": "[ $status = 124 ]", "memory": "[ $status -gt 1 ]"}
VERIFIER = "grep -q 'input module is broken\\|Broken module\\|broken module' words"

WRONG = """# Compiles a module, links it with the checker and runs that; 2: there is no program.
try() {{
  name=$1 from=$2; shift 2
  {clang} {flags} -w "$@" -c "$from" -o solution.o 2>words && {link} 2>words || return 2
  timeout 10 ./program >"$name.out" 2>&1 </dev/null
  status=$?
  echo "status $status" >>"$name.out"
  [ $status -lt 124 ]
}}
ulimit -c 0
[ -e "$here/checker.o" ] || {checker} -O2 -w -I"$here" -c "$here/{source}" -o "$here/checker.o" || exit 2
ln -s "$here/checker.o" .
# Without passes and with clang's own the program does the same, with the list another thing.
unpassed="-Xclang -disable-llvm-passes"
try plain "$module" $unpassed || exit 1
timeout 20 {opt} -passes="$(cat "$here/list.txt")" --relocation-model=pic "$module" -o list.bc 2>words || exit 1
try list list.bc $unpassed
[ $? != 2 ] || exit 1
cmp -s plain.out list.out && exit 1
try clang "$module" || exit 1
cmp -s plain.out clang.out || exit 1
[ $# = 0 ] && {{ echo "without the list:"; cat plain.out; echo "with it:"; cat list.out; }}
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
    """A reproducer for each distinct shortest list. Raises OutputError, before anything is run, if the folder holds anything."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise OutputError(str(folder), "is there already; give a new folder")
    found: dict[str, Reproducer] = {}
    for certificate in rejected:
        tell(f"shortening {certificate.pipeline[:60]}")
        shortest, broken = shortest_list(certifier, certificate)
        if str(shortest) in found:
            continue
        bench, place = certifier.bench(broken.program), folder / f"{len(found)}-{broken.program}"
        write_reproducer(place, bench, shortest, broken, certifier.toolchain)
        found[str(shortest)] = Reproducer(place, str(shortest), broken, reduce_module(place, certifier.toolchain, limit, tell))
    return list(found.values())


def shortest_list(certifier: Certifier, certificate: Certificate) -> tuple[Pipeline, Broken]:
    """The shortest list that breaks the first broken program in the same way."""
    broken = certificate.broken[0]
    bench = certifier.bench(broken.program)

    def same(candidates: Sequence[Passes]) -> list[bool]:
        lists = [Pipeline(candidate.elements) for candidate in candidates]
        return [verdict is not None and verdict.outcome == broken.outcome for verdict in certifier.verdicts(bench, lists)]

    space = pipeline_space(certifier.toolchain.version, "quarantined")
    shortest = minimize(space, Pipeline.parse(certificate.pipeline), same)
    assert isinstance(shortest, Pipeline)
    (verdict,) = certifier.verdicts(bench, [shortest])
    assert verdict is not None
    return shortest, verdict


def write_reproducer(folder: Path, bench: Bench, pipeline: Pipeline, broken: Broken, toolchain: Toolchain) -> None:
    """The module as text, the list, the checker and `reproduce.sh`, which stock tools run. Raises OutputError if the folder is there."""
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise OutputError(str(folder), error.strerror or str(error)) from error
    bitcode = folder / "module.bc"
    bitcode.write_bytes(bench.module.bitcode)
    run([toolchain.opt, "-passes=no-op-module", "-S", str(bitcode), "-o", str(folder / "module.ll")], check=True)
    bitcode.unlink()
    (folder / "list.txt").write_text(f"{bench.framed(pipeline)}\n")
    shutil.copy(bench.test.checker, folder)
    for header in bench.test.checker.parent.glob("*.h"):
        shutil.copy(header, folder)
    names = {
        "opt": toolchain.opt,
        "clang": toolchain.clang,
        "flags": shlex.join(bench.module.bitcode_flags),
        "link": shlex.join(bench.linker),
        "checker": toolchain.clang_for("c" if bench.test.checker.suffix == ".c" else "c++"),
        "source": bench.test.checker.name,
    }
    title = f"{bench.test.name} with LLVM {toolchain.release}: {broken.outcome}"
    usage = "Takes another module than module.ll as its argument, as llvm-reduce gives it."
    if broken.outcome in ("failed", "link"):
        text = WRONG.format(**names)
    else:
        text = CRASH.format(**names, condition=CONDITIONS.get(broken.outcome, VERIFIER))
    script = folder / "reproduce.sh"
    script.write_text(HEAD.format(title=title, usage=usage) + text)
    script.chmod(0o755)


def reduce_module(folder: Path, toolchain: Toolchain, limit: float, tell: Callable[[str], None]) -> tuple[int, int] | None:
    """Runs llvm-reduce on `module.ll` of a reproducer for `limit` seconds; gives its lines before and after, or None.

    None: `reproduce.sh` does not show what was seen, so stock opt does something else than the engine.
    """
    reduce = shutil.which(f"llvm-reduce-{toolchain.version}")
    if not reduce:
        raise ToolMissing(f"llvm-reduce-{toolchain.version}", f"Install it: apt-get install llvm-{toolchain.version}-tools")
    module = folder / "module.ll"
    before = module.read_text().count("\n")
    if run([str(folder / "reproduce.sh"), str(module)]).returncode:
        return None
    tell(f"llvm-reduce on {before} lines")
    out = folder / "reduced.ll"
    with tempfile.TemporaryDirectory(prefix="passwright-") as temporary:
        # It writes down what it has reached as it goes, and leaves its temporary files behind when it is told to stop.
        stopped = ["env", f"TMPDIR={temporary}", "timeout", "-s", "INT", f"{limit:g}"]
        run([*stopped, reduce, "-j", "2", f"--test={folder / 'reproduce.sh'}", str(module), "-o", str(out)], timeout=limit + 60)
    if out.exists() and not run([str(folder / "reproduce.sh"), str(out)]).returncode:
        out.replace(module)
    return before, module.read_text().count("\n")

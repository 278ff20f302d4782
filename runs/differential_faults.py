"""Does differential execution notice a broken compiler, and does it ever take a right one for broken?

    python -m runs.differential_faults                # the fifty faults of docs/faults.md in eight modules
    python -m runs.differential_faults --alarms 3     # clang's own objects and 3 random lists of the core tier, all modules

Needs g++ and llvm-22-dev for the faults. A fault counts for a module if it changes the code of a function that the gate decides
on, in what clang's own pipeline made.
"""

from __future__ import annotations

import argparse
import io
import resource
import statistics
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from elftools.elf.elffile import ELFFile
from elftools.elf.sections import SymbolTableSection

from passwright.data.debian import fetch
from passwright.evaluate.evaluator import FIRST_LIMIT, load_module, plan_request
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.baseline import frame_of
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.optimizer.lists import random_lists
from passwright.verify.differential import DifferentialGate, Report
from programs.recipes import PROGRAMS, modules
from runs.certify_faults import CLEAN_UP, build_plugin, faults

CACHE = Path(__file__).parent.parent / ".cache" / "programs"
STRUCK = ("adler32.c", "gzlib.c", "inflate.c", "cJSON.c", "api.c", "lauxlib.c", "bignum.cc", "fixed-dtoa.cc")
NAMES = ("zlib", "cjson", "expat", "libyaml", "tinyxml2", "double-conversion", "lua", "jsoncpp")
LIMIT = 60  # seconds for opt and for clang


@dataclass(frozen=True)
class Strike:
    """A fault in one module: the decided functions whose code it changed, and those of them that the gate says differ."""

    fault: str
    module: str
    changed: frozenset[str]
    noticed: frozenset[str]
    all_noticed: frozenset[str]


def load(names: list[str], toolchain: Toolchain, pool: WorkerPool) -> Iterator[Module]:
    for name in names:
        for path, flags in modules(PROGRAMS[name], fetch(PROGRAMS[name].package, CACHE)):
            yield load_module(str(path), flags, toolchain, pool)


def code(data: bytes) -> dict[str, bytes]:
    """The bytes of each function of an object."""
    file = ELFFile(io.BytesIO(data))
    found = {}
    table = file.get_section_by_name(".symtab")
    for entry in table.iter_symbols() if isinstance(table, SymbolTableSection) else ():
        if entry["st_info"]["type"] == "STT_FUNC" and isinstance(entry["st_shndx"], int):
            section = file.get_section(entry["st_shndx"])
            found[entry.name] = section.data()[entry["st_value"] : entry["st_value"] + entry["st_size"]]
    return found


def inject(module: Module, fault: str, plugin: Path) -> bytes | None:
    """The object that clang's own pipeline gives with a fault behind it ("": none); None if it strikes nowhere or LLVM dies of it."""
    passes = [*map(str, frame_of(module).before), CLEAN_UP, f"default<O{module.level}>", *([f"fault-{fault}", "verify"] if fault else [])]
    with tempfile.TemporaryDirectory(prefix="passwright-") as name:
        (Path(name) / "in.bc").write_bytes(module.bitcode)
        opt = ["timeout", str(LIMIT), module.toolchain.opt, f"-load-pass-plugin={plugin}", f"-passes={','.join(passes)}"]
        done = run([*opt, "--relocation-model=pic", "in.bc", "-o", "out.bc"], cwd=name)
        if done.returncode or ": 0 places" in done.stderr:
            return None
        clang = ["timeout", str(LIMIT), module.toolchain.clang, *module.bitcode_flags, "-Qunused-arguments", "-w"]
        done = run([*clang, "-Xclang", "-disable-llvm-passes", "-c", "out.bc", "-o", "out.o"], cwd=name)
        return None if done.returncode else (Path(name) / "out.o").read_bytes()


def strikes(module: Module, names: list[str], plugin: Path) -> Iterator[Strike]:
    gate = DifferentialGate()
    try:
        whole = inject(module, "", plugin)
        assert whole is not None, module.name
        control = gate.compare(module, whole)
        if control.differ:
            raise SystemExit(f"a false alarm: {module.name}: {control.words}")
        before = code(whole)
        for fault in names:
            data = inject(module, fault, plugin)
            if data is None:
                continue
            after = code(data)
            changed = frozenset(name for name in control.decided if after.get(name) != before.get(name))
            if not changed and data == whole:
                continue
            differ = frozenset(difference.function for difference in gate.compare(module, data).differ)
            yield Strike(fault, module.name, changed, differ & changed, differ)
    finally:
        gate.close()


def cpu_seconds() -> float:
    """Of this process and of those that it waited for: a machine with much else to do says nothing about seconds."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def faults_table(names: list[str], found: list[Strike]) -> str:
    lines = ["| fault | modules | noticed | functions | noticed |", "| --- | ---: | ---: | ---: | ---: |"]
    totals = [0, 0, 0, 0, 0, 0]
    for name in names:
        mine = [strike for strike in found if strike.fault == name and strike.changed]
        row = [len(mine), sum(bool(s.all_noticed) for s in mine), sum(len(s.changed) for s in mine), sum(len(s.noticed) for s in mine)]
        lines.append(f"| {name} | {' | '.join(map(str, row))} |")
        totals = [total + value for total, value in zip(totals, [*row, row[0] > 0, row[1] > 0], strict=True)]
    lines.append(f"| all | {' | '.join(map(str, totals[:4]))} |")
    return "\n".join([*lines, f"\n{totals[5]} of {totals[4]} faults that change the code of a decided function are noticed."])


def alarms(module: Module, lists: list[Pipeline], pool: WorkerPool) -> tuple[list[Report], list[float]]:
    """The reports about clang's own object and those of some lists, and the seconds of CPU time that each took."""
    before = frame_of(module).before
    plans = [None, *(Pipeline((*before, *pipeline.elements)) for pipeline in lists)]
    replies = pool.map(module, [{"op": "build", **plan_request(plan), "kind": "obj"} for plan in plans], timeout=FIRST_LIMIT)
    gate = DifferentialGate(second_opinion=False)  # it would hide what clang's own objects do
    reports, seconds = [], []
    for plan, reply in zip(plans, replies, strict=True):
        if reply.failure:
            continue
        start = cpu_seconds()
        reports.append(gate.compare(module, reply.data))
        seconds.append(cpu_seconds() - start)
        for difference in reports[-1].differ:
            print(f"{module.name}: {difference.function}: {difference.words} (input {difference.input}) {plan or 'clang'}", file=sys.stderr)
    gate.close()
    return reports, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", nargs="+", default=list(NAMES), choices=sorted(PROGRAMS))
    parser.add_argument("--modules", nargs="+", default=list(STRUCK), help="files that faults are injected into")
    parser.add_argument("--faults", nargs="+", default=faults())
    parser.add_argument("--alarms", type=int, metavar="LISTS", help="no faults: clang's objects and so many random lists for each module")
    arguments = parser.parse_args()
    toolchain = find_toolchain(22)
    with tempfile.TemporaryDirectory() as folder, WorkerPool(toolchain.version, 1) as pool:
        if arguments.alarms is None:
            plugin = build_plugin(toolchain, Path(folder))
            found: list[Strike] = []
            for module in load(arguments.programs, toolchain, pool):
                if Path(module.name).name in arguments.modules:
                    for strike in strikes(module, arguments.faults, plugin):
                        found.append(strike)
                        said = f"{len(strike.noticed)} of {len(strike.changed)} functions, {len(strike.all_noticed)} in all"
                        print(f"{strike.module:20} {strike.fault:28} {said}", file=sys.stderr, flush=True)
            print(faults_table(arguments.faults, found))
            return
        lists = random_lists(toolchain.version, "core", arguments.alarms, 0) if arguments.alarms else []
        print(
            "| module | functions | decided | left out | inputs | dropped | first, CPU s | then, CPU s |\n" + "| --- " + "| ---: " * 7 + "|"
        )
        first, then, objects, wrong, decided, functions = [], [], 0, 0, 0, 0
        for module in load(arguments.programs, toolchain, pool):
            reports, seconds = alarms(module, lists, pool)
            one = reports[0]
            count = len(one.decided) + len(one.undecided) + len(one.left_out) + len(one.differ)
            row = [count, len(one.decided), len(one.left_out), one.inputs, one.dropped, f"{seconds[0]:.2f}"]
            print(f"| {module.name} | {' | '.join(map(str, row))} | {statistics.median(seconds[1:] or seconds):.2f} |", flush=True)
            first.append(seconds[0])
            then += seconds[1:]
            objects += len(reports)
            wrong += sum(bool(report.differ) for report in reports)
            decided += len(one.decided)
            functions += count
        print(f"\n{objects} objects of {len(first)} modules, {wrong} with a difference; {decided} of {functions} functions decided;")
        seconds_words = f"{statistics.median(first):.2f}, for another {statistics.median(then or first):.2f}"
        print(f"median seconds of CPU time for the first object of a module {seconds_words}")


if __name__ == "__main__":
    main()

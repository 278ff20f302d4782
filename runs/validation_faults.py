"""What does translation validation decide, does it raise a false alarm, and does it notice a broken compiler?

    python -m runs.validation_faults --modules 45                # clang -Oz, and one random list of core passes a module
    python -m runs.validation_faults --modules 12 --faults       # the faults of docs/faults.md behind a first clean-up

A refuted function that is right would be a false alarm: each is printed, to be looked into. With --faults only functions count
that the fault changed and that are proven without it. Modules come from the programs of `programs/`, every n-th of them.
Needs z3 (`pip install 'passwright[validate]'`), and g++ and llvm-22-dev for --faults.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from passwright.data.debian import fetch
from passwright.errors import CompileError
from passwright.llvm.module import emit_bitcode
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.optimizer.lists import random_lists
from passwright.verify.validate.ir import Module
from passwright.verify.validate.reader import read_module
from passwright.verify.validate.solve import Limits, Report, validate
from programs.recipes import PROGRAMS, modules
from runs.certify_faults import CLEAN_UP, build_plugin, faults

CACHE = Path(__file__).parent.parent / ".cache" / "programs"


def sources(count: int) -> list[tuple[Path, list[str], str]]:
    """So many modules with flags and language, spread evenly over all programs."""
    found = [
        (path, flags, recipe.language) for recipe in PROGRAMS.values() for path, flags in modules(recipe, fetch(recipe.package, CACHE))
    ]
    return [found[index * len(found) // count] for index in range(min(count, len(found)))]


class Bench:
    """One module in a folder, before any pass and behind some."""

    def __init__(self, toolchain: Toolchain, folder: Path, path: Path, flags: list[str], language: str) -> None:
        self.toolchain = toolchain
        self.folder = folder
        (folder / "in.bc").write_bytes(emit_bitcode(path, [*flags, "-Oz", "-w"], toolchain, language))
        self.source = self.opt("", "source.ll")

    def opt(self, passes: str, name: str, *options: str) -> Path:
        """Raises CompileError."""
        out = self.folder / name
        command = [self.toolchain.opt, *options, f"-passes={passes}", "--relocation-model=pic", "-S", "in.bc", "-o", str(out)]
        run(command, check=True, cwd=str(self.folder), timeout=60)
        return out


def changed(one: Path, other: Path) -> list[str]:
    """Functions of both whose text differs, numbers of attributes and metadata aside."""
    before, now = (_plain(read_module(path.read_text())) for path in (one, other))
    return [name for name, body in before.items() if name in now and now[name] != body]


def _plain(module: Module) -> dict[str, str]:
    return {name: re.sub(r"[#!]\d+", "", body) for name, body in module.bodies.items()}


class Table:
    """Sums, a line for each way to optimise."""

    def __init__(self) -> None:
        self.rows: dict[str, Counter[str]] = {}
        self.reasons: Counter[str] = Counter()
        self.alarms: list[dict[str, str]] = []

    def add(self, way: str, module: str, report: Report, different: int) -> None:
        row = self.rows.setdefault(way, Counter())
        row.update(modules=1, functions=len(report.decisions), gone=report.gone, changed=different)
        row.update(proven=len(report.of("proven")), refuted=len(report.of("refuted")))
        row.update(milliseconds=int(1000 * report.seconds))
        self.reasons.update(report.reasons)
        for decision in report.of("refuted"):
            self.alarms.append({"way": way, "module": module, "function": decision.function, "words": decision.words})

    def __str__(self) -> str:
        lines = ["| optimised by | modules | functions in both | changed | proven | refuted | decided | s |", "| --- |" + " ---: |" * 7]
        for way, row in self.rows.items():
            share = 100 * (row["proven"] + row["refuted"]) / max(1, row["functions"])
            numbers = [row[name] for name in ("modules", "functions", "changed", "proven", "refuted")]
            lines.append(f"| {way} | {' | '.join(map(str, numbers))} | {share:.1f} % | {row['milliseconds'] / 1000:.0f} |")
        lines += ["", "Undecided because of:", *(f"  {count:5}  {reason}" for reason, count in self.reasons.most_common(20))]
        return "\n".join(lines)


def right_lists(toolchain: Toolchain, count: int, limits: Limits) -> Table:
    """clang's own passes and random lists: nothing may be refuted."""
    table = Table()
    lists = random_lists(toolchain.version, "core", count, seed=1)
    for number, (path, flags, language) in enumerate(sources(count)):
        with tempfile.TemporaryDirectory() as folder:
            bench = Bench(toolchain, Path(folder), path, flags, language)
            for way, passes in (("clang -Oz", "default<Oz>"), ("a random core list", f"module({lists[number]})")):
                try:
                    target = bench.opt(passes, "target.ll")
                except CompileError as error:
                    print(f"{path.name}, {way}: {str(error)[:100]}", file=sys.stderr)
                    continue
                report = validate(toolchain, bench.source, target, limits)
                table.add(way, path.name, report, len(changed(bench.source, target)))
                print(f"{number:4} {path.name:24} {way:20} {report.words[:120]}", file=sys.stderr, flush=True)
    return table


def broken_lists(toolchain: Toolchain, count: int, limits: Limits, most: int, until: float) -> str:
    """Each fault behind the clean-up, on functions that are proven without it; at most so many functions of a module."""
    struck: Counter[str] = Counter()
    noticed: Counter[str] = Counter()
    unproven: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        plugin = build_plugin(toolchain, Path(name))
        for path, flags, language in sources(count):
            with tempfile.TemporaryDirectory() as folder:
                if time.monotonic() > until:
                    break
                bench = Bench(toolchain, Path(folder), path, flags, language)
                clean = bench.opt(CLEAN_UP, "clean.ll")
                proven = {each.function for each in validate(toolchain, bench.source, clean, limits).of("proven")}
                for fault in faults():
                    if time.monotonic() > until:
                        break
                    hurt = bench.opt(f"{CLEAN_UP},fault-{fault},verify", "hurt.ll", f"-load-pass-plugin={plugin}")
                    hit = [each for each in changed(clean, hurt) if each in proven][:most]
                    if not hit:
                        continue
                    report = validate(toolchain, bench.source, hurt, limits, hit)
                    struck[fault] += len(hit)
                    noticed[fault] += len(report.of("refuted"))
                    unproven[fault] += len(hit) - len(report.of("proven"))
                print(f"{path.name:24} {len(proven)} proven; {sum(noticed.values())} refuted so far", file=sys.stderr, flush=True)
    lines = ["| fault | functions that it changed | refuted | no longer proven |", "| --- | ---: | ---: | ---: |"]
    lines += [f"| {fault} | {struck[fault]} | {noticed[fault]} | {unproven[fault]} |" for fault in faults() if struck[fault]]
    found = (sum(1 for fault in struck if counter[fault]) for counter in (noticed, unproven))
    return "\n".join([*lines, "", "{} faults are refuted and {} no longer proven, of {} that strike.".format(*found, len(struck))])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--modules", type=int, default=45)
    parser.add_argument("--faults", action="store_true")
    parser.add_argument("--most", type=int, default=3, help="with --faults, functions of a module for each fault")
    parser.add_argument("--stop-after", type=float, default=float("inf"), help="with --faults, seconds after which no fault is begun")
    parser.add_argument("--seconds", type=float, default=1.0, help="a function")
    parser.add_argument("--total", type=float, default=30.0, help="seconds a module")
    parser.add_argument("--json", type=Path, help="write what is refuted here")
    arguments = parser.parse_args()
    start = time.monotonic()
    toolchain = find_toolchain(22)
    limits = Limits(arguments.seconds, arguments.total)
    if arguments.faults:
        print(broken_lists(toolchain, arguments.modules, limits, arguments.most, start + arguments.stop_after))
    else:
        table = right_lists(toolchain, arguments.modules, limits)
        print(table)
        for alarm in table.alarms:
            print("refuted:", json.dumps(alarm))
        if arguments.json:
            arguments.json.write_text(json.dumps(table.alarms, indent=1) + "\n")
    print(f"\n{time.monotonic() - start:.0f} s")


if __name__ == "__main__":
    main()

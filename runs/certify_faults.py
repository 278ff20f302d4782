"""Does the suite of `passwright certify` notice a broken compiler? Injects the fifty faults of docs/faults.md, one by one.

    python -m runs.certify_faults --json faults.json     # all on all programs
    python -m runs.certify_faults --first                # a fault's first catch ends its run, 8 minutes

Needs g++ and llvm-22-dev, with which the engine is built too.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.verify.certify import Bench, Certifier
from passwright.verify.generated import package_suite
from passwright.verify.suite import load_suite

ROOT = Path(__file__).parent.parent
SOURCE = Path(__file__).parent / "faults.cpp"
LIST = ROOT / "docs" / "faults.md"
CLEAN_UP = "function(sroa,early-cse,simplifycfg)"
JOBS = 2
BATCH = 8
PLACES = ("before", "behind")
LIMIT = 60  # seconds for opt and for clang


@dataclass(frozen=True)
class Strike:
    """A fault in one program: at how many places it struck, and what the program said, "" if nothing was noticed."""

    fault: str
    place: str
    program: str
    places: int
    words: str


def faults() -> list[str]:
    """The names in the list, in its order."""
    return re.findall(r"^\| \d+ \| `([a-z-]+)` \|", LIST.read_text(), re.M)


def build_plugin(toolchain: Toolchain, folder: Path) -> Path:
    flags = run([f"llvm-config-{toolchain.version}", "--cxxflags"], check=True).stdout.split()
    plugin = folder / "faults.so"
    run(["g++", *flags, "-O1", "-w", "-shared", "-fPIC", str(SOURCE), "-o", str(plugin)], check=True)
    return plugin


class Injector:
    """Compiles the solutions of a suite with one of the plugin's faults, by stock opt and clang."""

    def __init__(self, toolchain: Toolchain, plugin: Path) -> None:
        self.toolchain = toolchain
        self.plugin = plugin

    def strike(self, bench: Bench, fault: str, place: str) -> Strike:
        """`fault` "" is for the control: the same way without any. Ends the run if the fault makes IR that LLVM refuses."""
        level, injected = f"default<O{bench.module.level}>", [f"fault-{fault}", "verify"] if fault else []
        passes = [CLEAN_UP, *injected, level] if place == "before" else [CLEAN_UP, level, *injected]
        frame = [str(element) for element in bench.frame.before]
        with tempfile.TemporaryDirectory(prefix="passwright-") as name:
            folder = Path(name)
            (folder / "in.bc").write_bytes(bench.module.bitcode)
            limits = ["timeout", f"{LIMIT}"]
            optimise = [*limits, self.toolchain.opt, f"-load-pass-plugin={self.plugin}", f"-passes={','.join([*frame, *passes])}"]
            done = run([*optimise, "--relocation-model=pic", "in.bc", "-o", "out.bc"], cwd=name)
            if re.search("broken (module|function)", done.stderr, re.I):
                raise SystemExit(f"{fault} in {bench.test.name} makes IR that is none: {done.stderr.strip()[-400:]}")
            match = re.search(r"^fault-\S+: (\d+) places$", done.stderr, re.M)
            places = int(match.group(1)) if match else 0
            if fault and not places and not done.returncode:
                return Strike(fault, place, bench.test.name, 0, "")
            if done.returncode:
                return Strike(fault, place, bench.test.name, places, f"opt: status {done.returncode} {done.stderr.strip()[-200:]}")
            generate = ["-w", "-Xclang", "-disable-llvm-passes", "-c", "out.bc", "-o", "out.o"]
            done = run([*limits, self.toolchain.clang, *bench.module.bitcode_flags, *generate], cwd=name)
            if done.returncode:
                return Strike(fault, place, bench.test.name, places, f"clang: status {done.returncode} {done.stderr.strip()[-200:]}")
            code = (folder / "out.o").read_bytes()
            # A failure must come twice: a machine with much to do is no catch.
            broken = bench.check(code) and bench.check(code)
        return Strike(fault, place, bench.test.name, places, broken.words if broken else "")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--suite", type=Path, help="a folder; the package's own, with csmith's programs, if not given")
    parser.add_argument("--faults", nargs="+", default=faults())
    parser.add_argument("--first", action="store_true", help="go on with the next fault when one is caught")
    parser.add_argument("--json", type=Path, help="write all strikes here")
    arguments = parser.parse_args()
    start = time.monotonic()
    toolchain = find_toolchain(22)
    strikes: list[Strike] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        WorkerPool(toolchain.version, JOBS) as pool,
        Certifier(load_suite(arguments.suite) if arguments.suite else package_suite(), toolchain, pool) as certifier,
        ThreadPoolExecutor(JOBS) as threads,
    ):
        for broken in certifier.unfit:
            print(f"left out: {broken.program}: {broken.words}", file=sys.stderr)
        injector = Injector(toolchain, build_plugin(toolchain, Path(folder)))
        control = list(threads.map(lambda bench: injector.strike(bench, "", "before"), certifier.benches))
        for strike in control:
            if strike.words:
                print(f"left out: {strike.program} fails without a fault: {strike.words}", file=sys.stderr)
        benches = [bench for bench, strike in zip(certifier.benches, control, strict=True) if not strike.words]
        for fault in arguments.faults:
            for place in PLACES:
                mine: list[Strike] = []
                for at in range(0, len(benches), BATCH):
                    if arguments.first and any(strike.words for strike in mine):
                        break
                    batch = benches[at : at + BATCH]
                    mine += threads.map(lambda bench, f=fault, p=place: injector.strike(bench, f, p), batch)
                strikes += mine
                noticed = sorted({strike.program for strike in mine if strike.words})
                words = f"{len(noticed):4} programs  {' '.join(noticed[:3])}"
                print(f"{time.monotonic() - start:6.0f} s  {fault:28} {place:7} {words}", file=sys.stderr, flush=True)
            if arguments.json:
                arguments.json.write_text(json.dumps([vars(strike) for strike in strikes], indent=0) + "\n")
    print(table(arguments.faults, strikes))


def table(names: list[str], strikes: list[Strike]) -> str:
    lines = ["| fault | programs that it struck | that notice, injected before -Oz | behind -Oz |", "| --- | ---: | ---: | ---: |"]
    caught = 0
    for name in names:
        mine = [strike for strike in strikes if strike.fault == name]
        struck = {strike.program for strike in mine if strike.places}
        before, behind = ({s.program for s in mine if s.words and s.place == place} for place in PLACES)
        caught += bool(before or behind)
        lines.append(f"| {name} | {len(struck)} | {len(before)} | {len(behind)} |")
    return "\n".join([*lines, f"\n{caught} of {len(names)} faults are caught."])


if __name__ == "__main__":
    main()

"""Makes passwright/verify/csmith/programs.json: the first seeds whose programs are of a fair size, end soon and compute the
same without optimisation by gcc and clang and with clang -O2.

    python scripts/make_csmith.py [--count 64]
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import subprocess
import tempfile
from pathlib import Path

from passwright.llvm.toolchain import run
from passwright.verify.generated import generate

FOLDER = Path(__file__).parent.parent / "passwright" / "verify" / "csmith"
OPTIONS = ("--max-funcs", "4", "--max-block-depth", "3", "--max-expr-complexity", "6", "--no-argc", "--concise")
SIZES = range(4_000, 40_000)  # characters
LIMIT = 0.2  # seconds
COMPILERS = (["gcc", "-O0"], ["clang-22", "-O0"], ["clang-22", "-O2"])


def results(source: str, folder: Path) -> set[str]:
    """What the checker says with each of the compilers; empty if the program does not end in time."""
    (folder / "program.c").write_text(source)
    found = set()
    for compiler in COMPILERS:
        run(
            [*compiler, "-w", f"-I{FOLDER}", str(folder / "program.c"), str(FOLDER / "checker.c"), "-lm", "-o", str(folder / "program")],
            check=True,
        )
        try:
            found.add(subprocess.run([folder / "program"], capture_output=True, text=True, timeout=LIMIT).stdout.strip())
        except subprocess.TimeoutExpired:
            return set()
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=64)
    arguments = parser.parse_args()
    version = run(["csmith", "--version"], check=True).stdout.split()[1]
    programs: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        for seed in itertools.count(1):
            source = generate(seed, OPTIONS)
            if len(source) not in SIZES:
                continue
            found = results(source, Path(folder))
            if len(found) == 1 and (words := found.pop().split())[1:] == ["1"]:
                programs.append({"seed": seed, "source": hashlib.sha256(source.encode()).hexdigest(), "result": words[0]})
            else:
                print(f"seed {seed} is left out: {sorted(found) or 'it takes too long'}")
            if len(programs) == arguments.count:
                break
    value = {"csmith": version, "options": OPTIONS, "programs": programs}
    (FOLDER / "programs.json").write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    main()

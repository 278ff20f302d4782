"""What `passwright --help` costs, in bare interpreter starts.

python -m benchmarks.startup
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROUNDS = 25


def milliseconds(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return 1e3 * (time.perf_counter() - start)


def main() -> None:
    script = shutil.which("passwright", path=str(Path(sys.executable).parent))
    assert script, "install the package first"
    commands = {"python -c pass": [sys.executable, "-c", "pass"], "passwright --help": [script, "--help"]}
    commands["import passwright"] = [sys.executable, "-c", "import passwright"]
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            times[name].append(milliseconds(command))
    bare = statistics.median(times["python -c pass"])
    for name, values in times.items():
        middle = statistics.median(values)
        print(f"{name:20} {middle:7.1f} ms  {middle / bare:5.2f} bare starts")


if __name__ == "__main__":
    main()

"""10,000 evaluations of which 5 % crash or hang: nothing may be lost, no process left behind.

python -m runs.fault_injection            # 5 minutes on 2 cores
"""

from __future__ import annotations

import argparse
import collections
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import find_toolchain

SOURCE = Path(__file__).parent.parent / "tests" / "data" / "rle.c"
NAMES = ("sroa", "gvn", "simplifycfg", "early-cse", "adce", "reassociate", "sccp", "dse", "licm", "jump-threading")
CRASH = "trigger-crash-module"
# Far more work than the limit allows: LLVM has no pass that hangs on request.
HANG = "function(" + ",".join(["invalidate<all>,gvn"] * 40_000) + ")"
LIMIT = 0.25  # seconds
BATCH = 200


def pipelines(count: int, share: float) -> list[tuple[str, Pipeline]]:
    """(the outcome to expect, a pipeline), all distinct."""
    rng = random.Random(0)
    hang = Pipeline.parse(HANG).elements
    found = []
    for number in range(count):
        names = [name for name in rng.choices(NAMES, k=6) if name != "licm"]
        good = Pipeline.parse(f"function({','.join(names)},instcombine<max-iterations={number + 1};no-verify-fixpoint>)").elements
        fate = rng.random()
        if fate < share / 2:
            found.append(("crash", Pipeline((*good, *Pipeline.parse(CRASH).elements))))
        elif fate < share:
            found.append(("timeout", Pipeline((*good, *hang))))
        else:
            found.append(("ok", Pipeline(good)))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--evaluations", type=int, default=10_000)
    parser.add_argument("--share", type=float, default=0.05)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    start = time.monotonic()
    wrong: collections.Counter[str] = collections.Counter()
    outcomes: collections.Counter[str] = collections.Counter()
    with tempfile.TemporaryDirectory() as cache, WorkerPool(toolchain.version, len(os.sched_getaffinity(0))) as pool:
        os.environ["PASSWRIGHT_CACHE"] = cache
        evaluator = Evaluator(load_module(str(SOURCE), [], toolchain, pool), pool, limit=LIMIT)
        todo = pipelines(arguments.evaluations, arguments.share)
        for at in range(0, len(todo), BATCH):
            batch = todo[at : at + BATCH]
            for (expected, _), measured in zip(batch, evaluator.evaluate([p for _, p in batch]), strict=True):
                outcomes[measured.outcome] += 1
                wrong[f"{expected} became {measured.outcome}"] += expected != measured.outcome
            print(f"{at + len(batch)} of {len(todo)}  {time.monotonic() - start:.0f} s", file=sys.stderr)
        kept = sum(file.stat().st_size for file in Path(cache).rglob("*") if file.is_file())
    left = subprocess.run(["pgrep", "-P", str(os.getpid())], capture_output=True, text=True).stdout.split()
    print(f"{sum(outcomes.values())} evaluations in {time.monotonic() - start:.0f} s: {dict(outcomes)}")
    print(f"not as expected: {dict(+wrong) or 'none'}; processes left: {len(left) - 1 if left else 0}; reproducers: {kept >> 20} MiB")
    sys.exit(bool(+wrong))


if __name__ == "__main__":
    main()

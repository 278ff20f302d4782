"""What is each option of code generation worth by itself, and each edit of attributes? On top of clang's own pipeline.

    python -m runs.codegen_options --most 10 --programs zlib cjson expat tinyxml2 libyaml jsoncpp double-conversion lua

"By function" is the sum of what the functions save for which the edit pays: the rest of the object is taken as it is without.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from passwright.data.debian import fetch
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import CODEGEN
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.decisions import choose
from passwright.optimizer.optimize import Options, Session
from passwright.optimizer.space import Choice
from programs.recipes import PROGRAMS, modules
from runs.search_table import CACHE, DEMO


@dataclass
class Worth:
    """Bytes less than the baseline's, over all modules; how many modules get smaller and larger."""

    saved: int = 0
    by_function: int | None = None
    smaller: int = 0
    larger: int = 0


def add(session: Session, table: dict[str, Worth]) -> int:
    """Adds one module to the table. Returns the bytes of its baseline."""
    base, space = session.seeds()[0], session.schedules()
    functionwise = space.commons()[1]  # the baseline's passes again, in the form that edits can stand behind
    edited = {edit: space.point(functionwise, dict.fromkeys(session.parts(), Choice((), (edit,)))) for edit in space.edits}
    chosen = {f"{option} ({CODEGEN[option]})": choose(base, [option]) for option in session.codegen()}
    plain, without, *measured = session.evaluator.evaluate([base, space.point(functionwise, {}), *chosen.values(), *edited.values()])
    for name, each in zip([*chosen, *edited], measured, strict=True):
        if not each.ok:
            print(f"{session.module.name}, {name}: {each.outcome}", file=sys.stderr)
            continue
        worth, before = table[name], plain if name in chosen else without
        worth.saved += before.size - each.size
        worth.smaller += each.size < before.size
        worth.larger += each.size > before.size
        if name in edited:
            saved = sum(max(0, size - each.functions.get(function, size)) for function, size in before.functions.items())
            worth.by_function = (worth.by_function or 0) + saved
    return plain.size


def run(programs: Sequence[str], most: int | None, trust: str) -> str:
    toolchain = find_toolchain()
    table: dict[str, Worth] = defaultdict(Worth)
    total = count = 0
    with WorkerPool(toolchain.version, len(os.sched_getaffinity(0))) as pool:
        for name in programs:
            recipe = PROGRAMS[name]
            for path, flags in modules(recipe, fetch(recipe.package, CACHE))[:most]:
                with Session(str(path), flags, Options(trust=trust), toolchain=toolchain, pool=pool) as session:
                    total += add(session, table)
                count += 1
                print(f"{count} modules, {path.name}", file=sys.stderr, flush=True)
    lines = [f"{count} modules, {total:,} bytes", "", "| what | all functions | by function | smaller | larger |", "|---|---|---|---|---|"]
    for name, worth in sorted(table.items(), key=lambda item: -item[1].saved):
        by_function = "" if worth.by_function is None else f"{-100 * worth.by_function / total:.2f} %"
        lines.append(f"| {name} | {-100 * worth.saved / total:+.2f} % | {by_function} | {worth.smaller} | {worth.larger} |")
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--programs", nargs="+", default=list(DEMO))
    parser.add_argument("--most", type=int, help="no more modules of each program than this")
    parser.add_argument("--trust", default="extended")
    arguments = parser.parse_args()
    print(run(arguments.programs, arguments.most, arguments.trust))


if __name__ == "__main__":
    main()

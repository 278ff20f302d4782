"""Writes the modules of some programs as bitcode, before any pass, into a folder that `passwright eval` takes as a suite.

python -m runs.suite suite --programs zlib cjson expat
passwright eval --suite suite --by package
"""

from __future__ import annotations

import argparse
from pathlib import Path

from passwright.data.debian import fetch
from passwright.llvm.baseline import DEFAULT_LEVEL
from passwright.llvm.module import emit_bitcode
from passwright.llvm.toolchain import find_toolchain
from programs.recipes import PROGRAMS, modules
from runs.search_table import CACHE, DEMO


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder")
    parser.add_argument("--programs", nargs="+", default=list(DEMO), choices=PROGRAMS)
    arguments = parser.parse_args()
    toolchain = find_toolchain()
    for name in arguments.programs:
        recipe = PROGRAMS[name]
        root = fetch(recipe.package, CACHE)
        for path, flags in modules(recipe, root):
            out = (Path(arguments.folder) / name / path.relative_to(root.absolute())).with_suffix(".bc")
            out.parent.mkdir(parents=True, exist_ok=True)
            out.write_bytes(emit_bitcode(path, [f"-O{DEFAULT_LEVEL}", "-w", *flags], toolchain, recipe.language))


if __name__ == "__main__":
    main()

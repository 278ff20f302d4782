"""The baseline: what clang itself runs at the user's level, and the frame of passes that no plan may drop.

The one place that knows what a level means on an LLVM version.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache

from passwright.errors import FlagError
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pass, Passes, Pipeline
from passwright.llvm.toolchain import Toolchain, run

DEFAULT_LEVEL = "z"
LEVELS = ("1", "2", "3", "s", "z")
"""Those that optimise."""

COROUTINES = "coro-early,cgscc(coro-split),coro-cleanup"
"""What clang runs on coroutines at -O0: afterwards the module holds plain functions."""

ALWAYS_INLINE = "always-inline"

NO_PASSES = "turn off all passes"


@dataclass(frozen=True)
class Frame:
    """Passes that must run first, and why no plan can be offered at all, if so."""

    before: tuple[Pass, ...] = ()
    baseline_only: str | None = None

    def holds_in(self, pipeline: Passes) -> bool:
        return pipeline.elements[: len(self.before)] == self.before


def pipeline_of(module: Module) -> Pipeline:
    """clang's own pipeline for the module's flags, as it prints it."""
    printed = _printed(module.toolchain, tuple(module.bitcode_flags))
    if not printed:
        raise FlagError(" ".join(module.flags), NO_PASSES)
    return Pipeline.parse(printed)


def level_pipelines(module: Module) -> list[Pipeline]:
    """What clang runs at each of LEVELS, with the module's other flags."""
    return [Pipeline.parse(_printed(module.toolchain, (*module.bitcode_flags, f"-O{level}"))) for level in LEVELS]


def level_pipeline(toolchain: Toolchain) -> Pipeline:
    """clang's own pipeline at the default level, for no module in particular."""
    return Pipeline.parse(_printed(toolchain, (f"-O{DEFAULT_LEVEL}",)))


def lto_pipeline_of(module: Module) -> Pipeline:
    """What -flto runs at the module's level: its passes for each file, then those of the linker, in a row."""
    level = f"O{module.level}" if module.level in LEVELS else "O3"
    command = [module.toolchain.opt, f"-passes=lto-pre-link<{level}>,lto<{level}>", "-print-pipeline-passes", "-disable-output"]
    return Pipeline.parse(run([*command, os.devnull], check=True).stdout.strip())


def frame_of(module: Module) -> Frame:
    """What must be kept of clang's pipeline for this module.

    clang's pipeline for the user's flags is compared with that of the bare level: passes beyond those are there because a
    flag asks for them (a sanitizer, instrumentation, a plugin), and where they belong is clang's decision alone.
    """
    module_flags = tuple(module.bitcode_flags)
    own = _printed(module.toolchain, module_flags)
    if not own:
        return Frame(baseline_only=f"the flags {NO_PASSES}")
    bare = _names(_printed(module.toolchain, (f"-O{module.level}", f"--target={module.target}")))
    beyond = sorted(_names(own) - bare)
    if beyond:
        return Frame(baseline_only=f"the flags ask for passes that no plan may drop: {', '.join(beyond)}")
    for word in module.arguments:
        if word.startswith(("-vector-library", "-fveclib", "-flto", "-split-dwarf", "-fembed-bitcode", "-fpass-plugin")):
            return Frame(baseline_only=f"the flags change the pipeline in a way that stock opt cannot repeat: {word}")
    before: list[Pass] = []
    if module.facts.coroutines:
        before += Pipeline.parse(COROUTINES).elements
    if module.facts.always_inline:
        before += Pipeline.parse(ALWAYS_INLINE).elements
    return Frame(tuple(before))


def _names(pipeline: str) -> set[str]:
    return {element.name for element in Pipeline.parse(pipeline).leaves()}


@cache
def _printed(toolchain: Toolchain, flags: tuple[str, ...]) -> str:
    # An empty module: the pipeline depends on the flags alone.
    shown = ["-Qunused-arguments", "-w", "-mllvm", "-print-pipeline-passes", "-c", "-x", "ir", os.devnull, "-o", os.devnull]
    return run([toolchain.clang, *flags, *shown], check=True).stdout.strip()

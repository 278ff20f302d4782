"""Passwright makes programs smaller than clang -Oz by choosing which LLVM passes run on what, and shows that they still work.

    import passwright
    result = passwright.optimize("f.c", budget=256, flags=["-Iinclude"])
    print(result.saved, result.plan)

Importing this loads nothing else; a name is loaded when it is first used.
"""

from __future__ import annotations

from passwright.version import __version__

TYPE_CHECKING = False  # as typing has it, without loading it
if TYPE_CHECKING:
    from typing import Any

    from passwright.errors import PasswrightError
    from passwright.llvm.module import Module
    from passwright.llvm.pipeline import Pipeline
    from passwright.llvm.plan import Plan
    from passwright.optimizer.many import optimize_many
    from passwright.optimizer.optimize import Options, Result, optimize
    from passwright.optimizer.whole import WholeResult, optimize_program
    from passwright.search.study import Study

_HOMES = {
    "optimize": "passwright.optimizer.optimize",
    "optimize_many": "passwright.optimizer.many",
    "Options": "passwright.optimizer.optimize",
    "Result": "passwright.optimizer.optimize",
    "optimize_program": "passwright.optimizer.whole",
    "WholeResult": "passwright.optimizer.whole",
    "Module": "passwright.llvm.module",
    "Pipeline": "passwright.llvm.pipeline",
    "Plan": "passwright.llvm.plan",
    "Study": "passwright.search.study",
    "PasswrightError": "passwright.errors",
}

__all__ = [
    "Module",
    "Options",
    "PasswrightError",
    "Pipeline",
    "Plan",
    "Result",
    "Study",
    "WholeResult",
    "__version__",
    "optimize",
    "optimize_many",
    "optimize_program",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        import importlib

        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'passwright' has no attribute {name!r}")

"""Normal text of modules and functions, for workers: whoever makes it has an engine and a module in it.

No debug information, no comments; values, blocks and types are numbered, symbols keep their names, attributes stand at their place. What
all functions of a module share (target, module flags, common attributes) is a context apart from the text, and text behind its context is
LLVM assembly again. `engine/text.h` says more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import ModuleType
from typing import Any


@dataclass(frozen=True)
class Normal:
    """A module's text, and those of its definitions that can stand alone, each as a module of its own."""

    context: str
    text: str
    functions: Mapping[str, str]

    def assembly(self, function: str | None = None) -> bytes:
        """What LLVM reads: the whole module, or that of one function. Raises KeyError."""
        return (self.context + (self.text if function is None else self.functions[function])).encode()


def normal(engine: ModuleType, module: Any, order: bool = False) -> Normal:
    """`order`: the module's text has the order of uses, by which code generation may go; without it a few objects differ."""
    texts = engine.Texts(module)
    return Normal(texts.context, texts.of_module(module, order=order), texts.of_functions(module, list(module.function_instructions())))

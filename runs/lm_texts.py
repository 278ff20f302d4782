"""Texts of the functions of a module, as a worker makes them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from passwright.data.documents import Emulated
from passwright.llvm.assembly import functions_of

MOST_LETTERS = 12_000
"""Of a function's text: a longer one makes no document that fits."""
MOST_EMULATED = 5_000
"""The same of one that stands before and after a pass list."""
LISTS = (1, 20)
"""Passes in a random list."""


@dataclass(frozen=True)
class Job:
    """A module: what cc1 is given, the functions that documents are made of, those of them for which a pass list is tried, and those that
    have labels; the pipelines of passes by name, as they stand in a module's pipeline."""

    id: str
    bitcode: bytes
    arguments: Sequence[str]
    names: Sequence[str]
    emulated: frozenset[str]
    labelled: Sequence[str]
    passes: Mapping[str, str]


@dataclass(frozen=True)
class FunctionTexts:
    name: str
    ir: str
    oz: str | None
    assembly: str | None
    emulated: Emulated | None


@dataclass(frozen=True)
class ModuleTexts:
    """`brief` are those of labelled functions behind clang's own passes; `left` counts what is not there, by reason."""

    id: str
    functions: list[FunctionTexts]
    brief: dict[str, str]
    left: Counter[str] = field(default_factory=Counter)


def make(engine: Any, job: Job) -> ModuleTexts:
    """Raises ValueError with LLVM's words."""
    left: Counter[str] = Counter()
    compiler = engine.Compiler(list(job.arguments))
    module = engine.Module.parse(job.bitcode, "module")
    module.strip_debug()
    texts = engine.Texts(module)
    found = texts.of_functions(module, job.names)
    before = {name: text for name, text in found.items() if len(text) <= MOST_LETTERS}
    left["functions that cannot stand alone"] += len(job.names) - len(found)
    left["functions whose text is too long"] += len(found) - len(before)
    tried = {
        name: _emulate(engine, compiler, texts, job, name, before[name])
        for name in before
        if name in job.emulated and len(before[name]) <= MOST_EMULATED
    }
    left["pass lists that LLVM could not run, or that left nothing"] += sum(one is None for one in tried.values())
    compiler.run_default(module)
    brief = engine.Texts(module).of_functions(module, job.labelled, brief=True)  # what all functions share is not what they shared before
    after = texts.of_functions(module, list(before))
    assembly = functions_of(compiler.emit(module, "asm").decode(errors="replace")) if before else {}
    functions = [FunctionTexts(name, text, after.get(name), assembly.get(name), tried.get(name)) for name, text in before.items()]
    left["functions that -Oz takes away"] += sum(one.oz is None for one in functions)
    left["labelled functions that are not there behind -Oz"] += len(job.labelled) - len(brief)
    return ModuleTexts(job.id, functions, brief, left)


def _emulate(engine: Any, compiler: Any, texts: Any, job: Job, name: str, text: str) -> Emulated | None:
    rng = Random(f"{job.id} {name}")
    passes = tuple(rng.choices(list(job.passes), k=rng.randint(*LISTS)))
    try:
        alone = engine.Module.parse((texts.context + text).encode(), name)
        before = engine.function_sizes(compiler.emit(alone.clone())).get(name)
        compiler.run(alone, ",".join(job.passes[one] for one in passes))
        made = texts.of_functions(alone, [name]).get(name)
        after = engine.function_sizes(compiler.emit(alone)).get(name)
    except ValueError:
        return None
    return None if before is None or after is None or made is None else Emulated(passes, before, after, made)

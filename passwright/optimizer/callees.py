"""What can be known of the functions that a module calls before any decision about those calls is tried."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from passwright.errors import EvaluationError
from passwright.evaluate.evaluator import FIRST_LIMIT
from passwright.evaluate.measurement import IN_WORDS
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.optimizer.decisions import by_callee

if TYPE_CHECKING:
    from passwright.optimizer.optimize import Session

SIZE = "bytes"
"""What code generation makes of a function."""
EXTRA = ("own_bytes", "gone", "sites", "callers", "callers_bytes", "callers_gone", "bytes_of_a_caller")
"""Of a callee: its bytes behind clang's own pipeline, whether it is gone there; calls of it that can be decided, functions that hold
them, what those weigh without inlining, all and on average, and how many of them are gone behind clang's own pipeline."""
INLINERS = ("inline", "inliner-wrapper", "inliner-wrapper-no-mandatory-first", "module-inline", "partial-inliner")


def without_inlining(pipeline: Pipeline) -> Pipeline:
    """The passes that do not inline, in their places."""

    def kept(elements: Iterable[Pass]) -> list[Pass]:
        inner = [element if element.inner is None else element.with_inner(tuple(kept(element.inner))) for element in elements]
        return [element for element in inner if element.inner != () and (element.inner is not None or element.name not in INLINERS)]

    return Pipeline(tuple(kept(pipeline.elements)))


def features(session: Session, pipeline: Pipeline) -> tuple[tuple[str, ...], dict[str, list[int]]]:
    """Behind a pipeline, of each function that is left: the engine's counts and its bytes; and what their names are. Raises
    EvaluationError."""
    request = {"op": "features", "pipeline": str(pipeline)}
    # With as much time as the baseline has: what is chosen must not depend on how busy the machine is.
    (reply,) = session.pool.map(session.module, [request], timeout=FIRST_LIMIT, alone=True)
    if reply.failure:
        raise EvaluationError(f"{session.module.name}: {str(pipeline)[:60]}", f"{IN_WORDS[reply.failure]}: {reply.words}")
    found, sizes = reply.value["by_function"], reply.value["functions"]
    return (*reply.value["names"], SIZE), {name: [*counts, sizes.get(name, 0)] for name, counts in found.items()}


def callee_features(session: Session, own: dict[str, list[int]]) -> tuple[tuple[str, ...], dict[str, list[int]]]:
    """Of each function with calls that can be decided on: its features behind clang's own passes without those that inline, then EXTRA;
    and what their names are. `own` are the features behind clang's own pipeline. Raises EvaluationError."""
    names, flat = features(session, without_inlining(session.seeds()[0]))
    rows = {}
    for callee, sites in by_callee(session.module.facts.calls).items():
        if callee not in flat:
            continue
        callers = {caller for caller, _ in sites}
        weight = sum(flat[caller][-1] for caller in callers if caller in flat)
        gone = sum(caller not in own for caller in callers)
        mine = own[callee][-1] if callee in own else 0
        extra = [mine, int(callee not in own), len(sites), len(callers), weight, gone, weight // len(callers)]
        rows[callee] = [*flat[callee], *extra]
    return (*names, *EXTRA), rows

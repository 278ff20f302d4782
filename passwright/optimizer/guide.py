"""What a trained policy says of a module, as a place for the search to begin."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from passwright.errors import EvaluationError, PolicyError
from passwright.evaluate.evaluator import FIRST_LIMIT
from passwright.evaluate.measurement import IN_WORDS
from passwright.llvm.pipeline import Pipeline
from passwright.optimizer.space import Choice, Common
from passwright.policies.choices import Policy, Ranker
from passwright.search.partwise import Guide

if TYPE_CHECKING:
    from passwright.optimizer.optimize import Session

FIRST = 10
"""Choices that each function tries under guidance; what comes behind them is seldom worth it."""
SIZE = "bytes"
"""The last of a function's features: what clang's own pipeline makes of it."""


@cache
def load(folder: str) -> tuple[Policy, Ranker | None]:
    """A policy with its ranker; "" is the one of the package. Raises PolicyError, ToolMissing."""
    policy = Policy.read(Path(folder or str(resources.files("passwright.policies").joinpath("default"))))
    return policy, Ranker(policy) if policy.weights else None


def guide(session: Session, policy: Policy, ranker: Ranker | None) -> Guide[Common, Choice] | None:
    """Where the search of a module begins; None where the policy was made for another target or another LLVM, or where there is
    nothing to choose. Costs one compilation with clang's own pipeline."""
    if not policy.suits(session.toolchain.version, session.module.target):
        return None
    space = session.schedules()
    allowed = set(space.edits)
    choices = [_choice(one.passes, tuple(edit for edit in one.edits if edit in allowed)) for one in policy.choices]
    names = space.names()
    order = ranked(session, policy, ranker, names) if ranker else {}
    plain = list(range(len(choices)))
    ranking = {}
    for name in names:
        distinct = list(dict.fromkeys(choices[number] for number in order.get(name, plain)))
        ranking[name] = distinct[:FIRST]
    codegen = tuple(option for option in policy.codegen if option in set(session.codegen()))
    return Guide(Common(session.seeds()[0], (), codegen), ranking) if ranking else None


def ranked(session: Session, policy: Policy, ranker: Ranker, names: Sequence[str]) -> dict[str, list[int]]:
    """The order of the choices for each function that is left behind clang's own pipeline. Raises EvaluationError, PolicyError."""
    request = {"op": "features", "pipeline": str(session.seeds()[0])}
    # With as much time as the baseline has: what is chosen must not depend on how busy the machine is.
    (reply,) = session.pool.map(session.module, [request], timeout=FIRST_LIMIT, alone=True)
    if reply.failure:
        raise EvaluationError(f"{session.module.name}: clang's own pipeline", f"{IN_WORDS[reply.failure]}: {reply.words}")
    found, sizes = reply.value["by_function"], reply.value["functions"]
    if (names_here := (*reply.value["names"], SIZE)) != policy.features:
        odd = next((name for name in policy.features if name not in names_here), "their order")
        raise PolicyError(policy.name, f"was made for other features than this version counts: {odd}")
    return ranker.rank({name: [*found[name], sizes.get(name, 0)] for name in names if name in found})


def _choice(passes: str, edits: tuple[str, ...]) -> Choice:
    return Choice(Pipeline.parse(f"function({passes})").elements[0].inner or () if passes else (), edits)

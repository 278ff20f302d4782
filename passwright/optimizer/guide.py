"""What a trained policy says of a module, as a place for the search to begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from passwright.errors import EvaluationError, PolicyError
from passwright.evaluate.evaluator import FIRST_LIMIT
from passwright.evaluate.measurement import IN_WORDS
from passwright.llvm.pipeline import Pipeline
from passwright.optimizer.callees import callee_features, features
from passwright.optimizer.decisions import Call, CallSpace, by_callee, calls_of
from passwright.optimizer.space import Choice, Common
from passwright.policies.choices import Policy, Ranker
from passwright.policies.reader import Reader
from passwright.search.partwise import Guide

if TYPE_CHECKING:
    from passwright.optimizer.optimize import Session

FIRST = 10
"""Choices that each function tries under guidance; what comes behind them is seldom worth it."""


LEAST = 16
"""Tokens of the shortest functions' texts, about."""


@cache
def load(folder: str) -> tuple[Policy, Ranker | None]:
    """A policy with its ranker; "" is the one of the package. Raises PolicyError, ToolMissing."""
    policy = Policy.read(Path(folder or str(resources.files("passwright.policies").joinpath("default"))))
    return policy, Ranker(policy) if policy.weights else None


@cache
def load_reader(policy: Policy) -> Reader:
    """The policy's language model, for a policy that has one. Raises PolicyError, ToolMissing."""
    return Reader(policy)


def guide(session: Session, policy: Policy, ranker: Ranker | None) -> Guide[Common, Choice] | None:
    """Where the search of a module begins; None where the policy was made for another target or another LLVM, or where there is
    nothing to choose. Costs a compilation with clang's own pipeline, one more if the policy reads texts, and one without inlining if it
    decides about calls. Raises EvaluationError, PolicyError."""
    if not policy.suits(session.toolchain.version, session.module.target):
        return None
    space = session.schedules()
    allowed = set(space.edits)
    choices = [_choice(one.passes, tuple(edit for edit in one.edits if edit in allowed)) for one in policy.choices]
    names = space.names()
    order: dict[str, list[int]] = {}
    decisions: dict[Call, str] = {}
    if ranker:
        counted, own = features(session, session.seeds()[0])
        check_names(policy, counted, policy.features)
        order = ranker.rank({name: own[name] for name in names if name in own})
        if policy.reader:
            largest = sorted(order, key=lambda name: (-own[name][-1], name))
            try:
                order |= read(session, load_reader(policy), largest[: policy.reader.tokens // LEAST])
            except EvaluationError as error:
                session.notes.append(f"the policy read nothing: {error}")
        # What is saved in the object may be lost in the program: decisions that save there for sure were not learned yet (LOG).
        if session.options.objective == "object":
            try:
                decisions = decide_calls(session, ranker, own)
            except EvaluationError as error:  # LLVM does not survive its own passes without inlining
                session.notes.append(f"the policy decided nothing about calls: {error}")
    plain = list(range(len(choices)))
    ranking = {}
    for name in names:
        distinct = list(dict.fromkeys(choices[number] for number in order.get(name, plain)))
        ranking[name] = distinct[:FIRST]
    if not ranking:
        return None
    codegen = tuple(option for option in policy.codegen if option in set(session.codegen()))
    without = Common(space.pipelines.seeds()[0], (), codegen)  # with its frame: no gate takes a plan without
    return Guide(replace(without, calls=calls_of(decisions)), ranking, without) if decisions else Guide(without, ranking)


def read(session: Session, reader: Reader, names: Sequence[str]) -> dict[str, list[int]]:
    """Of the first of these functions, as many as the policy reads, the numbers of the choices, best first. Raises EvaluationError,
    PolicyError."""
    request = {"op": "texts", "pipeline": str(session.seeds()[0]), "names": list(names)}
    (reply,) = session.pool.map(session.module, [request], timeout=FIRST_LIMIT, alone=True)
    if reply.failure:
        raise EvaluationError(f"{session.module.name}: the text of its functions", f"{IN_WORDS[reply.failure]}: {reply.words}")
    texts = reply.value["texts"]
    found = reader.scores({name: texts[name] for name in names if name in texts})
    return {name: sorted(range(len(scores)), key=lambda number: (-scores[number], number)) for name, scores in found.items()}


def decide_calls(session: Session, ranker: Ranker, own: dict[str, list[int]]) -> dict[Call, str]:
    """What the policy decides about single calls; `own` are the features behind clang's own pipeline. Raises EvaluationError,
    PolicyError."""
    callees = ranker.policy.callees
    calls = by_callee(session.module.facts.calls)
    if callees is None or not calls:
        return {}
    counted, found = callee_features(session, own)
    check_names(ranker.policy, counted, callees.features)
    space = CallSpace((), session.module.facts.calls, ())
    weights = {name: float(counts[-1]) for name, counts in own.items()}
    decided = ranker.decide(found)
    return {call: what for name, what in decided.items() if space.worth(calls[name], what, weights) for call in calls[name]}


def check_names(policy: Policy, counted: Sequence[str], wanted: Sequence[str]) -> None:
    """Raises PolicyError for a policy that reads other features than are counted."""
    if tuple(counted) != tuple(wanted):
        odd = next((name for name in wanted if name not in counted), "their order")
        raise PolicyError(policy.name, f"was made for other features than this version counts: {odd}")


def _choice(passes: str, edits: tuple[str, ...]) -> Choice:
    return Choice(Pipeline.parse(f"function({passes})").elements[0].inner or () if passes else (), edits)

"""Which proposers search the plans of a module, and what each is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from passwright.errors import FlagError, ToolMissing
from passwright.llvm.pipeline import Passes
from passwright.optimizer.decisions import CallSpace, CodegenSpace
from passwright.optimizer.guide import guide, load
from passwright.policies.choices import Policy, Ranker
from passwright.search.partwise import REST, Guide, Partwise
from passwright.search.portfolio import Member, Portfolio
from passwright.search.proposers import PROPOSERS, RandomLists
from passwright.search.sitewise import Sitewise
from passwright.search.study import Proposer

if TYPE_CHECKING:
    from passwright.optimizer.optimize import Session

FUNCTIONWISE = "functionwise"
CALLWISE = "callwise"
CODEGEN_OPTIONS = "codegen"
BY_PARTS = (FUNCTIONWISE, CALLWISE, CODEGEN_OPTIONS)
"""Proposers of Schedules, which learn from what the parts of a module weigh."""
OPENING = (FUNCTIONWISE, CODEGEN_OPTIONS, CALLWISE, CALLWISE)
"""Whose the first turns of the portfolio are."""
PORTFOLIO = "portfolio"
GUIDED = "guided"
"""The portfolio, begun where the policy says."""
GUIDED_OPENING = (*[FUNCTIONWISE] * (len(Guide.BATCHES) + 1), CODEGEN_OPTIONS, CALLWISE, CALLWISE)
"""The guide's first batches are small, and what they found is put together by the next."""
CORESET = "coreset"
"""Functionwise, begun with the choices of the policy in their own order."""
RANKER = "ranker"
"""Functionwise, begun where the policy says."""
AUTOTUNER = "autotuner"
"""Random lists as LLM Compiler's autotuner draws them."""
MEMBERS = ("genetic", "tree", "random", "converge")
"""Of the portfolio, behind BY_PARTS where those can be had. Who waits as long as another goes in this order."""
SCHEDULES_SINCE = 22
"""The first LLVM whose opt selects passes by number, which is how stock tools repeat a Schedule."""
NAMES = (GUIDED, PORTFOLIO, RANKER, CORESET, *BY_PARTS, *PROPOSERS, AUTOTUNER)


def propose(session: Session, name: str | None = None) -> Proposer[Any]:
    """The proposer of a name, without one that of the session's options. Raises FlagError where it cannot be had."""
    name = name or session.options.proposer
    if name in (CORESET, RANKER):
        return by_policy(session, *load(session.options.policy), ranked=name == RANKER)
    if name not in (PORTFOLIO, GUIDED):
        return _member(name, session)
    others = {member: _member(member, session) for member in MEMBERS}
    if _no_schedules(session):
        return Portfolio(others, MEMBERS[:1])
    begin = _begin(session) if name == GUIDED else None
    by_parts = {FUNCTIONWISE: _functionwise(session, begin), **{member: _member(member, session) for member in BY_PARTS[1:]}}
    return Portfolio({**by_parts, **others}, GUIDED_OPENING if begin else OPENING)


def by_policy(session: Session, policy: Policy, ranker: Ranker | None, ranked: bool = True) -> Proposer[Any]:
    """Functionwise, begun where a policy says; without the ranker with the coreset in its own order. Raises FlagError where no plan can
    be made function by function, or where the policy is for others."""
    if words := _no_schedules(session):
        raise FlagError("a policy that chooses function by function", words)
    begin = guide(session, policy, ranker if ranked else None)
    if begin is None:
        raise FlagError(policy.name, f"was made for LLVM {policy.llvm} and {', '.join(policy.targets)}, not for {session.module.target}")
    return _functionwise(session, begin)


def _begin(session: Session) -> Guide[Any, Any] | None:
    """Where the session's policy begins; without ONNX Runtime, which ranks, the search goes without."""
    try:
        return guide(session, *load(session.options.policy))
    except ToolMissing as error:
        session.notes.append(f"the policy was not used: {error}")
        return None


def _no_schedules(session: Session) -> str:
    """Why no plan can be made function by function, if so."""
    if session.toolchain.version < SCHEDULES_SINCE:
        return f"opt-{session.toolchain.version} cannot repeat such plans, opt-{SCHEDULES_SINCE} can"
    if session.options.objective not in ("size", "object"):
        return "knows what functions weigh in bytes only; take another with --for instructions"
    return ""


def _member(name: str, session: Session) -> Member[Any]:
    seed = session.options.seed
    if name == AUTOTUNER:
        return RandomLists(session.autotuner_space(), seed)
    if name not in BY_PARTS:
        member: Member[Any] = PROPOSERS[name](session.space(), seed)
        return member
    if words := _no_schedules(session):
        raise FlagError(f"--proposer {name}", words)
    if name == FUNCTIONWISE:
        return _functionwise(session)
    seeds = session.space().seeds()
    if name == CALLWISE:
        return Sitewise(CallSpace(seeds, session.module.facts.calls, set(session.parts())), seed, values_of(session))
    return Sitewise(CodegenSpace(seeds, session.codegen()), seed, values_of(session))


def _functionwise(session: Session, begin: Guide[Any, Any] | None = None) -> Partwise[Any, Any, Any]:
    return Partwise(session.schedules(), session.options.seed, values_of(session), begin)


def values_of(session: Session) -> Callable[[Passes], dict[str, float] | None]:
    """What the functions of a plan weigh, those that are gone from the object alone included."""
    names = session.parts()
    known = set(names)

    def values(plan: Passes) -> dict[str, float] | None:
        measured = session.evaluator.known(plan)
        if measured is None or not measured.ok or str(plan) in session.refused:
            return None
        parts = {name: measured.functions[name] for name in names if name in measured.functions}
        rest = measured.size - sum(parts.values())
        for name, size in session.gone(measured).items() if session.options.objective == "size" else ():
            if name in known:
                parts[name] = size
            else:
                rest += size
        return {**parts, REST: rest}

    return values

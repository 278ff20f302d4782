"""Which proposers search the plans of a module, and what each is told."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from passwright.errors import FlagError
from passwright.llvm.pipeline import Passes
from passwright.optimizer.decisions import CallSpace, CodegenSpace
from passwright.search.partwise import REST, Partwise
from passwright.search.portfolio import Member, Portfolio
from passwright.search.proposers import PROPOSERS
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
MEMBERS = ("genetic", "tree", "random", "converge")
"""Of the portfolio, behind BY_PARTS where those can be had. Who waits as long as another goes in this order."""
SCHEDULES_SINCE = 22
"""The first LLVM whose opt selects passes by number, which is how stock tools repeat a Schedule."""
NAMES = (PORTFOLIO, *BY_PARTS, *PROPOSERS)


def propose(session: Session, name: str | None = None) -> Proposer[Any]:
    """The proposer of a name, without one that of the session's options. Raises FlagError where it cannot be had."""
    name = name or session.options.proposer
    if name != PORTFOLIO:
        return _member(name, session)
    members, opening = (MEMBERS, MEMBERS[:1]) if _no_schedules(session) else ((*BY_PARTS, *MEMBERS), OPENING)
    return Portfolio({member: _member(member, session) for member in members}, opening)


def _no_schedules(session: Session) -> str:
    """Why no plan can be made function by function, if so."""
    if session.toolchain.version < SCHEDULES_SINCE:
        return f"opt-{session.toolchain.version} cannot repeat such plans, opt-{SCHEDULES_SINCE} can"
    if session.options.objective != "size":
        return "knows what functions weigh in bytes only; take another with --for instructions"
    return ""


def _member(name: str, session: Session) -> Member[Any]:
    seed = session.options.seed
    if name not in BY_PARTS:
        member: Member[Any] = PROPOSERS[name](session.space(), seed)
        return member
    if words := _no_schedules(session):
        raise FlagError(f"--proposer {name}", words)
    names = session.parts()

    def values(plan: Passes) -> dict[str, float] | None:
        measured = session.evaluator.known(plan)
        if measured is None or not measured.ok or str(plan) in session.refused:
            return None
        parts = {name: measured.functions[name] for name in names if name in measured.functions}
        return {**parts, REST: measured.size - sum(parts.values())}

    if name == FUNCTIONWISE:
        return Partwise(session.schedules(), seed, values)
    seeds = session.space().seeds()
    if name == CALLWISE:
        return Sitewise(CallSpace(seeds, session.module.facts.calls, set(names)), seed, values)
    return Sitewise(CodegenSpace(seeds, session.codegen()), seed, values)

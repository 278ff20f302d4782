"""`apply`: what a plan that was found before gives for a module, gated again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from passwright.errors import EvaluationError, PlanError
from passwright.evaluate.measurement import Measurement
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer.optimize import Options, Session
from passwright.verify import stock
from passwright.verify.gates import Evidence


@dataclass(frozen=True)
class Applied:
    """What a plan gave for a module, beside what clang's own pipeline gives."""

    data: bytes
    measurement: Measurement
    baseline: Measurement
    evidence: Evidence
    script: str


def apply_plan(
    plan_path: str, source: str, flags: Sequence[str] | None, kind: str = "obj", trust: str = "core", out: str = "out.o"
) -> Applied:
    """The bytes that a plan gives for a module, and a script of stock tools that makes `out`, the object, from it.

    Without flags of the user's, the plan's own are used.

    Raises PlanError for a plan that does not fit and EvaluationError for one that does not pass its gates.
    """
    plan = Plan.read(plan_path)
    if flags is None:
        plan.check_flags(plan_path)
        flags = plan.flags
    toolchain = find_toolchain()
    if plan.llvm != toolchain.version:
        toolchain = find_toolchain(plan.llvm)
    with Session(source, flags, Options(jobs=1, trust=trust), toolchain=toolchain) as session:
        plan.check_fits(session.module, plan_path)
        if plan.pipeline is not None and session.frame.baseline_only:
            raise EvaluationError(source, session.frame.baseline_only)
        if plan.pipeline is not None and not session.frame.holds_in(plan.pipeline):
            first = ",".join(map(str, session.frame.before))
            raise PlanError(plan_path, f"lacks passes that this module needs first: {first}")
        candidate = session.candidate(plan.pipeline)
        evidence = session.check(candidate)
        if not evidence.passed:
            raise EvaluationError(f"{plan_path}: gate {evidence.verdicts[-1].gate}", evidence.verdicts[-1].detail)
        data = session.build(candidate, kind)
        script = stock.script(session.module, candidate.plan, out, candidate.ran)
        return Applied(data, candidate.measurement, session.evaluator.baseline, evidence, script)

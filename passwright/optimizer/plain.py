"""Studies as plain data: what goes to another process or machine and what comes back. JSON alone, bytes as base64 in it."""

from __future__ import annotations

import base64
import json
from dataclasses import asdict, fields
from typing import Any

from passwright import errors
from passwright.errors import PasswrightError
from passwright.evaluate.evaluator import Failure
from passwright.evaluate.measurement import Measurement
from passwright.llvm.module import Facts, Module
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.optimize import Options, Result
from passwright.search.study import Outcome
from passwright.verify.gates import Evidence, Verdict

Json = dict[str, Any]


def encode(value: Json) -> bytes:
    return json.dumps(value).encode()


def bytes_to_text(data: bytes) -> str:
    return base64.b64encode(data).decode()


def bytes_from_text(text: str) -> bytes:
    return base64.b64decode(text)


def options_from_json(value: Json) -> Options:
    """The inverse of `dataclasses.asdict`."""
    return Options(**value)


def module_to_json(module: Module) -> Json:
    """Without the toolchain, which each machine has for itself."""
    plain = {field.name: getattr(module, field.name) for field in fields(Module) if field.name not in ("bitcode", "facts", "toolchain")}
    return {**plain, "bitcode": bytes_to_text(module.bitcode), "facts": asdict(module.facts)}


def module_from_json(value: Json, toolchain: Toolchain) -> Module:
    texts = {name: tuple(value[name]) for name in ("flags", "arguments")}
    facts = Facts.from_json(value["facts"])
    return Module(**{**value, **texts, "bitcode": bytes_from_text(value["bitcode"]), "facts": facts, "toolchain": toolchain})


def result_to_json(result: Result) -> Json:
    """All of a result but its module."""
    return {
        **{name: getattr(result, name) for name in _AS_THEY_ARE},
        "baseline": result.baseline.to_json(),
        "best": result.best.to_json(),
        "plan": result.plan.to_json(),
        "evidence": result.evidence.to_json(),
        "object": bytes_to_text(result.object),
        "failures": [asdict(failure) for failure in result.failures],
        "rejected": [evidence.to_json() for evidence in result.rejected],
    }


def result_from_json(value: Json, module: Module) -> Result:
    return Result(
        module=module,
        **{name: value[name] for name in _AS_THEY_ARE},
        baseline=Measurement.from_json(value["baseline"]),
        best=Measurement.from_json(value["best"]),
        plan=Plan.from_json(value["plan"]),
        evidence=_evidence(value["evidence"]),
        object=bytes_from_text(value["object"]),
        failures=[Failure(**failure) for failure in value["failures"]],
        rejected=[_evidence(evidence) for evidence in value["rejected"]],
    )


def outcome_to_json(outcome: Outcome[Any]) -> Json:
    """How far a search is: no points, no curve."""
    return {name: getattr(outcome, name) for name in ("baseline", "value", "evaluations", "seconds")}


def outcome_from_json(value: Json) -> Outcome[Any]:
    return Outcome(**value)


def error_to_json(error: PasswrightError) -> Json:
    return {"kind": type(error).__name__, "fields": {name: value for name, value in vars(error).items() if name != "__notes__"}}


def error_from_json(value: Json) -> PasswrightError:
    kind = getattr(errors, value["kind"])
    if not issubclass(kind, PasswrightError):
        raise ValueError(f"{value['kind']} is no error of ours")
    error: PasswrightError = kind(**value["fields"])
    return error


_AS_THEY_ARE = ("objective", "reason", "evaluations", "answered", "seconds", "stopped", "curve", "warnings", "ran")


def _evidence(value: Json) -> Evidence:
    return Evidence(tuple(Verdict(**verdict) for verdict in value["verdicts"]), value["llvm"], value["passwright"])

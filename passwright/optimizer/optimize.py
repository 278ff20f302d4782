"""`optimize`: a plan for one module, searched, gated, and never worse than the baseline."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Self

from passwright.errors import EvaluationError, FlagError, InputError, StudyError
from passwright.evaluate.cache import Cache
from passwright.evaluate.evaluator import ADDITIVE, FIRST_LIMIT, Evaluator, Failure, load_module
from passwright.evaluate.experience import Experience
from passwright.evaluate.measurement import IN_WORDS, OBJECTIVES, Measurement
from passwright.evaluate.pool import MEMORY, WorkerPool, llvm_options
from passwright.llvm import baseline as llvm_baseline
from passwright.llvm.catalogue import TIERS, Entry, load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.pipeline import CODEGEN, Passes, Pipeline, Schedule
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.optimizer.propose import GUIDED, NAMES, propose
from passwright.optimizer.space import FRAME_POINTER, SIZE_EDITS, X86_TUNINGS, AutotunerSpace, PipelineSpace, ScheduleSpace
from passwright.search.budget import Budget
from passwright.search.minimize import minimize
from passwright.search.study import Outcome, Proposer, Study
from passwright.verify import stock
from passwright.verify.differential import DifferentialGate
from passwright.verify.gates import Candidate, CommandGate, Evidence, Gate, ReproductionGate, TrustGate, VerifierGate, run_gates
from passwright.verify.validate.gate import ValidationGate
from passwright.version import __version__

KINDS = {".bc": "bc", ".ll": "ll", ".s": "asm"}
"""What is written, by the suffix of the output; an object for all others."""

CODELESS = ("bc", "ll")
"""Kinds that code is still to be generated from, by the user's clang."""

DEFAULT_BUDGET = "256"


@dataclass(frozen=True)
class Options:
    """How a plan is searched. `budget` counts evaluations (256) or seconds ("2s"); `limit` is seconds an evaluation.

    `store` is the file of the experience store, True for the user's own, False for none. `generates_code` is False where bitcode goes
    out, which holds no options for code generation. `policy` is the folder of a policy, "" for the package's own. `differential`: run the
    functions beside those of the unoptimised module. `validate`: ask z3 whether they still do the same.
    """

    objective: str = "size"
    budget: str = DEFAULT_BUDGET
    seed: int = 0
    jobs: int | None = None
    trust: str = "core"
    proposer: str = GUIDED
    test: str | None = None
    test_timeout: float = 300.0
    study: str | None = None
    memory: int = MEMORY
    limit: float | None = None
    store: str | bool = False
    generates_code: bool = True
    policy: str = ""
    differential: bool = False
    validate: bool = False

    def __post_init__(self) -> None:
        for name, value, allowed in (
            ("--for", self.objective, tuple(OBJECTIVES)),
            ("--trust", self.trust, TIERS[:2]),
            ("--proposer", self.proposer, NAMES),
        ):
            if value not in allowed:
                raise FlagError(f"{name} {value}", f"must be one of {', '.join(allowed)}")
        if self.jobs is not None and self.jobs < 1:
            raise FlagError(f"--jobs {self.jobs}", "must be at least 1")
        Budget.parse(self.budget)

    @property
    def workers(self) -> int:
        return self.jobs or len(os.sched_getaffinity(0))


@dataclass(frozen=True)
class Result:
    """What leaves: an object that is never larger than clang's, the plan, and the evidence.

    `reason` says why the baseline itself goes out, None where a plan is better. `curve` is the best value after each
    evaluation, `commands` the stock shell lines that make the object. `answered` counts the evaluations that the store knew.
    """

    module: Module
    objective: str
    baseline: Measurement
    best: Measurement
    plan: Plan
    evidence: Evidence
    object: bytes
    reason: str | None
    evaluations: int
    seconds: float
    stopped: str
    curve: list[float]
    failures: list[Failure]
    rejected: list[Evidence]
    warnings: list[str] = field(default_factory=list)
    ran: str = ""
    answered: int = 0

    @property
    def saved(self) -> float:
        """The share of the baseline that was saved: (C_base − C) / C_base, of IR instructions or of the object's bytes, whatever of these a
        linked program keeps."""
        value = OBJECTIVES[self.objective]
        return (value(self.baseline) - value(self.best)) / value(self.baseline) if value(self.baseline) else 0.0

    def commands(self, out: str = "out.o") -> list[str]:
        return stock.commands(self.module, self.plan, out, self.ran)

    def to_json(self) -> dict[str, Any]:
        return {
            "schema": "passwright.result/1",
            "module": self.module.name,
            "source": self.module.source,
            "objective": self.objective,
            "saved": self.saved,
            "baseline": self.baseline.to_json(),
            "best": self.best.to_json(),
            "plan": self.plan.to_json(),
            "plan_length": len(self.plan),
            "evidence": self.evidence.to_json(),
            "baseline_only_because": self.reason,
            "compile_ms": {"baseline": compile_ms(self.baseline), "plan": compile_ms(self.best)},
            "evaluations": self.evaluations,
            "answered": self.answered,
            "seconds": self.seconds,
            "stopped": self.stopped,
            "curve": self.curve,
            "failures": [asdict(failure) for failure in self.failures],
            "rejected": [evidence.to_json() for evidence in self.rejected],
            "warnings": self.warnings,
            "commands": self.commands(),
        }


def _kind(pipeline: Passes) -> int:
    """Plans of one kind are estimated in one way."""
    return min(2, len(pipeline.steps)) if isinstance(pipeline, Schedule) else 0


def compile_ms(measurement: Measurement) -> float:
    return round(measurement.parse_ms + measurement.passes_ms + measurement.codegen_ms, 3)


def study_header(module: Module) -> dict[str, str]:
    """What the measurements of a study file belong to."""
    return {"module": module.key, "name": module.name, "llvm": module.toolchain.release, "target": module.target}


def build_baseline(module: Module, kind: str) -> bytes:
    """What clang itself makes of the user's own input: an object ("obj"), "asm", "bc" or "ll". Raises CompileError."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        out = str(Path(folder) / "out")
        command = stock.baseline_command(module, out)
        kinds = {"obj": ["-c"], "asm": ["-S"], "bc": ["-c", "-emit-llvm"], "ll": ["-S", "-emit-llvm"]}
        at = len(command) - 1 - command[::-1].index("-c")
        run([*command[:at], *kinds[kind], *command[at + 1 :]], check=True)
        return Path(out).read_bytes()


class Session:
    """A module that is being optimised: its evaluator, frame and gates. A context manager: it ends its workers."""

    def __init__(
        self,
        source: str | Module,
        flags: Sequence[str],
        options: Options,
        *,
        toolchain: Toolchain | None = None,
        pool: WorkerPool | None = None,
        experience: Experience | None = None,
    ) -> None:
        validation = ValidationGate() if options.validate else None  # which says first whether z3 is there
        self.options = options
        self.toolchain = toolchain or find_toolchain()
        self.own_pool = None if pool else WorkerPool(self.toolchain.version, options.workers, options.memory)
        self.experience = experience
        self.cache = Cache(options.store)
        self.differential = DifferentialGate()
        try:
            self.pool = pool or self.own_pool or WorkerPool(self.toolchain.version, options.workers)
            self.module = source if isinstance(source, Module) else load_module(source, flags, self.toolchain, self.pool)
            self.frame = llvm_baseline.frame_of(self.module)
            if options.study:
                self.experience = Experience(options.study, study_header(self.module))
            self.evaluator = Evaluator(self.module, self.pool, experience=self.experience, limit=options.limit, cache=self.cache)
            weights = self.evaluator.baseline.functions
            self.shared = {name: weights[name] for name in self.module.facts.shared if name in weights}
            """Bytes of the functions that stay in the linked program though they be gone here, since others hold copies."""
        except BaseException:
            self.close()
            raise
        self.gates: list[Gate] = [VerifierGate(), TrustGate(options.trust, self.frame), ReproductionGate()]
        if options.differential:
            self.gates.append(self.differential)
        if validation:
            self.gates.append(validation)
        if options.test:
            self.gates.append(self.test_gate(options.test))
        self.rejected: list[Evidence] = []
        self.refused: set[str] = set()
        self.notes: list[str] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self.differential.close()
        self.cache.close()
        if self.experience:
            self.experience.close()
        if self.own_pool:
            self.own_pool.close()

    def test_gate(self, command: str) -> CommandGate:
        return CommandGate(command, self.options.test_timeout)

    def prefers(self, candidate: Candidate, kept: Candidate | None) -> bool:
        """Whether a candidate that passed its gates, and whose object is the smallest, goes out in place of the one kept."""
        return True

    def gone(self, measurement: Measurement) -> dict[str, int]:
        """The bytes of functions that are gone from the object, but not from the program."""
        # An estimate does not list functions that cannot be looked at by themselves: they count among what is left.
        unlisted = set(self.module.facts.rigid) if measurement.estimated else ()
        return {name: size for name, size in self.shared.items() if name not in measurement.functions and name not in unlisted}

    def value(self, measurement: Measurement) -> int:
        """What is minimised."""
        kept = sum(self.gone(measurement).values()) if self.options.objective == "size" else 0
        return OBJECTIVES[self.options.objective](measurement) + kept

    def space(self) -> PipelineSpace:
        """The passes of the trusted tier around clang's own pipeline."""
        return PipelineSpace(self._entries(), self.seeds(), self.frame)

    def autotuner_space(self) -> AutotunerSpace:
        """The same, and the pipelines of clang's levels beside the passes."""
        return AutotunerSpace(self._entries(), self.seeds(), self.frame, llvm_baseline.level_pipelines(self.module))

    def _entries(self) -> list[Entry]:
        return [entry for entry in load_catalogue(self.toolchain.version).trusted(self.options.trust).values() if entry.draw]

    def seeds(self) -> list[Pipeline]:
        """What the search starts from: clang's own pipeline first."""
        return [llvm_baseline.pipeline_of(self.module)]

    def parts(self) -> list[str]:
        """The functions that can have passes of their own."""
        rigid = set(self.module.facts.rigid)
        return [name for name in self.module.facts.names if name and name not in rigid]  # one without a name cannot be asked for

    def schedules(self) -> ScheduleSpace:
        """The same passes function by function, with the edits of attributes that suit the target."""
        arguments = self.module.arguments
        tuning = arguments[arguments.index("-tune-cpu") + 1] if "-tune-cpu" in arguments else ""
        # Who asks for a processor gets it.
        tunings = [f"tune-cpu={name}" for name in X86_TUNINGS if tuning == "generic" and self.module.target.startswith("x86_64")]
        # So does who asks for frame pointers, or for none.
        x86 = self.module.target.startswith(ADDITIVE)
        free = x86 and "-mframe-pointer=none" in arguments and "-fomit-frame-pointer" not in self.module.flags
        frames = [FRAME_POINTER] if free and not self.module.facts.taking_frame_pointer else []
        return ScheduleSpace(self.space(), self.parts(), [*frames, *SIZE_EDITS, *tunings])

    def codegen(self) -> list[str]:
        """The options for code generation that the tier trusts, that mean something to the target, and that the user does not set; none
        where bitcode goes out."""
        set_by_user = {option.lstrip("-").partition("=")[0] for option in llvm_options(self.module)}
        x86 = self.module.target.startswith(ADDITIVE)
        return [
            option
            for option, tier in CODEGEN.items()
            if self.options.generates_code
            and TIERS.index(tier) <= TIERS.index(self.options.trust)
            and option.partition("=")[0] not in set_by_user
            and (x86 or "x86" not in option)
        ]

    def candidate(self, pipeline: Passes | None) -> Candidate:
        measurement = self.evaluator.evaluate([pipeline])[0]
        if not measurement.ok:
            raise EvaluationError(f"{self.module.name}: the plan", f"{IN_WORDS[measurement.outcome]}: {measurement.words}")
        plan = Plan.of(self.module, pipeline)
        try:
            built = self.evaluator.build(pipeline)
        except EvaluationError as error:
            if pipeline is None:
                raise
            return Candidate(self.module, plan, measurement, b"", refused=error.words)
        refused = self._check_measurement(pipeline, measurement, built.data)
        return Candidate(self.module, plan, measurement, built.data, refused, built.ran)

    def _check_measurement(self, pipeline: Passes | None, measurement: Measurement, built: bytes) -> str:
        """Why the object is not the one that was measured, if so: some passes do not do the same each time."""
        sizes = self.pool.call({"op": "measure"}, built, timeout=FIRST_LIMIT).value
        if all(sizes.get(name) == getattr(measurement, name) for name in ("size", "text_data", "bss")):
            return ""
        said = f"{measurement.size} bytes were measured, the object has {sizes.get('size')}"
        if self.experience and self.experience.was_read(None if pipeline is None else str(pipeline)):
            raise StudyError(str(self.options.study), f"the measurement of a plan is wrong ({said}); give another --study file")
        return f"LLVM does not give the same each time: {said}"

    def check(self, candidate: Candidate) -> Evidence:
        evidence = run_gates(self.gates, candidate, __version__)
        if not evidence.passed:
            self.rejected.append(evidence)
            self.refused.add(str(candidate.plan.pipeline))
        return evidence

    def build(self, candidate: Candidate, kind: str) -> bytes:
        """The bytes to write: for the baseline what clang itself makes of the user's own input."""
        if candidate.plan.pipeline is not None:
            return candidate.object if kind == "obj" else self.evaluator.build(candidate.plan.pipeline, kind).data
        return build_baseline(self.module, kind)

    def optimize(
        self,
        progress: Callable[[Outcome[Any]], None] = lambda outcome: None,
        *,
        proposer: Proposer[Any] | None = None,
        stops: Sequence[int] = (),
    ) -> Result:
        """Searches within the budget. Each new best passes its gates as it appears; Ctrl-C keeps the last that did.

        Another `proposer` than that of the options may be given; `stops` are those of the study.
        """
        self._check_test_command()
        value = self.value
        base = self.evaluator.baseline
        accepted: dict[str, tuple[Candidate, Evidence]] = {}
        missing: dict[int, tuple[int, int]] = {}

        def corrected(pipeline: Passes, measurement: Measurement) -> float | None:
            """With what an estimate leaves out, which is much the same for all plans of a module that are of one kind: the least that
            one was seen to."""
            more, bytes_more = missing.get(_kind(pipeline), (0, 0)) if measurement.estimated else (0, 0)
            # Promise 1: whatever the objective, the object never grows.
            return value(measurement) + more if measurement.ok and measurement.size + bytes_more <= base.size else None

        def evaluate(pipelines: Sequence[Passes]) -> list[float | None]:
            return [corrected(pipeline, found) for pipeline, found in zip(pipelines, self.evaluator.estimate(list(pipelines)), strict=True)]

        def confirm(pipeline: Passes) -> float | None:
            estimate = self.evaluator.known(pipeline)
            kind = _kind(pipeline)
            if estimate and estimate.estimated and kind in missing:
                # What another one of its batch came to may have shown that it is no better.
                found = corrected(pipeline, estimate)
                if found is None or found >= (value(accepted["best"][0].measurement) if accepted else value(base)):
                    return found
            measurement = self.evaluator.confirmed(pipeline)
            if not measurement.ok:
                return None
            if estimate and estimate.estimated:
                gap = value(measurement) - value(estimate), measurement.size - estimate.size
                missing[kind] = min(missing.get(kind, gap)[0], gap[0]), min(missing.get(kind, gap)[1], gap[1])
            return value(measurement) if measurement.size <= base.size else None

        def accept(pipeline: Passes) -> bool:
            candidate = self.candidate(pipeline)
            evidence = self.check(candidate)
            if evidence.passed and self.prefers(candidate, accepted["best"][0] if accepted else None):
                accepted["best"] = (candidate, evidence)
            return evidence.passed

        reason = self.frame.baseline_only
        outcome: Outcome[Any] = Outcome(value(base), value=value(base), stopped="baseline only")
        if reason is None:
            budget = Budget.parse(self.options.budget)
            proposer = proposer or propose(self)
            outcome = Study(self.space(), proposer, evaluate, accept, value(base), budget, progress, confirm, stops).run()
            if "best" not in accepted:
                reason = f"nothing better than clang's own pipeline in {outcome.evaluations} evaluations"
        candidate, evidence = accepted.get("best") or self._baseline_candidate()
        return Result(
            self.module,
            self.options.objective,
            base,
            candidate.measurement,
            candidate.plan,
            evidence,
            candidate.object,
            reason,
            outcome.evaluations,
            round(outcome.seconds, 3),
            outcome.stopped,
            outcome.curve,
            self.evaluator.failures,
            self.rejected,
            self.warnings(),
            candidate.ran,
            len(self.cache.answered),
        )

    def minimize(self, pipeline: Passes) -> Passes:
        """The shortest plan that gives the same object bytes."""
        wanted = self.candidate(pipeline).measurement.object_hash

        def same(pipelines: Sequence[Passes]) -> list[bool]:
            return [measurement.ok and measurement.object_hash == wanted for measurement in self.evaluator.evaluate(list(pipelines))]

        return minimize(self.space(), pipeline, same)

    def warnings(self) -> list[str]:
        facts = self.module.facts
        if not facts.optnone:
            return [*self.cache.warnings, *self.notes]
        return [
            *self.cache.warnings,
            *self.notes,
            f"{facts.optnone} of {facts.functions} functions carry optnone (code made at -O0), so no pass touches them. Remedy: make the"
            " bitcode with clang -Oz -Xclang -disable-llvm-passes -emit-llvm -c",
        ]

    def _baseline_candidate(self) -> tuple[Candidate, Evidence]:
        candidate = self.candidate(None)
        plain = [gate for gate in self.gates if not isinstance(gate, CommandGate)]
        return candidate, run_gates(plain, candidate, __version__)

    def _check_test_command(self) -> None:
        """A test command that clang's own object does not pass says nothing about a candidate."""
        if not self.options.test or self.frame.baseline_only:
            return
        passed, detail = self.test_gate(self.options.test).check(self.candidate(None))
        if not passed:
            raise InputError("--test", f"the command fails on clang's own object already, so it cannot judge a plan: {detail}")


def optimize(
    source: str | os.PathLike[str],
    objective: str = "size",
    budget: str | int = DEFAULT_BUDGET,
    *,
    flags: Sequence[str] = (),
    seed: int = 0,
    jobs: int | None = None,
    trust: str = "core",
    proposer: str = GUIDED,
    test: str | None = None,
    study: str | None = None,
    store: str | os.PathLike[str] | bool = True,
) -> Result:
    """Optimises one module; `source` is a .c, .cc, .cpp, .ll or .bc file, `flags` are clang's own.

    What was measured before is answered from the user's store; `store` is another file for it, or False for none.

    Raises a PasswrightError for bad input. Never raises for a pass that fails: that costs one evaluation.
    """
    options = Options(
        objective, str(budget), seed, jobs, trust, proposer, test, study=study, store=store if isinstance(store, bool) else os.fspath(store)
    )
    with Session(os.fspath(source), flags, options) as session:
        return session.optimize()

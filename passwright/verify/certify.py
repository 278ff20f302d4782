"""PassListEval: which pass lists can be trusted, by running self-testing programs that were compiled with them.

After LLM Compiler (arXiv 2407.02524, section 3), whose suite was not released.
"""

from __future__ import annotations

import hashlib
import shlex
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from passwright.errors import CompileError, InputError, PasswrightError
from passwright.evaluate.evaluator import load_module, plan_request
from passwright.evaluate.pool import Reply, WorkerPool
from passwright.llvm.baseline import DEFAULT_LEVEL, Frame, frame_of
from passwright.llvm.module import Module, emit_bitcode
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain, run
from passwright.verify.gates import CommandGate
from passwright.verify.suite import SelfTest, Suite

COMPILE_LIMIT = 10.0
"""Seconds for a list on one program, and twice that when it is tried again alone."""
RUN_LIMIT = 10.0
"""Seconds for a program, which takes milliseconds; they are for one that waits for ever."""
CPU_LIMIT = 2
"""Seconds of CPU time, however busy the machine is."""
MEMORY = 1 << 30
"""Bytes of address space for a program."""
OUTPUT = 1 << 20
"""Bytes that a program may write to a file."""

LIMITS = f"ulimit -c 0; ulimit -t {CPU_LIMIT}; ulimit -f {OUTPUT >> 9}; ulimit -v {MEMORY >> 10}"
"""In the shell that becomes the program."""
BUSY = ("did not end", "status -9:", "status -24:")
"""How the words begin where a machine that was busy for a moment, or out of memory, may have been the reason."""

LIBRARIES = ("-lm", "-pthread")
WORDS = 400
ENOUGH = 5
"""Programs that a list may break before the others are spared."""


@dataclass(frozen=True)
class Broken:
    """A program that a list does not leave whole.

    `outcome`: LLVM crashed, or had too little time or memory ("crash", "timeout", "memory"), or says what is wrong ("error"); what
    it made is refused by its verifier ("verifier") or by the linker ("link"); or the program fails its check, crashes or hangs
    ("failed").
    """

    program: str
    outcome: str
    words: str


@dataclass(frozen=True)
class Certificate:
    """What a list survived: the `programs` that were tried, less the broken ones. `refused` are LLVM's words for a list that is none."""

    pipeline: str
    programs: int
    broken: tuple[Broken, ...] = ()
    refused: str = ""

    @property
    def holds(self) -> bool:
        return not self.broken and not self.refused

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @staticmethod
    def from_json(value: dict[str, Any]) -> Certificate:
        """Raises KeyError, TypeError or ValueError for what is none."""
        certificate = Certificate(**{**value, "broken": tuple(Broken(**one) for one in value["broken"])})
        Pipeline.parse(certificate.pipeline) if not certificate.refused else None
        if not isinstance(certificate.programs, int):
            raise TypeError(certificate.programs)
        return certificate


@dataclass(frozen=True)
class Bench:
    """One program, ready for objects of its solution."""

    test: SelfTest
    module: Module
    checker: Path
    linker: tuple[str, ...]
    frame: Frame

    def framed(self, pipeline: Pipeline) -> Pipeline:
        """The list behind what this program needs first, as a search has it."""
        return Pipeline((*self.frame.before, *pipeline.elements))

    def link(self, solution: bytes) -> bytes:
        """The program. Raises CompileError."""
        with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
            (Path(folder) / "solution.o").write_bytes(solution)
            (Path(folder) / "checker.o").symlink_to(self.checker)
            run(self.linker, check=True, cwd=folder)
            return (Path(folder) / "program").read_bytes()

    def check(self, solution: bytes) -> Broken | None:
        """Links an object of the solution with the checker, and runs it."""
        try:
            image = self.link(solution)
        except CompileError as error:
            return Broken(self.test.name, "link", str(error)[:WORDS])
        gate = CommandGate(f'{LIMITS}; exec "$PASSWRIGHT_IMAGE" 2>&1', RUN_LIMIT)
        passed, detail = gate.run(None, image)
        if not passed and detail.startswith(BUSY):
            passed, detail = gate.run(None, image)
        return None if passed else Broken(self.test.name, "failed", detail.replace(gate.command, "the program")[:WORDS])


class Certifier:
    """Compiles the programs of a suite with pass lists and runs them.

    `unfit` are those that clang's own pipeline does not carry through, with the reason: they say nothing about a list. `fit` is the
    suite of the others.
    Entering it compiles them, and raises InputError if none is left.
    """

    def __init__(self, suite: Suite, toolchain: Toolchain, pool: WorkerPool, progress: Callable[[int, str], None] = lambda *_: None):
        self.toolchain = toolchain
        self.pool = pool
        self.suite = suite
        self.folder = tempfile.TemporaryDirectory(prefix="passwright-")
        self.threads = ThreadPoolExecutor(len(pool.workers))
        self.benches: list[Bench] = []
        self.unfit: list[Broken] = []
        self.fit = suite
        self.known: dict[tuple[str, bytes], Broken | None] = {}
        """What an object of a program came to: many lists give the same one."""
        self.progress = progress

    def __enter__(self) -> Certifier:
        try:
            self._prepare()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.threads.shutdown(cancel_futures=True)
        self.folder.cleanup()

    def certify(self, lists: Sequence[Pipeline], progress: Callable[[int, str], None] = lambda *_: None) -> list[Certificate]:
        """One certificate a list. One that LLVM cannot parse is tried on the first program only, one that has broken ENOUGH on no more."""
        broken: list[list[Broken]] = [[] for _ in lists]
        refused = [""] * len(lists)
        tried = [0] * len(lists)
        for number, bench in enumerate(self.benches):
            progress(number, bench.test.name)
            numbers = [i for i in range(len(lists)) if not refused[i] and len(broken[i]) < ENOUGH]
            for i, verdict in zip(numbers, self.verdicts(bench, [lists[i] for i in numbers]), strict=True):
                if verdict and verdict.outcome == "error" and not tried[i]:
                    refused[i] = verdict.words
                    continue
                tried[i] += 1
                if verdict:
                    broken[i].append(verdict)
        return [Certificate(str(pipeline), tried[i], tuple(broken[i]), refused[i]) for i, pipeline in enumerate(lists)]

    def bench(self, program: str) -> Bench:
        return next(bench for bench in self.benches if bench.test.name == program)

    def verdicts(self, bench: Bench, lists: Sequence[Pipeline | None]) -> list[Broken | None]:
        """What each list makes of one program; None: nothing is wrong."""
        framed = [None if pipeline is None else bench.framed(pipeline) for pipeline in lists]
        requests = [{"op": "build", **plan_request(pipeline), "kind": "obj"} for pipeline in framed]
        replies = self.pool.map(bench.module, requests, timeout=COMPILE_LIMIT)
        for i, reply in enumerate(replies):
            if reply.failure in ("crash", "timeout", "memory"):
                self.pool.close()  # what an earlier list did to a worker is not this one's doing
                replies[i] = self.pool.map(bench.module, [requests[i]], timeout=2 * COMPILE_LIMIT, alone=True)[0]
        keys = [(bench.test.name, hashlib.blake2b(reply.data, digest_size=16).digest()) for reply in replies]
        new = {key: reply.data for key, reply in zip(keys, replies, strict=True) if not reply.failure and key not in self.known}
        self.known.update(zip(new, self.threads.map(bench.check, new.values()), strict=True))
        return [_failure(bench, reply) if reply.failure else self.known[key] for key, reply in zip(keys, replies, strict=True)]

    def _prepare(self) -> None:
        suite, toolchain = self.suite, self.toolchain
        linkers = {cplusplus: self._linker(cplusplus) for cplusplus in {test.cplusplus for test in suite.tests}}
        for number, (test, made) in enumerate(zip(suite.tests, self.threads.map(self._compile, suite.tests), strict=True)):
            self.progress(number, test.name)
            try:
                if isinstance(made, PasswrightError):
                    raise made
                module = load_module(str(made), [], toolchain, self.pool)
                frame = frame_of(module)
                if frame.baseline_only:
                    raise InputError(str(test.solution), frame.baseline_only)
            except PasswrightError as error:
                self.unfit.append(Broken(test.name, "unfit", str(error)[:WORDS]))
                continue
            bench = Bench(test, module, made.with_suffix(".o"), linkers[test.cplusplus], frame)
            (broken,) = self.verdicts(bench, [None])
            if broken:
                self.unfit.append(broken)
            else:
                self.benches.append(bench)
        self.fit = suite if not self.unfit else suite.only([bench.test.name for bench in self.benches])
        if not self.benches:
            first = self.unfit[0]
            raise InputError(suite.name, f"no program of it works without us; the first, {first.program}: {first.words}")

    def _compile(self, test: SelfTest) -> Path | PasswrightError:
        """The checker as an object and the solution as bitcode, before any pass; the path of the bitcode."""
        out = Path(self.folder.name) / f"{test.name}.bc"
        languages = ["c" if path.suffix == ".c" else "c++" for path in (test.solution, test.checker)]
        try:
            out.write_bytes(emit_bitcode(test.solution, [f"-O{DEFAULT_LEVEL}", "-w"], self.toolchain, languages[0]))
            clang = self.toolchain.clang_for(languages[1])
            run([clang, "-O2", "-w", "-c", str(test.checker), "-o", str(out.with_suffix(".o"))], check=True)
        except PasswrightError as error:
            return error
        return out

    def _linker(self, cplusplus: bool) -> tuple[str, ...]:
        """The linker's command for solution.o and checker.o, to be run in their folder: clang itself takes longer than lld."""
        for name in ("solution.o", "checker.o"):
            (Path(self.folder.name) / name).touch()  # clang asks whether they are there
        clang = self.toolchain.clang_for("c++" if cplusplus else "c")
        command = [clang, "-###", "solution.o", "checker.o", *LIBRARIES, "-o", "program"]
        done = run([*command, "-fuse-ld=lld"], cwd=self.folder.name)
        if done.returncode:  # this LLVM's lld is not installed
            done = run(command, check=True, cwd=self.folder.name)
        return tuple(shlex.split(done.stderr.strip().splitlines()[-1]))


def _failure(bench: Bench, reply: Reply) -> Broken:
    outcome = reply.failure or ""
    if outcome == "invalid":
        outcome = "verifier" if reply.words.startswith("LLVM's verifier") else "error"
    return Broken(bench.test.name, outcome, reply.words.strip()[:WORDS])

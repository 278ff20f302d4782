"""The gates, cheapest first, and the evidence that they leave."""

from __future__ import annotations

import contextlib
import hashlib
import os
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

from passwright.errors import CompileError
from passwright.evaluate.measurement import Measurement
from passwright.llvm.baseline import Frame
from passwright.llvm.catalogue import load_catalogue
from passwright.llvm.module import Module
from passwright.llvm.plan import Plan
from passwright.verify import stock


@dataclass(frozen=True)
class Candidate:
    """A plan with what was measured of it and the object that would leave; or why LLVM refused to build it.

    `ran`: for a Schedule the numbers of the passes that ran, as `opt -opt-bisect=` takes them.
    """

    module: Module
    plan: Plan
    measurement: Measurement
    object: bytes
    refused: str = ""
    ran: str = ""


@dataclass(frozen=True)
class Verdict:
    """What one gate said of a candidate."""

    gate: str
    passed: bool
    detail: str
    seconds: float = 0.0


@dataclass(frozen=True)
class Evidence:
    """Which gates passed, with which versions; it travels with the result."""

    verdicts: tuple[Verdict, ...]
    llvm: str
    passwright: str

    @property
    def passed(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


class Gate(Protocol):
    """`check` gives (passed, detail)."""

    @property
    def name(self) -> str: ...

    def check(self, candidate: Candidate) -> tuple[bool, str]: ...


class VerifierGate:
    """LLVM's verifier: it ran over the module behind the last pass when the object was built."""

    name = "verifier"

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        return not candidate.refused, candidate.refused or "LLVM's verifier accepts the module"


@dataclass(frozen=True)
class TrustGate:
    """Every pass within the trusted tier, and the frame in its place."""

    tier: str
    frame: Frame
    name: str = "trust"

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        pipeline = candidate.plan.pipeline
        if pipeline is None:
            return True, "clang's own pipeline"
        if not self.frame.holds_in(pipeline):
            return False, f"the plan lacks passes that this module needs first: {','.join(map(str, self.frame.before))}"
        outside = load_catalogue(candidate.plan.llvm).untrusted_passes(pipeline, self.tier)
        if outside:
            return False, f"not within the tier {self.tier}: {', '.join(outside)}"
        edits = candidate.plan.edits
        also = f"; {edits} edits of attributes that keep what functions do" if edits else ""
        if candidate.plan.codegen:
            also += f"; code generation with {', '.join(candidate.plan.codegen)}"
        return True, f"{len(pipeline)} passes, all within the tier {self.tier}{also}"


class ReproductionGate:
    """Stock clang and opt give the same bytes."""

    name = "reproduction"

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        try:
            theirs = stock.rebuild(candidate.module, candidate.plan, candidate.ran)
        except CompileError as error:
            return False, f"the stock commands fail: {error}"
        if hashlib.blake2b(candidate.object, digest_size=16).hexdigest() != candidate.measurement.object_hash:
            return False, "LLVM gave another object than the one that was measured"
        if theirs != candidate.object:
            return False, f"the stock commands give other bytes ({len(theirs)} against {len(candidate.object)} in the file)"
        return True, f"stock opt and clang {candidate.module.toolchain.release} give the same {len(theirs)} bytes"


@dataclass(frozen=True)
class LinkGate:
    """The object links to a program; `image` makes it, or raises CompileError."""

    image: Callable[[bytes], bytes]
    name: str = "link"

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        try:
            return True, f"an image of {len(self.image(candidate.object))} bytes in the file"
        except CompileError as error:
            return False, f"the object does not link: {error}"


@dataclass(frozen=True)
class CommandGate:
    """The user's own test command, which finds the object's path in PASSWRIGHT_OBJECT.

    Where `image` is given, it makes a program of the object, as LinkGate has it, whose path is in PASSWRIGHT_IMAGE.
    """

    command: str
    timeout: float
    name: str = "test"
    image: Callable[[bytes], bytes] | None = None

    def check(self, candidate: Candidate) -> tuple[bool, str]:
        return self.run(candidate.object, self.image(candidate.object) if self.image else None)

    def run(self, data: bytes | None, image: bytes | None) -> tuple[bool, str]:
        """Runs the command on an object, an image or both; gives (passed, detail)."""
        with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
            environment = dict(os.environ)
            for name, content, variable in (("candidate.o", data, "PASSWRIGHT_OBJECT"), ("candidate", image, "PASSWRIGHT_IMAGE")):
                if content is not None:
                    path = Path(folder) / name
                    _write_program(path, content)
                    environment[variable] = str(path)
            with (Path(folder) / "output").open("w+b") as output:
                process = subprocess.Popen(
                    self.command,
                    shell=True,
                    env=environment,
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
                try:
                    status = process.wait(self.timeout)
                except subprocess.TimeoutExpired:
                    return False, f"did not end within {self.timeout:g} s: {self.command}"
                finally:
                    # What the command started must not outlive it, Ctrl-C included.
                    with contextlib.suppress(ProcessLookupError):
                        os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
                output.seek(max(0, output.seek(0, os.SEEK_END) - 1000))
                words = output.read().decode(errors="replace").strip()
        if status != 0:
            return False, f"status {status}: {self.command}" + (f"\n{words}" if words else "")
        return True, f"status 0: {self.command}"


def _write_program(path: Path, content: bytes) -> None:
    """Writes a file that can be run at once. This process must not have it open for writing: a process that another thread is starting
    just then would hold it open, too, until it has become what it starts, and Linux runs no file that is open so (ETXTBSY)."""
    source = path.with_name(f"{path.name}.data")
    source.write_bytes(content)
    subprocess.run(["cp", str(source), str(path)], check=True)
    path.chmod(0o755)
    source.unlink()


def run_gates(gates: Sequence[Gate], candidate: Candidate, version: str) -> Evidence:
    """Asks the gates in order and stops at the first that does not pass."""
    verdicts: list[Verdict] = []
    for gate in gates:
        start = time.monotonic()
        passed, detail = gate.check(candidate)
        verdicts.append(Verdict(gate.name, passed, detail, round(time.monotonic() - start, 3)))
        if not passed:
            break
    return Evidence(tuple(verdicts), candidate.module.toolchain.release, version)

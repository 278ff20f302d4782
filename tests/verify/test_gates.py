"""Each gate lets a good candidate through and holds back a bad one."""

from __future__ import annotations

import subprocess
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from passwright.llvm.baseline import Frame
from passwright.llvm.pipeline import Pipeline
from passwright.optimizer.optimize import Options, Session
from passwright.verify.gates import Candidate, CommandGate, ReproductionGate, TrustGate, VerifierGate, run_gates

PLAN = "function(sroa,instcombine<max-iterations=1;no-verify-fixpoint>),globaldce"


@pytest.fixture(scope="module")
def session(inffast: tuple[str, list[str]]) -> Iterator[Session]:
    with Session(*inffast, Options(jobs=1)) as opened:
        yield opened


@pytest.fixture(scope="module")
def candidate(session: Session) -> Candidate:
    return session.candidate(Pipeline.parse(PLAN))


def with_pipeline(candidate: Candidate, text: str) -> Candidate:
    return replace(candidate, plan=replace(candidate.plan, pipeline=Pipeline.parse(text)))


def test_stock_commands_give_the_same_bytes(candidate: Candidate, session: Session) -> None:
    assert ReproductionGate().check(candidate)[0]
    assert ReproductionGate().check(session.candidate(None))[0]


def test_other_bytes_or_another_plan_do_not_reproduce(candidate: Candidate) -> None:
    broken = bytearray(candidate.object)
    broken[100] ^= 1
    passed, detail = ReproductionGate().check(replace(candidate, object=bytes(broken)))
    assert not passed
    assert "another object than the one that was measured" in detail
    passed, detail = ReproductionGate().check(with_pipeline(candidate, "function(sroa)"))
    assert not passed
    assert "other bytes" in detail
    passed, detail = ReproductionGate().check(with_pipeline(candidate, "function(no-such-pass)"))
    assert not passed
    assert "no-such-pass" in detail


def test_trust_holds_back_what_is_outside_the_tier(candidate: Candidate) -> None:
    core, extended = TrustGate("core", Frame()), TrustGate("extended", Frame())
    assert core.check(candidate)[0]
    outside = with_pipeline(candidate, "function(nary-reassociate)")
    assert core.check(outside) == (False, "not within the tier core: nary-reassociate")
    assert extended.check(outside)[0]
    for text in ("attributor", "function(print<domtree>)", "trigger-crash-module", "no-such-pass"):
        assert not extended.check(with_pipeline(candidate, text))[0]


def test_trust_wants_the_frame_in_its_place(candidate: Candidate) -> None:
    gate = TrustGate("core", Frame(Pipeline.parse("coro-early,cgscc(coro-split)").elements))
    assert gate.check(candidate)[0] is False
    assert gate.check(with_pipeline(candidate, f"coro-early,cgscc(coro-split),{PLAN}"))[0]


def test_verifier_gate_says_why_llvm_refused(candidate: Candidate) -> None:
    assert VerifierGate().check(candidate)[0]
    assert VerifierGate().check(replace(candidate, refused="broken module")) == (False, "broken module")


@pytest.mark.parametrize(
    ("command", "passes"),
    [
        ('test -s "$PASSWRIGHT_OBJECT"', True),
        ('case "$PASSWRIGHT_OBJECT" in *.o) ;; *) exit 1;; esac', True),
        ("false", False),
        ("no-such-command-at-all", False),
        ("sleep 60", False),
        ("kill -SEGV $$", False),
    ],
)
def test_command_decides(candidate: Candidate, command: str, passes: bool) -> None:
    passed, detail = CommandGate(command, timeout=1.0).check(candidate)
    assert passed is passes
    assert command in detail


def test_gates_stop_at_the_first_that_does_not_pass(candidate: Candidate) -> None:
    evidence = run_gates([VerifierGate(), CommandGate("exit 3", 5.0), ReproductionGate()], candidate, "0")
    assert [(verdict.gate, verdict.passed) for verdict in evidence.verdicts] == [("verifier", True), ("test", False)]
    assert not evidence.passed


def test_a_program_runs_at_once_whatever_else_is_started() -> None:
    """A process that is being started holds open what its parent has open; Linux runs no file that is open for writing."""
    image, stop = Path("/bin/true").read_bytes() + bytes(1 << 20), threading.Event()

    def start_others() -> None:
        while not stop.is_set():
            subprocess.run(["true"], check=True)

    others = [threading.Thread(target=start_others) for _ in range(3)]
    for other in others:
        other.start()
    try:
        gate = CommandGate('exec "$PASSWRIGHT_IMAGE"', 60)
        assert {gate.run(None, image) for _ in range(60)} == {(True, f"status 0: {gate.command}")}
    finally:
        stop.set()
        for other in others:
            other.join()

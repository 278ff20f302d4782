"""Lists are rejected for what they do to programs, whatever it is, and for nothing else."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from passwright.errors import InputError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain
from passwright.verify.certificates import Certificates, by_pass
from passwright.verify.certify import Broken, Certificate, Certifier
from passwright.verify.suite import load_suite
from tests.conftest import DATA

SUITE = DATA / "suite"
GOOD = "function(sroa,instcombine<no-verify-fixpoint>)"
NO_CATCH = "function(lower-invoke)"  # makes plain calls of those that may throw


@pytest.fixture
def certifier(toolchain: Toolchain, pool: WorkerPool) -> Iterator[Certifier]:
    with Certifier(load_suite(SUITE), toolchain, pool) as made:
        assert made.unfit == []
        yield made


def outcomes(certificate: Certificate) -> dict[str, str]:
    return {broken.program: broken.outcome for broken in certificate.broken}


def test_verdicts(certifier: Certifier) -> None:
    texts = [GOOD, NO_CATCH, "trigger-crash-module", "internalize", "nonsense", f"{GOOD},globaldce"]
    good, no_catch, crash, internal, nonsense, also_good = certifier.certify([Pipeline.parse(text) for text in texts])
    assert good.holds
    assert also_good.holds
    assert good.programs == 2
    assert outcomes(no_catch) == {"throws": "failed"}
    assert outcomes(crash) == {"throws": "crash", "weights": "crash"}
    assert outcomes(internal) == {"throws": "link", "weights": "link"}  # what the checker calls is nobody else's any more
    assert nonsense.refused
    assert not nonsense.holds


def test_the_checker_is_out_of_reach(certifier: Certifier) -> None:
    """A list that takes everything away takes no check away."""
    (nothing_left,) = certifier.certify([Pipeline.parse("internalize,globaldce")])
    assert set(outcomes(nothing_left).values()) == {"link"}


@pytest.mark.parametrize("program", ["int answer(void) { for (;;) ; }", "int answer(void) { return *(volatile int *)0; }"])
def test_a_program_that_fails_with_clang_says_nothing(program: str, tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    shutil.copytree(SUITE, tmp_path / "suite")
    (tmp_path / "suite" / "bad.c").write_text(program)
    (tmp_path / "suite" / "bad.check.c").write_text("int answer(void); int main(void) { return answer() != 42; }")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("passwright.verify.certify.RUN_LIMIT", 1.0)
        with Certifier(load_suite(tmp_path / "suite"), toolchain, pool) as certifier:
            assert [broken.program for broken in certifier.unfit] == ["bad"]
            assert [bench.test.name for bench in certifier.benches] == ["throws", "weights"]
        with pytest.raises(InputError, match="no program of it works"):
            Certifier(load_suite(tmp_path / "suite").only(["bad"]), toolchain, pool).__enter__()


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "has no programs"),
        ({"a.c": ""}, r"a\.c: stands alone: there is no a\.check\.c"),
        ({"a.check.cpp": ""}, r"a\.check\.cpp: stands alone: there is no a\.c"),
        ({"a.c": "", "a.cpp": "", "a.check.c": ""}, r"a\.cpp: a\.c is there too"),
        ({"a$b.c": "", "a$b.check.c": ""}, "the name of a program is of letters"),
        ({"-a.c": "", "-a.check.c": ""}, "the name of a program is of letters"),
    ],
)
def test_folders_that_are_no_suite(files: dict[str, str], words: str, tmp_path: Path) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    with pytest.raises(InputError, match=words):
        load_suite(tmp_path)
    with pytest.raises(InputError, match="is no folder"):
        load_suite(tmp_path / "missing")
    with pytest.raises(InputError, match="has no program nothing"):
        load_suite(SUITE).only(["nothing"])


def test_the_digest_is_of_all_that_is_compiled(tmp_path: Path) -> None:
    shutil.copytree(SUITE, tmp_path / "suite")
    before = load_suite(tmp_path / "suite").digest
    assert before == load_suite(SUITE).digest
    assert load_suite(SUITE).only(["throws"]).digest != before
    (tmp_path / "suite" / "notes.txt").write_text("no part of any program")
    assert load_suite(tmp_path / "suite").digest == before
    (tmp_path / "suite" / "more").mkdir()
    (tmp_path / "suite" / "more" / "types.inc").write_text("")
    assert load_suite(tmp_path / "suite").digest != before


CERTIFICATES = [
    Certificate("function(gvn)", 2),
    Certificate("function(gvn,dse)", 2, (Broken("weights", "failed", "status 1: …\nline 3"),)),
    Certificate("foo", 0, (), "unknown pass name 'foo'"),
]


def record(path: Path, suite: str = "s") -> Certificates:
    return Certificates(path, "22.1.8", "x86_64", suite)


def test_the_record_goes_on_where_it_was_cut(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "record.jsonl"
    with record(path) as first:
        first.add(CERTIFICATES)
    with record(path, "other suite") as other:
        other.add(CERTIFICATES[:1])
    with path.open("a") as file:
        file.write('{"llvm": "22.1.8", "sui')  # the disk was full, or the power gone
    with record(path) as again:
        assert list(again.known.values()) == CERTIFICATES
        again.add([Certificate("dse", 2)])
        with pytest.raises(InputError, match="another run is writing to it"):
            record(path)
    with record(path) as last:
        assert len(last.known) == 4
    with record(path, "other suite") as other:
        assert len(other.known) == 1


@pytest.mark.parametrize(
    "text",
    [
        "function(gvn)",  # a list of somebody's, without an end of line
        "function(gvn)\nfunction(dse)",
        "[]\n",
        "{}\n",
        "nonsense\n",
        "[" * 100_000 + "\n",
        '{"llvm": "1", "target": "t", "suite": "s"}\n',
        '{"llvm": "1", "target": "t", "suite": "s", "pipeline": [], "programs": 1, "broken": [], "refused": ""}\n',
        '{"llvm": "1", "target": "t", "suite": "s", "pipeline": "gvn", "programs": "x", "broken": [], "refused": ""}\n',
    ],
)
def test_a_foreign_file_is_left_alone(text: str, tmp_path: Path) -> None:
    path = tmp_path / "record"
    path.write_text(text)
    with pytest.raises(InputError, match="is no "):
        record(path)
    assert path.read_text() == text


def test_records_of_passes() -> None:
    records = {record.name: record for record in by_pass(CERTIFICATES)}
    assert set(records) == {"gvn", "dse"}
    assert (records["gvn"].lists, records["gvn"].rejected, records["gvn"].runs) == (2, 1, 3)
    assert (records["dse"].lists, records["dse"].rejected, records["dse"].runs) == (1, 1, 1)


def test_certificates_go_to_json_and_back() -> None:
    for certificate in CERTIFICATES:
        assert Certificate.from_json(json.loads(json.dumps(certificate.to_json()))) == certificate

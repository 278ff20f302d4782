"""Bad input: one clear error, a status other than 0, nothing written and nothing left behind."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from passwright.errors import PasswrightError
from passwright.evaluate.experience import SCHEMA as STUDY_SCHEMA
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.plan import SCHEMA
from passwright.llvm.toolchain import Toolchain, built_engines, find_toolchain
from passwright.optimizer.optimize import Options, Session
from tests.cli.helpers import Place, tool

ADD = "int add(int one, int other) { return one + other; }\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("x.c", ADD)
    return place


@pytest.fixture(scope="module")
def bitcode(rle: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("bitcode") / "x.bc"
    tool(find_toolchain().clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", str(rle), "-o", str(out))
    return out.read_bytes()


# Inputs.


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("none.c", "none.c: No such file or directory"),
        (".", "is a directory"),
        ("folder.c", "is a directory"),
        ("", "is a directory"),
        ("x.txt", "unknown kind of input '.txt'"),
        ("empty.bc", "is empty"),
        ("text.bc", "cannot read it"),
        ("syntax.ll", "cannot read it"),
        ("invalid.ll", "cannot read it"),
        ("cut.bc", "cannot read it"),
    ],
)
def test_input_that_cannot_be_read(place: Place, bitcode: bytes, source: str, words: str) -> None:
    (place.folder / "folder.c").mkdir()
    for name, content in (("x.txt", ADD), ("empty.bc", ""), ("text.bc", ADD)):
        place.write(name, content)
    place.write("syntax.ll", "define i32 @f( {")
    place.write("invalid.ll", "define i32 @f() {\n  ret i32 0\n}\ndefine i32 @f() {\n  ret i32 0\n}\n")
    place.write("cut.bc", bitcode[:900])
    run = place.optimize(source)
    if words == "cannot read it":  # LLVM's own words may show the place in the text
        run = replace(run, err=run.err.splitlines()[0] + "\n")
    run.failed(words)


def test_clang_speaks_for_itself(place: Place) -> None:
    place.write("syntax.c", "int f( {\n")
    theirs = subprocess.run([find_toolchain().clang, "-Oz", "-c", "syntax.c"], cwd=place.folder, capture_output=True, text=True).stderr
    assert place.optimize("syntax.c").failed_in_clang().err == theirs


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["x.c", "--", "-fnope"], "unknown argument: '-fnope'"),
        (["x.c", "--target", "nonsense-unknown"], "nonsense-unknown"),
        (["x.c", "--", "-fplugin=none.so"], "none.so"),
        (["x.c", "--", "-mllvm", "-nope"], "-nope"),
        (["x.bc", "--", "-fnope"], "unknown argument: '-fnope'"),
    ],
)
def test_what_clang_does_not_take(place: Place, bitcode: bytes, arguments: list[str], words: str) -> None:
    place.write("x.bc", bitcode)
    place.optimize(*arguments).failed_in_clang(words)


@pytest.mark.skipif(19 not in built_engines(), reason="needs the engine for LLVM 19")
def test_bitcode_of_a_newer_llvm(place: Place, bitcode: bytes) -> None:
    place.write("x.bc", bitcode)
    place.optimize("x.bc", PASSWRIGHT_LLVM="19").failed("LLVM 19", "cannot read it", "22")


# Fuzzed bitcode: the worker may die of it, the user's process never.


def mutated(data: bytes, rng: random.Random) -> bytes:
    changed = bytearray(data)
    kind = rng.randrange(5)
    at = rng.randrange(len(changed))
    if kind == 0:
        changed[at] ^= 1 << rng.randrange(8)
    elif kind == 1:
        del changed[at:]
    elif kind == 2:
        changed[at : at + 16] = bytes(16)
    elif kind == 3:
        changed[at:at] = changed[at : at + rng.randrange(64)]
    else:
        for _ in range(20):
            changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def test_fuzzed_bitcode_works_or_is_refused(bitcode: bytes, tmp_path: Path) -> None:
    rng = random.Random(0)
    path = tmp_path / "x.bc"
    worked = refused = 0
    with WorkerPool(find_toolchain().version, 1) as workers:
        for _ in range(60):
            path.write_bytes(mutated(bitcode, rng))
            start = time.monotonic()
            try:
                with Session(str(path), [], Options(budget="1", limit=10), pool=workers) as session:
                    result = session.optimize()
            except PasswrightError as error:
                refused += 1
                assert str(error).strip()  # noqa: PT017
            else:
                worked += 1
                assert result.best.size <= result.baseline.size
            assert time.monotonic() - start < 30
    assert worked
    assert refused


@pytest.mark.parametrize("seed", range(2))
def test_fuzzed_bitcode_on_the_command_line(place: Place, bitcode: bytes, seed: int) -> None:
    place.write("x.bc", mutated(bitcode, random.Random(seed)))
    run = place.optimize("x.bc", timeout=30)
    assert run.status in (0, 1)
    assert run.made == ({"x.o"} if run.status == 0 else set())
    assert (run.status == 0) == (run.err == "")


# Options.


@pytest.mark.parametrize("budget", ["0", "nan"])
def test_budget_that_is_none(place: Place, budget: str) -> None:
    place.run("optimize", "x.c", f"--budget={budget}").failed(f"budget '{budget}'")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--jobs", "0"], "jobs 0"),
        (["--for", "speed"], "size, object, instructions"),
        (["--trust", "quarantined"], "core, extended"),
        (["--memory", "100"], "--memory 100"),
        (["--limit", "0"], "--limit 0"),
        (["--test", "true", "--test-timeout", "-1"], "--test-timeout -1"),
        (["--", "-o", "y.o"], "-o: "),
        (["--", "-save-temps"], "-save-temps: "),
        (["--", "-print-search-dirs"], "-print-search-dirs"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_option_that_makes_no_sense(place: Place, arguments: list[str], words: str) -> None:
    place.write("y.c", ADD)
    place.run("optimize", "x.c", *arguments).failed(words)


@pytest.mark.parametrize("arguments", [["--nope"], ["--budget"], ["--seed", "x"]], ids=" ".join)
def test_unknown_option(place: Place, arguments: list[str]) -> None:
    run = place.run("optimize", "x.c", *arguments)
    assert (run.status, run.out, run.made) == (2, "", set())
    assert run.err.count("Error: ") == 1
    assert "optimize --help" in run.err or "requires an argument" in run.err


def test_llvm_that_is_not_supported(place: Place) -> None:
    place.optimize("x.c", PASSWRIGHT_LLVM="7").failed("LLVM '7'", "22, 19")


def test_machine_without_clang(place: Place) -> None:
    place.optimize("x.c", PATH="/nonexistent").failed("clang-22 was not found", "apt-get install")
    code = "import passwright\ntry:\n  passwright.optimize('x.c', budget=2)\nexcept passwright.PasswrightError as error:\n  print(error)"
    done = subprocess.run([sys.executable, "-c", code], cwd=place.folder, env=place.environment(PATH="/"), capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.count("\n") == 1
    assert "was not found" in done.stdout


# Outputs.


@pytest.mark.parametrize(
    ("out", "words"),
    [
        ("none/x.o", "there is no directory none"),
        ("none/", "there is no directory none"),
        ("x.c", "it is the input"),
        ("./link.c", "it is the input"),
        ("folder", "it is a directory"),
        ("/proc/x.o", "cannot write /proc/x.o"),
        ("/dev/full", "No space left on device"),
    ],
)
def test_output_that_cannot_be_written(place: Place, out: str, words: str) -> None:
    (place.folder / "folder").mkdir()
    (place.folder / "link.c").symlink_to("x.c")
    place.optimize("x.c", "-o", out).failed(words)
    assert (place.folder / "x.c").read_text() == ADD


@pytest.mark.parametrize("option", ["--study", "--store"])
def test_empty_input_is_not_taken_for_a_new_file(place: Place, option: str) -> None:
    place.write("empty.c", "")
    place.optimize("empty.c", option, "empty.c").failed("it is the input")
    assert (place.folder / "empty.c").read_text() == ""


@pytest.mark.parametrize("option", ["--plan-out", "--study"])
def test_two_outputs_in_one_file(place: Place, option: str) -> None:
    place.optimize("x.c", "-o", "same", option, "same").failed("another output goes there")


@pytest.mark.parametrize("option", ["--plan-out", "--json", "--study"])
def test_other_outputs_are_checked_before_the_search(place: Place, option: str) -> None:
    place.run("optimize", "x.c", "--budget", "100000", option, "none/x").failed("none")


# Plans.


def plan(toolchain: Toolchain, **changes: Any) -> str:
    target = tool(toolchain.clang, "-print-target-triple").strip()
    good = {"schema": SCHEMA, "llvm": toolchain.version, "target": target, "flags": ["-Oz"], "pipeline": "function(sroa)"}
    return json.dumps({**good, **changes})


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"pipeline": "function(dot-cfg)"}, "not within the tier"),
        ({"pipeline": "function(simplifycfg<nonsense>)"}, "nonsense"),
        ({"pipeline": "function(sroa,globaldce)"}, "unknown function pass 'globaldce'"),
        ({"target": "riscv32-unknown-elf"}, "made for target"),
        ({"flags": ["-Oz", "-D", "@evil"]}, "@evil"),
        ({"flags": ["-Oz", "--sysroot=evil", "-fno-integrated-as"]}, "--sysroot=evil: "),
        ({"flags": ["-Oz", "-foptimization-record-file=evil.yaml"]}, "-foptimization-record-file"),
    ],
    ids=lambda value: str(value)[:60] if isinstance(value, dict) else "",
)
def test_plan_that_cannot_be_applied(place: Place, toolchain: Toolchain, changes: dict[str, Any], words: str) -> None:
    place.write("evil", "-fplugin=x.so")
    place.write("plan.json", plan(toolchain, **changes))
    place.run("apply", "plan.json", "x.c", "-o", "out.o").failed(words)


@pytest.mark.parametrize("command", ["explain", "minimize"])
def test_no_command_runs_a_plan_that_no_tier_trusts(place: Place, toolchain: Toolchain, command: str) -> None:
    place.write("plan.json", plan(toolchain, pipeline="function(dot-cfg)"))
    arguments = ["minimize", "plan.json", "x.c"] if command == "minimize" else ["explain", "x.c", "--plan", "plan.json"]
    place.run(*arguments).failed("not within the tier")


def test_flags_of_the_users_own_need_no_trust(place: Place, toolchain: Toolchain) -> None:
    place.write("plan.json", plan(toolchain, flags=["-Oz", "-fplugin=x.so"]))
    assert place.run("apply", "plan.json", "x.c", "-o", "out.o", "--", "-Oz").succeeded().made == {"out.o"}


# Tests of the user's own.


@pytest.mark.parametrize(
    ("command", "words"), [("false", "status 1: false"), ("sleep 60", "did not end within 1 s"), ("/none/x 2>/dev/null", "status 127")]
)
def test_test_command_that_fails_on_clangs_own_object(place: Place, command: str, words: str) -> None:
    run = place.optimize("x.c", "--test", command, "--test-timeout", "1").failed("clang's own object", words)
    assert run.seconds < 20


def test_test_command_that_takes_clangs_object_only(place: Place, toolchain: Toolchain, rle: Path) -> None:
    tool(toolchain.clang, "-O3", "-c", str(rle), "-o", "clang.o", folder=place.folder)
    arguments = ["--proposer", "random", "--json", "report.json", "-o", "out.o", "--test", 'cmp "$PASSWRIGHT_OBJECT" clang.o', "--", "-O3"]
    place.optimize(str(rle), *arguments, budget=16).succeeded()
    report = json.loads((place.folder / "report.json").read_text())
    assert report["plan"]["pipeline"] is None
    assert report["best"]["size"] == report["baseline"]["size"]
    assert len(report["rejected"]) > 0
    assert all(evidence["verdicts"][-1]["gate"] == "test" for evidence in report["rejected"])
    assert (place.folder / "out.o").read_bytes() == (place.folder / "clang.o").read_bytes()


# Study files.


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    place = Place(tmp_path_factory.mktemp("study"))
    place.write("x.c", ADD)
    place.optimize("x.c", "--study", "study.jsonl", budget=4).succeeded()
    return (place.folder / "study.jsonl").read_bytes()


def first_line(study: bytes) -> bytes:
    return study[: study.index(b"\n") + 1]


BROKEN_STUDIES: dict[str, Callable[[bytes], bytes]] = {
    "no study": lambda study: b'{"schema": "other"}\n',
    "an object file": lambda study: b"\x7fELF without a line end",
    "not JSON": lambda study: first_line(study) + b"hello\n" + study[len(first_line(study)) :],
    "deep": lambda study: first_line(study) + b"[" * 100_000 + b"\n",
    "header only of another": lambda study: first_line(study).replace(b'"x.c"', b'"y.c"'),
}


@pytest.mark.parametrize("kind", BROKEN_STUDIES)
def test_study_file_that_is_corrupt_is_refused_and_kept(place: Place, study: bytes, kind: str) -> None:
    broken = BROKEN_STUDIES[kind](study)
    path = place.write("study.jsonl", broken)
    place.optimize("x.c", "--study", "study.jsonl").failed("study.jsonl: ", "give another --study file")
    assert path.read_bytes() == broken


@pytest.mark.parametrize("change", [{"size": "x"}, {"object_hash": []}], ids=str)
def test_study_file_with_a_value_of_a_wrong_type_is_refused(place: Place, study: bytes, change: dict[str, Any]) -> None:
    header, baseline, *rest = study.splitlines(keepends=True)
    changed = json.dumps({**json.loads(baseline), **change}).encode() + b"\n"
    place.write("study.jsonl", b"".join([header, changed, *rest]))
    place.optimize("x.c", "--study", "study.jsonl").failed("give another --study file")


def test_study_file_of_another_module_is_refused_and_kept(place: Place, study: bytes) -> None:
    path = place.write("study.jsonl", study)
    place.write("y.c", ADD + ADD.replace("add", "more"))
    place.optimize("y.c", "--study", "study.jsonl").failed("belongs to another study", "module")
    place.optimize("x.c", "--study", "study.jsonl", "--", "-O2").failed("belongs to another study", "module")
    assert path.read_bytes() == study


@pytest.mark.parametrize("cut", [0, 10, "line"])
def test_study_file_that_was_cut_off_resumes(place: Place, study: bytes, cut: int | str) -> None:
    lines = study.splitlines(keepends=True)
    kept = study[:cut] if isinstance(cut, int) else b"".join(lines[:3]) + lines[3][:-20]
    path = place.write("study.jsonl", kept)
    for _ in range(2):
        place.optimize("x.c", "--study", "study.jsonl", budget=4).succeeded()
        texts = [json.loads(line).get("pipeline") for line in path.read_bytes().splitlines()]
        assert texts == [json.loads(line).get("pipeline") for line in lines]
        assert json.loads(path.read_bytes().splitlines()[0])["schema"] == STUDY_SCHEMA
    whole = kept[: kept.rfind(b"\n") + 1]
    assert path.read_bytes().startswith(whole)


def test_study_file_with_a_false_size_lets_nothing_larger_out(place: Place, rle: Path) -> None:
    arguments = [str(rle), "--study", "study.jsonl", "--proposer", "random", "-o", "out.o"]
    place.optimize(*arguments, budget=16).succeeded()
    path = place.folder / "study.jsonl"
    header, baseline, *rest = [json.loads(line) for line in path.read_text().splitlines()]
    before = (place.folder / "out.o").read_bytes()

    def lie(lines: list[dict[str, Any]]) -> None:
        changed = [{**line, "size": 100} if line in lines else line for line in rest]
        path.write_text("".join(json.dumps(line) + "\n" for line in (header, baseline, *changed)))

    whole = {line["pipeline"] for line in rest if not line.get("estimated")}
    estimates = [line for line in rest if line.get("estimated") and line["size"] > baseline["size"]]
    assert whole
    assert estimates
    lie([line for line in rest if line["pipeline"] in whole])
    place.optimize(*arguments, budget=16).failed("study.jsonl: the measurement of a plan is wrong")
    assert (place.folder / "out.o").read_bytes() == before
    lie(estimates)
    done = place.optimize(*arguments, "--json", "report.json", budget=16).succeeded()
    report = json.loads((place.folder / "report.json").read_text())
    assert report["best"]["size"] <= report["baseline"]["size"]
    assert "out.o" in done.made or (place.folder / "out.o").read_bytes() == before


def test_study_command_says_what_it_cannot_read(place: Place) -> None:
    place.write("deep", b"[" * 100_000)
    for name, words in (("none", "No such file"), (".", "Is a directory"), ("x.c", "is no study"), ("deep", "is no study")):
        place.run("study", name).failed(words)

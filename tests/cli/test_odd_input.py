"""Odd input that must work: the output links and runs, or is at least no larger than what clang makes."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from passwright.llvm.plan import SCHEMA
from passwright.llvm.toolchain import Toolchain
from tests.cli.helpers import Place, size_of, tool
from tests.conftest import DATA

ADD = "int add(int one, int other) { return one + other; }\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def report_of(place: Place, *arguments: str, budget: int = 2) -> dict[str, Any]:
    """The JSON report of a run whose output is out.o."""
    run = place.optimize("-o", "out.o", "--json", "report.json", *arguments, budget=budget).succeeded()
    assert run.made >= {"out.o", "report.json"}
    report: dict[str, Any] = json.loads((place.folder / "report.json").read_text())
    assert report["best"]["size"] <= report["baseline"]["size"]
    assert report["plan"]["pipeline"] is not None or report["baseline_only_because"]
    for name in ("out.o", "report.json"):
        (place.folder / name).rename(place.folder / f"last-{name}")
    return report


def write_plan(place: Place, toolchain: Toolchain, pipeline: str, flags: list[str]) -> None:
    target = tool(toolchain.clang, "-print-target-triple").strip()
    plan = {"schema": SCHEMA, "llvm": toolchain.version, "target": target, "flags": ["-Oz", *flags], "pipeline": pipeline}
    place.write("plan.json", json.dumps(plan))


def clang_object(place: Place, toolchain: Toolchain, source: str, *flags: str) -> bytes:
    language = "c++" if source.endswith(".cpp") else "c"
    tool(toolchain.clang_for(language), *flags, "-c", source, "-o", "clang.o", folder=place.folder)
    return (place.folder / "clang.o").read_bytes()


SMALL = {
    "empty.c": "",
    "data.c": 'int numbers[3] = {1, 2, 3};\nconst char text[] = "hello";\nint zeroed[100];\n',
    "declarations.c": "int f(void);\nextern int g;\n",
    "undefined.c": "int main(void) { __builtin_unreachable(); }\n",
}


@pytest.mark.parametrize("name", SMALL)
def test_module_with_next_to_nothing(place: Place, toolchain: Toolchain, name: str) -> None:
    place.write(name, SMALL[name])
    report = report_of(place, name)
    assert size_of(place.folder / "last-out.o", toolchain.version) == report["best"]["size"]
    clang_object(place, toolchain, name, "-Oz")
    assert report["best"]["size"] <= report["baseline"]["size"] == size_of(place.folder / "clang.o", toolchain.version)


PROGRAMS = {"exceptions.cpp": [], "coroutine.cpp": ["-std=c++20"], "linkage.c": []}
"""Programs of tests/data that return 0 if they work, with their flags."""


def works(place: Place, toolchain: Toolchain, name: str, out: str) -> None:
    tool(toolchain.clang_for("c++" if name.endswith(".cpp") else "c"), out, "-o", "program", folder=place.folder)
    assert subprocess.run([place.folder / "program"]).returncode == 0


@pytest.mark.parametrize("name", PROGRAMS)
def test_program_still_works(place: Place, toolchain: Toolchain, name: str) -> None:
    """Exceptions; coroutines; thread-local, weak and ifunc symbols, inline and module-level assembly, always_inline."""
    shutil.copy(DATA / name, place.folder)
    report_of(place, name, "--proposer", "random", "--", *PROGRAMS[name], "-O2", budget=16)
    works(place, toolchain, name, "last-out.o")


FRAMES = {"coroutine.cpp": "coro-early,cgscc(coro-split),coro-cleanup,always-inline", "linkage.c": "always-inline"}


@pytest.mark.parametrize("name", FRAMES)
def test_plan_that_keeps_the_frame_gives_a_program_that_works(place: Place, toolchain: Toolchain, name: str) -> None:
    shutil.copy(DATA / name, place.folder)
    write_plan(place, toolchain, f"{FRAMES[name]},function(sroa,simplifycfg)", PROGRAMS[name])
    applied = place.run("apply", "plan.json", name, "-o", "out.o")
    assert applied.status == 0
    assert "clang's own object is smaller" in applied.err  # a poor plan, and the user is told
    works(place, toolchain, name, "out.o")
    write_plan(place, toolchain, "function(sroa,simplifycfg)", PROGRAMS[name])
    place.run("apply", "plan.json", name, "-o", "broken.o").failed("plan")


def test_five_thousand_functions(place: Place, toolchain: Toolchain) -> None:
    place.write("many.ll", "".join(f"define void @f{i}() {{\n  ret void\n}}\n" for i in range(5000)))
    report = report_of(place, "many.ll", budget=2)
    assert tool(f"llvm-nm-{toolchain.version}", str(place.folder / "last-out.o")).count(" T f") == 5000
    assert report["evaluations"] == 2


CLANG_ALONE = {
    "-fsanitize=address": "asan",
    "-fprofile-instr-generate": "instrprof",
    "-fprofile-instr-generate -fcoverage-mapping": "instrprof",
    "-fprofile-generate": "instrprof",
    "-flto": "BitcodeWriter",
    "-fveclib=libmvec": "-fveclib=libmvec",
    "-Xclang -disable-llvm-passes": "turn off all passes",
}


@pytest.mark.parametrize("flags", CLANG_ALONE)
def test_flags_that_ask_for_passes_of_their_own_give_clangs_object_and_say_why(place: Place, toolchain: Toolchain, flags: str) -> None:
    place.write("x.c", ADD)
    report = report_of(place, "x.c", "--", *flags.split())
    assert CLANG_ALONE[flags] in report["baseline_only_because"]
    assert report["plan"]["pipeline"] is None
    assert (place.folder / "last-out.o").read_bytes() == clang_object(place, toolchain, "x.c", "-Oz", *flags.split())


def test_code_made_at_o0_is_warned_about_with_the_remedy(place: Place, toolchain: Toolchain, rle: Path) -> None:
    tool(toolchain.clang, "-O0", "-emit-llvm", "-c", str(rle), "-o", "o0.bc", folder=place.folder)
    run = place.run("optimize", "o0.bc", "--budget", "4", "--jobs", "1").succeeded()
    assert "5 of 5 functions carry optnone" in run.out
    remedy = next(line for line in run.out.splitlines() if "Remedy" in line).partition("clang ")[2]
    tool(toolchain.clang, *remedy.split(), str(rle), "-o", "oz.bc", folder=place.folder)
    assert "warning" not in place.run("optimize", "oz.bc", "--budget", "4", "--jobs", "1").succeeded().out


@pytest.mark.parametrize("name", ["a b/so ur ce.C", "./-x.c", "ä/'$(x)';.c"])
def test_odd_file_names(place: Place, name: str) -> None:
    place.write(name, ADD)
    run = place.optimize(name, "--json", "report.json").succeeded()
    assert run.made == {f"{Path(name).stem}.o", "report.json"}
    # The stock commands of the report work as they stand in a shell.
    for line in json.loads((place.folder / "report.json").read_text())["commands"]:
        subprocess.run(line, shell=True, cwd=place.folder, check=True, capture_output=True)


def test_name_with_a_dash_and_an_output_with_spaces(place: Place) -> None:
    place.write("-x.c", ADD)
    (place.folder / "a b").mkdir()
    assert place.optimize("-o", "a b/out put.o", "./-x.c").succeeded().made == {"a b/out put.o"}


MAGIC = {"bc": b"BC\xc0\xde", "ll": b"; ModuleID", "s": b"\t", "o": b"\x7fELF", "other": b"\x7fELF"}


@pytest.mark.parametrize("suffix", MAGIC)
def test_output_is_of_the_kind_that_its_name_says(place: Place, toolchain: Toolchain, suffix: str) -> None:
    """As a plan gives it, and as clang makes it."""
    place.write("x.c", ADD)
    write_plan(place, toolchain, "function(sroa,simplifycfg)", [])
    names = [f"planned.{suffix}"]
    place.run("apply", "plan.json", "x.c", "-o", names[0]).succeeded()
    if suffix in ("bc", "ll", "s"):
        names.append(f"out.{suffix}")
        place.optimize("x.c", "-o", names[1]).succeeded()
    for name in names:
        assert (place.folder / name).read_bytes().startswith(MAGIC[suffix])
        if suffix in ("bc", "ll", "s"):
            tool(toolchain.clang, "-c", name, "-o", "check.o", folder=place.folder)
            name = "check.o"
        assert " T add" in tool(f"llvm-nm-{toolchain.version}", name, folder=place.folder)


def test_output_to_dev_null(place: Place) -> None:
    place.write("x.c", ADD)
    run = place.optimize("x.c", "-o", "/dev/null", "--plan-out", "/dev/null", "--json", "/dev/null").succeeded()
    assert (run.out, run.made) == ("", set())
    assert Path("/dev/null").is_char_device()


@pytest.mark.parametrize("proposer", ["functionwise", "random", "converge"])
def test_script_of_stock_tools_makes_the_same_object(place: Place, rle: Path, proposer: str) -> None:
    place.write("a b/x.c", rle.read_bytes())
    given = ["--proposer", proposer, "--budget", "32", "--plan-out", "p.json", "-q", "--", "-DX='a b'"]
    place.run("optimize", "a b/x.c", "-o", "x.o", *given).succeeded()
    place.run("apply", "p.json", "a b/x.c", "-o", "y z.o", "--emit-script", "make.sh").succeeded()
    made = place.files()
    wanted = (place.folder / "y z.o").read_bytes()
    assert wanted == (place.folder / "x.o").read_bytes()
    (place.folder / "y z.o").unlink()
    subprocess.run(["sh", "make.sh"], cwd=place.folder, check=True)
    assert (place.folder / "y z.o").read_bytes() == wanted
    assert place.files() == made


def test_plan_that_no_command_line_can_hold(place: Place, toolchain: Toolchain) -> None:
    place.write("x.c", ADD)
    place.optimize("x.c", "-o", "x.o", "--plan-out", "p.json", budget=1).succeeded()
    plan = json.loads((place.folder / "p.json").read_text())
    place.write("p.json", json.dumps({**plan, "pipeline": ",".join([*["globaldce"] * 20_000, "function(sroa)"])}))
    assert "reproduction" in place.run("apply", "p.json", "x.c", "-o", "x.o").succeeded().out


def test_dependency_file_stands_where_clang_puts_it_and_names_the_output(place: Place, rle: Path) -> None:
    place.write("build/keep", "")
    arguments = ["optimize", str(rle), "-o", "build/x.o", "--budget", "1", "--"]
    assert place.run(*arguments, "-MD").succeeded().made == {"build/x.o", "build/x.d"}
    assert (place.folder / "build/x.d").read_text().startswith("build/x.o: ")
    assert place.run(*arguments, "-MMD", "-MF", "y.d").succeeded().made == {"y.d"}
    assert (place.folder / "y.d").read_text().startswith("build/x.o: ")
    assert place.run(*arguments, "-MD", "-MFz.d", "-MTother").succeeded().made == {"z.d"}
    assert (place.folder / "z.d").read_text().startswith("other: ")


@pytest.mark.parametrize("flags", ["-g -fPIC -ffunction-sections", "-O2", "-O3 -march=native", "-Os", "-O0", "-MD -MF deps.d -MT x.o"])
def test_levels_and_flags_of_usual_builds(place: Place, toolchain: Toolchain, rle: Path, flags: str) -> None:
    place.write("x.c", rle.read_bytes())
    report = report_of(place, "x.c", "--", *flags.split(), budget=4)
    assert place.files() == {"x.c", "last-out.o", "last-report.json", *(["deps.d"] if "deps.d" in flags else [])}
    clang_object(place, toolchain, "x.c", *([] if "-O" in flags else ["-Oz"]), *flags.split())
    theirs = size_of(place.folder / "clang.o", toolchain.version)
    assert report["baseline"]["size"] == theirs
    assert report["best"]["size"] == size_of(place.folder / "last-out.o", toolchain.version) <= theirs
    assert [verdict["gate"] for verdict in report["evidence"]["verdicts"] if verdict["passed"]] == ["verifier", "trust", "reproduction"]


def test_module_as_bitcode_and_as_text_gives_what_its_source_gives(place: Place, toolchain: Toolchain, rle: Path) -> None:
    hashes = [report_of(place, str(rle))["baseline"]["object_hash"]]
    for suffix, emit in (("bc", "-c"), ("ll", "-S")):
        flags = ["-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", emit]
        tool(toolchain.clang, *flags, str(rle), "-o", f"x.{suffix}", folder=place.folder)
        hashes.append(report_of(place, f"x.{suffix}")["baseline"]["object_hash"])
    assert len(set(hashes)) == 1


def test_bitcode_of_another_target_keeps_its_target(place: Place, toolchain: Toolchain) -> None:
    place.write("x.c", ADD)
    flags = ["--target=riscv64", "-ffreestanding", "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm"]
    tool(toolchain.clang, *flags, "-c", "x.c", "-o", "x.bc", folder=place.folder)
    report = report_of(place, "x.bc")
    assert report["plan"]["target"].startswith("riscv64")
    assert "elf64-littleriscv" in tool(f"llvm-readobj-{toolchain.version}", "--file-header", str(place.folder / "last-out.o"))


MINIMAL = "define i32 @f(i32 %x) {\n  %y = add i32 %x, 0\n  ret i32 %y\n}\n"


def test_text_without_a_target_is_for_this_machine(place: Place, toolchain: Toolchain) -> None:
    place.write("x.ll", MINIMAL)
    report = report_of(place, "x.ll")
    assert report["plan"]["target"] == tool(toolchain.clang, "-print-target-triple").strip()


def test_text_without_a_data_layout_has_that_of_its_target(place: Place) -> None:
    place.write("x.ll", 'target triple = "x86_64-pc-linux-gnu"\n' + MINIMAL)
    report_of(place, "x.ll")


def test_target_option(place: Place, toolchain: Toolchain) -> None:
    place.write("x.c", ADD)
    report_of(place, "x.c", "--target", "thumbv7em-none-eabi", "--cpu", "cortex-m4", "--", "-ffreestanding")
    assert "EM_ARM" in tool(f"llvm-readobj-{toolchain.version}", "--file-header", str(place.folder / "last-out.o"))


def test_instructions_as_the_objective_never_grow_the_object(place: Place, rle: Path) -> None:
    report = report_of(place, str(rle), "--for", "instructions", "--proposer", "random", "--", "-O2", budget=16)
    assert report["best"]["instructions"] <= report["baseline"]["instructions"]
    assert report["curve"] == sorted(report["curve"], reverse=True)
    assert report["curve"][-1] == report["best"]["instructions"]


def test_report_on_standard_output_is_json_alone(place: Place) -> None:
    place.write("x.c", ADD)
    run = place.run("optimize", "x.c", "--budget", "2", "--json", "-").succeeded()
    assert json.loads(run.out)["schema"] == "passwright.result/1"
    assert run.made == {"x.o"}


def test_tiny_time_budget(place: Place, rle: Path) -> None:
    report = json.loads(place.run("optimize", str(rle), "--budget", "0.2s", "--json", "-").succeeded().out)
    assert report["stopped"] == "budget"
    assert report["evaluations"] == len(report["curve"]) > 0
    assert report["seconds"] >= 0.2


def test_plan_alone_gives_the_same_bytes(place: Place, rle: Path) -> None:
    """A plan with dependency flags in its making, for another baseline, applied twice."""
    place.write("x.c", rle.read_bytes())
    arguments = ["x.c", "-o", "out.o", "--plan-out", "plan.json", "--proposer", "random", "--", "-O3", "-MD", "-MF", "x.d", "-DX=1"]
    place.optimize(*arguments, budget=16).succeeded()
    assert json.loads((place.folder / "plan.json").read_text())["pipeline"]
    place.run("apply", "plan.json", "x.c", "-o", "again.o").succeeded()
    assert (place.folder / "again.o").read_bytes() == (place.folder / "out.o").read_bytes()

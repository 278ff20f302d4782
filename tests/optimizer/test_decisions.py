"""Inlining decisions for single calls: what the engine does, stock tools repeat."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from conftest import DATA, program

from passwright.errors import EvaluationError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.evaluate.worker import FORGET, Worker
from passwright.llvm.pipeline import CODEGEN, DECISIONS, Pipeline, Schedule, Step
from passwright.llvm.plan import Plan
from passwright.llvm.toolchain import Toolchain, load_engine
from passwright.optimizer.apply import apply_plan
from passwright.optimizer.decisions import choose, chosen, decide, decided
from passwright.optimizer.optimize import Options, Session
from passwright.verify.gates import ReproductionGate

SOURCE = """
__attribute__((noinline)) static int never(int x) { return x * 3 + 1; }
static int small(int x) { return x + 1; }
int large(int x) { for (int i = 0; i < x; ++i) x ^= x * i + 7; return x; }
int rec(int x) { return x ? rec(x - 1) + never(x) : 0; }
int f(int x, int (*p)(int)) { return small(x) + large(x) + p(x) + never(x) + large(x + 1); }
__attribute__((optnone, noinline)) int plain(int x) { return large(x); }
"""


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / "calls.c").write_text(SOURCE)
    return tmp_path / "calls.c"


@pytest.fixture
def session(source: Path) -> Iterator[Session]:
    with Session(str(source), [], Options(jobs=1, budget="64")) as opened:
        yield opened


def test_open_calls_are_those_that_nobody_has_decided_on(session: Session) -> None:
    assert session.module.facts.calls == (("f", 0, "small"), ("f", 1, "large"), ("f", 4, "large"))


def test_calls_that_no_inliner_may_take_in_are_not_open(tmp_path: Path) -> None:
    """With alwaysinline on the call LLVM would take them in, and the program would be another."""
    source = tmp_path / "closed.c"
    source.write_text("""
        __attribute__((weak)) int replaced(int x) { return x + 1; }
        __attribute__((target("avx2"))) int wide(int x) { return x * 3; }
        int plain(int x) { return x * 5; }
        int f(int x) { return replaced(x) + wide(x) + plain(x); }
        inline int elsewhere(int x) { return x * 7; }
        int g(int x) { return elsewhere(x); }
        void use(char *);
        int leaf(int x) { char buffer[65536]; use(buffer); return buffer[x]; }
        static int between(int x) { return leaf(x) + 1; }
        int walk(int x) { return x ? walk(x - 1) + between(x) + plain(x) : 0; }
    """)
    with Session(str(source), [], Options(jobs=1)) as session:
        assert sorted((caller, callee) for caller, _, callee in session.module.facts.calls) == [
            ("between", "leaf"),
            ("f", "plain"),
            ("walk", "plain"),
        ]
    with Session(str(source), ["-finline-max-stacksize=1000"], Options(jobs=1)) as session:
        assert not session.module.facts.calls


def text_of(session: Session, plan: Schedule) -> str:
    return session.evaluator.build(plan, "ll").data.decode()


def test_decisions_are_obeyed_by_the_inliner(session: Session) -> None:
    inline = Pipeline.parse("cgscc(inline)")
    body = text_of(session, decided_plan(inline, {("f", 0): "noinline", ("f", 4): "alwaysinline"}))
    body = body[body.index("@f(") :].partition("\n}")[0]
    assert body.count("@small(") == 1
    assert body.count("@large(") == 1
    both = text_of(session, decided_plan(inline, {("f", 1): "alwaysinline", ("f", 4): "alwaysinline"}))
    assert "@large(" not in both[both.index("@f(") :].partition("\n}")[0]


def decided_plan(pipeline: Pipeline, decisions: dict[tuple[str, int], str]) -> Schedule:
    plan = decide(pipeline, decisions)
    assert isinstance(plan, Schedule)
    assert decided(plan) == decisions
    return plan


@pytest.mark.parametrize(
    ("calls", "words"),
    [
        ((("f", ((2, "noinline"),)),), "'f' lacks calls"),  # the pointer's
        ((("f", ((3, "alwaysinline"),)),), "'f' lacks calls"),  # its callee is noinline
        ((("f", ((99, "noinline"),)),), "'f' lacks calls"),
        ((("nobody", ((0, "noinline"),)),), "'nobody' lacks calls"),
        ((("plain", ((0, "alwaysinline"),)),), "'plain' lacks calls"),
        ((("rec", ((0, "alwaysinline"),)),), "'rec' lacks calls"),
    ],
)
def test_decision_about_a_call_that_is_not_open_gives_one_error(session: Session, calls: tuple, words: str) -> None:  # type: ignore[type-arg]
    with pytest.raises(EvaluationError, match=words):
        session.candidate(Schedule((Step(Pipeline.parse("cgscc(inline)")),), calls))


def test_engine_refuses_what_is_no_decision(toolchain: Toolchain) -> None:
    module = load_engine(toolchain.version).Module.parse(b"define void @g() { ret void }\ndefine void @f() { call void @g() ret void }")
    with pytest.raises(ValueError, match="no decision about a call: 'cold'"):
        module.decide_calls({"f": {0: "cold"}})


@pytest.mark.parametrize(
    ("name", "file"), [("tinyxml2", "tinyxml2.cpp"), ("zlib", "deflate.c"), ("jsoncpp", "json_reader.cpp"), ("data", "exceptions.cpp")]
)
def test_stock_tools_repeat_any_decisions(name: str, file: str) -> None:
    """On calls and invokes, with metadata behind them and without; alone and before passes for single functions."""
    path, flags = (DATA / file, []) if name == "data" else next(found for found in program(name) if found[0].name == file)
    rng = Random(0)
    with Session(str(path), [*flags, "-g"], Options(jobs=1)) as session:
        sites = [(caller, number) for caller, number, _ in session.module.facts.calls]
        assert sites
        space = session.schedules()
        whole = space.point(space.commons()[0], {part: space.random_choice(rng) for part in space.names()})
        for base in (session.seeds()[0], whole):
            decisions = {site: rng.choice(DECISIONS) for site in sites if rng.random() < 0.2}
            candidate = session.candidate(decide(base, decisions))
            assert not candidate.refused
            passed, detail = ReproductionGate().check(candidate)
            assert passed, detail
            (estimate,) = session.evaluator.estimate([decide(base, decisions)])
            assert estimate.estimated
            assert abs(estimate.size - candidate.measurement.size) <= 80 + 0.01 * estimate.size


def test_debug_information_changes_no_estimate() -> None:
    path, flags = next(found for found in program("cjson") if found[0].name == "cJSON.c")
    estimates = []
    for debug in ([], ["-g"]):
        with Session(str(path), [*flags, *debug], Options(jobs=1)) as session:
            space = session.schedules()
            plans = [session.seeds()[0], space.point(space.commons()[0], dict.fromkeys(space.names(), space.choices()[1]))]
            estimates.append([estimate.functions for estimate in session.evaluator.estimate(plans)])
    assert estimates[0] == estimates[1]


def test_callwise_saves_and_its_script_gives_the_same_bytes(tmp_path: Path) -> None:
    path, flags = next(found for found in program("cjson") if found[0].name == "cJSON.c")
    with Session(str(path), flags, Options(jobs=2, budget="48", proposer="callwise")) as session:
        result = session.optimize()
        assert result.best.size < result.baseline.size
        assert result.evidence.passed
        assert result.plan.decisions
    plan = tmp_path / "plan.json"
    plan.write_text(json.dumps(result.plan.to_json()))
    assert Plan.read(plan) == result.plan
    out = tmp_path / "a=b"
    applied = apply_plan(str(plan), str(path), flags, out=out.name)
    assert applied.data == result.object
    folder = tmp_path / "run"
    folder.mkdir()
    subprocess.run(["sh"], input=applied.script, text=True, check=True, cwd=folder)
    assert [file.name for file in folder.iterdir()] == [out.name]
    assert (folder / out.name).read_bytes() == result.object


def test_decisions_that_do_nothing_are_taken_out(session: Session) -> None:
    passes = Pipeline.parse("function(sroa),cgscc(inline),globaldce")
    plan = decided_plan(passes, {("f", 0): "alwaysinline", ("f", 1): "noinline", ("f", 4): "noinline"})
    shortest = session.minimize(plan)
    assert session.candidate(shortest).object == session.candidate(plan).object
    assert len(decided(shortest)) < 3
    useless = session.minimize(choose(Pipeline.parse("function(sroa)"), ["disable-machine-licm"]))
    assert isinstance(useless, Pipeline)
    assert session.minimize(shortest) == shortest


def test_functions_are_known_where_there_are_no_estimates(source: Path) -> None:
    with Session(str(source), ["--target=riscv32-unknown-elf", "-ffreestanding"], Options(jobs=1)) as session:
        (measured,) = session.evaluator.estimate([Pipeline.parse("function(sroa)")])
    assert not measured.estimated
    assert {"f", "large", "rec"} <= set(measured.functions)


def test_frame_pointer_is_not_given_where_assembly_may_use_its_register(tmp_path: Path) -> None:
    source = tmp_path / "asm.c"
    source.write_text('int f(int x) { __asm__ volatile("" ::: "rbp"); return x; }\nint g(int x) { return x; }\n')
    with Session(str(source), [], Options(jobs=1)) as session:
        assert session.module.facts.taking_frame_pointer == 1
        assert "frame-pointer=all" not in session.schedules().edits
        edit = Step(Pipeline.parse("forceattrs"), (), (("f", ("frame-pointer=all",)),))
        with pytest.raises(EvaluationError, match="may use the frame pointer"):
            session.candidate(Schedule((Step(Pipeline.parse("globaldce")), edit)))
    source.write_text("int f(int x) { return x; }\n")
    riscv = ["--target=riscv32-unknown-elf", "-ffreestanding"]
    for flags, offered in (([], True), (["-fomit-frame-pointer"], False), (["-fno-omit-frame-pointer"], False), (riscv, False)):
        with Session(str(source), flags, Options(jobs=1)) as session:
            assert ("frame-pointer=all" in session.schedules().edits) == offered


@pytest.fixture(scope="module")
def inflate() -> Iterator[Session]:
    path, flags = next(found for found in program("zlib") if found[0].name == "inflate.c")
    with Session(str(path), flags, Options(jobs=2, budget="32", proposer="codegen", trust="extended")) as opened:
        yield opened


def test_stock_tools_repeat_each_option_of_code_generation(inflate: Session) -> None:
    base = inflate.seeds()[0]
    sizes = {}
    for option in inflate.codegen():
        plan = choose(base, [option])
        candidate = inflate.candidate(plan)
        assert ReproductionGate().check(candidate)[0], option
        sizes[option] = candidate.measurement.size
        (estimate,) = inflate.evaluator.estimate([plan])
        assert abs(estimate.size - candidate.measurement.size) <= 80
    plain = inflate.candidate(base).measurement.size  # what came before does not linger
    assert plain == inflate.evaluator.baseline.size
    assert sum(size != plain for size in sizes.values()) >= 5


def test_search_for_options_saves_and_they_can_be_taken_out(inflate: Session) -> None:
    result = inflate.optimize()
    assert result.plan.codegen
    assert result.best.size < result.baseline.size
    assert result.evidence.passed
    assert result.plan.codegen[0] in result.evidence.verdicts[1].detail
    passes = Pipeline.parse("function(sroa)")
    shortest = inflate.minimize(choose(passes, CODEGEN))
    assert len(chosen(shortest)) < len(CODEGEN)
    assert inflate.candidate(shortest).object == inflate.candidate(choose(passes, CODEGEN)).object


def test_what_no_function_weighs_is_known_for_each_option(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    """A function with computed gotos is in the rest of every estimate."""
    source = tmp_path / "interpreter.c"
    source.write_text("""
        long run(const unsigned char *p, long *st, long n) {
          static void *const to[] = {&&add, &&sum, &&end};
          long acc = 0;
          goto *to[*p++];
        add: acc += *st++; goto *to[*p++];
        sum: for (long i = 0; i < n; ++i) for (long j = 0; j < n; ++j) acc += st[i] * st[i * 3 + 1 + j * 7]; goto *to[*p++];
        end: return acc;
        }
    """)
    module = load_module(str(source), ["-Oz"], toolchain, pool)
    sizes = []
    for options in ([], ["disable-lsr"]):
        fresh, used = Worker(toolchain.version), Worker(toolchain.version)
        for worker in (fresh, used):
            worker.open({"arguments": module.arguments}, module.bitcode)
        request = {"common": f"function(sroa),{FORGET}", "lanes": [], "edits": {}, "end": "globaldce"}
        used.estimate(request, b"")
        found = []
        for worker in (fresh, used):
            worker.generate_with(options)
            found.append(worker.estimate(request, b"")[0]["size"])
        assert found[0] == found[1]
        sizes.append(found[0])
    assert sizes[0] != sizes[1]


def test_a_refused_option_is_refused_again(source: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    module = load_module(str(source), ["-Oz"], toolchain, pool)
    worker = Worker(toolchain.version)
    worker.open({"arguments": module.arguments}, module.bitcode)
    for _ in range(2):
        with pytest.raises(ValueError, match="no option 'no-such'"):
            worker.generate_with(["disable-lsr", "no-such"])


def test_bitcode_is_searched_without_options_that_it_cannot_hold(source: Path) -> None:
    with Session(str(source), [], Options(jobs=1, generates_code=False)) as session:
        assert session.codegen() == []


def test_options_keep_to_the_tier_and_to_what_the_user_sets(source: Path) -> None:
    with Session(str(source), ["-mllvm", "-tail-merge-size=4"], Options(jobs=1)) as session:
        assert {"tail-merge-size=2", "misched=ilpmin"}.isdisjoint(session.codegen())
        assert "disable-lsr" in session.codegen()
        outside = session.candidate(choose(session.seeds()[0], ["misched=ilpmin"]))
        assert not session.check(outside).passed
        with pytest.raises(EvaluationError, match="command line sets 'tail-merge-size' itself"):
            session.candidate(choose(session.seeds()[0], ["tail-merge-size=2"]))


def test_engine_refuses_options_that_there_are_not(toolchain: Toolchain, session: Session) -> None:
    compiler = load_engine(toolchain.version).Compiler(list(session.module.arguments))
    with pytest.raises(ValueError, match="knows no option 'no-such'"):
        compiler.set_codegen(["no-such=1"])
    compiler.set_codegen(["tail-merge-size=many"])
    module = load_engine(toolchain.version).Module.parse(session.module.bitcode)
    with pytest.raises(ValueError, match="takes no 'many'"):
        compiler.emit(module)

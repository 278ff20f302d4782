"""A Memo gives what plain runs give, and works out each step once. Real modules by the thousand: runs/memo_exactness.py."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from passwright.evaluate.pool import WorkerPool
from passwright.evaluate.worker import TABLES
from passwright.llvm.toolchain import Toolchain, load_engine, run
from runs.fidelity import cases
from runs.memo_exactness import Tally, compare

Lanes = list[tuple[list[str], list[str]]]

SOURCE = """
static __attribute__((noinline)) int sign(int x) { return x < 0 ? 1 : 0; }
int both(int x, int y) { return sign(x) * 100 + (sign(y) == 7 ? 9 : 3); }
int table(int x) {
  switch (x) { case 0: return 17; case 1: return 4; case 2: return 99; case 3: return -5; case 4: return 12345; case 5: return 3; }
  return 0;
}
int other(int x) {
  switch (x) { case 0: return 71; case 1: return 44; case 2: return 9; case 3: return -5; case 4: return 1234; case 5: return 33; }
  return 0;
}
const char *name(int x) {
  switch (x) { case 0: return "zero"; case 1: return "one"; case 2: return "two"; case 3: return "three"; case 4: return "four"; }
  return "many";
}
int loop(const int *p, int n) { int s = 0; for (int i = 0; i < n; ++i) s += p[i] * 2; return s; }
int computed(int x) { static void *const to[] = {&&a, &&b}; goto *to[x & 1]; a: return 1; b: return 2; }
"""


@pytest.fixture(scope="module")
def engine(any_toolchain: Toolchain) -> ModuleType:
    return load_engine(any_toolchain.version)


@pytest.fixture(scope="module")
def compiler(engine: ModuleType, any_toolchain: Toolchain) -> Any:
    return engine.Compiler(any_toolchain.cc1(["-Oz", "-ffunction-sections"]))


@pytest.fixture(scope="module")
def bitcode(engine: ModuleType, compiler: Any, any_toolchain: Toolchain, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("memo")
    (folder / "x.c").write_text(SOURCE)
    command = [any_toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", str(folder / "x.c"), "-o"]
    run([*command, str(folder / "x.bc")], check=True)
    module = engine.Module.parse((folder / "x.bc").read_bytes())
    compiler.run(module, "function(sroa)")
    data: bytes = module.bitcode()
    return data


def plain(
    engine: ModuleType, compiler: Any, bitcode: bytes, lanes: Lanes, edits: dict[str, list[str]] | None = None, end: str = "no-op-module"
) -> dict[str, tuple[int, int]]:
    """The same in one run of all passes on the whole module."""
    module = engine.Module.parse(bitcode)
    texts = [("function(" + ",".join(f"{name},invalidate<all>" for name in passes) + ")", names) for passes, names in lanes if passes]
    steps = [("require<globals-aa>", [], {}), *((text, names, {}) for text, names in texts), ("forceattrs", [], edits or {}), (end, [], {})]
    compiler.run_steps(module, steps)
    instructions = module.function_instructions()
    costs = engine.function_costs(compiler.emit(module))
    return {
        name: (costs[name], count) for name, count in instructions.items() if name not in engine.Module.parse(bitcode).rigid_functions()
    }


SWITCHES = "simplifycfg<switch-to-lookup>"
LANES: list[Lanes] = [
    [],
    [(["instcombine<no-verify-fixpoint>", "gvn", "simplifycfg"], ["loop", "both"])],
    [([SWITCHES], ["table"])],
    [([SWITCHES], ["name"])],
    [([SWITCHES], ["table", "other"]), (["gvn"], ["both"])],
    [([SWITCHES, "gvn"], ["other"])],
    # sccp says what range a function returns, and the next function knows it: if that comes behind.
    [(["sccp", "instcombine<no-verify-fixpoint>"], ["both", "sign"])],
    [(["sccp", "instcombine<no-verify-fixpoint>"], ["both"])],
    [(["sccp", "instcombine<no-verify-fixpoint>"], ["both"]), (["sccp"], ["sign"])],
    [(["sccp"], ["sign"]), (["sccp", "instcombine<no-verify-fixpoint>"], ["both"]), (["simplifycfg"], ["both"])],
    [(["loop-mssa(licm)", "loop(loop-rotate,indvars)", "loop(loop-unroll-full)", "loop-vectorize"], ["loop"])],
    [(["gvn"], ["not there", "loop"])],
]


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_remembered_is_what_plain_runs_give(engine: ModuleType, compiler: Any, bitcode: bytes, order: int) -> None:
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    for lanes in [*LANES[::order], *LANES]:
        assert memo.score(lanes) == plain(engine, compiler, bitcode, lanes)


def test_edits_of_attributes_are_for_code_generation_alone(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    edits: list[dict[str, list[str]]] = [{"table": ["-minsize"], "name": ["no-jump-tables=true"]}, {}, {"other": ["tune-cpu=atom"]}]
    for lanes in LANES[:3]:
        for edit in edits:
            assert memo.score(lanes, edit) == plain(engine, compiler, bitcode, lanes, edit)
    assert memo.score([], edits[0])["name"] != memo.score([])["name"]
    with pytest.raises(ValueError, match="no edit of an attribute"):
        memo.score([], {"table": ["nonsense"]})
    assert memo.score([]) == plain(engine, compiler, bitcode, [])


def test_passes_for_single_functions_do_the_same_without_numbers(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    """Where nobody wants the numbers of the passes, the other functions are not asked."""
    both = "function(gvn,invalidate<all>),function(sccp,invalidate<all>)"  # not one after the other for each function
    for lanes in [*LANES, [([both], ["both", "sign"])]]:
        texts = [(",".join(passes) if passes == [both] else f"function({','.join(passes)})", names) for passes, names in lanes]
        steps = [("require<globals-aa>", [], {}), *((text, names, {}) for text, names in texts), ("globaldce", [], {})]
        modules = [engine.Module.parse(bitcode) for _ in range(2)]
        numbers = [compiler.run_steps(module, steps, numbered) for module, numbered in zip(modules, (True, False), strict=True)]
        assert numbers[0] != "" == numbers[1]
        assert modules[0].hash() == modules[1].hash()


def test_each_step_is_worked_out_once(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    for lanes in LANES:
        memo.score(lanes)
    before = memo.counts
    for lanes in LANES:
        memo.score(lanes)
    after = memo.counts
    assert (after["ran"], after["emitted"]) == (before["ran"], before["emitted"])
    assert after["steps"] > before["steps"]
    # A pass that changes nothing leads to no new state: what comes behind is known. Runs are lower-expect before and behind
    # gvn, and gvn to make the body again whose code was generated.
    memo.score([(["gvn"], ["loop"])])
    before = memo.counts
    memo.score([(["lower-expect", "gvn", "lower-expect"], ["loop"])])
    assert memo.counts["ran"] - before["ran"] <= 3
    assert memo.counts["emitted"] == before["emitted"]


def test_function_that_cannot_stand_alone_is_refused(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    assert engine.Module.parse(bitcode).rigid_functions() == ["computed"]
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    with pytest.raises(ValueError, match="'computed' cannot be looked at alone"):
        memo.score([(["gvn"], ["computed"])])
    assert "computed" not in memo.score([])


def test_unknown_pass_is_refused_and_nothing_is_remembered_of_it(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    for _ in range(2):
        with pytest.raises(ValueError, match="unknown function pass 'no-such-pass'"):
            memo.score([(["gvn", "no-such-pass"], ["loop"])])
    assert memo.score(LANES[1]) == plain(engine, compiler, bitcode, LANES[1])
    with pytest.raises(ValueError, match="Invalid bitcode"):
        engine.Memo(compiler, b"BC", engine.Weights(compiler))


def test_real_modules_agree(toolchain: Toolchain, pool: WorkerPool) -> None:
    functions = 0
    for case in cases("x86-64", "z")[4::19]:
        tally = Tally()
        compare(case, toolchain, pool, 8, "core", tally)
        assert tally.differ == []
        assert tally.schedules == 8
        functions += tally.functions
        # What the sum leaves out is the same for all schedules, but for what fills up sections.
        assert min(tally.remainder) >= -8
        assert max(tally.remainder) - min(tally.remainder) <= 32
    assert functions >= 800


def test_real_modules_with_debug_information_agree(toolchain: Toolchain, pool: WorkerPool) -> None:
    tally = Tally()
    (case,) = [case for case in cases("x86-64", "z") if case.path.name == "gzread.c"]
    debug = type(case)(Path(case.path), case.language, (*case.flags, "-g"))
    compare(debug, toolchain, pool, 8, "core", tally)
    assert tally.differ == []
    assert tally.functions >= 80


TABLE = "static const char *const all[] = {%s}; %s const char *f(int x) { return all[x]; }"


@pytest.mark.parametrize("others", ["", "const void *g(void) { return all; } int h(int x) { return all[x] == all[0]; }"])
def test_tables_that_become_relative_at_the_end_change_their_function(
    engine: ModuleType, any_toolchain: Toolchain, tmp_path: Path, others: str
) -> None:
    """One that others read too stays as it is, whichever functions code is generated for at a time."""
    (tmp_path / "x.c").write_text(TABLE % (", ".join(f'"number {i}"' for i in range(40)), others))
    flags = ["-Oz", "-fPIC", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c"]
    run([any_toolchain.clang, *flags, str(tmp_path / "x.c"), "-o", str(tmp_path / "x.bc")], check=True)
    compiler = engine.Compiler(any_toolchain.cc1(["-Oz", "-fPIC"]))
    module = engine.Module.parse((tmp_path / "x.bc").read_bytes())
    compiler.run(module, "function(sroa)")
    bitcode = module.bitcode()
    before = engine.Memo(compiler, bitcode, engine.Weights(compiler)).score([])
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler, TABLES))
    for lanes in ([], [(["instcombine<no-verify-fixpoint>"], ["f"])], [(["instcombine<no-verify-fixpoint>"], ["f", "g", "h"])]):
        assert {name: size for name, (size, _) in memo.score(lanes).items()} == {
            name: size for name, (size, _) in plain(engine, compiler, bitcode, lanes, end=TABLES).items()
        }
    assert (memo.score([])["f"][0] != before["f"][0]) is not bool(others)


def test_weights_hold_in_every_module_of_a_command_line(engine: ModuleType, compiler: Any, bitcode: bytes) -> None:
    weights = engine.Weights(compiler)
    first, second = (engine.Memo(compiler, bitcode, weights) for _ in range(2))
    assert [first.score(lanes) for lanes in LANES] == [second.score(lanes) for lanes in LANES]
    assert first.counts["emitted"] > 0
    assert second.counts["emitted"] == 0
    assert 0 < second.counts["ran"] <= first.counts["ran"]


@pytest.mark.parametrize("pipeline", ["no-op-module", "function(sroa,simplifycfg)", "default<Oz>", "default<O3>"])
def test_weight_of_a_module_is_that_of_its_parts(engine: ModuleType, compiler: Any, bitcode: bytes, pipeline: str) -> None:
    weights = engine.Weights(compiler)
    for known in (False, True):
        module = engine.Module.parse(bitcode)
        compiler.run(module, pipeline)
        object_ = compiler.emit(module.clone())
        functions, rest = weights.weigh_module(module)
        costs = engine.function_costs(object_)
        # Tables that switches became are data of the module by then.
        assert all(costs[name] - 24 <= weight <= costs[name] for name, weight in functions.items())
        assert functions["both"] == costs["both"]
        assert "computed" not in functions
        # With each function in a section of its own nothing but the alignment of sections is left out.
        assert abs(rest + sum(functions.values()) - engine.measure(object_).size) <= 8
        assert (weights.counts[1] == weights.counts[0]) is not known


def test_weights_see_what_code_generation_sees_of_other_globals(engine: ModuleType, any_toolchain: Toolchain, tmp_path: Path) -> None:
    """The same body and the same names, but another value, visibility or attribute behind them."""
    bodies = [
        (
            "static const int k = 5; int f(const int *p) { return *p + k; }",
            "static const int k = 500; int f(const int *p) { return *p + k; }",
        ),
        ("extern int v; int f(void) { return v; }", 'extern int v __attribute__((visibility("hidden"))); int f(void) { return v; }'),
        ("int g(int); int f(int x) { return g(x) + 1; }", "__attribute__((regparm(2))) int g(int); int f(int x) { return g(x) + 1; }"),
    ]
    for pair in bodies:
        compiler = engine.Compiler(any_toolchain.cc1(["-Oz", "-m32", "-fPIC"]))
        weights = engine.Weights(compiler)
        for text in pair:
            source, out = tmp_path / "x.c", tmp_path / "x.bc"
            source.write_text(text)
            flags = ["-Oz", "-m32", "-fPIC", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c"]
            run([any_toolchain.clang, *flags, str(source), "-o", str(out)], check=True)
            costs = engine.function_costs(compiler.emit(engine.Module.parse(out.read_bytes())))
            assert weights.weigh_module(engine.Module.parse(out.read_bytes()))[0] == {"f": costs["f"]}


def test_code_that_cannot_be_generated_leaves_the_memory_sound(engine: ModuleType, compiler: Any) -> None:
    """An operand that is a constant only behind sroa, as inline assembly may have one."""
    text = """
        target triple = "x86_64-pc-linux-gnu"
        define i32 @good(i32 %x) { %y = add i32 %x, 7 ret i32 %y }
        define void @bad() {
          %p = alloca i32
          store i32 5, ptr %p
          %v = load i32, ptr %p
          call void asm sideeffect "# $0", "i"(i32 %v)
          ret void
        }"""
    bitcode = engine.Module.parse(text.encode()).bitcode()
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    for _ in range(2):
        with pytest.raises(ValueError, match="constraint 'i'"):
            memo.score([])
        with pytest.raises(ValueError, match="constraint 'i'"):
            memo.score([(["reassociate"], ["good"])])
    scores = memo.score([(["sroa"], ["bad", "good"])])
    assert all(weight > 0 for weight, _ in scores.values())
    assert scores == plain(engine, compiler, bitcode, [(["sroa"], ["bad", "good"])])


CALLER_TO_SPLIT = """
    define i32 @caller(ptr %p, i32 %x) {
      %null = icmp eq ptr %p, null
      br i1 %null, label %call, label %look
    look:
      %one = icmp eq i32 %x, 1
      br i1 %one, label %call, label %out
    call:
      %from = phi i32 [ 1, %0 ], [ 2, %look ]
      %r = call i32 @callee(ptr %p, i32 %x, i32 %from)
      ret i32 %r
    out:
      ret i32 0
    }"""
CALLER_TO_UNROLL = """
    define i32 @caller(ptr %p, i32 %x) {
      br label %loop
    loop:
      %i = phi i32 [ 0, %0 ], [ %n, %loop ]
      %r = call i32 @callee(ptr %p, i32 %x, i32 %i)
      %n = add i32 %i, 1
      %more = icmp ult i32 %n, 3
      br i1 %more, label %loop, label %out
    out:
      ret i32 %r
    }"""


@pytest.mark.parametrize(("caller", "element"), [(CALLER_TO_SPLIT, "callsite-splitting"), (CALLER_TO_UNROLL, "loop(loop-unroll-full)")])
def test_passes_do_not_see_whose_body_is_in_memory(engine: ModuleType, compiler: Any, caller: str, element: str) -> None:
    """A callee without a body would be a declaration, and a use in a body that is gone would be none."""
    text = f"""
        target triple = "x86_64-pc-linux-gnu"
        define internal i32 @callee(ptr %p, i32 %x, i32 %y) {{ %s = mul i32 %x, %y ret i32 %s }}
        define i32 @another(ptr %p) {{ %r = call i32 @callee(ptr %p, i32 3, i32 4) ret i32 %r }}
        {caller}"""
    bitcode = engine.Module.parse(text.encode()).bitcode()
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    before = memo.score([])
    lanes: Lanes = [([element], ["caller"])]
    assert memo.score(lanes) == plain(engine, compiler, bitcode, lanes)
    assert memo.score(lanes)["caller"] != before["caller"]


def test_callers_take_an_address_from_the_call_that_returns_it(engine: ModuleType, compiler: Any) -> None:
    """CodeGenPrepare does that if it sees the callee's body, so it must see it whatever else code is generated for."""
    text = """
        target triple = "x86_64-pc-linux-gnu"
        @place = global i64 0
        define ptr @one() noinline { ret ptr @place }
        define void @two(ptr %p) {
          %r = call ptr @one()
          store ptr @place, ptr %p
          ret void
        }"""
    bitcode = engine.Module.parse(text.encode()).bitcode()
    alone, together = (engine.Memo(compiler, bitcode, engine.Weights(compiler)) for _ in range(2))
    assert alone.score([]) == plain(engine, compiler, bitcode, [])
    edits = {"two": ["tune-cpu=atom"]}
    assert alone.score([], edits) == together.score([], edits)


def test_callers_see_what_a_callee_returns_once_its_passes_ran(engine: ModuleType, compiler: Any) -> None:
    text = """
        target triple = "x86_64-pc-linux-gnu"
        @place = global i64 0
        @another = global i64 0
        define ptr @one(i1 %which) noinline {
          %never = and i1 %which, false
          br i1 %never, label %a, label %b
        a:
          ret ptr @another
        b:
          ret ptr @place
        }
        define void @two(ptr %p) {
          %r = call ptr @one(i1 true)
          store ptr @place, ptr %p
          ret void
        }"""
    bitcode = engine.Module.parse(text.encode()).bitcode()
    memo = engine.Memo(compiler, bitcode, engine.Weights(compiler))
    before = memo.score([])
    lanes: Lanes = [(["instcombine", "simplifycfg"], ["one"])]
    assert memo.score(lanes) == plain(engine, compiler, bitcode, lanes)
    if int(engine.LLVM_VERSION.partition(".")[0]) >= 22:  # older ones do not take it from the call
        assert memo.score(lanes)["two"] < before["two"]
    assert memo.score([]) == before


def test_constants_are_charged_to_their_function_wherever_they_stand(
    engine: ModuleType, compiler: Any, any_toolchain: Toolchain, tmp_path: Path
) -> None:
    """The instruction that reads one may go on behind the reference (cmplesd), which then points before the constant."""
    costs = []
    body = "int f(double d) { return 0 <= d && d <= 4294967295.0; }"
    for text in (body, "double g(double d) { return d * 3.25; }" + body):
        (tmp_path / "x.c").write_text(text)
        run([any_toolchain.clang, "-Oz", "-c", str(tmp_path / "x.c"), "-o", str(tmp_path / "x.o")], check=True)
        costs.append(engine.function_costs((tmp_path / "x.o").read_bytes())["f"])
    assert costs[0] == costs[1]


def test_code_generation_leaves_no_memory_behind(any_toolchain: Toolchain, bitcode: bytes) -> None:
    """In a process of its own, as what others left behind may be used again."""
    code = (
        "import sys; from passwright.llvm.toolchain import load_engine; from passwright.evaluate.worker import resident\n"
        "engine = load_engine(int(sys.argv[1])); compiler = engine.Compiler(sys.argv[2:]); data = sys.stdin.buffer.read()\n"
        "for count in range(120):\n"
        "    compiler.emit(engine.Module.parse(data))\n"
        "    if count == 20: before = resident()\n"
        "print(resident() - before)"
    )
    command = [sys.executable, "-c", code, str(any_toolchain.version), *any_toolchain.cc1(["-Oz"])]
    grown = int(subprocess.run(command, input=bitcode, capture_output=True, check=True).stdout)
    assert grown < 16 << 20  # it was 0.7 MB each time

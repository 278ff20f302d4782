from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from passwright.llvm.toolchain import Toolchain, load_engine, run


@pytest.fixture(scope="session")
def engine(any_toolchain: Toolchain) -> ModuleType:
    return load_engine(any_toolchain.version)


@pytest.fixture(scope="session")
def bitcode(any_toolchain: Toolchain, rle: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("bitcode") / "rle.bc"
    run([any_toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", str(rle), "-o", str(out)], check=True)
    return out.read_bytes()


@pytest.fixture(scope="session")
def compiler(engine: ModuleType, any_toolchain: Toolchain) -> Any:
    return engine.Compiler(any_toolchain.cc1(["-Oz"]))


def test_text_and_bitcode_hold_the_same_module(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode, "a")
    again = engine.Module.parse(module.text().encode(), "b")
    assert module.hash() == again.hash() == engine.Module.parse(module.bitcode(), "c").hash() == module.clone().hash()
    assert len(module.hash()) == 16


def test_bad_pipeline_is_refused_in_llvms_own_words(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    with pytest.raises(ValueError, match="unknown function pass 'no-such-pass'"):
        compiler.run(engine.Module.parse(bitcode), "function(no-such-pass)")


@pytest.mark.parametrize("element", ["licm", "licm<allowspeculation>", "loop-rotate<no-header-duplication;no-prepare-for-lto>,lnicm"])
def test_pass_that_ends_the_process_in_this_place_is_an_error(engine: ModuleType, compiler: Any, element: str) -> None:
    """LLVM reads such a text, and aborts when the pass runs."""
    module = engine.Module.parse(b'target triple = "x86_64-pc-linux-gnu" define void @f() { ret void }')
    last = element.partition(">,")[2] or element
    texts = [f"function(sroa,loop-mssa({element}),loop(loop-rotate,{element})),globaldce"]
    texts += [f"function({last})", f"function(sroa,{last})", f"sroa,{last}", f"module({last})", f"cgscc(function({last}))"]
    for text in texts:
        with pytest.raises(ValueError, match="can stand in loop-mssa"):
            compiler.run(module, text)
    compiler.run(module, last)
    compiler.run(module, f"function(sroa,loop(loop-rotate),loop-mssa({element})),globaldce")


def test_bad_input_is_refused_in_llvms_own_words(engine: ModuleType, bitcode: bytes) -> None:
    for data in (bitcode[:-8], b"BC\xc0\xde", b"define i32 @f( {", b"\0\1\2"):
        with pytest.raises(ValueError, match="error"):
            engine.Module.parse(data)
    with pytest.raises(ValueError, match="unknown argument"):
        engine.Compiler(["-no-such-flag"])
    with pytest.raises(ValueError, match="not recognized"):
        engine.measure(b"no object at all")


def test_passes_change_what_they_should(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    module = engine.Module.parse(bitcode)
    before = module.instructions()
    compiler.run(module, "function(sroa,instcombine<no-verify-fixpoint>,simplifycfg)")
    assert module.instructions() < before
    assert module.verify() == ""
    assert sum(module.function_instructions().values()) == module.instructions()


def test_function_hashes_tell_changed_functions_from_others(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode)
    text = module.text()
    changed = engine.Module.parse(text.replace("i32 11", "i32 12").encode())
    before, after = module.function_hashes(), changed.function_hashes()
    assert {name for name in before if before[name] != after[name]} == {"rle_compare"}
    # What stands in front of a function moves its metadata and attribute numbers, not its content.
    shifted = text.replace("define ", 'define void @first() #77 !annotation !{!"x"} {\n  ret void\n}\n\ndefine ', 1)
    more = engine.Module.parse((shifted + '\nattributes #77 = { cold "a"="b" }\n').encode()).function_hashes()
    assert {name: more[name] for name in before} == before


def test_function_hash_sees_attributes_metadata_and_use_list_order(engine: ModuleType) -> None:
    def hash_of(text: str) -> bytes:
        return bytes(engine.Module.parse(text.encode()).function_hashes()["f"])

    plain = "define i32 @f(i32 %a) {\n  %b = add i32 %a, %a\n  %c = mul i32 %a, %b\n  ret i32 %c\n}\n"
    variants = [
        plain,
        plain.replace("@f(i32 %a) {", "@f(i32 %a) minsize {"),
        plain.replace("mul i32 %a, %b", "mul i32 %a, %b, !x !0") + '!0 = !{!"one"}\n',
        plain.replace("mul i32 %a, %b", "mul i32 %a, %b, !x !0") + '!0 = !{!"two"}\n',
        plain.replace("ret i32 %c\n", "ret i32 %c\n  uselistorder i32 %a, { 2, 0, 1 }\n"),
    ]
    assert len({hash_of(text) for text in variants}) == len(variants)


HASHED = """
source_filename = "x"
target triple = "x86_64-pc-linux-gnu"
%s = type { i32, ptr }
@g = internal global i32 7, align 4
@h = constant [2 x ptr] [ptr @g, ptr getelementptr inbounds (i8, ptr @g, i64 4)]
@a = alias i32, ptr @g
declare i32 @callee(ptr, i32)
declare i32 @__gxx_personality_v0(...)
define i32 @f(ptr %p, i32 %x, <4 x i32> %v, { i32, i32 } %q) personality ptr @__gxx_personality_v0 {
entry:
  %slot = alloca %s, align 8
  %l = load i32, ptr %p, align 4
  store i32 %l, ptr %slot, align 8
  %at = load atomic i32, ptr %p syncscope("singlethread") acquire, align 4
  %sum = add nsw i32 %l, %at
  %neg = fsub fast double 1.0, 2.0
  %c = icmp slt i32 %sum, %x
  %e = getelementptr inbounds %s, ptr %slot, i64 0, i32 1
  %sh = shufflevector <4 x i32> %v, <4 x i32> poison, <2 x i32> <i32 0, i32 1>
  %ex = extractvalue { i32, i32 } %q, 0
  %rmw = atomicrmw add ptr %p, i32 1 seq_cst, align 4
  %cx = cmpxchg ptr %p, i32 0, i32 1 acq_rel monotonic, align 4
  fence acquire
  %asm = call i32 asm sideeffect "nop", "=r"()
  %r = tail call fastcc i32 @callee(ptr noundef %e, i32 %sum) [ "tag"(i32 1) ]
  switch i32 %x, label %done [ i32 1, label %one
                               i32 2, label %two ]
one:
  br label %done
two:
  %i = invoke i32 @callee(ptr @h, i32 3) to label %done unwind label %pad
pad:
  %lp = landingpad { ptr, i32 } cleanup
  unreachable
done:
  %phi = phi i32 [ 5, %entry ], [ 6, %one ], [ %i, %two ]
  %t = sub i32 %phi, %phi, !m !0
  ret i32 %t
}
!0 = !{!"one", i32 4}
!named = !{!0}
"""

CHANGES = """
"x"|"y"; x86_64-pc|x86_64-unknown; { i32, ptr }|{ i64, ptr }; internal global|global; global i32 7|global i32 8
i32 7, align 4|i32 7, align 8; @h = constant|@h = global; inbounds (i8|(i8; i64 4)|i64 5); @a = alias|@a = hidden alias
declare i32 @callee(|declare signext i32 @callee(; @callee(ptr, i32)|@callee(ptr nocapture, i32)
(ptr %p, i32 %x,|(ptr nonnull %p, i32 %x,; define i32 @f|define dso_local i32 @f; alloca %s, align 8|alloca %s, align 16
load i32, ptr %p|load volatile i32, ptr %p; "singlethread"|"agent"; acquire, align 4|monotonic, align 4; add nsw|add nuw
fsub fast|fsub nnan; 2.0|2.5; icmp slt|icmp sle; inbounds %s|%s; i32 0, i32 1>|i32 0, i32 2>; %q, 0|%q, 1
atomicrmw add|atomicrmw sub; acq_rel monotonic|acq_rel acquire; fence acquire|fence release; "nop"|"pause"
sideeffect|sideeffect alignstack; tail call|musttail call; fastcc|coldcc; ptr noundef %e|ptr %e; "tag"|"gat"
[ i32 1, label %one|[ i32 4, label %one; cleanup|catch ptr null; [ 5, %entry ], [ 6, %one ]|[ 6, %one ], [ 5, %entry ]
!"one"|!"two"; i32 4}|i32 5}; !named|!other; %phi, !m !0|%phi; !m !0|!k !0; personality ptr @__gxx_personality_v0|
"""


def test_hash_sees_every_kind_of_content(engine: ModuleType) -> None:
    pairs = [pair.strip("\n").split("|") for line in CHANGES.strip().splitlines() for pair in line.split("; ")]
    texts = [HASHED]
    for old, new in pairs:
        assert old in HASHED, old
        texts.append(HASHED.replace(old, new, 1))
    texts.append(HASHED.replace("%sum", "%mus"))
    texts.append(HASHED.replace("ret i32 %t", "ret i32 %t\n  uselistorder i32 %phi, { 1, 0 }"))
    texts.append(HASHED + "uselistorder ptr @callee, { 1, 0 }\n")
    assert len({engine.Module.parse(text.encode()).hash() for text in texts}) == len(texts)


def test_hash_sees_debug_expressions_and_the_bodies_of_types_in_attributes(engine: ModuleType) -> None:
    typed = "%S = type { i32 }\ndefine void @f(ptr byval(%S) %x) {\n  ret void\n}\n"
    unnamed = "%0 = type { i32 }\ndefine void @f(ptr byval(%0) %x) {\n  ret void\n}\n"
    debugged = """
define void @f(i32 %x) !dbg !4 {
  #dbg_value(i32 %x, !5, !DIExpression(), !6)
  ret void
}
!llvm.module.flags = !{!0}
!llvm.dbg.cu = !{!1}
!0 = !{i32 2, !"Debug Info Version", i32 3}
!1 = distinct !DICompileUnit(language: DW_LANG_C, file: !2)
!2 = !DIFile(filename: "x.c", directory: "/")
!3 = !DISubroutineType(types: !{})
!4 = distinct !DISubprogram(name: "f", file: !2, type: !3, unit: !1)
!5 = !DILocalVariable(name: "x", scope: !4, file: !2)
!6 = !DILocation(line: 1, scope: !4)
"""

    def hash_of(text: str) -> bytes:
        return bytes(engine.Module.parse(text.encode()).hash())

    assert hash_of(typed) != hash_of(typed.replace("{ i32 }", "{ [9 x i32] }"))
    assert hash_of(unnamed) == hash_of(unnamed)
    assert hash_of(debugged) == hash_of(debugged)
    assert hash_of(debugged) != hash_of(debugged.replace("DIExpression()", "DIExpression(DW_OP_plus_uconst, 8)"))
    assert hash_of(debugged) != hash_of(debugged.replace("line: 1", "line: 2"))


def test_hash_changes_when_and_only_when_the_text_does(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    """Over a module and what single passes and short lists of them make of it."""
    seen: dict[str, bytes] = {}
    functions = ["sroa", "early-cse<memssa>", "gvn", "simplifycfg", "instcombine<no-verify-fixpoint>", "reassociate", "licm", "adce", "dse"]
    rng = random.Random(0)
    for _ in range(60):
        module = engine.Module.parse(bitcode)
        for name in rng.choices(functions, k=rng.randrange(4)):
            compiler.run(module, f"function({'loop-mssa(licm)' if name == 'licm' else name})")
            text = re.sub(r"^; ModuleID.*\n", "", module.text())
            assert seen.setdefault(text, module.hash()) == module.hash()
            assert engine.Module.parse(module.bitcode()).hash() == module.hash()
    assert len(set(seen.values())) == len(seen) > 30


def test_a_step_for_single_functions_leaves_the_others_alone(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    before = engine.Module.parse(bitcode).function_hashes()
    module = engine.Module.parse(bitcode)
    ran = compiler.run_steps(module, [("no-op-module", [], {}), ("function(sroa,simplifycfg)", ["rle_compare"], {})])
    after = module.function_hashes()
    assert {name for name in before if before[name] != after[name]} == {"rle_compare"}
    # Passes are counted whether they run or not: the module's first, then two for each function.
    at = 2 + 2 * re.findall(r"^define .*@(\w+)\(", module.text(), re.M).index("rle_compare")
    assert ran == f"1,{at}-{at + 1}"
    whole, alone = engine.Module.parse(bitcode), engine.Module.parse(bitcode)
    compiler.run(whole, "function(sroa,simplifycfg)")
    assert compiler.run_steps(alone, [("function(sroa,simplifycfg)", [], {})]) == f"1-{2 * len(before)}"
    assert alone.hash() == whole.hash()
    with pytest.raises(ValueError, match="no-such-pass"):
        compiler.run_steps(alone, [("no-op-module", [], {}), ("function(no-such-pass)", ["rle_compare"], {})])
    compiler.run(alone, "function(instcombine<no-verify-fixpoint>)")  # no gate is left behind


def test_attributes_of_functions_are_edited(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    module = engine.Module.parse(bitcode)
    before = module.functions_with("minsize")
    edits = {"rle_encode": ["-minsize", "no-jump-tables=true"], "not there": ["tune-cpu=atom"]}
    compiler.run_steps(module, [("forceattrs", [], edits)])
    assert module.functions_with("minsize") == before - 1
    assert '"no-jump-tables"="true"' in module.text()
    for edit in ("", "-", "minsize", "-no-such-attribute", "=x", "-allocsize"):
        with pytest.raises(ValueError, match="no edit of an attribute"):
            compiler.run_steps(module, [("forceattrs", [], {"rle_encode": [edit]})])


def test_costs_of_functions_add_up_to_the_object(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    module = engine.Module.parse(bitcode)
    compiler.run_default(module)
    code = compiler.emit(module)
    sizes, costs = engine.measure(code), engine.function_costs(code)
    assert set(costs) == set(engine.function_sizes(code))
    assert all(costs[name] > size for name, size in engine.function_sizes(code).items())  # each has an unwind entry
    assert sizes.text < sum(costs.values()) <= sizes.size


def test_features_count_what_they_say(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode)
    names = [name for name, _ in engine.feature_names()]
    assert len(set(names)) == 56
    features = dict(zip(names, module.features(), strict=True))
    text = module.text()
    assert features["functions"] == len(re.findall(r"^define ", text, re.M))
    assert features["instructions"] == module.instructions()
    for opcode in ("load", "store", "alloca", "icmp", "getelementptr", "switch", "ret"):
        assert features[opcode] == len(re.findall(rf"^  (?:%\S+ = )?{opcode} ", text, re.M)), opcode


def test_sizes_are_those_of_stock_tools(
    engine: ModuleType, bitcode: bytes, compiler: Any, any_toolchain: Toolchain, tmp_path: Path
) -> None:
    module = engine.Module.parse(bitcode)
    compiler.run_default(module)
    data = compiler.emit(module)
    (tmp_path / "x.o").write_bytes(data)
    table = run([f"llvm-size-{any_toolchain.version}", "-A", str(tmp_path / "x.o")], check=True).stdout
    sections = dict(re.findall(r"^(\.\S+)\s+(\d+)", table, re.M))
    sizes = engine.measure(data)
    allocated = [name for name in sections if name.startswith((".text", ".rodata", ".data", ".eh_frame"))]
    assert sizes.size == sum(int(sections[name]) for name in allocated)
    assert sizes.bss == sum(int(size) for name, size in sections.items() if name.startswith(".bss"))
    assert sum(engine.function_sizes(data).values()) == sizes.text


def test_random_bytes_never_pass_for_a_module(any_toolchain: Toolchain, bitcode: bytes) -> None:
    """In a process of its own: LLVM's reader may crash on hostile bitcode, which workers are there for."""
    rng = random.Random(0)
    flipped = bytearray(bitcode)
    for _ in range(20):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    script = (
        f"import sys; from passwright.llvm import _engine{any_toolchain.version} as e\n"
        "try: e.Module.parse(sys.stdin.buffer.read())\nexcept ValueError: sys.exit(3)"
    )
    done = subprocess.run([sys.executable, "-c", script], input=bytes(flipped), capture_output=True)
    assert done.returncode != 0


def test_stub_is_what_the_extension_offers(tmp_path: Path) -> None:
    out = tmp_path / "engine.pyi"
    run([sys.executable, "-m", "nanobind.stubgen", "-m", "passwright.llvm._engine22", "-o", str(out)], check=True)
    golden = Path(__file__).parent.parent.parent / "passwright" / "llvm" / "_engine22.pyi"
    assert re.sub(r"LLVM_VERSION: str = .*", "LLVM_VERSION: str", out.read_text()) == golden.read_text()

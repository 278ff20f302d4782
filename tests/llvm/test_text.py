"""Normal text: nothing in it that says nothing, and LLVM makes the same object of it."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from passwright.llvm.assembly import functions_of
from passwright.llvm.module import emit_bitcode
from passwright.llvm.text import Normal, normal
from passwright.llvm.toolchain import Toolchain, load_engine
from passwright.verify.generated import Manifest, generate

DATA = Path(__file__).parent.parent / "data"
FIXTURES = (DATA / "rle.c", DATA / "linkage.c", DATA / "exceptions.cpp", DATA / "suite" / "weights.c", DATA / "suite" / "throws.cpp")


@pytest.fixture(scope="session")
def toolchain(any_toolchain: Toolchain) -> Toolchain:
    return any_toolchain


@pytest.fixture(scope="session")
def engine(toolchain: Toolchain) -> ModuleType:
    return load_engine(toolchain.version)


@pytest.fixture(scope="session")
def compiler(engine: ModuleType, toolchain: Toolchain) -> Any:
    return engine.Compiler(toolchain.cc1(["-Oz"]))


def read(engine: ModuleType, toolchain: Toolchain, path: Path, *flags: str) -> Any:
    language = "c" if path.suffix == ".c" else "c++"
    return engine.Module.parse(emit_bitcode(path, ["-Oz", *flags], toolchain, language))


def check(engine: ModuleType, compiler: Any, module: Any) -> Normal:
    """That text and context are the module, and the function texts modules of their own, each its own normal text."""
    exact = normal(engine, module, order=True)
    plain = normal(engine, module)
    again = engine.Module.parse(exact.assembly())
    assert again.verify() == ""
    assert compiler.emit(again) == compiler.emit(stripped(module))
    assert normal(engine, engine.Module.parse(plain.assembly())) == plain
    for name, text in plain.functions.items():
        alone = engine.Module.parse(plain.assembly(name))
        assert alone.verify() == ""
        assert list(alone.function_instructions()) == [name]
        assert alone.function_instructions()[name] == module.function_instructions()[name]
        assert engine.Texts(module).of_functions(alone, [name]) == {name: text}
    return plain


def stripped(module: Any) -> Any:
    copy = module.clone()
    copy.strip_debug()
    return copy


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.name)
@pytest.mark.parametrize("optimised", [False, True])
def test_the_same_object_comes_of_it(engine: ModuleType, compiler: Any, toolchain: Toolchain, path: Path, optimised: bool) -> None:
    module = read(engine, toolchain, path)
    if optimised:
        compiler.run_default(module)
    text = check(engine, compiler, module)
    assert set(text.functions) == set(module.function_instructions()) - set(module.rigid_functions())


@pytest.mark.skipif(not shutil.which("csmith"), reason="csmith is not installed")
@pytest.mark.parametrize("seed", [1, 2])
def test_generated_programs(engine: ModuleType, compiler: Any, toolchain: Toolchain, tmp_path: Path, seed: int) -> None:
    path = tmp_path / "program.c"
    path.write_text(generate(seed, Manifest.read().options))
    module = read(engine, toolchain, path, "-w", "-I/usr/include/csmith")
    check(engine, compiler, module)
    compiler.run_default(module)
    check(engine, compiler, module)


def test_debug_information_leaves_nothing(engine: ModuleType, toolchain: Toolchain) -> None:
    plain, debug = (normal(engine, read(engine, toolchain, DATA / "rle.c", *flags)) for flags in ((), ("-g",)))
    assert plain.text == debug.text
    assert plain.functions == debug.functions


def test_names_of_values_and_types_and_white_space_do_not_count(engine: ModuleType) -> None:
    one = b"""; a comment
%pair = type { i32, i32 }
define i32 @f(ptr %here, i32 %n) nounwind "k"="v" {
start:
  %second = getelementptr %pair, ptr %here, i32 0, i32 1 ; which one
  %found = load i32, ptr %second, align 4
  br label %end
end:
  ret i32 %found
}
"""
    other = re.sub(rb"%(here|n|second|found|start|end|pair)\b", rb"%other.\1", one).replace(b"start:", b"other.start:")
    other = other.replace(b"end:", b"other.end:").replace(b"  %other", b"      %other")
    texts = [normal(engine, engine.Module.parse(data)) for data in (one, other)]
    assert texts[0] == texts[1]
    assert texts[0].text == (
        "%0 = type { i32, i32 }\n"
        "define i32 @f(ptr %0, i32 %1) #0 nounwind {\n"
        " %3 = getelementptr %0, ptr %0, i32 0, i32 1\n"
        " %4 = load i32, ptr %3, align 4\n"
        " br label %5\n"
        "5:\n"
        " ret i32 %4\n"
        "}\n"
    )
    assert 'attributes #0 = { "k"="v" }' in texts[0].context


def test_what_stands_between_quotes_is_left_alone(engine: ModuleType) -> None:
    """Names, strings, attributes and inline assembly with all that means something outside of quotes."""
    text = r"""
@"a;b #0 !1\22" = private constant [12 x i8] c"; #0 !0 \22 }\00"
define void @"f ; #1 {"() "odd"="; #7 !3 x" {
  call void asm sideeffect "nop # ; #0 !7", "~{memory}"() #0
  call void @"g;"(ptr @"a;b #0 !1\22") #1
  ret void
}
declare void @"g;"(ptr) #2
attributes #0 = { nounwind }
attributes #1 = { "call;"="a b" nounwind }
attributes #2 = { "target-cpu"="x # y" }
"""
    module = engine.Module.parse(text.encode())
    plain = normal(engine, module)
    assert normal(engine, engine.Module.parse(plain.assembly())) == plain
    for kept in ('"nop # ; #0 !7"', r'c"; #0 !0 \22 }\00"', '"call;"="a b"', r'@"a;b #0 !1\22"', 'define void @"f ; #1 {"() #0 {'):
        assert kept in plain.text
    assert engine.Module.parse(plain.assembly("f ; #1 {")).verify() == ""


def test_a_quoted_attribute_that_looks_like_an_intrinsic_does_not_hide_its_declaration(engine: ModuleType) -> None:
    module = engine.Module.parse(b"""
declare "k"="a@llvm.trap(" i32 @g()
declare void @llvm.trap()
define i32 @f() { call void @llvm.trap()
  %v = call i32 @g()
  ret i32 %v }
""")
    plain = normal(engine, module)
    for name, text in ((None, plain.text), ("f", plain.functions["f"])):
        assert 'declare "k"="a@llvm.trap(" i32 @g()' in text
        assert "@llvm.trap()\n" not in text.replace("call void @llvm.trap()", "")
        assert engine.Module.parse(plain.assembly(name)).verify() == ""


def test_metadata_that_decides_passes_stays_and_the_brief_form_has_none(engine: ModuleType, toolchain: Toolchain) -> None:
    module = read(engine, toolchain, DATA / "rle.c")
    texts = engine.Texts(module)
    names = list(module.function_instructions())
    full, brief = (texts.of_functions(module, names, brief=brief) for brief in (False, True))
    assert any("!tbaa !0" in text and "\n!0 = !{" in text for text in full.values())
    assert not any(word in text for text in brief.values() for word in ("!tbaa", "\n!", "declare ", "#0"))
    assert all(text.count("\n") > 2 and "define " in text for text in brief.values())


def test_functions_that_are_not_there_or_cannot_stand_alone(engine: ModuleType, toolchain: Toolchain) -> None:
    module = read(engine, toolchain, DATA / "linkage.c")
    assert engine.Texts(module).of_functions(module, ["no such function", "", *module.rigid_functions()]) == {}


def test_inline_assembly_that_is_used_in_another_order_than_it_is_read(engine: ModuleType, compiler: Any) -> None:
    """LLVM writes that order down, and cannot read what it wrote."""
    module = engine.Module.parse(b"""
target triple = "x86_64-pc-linux-gnu"
define void @f() { call void @g() alwaysinline
  ret void }
define void @g() { call void asm sideeffect "nop", ""()
  ret void }
""")
    compiler.run(module, "always-inline")
    assert "uselistorder ptr asm" in module.text()
    exact = normal(engine, module, order=True)
    assert engine.Module.parse(exact.assembly()).verify() == ""


def test_what_calls_may_reach_is_not_said_where_nobody_is_declared(engine: ModuleType) -> None:
    module = engine.Module.parse(b"""
define void @f(ptr %p) { call void %p(), !callees !0
  ret void }
define internal void @g() { ret void }
!0 = !{ptr @g}
""")
    plain = normal(engine, module)
    assert "!callees" in plain.text
    assert "!callees" not in plain.functions["f"]
    assert engine.Module.parse(plain.assembly("f")).verify() == ""


def test_metadata_that_names_what_a_function_does_not_have_is_left_out(engine: ModuleType, compiler: Any) -> None:
    module = engine.Module.parse(b"""
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"
@v = global [2 x i32] zeroinitializer
@0 = internal global i32 0
define void @f(ptr %p) !of.f !1 !of.f !2 !of.f !0 {
  call void @g(), !kept !1, !direct !0, !nested !3, !cyclic !4, !inside !5, !intrinsic !6, !nameless !7
  call void @llvm.trap()
  store i32 1, ptr @0
  %t = call i1 @llvm.type.test(ptr %p, metadata ptr @i)
  ret void }
define void @g() { ret void }
define void @h() { ret void }
define void @i() { ret void }
declare void @llvm.trap()
declare i1 @llvm.type.test(ptr, metadata)
!0 = !{ptr @h}
!1 = !{ptr @g, i32 1, null}
!2 = !{ptr @f}
!3 = !{!"deep", !{!0}}
!4 = distinct !{!4, !0}
!5 = !{i64 ptrtoint (ptr getelementptr (i8, ptr @v, i64 4) to i64)}
!6 = !{ptr @llvm.trap}
!7 = !{ptr @0}
""")
    plain = normal(engine, module)
    assert normal(engine, engine.Module.parse(plain.assembly())) == plain
    for kind in ("direct", "nested", "cyclic", "inside", "intrinsic", "nameless"):
        assert f"!{kind} " in plain.text
        assert f"!{kind} " not in plain.functions["f"]
    assert "!kept !" in plain.functions["f"]
    assert plain.functions["f"].count("!of.f !") == 2
    assert "!{ptr @g, i32 1, null}" in plain.functions["f"]
    assert "@h" not in plain.functions["f"]
    assert "declare void @i()" in plain.functions["f"]  # named by an operand
    for name in (None, "f"):
        again = engine.Module.parse(plain.assembly(name))
        assert again.verify() == ""
    assert engine.Texts(module).of_functions(again, ["f"])["f"] == plain.functions["f"]
    assert "!{ptr @llvm.trap}" in engine.Module.parse(plain.assembly()).text()


def test_module_flags_that_name_functions_are_of_the_module_alone(engine: ModuleType, compiler: Any) -> None:
    """As builds with a profile have them; they decide what stands in the object."""
    module = engine.Module.parse(b"""
target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"
define void @a() { call void @b()
  ret void }
define void @b() { ret void }
define void @c() { ret void }
!llvm.module.flags = !{!0, !1, !4}
!0 = !{i32 1, !"wchar_size", i32 4}
!1 = !{i32 5, !"CG Profile", !2}
!2 = distinct !{!3, !5}
!3 = !{ptr @a, ptr @b, i64 32}
!4 = !{i32 8, !"PIC Level", i32 2}
!5 = !{ptr @a, null, i64 1}
""")
    plain = check(engine, compiler, module)
    assert set(plain.functions) == {"a", "b", "c"}
    assert "CG Profile" in plain.text
    assert "CG Profile" not in plain.context
    assert "wchar_size" in plain.context
    assert "PIC Level" in plain.context
    assert b"llvm.call-graph-profile" in compiler.emit(engine.Module.parse(plain.assembly()))


def test_a_local_function_is_visible_alone_so_that_no_pass_takes_it_away(engine: ModuleType, compiler: Any) -> None:
    module = engine.Module.parse(b"""
target triple = "x86_64-pc-linux-gnu"
@local = internal global i32 0
define internal i32 @f() { %v = load i32, ptr @local
  ret i32 %v }
define linkonce_odr i32 @g() { %v = call i32 @f()
  ret i32 %v }
""")
    plain = normal(engine, module)
    assert "define hidden i32 @f()" in plain.functions["f"]
    assert "@local = external hidden global i32" in plain.functions["f"]
    assert "define weak_odr i32 @g()" in plain.functions["g"]
    for name in "fg":
        alone = engine.Module.parse(plain.assembly(name))
        compiler.run(alone, "globaldce")
        assert list(alone.function_instructions()) == [name]


def test_assembly_of_functions_assembles_to_their_code(engine: ModuleType, compiler: Any, toolchain: Toolchain, tmp_path: Path) -> None:
    for path in FIXTURES:
        module = read(engine, toolchain, path)
        compiler.run_default(module)
        names = set(module.function_instructions())
        found = functions_of(compiler.emit(module, "asm").decode())
        assert set(found) == names
        for name, text in found.items():
            assert text.startswith(f"{name}:\n")
            assert not re.search(r"\.cfi|\.p2align|\.Ltmp|#|\t", text)
            file = tmp_path / "f.s"
            strings = set(re.findall(r"\.L\.[\w.]+", text))  # of the module
            file.write_text(f"\t.text\n{text}" + "".join(f"{label}:\n" for label in strings))
            done = subprocess.run([toolchain.clang, "-c", file, "-o", tmp_path / "f.o"], capture_output=True, text=True)
            assert done.returncode == 0, done.stderr


def test_assembly_with_a_jump_table_keeps_it(engine: ModuleType, compiler: Any, toolchain: Toolchain, tmp_path: Path) -> None:
    cases = "".join(f"case {n}: a(); b({n}); break;" for n in range(12))
    path = tmp_path / "s.c"
    path.write_text(f"void a(void), b(int);\nvoid other(void) {{ b(0); }}\nvoid f(int n) {{ switch (n) {{ {cases} }} a(); }}\n")
    module = read(engine, toolchain, path, "-O2")
    found = functions_of(engine.Compiler(toolchain.cc1(["-O2"])).emit(module, "asm").decode())
    assert ".LJ" in found["f"]
    assert found["f"].count(".long ") + found["f"].count(".quad ") == 12
    assert ".LJ" not in found["other"]


def test_assembly_with_names_in_quotes_and_labels_of_exceptions(engine: ModuleType, compiler: Any) -> None:
    module = engine.Module.parse(b"""
target triple = "x86_64-pc-linux-gnu"
@"a # b" = external global i32
define i32 @"f ; # g"(i1 %c) personality ptr @p { br i1 %c, label %one, label %two
one:
  invoke void @h() to label %two unwind label %three
two:
  %v = load i32, ptr @"a # b"
  ret i32 %v
three:
  %l = landingpad { ptr, i32 } cleanup
  ret i32 3
}
declare i32 @p(...)
declare void @h()
""")
    found = functions_of(compiler.emit(module, "asm").decode())
    assert list(found) == ["f ; # g"]
    assert found["f ; # g"].startswith('"f ; # g":\n')
    assert '"a # b"' in found["f ; # g"]
    assert ".Ltmp" not in found["f ; # g"]
    assert functions_of("") == functions_of("\t.type\tf,@function\nf:\n") == {}

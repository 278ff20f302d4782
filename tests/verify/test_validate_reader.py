"""The reader of LLVM's text: it reads what clang writes, and refuses the rest as what it does not know."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from passwright.llvm.toolchain import find_toolchain, run
from passwright.verify.lexer import Stream, Unsupported, tokens, without_comment
from passwright.verify.validate.reader import Reader, float_bits, read_module
from passwright.verify.validate.tbaa import Tags

SOURCE = """
struct inner { char c; short s; };
struct outer { int i; struct inner in[3]; double d; char tail; };
extern int external(int, ...);
static const char *names[] = {"a", "b\\n;\\"", 0};
float scale(struct outer *o, float f) { return o->d * f + 0.5f; }
int choose(int x) { switch (x) { case 1: return 5; case -3: return 6; default: return external(x, 2.0); } }
const char *name(unsigned u) { return u < 3 ? names[u] : 0; }
long sum(struct outer *o, int n) { long s = 0; for (int i = 0; i < n; i++) s += o[i].in[1].s; return s; }
"""


@pytest.fixture(scope="module")
def text(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("reader")
    (folder / "m.c").write_text(SOURCE)
    clang = find_toolchain().clang
    run([clang, "-Oz", "-g", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-S", "m.c", "-o", "m.ll"], check=True, cwd=str(folder))
    return Path(folder / "m.ll").read_text()


def test_reads_what_clang_writes(text: str) -> None:
    module = read_module(text)
    reader = Reader(module)
    functions = {name: reader.function(name) for name in module.bodies}
    assert set(functions) == {"scale", "choose", "name", "sum"}
    (switch,) = [each for each in functions["choose"].instructions if each.op == "switch"]
    assert [value.data for value in switch.args[2::2]] == [1, (1 << 32) - 3]
    call = next(each for each in functions["choose"].instructions if each.op == "call" and each.args[0].data == "external")
    assert [str(value.type) for value in call.args[1:]] == ["i32", "double"]
    assert functions["sum"].attributes[1] == (("noundef", ""),)
    assert reader.variable(".str.1").initial.data == b'b\n;"\0'  # type: ignore[union-attr]


def test_lays_out_structs_as_clang_does(text: str) -> None:
    reader = Reader(read_module(text))
    outer = reader.type(Stream("%struct.outer"))
    assert outer.offsets == (0, 4, 16, 24, 32)
    assert (outer.size, outer.align) == (32, 8)
    packed = reader.type(Stream("<{ i8, i64, [3 x i16] }>"))
    assert (packed.offsets, packed.align) == ((0, 1, 9, 15), 1)


@pytest.mark.parametrize(
    ("token", "kind", "bits"),
    [("1.000000e+00", "double", 0x3FF0000000000000), ("0x3FB99999A0000000", "float", 0x3DCCCCCD), ("0xH3C00", "half", 0x3C00)],
)
def test_reads_floating_point_constants(text: str, token: str, kind: str, bits: int) -> None:
    assert float_bits(token, Reader(read_module(text)).type(Stream(kind))) == bits


@pytest.mark.parametrize("layout", ["E-m:e-i64:64-n32:64-S128", "e-m:e-p:32:32-f64:32:64-n8:16:32-S128", ""])
def test_other_layouts_are_refused(layout: str) -> None:
    with pytest.raises(Unsupported):
        read_module(f'target datalayout = "{layout}"\n')


def test_a_semicolon_in_a_string_begins_no_comment() -> None:
    assert without_comment('@s = constant [2 x i8] c";\\00" ; comment') == '@s = constant [2 x i8] c";\\00" '


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damaged_text_is_refused_or_read(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text)))
    length = data.draw(st.integers(0, 12))
    junk = data.draw(st.text('%@!#{}[]()<>,=*: i3218ptrx\n"\\label', max_size=8))
    damaged = text[:at] + junk + text[at + length :]
    try:
        module = read_module(damaged)
    except Unsupported:
        return
    reader = Reader(module)
    for read, names in ((reader.function, module.bodies), (reader.variable, module.variables), (reader.declaration, module.declared)):
        for name in names:
            try:
                read(name)
            except Unsupported:
                pass


@settings(max_examples=100, deadline=None)
@given(st.text('%@!#{}[]()<>,=*: i32"-.x0Ké\n', max_size=60))
def test_tokens_give_all_of_the_text_again(text: str) -> None:
    try:
        found = tokens(text)
    except Unsupported:
        return
    assert "".join("".join(found).split()) == "".join(text.split())


def test_nesting_without_end_is_refused(text: str) -> None:
    reader = Reader(read_module(text))
    with pytest.raises(Unsupported):
        reader.type(Stream("[1 x " * 500 + "i8" + "]" * 500))


def test_type_tags_say_what_is_apart() -> None:
    nodes = {
        "!1": '!"root"',
        "!2": '!"char", !1, i64 0',
        "!3": '!"int", !2, i64 0',
        "!4": '!"pointer", !2, i64 0',
        "!5": '!"pair", !3, i64 0, !4, i64 8',
        "!10": "!3, !3, i64 0",
        "!11": "!4, !4, i64 0",
        "!12": "!2, !2, i64 0",
        "!13": "!5, !3, i64 0",
        "!14": "!5, !4, i64 8",
    }
    tags = Tags(nodes)
    assert tags.apart("!10", "!11")  # an int and a pointer
    assert not tags.apart("!10", "!12")  # characters may meet anything
    assert not tags.apart("!10", "!13")  # an int and the int of a pair
    assert tags.apart("!10", "!14")
    assert tags.apart("!13", "!14")
    assert not tags.apart("!10", "!99")

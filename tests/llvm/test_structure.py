"""Structure hashes: blind to names, attributes and lifetimes, and to nothing else; the same that the lists of held-out programs have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.llvm.structure import Function, functions, tokens
from passwright.llvm.toolchain import Toolchain, run

TEXT = """
define dso_local noundef i32 @first(i32 noundef %x, ptr nocapture %p) #0 {
entry:
  %y = add nsw i32 %x, 1 ; a comment
  call void @llvm.lifetime.start.p0(ptr %p)
  store i32 %y, ptr %p, align 4, !tbaa !5
  br label %"a b"

"a b":                                            ; preds = %entry
  %z = tail call i32 @second(i32 signext %y) #3
  ret i32 %z
  uselistorder i32 %y, { 1, 0 }
}

define linkonce_odr i32 @"se cond"(i32 %x) comdat {
  ret i32 %x
}
"""


def of(text: str) -> list[Function]:
    return list(functions(text))


def compiled(source: Path, toolchain: Toolchain, *flags: str) -> list[Function]:
    command = [toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-S", "-emit-llvm", "-g0", *flags, str(source), "-o", "-"]
    return of(run(command, check=True).stdout)


def test_what_counts() -> None:
    first, second = of(TEXT)
    assert (first.name, first.instructions, first.shared) == ("first", 5, False)
    assert (second.name, second.instructions, second.shared) == ("se cond", 1, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("%y", "%other"),
        ("@second", "@third"),
        ("add nsw", "add"),
        (" noundef", ""),
        (", align 4, !tbaa !5", ", align 1"),
        ("  uselistorder i32 %y, { 1, 0 }\n", ""),
        ("  call void @llvm.lifetime.start.p0(ptr %p)\n", ""),
        ('"a b"', "ab"),
        ("tail call", "call"),
        ("#3", "#17"),
    ],
)
def test_what_does_not_matter(old: str, new: str) -> None:
    assert old in TEXT
    assert of(TEXT.replace(old, new))[0].digest == of(TEXT)[0].digest


@pytest.mark.parametrize(
    ("old", "new"), [("add nsw", "sub nsw"), ("%x, 1", "%x, 2"), ("store i32 %y", "store i32 %x"), ("i32 @second", "i64 @second")]
)
def test_what_does(old: str, new: str) -> None:
    assert old in TEXT
    assert of(TEXT.replace(old, new))[0].digest != of(TEXT)[0].digest


def test_the_hashes_of_the_held_out_lists(toolchain: Toolchain, rle: Path) -> None:
    """Worked out by the script that made those lists, with clang 22.1.8 for x86-64."""
    theirs = ["3b4a378d3f8110aa", "5f2e498a0c95ecd2", "7ae515eb5f59c924", "5935cb81a098c98c", "7f01ed105efe0f7c"]
    mine = [one.digest for one in compiled(rle, toolchain, "--target=x86_64-pc-linux-gnu", "-fno-pic") if one.instructions >= 8]
    assert mine == theirs


def test_the_engine_gives_the_same(toolchain: Toolchain, rle: Path, tmp_path: Path) -> None:
    from passwright.evaluate.pool import WorkerPool

    bitcode = tmp_path / "rle.bc"
    run([toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-c", "-emit-llvm", "-g", str(rle), "-o", str(bitcode)], check=True)
    with WorkerPool(toolchain.version, 1) as pool:
        reply = pool.call({"op": "describe", "name": "rle"}, bitcode.read_bytes(), timeout=60)
        left = pool.call({"op": "drop", "name": "rle", "names": ["rle_encode", "nobody"]}, bitcode.read_bytes(), timeout=60)
        rest = pool.call({"op": "describe", "name": "rle"}, left.data, timeout=60)
    plain = compiled(rle, toolchain)
    assert [tuple(one) for one in reply.value["functions"]] == [(one.name, one.instructions, one.digest, one.shared) for one in plain]
    assert left.value["left"] == []
    assert [name for name, *_ in rest.value["functions"]] == [one.name for one in plain if one.name != "rle_encode"]
    assert 0 < rest.value["tokens"] < reply.value["tokens"]


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    assert of(text) == []
    assert tokens(text) == len(re.findall(r"\w+|[^\w\s]", text))
    found = of(f"define void @f() {{\n{text}\n}}\n")
    assert len(found) <= 1 or "define" in text

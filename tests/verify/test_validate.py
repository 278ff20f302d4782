"""What translation validation says of pairs of functions: right changes are proven, wrong ones never are."""

from __future__ import annotations

import pytest

from passwright.verify.validate import check
from passwright.verify.validate.reader import Reader, read_module

HEAD = """target datalayout = "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128"
target triple = "x86_64-pc-linux-gnu"
@word = dso_local global i32 0, align 4
@other = dso_local global i32 0, align 4
@table = dso_local constant [2 x i32] [i32 5, i32 7], align 4
declare void @one()
declare void @two()
declare void @take(ptr)
declare i64 @length(ptr) nounwind willreturn memory(read)
declare i32 @llvm.umin.i32(i32, i32)
declare i32 @llvm.ctlz.i32(i32, i1)
declare i32 @llvm.bswap.i32(i32)
declare i32 @llvm.fshl.i32(i32, i32, i32)
declare i32 @llvm.abs.i32(i32, i1)
declare {i32, i1} @llvm.uadd.with.overflow.i32(i32, i32)
declare void @llvm.memset.p0.i64(ptr, i8, i64, i1)
declare void @llvm.memcpy.p0.p0.i64(ptr, ptr, i64, i1)
declare void @llvm.assume(i1)
"""


def decide(before: str, after: str, seconds: float = 10.0) -> check.Answer:
    sides = [Reader(read_module(f"{HEAD}{text}")) for text in (before, after)]
    return check.decide(sides[0], sides[1], "f", seconds)


def function(head: str, body: str) -> str:
    return f"define {head} {{\n" + "\n".join(line if line.endswith(":") else f"  {line}" for line in body.strip().split("\n")) + "\n}\n"


def pair(head: str, before: str, after: str) -> tuple[str, str]:
    return function(head, before), function(head, after)


INT = "i32 @f(i32 noundef %a, i32 noundef %b)"
POINTERS = "i32 @f(ptr noundef %p, ptr noundef %q)"
SLOT = "%s = alloca i32, align 4\nstore i32 %a, ptr %s, align 4\n%x = load i32, ptr %s, align 4\nret i32 %x"
GUARDED = "%c = icmp eq i32 %b, 0\nbr i1 %c, label %no, label %yes\nyes:\n%x = udiv i32 %a, %b\nret i32 %x\nno:\nret i32 0"
SPECULATED = "%c = icmp eq i32 %b, 0\n%x = udiv i32 %a, %b\nbr i1 %c, label %no, label %yes\nyes:\nret i32 %x\nno:\nret i32 0"
ESCAPES = (
    "%s = alloca i32, align 4\nstore i32 7, ptr %s, align 4\ncall void @take(ptr noundef %s)\n%x = load i32, ptr %s, align 4\nret i32 %x"
)
NULL = "%c = icmp eq ptr %p, null\nbr i1 %c, label %no, label %yes\nyes:\n%x = load i32, ptr %p, align 4\nret i32 %x\nno:\nret i32 0"
EARLY = "%c = icmp eq ptr %p, null\n%x = load i32, ptr %p, align 4\n%r = select i1 %c, i32 0, i32 %x\nret i32 %r"
MEASURED = NULL.replace("load i32, ptr %p, align 4\n", "call i64 @length(ptr noundef %p)\n%y = trunc i64 %x to i32\n").replace(
    "ret i32 %x", "ret i32 %y"
)
STORES = "store i32 1, ptr %p, align 4\nstore i32 2, ptr %q, align 4\n%x = load i32, ptr %p, align 4\nret i32 %x"
SWITCH = "switch i32 %a, label %no [\ni32 1, label %yes\ni32 2, label %yes\n]\nyes:\nbr label %end\nno:\nbr label %end\nend:\n" + (
    "%x = phi i32 [ 10, %yes ], [ 20, %no ]\nret i32 %x"
)

RIGHT = {
    "identity": pair(INT, "%x = add i32 %a, %b\nret i32 %x", "%x = add i32 %b, %a\nret i32 %x"),
    "a flag is dropped": pair(INT, "%x = add nsw i32 %a, %b\nret i32 %x", "%x = add i32 %a, %b\nret i32 %x"),
    "no overflow is used": pair(INT, "%x = add nsw i32 %a, 1\n%c = icmp sgt i32 %x, %a\n%r = zext i1 %c to i32\nret i32 %r", "ret i32 1"),
    "a slot becomes a value": pair(INT, SLOT, "ret i32 %a"),
    "a multiplication becomes a shift": pair(INT, "%x = mul i32 %a, 8\nret i32 %x", "%x = shl i32 %a, 3\nret i32 %x"),
    "a branch becomes a minimum": pair(
        INT,
        "%c = icmp ult i32 %a, %b\nbr i1 %c, label %t, label %e\nt:\nret i32 %a\ne:\nret i32 %b",
        "%x = call i32 @llvm.umin.i32(i32 %a, i32 %b)\nret i32 %x",
    ),
    "a switch becomes a range": pair(
        INT, SWITCH, "%y = add i32 %a, -1\n%c = icmp ult i32 %y, 2\n%x = select i1 %c, i32 10, i32 20\nret i32 %x"
    ),
    "bytes swapped by hand": pair(
        "i32 @f(i32 noundef %a)",
        "%h = shl i32 %a, 24\n%l = lshr i32 %a, 24\n%m = shl i32 %a, 8\n%n = and i32 %m, 16711680\n%o = lshr i32 %a, 8\n"
        "%p = and i32 %o, 65280\n%x = or i32 %h, %l\n%y = or i32 %n, %p\n%z = or i32 %x, %y\nret i32 %z",
        "%x = call i32 @llvm.bswap.i32(i32 %a)\nret i32 %x",
    ),
    "a rotation": pair(
        "i32 @f(i32 noundef %a)",
        "%h = shl i32 %a, 5\n%l = lshr i32 %a, 27\n%x = or i32 %h, %l\nret i32 %x",
        "%x = call i32 @llvm.fshl.i32(i32 %a, i32 %a, i32 5)\nret i32 %x",
    ),
    "a dead store": pair(
        POINTERS, "store i32 1, ptr %p, align 4\nstore i32 2, ptr %p, align 4\nret i32 0", "store i32 2, ptr %p, align 4\nret i32 0"
    ),
    "a load behind a store": pair(
        POINTERS, "store i32 1, ptr %p, align 4\n%x = load i32, ptr %p, align 4\nret i32 %x", "store i32 1, ptr %p, align 4\nret i32 1"
    ),
    "a store that changes nothing": pair(
        POINTERS, "%x = load i32, ptr %p, align 4\nstore i32 %x, ptr %p, align 4\nret i32 %x", "%x = load i32, ptr %p, align 4\nret i32 %x"
    ),
    "two globals": pair(
        INT,
        "store i32 1, ptr @word, align 4\nstore i32 2, ptr @other, align 4\n%x = load i32, ptr @word, align 4\nret i32 %x",
        "store i32 2, ptr @other, align 4\nstore i32 1, ptr @word, align 4\nret i32 1",
    ),
    "the same calls": pair(INT, "call void @one()\ncall void @two()\nret i32 %a", "call void @one()\ncall void @two()\nret i32 %a"),
    "an address that leaves": pair(INT, ESCAPES, ESCAPES),
    "calls that only read, once": pair(
        "i64 @f(ptr noundef %p)",
        "%x = call i64 @length(ptr noundef %p)\n%y = call i64 @length(ptr noundef %p)\n%z = add i64 %x, %y\nret i64 %z",
        "%x = call i64 @length(ptr noundef %p)\n%z = shl i64 %x, 1\nret i64 %z",
    ),
    "an assumption": pair(INT, "%c = icmp ult i32 %a, 16\ncall void @llvm.assume(i1 %c)\n%x = and i32 %a, 15\nret i32 %x", "ret i32 %a"),
    "a copy becomes a load and a store": pair(
        POINTERS,
        "call void @llvm.memcpy.p0.p0.i64(ptr align 8 %p, ptr align 8 %q, i64 8, i1 false)\nret i32 0",
        "%x = load i64, ptr %q, align 8\nstore i64 %x, ptr %p, align 8\nret i32 0",
    ),
    "a callee that went into its caller": (
        function("i32 @g(i32 noundef %x)", "%y = add i32 %x, 1\nret i32 %y")
        + function(INT, "%x = call i32 @g(i32 noundef %a)\nret i32 %x"),
        function("i32 @g(i32 noundef %x)", "%y = add i32 %x, 1\nret i32 %y") + function(INT, "%x = add i32 %a, 1\nret i32 %x"),
    ),
}

WRONG = {
    "another value": pair(INT, "ret i32 %a", "ret i32 %b"),
    "a flag is added": pair(INT, "%x = add i32 %a, %b\nret i32 %x", "%x = add nsw i32 %a, %b\nret i32 %x"),
    "division as shift": pair(INT, "%x = sdiv i32 %a, 4\nret i32 %x", "%x = ashr i32 %a, 2\nret i32 %x"),
    "a division before its condition": pair(INT, GUARDED, SPECULATED),
    "a load before its condition": pair(POINTERS, NULL, EARLY),
    "a call that reads before its condition": pair(POINTERS, MEASURED, f"%w = call i64 @length(ptr %p)\n{MEASURED}"),
    "a call less": pair(INT, "call void @one()\nret i32 %a", "ret i32 %a"),
    "a call more": pair(INT, "ret i32 %a", "call void @one()\nret i32 %a"),
    "calls in another order": pair(INT, "call void @one()\ncall void @two()\nret i32 0", "call void @two()\ncall void @one()\nret i32 0"),
    "a division behind a call that may not return": pair(
        INT,
        "call void @one()\n%x = udiv i32 %a, %b\nret i32 %x",
        "%x = udiv i32 %a, %b\ncall void @one()\nret i32 %x",
    ),
    "a store less": pair(POINTERS, "store i32 1, ptr %p, align 4\nret i32 0", "ret i32 0"),
    "a store more": pair(POINTERS, "%x = load i32, ptr %p, align 4\nret i32 0", "store i32 1, ptr %p, align 4\nret i32 0"),
    "stores that may meet change places": pair(
        POINTERS,
        "store i32 1, ptr %p, align 4\nstore i32 2, ptr %q, align 4\nret i32 0",
        "store i32 2, ptr %q, align 4\nstore i32 1, ptr %p, align 4\nret i32 0",
    ),
    "a load that may meet a store": pair(POINTERS, STORES, STORES.replace("ret i32 %x", "ret i32 1")),
    "a global that a call may write": pair(
        INT,
        "store i32 1, ptr @word, align 4\ncall void @one()\n%x = load i32, ptr @word, align 4\nret i32 %x",
        "store i32 1, ptr @word, align 4\ncall void @one()\nret i32 1",
    ),
    "a local that a call may write": pair(INT, ESCAPES, ESCAPES.replace("ret i32 %x", "ret i32 7")),
    "a constant that is read wrongly": pair(INT, "%x = load i32, ptr @table, align 4\nret i32 %x", "ret i32 7"),
    "a memset that is short": pair(
        POINTERS,
        "call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 8, i1 false)\nret i32 0",
        "call void @llvm.memset.p0.i64(ptr %p, i8 0, i64 7, i1 false)\nret i32 0",
    ),
    "zeros of zero": pair(
        INT, "%x = call i32 @llvm.ctlz.i32(i32 %a, i1 false)\nret i32 %x", "%x = call i32 @llvm.ctlz.i32(i32 %a, i1 true)\nret i32 %x"
    ),
    "a value that is not there": pair(
        INT, "%s = alloca i32, align 4\nstore i32 %a, ptr %s, align 4\n%x = load i32, ptr %s, align 4\nret i32 %x",
        "%s = alloca i32, align 4\n%x = load i32, ptr %s, align 4\nret i32 %x",
    ),
    "poison decides": pair(
        INT,
        "ret i32 0",
        "%x = add nuw i32 %a, 1\n%c = icmp eq i32 %x, 0\nbr i1 %c, label %t, label %e\nt:\nret i32 0\ne:\nret i32 0",
    ),
    "poison where a value was frozen": pair(
        INT, "%x = add nsw i32 %a, 1\n%y = freeze i32 %x\nret i32 %y", "%x = add nsw i32 %a, 1\nret i32 %x"
    ),
    "alignment that was not promised": pair(
        POINTERS, "%x = load i32, ptr %p, align 4\nret i32 %x", "%x = load i32, ptr %p, align 16\nret i32 %x"
    ),
    "a volatile load less": pair(POINTERS, "%x = load volatile i32, ptr %p, align 4\nret i32 0", "ret i32 0"),
    "a promise of the value": (
        function(INT, "ret i32 %a"),
        function("range(i32 0, 10) " + INT, "ret i32 %a"),
    ),
    "an argument called readonly": (
        function(POINTERS, "store i32 1, ptr %p, align 4\nret i32 0"),
        function(POINTERS.replace("ptr noundef %p", "ptr noundef readonly %p"), "store i32 1, ptr %p, align 4\nret i32 0"),
    ),
    "a case that is lost": pair(INT, SWITCH, SWITCH.replace("i32 2, label %yes\n", "")),
    "a default that is never": pair(INT, SWITCH, SWITCH.replace("no:\nbr label %end", "no:\nunreachable").replace(", [ 20, %no ]", "")),
}  # fmt: skip


@pytest.mark.parametrize("name", RIGHT)
def test_right_changes_are_proven(name: str) -> None:
    answer = decide(*RIGHT[name])
    assert (answer.verdict, answer.words) == ("proven", "")


@pytest.mark.parametrize("name", WRONG)
def test_wrong_changes_are_never_proven(name: str) -> None:
    answer = decide(*WRONG[name])
    assert answer.verdict != "proven"
    assert answer.words not in ("time", "text that the reader does not know"), "it was not even looked at"


def test_where_the_source_is_never_defined_nothing_is_said() -> None:
    answer = decide(*pair(INT, "%x = udiv i32 %a, 0\nret i32 %x", "ret i32 3"))
    assert (answer.verdict, answer.words) == ("undecided", "a source that is never defined")


def test_loops_and_what_is_not_modelled_have_their_reasons() -> None:
    loop = "br label %l\nl:\nbr label %l"
    assert decide(*pair(INT, loop, loop)).words == "loops"
    vectors = "%x = add <2 x i32> zeroinitializer, zeroinitializer\nret i32 0"
    assert decide(*pair(INT, vectors, vectors)).words == "vectors"
    atomic = "fence seq_cst\nret i32 0"
    assert decide(*pair(INT, atomic, atomic)).words == "atomic accesses"


def test_what_the_source_promises_of_aliases_is_no_counterexample() -> None:
    restrict = POINTERS.replace("ptr noundef", "ptr noalias noundef")
    assert decide(*pair(POINTERS, STORES, STORES.replace("ret i32 %x", "ret i32 1"))).witness is not None
    assert decide(*pair(restrict, STORES, STORES.replace("ret i32 %x", "ret i32 1"))).witness is None


TAGGED = """store i32 1, ptr %p, align 4, !tbaa !3
store float 2.0, ptr %q, align 4, !tbaa !4
%x = load i32, ptr %p, align 4, !tbaa !3
ret i32 %x"""
TAGS = """
!0 = !{!"root"}
!1 = !{!"int", !0, i64 0}
!2 = !{!"float", !0, i64 0}
!3 = !{!1, !1, i64 0}
!4 = !{!2, !2, i64 0}
"""


def test_types_that_are_apart_do_not_meet() -> None:
    before, after = pair(POINTERS, TAGGED, TAGGED.replace("ret i32 %x", "ret i32 1"))
    assert decide(before + TAGS, after + TAGS).verdict == "proven"
    assert decide(before.replace(", !tbaa !4", ""), after).verdict != "proven"

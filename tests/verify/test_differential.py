"""Wrong code is noticed by what it does; what C leaves open is no difference; nothing that runs can do harm."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passwright.errors import EvaluationError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain, find_toolchain, run
from passwright.optimizer.optimize import Options, Session
from passwright.verify.differential import DifferentialGate, Report
from passwright.verify.harness import read_records
from passwright.verify.irtext import Reader, read_signature, read_text
from passwright.verify.lexer import Unsupported

HEAD = """
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
int outside(int, const char *); void other(void); int told(double); int sum; struct Pair { int left; double right; };
"""

# Each line: a name, a function, and the same with a fault.
WRONG = [
    ("halves", "int halves(int x) { return x / 2; }", "int halves(int x) { return x >> 1; }"),
    ("width", "unsigned long width(unsigned x) { return x; }", "unsigned long width(int x) { return x; }"),
    ("stores", "void stores(int *p) { p[0] = 1; p[1] = 2; }", "void stores(int *p) { p[0] = 1; }"),
    ("aliases", "int aliases(char *a, char *b) { *a = 1; *b = 2; return *a; }",
     "int aliases(char *a, char *b) { *a = 1; *b = 2; return 1; }"),
    ("counts", "void counts(int n) { sum = n & 7; }", "void counts(int n) { sum = n & 15; }"),
    ("calls", "void calls(int n) { other(); outside(n, 0); }", "void calls(int n) { outside(n, 0); other(); }"),
    ("passes", "int passes(int n) { return outside(n, 0); }", "int passes(int n) { return outside(n ^ 1, 0); }"),
    ("prints", 'void prints(int n) { printf("%d\\n", n); }', 'void prints(int n) { printf("%u\\n", n); }'),
    ("pairs", "double pairs(struct Pair p) { return p.left * p.right; }", "double pairs(struct Pair p) { return p.left; }"),
    ("zero", "double zero(double x) { return -x; }", "double zero(double x) { return 0 - x; }"),
    ("orders", "int orders(double x, double y) { return x < y; }", "int orders(double x, double y) { return !(x >= y); }"),
    ("fresh", "int *fresh(int n) { int *p = malloc(8); if (p) *p = n, p[1] = 0; return p; }",
     "int *fresh(int n) { int *p = malloc(8); if (p) *p = n, p[1] = 1; return p; }"),
    ("ends", "void ends(int n) { if (n == 7) exit(1); }", "void ends(int n) { if (n == 7) exit(2); }"),
    ("word", 'int word(const char *s) { return !strcmp(s, "key"); }', "int word(const char *s) { return 0; }"),
]  # fmt: skip

# The same, but none of the two is wrong.
OPEN = [
    ("overflows", "int overflows(int x) { return x + 1 > x; }", "int overflows(int x) { return 1; }"),
    ("shifts", "int shifts(int x, int n) { return x << n; }", "int shifts(int x, int n) { return n < 0 || n > 31 ? 99 : x << n; }"),
    ("unwritten", "int unwritten(int n) { volatile int x; if (n) x = 1; return x; }", "int unwritten(int n) { return n ? 1 : 5; }"),
    ("compares", "int compares(char *a, char *b) { return memcmp(a, b, 4); }",
     "int compares(char *a, char *b) { int c = memcmp(a, b, 4); return c < 0 ? -1 : c > 0; }"),
    ("puts_it", 'void puts_it(const char *s) { printf("%s\\n", s); }', "void puts_it(const char *s) { puts(s); }"),
    ("nan", "double nan_of(double x) { return x - x; }",
     "double nan_of(double x) { return x != x || x - x != 0 ? -__builtin_nan(\"\") : 0; }"),
    ("heap", "int heap(int n) { int *p = malloc(4); *p = n; n = *p; free(p); return n; }", "int heap(int n) { return n; }"),
    ("addresses", "long addresses(void) { int x; return (long)&x >> 4 & 1; }", "long addresses(void) { return 1; }"),
    ("beyond", "int beyond(int *p, int n) { return p[n & 63]; }", "int beyond(int *p, int n) { return p[n & 63]; }"),
    ("beside", "extern char table[9]; int beside(int n) { return table[n & 255]; }",
     "extern char table[9]; int beside(int n) { return (n & 255) < 9 ? table[n & 255] : 3; }"),
    ("converts", "int converts(double x) { return x; }", "int converts(double x) { return x > 2147483647 ? 7 : x; }"),
    ("reaches", "int reaches(int n) { if (n > 3) __builtin_unreachable(); return n; }", "int reaches(int n) { return n > 3 ? 0 : n; }"),
]  # fmt: skip


@pytest.fixture
def gate() -> Iterator[DifferentialGate]:
    made = DifferentialGate(second_opinion=False)
    yield made
    made.close()


class Bench:
    """Compares an object of one text with the module of another."""

    def __init__(self, folder: Path, toolchain: Toolchain, pool: WorkerPool, gate: DifferentialGate) -> None:
        self.folder, self.toolchain, self.pool, self.gate = folder, toolchain, pool, gate

    def compare(self, text: str, other: str | None = None, *flags: str) -> Report:
        good, bad = self.folder / "good.c", self.folder / "bad.c"
        good.write_text(text)
        bad.write_text(text if other is None else other)
        run([self.toolchain.clang, "-Oz", "-w", *flags, "-c", str(bad), "-o", str(self.folder / "bad.o")], check=True)
        module = load_module(str(good), ["-w", *flags], self.toolchain, self.pool)
        return self.gate.compare(module, (self.folder / "bad.o").read_bytes())


@pytest.fixture
def bench(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool, gate: DifferentialGate) -> Bench:
    return Bench(tmp_path, toolchain, pool, gate)


def text_of(cases: list[tuple[str, str, str]], which: int) -> str:
    return "\n".join([HEAD, *(case[which] for case in cases)])


def test_wrong_code_is_noticed(bench: Bench) -> None:
    report = bench.compare(text_of(WRONG, 1), text_of(WRONG, 2))
    assert {difference.function for difference in report.differ} == {name for name, _, _ in WRONG}
    assert "differs from what it does unoptimised" in report.words


def test_right_code_is_decided(bench: Bench) -> None:
    report = bench.compare(text_of(WRONG, 1))
    assert report.differ == ()
    assert set(report.decided) == {name for name, _, _ in WRONG}
    assert report == bench.compare(text_of(WRONG, 1))  # whenever it is asked
    assert f"{len(WRONG)} of {len(WRONG)} functions do the same" in report.words


def test_what_c_leaves_open_is_no_difference(bench: Bench) -> None:
    report = bench.compare(text_of(OPEN, 1), text_of(OPEN, 2))
    assert report.differ == ()
    assert 0 < report.dropped < report.inputs
    assert report.reasons["undefined behaviour"] > 0


def test_nothing_that_runs_does_harm(bench: Bench, tmp_path: Path) -> None:
    """A function that does not end, that writes files, makes processes or writes everywhere costs itself only."""
    bench.compare(
        f"""
        #include <fcntl.h>
        #include <signal.h>
        #include <unistd.h>
        #include <sys/syscall.h>
        static long ask(long n, long a, long b, long c) {{ long r; __asm__ volatile("syscall" : "=a"(r) : "a"(n), "D"(a), "S"(b), "d"(c)
                                                           : "rcx", "r11", "memory"); return r; }}
        __attribute__((constructor)) static void first(void) {{ ask(SYS_open, (long)"{tmp_path}/constructed", O_CREAT | O_WRONLY, 0600); }}
        int fine(int x) {{ return x ^ 5; }}
        """
    )
    report = bench.compare(
        f"""
        #include <fcntl.h>
        #include <signal.h>
        #include <unistd.h>
        int *anywhere(void) {{ for (long *p = (long *)&p;; p++) *p = 0; }}
        int writes(void) {{ return open("{tmp_path}/written", O_CREAT | O_WRONLY, 0600); }}
        int forks(void) {{ return fork(); }}
        int kills(void) {{ return kill(getppid(), SIGKILL); }}
        void hangs(void) {{ for (volatile int i = 0;; i++) ; }}
        int eats(int n) {{ volatile char a[100]; a[n & 63] = 1; return eats(n + 1) + a[0]; }}
        int fine(int x) {{ return x ^ 5; }}
        """
    )
    assert report.decided == ("fine",)
    assert report.differ == ()
    assert {path.name for path in tmp_path.iterdir()} == {"good.c", "bad.c", "bad.o"}
    assert report.reasons["does not end"] > 0


def test_a_function_that_is_gone_is_a_difference(bench: Bench) -> None:
    report = bench.compare("int f(int x) { return x; } int g(int x) { return x + 1U; }", "int f(int x) { return x; }")
    assert [(difference.function, difference.words) for difference in report.differ] == [("g", "it is not defined any more")]


def test_what_is_left_out_and_why(bench: Bench, toolchain: Toolchain, pool: WorkerPool, tmp_path: Path, gate: DifferentialGate) -> None:
    report = bench.compare(
        """
        int varies(int n, ...) { return n; }
        int assembles(int n) { __asm__("nop"); return n; }
        int near(int n) { return assembles(n); }
        long double wide(long double x) { return x; }
        int fine(int x) { return x; }
        """
    )
    assert report.decided == ("fine",)
    assert report.left_out == {
        "varies": "takes a variable number of arguments",
        "assembles": "reaches inline assembly",
        "near": "reaches inline assembly",
        "wide": "values of type x86_fp80",
    }
    (tmp_path / "riscv.ll").write_text('target triple = "riscv64-unknown-elf"\ndefine i32 @f(i32 %x) { ret i32 %x }')
    module = load_module(str(tmp_path / "riscv.ll"), [], toolchain, pool)
    assert "is not native" in gate.compare(module, b"").words


def test_the_evidence_says_how_many_functions(rle: Path) -> None:
    with Session(str(rle), [], Options(jobs=1, budget="8", differential=True)) as session:
        result = session.optimize()
    (verdict,) = [verdict for verdict in result.evidence.verdicts if verdict.gate == "differential"]
    assert verdict.passed
    assert "functions do the same unoptimised" in verdict.detail
    with Session(str(rle), [], Options(jobs=1, budget="8", differential=False)) as session:
        assert "differential" not in [gate.name for gate in session.gates]


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_records_that_are_none(data: bytes) -> None:
    try:
        traces = read_records(data)
    except EvaluationError:
        return
    assert sum(24 + len(trace.exact) + 16 * len(trace.words) for trace in traces.values()) <= len(data)


scalars = st.sampled_from(["i1", "i8", "i32", "i64", "i128", "float", "double", "ptr"])
types = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3).map(lambda parts: f"{{ {', '.join(parts)} }}"),
        st.tuples(st.integers(1, 3), inner).map(lambda pair: f"[{pair[0]} x {pair[1]}]"),
    ),
    max_leaves=4,
)
attributes = st.lists(st.sampled_from(["noundef", "nonnull", "align 8", "dereferenceable(16)", "captures(none)", "noalias"]), unique=True)


@settings(max_examples=200)
@given(st.lists(st.tuples(types, attributes), max_size=4), types, st.sampled_from(["f", '"a b(c"', "_Z1fi"]))
def test_signatures(parameters: list[tuple[str, list[str]]], result: str, name: str) -> None:
    given_text = ", ".join(" ".join([kind, *words, f"%{i}"]) for i, (kind, words) in enumerate(parameters))
    signature = read_signature(f"define dso_local {result} @{name}({given_text}) local_unnamed_addr #0 {{", {}, {})
    assert (signature.name, signature.symbol, signature.result.type.text) == (name, name.strip('"'), result)
    for parameter, (kind, words) in zip(signature.parameters, parameters, strict=True):
        assert parameter.type.text == kind
        assert len(parameter.attributes) == len(words)
        assert "align" not in parameter.attributes or parameter.attributes["align"] == "8"


@pytest.mark.parametrize(
    "line",
    [
        '@x = global i32 0, section "a c"',
        "@x = global i32 0, comdat($foo-bar)",
        '@x = linkonce_odr global i32 0, comdat($"foo bar"), align 4',
        "@x = global i32 0 ; comment",
        "@x = global float +inf",
        "declare void @f() comdat($a-b)",
        "declare !dbg !12 i32 @puts(ptr noundef)",
    ],
)
def test_lines_that_llvm_may_print(line: str) -> None:
    text = read_text(line)
    assert [one.name for one in (*text.functions, *text.variables)] in (["x"], ["f"], ["puts"])


def test_a_line_that_is_none_is_named() -> None:
    with pytest.raises(Unsupported, match="declare i32 f"):
        read_text("declare i32 f()")


@settings(max_examples=300)
@given(st.text(alphabet='define declare@f(i32%x,){}[]<>ptr"\\ #0*.!', max_size=60))
def test_lines_that_are_none(line: str) -> None:
    """Any text is read or refused."""
    for text in (f"define {line}\n}}", f"@x = {line}", line):
        try:
            read_text(text)
        except Unsupported:
            continue
    try:
        Reader(line, {"%x": "{ %x }"}).type()
    except Unsupported:
        return


def test_the_default_toolchain_has_a_driver() -> None:
    from passwright.verify.harness import build_driver

    driver = build_driver(find_toolchain(), False)
    assert driver.is_file()
    assert run([str(driver)]).returncode == 3  # it says what it wants

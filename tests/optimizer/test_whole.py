"""Whole programs: what is merged, what stays, and that stock tools make the same image."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from passwright.errors import CompileError, FlagError, InputError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.optimize import Options
from passwright.optimizer.whole import WholeResult, optimize_program

MAIN = """\
#include <stdio.h>
#include <string.h>
int twice(int);
struct big { char bytes[300]; } one, two;
int main(int argc, char **argv) {
  one.bytes[argc] = (char)argc;
  __builtin_memcpy(two.bytes, one.bytes, (unsigned)argc * 100);
  printf("%d %d %d\\n", twice(argc), copies(), two.bytes[argc]);
  return 0;
}
"""
UTIL = """\
static int count;
int twice(int x) { return 2 * x; }
int copies(void) { return count; }
int unused(int x) { int sum = 0; for (int i = 0; i < x; i++) sum += x / (i + 1); return sum; }
void *memcpy(void *to, const void *from, unsigned long n) {
  count++;
  for (volatile char *t = to; n--; ) *t++ = *(const char *)from, from = (const char *)from + 1;
  return to;
}
"""
OUTSIDE = "int hook(int); __attribute__((constructor)) static void first(void) { hook(3); }\n"
HOOK = '#include <stdio.h>\nint hook(int x) { printf("hook %d\\n", x); return x; }\n'


@pytest.fixture
def sources(tmp_path: Path) -> list[str]:
    files = {"main.c": MAIN.replace("int twice", "int copies(void);\nint twice"), "util.c": UTIL}
    for name, text in files.items():
        (tmp_path / name).write_text(text)
    return [str(tmp_path / name) for name in files]


def optimised(
    sources: Sequence[str], words: Sequence[str], pool: WorkerPool, *, budget: str = "4", keep: Sequence[str] = (), test: str | None = None
) -> WholeResult:
    options = Options(budget=budget, jobs=2, proposer="functionwise", test=test)
    return optimize_program(sources, words, options, keep=keep, pool=pool)


def written(result: WholeResult, folder: Path) -> Path:
    path = folder / "program"
    path.write_bytes(result.image.data)
    path.chmod(0o755)
    return path


def remade(result: WholeResult, folder: Path) -> bytes:
    """What the script of stock tools gives; it must leave nothing else behind."""
    place = folder / "again"
    place.mkdir()
    (place / "script").write_text(result.script("image"))
    subprocess.run(["sh", "script"], cwd=place, check=True)
    assert {path.name for path in place.iterdir()} == {"script", "image"}
    return (place / "image").read_bytes()


def symbols(image: Path, toolchain: Toolchain) -> set[str]:
    listed = subprocess.run([f"llvm-nm-{toolchain.version}", "--defined-only", str(image)], capture_output=True, text=True, check=True)
    return {line.split()[-1] for line in listed.stdout.splitlines()}


def test_image_is_smaller_works_and_is_remade_by_stock_tools(sources: list[str], pool: WorkerPool, tmp_path: Path) -> None:
    result = optimised(sources, ["-fno-builtin"], pool)
    assert [image.name for image in result.baselines] == ["-Oz", "-Oz gc-sections", "-Oz -flto gc-sections"]
    assert result.image.size <= min(image.size for image in result.baselines)
    assert result.image.size < result.baselines[0].size
    assert [verdict.gate for verdict in result.result.evidence.verdicts] == ["verifier", "trust", "link", "reproduction"]
    assert remade(result, tmp_path) == result.image.data
    # The copy calls the program's own memcpy, though no call to it stands in the IR.
    out = subprocess.run([str(written(result, tmp_path))], capture_output=True, text=True, check=True).stdout
    assert out == "2 1 1\n"


def test_symbols_that_are_kept_stay_and_others_go(sources: list[str], pool: WorkerPool, toolchain: Toolchain, tmp_path: Path) -> None:
    gone = symbols(written(optimised(sources, [], pool, budget="1"), tmp_path), toolchain)
    kept = symbols(written(optimised(sources, [], pool, budget="1", keep=["unused"]), tmp_path), toolchain)
    assert "unused" not in gone
    assert {"main", "unused"} <= kept


def test_object_of_other_tools_may_call_into_the_program(
    sources: list[str], pool: WorkerPool, toolchain: Toolchain, tmp_path: Path
) -> None:
    hook, outside, made = tmp_path / "hook.c", tmp_path / "outside.c", tmp_path / "outside.o"
    hook.write_text(HOOK)
    outside.write_text(OUTSIDE)
    subprocess.run([toolchain.clang, "-Oz", "-c", str(outside), "-o", str(made)], check=True)
    result = optimised([*sources, str(hook)], [str(made)], pool)
    out = subprocess.run([str(written(result, tmp_path))], capture_output=True, text=True, check=True).stdout
    assert out.startswith("hook 3\n")


def test_object_of_bitcode_is_a_source(sources: list[str], pool: WorkerPool, toolchain: Toolchain, tmp_path: Path) -> None:
    made = tmp_path / "util.o"
    subprocess.run([toolchain.clang, "-Oz", "-flto", "-c", sources[1], "-o", str(made)], check=True)
    result = optimised(sources[:1], [str(made)], pool, budget="1")
    assert len(result.program.sources) == 2
    assert remade(result, tmp_path) == result.image.data


def test_shared_library_keeps_what_it_exports(sources: list[str], pool: WorkerPool, toolchain: Toolchain, tmp_path: Path) -> None:
    result = optimised(sources[1:], ["-fPIC", "-shared"], pool, budget="1")
    assert {"twice", "copies", "unused", "memcpy"} <= symbols(written(result, tmp_path), toolchain)


def test_c_and_cxx_each_get_their_standard(pool: WorkerPool, tmp_path: Path) -> None:
    (tmp_path / "one.c").write_text("int one(void) { return sizeof(typeof(1)); }\n")
    (tmp_path / "two.cpp").write_text(
        '#include <stdexcept>\nextern "C" int one(void);\n'
        'int main() { try { throw std::runtime_error("x"); } catch (std::exception &) { if constexpr (true) return one() - 4; } }\n'
    )
    result = optimised([str(tmp_path / "one.c"), str(tmp_path / "two.cpp")], ["-std=gnu17", "-std=c++17"], pool)
    assert subprocess.run([str(written(result, tmp_path))], check=False).returncode == 0
    assert result.image.size <= result.best_baseline.size


def test_clangs_own_program_goes_out_where_the_users_test_fails(sources: list[str], pool: WorkerPool, tmp_path: Path) -> None:
    # The object stands beside candidates of ours only.
    result = optimised(sources, [], pool, test='[ -x "$PASSWRIGHT_IMAGE" ] && [ -z "$PASSWRIGHT_OBJECT" ]')
    assert result.image is result.best_baseline
    assert result.reason is not None
    assert remade(result, tmp_path) == result.image.data


def test_test_that_fails_on_clangs_own_program_is_an_error(sources: list[str], pool: WorkerPool) -> None:
    with pytest.raises(InputError, match="fails on clang's own program"):
        optimised(sources, [], pool, test="false")


def test_same_seed_gives_the_same_image_whatever_the_number_of_workers(sources: list[str], toolchain: Toolchain) -> None:
    images = [
        optimize_program(sources, [], Options(budget="17", jobs=jobs, proposer="functionwise"), toolchain=toolchain).image.data
        for jobs in (1, 2)
    ]
    assert images[0] == images[1]


@pytest.mark.parametrize("words", [["-flto"], ["-flto=thin"], ["-r"], ["-fuse-ld=gold"], ["-MD"], ["-o", "x"], ["-Xlinker"]])
def test_flags_that_cannot_be_are_named(sources: list[str], pool: WorkerPool, words: list[str]) -> None:
    with pytest.raises(FlagError) as raised:
        optimised(sources, words, pool)
    assert str(raised.value).startswith(words[0].partition("=")[0])


@pytest.mark.parametrize("symbol", ["", "-x", "a,b", "a\nb"])
def test_keep_takes_names_only(sources: list[str], pool: WorkerPool, symbol: str) -> None:
    with pytest.raises(FlagError, match="--keep"):
        optimised(sources, [], pool, keep=[symbol])


def test_inputs_that_cannot_be_are_named(sources: list[str], pool: WorkerPool, tmp_path: Path) -> None:
    (tmp_path / "x.o").write_bytes(b"\x7fELF")
    for given, words, said in (
        ([str(tmp_path / "x.o")], [], "behind --"),
        ([str(tmp_path / "none.c")], [], "cannot be read"),
        ([str(tmp_path / "x.f90")], [], "unknown kind"),
        (sources, [str(tmp_path / "none.a")], "is no file"),
        (sources, [sources[0]], "neither an object nor a library"),
    ):
        with pytest.raises(InputError, match=said):
            optimised(given, words, pool)


def test_linkers_own_words_for_what_is_missing(sources: list[str], pool: WorkerPool) -> None:
    with pytest.raises(CompileError, match="undefined symbol: twice"):
        optimised(sources[:1], [], pool)

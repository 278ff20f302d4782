"""Which of clang's flags a plan from outside may bring along, and what is read from the user's own."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import FlagError
from passwright.llvm import flags as clang_flags
from passwright.llvm.toolchain import Toolchain

RUNS_CODE_OR_WRITES = """
-fplugin=x.so
-fplugin-arg-x-y
-fpass-plugin=x.so
-Xclang -load
-Xclang -load -Xclang x.so
-Xclang -add-plugin -Xclang x
-Xpreprocessor -load
-Xassembler -o/x
-Xlinker -o/x
-Xarch_host -fplugin=x.so
-B/tmp
-B /tmp
-B.
--prefix=/tmp
@file
-D @file
-I @file
-target @file
--target=x @file
-mllvm -load=x.so
-mllvm=-load=x.so
-mllvm
-mmlir -x
-mlink-builtin-bitcode x.bc
--config=x
--config x
--config-user-dir=/tmp
--config-system-dir=/tmp
-o /x
-o/x
--output=/x
--output /x
-wrapper x
-ccc-gcc-name x
-ccc-install-dir /tmp
-ccc-print-phases
-specs=x
--specs=x
-specs x
-fsave-optimization-record=/x
-fsave-optimization-record
-foptimization-record-file=x.yaml
-fopt-info=x
-fproc-stat-report=x
-fproc-stat-reportx
-fstack-usage
-ftime-trace
-ftime-trace=x.json
-ftime-report
-fcrash-diagnostics-dir=x
-gen-reproducer=always
-fdump-record-layouts
-dump-x
-save-temps
-save-temps=obj
--save-temps
-Wl,-plugin,x.so
-Wl,-o,/x
-Wa,-o,/x
-Wp,-MD,/x
-Wp,-load
-include /etc/passwd
-include/etc/passwd
--include=/etc/passwd
-imacros /etc/passwd
-imacros/etc/passwd
-include-pch x.pch
-MD
-MMD
-MF /x
-MD -MF /x
-MF/x
-MJ /x
-MJ/x
-module-dependency-dir /x
-module-file-info
--serialize-diagnostics /x
-serialize-diagnostics /x
-dependency-file /x
-dependency-dot /x
-index-store-path /x
-working-directory /
-working-directory=/
--sysroot=/tmp
--sysroot /tmp
-isysroot /tmp
-isysroot/tmp
--gcc-toolchain=/tmp
--gcc-install-dir=/tmp
--gcc-triple=x
-gcc-toolchain /tmp
--cuda-path=/tmp
--rocm-path=/tmp
--ptxas-path=/tmp/x
--hip-path=/tmp
-resource-dir /tmp
-resource-dir=/tmp
-fno-integrated-as
-no-integrated-as
-fno-integrated-cc1
-fintegrated-as
-fuse-ld=x
-fuse-ld=/tmp/x
--ld-path=/tmp/x
-fmodules
-fcxx-modules
-fimplicit-modules
-fmodules-cache-path=x
-fmodules-user-build-path x
-fmodule-file=x.pcm
-fmodule-output=x
-fmodule-map-file=x
-fprebuilt-module-path=x
-fbuild-session-file=x
-fembed-offload-object=x
-fembed-bitcode
-fopenmp-targets=nvptx64
-foffload-lto
-fthinlto-index=x
-fthin-link-bitcode=x
-flto
-flto=thin
-fprofile-use=x
-fprofile-generate=x
-fprofile-instr-generate=x
-fprofile-list=x
-fcs-profile-generate=x
-fcodegen-data-generate=x
-fmemory-profile=x
-fauto-profile=x
-ftest-coverage
-fprofile-arcs
--coverage
-fcoverage-mapping
-fsanitize=address
-fsanitize-ignorelist=x
-fsanitize-coverage=trace-pc
-fxray-attr-list=x
-frandomize-layout-seed-file=x
-fms-secure-hotpatch-functions-file=x
-fdebug-prefix-map=a=b
-fapinotes
-gsplit-dwarf
-gsplit-dwarf=single
-multi-lib-config=x
-ivfsoverlay x
-iframework /tmp
-F/tmp
-L/tmp
-lx
-x c++
-x ir
-xc++
--analyze
-analyze
--driver-mode=cl
-cc1
-cc1as
-E
-S
-c
-###
-v
--version
--help
-print-search-dirs
-emit-llvm
-emit-ast
-fsyntax-only
--precompile
--language=c
-Xopenmp-target -x
-Xanalyzer -load
-Xcuda-ptxas x
-T x
-T/tmp/x
-Tx
-z x
-u x
-r
-shared
-static
x.c
/etc/passwd
-
-D
-I
-target
-meabi -D -fplugin=x.so
-mthread-model -D -fplugin=x.so
-D -fplugin=x.so
-I -fplugin=x.so
-isystem -B/tmp
-target -fplugin=x.so
-U -o/x
""".strip().splitlines()


@pytest.mark.parametrize("line", RUNS_CODE_OR_WRITES)
def test_plan_brings_no_flag_that_runs_code_or_writes_files(line: str) -> None:
    with pytest.raises(FlagError) as error:
        clang_flags.check_harmless(line.split())
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("word", ["-DX=\n-fplugin=x.so", "", "-O2\n", "-fPIC\n-B.", " -fPIC", "-\x1b[2J", "--", "-f", "-m", "-"], ids=ascii)
def test_odd_text_in_a_plan_is_refused_and_does_not_reach_the_terminal(word: str) -> None:
    with pytest.raises(FlagError) as error:
        clang_flags.check_harmless([word])
    assert str(error.value).isprintable()


@given(
    st.lists(st.sampled_from([*RUNS_CODE_OR_WRITES, "-D X", "-I .", "-fPIC", "-O2", "-mcpu=x", "-meabi", "-Wall"]), min_size=1, max_size=4)
)
def test_each_word_that_begins_like_a_flag_is_judged_as_one(lines: list[str]) -> None:
    """Whatever clang takes for a value: no word with - or @ in front passes unless it is harmless as a flag of its own."""
    words = " ".join(lines).split()
    try:
        clang_flags.check_harmless(words)
    except FlagError:
        return
    for word in words:
        if word.startswith(("-", "@")) and word not in clang_flags.HARMLESS_WITH_VALUE:
            clang_flags.check_harmless([word])


BUILDS = """
-Oz -g -Wall -Wextra -Werror=return-type -std=c11 -DNDEBUG -DX=1 -D X -I. -Iinclude -I include -isystem /usr/include -U X
-O2 -fPIC -ffunction-sections -fdata-sections -fvisibility=hidden -fno-exceptions -fno-rtti -fno-asynchronous-unwind-tables
-Os -mcpu=cortex-m4 -mthumb -mfloat-abi=hard -mfpu=fpv4-sp-d16 -mno-unaligned-access --target=thumbv7em-none-eabi -ffreestanding
-O3 -march=rv32imac_zicsr -mabi=ilp32 -target riscv32-unknown-elf -nostdinc -nostdlib -fno-builtin -fno-builtin-memcpy -fno-common
-Ofast -ffast-math -fno-math-errno -ffp-contract=off -fno-strict-aliasing -fwrapv -fomit-frame-pointer -mno-red-zone -ffixed-x18
-Os -fstack-protector-strong -fcf-protection=full -ftrivial-auto-var-init=zero -fzero-call-used-regs=used-gpr -pthread -fopenmp -w
-O1 -std=gnu++20 -fno-threadsafe-statics -fno-use-cxa-atexit -fcoroutines -fchar8_t -stdlib=libc++ -nostdinc++ -gdwarf-4 -ggdb3 -pedantic
""".strip().splitlines()


@pytest.mark.parametrize("line", BUILDS)
def test_flags_of_usual_builds_travel_with_a_plan(line: str) -> None:
    clang_flags.check(line.split())
    clang_flags.check_harmless(line.split())


def test_harmless_flags_make_clang_write_nothing_but_the_object_and_start_nothing(toolchain: Toolchain, tmp_path: Path) -> None:
    """clang is given all of -f that a plan may bring, as far as it takes them for this target and without a value."""
    (tmp_path / "x.c").write_text("int f(int x) { return x + 1; }\n")
    flags = [f"-f{name}" for name in sorted(clang_flags.HARMLESS_NAMES)]
    clang_flags.check_harmless(flags)

    def clang(*words: str) -> subprocess.CompletedProcess[str]:
        command = [toolchain.clang, "-Qunused-arguments", "-w", *flags, *words, "-c", "x.c", "-o", "x.o"]
        return subprocess.run(command, cwd=tmp_path, capture_output=True, text=True)

    for _ in range(20):
        refused = {word for line in clang("-###").stderr.splitlines() if "error: " in line for word in re.findall(r"-f[\w+-]+", line)}
        if not refused:
            break
        flags = [flag for flag in flags if flag not in refused]
    assert len(flags) > len(clang_flags.HARMLESS_NAMES) / 2
    shown = clang("-###").stderr
    assert [Path(line.split('"')[1]).name for line in shown.splitlines() if line.startswith(' "')] == ["clang"]
    assert clang().returncode == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.c", "x.o"]


@pytest.mark.parametrize(
    ("line", "level"),
    [("", None), ("-Oz", "z"), ("-O", "1"), ("-O2 -Os", "s"), ("-Os -O0 -g", "0"), ("-Ofast", "fast"), ("-D -O3", None), ("-O4", "4")],
)
def test_last_level_counts(line: str, level: str | None) -> None:
    assert clang_flags.level(line.split()) == level


@pytest.mark.parametrize(
    "line", ["x.c", "-c", "-o x", "-ox.o", "--output=x", "-S", "-E", "-", "@x", "-D @x", "-I", "-mllvm", "--coverage", "-save-temps", "-M"]
)
def test_flags_that_are_ours_and_words_that_are_none_are_refused(line: str) -> None:
    with pytest.raises(FlagError):
        clang_flags.check(line.split())


@pytest.mark.parametrize(
    "line",
    ["-imacros x.h", "-isysroot /", "-L .", "--param x=1", "-include x.h", "-MD -MF x.d -MT x.o", "-Xclang -x", "-arch arm64", "-F ."],
)
def test_values_in_the_next_word_are_no_second_input(line: str) -> None:
    clang_flags.check(line.split())


def test_bitcode_keeps_no_language_and_no_dependency_flags() -> None:
    flags = ["-x", "c++", "-MD", "-MF", "x.d", "-MT", "x.o", "-MP", "-D", "X", "-O2", "-MMD"]
    assert clang_flags.for_bitcode(flags) == ["-D", "X", "-O2"]
    assert clang_flags.without_dependencies(flags) == ["-x", "c++", "-D", "X", "-O2"]

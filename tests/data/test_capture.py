"""What builds compile, as the stand-ins for the compiler note it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.data.build import DEFAULT, capture
from passwright.data.capture import calls_of, read_calls, write_shims
from passwright.llvm.toolchain import Toolchain


@pytest.mark.parametrize(
    ("line", "sources", "flags"),
    [
        ("-O2 -g -Wall -I inc -DX=1 -c a.c -o a.o -MMD -MF a.d", ["a.c"], ["-Wall", "-I", "inc", "-DX=1"]),
        ("-fPIC -march=haswell a.c b.cpp -lm -o prog -Wl,-z,now -flto=thin", ["a.c", "b.cpp"], ["-fPIC", "-march=haswell"]),
        ("-std=c++17 -xc++ -c a.txt", [], []),
        ("-x c++ -std=c++17 -c a.txt", ["a.txt"], ["-std=c++17"]),
        ("-fsanitize=address,undefined -fprofile-arcs -ftest-coverage --coverage -c a.c", ["a.c"], ["-ftest-coverage"]),
        ("-ffunction-sections -fvisibility=hidden -fno-strict-aliasing -c a.cc", ["a.cc"], None),
        ("a.o b.o -o prog", [], []),
        ("-E a.c", [], []),
        ("-M a.c", [], []),
        ("-c conftest.c", [], []),
        ("-c a.s", [], []),
        ("-c boot.S", [], []),
        ("@flags -c a.c", [], []),
        ("-c -", [], []),
        ("--version", [], []),
    ],
)
def test_a_command_line(line: str, sources: list[str], flags: list[str] | None) -> None:
    calls = calls_of("/src", line.split())
    assert [call.source for call in calls] == sources
    for call in calls:
        if flags is not None:
            assert list(call.flags) == flags
        assert call.command == tuple(line.split())


def test_what_the_bitcode_still_needs() -> None:
    line = "-DX -I inc -include y.h -std=gnu11 -Wall -fPIC -mavx2 -fno-exceptions -c a.c"
    (call,) = calls_of("/", line.split(" "))
    assert call.bitcode_flags == ("-fPIC", "-mavx2", "-fno-exceptions")


@given(st.lists(st.text(st.characters(blacklist_characters="\0", blacklist_categories=("Cs",)), max_size=12), max_size=8))
def test_any_command_line_is_read(words: list[str]) -> None:
    for call in calls_of("/", words):
        assert call.source in words


def test_a_call_is_noted_as_it_is_and_becomes_the_compiler(tmp_path: Path) -> None:
    calls = tmp_path / "notes of calls"
    environment = write_shims(tmp_path / "bin", calls, {"c": "echo the compiler", "c++": "false"}, ["-O0"])
    words = ["-c", "a b.c", "-DX='y z'", "-DNEWLINE=a\nb", "-DÄ=ü"]
    for _ in range(3):
        done = subprocess.run(["cc", *words], env={**os.environ, **environment}, cwd=tmp_path, capture_output=True, text=True)
        assert done.stdout == f"the compiler {' '.join(words)} -O0\n"
    assert subprocess.run([environment["CXX"]], env={**os.environ, **environment}, cwd=tmp_path).returncode == 1
    assert len(list(calls.iterdir())) == 4
    (call,) = read_calls(calls)
    assert call.folder == str(tmp_path)
    assert call.source == "a b.c"
    assert list(call.command) == words


def test_a_cut_note_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "1-0.call").write_bytes(b"/src\0-c\0a.c\0-o")
    (tmp_path / "2-0.call").write_bytes(b"")
    (tmp_path / "3-0.call").write_bytes(b"/src\0-c\0b.c\0")
    assert [call.source for call in read_calls(tmp_path)] == ["b.c"]


def test_a_build_of_one_file_in_two_ways(tmp_path: Path, toolchain: Toolchain) -> None:
    root = tmp_path / "src"
    root.mkdir()
    (root / "a.c").write_text("int answer(void) { return 42; }\n")
    (root / "broken.c").write_text("int answer(\n")
    (root / "Makefile").write_text(
        "all: a.o pic.o broken.o\na.o: a.c\n\tgcc -O2 -c a.c\npic.o: a.c\n\t$(CC) -O3 -fPIC -c a.c -o pic.o\nbroken.o:\n"
    )
    built = capture(root, DEFAULT, tmp_path / "work", toolchain, quick=["-O0"])
    assert built.status not in (0, None)
    assert "broken.c" in built.words
    assert [(call.source, call.flags) for call in built.calls if call.source == "a.c"] == [("a.c", ()), ("a.c", ("-fPIC",))]
    assert (root / "a.o").exists()
    assert (root / "pic.o").exists()


def test_a_build_that_hangs_is_cut_off(tmp_path: Path, toolchain: Toolchain) -> None:
    (tmp_path / "a.c").write_text("int x;\n")
    built = capture(tmp_path, "cc -c a.c; sleep 60 & sleep 60", tmp_path / "work", toolchain, limit=1.0)
    assert built.status is None
    assert built.seconds < 30
    assert [call.source for call in built.calls] == ["a.c"]

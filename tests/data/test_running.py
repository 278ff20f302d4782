"""What a program does when it runs, measured on one that is known."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from passwright.data.corpus import Corpus
from passwright.data.running import RunRow, measure
from passwright.errors import CorpusError
from passwright.llvm.toolchain import Toolchain, run
from programs.recipes import Recipe
from programs.whole import Whole

SOURCE = """
#include <stdlib.h>
#include <string.h>
#include <signal.h>
int main(int count, char **words) {
  if (count > 1 && !strcmp(words[1], "crash")) raise(SIGSEGV);
  volatile long sum = 0;
  for (long i = 0; i < 1000000; ++i) sum += i;
  size_t bytes = (size_t)(count > 1 ? atoi(words[1]) : 1) << 20;
  char *room = malloc(bytes);
  memset(room, 1, bytes);
  return count > 2 ? 7 : !room[bytes / 2];
}
"""


@pytest.fixture
def program(tmp_path: Path, toolchain: Toolchain) -> Path:
    source, program = tmp_path / "worker.c", tmp_path / "worker"
    source.write_text(SOURCE)
    run([toolchain.clang, "-O1", str(source), "-o", str(program)], check=True)
    return program


def shell(script: str, given: Mapping[str, str]) -> str:
    done = subprocess.run(["sh", "-ec", script], env={"PATH": "/usr/bin:/bin", **given}, capture_output=True, text=True, check=False)
    return f"status {done.returncode}" if done.returncode else ""


def test_counts_are_the_programs_own_over_all_its_processes(program: Path, toolchain: Toolchain) -> None:
    one = measure(lambda given: shell('"$PROGRAM" 2; sleep 0.1', given), program, toolchain, 2)
    two = measure(lambda given: shell('"$PROGRAM" 2; for i in 1 2 3 4 5 6; do :; done; $RUN "$REAL" 40', given), program, toolchain, 3)
    assert (one.processes, two.processes) == (1, 2)
    assert 3_000_000 < one.instructions < two.instructions - 3_000_000
    assert one.instructions < 30_000_000
    assert one.peak_kib < 8 << 10  # of the program, not of what starts it
    assert 40 << 10 < two.peak_kib < 48 << 10
    assert (len(one.wall_us), len(two.wall_us)) == (2, 3)
    assert max(one.wall_us) < 50_000_000


def test_the_way_it_ends_is_its_own(program: Path, toolchain: Toolchain) -> None:
    script = 'r=0; "$PROGRAM" 1 x || r=$?; [ $r -eq 7 ]; c=0; "$PROGRAM" crash || c=$?; [ $c -eq 139 ]'
    assert measure(lambda given: shell(script, given), program, toolchain, 1).processes == 2


@pytest.mark.parametrize(("script", "words"), [("exit 3", "status 3"), ("true", "0 of 0 processes")])
def test_a_workload_that_says_nothing_is_an_error(program: Path, toolchain: Toolchain, script: str, words: str) -> None:
    with pytest.raises(CorpusError, match=words):
        measure(lambda given: shell(script, given), program, toolchain, 1)


def test_a_program_that_is_told_by_its_name_can_be_measured(program: Path, toolchain: Toolchain, tmp_path: Path) -> None:
    whole = Whole(Recipe("worker", "worker", "c", ()), 'same 2; same 1 x; "$PROGRAM" 1')
    works = (tmp_path / f"work{number}" for number in range(9))
    figures = measure(lambda given: whole.run_test(tmp_path, program, program, next(works), 60, given), program, toolchain, 1)
    assert figures.processes == 3  # not the reference's
    assert whole.run_test(tmp_path, program, program, next(works)) == ""


def test_a_corpus_keeps_runs(tmp_path: Path, toolchain: Toolchain) -> None:
    row = RunRow("zlib", "1.2", "x86_64-pc-linux-gnu", "22.1.8", "minigzip", "-Oz", "true", False, 9, 1, 1000, 900, (5, 6))
    with Corpus(tmp_path / "corpus", toolchain.release, write=True) as corpus:
        corpus.add_runs("zlib", row.target, [row])
        assert list(corpus.runs()) == [row]
        again, other = replace(row, instructions=7), replace(row, build="-O2")
        corpus.add_runs("zlib", row.target, [again, other])
        assert list(corpus.runs()) == [again, other]
        newer = replace(row, version="1.3")
        corpus.add_runs("zlib", row.target, [newer])
        assert list(corpus.runs()) == [newer]  # builds of two versions say nothing about flags
        corpus.add_runs("zlib", row.target, [again, other])
        with pytest.raises(CorpusError, match="held out"):
            corpus.add_runs("gzip", row.target, [row])

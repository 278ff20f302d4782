"""`passwright certify`, as it is installed."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from tests.cli.helpers import Place
from tests.conftest import DATA

SUITE = str(DATA / "suite")
GOOD = "function(sroa,gvn)"
BAD = "function(sroa),function(lower-invoke,gvn)"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_verdicts_are_kept(place: Place) -> None:
    place.write("lists.txt", f"# what we use\n{GOOD}\n\nnonsense  # no pass\n")
    first = place.run("certify", "--suite", SUITE, "--from", "lists.txt", BAD)
    assert first.status == 1
    assert "throws: failed" in first.out
    assert "3 lists on 2 programs: 1 hold, 1 rejected (50.00 %), 1 refused by LLVM" in first.out
    place.run("certify", "--suite", SUITE, GOOD).succeeded()
    again = json.loads(place.run("certify", "--suite", SUITE, "--json", GOOD, BAD).out)
    assert [one["pipeline"] for one in again["certificates"]] == [GOOD, BAD]
    assert [len(one["broken"]) for one in again["certificates"]] == [0, 1]
    record = place.cache / "certified.jsonl"
    assert len(record.read_text().splitlines()) == 3


def test_a_rejected_list_is_made_small(place: Place) -> None:
    done = place.run("certify", "--suite", SUITE, "--only", "throws", BAD, "--reduce", "small", "--reduce-limit", "5", timeout=120)
    assert done.status == 1
    assert "failed with function(lower-invoke)" in done.out
    folder = place.folder / "small" / "0-throws"
    assert (folder / "list.txt").read_text() == "function(lower-invoke)\n"
    shown = subprocess.run([folder / "reproduce.sh"], capture_output=True, text=True)
    assert shown.returncode == 0, shown
    assert "without the list:" in shown.stdout
    (folder / "list.txt").write_text(f"{GOOD}\n")
    assert subprocess.run([folder / "reproduce.sh"], capture_output=True).returncode != 0
    place.run("certify", "--suite", SUITE, BAD, "--reduce", "small").failed("is there already")


def test_a_program_that_does_not_link_is_made_small(place: Place) -> None:
    arguments = ("certify", "--suite", SUITE, "--only", "weights", "internalize", "--reduce", "small", "--reduce-limit", "5")
    done = place.run(*arguments, timeout=120)
    assert "small/0-weights: link with internalize, " in done.out
    shown = subprocess.run([place.folder / "small" / "0-weights" / "reproduce.sh"], capture_output=True, text=True)
    assert shown.returncode == 0
    assert "undefined symbol: weighted" in shown.stdout


def test_a_program_that_crashes_llvm_is_made_small(place: Place) -> None:
    crash = "trigger-crash-module"
    done = place.run("certify", "--suite", SUITE, "--only", "weights", f"{crash},{GOOD}", "--reduce", "small", "--json", timeout=300)
    (made,) = json.loads(done.out)["reproducers"]
    assert made["pipeline"] == crash
    before, after = made["lines"]
    assert 0 < after < before
    assert (place.folder / "small" / "0-weights" / "module.ll").read_text().count("\n") == after
    assert subprocess.run([place.folder / "small" / "0-weights" / "reproduce.sh"], capture_output=True).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "there is nothing to certify"),
        (("",), "bad pass pipeline"),
        (("--from", "missing.txt"), "missing.txt: No such file"),
        (("--passes", "nonsense"), "has no such pass"),
        (("--random", "-1"), "--random -1"),
        (("--trust", "any", GOOD), "must be core or extended"),
        (("--suite", "nowhere", GOOD), "nowhere: is no folder"),
        (("--jobs", "0", "--suite", SUITE, GOOD), "--jobs 0"),
        (("--record", "/dev/null/x", "--suite", SUITE, GOOD), "/dev/null/x"),
        (("--record", f"{SUITE}/check.h", "--suite", SUITE, GOOD), "check.h: line 1 is no certificate"),
    ],
)
def test_bad_requests(place: Place, arguments: tuple[str, ...], words: str) -> None:
    place.run("certify", *arguments).failed(words)

"""`passwright eval`, as it is installed."""

from __future__ import annotations

import json
import re
import signal
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from passwright.cli.evaluate import evaluate
from passwright.errors import PasswrightError
from tests.cli.helpers import Place
from tests.conftest import DATA
from tests.policies.server import serving

FAST = ("--methods", "Oz,random", "--at", "1,2", "--jobs", "1")


@dataclass(frozen=True)
class Whole:
    """A suite of two packages on which methods were compared: what was printed, and the JSON beside it."""

    place: Place
    out: str
    value: dict[str, Any]


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Whole:
    place = Place(tmp_path_factory.mktemp("eval"))
    place.write("suite/one/rle.c", (DATA / "rle.c").read_bytes())
    place.write("suite/two/add.c", "int add(int one, int other) { return one + other + MORE; }")
    place.write("suite/two/flags.txt", "-DMORE=1")
    place.write("suite/broken.c", "int f( {")
    more = ("--record", "trials.jsonl", "--by", "package", "--json", "table.json", "--write-reference", "best.json")
    done = place.run("eval", "--suite", "suite", *FAST, *more, COLUMNS="80").succeeded()
    assert done.made == {"trials.jsonl", "table.json", "best.json"}
    return Whole(place, done.out, json.loads((place.folder / "table.json").read_text()))


def test_the_table_fits_a_terminal(whole: Whole) -> None:
    lines = whole.out.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0].startswith("suite: 2 modules, ")
    assert "at clang -Oz, LLVM" in lines[0]
    rows = [line.split() for line in lines]
    assert ["Oz", "1", "0.00", "0.00", "to", "0.00", "0.00", "0.00", "0.00"] in [row[:9] for row in rows]
    assert ["one", "Oz", "1"] in [row[:3] for row in rows]
    assert ["two", "Oz", "1"] in [row[:3] for row in rows]
    assert "1 module left out, the first:" in lines
    assert any(line.startswith("broken.c: ") for line in lines)


def test_modules_are_grouped_by_passes_that_no_training_had(whole: Whole) -> None:
    (whole.place.folder / "seen.txt").write_text("function(sroa,gvn)\n")
    args = ("eval", "--suite", "suite", *FAST, "--record", "trials.jsonl", "--json", "-")
    groups = json.loads(whole.place.run(*args, "--by", "passes", "--seen", "seen.txt").succeeded().out)["groups"]
    assert sum(lines[0]["modules"] for lines in groups["lines"].values()) == 2
    assert set(groups["lines"]) <= {"seen", "unseen"}
    for alone in (("--by", "passes"), ("--seen", "seen.txt")):
        whole.place.run(*args, *alone).failed("--seen")
    for text, words in (("# nothing\n", "holds no pass list"), ("sroa\n\ngvn(\n", "line 3"), ("default<O3>\n", "whole level")):
        (whole.place.folder / "seen.txt").write_text(text)
        whole.place.run(*args, "--by", "passes", "--seen", "seen.txt").failed("seen.txt", words)


def test_flags_that_turn_off_all_passes_leave_nothing_to_do(whole: Whole) -> None:
    flags = ("--", "-Oz", "-Xclang", "-disable-llvm-passes")
    done = whole.place.run("eval", "--suite", "suite/one", "--methods", "Oz,random", "--at", "1", "--json", "-", *flags).succeeded()
    assert {line["saved"]["total"] for line in json.loads(done.out)["methods"]} == {0.0}


def test_the_scale_of_each_column_is_stated(whole: Whole) -> None:
    heads = [line for line in whole.out.splitlines() if line.startswith("method ")]
    columns = [column for line in heads for column in re.split(r"\s{2,}", line.strip())[1:]]
    assert len(columns) == 15
    stated = re.findall(r"^([^ \n].*?): ", whole.out, re.MULTILINE)
    assert set(columns) <= {name for each in stated for name in each.split(", ")}


def test_json_says_all(whole: Whole) -> None:
    value = whole.value
    assert value["schema"] == "passwright.table/1"
    assert [(line["method"], line["at"]) for line in value["methods"]] == [("Oz", 1), ("Oz", 2), ("random", 1), ("random", 2)]
    last = value["methods"][-1]
    trials = [trial for trial in value["trials"] if trial["method"] == "random"]
    base = sum(trial["baseline"]["size"] for trial in trials)
    after = sum(trial["points"][-1]["best"]["size"] for trial in trials)
    assert last["saved"]["total"] == pytest.approx((base - after) / base)
    assert last["interval"]["low"] <= last["saved"]["total"] <= last["interval"]["high"]
    assert last["wins"] + last["ties"] + last["losses"] == last["modules"] == 2
    assert set(value["groups"]["lines"]) == {"one", "two"}
    assert [one["name"] for one in value["skipped"]] == ["broken.c"]


def test_a_record_and_a_reference_are_for_later_runs(whole: Whole) -> None:
    more = ("--record", "trials.jsonl", "--reference", "best.json", "--markdown", "--by", "language", "--json", "again.json")
    done = whole.place.run("eval", "--suite", "suite", *FAST, *more).succeeded()
    again = json.loads((whole.place.folder / "again.json").read_text())
    assert again["trials"] == whole.value["trials"]  # CPU seconds and all: nothing was done again
    line = again["methods"][-1]
    assert line["of_reference"] == (pytest.approx(1.0) if line["saved"]["total"] > 0 else None)
    assert "the reference knows 2 of 2 modules" in done.out
    rows = [line for line in done.out.splitlines() if line.startswith("|")]
    assert rows[0].startswith("| method | n | total | total 95 % |")
    assert rows[0].endswith("| of ref |")
    assert len({row.count("|") for row in rows[:6]}) == 1
    assert sum(row.startswith("| c | ") for row in rows) == 2


def test_a_figure_is_drawn(whole: Whole) -> None:
    pytest.importorskip("matplotlib")
    done = whole.place.run("eval", "--suite", "suite", *FAST, "--record", "trials.jsonl", "--figure", "saved.svg").succeeded()
    assert done.made == {"saved.svg"}
    drawn = (whole.place.folder / "saved.svg").read_text()
    assert drawn.startswith("<?xml")
    assert drawn.count("<path") > 10


def test_without_matplotlib_that_is_said_before_anything_runs(place: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    refused(place, monkeypatch, "--figure", "x.png", "--record", "new.jsonl", words=r"pip install 'passwright\[plot\]'")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("suite/x.c", "int f(int a) { return a + 1; }")
    place.write("bad.jsonl", "no record\n")
    place.write("bad.json", "{}")
    place.write("empty/readme.txt", "nothing here")
    place.write("broken/x.c", "int f( {")
    return place


def refused(place: Place, monkeypatch: pytest.MonkeyPatch, *arguments: str, words: str) -> None:
    """In this process, as it saves half a second each time: the error, and nothing is written."""
    monkeypatch.chdir(place.folder)
    before = place.files()
    with pytest.raises(PasswrightError, match=words) as error:
        evaluate.main(["--suite", "suite", *arguments], standalone_mode=False)
    assert str(error.value).count("\n") == 0
    assert place.files() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--methods", "Oz,nonsense"), "there is no such method"),
        (("--methods", ","), "names none"),
        (("--methods", "endpoint:http://h/v1"), "names no model"),
        (("--at", "10,1"), "must rise"),
        (("--at", "1,1"), "must rise"),
        (("--at", "0"), "must be numbers from 1"),
        (("--at", "-1,2"), "must be numbers from 1"),
        (("--at", ""), "must be numbers from 1"),
        (("--at", "1,x"), "must be numbers from 1"),
        (("--at", "9999999"), "must be numbers from 1"),
        (("--seeds", "a"), "must be numbers from 0"),
        (("--trust", "all"), "must be one of"),
        (("--by", "colour"), "must be one of"),
        (("--jobs", "0"), "at least 1"),
        (("--figure", "x.gif"), "must end with"),
        (("--markdown", "--json", "-"), "standard output"),
        (("--record", "bad.jsonl"), "line 1 is no trial"),
        (("--record", "suite"), "is a directory"),
        (("--record", "suite/x.c"), "is the input"),
        (("--record", "none/x.jsonl"), "no directory"),
        (("--record", "new.jsonl", "--json", "new.jsonl"), "another output goes there"),
        (("--reference", "bad.json"), "is no reference"),
        (("--reference", "none.json"), "No such file"),
        (("--reference", "bad.json", "--write-reference", "bad.json"), "is the input"),
        (("--suite", "empty"), "holds no module"),
        (("--suite", "none"), "is no folder"),
        (("--suite", "corpus:test"), "is no corpus"),
        (("--", "-o", "x"), "-o: "),
        (("stray.c",), "stray.c: "),
    ],
)
def test_bad_input(place: Place, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: str) -> None:
    refused(place, monkeypatch, *arguments, words=re.escape(words))


def test_bad_input_as_it_is_said(place: Place) -> None:
    place.run("eval", "--suite", "suite", "--at", "10,1").failed("--at 10,1: must rise")
    place.run("eval", "--suite", "broken", "--record", "new.jsonl").failed("no module of it can be used; the first, x.c: ")


def test_a_server_that_fails_ends_the_run_and_what_was_done_stays(place: Place) -> None:
    with serving(lambda number, asked: (401, b"who are you?")) as server:
        methods = f"Oz,endpoint:{server.url}#m"
        done = place.run("eval", "--suite", "suite", "--methods", methods, "--at", "1", "--record", "new.jsonl", "--jobs", "1")
    assert done.status == 1
    assert done.err == f"passwright: error: {server.url}/chat/completions: refuses: 401 who are you?\n"
    assert done.made == {"new.jsonl"}
    assert len((place.folder / "new.jsonl").read_text().splitlines()) == 1


def test_the_level_of_the_flags_is_the_baseline(place: Place) -> None:
    done = place.run("eval", "--suite", "suite", "--methods", "Oz", "--at", "1", "--jobs", "1", "--json", "-", "--", "-O2").succeeded()
    assert json.loads(done.out)["baseline"] == "clang -O2"


def test_ctrl_c_ends_it_and_the_record_goes_on(place: Place) -> None:
    command = ("eval", "--suite", "suite", "--methods", "Oz,random", "--record", "new.jsonl", "--jobs", "1", "--at")
    running = place.start(*command, "1,100000")
    record = place.folder / "new.jsonl"
    end = time.monotonic() + 60
    while not (record.exists() and record.read_text()) and time.monotonic() < end:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (130, "")
    assert "Traceback" not in err
    assert len(record.read_text().splitlines()) == 1
    assert place.litter() == []
    done = place.run(*command, "1").succeeded()
    assert "suite: 1 module, " in done.out

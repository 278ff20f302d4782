"""The store as a user sees it: the second search is answered, a broken store is a warning, and the commands look into it."""

from __future__ import annotations

import json
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

from tests.cli.helpers import COMMAND, Place

GENETIC = ("--proposer", "genetic")
"""Its plans are all for the whole module. Each is estimated, and those that would be the best are measured too."""


@pytest.fixture
def place(tmp_path: Path, rle: Path) -> Place:
    place = Place(tmp_path)
    place.write("x.c", rle.read_bytes())
    return place


@pytest.fixture
def filled(place: Place) -> Place:
    place.optimize("x.c", "-o", "first.o", *GENETIC, budget=8).succeeded()
    return place


def report(place: Place, *arguments: str, **environment: str) -> dict[str, Any]:
    place.optimize("x.c", "-o", "x.o", "--json", "report.json", *GENETIC, *arguments, budget=8, **environment).succeeded()
    value: dict[str, Any] = json.loads((place.folder / "report.json").read_text())
    return value


def stats(place: Place, *arguments: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(place.run("experience", "stats", "--json", *arguments).succeeded().out)
    return value


def test_second_search_is_answered_and_says_so(filled: Place) -> None:
    run = filled.run("optimize", "x.c", "-o", "x.o", "--budget", "8", "--jobs", "1", *GENETIC).succeeded()
    assert "8 evaluations (8 of them known from before)" in run.out
    assert (filled.folder / "x.o").read_bytes() == (filled.folder / "first.o").read_bytes()
    assert report(filled, "--no-store")["answered"] == 0
    assert report(filled, "--store", "other.sqlite")["answered"] == 0
    assert stats(filled, "--store", "other.sqlite")["evaluations"] == stats(filled)["evaluations"] >= 9


def test_search_without_a_store_leaves_none(place: Place) -> None:
    report(place, "--no-store")
    assert not place.cache.exists()


def test_stats_are_for_people_and_for_programs(filled: Place) -> None:
    said = stats(filled)
    assert said["store"] == str(filled.cache / "experience.sqlite")
    assert (said["modules"], said["outcomes"]) == (1, {"ok": said["evaluations"]})
    assert said["bytes"] == (filled.cache / "experience.sqlite").stat().st_size
    lines = filled.run("experience", "stats").succeeded().out.splitlines()
    assert f"outcomes: {said['evaluations']} ok" in lines
    assert [line.partition(": ")[0] for line in lines] == list(said)


def test_export_to_parquet_says_the_same(filled: Place) -> None:
    lines = [json.loads(line) for line in filled.run("experience", "export", "-").succeeded().out.splitlines()]
    filled.run("experience", "export", "all.parquet").succeeded()
    rows = pyarrow.parquet.read_table(filled.folder / "all.parquet").to_pylist()
    assert len(rows) == len(lines) > 0
    for row, line in zip(rows, lines, strict=True):
        assert (row["module"], row["plan"], row["outcome"], row["llvm"]) == (
            line["module"]["key"],
            line["plan"],
            line["outcome"],
            line["versions"]["llvm"],
        )
        assert json.loads(row["functions"]) == line["functions"]
        figures = {result["objective"]: result["value"] for result in line["results"]}
        assert {name: row[name] for name in figures} == figures
    filled.run("experience", "export", "none/all.parquet").failed("there is no directory none")
    filled.run("experience", "export", "bad.parquet", "--module", "nonsense").failed("nonsense")
    assert not list(filled.folder.glob("*bad.parquet*"))


def test_export_is_complete(filled: Place) -> None:
    filled.run("experience", "export", "all.jsonl").succeeded()
    text = (filled.folder / "all.jsonl").read_text()
    assert filled.run("experience", "export", "-").succeeded().out == text
    lines = [json.loads(line) for line in text.splitlines()]
    assert len(lines) == stats(filled)["evaluations"]
    assert len({line["plan"] for line in lines}) == 9
    assert [line["plan"] for line in lines].count(None) == 1
    baseline = next(line for line in lines if line["plan"] is None)
    known = report(filled, "--no-store")["baseline"]
    assert {result["objective"]: result["value"] for result in baseline["results"]}["size"] == known["size"]
    assert {result["unit"] for result in baseline["results"]} == {"bytes", "instructions", "ms"}
    key = baseline["module"]["key"]
    assert filled.run("experience", "export", "-", "--module", key[:6]).succeeded().out == text


def test_prune_gives_the_space_back(filled: Place) -> None:
    before, count = stats(filled)["bytes"], stats(filled)["evaluations"]
    kept = filled.run("experience", "prune", "--older-than", "1h", "--keep-bytes", "1G").succeeded().out
    assert f"0 evaluations dropped, {count} left" in kept
    assert f"{count} evaluations dropped, 0 left" in filled.run("experience", "prune", "--all").succeeded().out
    assert stats(filled)["bytes"] <= before
    assert report(filled)["answered"] == 0
    assert report(filled)["answered"] == 8


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["prune"], "say what goes"),
        (["prune", "--older-than", "30"], "--older-than 30"),
        (["prune", "--keep-bytes", "-1"], "--keep-bytes -1"),
        (["stats", "--store", "none"], "none: there is no store yet"),
        (["stats", "--store", "x.c"], "not a database"),
        (["stats", "--store", "."], "is no regular file"),
        (["export", "none/x"], "there is no directory none"),
        (["export", "-", "--module", "nonsense"], "nonsense"),
        (["export", "x", "--module", "nonsense"], "nonsense"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_the_commands_cannot_do(filled: Place, arguments: list[str], words: str) -> None:
    filled.run("experience", *arguments).failed(words)


def test_no_output_replaces_the_store(filled: Place) -> None:
    store = str(filled.cache / "experience.sqlite")
    before = stats(filled)["evaluations"]
    filled.run("experience", "export", store).failed("it is the input")
    filled.optimize("x.c", "-o", store, "--store", store).failed("another output goes there")
    filled.optimize("x.c", "--whole-program", "-o", store, "--store", store).failed("another output goes there")
    filled.write("y.c", "int y;")
    filled.optimize("x.c", "y.c", "--json", store, "--store", store).failed("another output goes there")
    filled.optimize("x.c", "--cluster", "auto", "--store", store).failed("--store", "cluster")
    filled.optimize("x.c", "--no-store", "--store", store).failed("--no-store")
    assert stats(filled)["evaluations"] == before


@pytest.mark.parametrize("damage", ["no database", "newer", "no folder"])
def test_store_that_cannot_be_used_is_one_warning(filled: Place, damage: str) -> None:
    path = filled.cache / "experience.sqlite"
    environment = {}
    if damage == "no database":
        path.write_bytes(b"hello\n" * 1000)
    elif damage == "newer":
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA user_version = 99")
        connection.close()
        filled.run("experience", "stats").failed("has schema 99", "remove the file")
    else:
        environment["PASSWRIGHT_CACHE"] = "/proc/none"
    said = report(filled, **environment)
    assert (said["answered"], len(said["warnings"])) == (0, 1)
    assert "goes on without the store" in said["warnings"][0]
    assert (filled.folder / "x.o").read_bytes() == (filled.folder / "first.o").read_bytes()
    run = filled.run("optimize", "x.c", "-o", "x.o", "--budget", "2", "--jobs", "1", **environment).succeeded()
    assert run.out.count("warning: ") == 1


def test_full_disk_is_one_warning(filled: Place) -> None:
    """The file may not grow any more: the study ends as it does without a store."""
    size = (filled.cache / "experience.sqlite").stat().st_size // 512
    arguments = "--proposer genetic -q --jobs 1 --budget 64 --seed 1 -o x.o --json report.json"
    done = subprocess.run(
        ["sh", "-c", f"ulimit -f {size}; exec {COMMAND} optimize x.c {arguments}"],
        cwd=filled.folder,
        env=filled.environment(),
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    (warning,) = json.loads((filled.folder / "report.json").read_text())["warnings"]
    assert "experience.sqlite: " in warning
    filled.optimize("x.c", "-o", "plain.o", "--seed", "1", "--no-store", *GENETIC, budget=64).succeeded()
    assert (filled.folder / "x.o").read_bytes() == (filled.folder / "plain.o").read_bytes()


def test_two_studies_at_once_on_one_store(place: Place) -> None:
    def start(seed: int) -> subprocess.Popen[str]:
        name = str(seed)
        outputs = ("-o", f"{name}.o", "--json", f"{name}.json")
        return place.start("optimize", "x.c", "--budget", "48", "--jobs", "1", "--seed", name, *outputs, *GENETIC)

    for process in [start(seed) for seed in (0, 1)]:
        _, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, "")
    both = [json.loads((place.folder / f"{seed}.json").read_text()) for seed in (0, 1)]
    assert [said["warnings"] for said in both] == [[], []]
    plans = {line["plan"] for line in map(json.loads, place.run("experience", "export", "-").succeeded().out.splitlines())}
    assert {said["plan"]["pipeline"] for said in both} <= plans
    assert len(plans) > 48


def test_study_that_was_killed_leaves_what_it_had_measured(place: Place) -> None:
    process = place.start("optimize", "x.c", "--budget", "100000", "--jobs", "1", "--proposer", "random")
    deadline = time.monotonic() + 60
    store = place.cache / "experience.sqlite"

    def measured() -> int:
        # Not by stats(): the study beside it has temporary files.
        command = [COMMAND, "experience", "stats", "--json"]
        done = subprocess.run(command, env=place.environment(), capture_output=True, check=True)
        return int(json.loads(done.stdout)["evaluations"])

    while not store.is_file() or measured() < 20:
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    process.kill()
    process.communicate()
    while left := list(place.temporary.iterdir()):  # who is killed cleans nothing up, and a tool that it ran may still write
        assert time.monotonic() < deadline
        shutil.rmtree(left[0], ignore_errors=True)
    assert stats(place)["evaluations"] >= 20
    assert report(place, "--proposer", "random")["answered"] == 8


def test_help_loads_nothing_heavy() -> None:
    code = "import sys; import passwright.cli.main; print([m for m in ('sqlite3', 'json', 'passwright.evaluate') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"

"""Several files in one run: what single runs give, in folders, with one report."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.cli.helpers import Place
from tests.cli.test_interrupt import alive, better_since, processes_of

DATA = Path(__file__).parent.parent / "data"
NAMES = ("rle.c", "linkage.c", "exceptions.cpp")


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = Place(tmp_path)
    for name in NAMES:
        made.write(name, (DATA / name).read_bytes())
    return made


def test_many_files_give_what_single_runs_give_whatever_the_number_of_workers(place: Place) -> None:
    for name in NAMES:
        place.optimize(name, "--plan-out", f"{name}.json", budget=16).succeeded()
    alone = {name: ((place.folder / name).with_suffix(".o").read_bytes(), (place.folder / f"{name}.json").read_bytes()) for name in NAMES}
    for jobs in ("1", "7"):
        folders = ("-o", f"made{jobs}/objects", "--plan-out", f"made{jobs}/plans", "--study", f"made{jobs}/studies")
        done = place.run("optimize", "--budget", "16", "--jobs", jobs, *NAMES, *folders, "--json", f"report{jobs}.json").succeeded()
        for name in NAMES:
            stem = Path(name).stem
            made = tuple((place.folder / f"made{jobs}" / path).read_bytes() for path in (f"objects/{stem}.o", f"plans/{stem}.json"))
            assert made == alone[name]
            lines = (place.folder / f"made{jobs}/studies/{stem}.jsonl").read_bytes().splitlines()
            assert len(lines) == len(set(lines)) >= 1 + 1 + 16  # header, baseline, evaluations
        report = json.loads((place.folder / f"report{jobs}.json").read_text())
        results = {result["module"]: result for result in report["results"]}
        assert list(results) == list(NAMES)
        assert results["rle.c"]["output"] == f"made{jobs}/objects/rle.o"
        totals = report["totals"]
        assert totals["modules"] == 3
        assert totals["evaluations"] == 3 * 16
        assert totals["baseline"] == sum(result["baseline"]["size"] for result in results.values())
        assert totals["best"] == sum(result["best"]["size"] for result in results.values())
        assert totals["saved"] == (totals["baseline"] - totals["best"]) / totals["baseline"]
        assert report["failed"] == report["left_out"] == []
        # One table: a row for each module, the sums below it.
        rows = [line.split() for line in done.out.splitlines()]
        assert all(len(line) <= 80 for line in done.out.splitlines())
        assert [row[0] for row in rows if row and row[0] in NAMES] == list(NAMES)
        assert ["object", "bytes", str(totals["baseline"]), str(totals["best"]), f"{100 * totals['saved']:.2f}", "%"] in rows


def test_bad_files_do_not_stop_the_others(place: Place) -> None:
    place.write("broken.c", "int f( {")
    place.write("bad.bc", b"BC\xc0\xde no bitcode")
    done = place.optimize("broken.c", "rle.c", "missing.c", "bad.bc", "linkage.c", "--json", "report.json", "-o", "out")
    assert done.status == 1
    assert done.out == ""
    assert "broken.c:1:8: error: expected" in done.err
    assert "passwright: error: missing.c: No such file or directory" in done.err
    assert "passwright: error: bad.bc: LLVM" in done.err
    assert done.made == {"out/rle.o", "out/linkage.o", "report.json"}
    report = json.loads((place.folder / "report.json").read_text())
    assert [result["module"] for result in report["results"]] == ["rle.c", "linkage.c"]
    assert [failed["source"] for failed in report["failed"]] == ["broken.c", "missing.c", "bad.bc"]
    assert "error: expected" in report["failed"][0]["error"]
    assert report["totals"]["modules"] == 2


def test_flags_hold_for_all_and_are_refused_once(place: Place) -> None:
    done = place.optimize("rle.c", "linkage.c", "--json", "-", "--", "-O2")
    assert done.status == 0
    assert all("-O2" in result["plan"]["flags"] for result in json.loads(done.out)["results"])
    place.optimize("rle.c", "linkage.c", "-o", "other", "--", "-S").failed("-S", "leave it out")


def test_dependency_files_are_named_after_each_object(place: Place) -> None:
    assert place.optimize("rle.c", "linkage.c", "-o", "out", "--", "-MMD").succeeded().made >= {"out/rle.d", "out/linkage.d"}
    assert (place.folder / "out" / "rle.d").read_text().startswith("out/rle.o:")


def test_two_sources_of_one_name(place: Place) -> None:
    place.write("deep/rle.cpp", "int f() { return 1; }")
    place.optimize("rle.c", "deep/rle.cpp", "-o", "out").failed("rle.c and deep/rle.cpp", "both would become rle.o", "a run of its own")


@pytest.mark.parametrize("option", ["-o", "--plan-out", "--study"])
def test_folder_that_is_a_file(place: Place, option: str) -> None:
    place.write("taken", "")
    place.optimize("rle.c", "linkage.c", option, "taken").failed("taken", f"with several inputs {option} names a folder")
    assert (place.folder / "taken").read_bytes() == b""
    place.optimize("rle.c", "linkage.c", option, "new.o").failed("new.o", "looks like a file")
    assert not (place.folder / "new.o").exists()


def test_report_where_an_object_goes(place: Place) -> None:
    place.optimize("rle.c", "linkage.c", "--json", "rle.o").failed("rle.o", "another output goes there")


def test_folder_that_cannot_be_made(place: Place) -> None:
    place.write("taken", "")
    place.optimize("rle.c", "linkage.c", "-o", "taken/out").failed("cannot write taken/out: Not a directory")


def start(place: Place) -> tuple[subprocess.Popen[str], list[int]]:
    """Three endless searches, two of them running: each has found something better than its baseline (-O3: soon)."""
    for number in range(3):
        place.write(f"rle{number}.c", (DATA / "rle.c").read_text())
    files = [f"rle{number}.c" for number in range(3)]
    options = ("--budget", "100000", "--jobs", "2", "--proposer", "random", "-o", "out", "--study", "study", "--json", "report.json")
    process = place.start("optimize", *files, *options, "--", "-O3")
    deadline = time.monotonic() + 90
    while sum(better_since(place.folder / "study" / f"rle{number}.jsonl") > 20 for number in range(3)) < 2:
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)
    children = processes_of(process.pid)
    return process, [*children, *(worker for child in children for worker in processes_of(child))]


def test_interrupt_keeps_the_best_so_far_and_says_what_is_left_out(place: Place) -> None:
    process, processes = start(place)
    assert len(processes) >= 4  # two studies, a worker each
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert process.returncode == 130
    report = json.loads((place.folder / "report.json").read_text())
    (left_out,) = report["left_out"]
    assert err == f"passwright: interrupted before there was a result for {left_out}\n"
    assert len(report["results"]) == 2
    for result in report["results"]:
        assert result["stopped"] == "interrupted"
        assert result["best"]["size"] < result["baseline"]["size"]
        assert (place.folder / result["output"]).stat().st_size > 0
    assert "interrupted, the best so far: " in out
    assert {path for path in place.files() if path.startswith("out/")} == {result["output"] for result in report["results"]}
    assert alive(processes) == []
    assert place.litter() == []


@pytest.mark.parametrize(("signals", "status"), [((signal.SIGTERM,), 143), ((signal.SIGINT, signal.SIGINT), 130)])
def test_second_interrupt_and_termination_end_all_at_once(place: Place, signals: tuple[int, ...], status: int) -> None:
    process, processes = start(place)
    for number in signals:
        process.send_signal(number)
        time.sleep(0.02)
    process.communicate(timeout=60)
    assert process.returncode == status
    settle(place, processes)


def settle(place: Place, processes: list[int]) -> None:
    """Nothing is left, at the latest when the workers have seen that their parent is gone."""
    deadline = time.monotonic() + 10
    while (alive(processes) or place.litter()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert alive(processes) == []
    assert place.litter() == []


def test_nothing_outlives_a_run_that_was_killed(place: Place) -> None:
    process, processes = start(place)
    os.kill(process.pid, signal.SIGKILL)
    process.communicate()
    settle(place, processes)


def test_process_of_a_study_that_dies_costs_that_module_alone(place: Place) -> None:
    process, (dead, *_) = start(place)
    os.kill(dead, signal.SIGKILL)
    deadline = time.monotonic() + 90
    while not all((place.folder / "study" / f"rle{number}.jsonl").exists() for number in range(3)):
        assert time.monotonic() < deadline
        time.sleep(0.05)  # the third one begins in its place
    process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "the process of its study failed: SIGKILL" in err
    assert len(json.loads((place.folder / "report.json").read_text())["failed"]) == 1


def test_cluster_without_ray_says_how_to_get_it(place: Place) -> None:
    place.write("path/ray.py", "raise ImportError('not installed')")
    where = str(place.folder / "path")
    place.optimize("rle.c", "--cluster", "auto", PYTHONPATH=where).failed("Ray", "pip install 'passwright[cluster]'")

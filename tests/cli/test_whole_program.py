"""`passwright optimize --whole-program` as a user runs it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from tests.cli.helpers import Place, size_of, tool

MAIN = '#include <stdio.h>\nint add(int, int);\nint main(int argc, char **argv) { printf("%d\\n", add(argc, 40)); return 0; }\n'
ADD = "int add(int a, int b) { return a + b; }\nint never(int a) { return a / 7 * a; }\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    place = Place(tmp_path)
    place.write("main.c", MAIN)
    place.write("add.c", ADD)
    return place


def test_program_report_plan_and_script(place: Place) -> None:
    done = place.run(
        *("optimize", "--whole-program", "main.c", "add.c", "-o", "prog", "--budget", "4", "--jobs", "2"),
        *("--json", "report.json", "--plan-out", "plan.json", "--emit-script", "make.sh", "--test", '"$PASSWRIGHT_IMAGE" | grep 41'),
        *("--", "-DNDEBUG", "-lm"),
    ).succeeded()
    assert done.made == {"prog", "report.json", "plan.json", "make.sh"}
    assert tool("./prog", folder=place.folder) == "41\n"
    report = json.loads((place.folder / "report.json").read_text())
    sizes = {name: image["size"] for name, image in report["images"].items()}
    assert list(sizes) == ["-Oz", "-Oz gc-sections", "-Oz -flto gc-sections", "ours"]
    assert sizes[report["written"]] == min(sizes.values())
    assert sizes[report["written"]] == size_of(place.folder / "prog")
    for name, size in sizes.items():
        assert f"{name} " in done.out
        assert f" {size} " in done.out
    assert report["saved_over_best_baseline"] >= 0
    place.write("again/make.sh", (place.folder / "make.sh").read_text())
    os.rename(place.folder / "prog", place.folder / "first")
    tool("sh", "make.sh", folder=place.folder)
    assert (place.folder / "prog").read_bytes() == (place.folder / "first").read_bytes()


PLUGINS = """
#include <stdio.h>
typedef void (*plugin)(void);
static void a(void) { puts("plugin a"); }
static __attribute__((section("plugins"), used)) plugin entry = a;
extern plugin __start_plugins[], __stop_plugins[];
int main(void) { for (plugin *p = __start_plugins; p < __stop_plugins; ++p) (*p)(); return 0; }
"""


def test_sections_that_are_found_by_their_name_stay(place: Place) -> None:
    """lld's garbage collection takes them away unless it is told not to."""
    place.write("plugins.c", PLUGINS)
    place.run("optimize", "--whole-program", "plugins.c", "-o", "prog", "--budget", "2", "--jobs", "1").succeeded()
    assert tool("./prog", folder=place.folder) == "plugin a\n"


def test_mistakes_are_told_and_nothing_is_written(place: Place) -> None:
    whole = ("--whole-program", "main.c", "add.c")
    place.write("x.o", b"\x7fELF")
    place.optimize(*whole).failed("needs -o")
    place.optimize(*whole, "-o", "prog.o").failed("prog.o", "linked")
    place.optimize(*whole, "-o", "main.c").failed("main.c")
    place.optimize(*whole, "-o", "prog", "--json", "prog").failed("prog", "another output")
    place.optimize(*whole, "-o", "prog", "--", "-flto").failed("-flto", "leave it out")
    place.optimize(*whole, "x.o", "-o", "prog").failed("x.o", "behind --")
    place.optimize(*whole, "-o", "x.o", "--", "x.o").failed("x.o")
    place.optimize(*whole, "-o", "prog", "--test", "false").failed("--test", "clang's own program")
    place.optimize(*whole, "-o", "prog", "--keep", "nobody").failed("--keep nobody", "no such symbol")
    place.optimize("add.c", "-o", "add.o", "--keep", "never").failed("--keep", "--whole-program")
    place.optimize("--whole-program", "main.c", "-o", "prog").failed_in_clang("undefined symbol: add")
    place.optimize("--whole-program", "main.c", "add.c", "add.c", "-o", "prog").failed_in_clang("duplicate symbol: add")


def test_program_may_replace_an_older_one(place: Place) -> None:
    place.write("prog", "old")
    place.optimize("--whole-program", "main.c", "add.c", "-o", "prog").succeeded()
    assert tool("./prog", folder=place.folder) == "41\n"

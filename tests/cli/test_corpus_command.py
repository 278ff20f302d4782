"""`passwright corpus`, as it is installed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.helpers import Place

SOURCE = "int f(int a) { int s = 0; for (int i = 0; i < a; ++i) s += i ^ a; return s; }\n"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def test_from_a_folder_to_a_split(place: Place) -> None:
    place.write("app/src/a.c", SOURCE)
    place.write("app/Makefile", "a.o: src/a.c\n\t$(CC) -O2 -c src/a.c\n")
    added = place.run("corpus", "add", "c", "--build", "app", "--split", "train", "--licence", "MIT").succeeded()
    assert "1 modules of 1 sources, 1 functions" in added.out
    assert "is there" in place.run("corpus", "add", "c", "--build", "app").succeeded().out
    (package,) = json.loads(place.run("corpus", "show", "c", "--json").succeeded().out)
    assert (package["package"], package["licence"], package["status"]) == ("app", "MIT", 0)
    assert "app" in place.run("corpus", "show", "c").succeeded().out
    assert "train: 1 modules, 1 distinct functions, 1 packages" in place.run("corpus", "split", "c").succeeded().out
    assert "| app |" in (place.folder / "c" / "README.md").read_text()
    assert "1 modules" in place.run("corpus", "export", "c", "out").succeeded().out
    assert (place.folder / "out" / "corpus_description.json").exists()
    assert not place.litter()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "c"], "say what to add"),
        (["add", "c", "--folder", "nowhere"], "is no folder"),
        (["add", "c", "--build", "app", "--split", "exam"], "must be one of train"),
        (["add", "c", "--build", "app", "--", "-Iinclude"], "a build has its own"),
        (["add", "c", "--build", "app", "--limit", "0"], "positive number"),
        (["show", "app"], "is no corpus"),
        (["export", "app", "out", "--split", "exam"], "must be one of train"),
    ],
)
def test_bad_input(place: Place, arguments: list[str], words: str) -> None:
    place.write("app/a.c", SOURCE)
    place.run("corpus", *arguments).failed(words)

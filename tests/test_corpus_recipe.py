"""The list of packages holds together, and its recipe goes on where it was, past a package that fails."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from passwright.data.build import capture
from passwright.data.capture import NOTE_ONLY
from passwright.data.corpus import SPLITS, Corpus, check_name, split_of
from passwright.llvm.toolchain import Toolchain
from programs.packages import NOTED, RECIPES, SLICE, TARGETS, Recipe, c, cxx
from runs.corpus import build, chosen

DECIDED_DEFAULTS = {"zlib", "cjson", "expat", "lua5.4", "tinyxml2", "libyaml", "libjsoncpp", "double-conversion"}
LICENCE = r"[A-Z][\w.+-]*|blessing|libpng-2\.0|[A-Z][\w.-]+ WITH [\w.-]+"


def test_packages_of_the_list() -> None:
    assert len({recipe.package for recipe in RECIPES}) == len(RECIPES) >= 40
    for recipe in RECIPES:
        check_name(recipe.package)
        assert all(re.fullmatch(LICENCE, word) for word in re.split(r" (?:AND|OR) ", recipe.licence)), recipe.licence
        assert recipe.split in ("", *SPLITS)
        assert set(recipe.targets) <= set(TARGETS)


def test_what_decided_defaults_is_for_training_and_no_split_is_empty() -> None:
    split = {recipe.package: recipe.split or split_of(recipe.package) for recipe in RECIPES}
    assert {split[package] for package in DECIDED_DEFAULTS} == {"train"}
    assert sum(value == "test" for value in split.values()) >= 6
    assert sum(value == "validation" for value in split.values()) >= 4


def test_unknown_package_is_named() -> None:
    with pytest.raises(SystemExit, match="no-such-package"):
        chosen(["zlib", "no-such-package"], False)


def test_heavy_packages_can_be_left_out() -> None:
    assert {recipe.package for recipe in chosen([], False)} - {recipe.package for recipe in chosen([], True)} == {
        recipe.package for recipe in RECIPES if recipe.heavy
    }


def test_noted_calls_compile_nothing(tmp_path: Path, toolchain: Toolchain) -> None:
    root = tmp_path / "root"
    root.mkdir()
    (root / "a.c").write_text("int a(void) { return 1; }\n")
    (root / "b.c").write_text("int b(void) { return 2; }\n")
    script = f"$CC -c a.c -o a.o\n{NOTED}$CC -DB=1 -c b.c -o b.o\n"
    assert NOTE_ONLY in script
    found = capture(root, script, tmp_path / "work", toolchain)
    assert [(call.source, call.flags) for call in found.calls] == [("a.c", ()), ("b.c", ("-DB=1",))]
    assert (root / "a.o").exists()
    assert not (root / "b.o").exists()


def test_run_goes_on_where_it_was(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache, into = tmp_path / "cache", tmp_path / "corpus"
    for name, file in (("tiny-c", "a.c"), ("tiny-cxx", "b.cpp"), ("broken", "readme.txt")):
        (cache / name).mkdir(parents=True)
        (cache / name / file).write_text("int one(int x) { return x + 1; }\n")
    (into / "passwright-left").mkdir(parents=True)  # by a run that was killed
    broken = Recipe("broken", "MIT", c("*.c"))
    tiny = Recipe("tiny-c", "MIT", c("*.c", "-DTINY"), targets=("", "riscv64-linux-gnu"), split="test")
    assert build(into, [broken, tiny], 1, cache) == [f"broken@{machine(into)}"]
    assert not (into / "passwright-left").exists()
    first = capsys.readouterr().out
    assert "FAILED: " in first
    assert first.count("tiny-c@") == 2
    assert build(into, [tiny, Recipe("tiny-cxx", "MIT", cxx("*.cpp"))], 1, cache) == []
    assert "tiny-c@" not in capsys.readouterr().out
    packages = Corpus(into).packages
    assert {key.split("@")[0]: package.split for key, package in packages.items() if "cxx" not in key} == {"tiny-c": "test"}
    rows = [row for package in packages.values() for row in Corpus(into).raw_modules(package)]
    assert sorted((row.package, row.language, row.target.split("-")[0]) for row in rows) == [
        ("tiny-c", "c", "riscv64"),
        ("tiny-c", "c", "x86_64"),
        ("tiny-cxx", "c++", "x86_64"),
    ]


def machine(into: Path) -> str:
    """This machine's target, as the corpus has it."""
    return next(package.target for package in Corpus(into).packages.values() if not package.target.startswith("riscv64"))


def test_the_slice_has_some_of_everything() -> None:
    recipes = chosen(SLICE, skip_heavy=True)
    assert {recipe.package for recipe in recipes} == set(SLICE)
    sources = [source for recipe in recipes for source in recipe.sources()]
    assert {source.split or split_of(source.package) for source in sources} == {"train", "validation", "test"}
    assert len({source.target for source in sources}) > 1
    assert not any(recipe.heavy for recipe in recipes)

"""Folders as suites; what a folder becomes is tested with what is compared on it."""

from __future__ import annotations

from pathlib import Path

import pytest

from passwright.errors import InputError
from passwright.optimizer.suites import Item, Suite, folder_suite, spread


@pytest.mark.parametrize("words", ["-fplugin=evil.so", "-Xclang -load", "@more", "-o x", "'", "x.c", "-B."])
def test_flags_that_come_with_a_folder_can_do_no_harm(words: str, tmp_path: Path) -> None:
    (tmp_path / "x.c").write_text("int x;")
    (tmp_path / "flags.txt").write_text(words)
    with pytest.raises(InputError, match=r"flags\.txt: "):
        folder_suite(str(tmp_path))


def test_a_folder_without_modules_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no module"):
        folder_suite(str(tmp_path))
    (tmp_path / "x.c").mkdir()
    with pytest.raises(InputError, match="holds no module"):
        folder_suite(str(tmp_path))
    with pytest.raises(InputError, match="is no folder"):
        folder_suite("corpus:test")


def test_a_part_of_a_suite_is_spread_over_it() -> None:
    suite = Suite("s", [Item(str(number), "x.c") for number in range(10)])
    assert [item.name for item in spread(suite, 4).items] == ["0", "2", "5", "7"]
    assert spread(suite, 10) is suite
    assert spread(suite, 99) is suite

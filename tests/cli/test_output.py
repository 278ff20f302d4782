"""Outputs are written whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from passwright.cli.output import check_output, write_output
from passwright.errors import OutputError


def test_output_appears_whole_with_usual_permissions_and_nothing_beside_it(tmp_path: Path) -> None:
    target = tmp_path / "x.o"
    old = os.umask(0o027)
    try:
        write_output(str(target), b"new")
    finally:
        os.umask(old)
    assert target.read_bytes() == b"new"
    assert stat.S_IMODE(target.stat().st_mode) == 0o640
    assert list(tmp_path.iterdir()) == [target]


def test_existing_output_is_replaced_not_written_into(tmp_path: Path) -> None:
    target, other = tmp_path / "x.o", tmp_path / "hard-link.o"
    target.write_bytes(b"a longer one from before")
    other.hardlink_to(target)
    write_output(str(target), b"new")
    assert (target.read_bytes(), other.read_bytes()) == (b"new", b"a longer one from before")


def test_symbolic_link_stays_and_its_target_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "far").mkdir()
    target, link = tmp_path / "far" / "x.o", tmp_path / "link.o"
    link.symlink_to(target)
    for content in (b"one", b"two"):  # first dangling, then not
        check_output(str(link))
        write_output(str(link), content)
        assert link.is_symlink()
        assert target.read_bytes() == content


def test_failed_write_keeps_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "x.o"
    target.write_bytes(b"old")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fail)
    with pytest.raises(OutputError, match="No space left on device"):
        write_output(str(target), b"new")
    assert target.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [target]


def test_interrupted_write_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_output(str(tmp_path / "x.o"), b"new")
    assert list(tmp_path.iterdir()) == []


def test_devices_and_pipes_are_written_as_they_are(tmp_path: Path) -> None:
    check_output("/dev/null")
    write_output("/dev/null", b"gone")
    assert Path("/dev/null").is_char_device()
    with pytest.raises(OutputError, match="No space left on device"):
        write_output("/dev/full", b"x")
    reading, writing = os.pipe()
    write_output(f"/dev/fd/{writing}", b"through")
    assert os.read(reading, 20) == b"through"
    os.close(reading)
    os.close(writing)


def test_output_that_cannot_be_is_refused_at_once(tmp_path: Path) -> None:
    source, other = tmp_path / "x.c", tmp_path / "y.c"
    source.write_text("")
    other.symlink_to(source)
    for path, words in (
        (source, "it is the input"),
        (other, "it is the input"),
        (tmp_path, "it is a directory"),
        (tmp_path / "none" / "x.o", "there is no directory"),
        (tmp_path / "x.c" / "x.o", "there is no directory"),
    ):
        with pytest.raises(OutputError, match=words):
            check_output(str(path), (str(source),))


def test_one_file_for_two_outputs_is_refused(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    with pytest.raises(OutputError, match="another output goes there"):
        check_output(str(tmp_path / "link" / "x"), (), [str(tmp_path / "x")])
    check_output(str(tmp_path / "y"), (), [str(tmp_path / "x")])
    check_output("/dev/null", (), ["/dev/null"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_output_in_a_folder_without_permission_is_refused_at_once(tmp_path: Path) -> None:
    folder = tmp_path / "closed"
    folder.mkdir(0o555)
    with pytest.raises(OutputError, match="permission denied"):
        check_output(str(folder / "x.o"))

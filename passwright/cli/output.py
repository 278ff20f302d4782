"""Writes outputs whole or not at all, and shows on a terminal how far a command is."""

from __future__ import annotations

import contextlib
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from passwright.errors import FlagError, OutputError


def check_no_input(path: str, inputs: Iterable[str | None]) -> None:
    """Raises OutputError for a file that is to be read, not written."""
    for given in inputs:
        if given and Path(path).exists() and Path(given).exists() and Path(path).samefile(given):
            raise OutputError(path, "it is the input")


def check_output(path: str, inputs: tuple[str | None, ...] = (), others: Sequence[str] = ()) -> None:
    """Raises OutputError now for what could not be written at the end of a long search."""
    target = Path(path)
    if any(os.path.realpath(path) == os.path.realpath(other) for other in others) and not _special(target):
        raise OutputError(path, "another output goes there")
    check_no_input(path, inputs)
    if path.endswith(os.sep) and not target.is_dir():  # Path drops the slash
        raise OutputError(path, f"there is no directory {path}")
    if target.is_dir():
        raise OutputError(path, "it is a directory")
    folder = target.parent
    if not folder.is_dir():
        raise OutputError(path, f"there is no directory {folder}")
    if not os.access(target if _special(target) else folder, os.W_OK):
        raise OutputError(path, "permission denied")


def write_output(path: str, data: bytes | Iterable[bytes]) -> None:
    """Writes beside the target and renames into place; devices and pipes are written as they are. Raises OutputError."""
    target = Path(path)
    parts = [data] if isinstance(data, bytes) else data
    try:
        if _special(target):
            with target.open("wb") as file:
                file.writelines(parts)
            return
        # Behind a symbolic link the link's own target is replaced, as a compiler does.
        target = Path(os.path.realpath(target))
        handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.writelines(parts)
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(name, 0o666 & ~mask)
            os.replace(name, target)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise OutputError(path, error.strerror or str(error)) from error


def _special(path: Path) -> bool:
    return path.exists() and not path.is_file() and not path.is_dir()


@contextlib.contextmanager
def progress(silent: bool) -> Iterator[Callable[[str], None]]:
    """A line that is drawn over again on a terminal; nothing anywhere else."""
    if silent or not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.markup import escape

    with Console(stderr=True).status("reading") as status:
        yield lambda text: status.update(escape(text))


def check_seconds(option: str, seconds: float | None) -> None:
    """Raises FlagError."""
    if seconds is not None and not 0 < seconds < 1e9:
        raise FlagError(f"{option} {seconds:g}", "must be a positive number of seconds")

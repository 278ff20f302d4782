"""Runs the installed command as a user does, and looks at what it leaves behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

COMMAND = str(Path(sys.executable).parent / "passwright")


@dataclass(frozen=True)
class Run:
    """`made` are the files that are new in the working folder, by their paths in it."""

    status: int
    out: str
    err: str
    seconds: float
    made: set[str]

    def succeeded(self) -> Run:
        assert self.status == 0, self.err
        assert self.err == ""
        return self

    def failed(self, *words: str) -> Run:
        """One line of ours, nothing written."""
        assert self.status == 1
        assert self.out == ""
        assert self.made == set()
        assert self.err.startswith("passwright: error: ")
        assert self.err.count("\n") == 1, self.err
        assert len(self.err) < 400
        for word in words:
            assert word in self.err
        return self

    def failed_in_clang(self, *words: str) -> Run:
        """clang's own message as it is, nothing written."""
        assert self.status == 1
        assert self.out == ""
        assert self.made == set()
        assert self.err
        assert "passwright: " not in self.err
        for word in words:
            assert word in self.err
        return self


class Place:
    """A working folder and a cache of its own, and a folder for temporary files that must be empty after each command."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "work"
        self.temporary = root / "temporary"
        self.cache = root / "cache"
        self.folder.mkdir()
        self.temporary.mkdir()

    def write(self, name: str, content: str | bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if not path.is_dir()}

    def litter(self) -> list[Path]:
        """Temporary files left behind. An empty folder is forgiven: a signal may come while it is being removed."""
        return [path for path in self.temporary.rglob("*") if not path.is_dir()]

    def environment(self, **changes: str) -> dict[str, str]:
        return {**os.environ, "TMPDIR": str(self.temporary), "PASSWRIGHT_CACHE": str(self.cache), **changes}

    def run(self, *arguments: str, timeout: float = 60, **environment: str) -> Run:
        before = self.files()
        start = time.monotonic()
        done = subprocess.run(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(**environment),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
        )
        seconds = time.monotonic() - start
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        assert "Traceback" not in err, err
        assert done.returncode >= 0, f"ended by {signal.Signals(-done.returncode).name}"
        assert list(self.temporary.iterdir()) == []
        return Run(done.returncode, out, err, seconds, self.files() - before)

    def optimize(self, *arguments: str, budget: int = 2, timeout: float = 60, **environment: str) -> Run:
        """`passwright optimize -q` with one worker and a small budget."""
        return self.run("optimize", "-q", "--jobs", "1", "--budget", str(budget), *arguments, timeout=timeout, **environment)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [COMMAND, *arguments],
            cwd=self.folder,
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
            # A job that was started in the background ignores Ctrl-C, and so does all that it starts.
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
        )


def tool(*command: str, folder: Path | None = None) -> str:
    """Runs a stock tool; its output."""
    return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout


def size_of(path: Path, version: int = 22) -> int:
    """Allocated bytes that the file holds, as llvm-size counts them."""
    text, data = tool(f"llvm-size-{version}", str(path)).splitlines()[1].split()[:2]
    return int(text) + int(data)

"""Many modules at once: a study for each, side by side in processes of their own, or on a cluster.

Why processes: Ctrl-C, a clang that is running and the gates behave in each as they do where one module is optimised, and no
study waits for another one's Python.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from multiprocessing.connection import Connection, wait
from typing import Any

from passwright.errors import EvaluationError, PasswrightError
from passwright.llvm import flags as clang_flags
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer import plain
from passwright.optimizer.optimize import Options, Result
from passwright.search.study import Outcome

PATIENCE = 5.0
"""Seconds that a process has to clean up when it is told to end."""


@dataclass(frozen=True)
class Task:
    """A module to be optimised: its source, clang's flags, the file of its measurements, and what is made of it.

    `kind`: an object ("obj"), assembly ("asm"), bitcode ("bc") or LLVM text ("ll").
    """

    source: str
    flags: tuple[str, ...] = ()
    study: str | None = None
    kind: str = "obj"


@dataclass(frozen=True)
class Done:
    """What became of a task: `result` with `data`, the bytes to write; or `error`; or none of them where Ctrl-C came first.

    `attempts`: how often the study was begun: more than once where a node of the cluster was lost. `repeated`: evaluations that
    were measured again though they had been reported.
    """

    task: Task
    result: Result | None = None
    data: bytes = b""
    error: PasswrightError | None = None
    seconds: float = 0.0
    attempts: int = 1
    repeated: int = 0


Progress = Callable[[Task, Outcome[Any] | None], None]
"""Told of each batch of a study; of None when the study begins."""


def optimize_many(
    sources: Sequence[str | os.PathLike[str] | Task],
    options: Options | None = None,
    *,
    flags: Sequence[str] = (),
    cluster: str | None = None,
    progress: Progress = lambda task, outcome: None,
) -> Generator[Done, None, None]:
    """Optimises each module as `optimize` does, the largest first, and gives each when it is done, in any order.

    `options.jobs` counts the workers of all studies together. `cluster` is the address of a Ray cluster: "auto", "host:port" or
    "ray://host:port". A module that fails does not stop the others. Ctrl-C ends all studies with the best so far; what has none
    yet comes without a result; the second Ctrl-C is a KeyboardInterrupt.

    Raises a PasswrightError, before anything runs, for what concerns all modules: tools, flags, the cluster.
    """
    options = options or Options()
    tasks = [source if isinstance(source, Task) else Task(os.fspath(source), tuple(flags)) for source in sources]
    for task in tasks:
        clang_flags.check(task.flags)
    find_toolchain()
    if cluster is None:
        return _optimize_here(tasks, options, progress)
    from passwright.optimizer.cluster import optimize_on_cluster

    return optimize_on_cluster(tasks, options, cluster, progress)


def largest_last(tasks: Sequence[Task]) -> list[Task]:
    """By bytes of the source: begun first, the longest study does not end alone."""
    return sorted(tasks, key=lambda task: os.path.getsize(task.source) if os.path.isfile(task.source) else 0)


@contextlib.contextmanager
def on_interrupt(stop: Callable[[], None]) -> Iterator[None]:
    """The first Ctrl-C calls `stop`, the next is a KeyboardInterrupt. Only the main thread is told of signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def handle(*_: object) -> None:
        signal.signal(signal.SIGINT, signal.default_int_handler)
        stop()

    before = signal.signal(signal.SIGINT, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


class _Process:
    """A process that runs studies, one after the other. See study_process.py."""

    def __init__(self, options: Options) -> None:
        ours, theirs = socket.socketpair()
        self.errors = os.memfd_create("passwright-study-stderr")
        try:
            # A session of its own: Ctrl-C is for the parent, who tells it.
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "passwright.optimizer.study_process", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        finally:
            theirs.close()
        self.connection = Connection(ours.detach())
        self.send(asdict(options))

    def send(self, message: dict[str, Any]) -> None:
        with contextlib.suppress(ConnectionError):  # it has died: that is seen when its answer is read
            self.connection.send_bytes(plain.encode(message))

    def last_words(self) -> str:
        """Why it died. Waits for its end."""
        self.process.wait()
        size = os.fstat(self.errors).st_size
        words = os.pread(self.errors, 2000, max(0, size - 2000)).decode(errors="replace").strip()
        code = self.process.returncode
        return f"{signal.Signals(-code).name if code < 0 else f'exit status {code}'}: {words}".rstrip(": ")

    def end(self) -> None:
        self.connection.close()  # its sign to clean up and go
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        os.close(self.errors)


@dataclass
class _Running:
    process: _Process
    task: Task
    start: float


def _optimize_here(tasks: Sequence[Task], options: Options, progress: Progress) -> Generator[Done, None, None]:
    width = max(1, min(options.workers, len(tasks)))
    options = replace(options, jobs=max(1, options.workers // width), study=None)
    waiting = largest_last(tasks)
    idle: list[_Process] = []
    busy: dict[Connection, _Running] = {}
    stopped = False

    def stop() -> None:
        nonlocal stopped
        stopped = True
        for running in list(busy.values()):
            running.process.send({"op": "stop"})

    with on_interrupt(stop):
        try:
            while waiting or busy:
                while waiting and not stopped and len(busy) < width:
                    process = idle.pop() if idle else _Process(options)
                    task = waiting.pop()
                    busy[process.connection] = _Running(process, task, time.monotonic())
                    process.send({"op": "study", **asdict(task)})
                    progress(task, None)
                    if stopped:  # in between
                        process.send({"op": "stop"})
                while waiting and stopped:
                    yield Done(waiting.pop())
                for connection in wait(list(busy)) if busy else ():
                    assert isinstance(connection, Connection)
                    running = busy[connection]
                    message = _receive(running)
                    if message is not None and "baseline" in message:
                        progress(running.task, plain.outcome_from_json(message))
                        continue
                    del busy[connection]
                    if message is not None:
                        idle.append(running.process)
                        yield _done(running, message)
                    else:
                        words = running.process.last_words()
                        running.process.end()
                        error = EvaluationError(f"{running.task.source}: the process of its study", words)
                        yield Done(running.task, error=error, seconds=time.monotonic() - running.start)
        finally:
            processes = [*idle, *(running.process for running in busy.values())]
            for process in processes:  # all at once
                process.connection.close()
            for process in processes:
                process.end()


def _receive(running: _Running) -> dict[str, Any] | None:
    """None: the process has died."""
    try:
        message: dict[str, Any] = json.loads(running.process.connection.recv_bytes())
    except (EOFError, ConnectionError):
        return None
    return message


def _done(running: _Running, message: dict[str, Any]) -> Done:
    seconds = time.monotonic() - running.start
    if "error" in message:
        return Done(running.task, error=plain.error_from_json(message["error"]), seconds=seconds)
    if "result" not in message:
        return Done(running.task, seconds=seconds)
    module = plain.module_from_json(message["module"], find_toolchain())
    result = plain.result_from_json(message["result"], module)
    return Done(running.task, result, plain.bytes_from_text(message["data"]), seconds=seconds)

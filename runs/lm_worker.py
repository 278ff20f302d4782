"""A process with LLVM in it, for recipes that ask the engine directly: what LLVM does there costs nobody else anything."""

from __future__ import annotations

import multiprocessing
import os
import traceback
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from passwright.llvm.toolchain import load_engine

J = TypeVar("J")
A = TypeVar("A")

START = 120.0
"""Seconds in which a process must have loaded LLVM."""


@dataclass(frozen=True)
class Failure:
    """Of our own, not LLVM's: a traceback."""

    text: str


def serve(connection: Connection, llvm: int, work: Callable[[Any, Any], Any]) -> None:
    """Says that it is ready, then answers jobs with what `work` makes of them, with LLVM's words, or with a failure."""
    engine = load_engine(llvm)
    connection.send(True)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a crash of LLVM's is counted, not told in full
    while True:
        try:
            job = connection.recv()
        except EOFError:
            return
        try:
            connection.send(work(engine, job))
        except ValueError as error:
            connection.send(str(error))
        except Exception:
            connection.send(Failure(traceback.format_exc()))


class Worker(Generic[J, A]):
    """A process with LLVM in it that works on jobs; begun again after a crash, or after a job that takes too long."""

    def __init__(self, llvm: int, seconds: float, work: Callable[[Any, J], A]) -> None:
        self.llvm, self.seconds, self.work = llvm, seconds, work
        self._start()

    def __enter__(self) -> Worker[J, A]:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def ask(self, jobs: Iterable[J]) -> Iterator[A | str]:
        """For each what comes of it, or why nothing does. The next job is under way while the caller works on an answer. RuntimeError
        with the traceback if `work` raises anything but ValueError."""
        waiting = False
        try:
            for job in jobs:
                answer = self._answer() if waiting else None
                self._send(job)
                waiting = True
                if answer is not None:
                    yield answer
            if waiting:
                answer = self._answer()
                waiting = False
                yield answer
        finally:
            if waiting:  # the caller has had enough: nobody may take what still comes for an answer of his own
                self._again()

    def _send(self, job: J) -> None:
        try:
            self.connection.send(job)
        except ConnectionError:  # it died while it had nothing to do
            self._again()
            self.connection.send(job)

    def _answer(self) -> A | str:
        if not self.connection.poll(self.seconds):
            self._again()
            return "took too long"
        try:
            found: A | str | Failure = self.connection.recv()
        except (EOFError, ConnectionError):
            self._again()
            return "LLVM crashed"
        if isinstance(found, Failure):
            raise RuntimeError(f"the worker failed:\n{found.text}")
        return found

    def _start(self) -> None:
        """RuntimeError if LLVM cannot be loaded: what the process says of it stands on stderr."""
        spawn = multiprocessing.get_context("spawn")
        self.connection, theirs = spawn.Pipe()
        self.process = spawn.Process(target=serve, args=(theirs, self.llvm, self.work), daemon=True)
        self.process.start()
        theirs.close()
        try:
            ready = self.connection.poll(START) and self.connection.recv()
        except (EOFError, ConnectionError):
            ready = False
        if not ready:
            self._stop()
            raise RuntimeError(f"no process could load LLVM {self.llvm} within {START:g} s; what it said stands above")

    def _stop(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()

    def _again(self) -> None:
        self._stop()
        self._start()

"""Worker processes that are kept between evaluations and replaced when they die."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any

from passwright.llvm.module import Module

MEMORY = 4 << 30
"""Default limit of a worker's address space, in bytes; LLVM's libraries alone map 0.3 GiB."""


@dataclass(frozen=True)
class Reply:
    """A worker's answer: `value` and `data` if `failure` is None, else why there is none ("invalid", "crash", …)."""

    value: dict[str, Any] = field(default_factory=dict)
    data: bytes = b""
    failure: str | None = None
    words: str = ""


class _Worker:
    """One process with its connection and what it is busy with."""

    def __init__(self, version: int, memory: int) -> None:
        ours, theirs = socket.socketpair()
        self.errors = os.memfd_create("passwright-worker-stderr")
        try:
            # A session of its own: Ctrl-C is for the parent, who then ends its workers.
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "passwright.evaluate.worker", str(theirs.fileno()), str(version), str(memory)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=self.errors,
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        finally:
            theirs.close()
        self.connection = Connection(ours.detach())
        self.module: str | None = None
        self.llvm_options: list[str] | None = None
        self.task: int | None = None
        self.deadline = 0.0
        self.full = False
        """Whether it holds so much memory that another one should take over."""

    def send(self, request: dict[str, Any], payload: bytes = b"") -> None:
        self.connection.send_bytes(json.dumps({**request, "payload": bool(payload)}).encode())
        if payload:
            self.connection.send_bytes(payload)

    def receive(self) -> Reply:
        """Raises EOFError or ConnectionError when the process has died."""
        value = json.loads(self.connection.recv_bytes())
        data = self.connection.recv_bytes() if value.pop("payload") else b""
        self.full = value.pop("full")
        if "error" in value:
            return Reply(failure="invalid", words=value["error"])
        return Reply(value, data)

    def open(self, module: Module) -> None:
        if self.module == module.key:
            return
        self.send({"op": "open", "arguments": module.arguments}, module.bitcode)
        self.module, self.llvm_options = None, llvm_options(module)
        reply = self.receive()
        if reply.failure:
            raise ValueError(reply.words)
        self.module = module.key  # only now: a module that was refused must not be taken for open the next time

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()
        self.connection.close()
        os.close(self.errors)

    def obituary(self) -> Reply:
        """Why the process died, in its own last words."""
        self.process.wait()
        size = os.fstat(self.errors).st_size
        words = os.pread(self.errors, 4000, max(0, size - 4000)).decode(errors="replace").strip()
        code = self.process.returncode
        name = signal.Signals(-code).name if code < 0 else f"exit status {code}"
        lowered = words.lower()
        memory = "out of memory" in lowered or "bad_alloc" in lowered or "memoryerror" in lowered
        return Reply(failure="memory" if memory else "crash", words=f"{name}: {words}" if words else name)


def llvm_options(module: Module) -> list[str]:
    """`-mllvm` options: global to a process, so a worker serves modules with the same ones only."""
    return [value for flag, value in zip(module.arguments, module.arguments[1:], strict=False) if flag == "-mllvm"]


class WorkerPool:
    """`jobs` workers for one LLVM version. A context manager: no process outlives it."""

    def __init__(self, version: int, jobs: int, memory: int = MEMORY) -> None:
        self.version = version
        self.memory = memory
        self.workers: list[_Worker | None] = [None] * jobs

    def __enter__(self) -> WorkerPool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        for slot in range(len(self.workers)):
            self._end(slot)

    def call(self, request: dict[str, Any], payload: bytes = b"", *, timeout: float) -> Reply:
        """One request that needs no open module."""
        return self._run(1, lambda worker, _: worker.send(request, payload), None, timeout, 1)[0]

    def map(self, module: Module, requests: Sequence[dict[str, Any]], *, timeout: float, alone: bool = False) -> list[Reply]:
        """Answers in the order of the requests; each has `timeout` seconds. `alone`: one at a time."""

        def start(worker: _Worker, index: int) -> None:
            worker.open(module)
            worker.send(requests[index])

        return self._run(len(requests), start, module, timeout, 1 if alone else len(self.workers))

    def _run(self, count: int, start: Callable[[_Worker, int], None], module: Module | None, timeout: float, width: int) -> list[Reply]:
        busy: dict[Connection, int] = {}  # connection -> slot
        try:
            return self._serve(busy, count, start, module, timeout, width)
        except BaseException:
            # Cut short (Ctrl-C): a late answer must not be taken for that to the next question.
            for slot in busy.values():
                self._end(slot)
            raise

    def _serve(
        self,
        busy: dict[Connection, int],
        count: int,
        start: Callable[[_Worker, int], None],
        module: Module | None,
        timeout: float,
        width: int,
    ) -> list[Reply]:
        replies: list[Reply | None] = [None] * count
        waiting = list(range(count - 1, -1, -1))
        while waiting or busy:
            for slot in range(width):
                if waiting and slot not in busy.values():
                    index = waiting.pop()
                    worker = self._worker(slot, module)
                    worker.task, worker.deadline = index, time.monotonic() + timeout
                    busy[worker.connection] = slot
                    try:
                        start(worker, index)
                    except (EOFError, ConnectionError):
                        del busy[worker.connection]
                        replies[index] = self._bury(slot)
                    except ValueError as error:
                        del busy[worker.connection]
                        replies[index] = Reply(failure="invalid", words=str(error))
            if not busy:
                continue
            deadlines = [active.deadline for slot in busy.values() if (active := self.workers[slot])]
            for connection in wait(list(busy), max(0.0, min(deadlines) - time.monotonic())):
                assert isinstance(connection, Connection)
                slot = busy[connection]
                done = self._worker(slot, module)
                assert done.task is not None
                try:
                    replies[done.task] = done.receive()
                    if done.full:
                        self._end(slot)
                except (EOFError, ConnectionError):
                    replies[done.task] = self._bury(slot)
                del busy[connection]
            now = time.monotonic()
            for connection, slot in list(busy.items()):
                late = self.workers[slot]
                if late and late.task is not None and now >= late.deadline:
                    del busy[connection]
                    self._end(slot)
                    replies[late.task] = Reply(failure="timeout", words=f"no answer within {timeout:g} s")
        return [reply for reply in replies if reply is not None]

    def _worker(self, slot: int, module: Module | None) -> _Worker:
        worker = self.workers[slot]
        if worker and module and worker.llvm_options not in (None, llvm_options(module)):
            worker.kill()
            worker = None
        if not worker:
            worker = self.workers[slot] = _Worker(self.version, self.memory)
        return worker

    def _end(self, slot: int) -> None:
        if worker := self.workers[slot]:
            self.workers[slot] = None
            worker.kill()

    def _bury(self, slot: int) -> Reply:
        worker = self.workers[slot]
        assert worker is not None
        reply = worker.obituary()
        self._end(slot)
        return reply

"""A process that runs studies, one after the other. Started by many.py as `python -m passwright.optimizer.study_process FD`.

It reads its options, then {"op": "study", …} and {"op": "stop"}; it answers with progress and with one result for each study.
It ends, with all that it started, when the other side closes the connection or is gone.
"""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from dataclasses import replace
from multiprocessing.connection import Connection
from typing import Any

from passwright.errors import PasswrightError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import find_toolchain
from passwright.optimizer import plain
from passwright.optimizer.many import PATIENCE
from passwright.optimizer.optimize import Options, Session
from passwright.verify.gates import Candidate


class Interrupts:
    """Ctrl-C as this process has it: `stop` interrupts the study that runs, once, and each one after it at once."""

    def __init__(self) -> None:
        self.studying = False
        self.stopped = False
        signal.signal(signal.SIGINT, self._handle)

    def __enter__(self) -> None:
        self.studying = True
        if self.stopped:
            self.studying = False
            raise KeyboardInterrupt

    def __exit__(self, *_: object) -> None:
        self.studying = False

    def stop(self) -> None:
        """From another thread: the main one must wake up, so the signal goes to that."""
        self.stopped = True
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    def _handle(self, *_: object) -> None:
        if self.studying and self.stopped:
            self.studying = False
            raise KeyboardInterrupt


def read_requests(connection: Connection, requests: queue.SimpleQueue[dict[str, Any]], interrupts: Interrupts) -> None:
    """Passes studies on to the main thread and interrupts it; ends the process with the connection."""
    try:
        while True:
            request = json.loads(connection.recv_bytes())
            if request["op"] == "stop":
                interrupts.stop()
            else:
                requests.put(request)
    except (EOFError, ConnectionError):
        # The main thread cleans up; if it cannot, hanging in what does not end, the process goes all the same.
        timer = threading.Timer(PATIENCE, lambda: os._exit(1))
        timer.daemon = True
        timer.start()
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGTERM)


def run(request: dict[str, Any], options: Options, pool: WorkerPool, connection: Connection) -> dict[str, Any]:
    """One study, from the source to the bytes to write."""
    with Session(request["source"], request["flags"], replace(options, study=request["study"]), pool=pool) as session:
        result = session.optimize(lambda outcome: connection.send_bytes(plain.encode(plain.outcome_to_json(outcome))))
        data = session.build(Candidate(session.module, result.plan, result.best, result.object), request["kind"])
        return {
            "module": plain.module_to_json(session.module),
            "result": plain.result_to_json(result),
            "data": plain.bytes_to_text(data),
        }


def main() -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # through what cleans up
    interrupts = Interrupts()
    connection = Connection(int(sys.argv[1]))
    options = plain.options_from_json(json.loads(connection.recv_bytes()))
    requests: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
    threading.Thread(target=read_requests, args=(connection, requests, interrupts), daemon=True).start()
    with WorkerPool(find_toolchain().version, options.workers, options.memory) as pool:
        while True:
            request = requests.get()
            try:
                with interrupts:
                    reply = run(request, options, pool, connection)
            except PasswrightError as error:
                reply = {"error": plain.error_to_json(error)}
            except KeyboardInterrupt:
                reply = {"interrupted": True}
            connection.send_bytes(plain.encode(reply))


if __name__ == "__main__":
    main()

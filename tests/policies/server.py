"""A server on this machine that answers as it is told to, well or badly."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = tuple[int, bytes]
"""Status and body."""


def chat(*texts: object) -> Answer:
    """As /chat/completions answers."""
    return 200, json.dumps({"choices": [{"message": {"content": text}} for text in texts]}).encode()


def completions(*texts: object) -> Answer:
    """As /completions answers."""
    return 200, json.dumps({"choices": [{"text": text} for text in texts]}).encode()


@dataclass
class Server:
    """`answer` is asked with the number of the request, from 0, and what is asked; `requests` are (path, headers, body)."""

    answer: Callable[[int, dict[str, Any]], Answer]
    url: str = ""
    delay: float = 0.0
    drip: float = 0.0
    """Seconds between the bytes of a reply."""
    headers: dict[str, str] = field(default_factory=dict)
    requests: list[tuple[str, dict[str, str], dict[str, Any]]] = field(default_factory=list)


@contextmanager
def serving(answer: Callable[[int, dict[str, Any]], Answer], **settings: Any) -> Iterator[Server]:
    server = Server(answer, **settings)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            server.requests.append((self.path, dict(self.headers), body))
            time.sleep(server.delay)
            status, data = server.answer(len(server.requests) - 1, body)
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.end_headers()
            try:
                for start in range(0, len(data), 1 if server.drip else len(data)):
                    self.wfile.write(data[start : start + 1] if server.drip else data)
                    time.sleep(server.drip)
            except ConnectionError:
                pass  # the client has had enough

        def log_message(self, *_: Any) -> None:
            pass

    http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    http.daemon_threads = True
    http.block_on_close = False
    server.url = f"http://127.0.0.1:{http.server_port}/v1"
    thread = threading.Thread(target=http.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        http.shutdown()
        http.server_close()
        thread.join()

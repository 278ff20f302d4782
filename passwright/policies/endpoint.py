"""A language model on an OpenAI-compatible server as a proposer, asked as LLM Compiler is (Cummins et al. 2024, arXiv 2407.02524)."""

from __future__ import annotations

import json
import os
import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException, HTTPResponse
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from passwright.errors import EndpointError, FlagError
from passwright.llvm.pipeline import Pass, Pipeline
from passwright.policies.replies import pass_lists

KEY = "OPENAI_API_KEY"
"""The variable of the environment that holds the key of the server; it is sent to no other address, and printed nowhere."""

QUESTION = "Tell me how to optimize this LLVM-IR for object file size:\n\n<code>{ir}</code>"
RAW = f"[INST] {QUESTION} [/INST]"
"""What LLM Compiler was trained with. A server for chat sets the marks around the question itself."""

MAX_PROMPT = 1 << 20
"""Characters of IR that are sent at all: more than the longest context of any model for this takes."""
MAX_REPLY = 4 << 20
"""Bytes of a reply."""
WORDS = 300
TOO_LONG = re.compile(r"context|too (long|large|many)|maximum.{0,20}length|max_(model_)?len|exceed", re.I)
"""How servers say that a prompt does not fit."""


class PromptTooLong(Exception):
    """The server does not take the module: that is the model's limit, not an error of the run."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """The key is for the address that the user gave."""

    def redirect_request(self, *_: Any) -> None:
        return None


@dataclass(frozen=True)
class Endpoint:
    """Where a model answers. `url` is the whole address, `raw` true for `/completions`; `timeout` is the seconds of one request, `tries`
    how often one that failed is made, `pause` the seconds before the second, twice as many before each further one."""

    url: str
    model: str
    raw: bool = False
    timeout: float = 300.0
    tries: int = 4
    pause: float = 1.0
    tokens: int = 1024
    temperature: float = 1.0

    @staticmethod
    def at(url: str, model: str) -> Endpoint:
        """From the address of a server (http://host:8000/v1) or of its `/completions`. Raises FlagError."""
        if "@" in url:
            raise FlagError("endpoint:…@…", f"seems to hold a password; an address takes none here, the key stands in {KEY}")
        shown = f"endpoint:{ascii(url)[1:-1]}"[:80]
        try:
            parts = urlsplit(url)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable or not url.isprintable() or " " in url:
            raise FlagError(shown, "is no http:// or https:// address, as in endpoint:http://localhost:8000/v1#MODEL")
        if not model or not model.isprintable():
            raise FlagError(shown, "names no model; it stands behind #, as in endpoint:http://localhost:8000/v1#MODEL")
        path = parts.path.rstrip("/") or "/v1"
        raw = path.endswith("/completions") and not path.endswith("/chat/completions")
        path = path if path.endswith("/completions") else f"{path}/chat/completions"
        return Endpoint(urlunsplit((parts.scheme, parts.netloc, path, parts.query, "")), model, raw)

    def answers(self, ir: str, count: int, temperature: float, seed: int) -> list[str | None]:
        """So many answers about a module; None stands for one that holds no text or is too large.

        Raises EndpointError where the server cannot be used, PromptTooLong where the module does not fit.
        """
        if len(ir) > MAX_PROMPT:
            raise PromptTooLong
        found: list[str | None] = []
        while len(found) < count:  # some servers give one answer however many are asked for
            request = {"n": count - len(found), "temperature": temperature, "seed": seed + len(found), "max_tokens": self.tokens}
            found += self._ask(ir, {"model": self.model, "stream": False, **request})[: count - len(found)]
        return found

    def _ask(self, ir: str, request: dict[str, Any]) -> list[str | None]:
        question = {"prompt": RAW.format(ir=ir)} if self.raw else {"messages": [{"role": "user", "content": QUESTION.format(ir=ir)}]}
        data = self._post(json.dumps({**request, **question}).encode())
        if data is None:
            return [None] * int(request["n"])
        try:
            choices = json.loads(data)["choices"]
            texts = [choice["text"] if self.raw else choice["message"]["content"] for choice in choices]
        except (ValueError, KeyError, TypeError, RecursionError) as error:
            raise EndpointError(self.url, "does not answer as an OpenAI-compatible server does") from error
        if not texts:
            raise EndpointError(self.url, "gives no answer at all")
        return [text if isinstance(text, str) else None for text in texts]

    def _post(self, body: bytes) -> bytes | None:
        """The reply; None if it is larger than a reply may be."""
        key = os.environ.get(KEY, "").strip()
        if not key.isascii() or not key.isprintable():
            raise EndpointError(self.url, f"what {KEY} holds is no key")
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        opener = urllib.request.build_opener(_NoRedirect)
        words = ""
        for attempt in range(self.tries):
            wait = self.pause * 2 ** (attempt - 1) if attempt else 0.0
            time.sleep(wait)
            try:
                with opener.open(urllib.request.Request(self.url, body, headers), timeout=self.timeout) as reply:
                    return self._read(reply)
            except urllib.error.HTTPError as error:
                words = f"{error.code} {_words(error, key)}".rstrip()
                if error.code == 413 or (error.code in (400, 422) and TOO_LONG.search(words)):
                    raise PromptTooLong from error
                if error.code not in (408, 409, 429) and error.code < 500:
                    raise EndpointError(self.url, f"refuses: {words}") from error
            except TimeoutError:
                words = f"no answer within {self.timeout:g} s"
            except (OSError, HTTPException, ValueError) as error:
                words = _clean(str(getattr(error, "reason", None) or error) or type(error).__name__, key)
        raise EndpointError(self.url, f"cannot be used, tried {self.tries} times: {words}")

    def _read(self, reply: HTTPResponse) -> bytes | None:
        """Raises TimeoutError also where the server sends a little now and then."""
        end = time.monotonic() + self.timeout
        parts: list[bytes] = []
        size = 0
        while part := reply.read1(1 << 16):
            parts.append(part)
            size += len(part)
            if size > MAX_REPLY:
                return None
            if time.monotonic() > end:
                raise TimeoutError
        return b"".join(parts)


class EndpointProposer:
    """Asks for one answer without chance, then for others by chance, each of which is a compilation.

    An answer that holds no pass list `read` can use is a compilation too, wasted: LLVM refuses the name that stands for it. It ends
    after `most` distinct answers, or where nothing new is said any more. Raises EndpointError.
    """

    STALE = 3
    """Requests in a row that bring nothing new."""

    def __init__(self, endpoint: Endpoint, ir: str, read: Callable[[Pipeline], Pipeline | None], seed: int, most: int | None) -> None:
        self.endpoint = endpoint
        self.ir = ir
        self.read = read
        self.seed = seed
        self.most = most
        self.seen: set[str] = set()
        self.asked = 0
        self.wasted = 0
        self.stale = 0
        self.ended = False

    def ask(self, count: int) -> Sequence[Pipeline]:
        count = count if self.most is None else min(count, self.most - len(self.seen))
        if self.ended or count <= 0:
            return []
        try:
            answers = self._answers(count)
        except PromptTooLong:
            self.ended = True
            return [_wasted("the-module-is-too-long", 1)]
        points = [self._point(answer) for answer in answers]
        new = {str(point) for point in points} - self.seen
        self.seen |= new
        self.stale = 0 if new else self.stale + 1
        self.ended = self.stale >= self.STALE
        return points

    def tell(self, results: Sequence[tuple[Pipeline, float | None]]) -> None:
        pass

    def _answers(self, count: int) -> list[str | None]:
        found: list[str | None] = []
        seed = (self.seed * 65_537 + self.asked) % (1 << 31)  # servers keep it in 32 bits
        if not self.asked:
            found = self.endpoint.answers(self.ir, 1, 0.0, seed)
        found += self.endpoint.answers(self.ir, count - len(found), self.endpoint.temperature, seed + len(found))
        self.asked += len(found)
        return found

    def _point(self, answer: str | None) -> Pipeline:
        for listed in pass_lists(answer or ""):
            if point := self.read(listed):
                return point
        self.wasted += 1
        return _wasted("no-pass-list-in-answer", self.wasted)


def _wasted(why: str, number: int) -> Pipeline:
    return Pipeline((Pass(f"{why}-{number}"),))


def _words(error: urllib.error.HTTPError, key: str) -> str:
    """What the server says of an error."""
    try:
        text = error.read(1 << 16).decode(errors="replace")
    except (OSError, HTTPException):
        return ""
    try:
        value = json.loads(text)
        inner = value.get("error", value)
        text = str(inner.get("message", text) if isinstance(inner, dict) else inner)
    except (ValueError, AttributeError, RecursionError):
        pass
    return _clean(text, key)


def _clean(text: str, key: str) -> str:
    """One line that a terminal takes, and without the key."""
    text = text.replace(key, "…") if key else text
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:WORDS]

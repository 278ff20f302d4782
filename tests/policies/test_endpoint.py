"""A language model on a server: what is asked, and what becomes of answers good and bad."""

from __future__ import annotations

import json
import time
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import EndpointError, FlagError
from passwright.llvm.pipeline import Pipeline
from passwright.policies.endpoint import KEY, MAX_PROMPT, MAX_REPLY, Endpoint, EndpointProposer
from passwright.policies.replies import MOST, pass_lists
from tests.policies.server import Answer, Server, chat, completions, serving

IR = "define i32 @f() { ret i32 {0} }"
LISTS = ["module(globalopt)", "function(sroa)", "function(gvn)", "cgscc(inline)", "function(dse)"]
SECRET = "sk-do-not-tell-anyone"


def quick(server: Server, raw: bool = False) -> Endpoint:
    """No long waits."""
    return replace(Endpoint.at(server.url + ("/completions" if raw else ""), "model"), pause=0.01, timeout=5.0, tries=3)


def proposer(endpoint: Endpoint, most: int | None = None, ir: str = IR) -> EndpointProposer:
    return EndpointProposer(endpoint, ir, lambda pipeline: pipeline, 7, most)


def in_turn(number: int, asked: dict[str, object]) -> Answer:
    """Each of LISTS, over and over."""
    count = int(str(asked["n"]))
    return chat(*(f"Use opt -p '{LISTS[(number + i) % len(LISTS)]}' for this." for i in range(count)))


def test_the_first_answer_is_asked_without_chance_and_the_others_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, SECRET)
    with serving(in_turn) as server:
        points = proposer(quick(server), most=5).ask(16)
    assert [str(point) for point in points] == [LISTS[0], *LISTS[1:]]
    (path, headers, first), (_, _, second) = server.requests
    assert path == "/v1/chat/completions"
    assert headers["Authorization"] == f"Bearer {SECRET}"
    assert first["messages"] == [
        {"role": "user", "content": f"Tell me how to optimize this LLVM-IR for object file size:\n\n<code>{IR}</code>"}
    ]
    assert (first["model"], first["n"], first["temperature"]) == ("model", 1, 0.0)
    assert (second["n"], second["temperature"]) == (4, 1.0)
    assert first["seed"] != second["seed"]


def test_raw_completions_get_the_prompt_that_the_model_was_trained_with(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)
    with serving(lambda number, asked: completions("module(globalopt)")) as server:
        (point,) = proposer(quick(server, raw=True), most=1).ask(16)
    assert str(point) == "module(globalopt)"
    path, headers, body = server.requests[0]
    assert path == "/v1/completions"
    assert "Authorization" not in headers
    assert body["prompt"] == f"[INST] Tell me how to optimize this LLVM-IR for object file size:\n\n<code>{IR}</code> [/INST]"


def test_a_server_that_gives_one_answer_at_a_time_is_asked_again() -> None:
    with serving(lambda number, asked: chat(LISTS[number % len(LISTS)])) as server:
        assert len(proposer(quick(server), most=4).ask(16)) == 4
    assert [body["n"] for _, _, body in server.requests] == [1, 3, 2, 1]


def test_it_ends_where_nothing_new_is_said() -> None:
    with serving(lambda number, asked: chat(*[LISTS[0]] * int(asked["n"]))) as server:
        asks = proposer(quick(server))
        batches = 0
        while asks.ask(4):
            batches += 1
    assert batches == EndpointProposer.STALE + 1


@pytest.mark.parametrize("text", ["I cannot help with that.", "", None, 7, "opt -p 'module(", "\x1b[2J", "(" * 5000, "x" * (MOST + 1)])
def test_an_answer_without_a_list_is_a_compilation_wasted(text: object) -> None:
    with serving(lambda number, asked: chat(*[text] * int(asked["n"]))) as server:
        asks = EndpointProposer(quick(server), IR, lambda pipeline: None, 0, 3)
        points = asks.ask(16)
        assert len({str(point) for point in points}) == 3  # each costs one
        assert all(str(point).startswith("no-pass-list-in-answer-") for point in points)
        assert asks.ask(16) == []


def test_a_reply_that_does_not_end_is_cut_and_wasted() -> None:
    with serving(lambda number, asked: (200, b"x" * (2 * MAX_REPLY))) as server:
        points = proposer(quick(server), most=2).ask(16)
    assert len({str(point) for point in points}) == 2
    assert all("no-pass-list" in str(point) for point in points)


@pytest.mark.parametrize(
    "body", [b"<html>It works!</html>", b"{}", b"[1]", b'{"choices": [{}]}', b'{"choices": 3}', b"[" * 100_000, b"\xff\xfe"]
)
def test_garbage_is_no_server_for_this(body: bytes) -> None:
    with serving(lambda number, asked: (200, body)) as server, pytest.raises(EndpointError, match="OpenAI-compatible"):
        proposer(quick(server)).ask(1)


def test_a_server_that_is_busy_is_asked_again() -> None:
    answers = {0: (429, b"slow down"), 1: (503, b"")}
    with serving(lambda number, asked: answers.get(number) or chat(LISTS[0])) as server:
        (point,) = proposer(quick(server), most=1).ask(1)
    assert str(point) == LISTS[0]
    assert len(server.requests) == 3


def test_a_server_that_stays_broken_is_given_up() -> None:
    words = b'{"error": {"message": "out of\\nmemory"}}'
    with serving(lambda number, asked: (500, words)) as server, pytest.raises(EndpointError, match="tried 3 times: 500 out of memory"):
        proposer(quick(server)).ask(1)
    assert len(server.requests) == 3


@pytest.mark.parametrize("settings", [{"delay": 1.0}, {"drip": 0.05}])
def test_a_slow_server_is_given_up(settings: dict[str, float]) -> None:
    with serving(lambda number, asked: chat(LISTS[0]), **settings) as server:
        start = time.monotonic()
        with pytest.raises(EndpointError, match=r"no answer within 0\.2 s"):
            proposer(replace(quick(server), timeout=0.2, tries=2)).ask(1)
        assert time.monotonic() - start < 3
        assert len(server.requests) == 2


def test_nobody_listens() -> None:
    with serving(in_turn) as server:
        pass
    with pytest.raises(EndpointError, match="refused"):
        proposer(quick(server)).ask(1)


def test_a_module_that_does_not_fit_is_one_compilation_wasted() -> None:
    words = json.dumps({"error": {"message": "This model's maximum context length is 16384 tokens."}}).encode()
    with serving(lambda number, asked: (400, words)) as server:
        asks = proposer(quick(server))
        assert [str(point) for point in asks.ask(16)] == ["the-module-is-too-long-1"]
        assert asks.ask(16) == []
        assert len(server.requests) == 1
        assert len(proposer(quick(server), ir="x" * (MAX_PROMPT + 1)).ask(16)) == 1
        assert len(server.requests) == 1  # not even sent


@pytest.mark.parametrize("status", [400, 401, 403, 404, 302])
def test_a_refusal_ends_the_run_and_never_shows_the_key(status: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, SECRET)
    with serving(in_turn) as elsewhere, serving(lambda number, asked: (status, f"no model for {SECRET}\x1b[31m".encode())) as server:
        server.headers["Location"] = elsewhere.url + "/chat/completions"
        with pytest.raises(EndpointError) as error:
            proposer(quick(server)).ask(1)
    assert str(status) in str(error.value)
    assert SECRET not in str(error.value)
    assert str(error.value).isprintable()
    assert len(server.requests) == 1
    assert elsewhere.requests == []  # the key goes nowhere else


@pytest.mark.parametrize("key", ["sk\nX-Evil: yes", "schlüssel"])
def test_a_key_that_is_none_is_not_sent(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(KEY, key)
    with serving(in_turn) as server, pytest.raises(EndpointError, match="holds is no key") as error:
        proposer(quick(server)).ask(1)
    assert key not in str(error.value)
    assert server.requests == []


@pytest.mark.parametrize(
    ("url", "model"),
    [
        ("file:///etc/passwd", "m"),
        ("localhost:8000", "m"),
        ("http://", "m"),
        ("http://user:secret@host/v1", "m"),
        ("http://user:secret@host:99999/v1", "m"),
        ("http://host:99999/v1", "m"),
        ("http://host/v1", ""),
        ("http://host/v1\n", "m"),
        ("http://[::1/v1", "m"),
    ],
)
def test_an_address_that_is_none(url: str, model: str) -> None:
    with pytest.raises(FlagError) as error:
        Endpoint.at(url, model)
    assert "secret" not in str(error.value)
    assert str(error.value).isprintable()


@pytest.mark.parametrize(
    ("given", "url", "raw"),
    [
        ("http://host:8000", "http://host:8000/v1/chat/completions", False),
        ("https://host/v1/", "https://host/v1/chat/completions", False),
        ("http://host/api/completions", "http://host/api/completions", True),
        ("http://host/api/chat/completions", "http://host/api/chat/completions", False),
    ],
)
def test_where_it_is_asked(given: str, url: str, raw: bool) -> None:
    endpoint = Endpoint.at(given, "m")
    assert (endpoint.url, endpoint.raw) == (url, raw)


@pytest.mark.parametrize(
    ("answer", "listed"),
    [
        ("module(globalopt)", "module(globalopt)"),
        ("The passes are:\nopt -p 'module(globalopt,function(sroa))' x.bc", "module(globalopt,function(sroa))"),
        ('Run `opt -S -passes="function(sroa,\n  gvn)"` on it.', "function(sroa,gvn)"),
        ("-passes=function(sroa) -S", "function(sroa)"),
        ("I suggest function(sroa),module(globalopt). It is smaller.", "function(sroa),module(globalopt)"),
        ("Try `loop-mssa(licm)`!", "loop-mssa(licm)"),
    ],
)
def test_lists_are_found_in_what_is_said(answer: str, listed: str) -> None:
    assert listed in [str(pipeline) for pipeline in pass_lists(answer)]
    known = [str(pipeline) for pipeline in pass_lists(answer) if "(" in str(pipeline)]
    assert known[0] == listed


@given(st.text(alphabet="ab-p '\"`(),<>module\n", max_size=300))
def test_whatever_is_said_gives_pipelines_or_nothing(answer: str) -> None:
    for pipeline in pass_lists(answer):
        assert Pipeline.parse(str(pipeline)) == pipeline


@pytest.mark.parametrize("answer", ["-p '" * 20_000, "module(" * 20_000, "'" * 65_000, "-p=" + "a," * 30_000, "`a" * 40_000])
def test_an_answer_that_is_made_to_be_slow_is_not(answer: str) -> None:
    start = time.process_time()
    assert len(list(pass_lists(answer))) < 200
    assert time.process_time() - start < 1

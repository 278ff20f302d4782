"""The worker process: the only place where LLVM runs. Started by the pool as `python -m passwright.evaluate.worker FD …`.

Requests and replies are JSON objects, some followed by one message of raw bytes. Whatever a pass does to this process,
the parent sees a closed connection and goes on.
"""

from __future__ import annotations

import ctypes
import hashlib
import json
import os
import resource
import select
import sys
import threading
import time
from collections import OrderedDict
from multiprocessing.connection import Connection
from typing import Any

from passwright.llvm import structure
from passwright.llvm.toolchain import load_engine

FORGET = "invalidate<globals-aa>,invalidate<all>"
GLOBALS = "require<globals-aa>"
STATES = 256 << 20
"""Bytes of modules kept between evaluations."""
TABLES = "rel-lookup-table-converter"
"""Works on tables that switches became, each for itself: so its part in a function's weight is the function's own."""
SOFT = 0.5
"""The share of its limit of memory from which on a worker forgets, the oldest first; if that is not enough, a new one follows it."""
MEMOS = 4
"""Modules whose functions are remembered, the last ones that were asked for."""


class Worker:
    """Answers requests about one open module at a time."""

    def __init__(self, version: int) -> None:
        self.engine = load_engine(version)
        self.bitcode = b""
        self.bare: bytes | None = None
        """The module without debug information, for estimates: it changes hardly a byte, and takes most of the time to hash."""
        self.compiler: Any = None
        self.codegen = ""
        self.measured: dict[tuple[bytes, bool], dict[str, Any]] = {}
        self.states: OrderedDict[tuple[str, str, bool], tuple[bytes, float]] = OrderedDict()
        self.memos: OrderedDict[tuple[str, str, str], tuple[Any, bytes, dict[str, int]]] = OrderedDict()
        self.weights: dict[str, Any] = {}
        self.spent: Any = None
        """A module that is done with. Freeing one takes milliseconds: that is done when the answer is out."""

    def forget(self, limit: int) -> bool:
        """Whether this process holds less than so many bytes, if need be after it has forgotten what it remembered."""
        if resident() < limit:
            return True
        self.spent = None
        self.measured.clear()
        while self.memos or self.weights or self.states:
            if self.memos:
                self.memos.popitem(last=False)
            else:
                self.weights.clear()
                self.states.clear()
            ctypes.CDLL(None).malloc_trim(0)  # or the memory stays with the process
            if resident() < limit:
                return True
        return False

    def generate_with(self, options: list[str]) -> None:
        """Sets the options for all code that is generated from now on."""
        text = " ".join(options)
        if text != self.codegen:
            self.compiler.set_codegen(options)
            self.codegen = text

    def inspect(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Reads a module from outside; answers with its facts and, for text, its bitcode."""
        module = self.engine.Module.parse(payload, request["name"])
        words = module.verify()
        if words:
            raise ValueError(words)
        facts = {
            "triple": module.triple,
            "data_layout": module.data_layout,
            "names": list(module.function_instructions()),
            "rigid": module.rigid_functions(),
            "shared": self._shared(module),
            "calls": module.open_calls(),
            "instructions": module.instructions(),
            "taking_frame_pointer": module.taking_frame_pointer(),
            "optnone": module.functions_with("optnone"),
            "always_inline": module.functions_with("alwaysinline"),
            "coroutines": module.functions_with("presplitcoroutine"),
        }
        return facts, payload if payload[:2] == b"BC" else module.bitcode()

    def describe(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """What a corpus keeps of a module from outside: its functions' names, instructions and structure hashes, tokens of its text."""
        module = self.engine.Module.parse(payload, request["name"])
        if words := module.verify():
            raise ValueError(words)
        text = module.text()
        found = [(one.name, one.instructions, one.digest, one.shared) for one in structure.functions(text)]
        return {"triple": module.triple, "functions": found, "tokens": structure.tokens(text)}, module.bitcode()

    def drop(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """The module without the bodies of some functions; the names of those whose bodies stay, and the tokens of what is left."""
        module = self.engine.Module.parse(payload, request["name"])
        left = module.drop_bodies(request["names"])
        if words := module.verify():
            raise ValueError(words)
        return {"left": left, "tokens": structure.tokens(module.text())}, module.bitcode()

    def open(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """Makes a module and its `clang -cc1` arguments the ones that later requests are about."""
        self.compiler = self.engine.Compiler(request["arguments"])
        self.codegen = ""
        self.bitcode = payload
        self.bare = None
        self.measured = {}
        self.states.clear()
        self.memos.clear()
        self.weights.clear()
        return {}, b""

    def evaluate(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """Decides on calls, runs a pipeline (None: clang's own; a list: the steps of a schedule), generates code, measures."""
        steps = request["pipeline"]
        shared, shared_ms = None, 0.0
        if isinstance(steps, list) and steps[0][0].endswith(FORGET):
            shared, shared_ms = self._behind(steps[0], request.get("calls", {}), self.bitcode)
            steps = steps[1:]
        start = time.perf_counter()
        module = self._module(request) if shared is None else self.engine.Module.parse(shared)
        parsed = time.perf_counter()
        self._run(module, steps)
        ran = time.perf_counter()
        instructions = module.instructions()
        key = module.hash()
        parts = isinstance(request["pipeline"], list) or request.get("parts", False)
        reply = self._measure_code(module, key, parts)
        self.spent = module
        times = {"parse_ms": round(1e3 * (parsed - start), 3), "passes_ms": round(shared_ms + 1e3 * (ran - parsed), 3)}
        return {**reply, **times, "instructions": instructions, "ir_hash": key.hex()}, b""

    def estimate(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """What a schedule gives, as the sum of what its functions weigh: only those are looked at that it makes anew."""
        memo, rest = self._memo(request["common"], request.get("calls", {}), request["end"])
        start = time.perf_counter()
        scores = memo.score(request["lanes"], request["edits"])
        milliseconds = round(1e3 * (time.perf_counter() - start), 3)
        functions = {name: size for name, (size, _) in scores.items()}
        instructions = sum(count for _, count in scores.values())
        size = rest + sum(functions.values())
        reply = {"size": size, "instructions": instructions, "functions": functions, "passes_ms": milliseconds}
        return {**reply, "counts": memo.counts}, b""

    def weigh(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """What a pipeline gives, as the sum of what its functions weigh: code is generated only for those that were not met before."""
        start = time.perf_counter()
        module = self._module(request, self._bare())
        parsed = time.perf_counter()
        self._run(module, request["pipeline"])
        ran = time.perf_counter()
        instructions = module.instructions()
        functions, rest = self._weights("").weigh_module(module)
        self.spent = module
        times = (("parse_ms", parsed - start), ("passes_ms", ran - parsed), ("codegen_ms", time.perf_counter() - ran))
        reply = {"size": rest + sum(functions.values()), "instructions": instructions, "functions": functions}
        return {**reply, **{name: round(1e3 * seconds, 3) for name, seconds in times}, "counts": self._weights("").counts}, b""

    def build(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """What `evaluate` measures, as bytes: an object, assembly, bitcode or LLVM text. LLVM's verifier has its say first."""
        module = self._module(request)
        ran = self._run(module, request["pipeline"], numbered=True)
        if words := module.verify():
            raise ValueError(f"LLVM's verifier: {words}")
        kind = request["kind"]
        if kind == "bc":
            return {"ran": ran}, module.bitcode()
        if kind == "ll":
            return {"ran": ran}, module.text().encode()
        return {"ran": ran}, self.compiler.emit(module, kind)

    def features(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """The features of what a pipeline gives, of the module and of each function; sizes by function."""
        module = self._module(request)
        self._run(module, request["pipeline"])
        features = dict(zip((name for name, _ in self.engine.feature_names()), module.features(), strict=True))
        by_function = module.function_features()
        names = [name for name, _ in (*self.engine.feature_names(), *self.engine.place_names())]
        sizes = self.engine.function_costs(self.compiler.emit(module))
        return {"features": features, "names": names, "by_function": by_function, "functions": sizes}, b""

    def texts(self, request: dict[str, Any], _: bytes) -> tuple[dict[str, Any], bytes]:
        """The brief normal text of functions behind a pipeline, of those that are there."""
        module = self._module(request)
        self._run(module, request["pipeline"])
        return {"texts": self.engine.Texts(module).of_functions(module, request["names"], brief=True)}, b""

    def measure(self, request: dict[str, Any], payload: bytes) -> tuple[dict[str, Any], bytes]:
        """The bytes of an object or of a linked image by kind of section."""
        sizes = self.engine.measure(payload)
        return {name: getattr(sizes, name) for name in ("size", "text", "rodata", "data", "unwind", "bss", "text_data")}, b""

    def _measure_code(self, module: Any, key: bytes, parts: bool) -> dict[str, Any]:
        """Generates code and measures it, once for each final IR: many plans end in the same one.

        The hash stands for content and use-list order, which are all that code generation sees.
        """
        key += self.codegen.encode()
        if (key, parts) not in self.measured:
            start = time.perf_counter()
            code = self.compiler.emit(module)
            milliseconds = round(1e3 * (time.perf_counter() - start), 3)
            sizes = self.engine.measure(code)
            self.measured[key, parts] = {
                "size": sizes.size,
                "text_data": sizes.text_data,
                "bss": sizes.bss,
                "object_hash": hashlib.blake2b(code, digest_size=16).hexdigest(),
                "codegen_ms": milliseconds,
                "functions": self.engine.function_costs(code) if parts else {},
            }
        return self.measured[key, parts]

    def _shared(self, module: Any) -> list[str]:
        at = len(self.engine.feature_names()) + [name for name, _ in self.engine.place_names()].index("discardable")
        return [name for name, counts in module.function_features().items() if counts[at]]

    def _bare(self) -> bytes:
        if self.bare is None:
            module = self.engine.Module.parse(self.bitcode)
            self.bare = module.bitcode() if module.strip_debug() else self.bitcode
        return self.bare

    def _module(self, request: dict[str, Any], bitcode: bytes | None = None) -> Any:
        """The open module, or another form of it, with what the request decides about its calls."""
        module = self.engine.Module.parse(bitcode or self.bitcode)
        if calls := request.get("calls"):
            module.decide_calls({caller: {int(number): what for number, what in each.items()} for caller, each in calls.items()})
        return module

    def _memo(self, common: str, calls: dict[str, Any], end: str) -> tuple[Any, int]:
        """The module behind `common` with its functions to be tried one by one, and the bytes of all that belongs to none of them."""
        key = (common, json.dumps(calls), end)
        if key in self.memos:
            self.memos.move_to_end(key)
        else:
            bitcode, _ = self._behind([common, [], {}], calls, self._bare())
            module = self.engine.Module.parse(bitcode)
            self._run(module, end)
            module.drop_bodies()
            memo = self.engine.Memo(self.compiler, bitcode, self._weights(TABLES if TABLES in end else ""))
            while len(self.memos) >= MEMOS:
                self.memos.popitem(last=False)
            self.memos[key] = memo, module.bitcode(), {}
            # Many are asked for once only: it is the first to go until it is asked for again.
            self.memos.move_to_end(key, last=False)
        memo, left, rests = self.memos[key]
        if self.codegen not in rests:
            rests[self.codegen] = self.engine.measure(self.compiler.emit(self.engine.Module.parse(left))).size
        return memo, rests[self.codegen]

    def _weights(self, last: str) -> Any:
        if last not in self.weights:
            self.weights[last] = self.engine.Weights(self.compiler, last)
        return self.weights[last]

    def _behind(self, step: list[Any], calls: dict[str, Any], bitcode: bytes) -> tuple[bytes, float]:
        """`bitcode` behind decisions about calls and the first step of a schedule, which many share, and how many milliseconds it took.

        Only where the step ends by forgetting all analyses. Then nothing but the IR goes on from there, and bitcode with
        use-list order holds all of that.
        """
        key = (step[0], json.dumps(calls), bitcode is self.bitcode)
        if key not in self.states:
            module = self._module({"calls": calls}, bitcode)
            start = time.perf_counter()
            self._run(module, [step])
            milliseconds = 1e3 * (time.perf_counter() - start)
            self.states[key] = module.bitcode(), milliseconds
            self.spent = module
            while len(self.states) > 1 and sum(len(state) for state, _ in self.states.values()) > STATES:
                del self.states[next(iter(self.states))]
        self.states.move_to_end(key)
        return self.states[key]

    def _run(self, module: Any, pipeline: str | list[Any] | None, numbered: bool = False) -> str:
        """For a schedule the numbers of the passes that ran, if asked for."""
        if isinstance(pipeline, list):
            return str(self.compiler.run_steps(module, pipeline, numbered))
        if pipeline is None:
            self.compiler.run_default(module)
        else:
            self.compiler.run(module, pipeline)
        return ""


HANDLERS = {
    "inspect": Worker.inspect,
    "describe": Worker.describe,
    "drop": Worker.drop,
    "open": Worker.open,
    "evaluate": Worker.evaluate,
    "estimate": Worker.estimate,
    "weigh": Worker.weigh,
    "build": Worker.build,
    "features": Worker.features,
    "texts": Worker.texts,
    "measure": Worker.measure,
}


def resident() -> int:
    """Bytes of memory that this process holds."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def serve(connection: Connection, version: int, limit: int) -> None:
    """Answers until the parent closes the connection; says so in an answer if the process would hold more than `limit` bytes."""
    worker = Worker(version)
    while True:
        try:
            request = json.loads(connection.recv_bytes())
            payload = connection.recv_bytes() if request["payload"] else b""
        except (EOFError, ConnectionError):
            return
        try:
            if worker.compiler:
                worker.generate_with(request.get("codegen", []))
            reply, data = HANDLERS[request["op"]](worker, request, payload)
        except ValueError as error:  # LLVM's words
            reply, data = {"error": str(error)}, b""
        full = not worker.forget(limit)
        connection.send_bytes(json.dumps({**reply, "payload": bool(data), "full": full}).encode())
        if data:
            connection.send_bytes(data)
        worker.spent = None


def end_with_parent(fd: int) -> None:
    """Ends this process when the other side of the connection is gone, whatever the main thread is doing in LLVM."""
    poll = select.poll()
    poll.register(fd, 0)  # hang-ups are always reported
    poll.poll()
    os._exit(0)


def main() -> None:
    fd, version, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=end_with_parent, args=(fd,), daemon=True).start()
    serve(Connection(fd), version, int(SOFT * memory))


if __name__ == "__main__":
    main()

"""The same studies on a Ray cluster, each as a task that is begun again elsewhere when its node is lost.

No file system is shared and nothing but JSON travels: the driver (this process) turns sources into bitcode; a keeper, an actor
on the head node, takes every measurement as it is made, so that a study that is begun again starts with them. A search is
determined by its seed and its measurements: it comes to the point where it was lost without measuring anything twice.

Gates and --test commands run on the nodes. Baseline objects, which clang makes of the user's own file, are made by the driver.
"""

from __future__ import annotations

import json
import os
import platform
import re
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from passwright.errors import ClusterError, FlagError, PasswrightError, ToolMissing
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.experience import Experience
from passwright.evaluate.measurement import Measurement
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.module import Module
from passwright.llvm.toolchain import Toolchain, find_toolchain
from passwright.optimizer import plain
from passwright.optimizer.many import Done, Progress, Task, largest_last, on_interrupt
from passwright.optimizer.optimize import Options, Session, build_baseline, study_header
from passwright.search.study import Outcome
from passwright.verify.gates import Candidate
from passwright.version import __version__

REMEDY = "pip install 'passwright[cluster]'"
CONNECT_SECONDS = 10.0
"""How long a cluster may take to answer the first time."""
PROBE_SECONDS = 30.0
"""How long connecting may take, Ray's own start included."""
POLL_SECONDS = 0.5
"""How often the driver asks for measurements and progress."""
RETRIES = 8
"""How often a study is begun again: one that brings down node after node must come to an end."""
HEAD = "node:__internal_head__"
"""The resource by which Ray marks the head node."""

ADDRESS = re.compile(r"auto|(ray://)?(?P<host>\[[0-9a-fA-F:]+\]|[\w.-]+):(?P<port>\d{1,5})/?")


class Keeper:
    """All measurements of a run, by study. An actor: it lives on the head node, so it needs nothing but Python's library.

    An attempt at a study that was thought lost and is not (its node was cut off) is told to stop, and what it reports is dropped.
    """

    def __init__(self, known: dict[int, list[str]]) -> None:
        self.lines = {study: dict(map(self._with_key, lines)) for study, lines in known.items()}
        self.attempts: dict[int, int] = {}
        self.repeated: dict[int, int] = {}
        self.new: list[tuple[int, str]] = []
        self.states: dict[int, str] = {}
        self.stopped = False

    def begin(self, study: int) -> tuple[int, list[str]]:
        """The number of this attempt, and the measurements that were made before."""
        self.attempts[study] = self.attempts.get(study, 0) + 1
        self.states.setdefault(study, "")
        return self.attempts[study], list(self.lines.setdefault(study, {}).values())

    def add(self, study: int, attempt: int, line: str) -> None:
        """A measurement that was made."""
        if attempt != self.attempts.get(study):
            return
        key, line = self._with_key(line)
        if key in self.lines[study]:
            self.repeated[study] = self.repeated.get(study, 0) + 1
            return
        self.lines[study][key] = line
        self.new.append((study, line))

    def report(self, study: int, attempt: int, state: str) -> bool:
        """How far an attempt is. Returns whether it is to go on. What was added before has come in by then."""
        if attempt == self.attempts.get(study):
            self.states[study] = state
        return attempt == self.attempts.get(study) and not self.stopped

    def drain(self) -> tuple[list[tuple[int, str]], dict[int, str]]:
        """The measurements and states that came in since the last time."""
        new, states = self.new, self.states
        self.new, self.states = [], {}
        return new, states

    def forget(self, study: int) -> tuple[int, int]:
        """A study that is done: how often it was begun, and how many of its measurements were made more than once."""
        self.lines[study] = {}
        return self.attempts.get(study, 0), self.repeated.get(study, 0)

    def sync(self) -> None:
        """Returns when all that the caller sent before has come in."""

    def stop(self) -> None:
        """Ends all studies at their next report."""
        self.stopped = True

    @staticmethod
    def _with_key(line: str) -> tuple[tuple[str | None, bool], str]:
        value = json.loads(line)
        return (value["pipeline"], value["estimated"]), line


def optimize_on_cluster(tasks: Sequence[Task], options: Options, address: str, progress: Progress) -> Generator[Done, None, None]:
    """See `optimize_many`. Raises ToolMissing without Ray and ClusterError for a cluster that is not there or that is lost."""
    for task in tasks:
        _check_flags(task.flags)
    check_address(address)
    ray = _load_ray()
    _knock(address)
    ours = not ray.is_initialized()  # a program that is connected stays so
    if ours:
        _connect(ray, address)
    return _Run(ray, address, options, progress).run(tasks, ours)


def check_address(address: str) -> None:
    """Raises FlagError for what is no address of a cluster."""
    if not ADDRESS.fullmatch(address):
        raise FlagError(f"--cluster {address}", "must be auto, host:port or ray://host:port")


def _check_flags(flags: Sequence[str]) -> None:
    for flag in flags:
        if re.fullmatch(r"-m(arch|cpu|tune)=native", flag):
            raise FlagError(flag, "means another processor on each node of a cluster; name the one that you mean")


def _load_ray() -> Any:
    try:
        import ray
    except ImportError as error:
        raise ToolMissing("Ray, which --cluster needs,", f"Install it: {REMEDY}") from error
    return ray


def _connect(ray: Any, address: str) -> None:
    if not address.startswith("ray://"):
        _probe(address)
    try:
        ray.init(address=address, log_to_driver=False, logging_level="ERROR", configure_logging=False)
    except (ConnectionError, RuntimeError, ValueError) as error:  # of other versions of Ray or Python too: its words say which
        first = str(error).strip().partition("\n")[0]
        raise ClusterError(address, f"cannot be used: {first.rstrip('.')}. {_START}") from error


def _probe(address: str) -> None:
    """Raises ClusterError for a cluster that cannot be connected to. In another process: where one was and is no more, or where
    another service of Ray listens, ray.init tries for minutes, and nothing but the end of its process ends that."""
    program = "import sys, ray; ray.init(address=sys.argv[1], log_to_driver=False, logging_level='ERROR')"
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-c", program, address], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=PROBE_SECONDS
        )
    except subprocess.TimeoutExpired as error:
        raise ClusterError(address, f"did not let this machine in within {PROBE_SECONDS:g} s. {_START}") from error
    if done.returncode != 0:
        last = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        raise ClusterError(address, f"cannot be used: {last.partition('Error: ')[2] or last} {_START}")


_START = "Start one with: ray start --head; ray start --address=HEAD:6379 on each node (ray:// takes the head's port 10001)"


def _knock(address: str) -> None:
    """Raises ClusterError if nothing that speaks gRPC, as all of Ray does, is there: Ray itself tries for minutes."""
    place = ADDRESS.fullmatch(os.environ.get("RAY_ADDRESS", address) if address == "auto" else address)
    if place is None or place["host"] is None:
        return
    host, port = place["host"], place["port"]
    try:
        socket.create_connection((host.strip("[]"), int(port)), CONNECT_SECONDS).close()
    except (OSError, OverflowError) as error:
        raise ClusterError(address, f"nothing answers there ({getattr(error, 'strerror', None) or error}). {_START}") from error
    if os.environ.get("RAY_USE_TLS", "0") != "0":
        return
    import grpc

    with grpc.insecure_channel(f"{host}:{port}") as channel:
        try:
            grpc.channel_ready_future(channel).result(CONNECT_SECONDS)
        except grpc.FutureTimeoutError as error:
            raise ClusterError(address, f"what answers there is no Ray. {_START}") from error


@dataclass
class _Study:
    """A task on its way: its module, the study file on the driver, when it was sent."""

    task: Task
    module: Module
    experience: Experience | None
    start: float = 0.0

    def lines(self) -> list[str]:
        """What the study file holds already."""
        held = [*self.experience.estimates.items(), *self.experience.known.items()] if self.experience else []
        return [json.dumps({"pipeline": pipeline, **measurement.to_json()}) for pipeline, measurement in held]


@dataclass
class _Run:
    """One run on a cluster that is connected."""

    ray: Any
    address: str
    options: Options
    progress: Progress
    studies: dict[int, _Study] = field(default_factory=dict)
    begun: set[int] = field(default_factory=set)
    keeper: Any = None
    stopped: bool = False

    def run(self, tasks: Sequence[Task], ours: bool) -> Generator[Done, None, None]:
        running: dict[Any, int] = {}
        here = sys.modules[__name__]
        # What runs on the cluster travels by value: the head node may be without Passwright, and a node without it can say so.
        self.ray.cloudpickle.register_pickle_by_value(here)
        try:
            with on_interrupt(self._stop):
                yield from self._load(tasks)
                if self.studies:
                    yield from self._studies(running)
        except (self.ray.exceptions.RayActorError, ConnectionError) as error:
            words = "its head node was lost; a run with --study goes on where this one was"
            raise ClusterError(self.address, words) from error
        finally:
            self.ray.cloudpickle.unregister_pickle_by_value(here)
            for study in self.studies.values():
                _close(study)
            if ours:
                self.ray.shutdown()  # ends what still runs
            else:
                for reference in running:
                    self.ray.cancel(reference, force=True)
                if self.keeper is not None:
                    self.ray.kill(self.keeper)

    def _load(self, tasks: Sequence[Task]) -> Generator[Done, None, None]:
        """Turns sources into bitcode; yields those that failed."""
        toolchain = find_toolchain()
        with WorkerPool(toolchain.version, 1, self.options.memory) as pool:
            for number, task in enumerate(reversed(largest_last(tasks))):
                if self.stopped:
                    yield Done(task, attempts=0)
                    continue
                try:
                    module = load_module(task.source, task.flags, toolchain, pool)
                    experience = Experience(task.study, study_header(module)) if task.study else None
                except PasswrightError as error:
                    yield Done(task, error=error, attempts=0)
                    continue
                self.studies[number] = _Study(task, module, experience)

    def _studies(self, running: dict[Any, int]) -> Generator[Done, None, None]:
        cpus, at_once = self._share()
        known = {number: study.lines() for number, study in self.studies.items()}
        self.keeper = self.ray.remote(num_cpus=0, resources={HEAD: 0.001})(Keeper).remote(known)
        begin = self.ray.remote(num_cpus=cpus, max_retries=RETRIES)(_begin)
        waiting = list(reversed(self.studies))
        told = False
        while waiting or running:
            while waiting and not self.stopped and len(running) < at_once:
                number = waiting.pop()
                self.studies[number].start = time.monotonic()
                running[begin.remote(self._request(number, cpus), self.keeper, number)] = number
            if self.stopped and not told:
                told = True
                self.ray.get(self.keeper.stop.remote())
                for reference, number in running.items():
                    if number not in self.begun:
                        self.ray.cancel(reference)
            while waiting and self.stopped:
                yield Done(self.studies[waiting.pop()].task, attempts=0)
            if running:
                ready, _ = self.ray.wait(list(running), timeout=POLL_SECONDS)
                self._drain()
                for reference in ready:
                    yield self._done(reference, running.pop(reference))

    def _share(self) -> tuple[int, int]:
        """CPUs of one task, and how many tasks are sent at once."""
        nodes = [int(node["Resources"].get("CPU", 0)) for node in self.ray.nodes() if node["Alive"]]
        if not any(nodes):
            raise ClusterError(self.address, "has no CPUs for tasks; start a node with some: ray start --address=HEAD:6379 --num-cpus=8")
        workers = self.options.jobs or sum(nodes)
        width = max(1, min(workers, len(self.studies)))
        cpus = max(1, min(workers // width, max(nodes)))
        # Without --jobs all are sent: a cluster that grows with what waits is to see it.
        return cpus, width if self.options.jobs else len(self.studies)

    def _request(self, number: int, cpus: int) -> bytes:
        study = self.studies[number]
        return plain.encode(
            {
                "module": plain.module_to_json(study.module),
                "options": asdict(replace(self.options, jobs=cpus, study=None, store=False)),  # the keeper knows what was measured
                "kind": study.task.kind,
                "llvm": study.module.toolchain.version,
                "versions": versions(study.module.toolchain),
            }
        )

    def _drain(self) -> None:
        """Takes what the keeper has into study files and progress. All of a study that is done has come in: it waited for that."""
        new, states = self.ray.get(self.keeper.drain.remote())
        for number, line in new:
            study = self.studies.get(number)
            if study and study.experience:
                value = json.loads(line)
                study.experience.add(value.pop("pipeline"), Measurement.from_json(value))
        for number, state in states.items():
            self.begun.add(number)
            if number in self.studies:
                self.progress(self.studies[number].task, plain.outcome_from_json(json.loads(state)) if state else None)

    def _done(self, reference: Any, number: int) -> Done:
        study = self.studies.pop(number)
        _close(study)
        attempts, repeated = self.ray.get(self.keeper.forget.remote(number))
        done = Done(study.task, seconds=time.monotonic() - study.start, attempts=attempts, repeated=repeated)
        try:
            reply = json.loads(self.ray.get(reference))
        except self.ray.exceptions.TaskCancelledError:
            return done
        except self.ray.exceptions.RayError as error:
            lines = str(error).strip().splitlines()
            words = lines[-1] if isinstance(error, self.ray.exceptions.RayTaskError) else lines[0]
            reason = f"the study of {study.task.source}, begun {attempts} times, failed: {words}"
            return replace(done, error=ClusterError(self.address, reason))
        if "error" in reply:
            return replace(done, error=plain.error_from_json(reply["error"]))
        if "result" not in reply:
            return done
        result = plain.result_from_json(reply["result"], study.module)
        try:
            data = build_baseline(study.module, study.task.kind) if reply["data"] is None else plain.bytes_from_text(reply["data"])
        except PasswrightError as error:
            return replace(done, error=error)
        return replace(done, result=result, data=data)

    def _stop(self) -> None:
        """Studies end at their next report. Told by the loop: this is a signal handler, in the middle of anything."""
        self.stopped = True


def _close(study: _Study) -> None:
    if study.experience:
        study.experience.close()


def versions(toolchain: Toolchain) -> dict[str, str]:
    """What must be the same on all machines for the same results."""
    return {"Passwright": __version__, "LLVM": toolchain.release}


def _begin(request: bytes, keeper: Any, number: int) -> bytes:
    """The task, on a node. It travels by value and finds what it needs there."""
    try:
        from passwright.optimizer.cluster import run_on_node
    except ImportError as error:
        reason = f"Passwright is not installed there ({error}); install the same version on all nodes"
        return json.dumps({"error": {"kind": "ClusterError", "fields": {"address": f"node {platform.node()}", "reason": reason}}}).encode()
    return run_on_node(request, keeper, number)


def run_on_node(request: bytes, keeper: Any, number: int) -> bytes:
    """A study from the module to the bytes to write, None for a baseline, which the driver makes."""
    try:
        reply = _study_on_node(json.loads(request), keeper, number)
    except PasswrightError as error:
        reply = {"error": plain.error_to_json(error)}
    except KeyboardInterrupt:
        reply = {}
    return plain.encode(reply)


def _study_on_node(request: plain.Json, keeper: Any, number: int) -> plain.Json:
    toolchain = _toolchain_on_node(request)
    options = plain.options_from_json(request["options"])
    module = plain.module_from_json(request["module"], toolchain)
    attempt, lines = _answer(keeper.begin.remote(number))

    def report(outcome: Outcome[Any]) -> None:
        if not _answer(keeper.report.remote(number, attempt, json.dumps(plain.outcome_to_json(outcome)))):
            raise KeyboardInterrupt  # the study ends with the best so far

    def tell(line: plain.Json) -> None:
        keeper.add.remote(number, attempt, json.dumps(line))

    with Session(module, [], options, toolchain=toolchain, experience=Experience(lines=map(json.loads, lines), tell=tell)) as session:
        result = session.optimize(report)
        data = None
        if result.plan.pipeline is not None:
            candidate = Candidate(module, result.plan, result.best, result.object)
            data = plain.bytes_to_text(session.build(candidate, request["kind"]))
    _answer(keeper.sync.remote())  # all that was told has come in
    return {"result": plain.result_to_json(result), "data": data}


def _answer(reference: Any) -> Any:
    """Waits without ray.get, while which Ray gives the CPU of the waiting task to another one."""
    return reference.future().result()


def _toolchain_on_node(request: plain.Json) -> Toolchain:
    """Raises ClusterError for a node with other versions."""
    here = f"node {platform.node()}"
    try:
        toolchain = find_toolchain(request["llvm"])
    except PasswrightError as error:
        raise ClusterError(here, str(error)) from error
    found = versions(toolchain)
    for name, wanted in request["versions"].items():
        if found[name] != wanted:
            raise ClusterError(here, f"has {name} {found[name]}, this machine {wanted}; install the same version on all nodes")
    return toolchain

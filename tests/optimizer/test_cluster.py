"""Studies on a Ray cluster of two nodes on this machine, one of which is killed in the middle of the run."""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import tempfile
from collections.abc import Iterator
from concurrent import futures
from pathlib import Path
from typing import Any

import pytest

import passwright
from passwright.errors import ClusterError, FlagError, InputError
from passwright.optimizer import plain
from passwright.optimizer.many import Task, optimize_many
from passwright.optimizer.optimize import Options, Session
from passwright.search.study import Outcome
from tests.cli.helpers import Place

ray = pytest.importorskip("ray", reason="Ray is not installed: pip install 'passwright[cluster]'", exc_type=ImportError)
pytestmark = pytest.mark.filterwarnings("ignore")  # Ray's own

DATA = Path(__file__).parent.parent / "data"
BUDGET = 160


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """A head with one CPU; each test adds the nodes that it needs."""
    from ray.cluster_utils import Cluster

    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    # A folder of its own: `auto` must not find it afterwards, nor these tests one of the user's. Sockets need a short path.
    folder = tempfile.mkdtemp(prefix="ray-", dir="/tmp")
    head = {"num_cpus": 1, "include_dashboard": False, "object_store_memory": 80 << 20, "temp_dir": folder}
    # The head notes its address in Ray's own folder, whatever `temp_dir` says, and does not make it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RAY_TMPDIR", folder)
        (Path(folder) / "ray").mkdir()
        made = Cluster(initialize_head=True, connect=False, head_node_args=head)
    ray.init(address=made.address, log_to_driver=False, logging_level="ERROR")
    yield made
    ray.shutdown()
    made.shutdown()
    shutil.rmtree(folder, ignore_errors=True)


def start_processes() -> None:
    """One on each of the two nodes, so that two studies begin at the same time."""

    @ray.remote(num_cpus=1)  # type: ignore[untyped-decorator]
    def start() -> str:
        import time

        import passwright.optimizer.cluster

        time.sleep(1)
        assert passwright.optimizer.cluster
        return str(ray.get_runtime_context().get_node_id())

    while len(set(ray.get([start.remote(), start.remote()]))) < 2:
        pass


def test_node_that_is_killed_costs_no_study_and_no_finished_evaluation(
    cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("passwright.optimizer.cluster.POLL_SECONDS", 0.02)
    node = cluster.add_node(num_cpus=1, object_store_memory=80 << 20)
    start_processes()
    options = Options(budget=str(BUDGET), proposer="random")
    sources = [tmp_path / f"rle{number}.c" for number in range(3)]
    for number, source in enumerate(sources):
        source.write_text((DATA / "rle.c").read_text() + f"\nint version(void) {{ return {number}; }}\n")
    tasks = [Task(str(source), study=f"{source}.jsonl") for source in sources]
    reached: dict[str, int] = {}
    killed = False

    def progress(task: Task, outcome: Outcome[Any] | None) -> None:
        nonlocal killed
        reached[task.source] = outcome.evaluations if outcome else 0
        in_the_middle = [count for count in reached.values() if 16 <= count < BUDGET / 2]
        if not killed and len(in_the_middle) == 2:  # one on each node
            killed = True
            cluster.remove_node(node, allow_graceful=False)

    finished = list(optimize_many(tasks, options, cluster=cluster.address, progress=progress))
    assert killed
    assert sorted(done.task.source for done in finished) == sorted(map(str, sources))
    assert max(done.attempts for done in finished) > 1
    here = {done.task.source: done.result for done in optimize_many(sources, options)}
    for done in finished:
        alone = here[done.task.source]
        assert done.result is not None, done.error
        assert alone is not None
        assert done.result.evaluations == BUDGET
        assert done.result.object == alone.object == done.data
        assert done.result.plan == alone.plan
        assert done.result.curve == alone.curve
        assert done.repeated == 0
        # The study file of the driver holds each measurement that was reported, once.
        lines = [json.loads(line) for line in Path(str(done.task.study)).read_text().splitlines()[1:]]
        measured = [(line["pipeline"], line.get("estimated", False)) for line in lines]
        assert len(measured) == len(set(measured)) >= BUDGET


def test_study_file_is_resumed_and_failures_stay_with_their_module(cluster: Any, tmp_path: Path) -> None:
    source, study = str(DATA / "rle.c"), tmp_path / "rle.jsonl"
    passwright.optimize(source, budget=16, study=str(study))
    measured = study.read_bytes()
    broken = tmp_path / "broken.c"
    broken.write_text("int f( {")
    tasks = [Task(str(broken)), Task(source, study=str(study))]
    failed, done = sorted(optimize_many(tasks, Options(budget="32"), cluster=cluster.address), key=lambda one: one.result is not None)
    assert "error: expected" in str(failed.error)
    assert done.result is not None
    assert done.result.object == done.data == passwright.optimize(source, budget=32).object
    assert study.read_bytes().startswith(measured)
    assert done.repeated == 0
    lines = [json.loads(line) for line in study.read_text().splitlines()[1:]]
    assert len(lines) == len({(line["pipeline"], line["estimated"]) for line in lines}) >= 1 + 32  # the baseline, evaluations


def test_interrupt_ends_what_runs_with_the_best_so_far_and_leaves_out_the_rest(cluster: Any, tmp_path: Path) -> None:
    sources = [tmp_path / f"rle{number}.c" for number in range(2)]
    for source in sources:
        source.write_text((DATA / "rle.c").read_text())
    sent = []

    def progress(task: Task, outcome: Outcome[Any] | None) -> None:
        if outcome and outcome.value < outcome.baseline and not sent:
            sent.append(task.source)
            signal.raise_signal(signal.SIGINT)

    options = Options(budget="100000", proposer="random")
    done = {one.task.source: one for one in optimize_many(sources, options, flags=["-O3"], cluster=cluster.address, progress=progress)}
    (first,) = sent  # the head has one CPU
    (other,) = set(map(str, sources)) - {first}
    result = done[first].result
    assert result is not None
    assert result.stopped == "interrupted"
    assert result.best.size < result.baseline.size
    assert done[other].result is done[other].error is None


def test_command_line_on_a_cluster(cluster: Any, tmp_path: Path) -> None:
    place = Place(tmp_path)
    for name in ("rle.c", "linkage.c"):
        place.write(name, (DATA / name).read_bytes())
    on_cluster = ("--budget", "16", "--cluster", cluster.address)
    done = place.run("optimize", "rle.c", "linkage.c", "-o", "many", "--json", "-", *on_cluster)
    assert (done.status, done.err) == (0, "")
    assert done.made == {"many/rle.o", "many/linkage.o"}
    assert json.loads(done.out)["totals"]["modules"] == 2
    # One file: as without a cluster, in other kinds too.
    assert "written to rle.bc" in place.run("optimize", "rle.c", "-o", "rle.bc", *on_cluster).succeeded().out
    place.run("optimize", "-q", "rle.c", "-o", "here.bc", "--budget", "16").succeeded()
    place.run("optimize", "-q", "rle.c", "--budget", "16").succeeded()
    assert (place.folder / "rle.bc").read_bytes() == (place.folder / "here.bc").read_bytes()
    assert (place.folder / "many" / "rle.o").read_bytes() == (place.folder / "rle.o").read_bytes()


def test_address_where_nothing_is() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    for address in (f"127.0.0.1:{port}", f"ray://127.0.0.1:{port}"):
        with pytest.raises(ClusterError, match=r"nothing answers there \(Connection refused\)\. Start one with: ray start --head"):
            optimize_many([str(DATA / "rle.c")], cluster=address)


def test_address_of_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("passwright.optimizer.cluster.CONNECT_SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as mute:
        port = mute.getsockname()[1]
        with pytest.raises(ClusterError, match="what answers there is no Ray"):
            optimize_many([str(DATA / "rle.c")], cluster=f"127.0.0.1:{port}")


def test_address_of_what_does_not_let_us_in(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """As where a cluster was, or at the port of another service of Ray, which ray.init knocks at for minutes."""
    import grpc

    from passwright.optimizer import cluster as ours

    monkeypatch.setattr(ours, "PROBE_SECONDS", 8.0)
    server = grpc.server(futures.ThreadPoolExecutor(1))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    try:
        with pytest.raises(ClusterError, match=r"did not let this machine in within 8 s\. Start one with"):
            ours._probe(f"127.0.0.1:{port}")
    finally:
        server.stop(None)
    monkeypatch.setattr(ours, "PROBE_SECONDS", 120.0)
    ours._probe(cluster.address)


@pytest.mark.parametrize("address", ["", "local", "http://host:1", "host", "host:port"])
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(FlagError, match=r"must be auto, host:port or ray://host:port"):
        optimize_many([str(DATA / "rle.c")], cluster=address)


def test_processor_that_each_node_takes_for_another() -> None:
    with pytest.raises(FlagError, match="name the one that you mean"):
        optimize_many([str(DATA / "rle.c")], cluster="auto", flags=["-march=native"])


def test_node_with_other_versions_says_so() -> None:
    from passwright.optimizer.cluster import run_on_node, versions

    with Session(str(DATA / "rle.c"), [], Options(jobs=1)) as session:
        same = {"llvm": session.toolchain.version, "versions": versions(session.toolchain)}
    for name in same["versions"]:
        request = {**same, "versions": {**same["versions"], name: "0.0"}}
        reply = json.loads(run_on_node(plain.encode(request), None, 0))
        error = plain.error_from_json(reply["error"])
        assert isinstance(error, ClusterError)
        assert f"has {name} {same['versions'][name]}, this machine 0.0; install the same version on all nodes" in str(error)


def test_errors_and_modules_survive_the_way_as_plain_data() -> None:
    error = plain.error_from_json(json.loads(json.dumps(plain.error_to_json(InputError("f.c", "is empty")))))
    assert (type(error), str(error)) == (InputError, "f.c: is empty")
    with Session(str(DATA / "rle.c"), [], Options(budget="16", jobs=1)) as session:
        module = plain.module_from_json(json.loads(json.dumps(plain.module_to_json(session.module))), session.toolchain)
        assert module == session.module
        assert module.key == session.module.key
        result = session.optimize()
        assert plain.result_from_json(json.loads(json.dumps(plain.result_to_json(result))), module) == result

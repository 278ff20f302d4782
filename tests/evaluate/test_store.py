"""The store gives back what was written, is never believed too much, and ends no study, whatever happens to its file."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.errors import StoreError
from passwright.evaluate import store as store_module
from passwright.evaluate.cache import Cache
from passwright.evaluate.evaluator import Evaluator, load_module
from passwright.evaluate.measurement import OUTCOMES, Measurement
from passwright.evaluate.pool import WorkerPool
from passwright.evaluate.store import Store, Subject, default_path
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain

SUBJECT = Subject("key", "engine", 4 << 30, "x.c", "x86_64-pc-linux-gnu", "22.1.8")
OK = Measurement("ok", size=120, text_data=100, bss=8, instructions=30, object_hash="abc", parse_ms=0.5, passes_ms=2.25, codegen_ms=1.0)
LIMIT = 5.0


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "experience.sqlite"


def fill(path: Path, count: int = 1, subject: Subject = SUBJECT) -> None:
    with Store(path) as store:
        store.add(subject, {f"function(p{number})": OK for number in range(count)}, LIMIT)


def execute(path: Path, *statements: str) -> None:
    connection = sqlite3.connect(path)
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


# What was written comes back.

texts = st.text(st.characters(), max_size=40)  # any, even half of a surrogate pair: names of functions need not be UTF-8
naturals = st.integers(0, 2**63 - 1)
milliseconds = st.floats(0, 1e12)
measurements = st.builds(
    Measurement,
    outcome=st.sampled_from(OUTCOMES),
    words=texts,
    size=naturals,
    text_data=naturals,
    bss=naturals,
    instructions=naturals,
    object_hash=st.text("0123456789abcdef", max_size=32),
    parse_ms=milliseconds,
    passes_ms=milliseconds,
    codegen_ms=milliseconds,
    functions=st.dictionaries(texts, st.integers(-(2**40), 2**40), max_size=4),
    estimated=st.just(False),
)


@given(st.dictionaries(st.none() | texts, measurements, min_size=1, max_size=4), st.booleans())
def test_measurements_come_back_equal(written: dict[str | None, Measurement], estimated: bool) -> None:
    written = {text: dataclasses.replace(measurement, estimated=estimated) for text, measurement in written.items()}
    with Store(":memory:") as store:
        store.add(SUBJECT, written, LIMIT)
        assert store.find(SUBJECT, [*written, "another"], estimated) == written
        assert store.find(SUBJECT, list(written), not estimated) == {}
        assert [line["outcome"] for line in store.export()] == [measurement.outcome for measurement in written.values()]


def test_all_fields_of_a_measurement_are_kept() -> None:
    others = {"outcome", "words", "object_hash", "functions", "estimated"}
    assert {field.name for field in dataclasses.fields(Measurement)} == set(store_module.FIELDS) | others


def test_values_stay_when_the_file_is_opened_again(path: Path) -> None:
    fill(path, 1200)  # more than one query takes
    with Store(path) as store:
        assert len(store.find(SUBJECT, [f"function(p{number})" for number in range(1500)], False)) == 1200


@pytest.mark.parametrize("change", [{"key": "other"}, {"engine": "other"}, {"memory": 1 << 30}], ids=str)
def test_nothing_is_answered_for_another_module_engine_or_memory_limit(path: Path, change: dict[str, object]) -> None:
    fill(path)
    with Store(path) as store:
        assert store.find(dataclasses.replace(SUBJECT, **change), ["function(p0)"], False) == {}  # type: ignore[arg-type]


def test_results_take_any_objective_with_input_machine_and_samples(path: Path) -> None:
    """What times of programs will need: no change of the schema."""
    fill(path)
    execute(
        path,
        "INSERT INTO objectives VALUES (NULL, 'time', 's')",
        "INSERT INTO results SELECT e.id, o.id, 'large.txt', m.id, 1.5, '[1.4, 1.5, 1.7]' FROM evaluations e, objectives o, machines m"
        " WHERE o.name = 'time'",
    )
    with Store(path) as store:
        assert store.find(SUBJECT, ["function(p0)"], False) == {"function(p0)": OK}
        (line,) = store.export()
    assert line["results"][-1]["samples"] == [1.4, 1.5, 1.7]
    assert (line["results"][-1]["objective"], line["results"][-1]["input"]) == ("time", "large.txt")


# What is answered.


@pytest.fixture
def module(rle: Path, toolchain: Toolchain, pool: WorkerPool) -> Module:
    return load_module(str(rle), [], toolchain, pool)


def opened(place: Path, module: Module, baseline: Measurement = OK) -> Cache:
    cache = Cache(str(place))
    cache.open(module, 4 << 30, baseline, LIMIT)
    return cache


@pytest.mark.parametrize(
    ("measurement", "answered"),
    [
        (OK, True),
        (Measurement("invalid", "unknown pass"), True),
        (Measurement("crash", "SIGABRT: Assertion"), True),
        (Measurement("crash", "exit status 1: LLVM ERROR: LICM requires MemorySSA"), True),
        (Measurement("crash", "SIGKILL"), False),  # the machine ran out of memory
        (Measurement("crash", "exit status 1: OSError: cannot start"), False),
        (Measurement("timeout", "no answer within 5 s"), False),
        (Measurement("memory", "SIGABRT: LLVM ERROR: out of memory"), False),
        (dataclasses.replace(OK, passes_ms=1e3 * LIMIT), False),  # under a higher limit
    ],
    ids=lambda value: getattr(value, "words", None) or str(value)[:20],
)
def test_only_what_a_run_would_give_is_answered(path: Path, module: Module, measurement: Measurement, answered: bool) -> None:
    first = opened(path, module)
    first.add({"p": measurement}, LIMIT)
    first.close()
    second = opened(path, module)
    assert second.find(["p"], False, LIMIT) == ({"p": measurement} if answered else {})
    assert second.answered == ({"p"} if answered else set())
    assert second.store is not None
    assert second.store.stats()["evaluations"] == 2  # the baseline is one
    second.close()
    assert first.warnings == second.warnings == []


def test_a_limit_that_ends_an_evaluation_does_not_replace_its_measurement(path: Path) -> None:
    with Store(path) as store:
        for measurement in (OK, Measurement("timeout", "no answer within 1 s")):
            store.add(SUBJECT, {"p": measurement}, LIMIT)
        assert store.find(SUBJECT, ["p"], False) == {"p": OK}
        better = dataclasses.replace(OK, size=1)
        store.add(SUBJECT, {"p": better}, LIMIT)
        assert store.find(SUBJECT, ["p"], False) == {"p": better}


def test_nothing_is_believed_of_a_module_whose_baseline_is_another(path: Path, module: Module) -> None:
    """As when LLVM was patched and kept its number."""
    first = opened(path, module)
    first.add({"p": OK}, LIMIT)
    first.close()
    second = opened(path, module, dataclasses.replace(OK, parse_ms=7.0))  # times may differ
    assert "p" in second.find(["p"], False, LIMIT)
    second.close()
    third = opened(path, module, dataclasses.replace(OK, object_hash="other"))
    assert third.find(["p"], False, LIMIT) == {}
    third.close()


def test_hang_is_kept_but_measured_again(path: Path, module: Module, pool: WorkerPool) -> None:
    hang = Pipeline.parse("function(" + ",".join(["invalidate<all>,gvn"] * 100_000) + ")")
    for _ in range(2):
        cache = Cache(str(path))
        evaluator = Evaluator(module, pool, limit=1.0, cache=cache)
        hung, good = evaluator.evaluate([hang, Pipeline.parse("function(sroa)")])
        assert (hung.outcome, good.outcome) == ("timeout", "ok")
        assert len(evaluator.failures) == 1
        assert str(hang) not in cache.answered
        cache.close()
    with Store(path) as store:
        assert store.stats()["outcomes"]["timeout"] == 1


def test_crash_that_is_answered_is_reported_as_one(path: Path, module: Module, pool: WorkerPool) -> None:
    failures = []
    for _ in range(2):
        cache = Cache(str(path))
        evaluator = Evaluator(module, pool, cache=cache)
        evaluator.evaluate([Pipeline.parse("trigger-crash-module")])
        failures.append(evaluator.failures)
        cache.close()
    assert cache.answered == {"trigger-crash-module"}
    assert failures[0] == failures[1]
    assert failures[0][0].reproducer


def test_damaged_entry_is_measured_again_and_replaced(path: Path) -> None:
    for damage in (
        "UPDATE plans SET text = x'00'",
        "UPDATE plans SET text = (SELECT text FROM plans WHERE id = 2) WHERE id = 1",
        "UPDATE evaluations SET functions = x'00'",
        "UPDATE evaluations SET outcome = 'fine'",
        "UPDATE results SET value = 'many'",
    ):
        fill(path, 2)
        execute(path, damage)
        with Store(path) as store:
            assert "function(p0)" not in store.find(SUBJECT, ["function(p0)"], False), damage
            store.add(SUBJECT, {"function(p0)": OK}, LIMIT)
            assert store.find(SUBJECT, ["function(p0)"], False) == {"function(p0)": OK}


# Several processes.

WRITER = """
import sys
from tests.evaluate.test_store import LIMIT, OK, SUBJECT
from passwright.evaluate.store import Store
sys.stdin.read()
with Store(sys.argv[1]) as store:
    for batch in range(60):
        own = {f"{sys.argv[2]} {batch} {number}": OK for number in range(8)}
        store.add(SUBJECT, {**own, f"shared {batch}": OK}, LIMIT)
        assert len(store.find(SUBJECT, list(own), False)) == 8
"""


def test_two_processes_write_at_once_from_the_making_of_the_file_on(path: Path) -> None:
    root = Path(__file__).parent.parent.parent
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(path), name], cwd=root, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
        for name in ("one", "other")
    ]
    for writer in writers:  # both are loaded, now they start
        assert writer.stdin is not None
        writer.stdin.close()
    for writer in writers:
        assert writer.stderr is not None
        assert writer.stderr.read() == b""
        writer.stderr.close()
        assert writer.wait() == 0
    with Store(path) as store:
        assert store.stats()["evaluations"] == 2 * 60 * 8 + 60


def test_study_goes_on_when_everything_is_pruned_meanwhile(path: Path, module: Module) -> None:
    cache = opened(path, module)
    cache.add({"p": OK}, LIMIT)
    with Store(path) as other:
        assert other.prune(before=float("inf")) == 2
    cache.add({"q": OK}, LIMIT)
    assert cache.find(["p", "q"], False, LIMIT) == {"q": OK}
    assert cache.warnings == []
    cache.close()


# A file that cannot be used.


def overwrite(path: Path, start: int, data: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(start)
        file.write(data)


SPOILED: dict[str, tuple[Callable[[Path], object], str]] = {
    "no database": (lambda path: path.write_bytes(b"hello\n" * 1000), "not a database"),
    "damaged": (lambda path: overwrite(path, 4096, b"\xff" * 30_000), "malformed"),
    "cut off": (lambda path: os.truncate(path, 9000), "malformed"),
    "older schema": (lambda path: execute(path, "PRAGMA user_version = 0"), "has schema 0"),
    "newer schema": (lambda path: execute(path, "PRAGMA user_version = 2"), "has schema 2"),
    "of somebody else": (lambda path: execute(path, "PRAGMA application_id = 7"), "no store of Passwright's"),
    "a folder": (lambda path: (path.unlink(), path.mkdir()), "is no regular file"),
}


@pytest.mark.parametrize("kind", SPOILED)
def test_file_that_cannot_be_used_ends_no_study_and_is_kept(path: Path, module: Module, pool: WorkerPool, kind: str) -> None:
    fill(path, 50)
    spoil, words = SPOILED[kind]
    spoil(path)
    before = path.read_bytes() if path.is_file() else b""
    cache = Cache(str(path))
    evaluator = Evaluator(module, pool, cache=cache)
    assert evaluator.evaluate([Pipeline.parse("function(sroa)")])[0].ok
    cache.close()
    (warning,) = cache.warnings
    assert words in warning
    assert str(path) in warning
    assert "remove" in warning or "--store" in warning
    assert (path.read_bytes() if path.is_file() else b"") == before


@pytest.mark.parametrize(
    ("lock", "when"), [("BEGIN EXCLUSIVE", "before"), ("BEGIN EXCLUSIVE", "meanwhile"), ("PRAGMA locking_mode = EXCLUSIVE", "before")]
)
def test_locked_file_ends_no_study(path: Path, module: Module, monkeypatch: pytest.MonkeyPatch, lock: str, when: str) -> None:
    monkeypatch.setattr(store_module, "WAIT", 0.05)
    fill(path)
    cache = opened(path, module) if when == "meanwhile" else None
    other = sqlite3.connect(path, isolation_level=None)
    other.execute(lock).fetchall()
    if lock.startswith("PRAGMA"):
        other.execute("DELETE FROM results")  # takes the lock, and keeps it even from readers
    cache = cache or opened(path, module)
    cache.add({"p": OK}, LIMIT)
    cache.find(["p"], False, LIMIT)
    other.close()
    (warning,) = cache.warnings
    assert "another program keeps it locked" in warning
    cache.close()


def test_full_store_ends_no_study(path: Path, module: Module, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_module, "MAX_TOTAL", 100_000)
    cache = opened(path, module)
    for batch in range(100):
        cache.add({f"{batch} {number}": OK for number in range(16)}, LIMIT)
    (warning,) = cache.warnings
    assert "prune" in warning
    with Store(path) as store:  # whole batches, nothing half
        assert store.stats()["evaluations"] % 16 == 1
        assert store.prune(keep=60_000) > 0
        assert store.size() <= 60_000
        store.add(SUBJECT, {"p": OK}, LIMIT)


FULL_DISK = """
import resource, sys
from tests.evaluate.test_store import LIMIT, OK, SUBJECT
from passwright.evaluate.store import Store
from passwright.errors import StoreError
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
try:
    with Store(sys.argv[1]) as store:
        for batch in range(200):
            store.add(SUBJECT, {f"{batch} {number}": OK for number in range(16)}, LIMIT)
except StoreError as error:
    print(error)
"""


@pytest.mark.parametrize("room", [4096, 30_000, 120_000])
def test_disk_that_takes_no_more_is_told_and_keeps_whole_batches(path: Path, room: int) -> None:
    root = Path(__file__).parent.parent.parent
    done = subprocess.run([sys.executable, "-c", FULL_DISK, str(path), str(room)], cwd=root, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.startswith(f"{path}: ")
    assert done.stdout.count("\n") == 1
    with Store(path) as store:
        assert store.stats()["evaluations"] % 16 == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_folder_without_permission_is_told(path: Path) -> None:
    path.parent.parent.chmod(0o555)
    with pytest.raises(StoreError, match="Permission denied"):
        Store(path)


def test_folder_that_cannot_be_made_is_told() -> None:
    with pytest.raises(StoreError, match=r"/proc/none/x: cannot be made .*--no-store"):
        Store("/proc/none/x")


def test_user_without_a_home_can_say_where(monkeypatch: pytest.MonkeyPatch, module: Module) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    for name in ("PASSWRIGHT_CACHE", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    with pytest.raises(StoreError, match="PASSWRIGHT_CACHE: is not set"):
        default_path()
    cache = Cache(True)
    cache.open(module, 4 << 30, OK, LIMIT)
    assert len(cache.warnings) == 1


def test_cache_folder_is_the_users_own_wish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PASSWRIGHT_CACHE", "/a")
    monkeypatch.setenv("XDG_CACHE_HOME", "/b")
    assert default_path() == Path("/a/experience.sqlite")
    monkeypatch.delenv("PASSWRIGHT_CACHE")
    assert default_path() == Path("/b/passwright/experience.sqlite")
    monkeypatch.delenv("XDG_CACHE_HOME")
    assert default_path() == Path.home() / ".cache" / "passwright" / "experience.sqlite"


# Pruning.


def test_old_measurements_go_with_all_that_belongs_to_them(path: Path) -> None:
    fill(path, 10)
    other = dataclasses.replace(SUBJECT, key="other")
    execute(path, "UPDATE evaluations SET time = 1000")
    with Store(path) as store:
        store.add(other, {"function(p3)": OK, "new": OK}, LIMIT)
        assert store.prune(before=2000.0) == 10
        assert store.find(SUBJECT, ["function(p3)"], False) == {}
        assert len(store.find(other, ["function(p3)", "new"], False)) == 2
        stats = store.stats()
        assert (stats["modules"], stats["plans"], stats["evaluations"]) == (1, 2, 2)
        assert [line["module"]["key"] for line in store.export("oth")] == ["other", "other"]
        assert store.prune(keep=0) == 2
        assert store.stats()["oldest"] is None


def test_oldest_go_first(path: Path) -> None:
    fill(path, 500)
    execute(path, "UPDATE evaluations SET time = id")
    with Store(path) as store:
        full = store.size()
        dropped = store.prune(keep=full // 2)
        left = {line["plan"] for line in store.export()}
        assert store.size() <= full // 2
    assert 0 < dropped < 500
    assert left == {f"function(p{number})" for number in range(dropped, 500)}

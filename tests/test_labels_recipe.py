"""Labels: what a search of a corpus keeps, which lists come out of it, and that it goes on where it was cut."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pyarrow.parquet
import pytest

from passwright.data.collect import Source, add_folder
from passwright.data.corpus import Corpus
from passwright.data.labels import FAILED, Label, ListTrial, read_labels, read_trials, write_labels, write_public, write_trials
from passwright.data.load import load_row
from passwright.data.rows import ModuleRow
from passwright.data.split import split_corpus
from passwright.errors import CorpusError
from passwright.evaluate.evaluator import Evaluator
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.pipeline import Pipeline
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.optimize import Options
from runs import labels

CODE = """
static int twice(int a) {{ return a {op} a; }}
int {name}(int a, int b) {{ int c = twice(a) {op} b; for (int i = 0; i < b; ++i) c += i * twice(a + i); return c; }}
"""
PLAIN = Label("m", "p", "a.c", "c", "t", "22", "autotuner", 0, 4, 4, 0, 7, "gvn", 100, 90, 20, 90, 80, 18, b"BC")


@pytest.fixture
def modules(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> list[ModuleRow]:
    root = tmp_path / "made"
    for number, op in enumerate("+-^"):
        (root / "package").mkdir(exist_ok=True, parents=True)
        (root / "package" / f"{number}.c").write_text(CODE.format(name=f"f{number}", op=op))
    with Corpus(root / "corpus", toolchain.release, write=True) as corpus:
        add_folder(corpus, Source("package", "MIT", split="train"), root / "package", [], toolchain, 1, lambda _: None)
        split_corpus(corpus, pool)
        return list(corpus.modules("train"))


def test_cover_takes_what_adds_most_to_what_is_there() -> None:
    saved = {"a": {"1": 10, "2": 10}, "b": {"1": 11, "3": 1}, "c": {"2": 9, "3": 5}, "d": {"1": 1}}
    assert labels.cover(saved, 9) == ["a", "c", "b"]  # c adds 5, then b 1; d adds nothing
    assert labels.cover(saved, 1) == ["a"]


def test_lists_are_those_that_are_frequent_and_those_that_cover(tmp_path: Path) -> None:
    found = [dataclasses.replace(PLAIN, module=str(number)) for number in range(3)]
    write_labels(tmp_path / "x-0000.labels.parquet", found)
    assert list(read_labels(tmp_path / "x-0000.labels.parquet")) == found
    write_public(tmp_path / "public.parquet", found)
    with pytest.raises(CorpusError, match="columns"):
        list(read_labels(tmp_path / "public.parquet"))
    assert pyarrow.parquet.read_table(tmp_path / "public.parquet")["plan"].to_pylist() == ["gvn"] * 3
    assert not {"bitcode", "source"} & set(pyarrow.parquet.read_schema(tmp_path / "public.parquet").names)
    saved = [("1", "dce", 1), ("2", "dce", 1), ("3", "dce", 1), ("4", "adce", 50), ("5", "gvn", 20), ("6", "", 0)]
    lines = [json.dumps(vars(labels.Shortest(module, "autotuner", 0, 6, text, size))) for module, text, size in saved]
    (tmp_path / labels.SHORTEST).write_text("\n".join(lines) + "\n")
    assert labels.lists(tmp_path, 9) == ["dce", "adce", "gvn"]
    # Tried on other modules, gvn does as much there as adce, and more.
    write_trials(tmp_path / "x-0000.trials.parquet", [ListTrial("4", "p", "gvn", 100, 40, 9), ListTrial("1", "p", "adce", 100, FAILED, 0)])
    assert labels.lists(tmp_path, 2) == ["dce", "gvn"]
    assert labels.cover(labels.savings(tmp_path), 2) == ["gvn", "dce"]


def test_search_then_broadcast(modules: list[ModuleRow], tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> None:
    options = Options(budget="6", jobs=1)
    labels.search(modules[:2], tmp_path, ["autotuner"], options, None)
    first = tmp_path / "autotuner-6-0-0000.labels.parquet"
    before = first.read_bytes()
    labels.search(modules, tmp_path, ["autotuner"], options, None)
    assert first.read_bytes() == before
    found = [label for path in sorted(tmp_path.glob("*.labels.parquet")) for label in read_labels(path)]
    assert [label.module for label in found] == [row.id for row in modules]
    for row, label in zip(modules, found, strict=True):
        assert (label.name, label.evaluations, label.method) == (row.name, 6, "autotuner")
        evaluator = Evaluator(load_row(row, toolchain, pool), pool)
        assert label.baseline_size == evaluator.baseline.size >= label.size
        if label.plan:
            assert evaluator.evaluate([Pipeline.parse(label.plan)])[0].size == label.size
    labels.shorten(modules, tmp_path, 1, 1)
    with (tmp_path / labels.SHORTEST).open("a") as file:
        file.write('{"module": "cut sho')
    labels.shorten(modules, tmp_path, 9, 1)
    by_module = {label.module: label for label in found if label.plan}
    shortest = labels.read_shortest(tmp_path)
    assert [one.module for one in shortest] == list(by_module)
    for one in shortest:
        label = by_module[one.module]
        assert one.saved == label.baseline_size - label.size > 0
        assert len(Pipeline.parse(one.list)) <= len(Pipeline.parse(label.plan))
        row = next(row for row in modules if row.id == one.module)
        assert Evaluator(load_row(row, toolchain, pool), pool).evaluate([Pipeline.parse(one.list)])[0].size == label.size
    texts = ["function(sroa,simplifycfg)", "cgscc(inline),function(sroa,instcombine,simplifycfg,loop-mssa(licm))"]
    labels.broadcast(modules, tmp_path, texts[:1], 1)
    labels.broadcast(modules, tmp_path, texts, 1)
    made = [trial for path in sorted(tmp_path.glob("*.trials.parquet")) for trial in read_trials(path)]
    assert sorted((trial.module, trial.list) for trial in made) == sorted((row.id, text) for row in modules for text in texts)
    evaluator = Evaluator(load_row(modules[0], toolchain, pool), pool)
    for trial in made:
        if trial.module == modules[0].id:
            assert trial.size == evaluator.evaluate([Pipeline.parse(trial.list)])[0].size
    assert "3 modules were searched by all methods" in labels.report(tmp_path)


def test_part_of_a_broadcast() -> None:
    assert labels.part("2/3") == (2, 3)
    with pytest.raises(ValueError, match="4/3"):
        labels.part("4/3")

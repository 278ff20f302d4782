"""The recipe of a language model's text, over a corpus of a few functions."""

from __future__ import annotations

import json
import lzma
import math
import os
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from passwright.data import shards
from passwright.data.collect import Source, add_folder
from passwright.data.corpus import SPLITS, Corpus
from passwright.data.documents import STAGES, Document
from passwright.data.rows import ModuleRow, arrow
from passwright.data.split import split_corpus
from passwright.data.tokens import BOS, EOS, FLAGS, IR, Tokens
from passwright.errors import CorpusError
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain
from runs import lm_data, lm_texts
from runs.lm_texts import Job, ModuleTexts
from runs.lm_worker import Worker

BODY = "{kind}int {name}(int a, int b) {{ int c = a {op} b; for (int i = 0; i < b; ++i) c += i * a; return c; }}\n"
CHOICES = [[[], ""], [["-minsize"], ""], [["tune-cpu=atom"], ""]]


def body(name: str, op: str, kind: str = "") -> str:
    return BODY.format(name=name, op=op, kind=kind)


@pytest.fixture
def corpus(tmp_path: Path, toolchain: Toolchain, pool: WorkerPool) -> Path:
    """The package "lesson" is for training, with labels; "held" as well, but its labels are held back."""
    files = {
        "test": ("exam", {"t.c": body("exam_one", "*")}),
        "validation": ("trial", {"v.c": body("trial_one", "&")}),
        "train": ("lesson", {"a.c": body("one", "+") + body("two", "-"), "b.c": body("three", "^", "static ") + body("four", "|")}),
        "train ": (HELD, {"h.c": body("five", "<<")}),
    }
    with Corpus(tmp_path / "corpus", toolchain.release, write=True) as opened:
        for split, (package, sources) in files.items():
            place = tmp_path / package
            place.mkdir()
            for name, text in sources.items():
                (place / name).write_text(text.replace("static int three", "static __attribute__((used)) int three"))
            add_folder(opened, Source(package, "MIT", split=split.strip()), place, [], toolchain, 1, lambda _: None)
        split_corpus(opened, pool)
    return tmp_path / "corpus"


HELD = next(name for name in (f"held{n}" for n in range(100)) if lm_data.is_held(name))


@pytest.fixture
def labels(tmp_path: Path, corpus: Path) -> Path:
    folder = tmp_path / "labels"
    folder.mkdir()
    (folder / "choices.json").write_text(json.dumps(CHOICES))
    rows = []
    for row in Corpus(corpus).modules("train"):
        names = [name for name in ("one", "two", "three", "four", "five") if f"int {name}(" in row.source]
        sizes = [[40] * len(names), [30] * len(names), [-1] * len(names)]
        rows.append({"module": row.id, "package": row.package, "names": [*names, "gone"], "bytes": [[*each, 0] for each in sizes]})
    arrow().parquet.write_table(arrow().Table.from_pylist(rows), folder / "train-0000.parquet")
    return folder


def make(monkeypatch: pytest.MonkeyPatch, out: Path, corpus: Path, labels: Path, *more: str) -> None:
    words = ["--corpus", str(corpus), "--labels", str(labels), "--out", str(out), "--vocabulary", "700", *more]
    monkeypatch.setattr(sys, "argv", ["lm_data", *words])
    lm_data.main()


def unpacked(path: Path) -> bytes:
    return lzma.decompress(path.read_bytes())


def read(out: Path, stage: str, split: str) -> list[tuple[list[int], int]]:
    """Documents and prompts, as the folder's description has them."""
    tokens = np.frombuffer(unpacked(out / f"{stage}.{split}.tokens.xz"), "<u2")
    index = np.frombuffer(unpacked(out / f"{stage}.{split}.index.xz"), "<u4").reshape(-1, 2)
    ends = np.cumsum(index[:, 0]).tolist()
    assert len(tokens) == (ends[-1] if ends else 0)
    return [(tokens[end - length : end].tolist(), prompt) for end, (length, prompt) in zip(ends, index.astype(int).tolist(), strict=True)]


def test_the_folder_holds_each_function_once_in_its_split(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, labels: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "data"
    make(monkeypatch, out, corpus, labels)
    about = json.loads((out / "data.json").read_text())
    tokens = Tokens.read(out / "tokenizer.json")
    assert about["schema"] == "passwright.lm-data/1"
    assert about["vocabulary"] == tokens.size <= 700
    assert about["special"]["bos"] == tokens.id(BOS)
    assert about["choices"] == CHOICES
    assert [tokens.name(number) for number in about["choice_ids"]] == ["<choice:0>", "<choice:1>", "<choice:2>"]
    streams = {f"{stage}.{split}": read(out, stage, split) for stage in STAGES for split in SPLITS}
    for name, found in streams.items():
        sums = about["streams"][name]
        assert (sums["documents"], sums["tokens"]) == (len(found), sum(len(document) for document, _ in found))
        for document, prompt in found:
            assert document[0] == tokens.id(BOS)
            assert document[-1] == tokens.id(EOS)
            assert document.count(tokens.id(EOS)) == 1
            assert (prompt > 0) == (not name.startswith(("pretrain", "flags")))
            assert prompt < len(document) <= 2048

    def functions(name: str, kind: str) -> list[str]:
        texts = [tokens.decode(document) for document, _ in streams[name] if document[1] == tokens.id(kind)]
        return sorted(text.split("define ")[1].split("@")[1].split("(")[0] for text in texts)

    assert functions("pretrain.train", IR) == ["four", "one", "three", "two"]
    assert functions("pretrain.validation", IR) == ["trial_one"]
    assert functions("pretrain.test", IR) == ["exam_one"]
    assert functions("flags.train", FLAGS) == ["four", "one", "three", "two"]
    assert sorted(functions("flags.validation", FLAGS) + functions("flags.test", FLAGS)) == ["five"]
    assert functions("emulate.train", IR) == ["four", "one", "three", "two"]
    assert len(streams["disassemble.train"]) == 4
    sources = [tokens.decode(document) for document, _ in streams["pretrain.train"] if tokens.name(document[1]) == "<source>"]
    assert all("five" not in text for text in sources)
    costs = np.frombuffer(unpacked(out / "flags.train.costs.xz"), "<f4").reshape(-1, len(CHOICES))
    assert costs[:, :2].tolist() == [[10.0, 0.0]] * 4
    assert np.isnan(costs[:, 2]).all()
    assert "modules: " in capsys.readouterr().err
    assert about["left"]["modules"] == 5


def test_emulated_lists_are_what_llvm_makes_of_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, labels: Path, toolchain: Toolchain
) -> None:
    """And the same again in another run."""
    for name in ("a", "b"):
        make(monkeypatch, tmp_path / name, corpus, labels)
    first, second = (tmp_path / name for name in "ab")
    tokens = Tokens.read(first / "tokenizer.json")
    for path in first.glob("*.xz"):
        assert path.read_bytes() == (second / path.name).read_bytes()
    passes = json.loads((first / "data.json").read_text())["passes"]
    for document, prompt in read(first, "emulate", "train"):
        names = [tokens.name(number)[6:-1] for number in document[:prompt] if tokens.name(number).startswith("<pass:")]
        assert 1 <= len(names) <= 20
        assert all(passes[name]["pipeline"] for name in names)
        before, after = map(int, tokens.decode(document[prompt:]).split("<oz>")[0].split())
        assert before > 0
        assert after > 0


def test_a_run_goes_on_where_it_was_cut(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, labels: Path) -> None:
    out, other = tmp_path / "data", tmp_path / "other"
    with pytest.raises(CorpusError, match="nothing was made"):
        make(monkeypatch, out, corpus, labels, "--minutes", "0")
    made = (out / "tokenizer.json").read_bytes()
    make(monkeypatch, out, corpus, labels)
    kept = {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()}
    make(monkeypatch, out, corpus, labels)
    assert kept == {path: path.stat().st_mtime_ns for path in (out / "shards").iterdir()}
    assert (out / "tokenizer.json").read_bytes() == made
    make(monkeypatch, other, corpus, labels)
    assert {path.name: path.read_bytes() for path in out.glob("*.xz")} == {path.name: path.read_bytes() for path in other.glob("*.xz")}
    broken = sorted(kept)[0]
    broken.write_bytes(broken.read_bytes()[:-40])
    with pytest.raises(CorpusError, match="is no shard"):
        make(monkeypatch, out, corpus, labels)


def test_a_shard_that_was_cut_is_made_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, labels: Path, toolchain: Toolchain
) -> None:
    out, whole = tmp_path / "data", tmp_path / "whole"
    make(monkeypatch, whole, corpus, labels)
    texts = lm_data.Recipe.texts

    def slow(self: lm_data.Recipe, rows: Iterable[ModuleRow], worker: lm_data.Texts) -> Iterator[Any]:
        """The time is up behind the first module of the split train, when the second is under way."""
        for row, found in texts(self, rows, worker):
            if row.package in ("lesson", HELD):
                self.end = -math.inf
            yield row, found

    with monkeypatch.context() as patched:
        (out / "shards").mkdir(parents=True)
        (out / "tokenizer.json").write_bytes((whole / "tokenizer.json").read_bytes())
        (out / "made.json").write_bytes((whole / "made.json").read_bytes())
        patched.setattr(lm_data.Recipe, "texts", slow)
        make(monkeypatch, out, corpus, labels)
        assert [path.name for path in sorted((out / "shards").iterdir())] == ["test-00000.npz", "validation-00000.npz"]
    make(monkeypatch, out, corpus, labels)
    for path in whole.glob("*.xz"):
        assert path.read_bytes() == (out / path.name).read_bytes()


def test_more_modules_make_a_short_shard_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, corpus: Path, labels: Path) -> None:
    make(monkeypatch, tmp_path / "data", corpus, labels, "--most-modules", "1")
    make(monkeypatch, tmp_path / "data", corpus, labels)
    assert json.loads((tmp_path / "data" / "data.json").read_text())["left"]["modules"] == 5


def test_what_was_made_of_something_else_is_not_gone_on_with(tmp_path: Path) -> None:
    lm_data.claim(tmp_path, {"labels": "a", "emulate": 1.0})
    lm_data.claim(tmp_path, {"labels": "b", "emulate": 0.5})
    (tmp_path / "tokenizer.json").touch()
    lm_data.claim(tmp_path, {"labels": "b", "emulate": 0.5})
    with pytest.raises(CorpusError, match="with other labels, emulate; name another folder"):
        lm_data.claim(tmp_path, {"labels": "a", "emulate": 1.0})
    for text in ("", "[]", None):
        (tmp_path / "made.json").unlink() if text is None else (tmp_path / "made.json").write_text(text)
        with pytest.raises(CorpusError, match="with other labels"):
            lm_data.claim(tmp_path, {"labels": "b", "emulate": 0.5})


def test_labels_of_another_number_of_choices_are_named(labels: Path) -> None:
    for choices, words in ((CHOICES[1:], "train-0000.parquet has 3 choices, choices.json 2"), (3, "is no list")):
        (labels / "choices.json").write_text(json.dumps(choices))
        with pytest.raises(CorpusError, match=words):
            lm_data.read_labels(labels)


@pytest.mark.parametrize("choices", ["", "{", "3"])
def test_labels_that_are_none_are_named(tmp_path: Path, choices: str) -> None:
    (tmp_path / "choices.json").write_text(choices)
    (tmp_path / "train-0000.parquet").write_bytes(b"PAR1")
    with pytest.raises(CorpusError, match="no labels"):
        lm_data.read_labels(tmp_path)


def test_training_files_have_at_most_so_many_bytes(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    words = rng.integers(0, 8000, (400, 300))
    entries = [
        shards.Entry(Document("pretrain", tokens.tolist(), 900), "train", IR, int(key), ())
        for tokens, key in zip(words, rng.integers(0, 2**64, 400, np.uint64), strict=True)
    ]
    (tmp_path / "shards").mkdir()
    shards.write(tmp_path / "shards" / "train-00000.npz", entries, {"modules": 1})
    for most in (60_000, 120_000):
        shards.gather(tmp_path, {}, most, 10)
        assert 0.8 * most < sum(path.stat().st_size for path in tmp_path.glob("*.train.*.xz")) <= most
        about = json.loads((tmp_path / "data.json").read_text())
        assert about["streams"]["pretrain.train"]["documents"] + about["left"]["documents for training that did not fit the files"] == 400


def test_choices_that_leave_no_room_end_the_gathering(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    entries = [
        shards.Entry(Document("flags", rng.integers(0, 8000, 300).tolist(), 900), "train", FLAGS, n + 1 << 57, [float(n)])
        for n in range(40)
    ]
    entries += [shards.Entry(Document("pretrain", rng.integers(0, 8000, 300).tolist(), 900), "train", IR, n + 1 << 57) for n in range(40)]
    (tmp_path / "shards").mkdir()
    shards.write(tmp_path / "shards" / "train-00000.npz", entries, {"modules": 1})
    shards.gather(tmp_path, {}, 40_000, 10)
    taken = sum(path.stat().st_size for path in tmp_path.glob("flags.train.*.xz"))
    assert 20_000 < taken < sum(path.stat().st_size for path in tmp_path.glob("*.train.*.xz")) <= 40_000
    for most in (taken // 2, taken + 10):
        with pytest.raises(CorpusError, match=f"the stage flags have {taken:,} bytes"):
            shards.gather(tmp_path, {}, most, 10)


def brief_texts(engine: Any, job: Job) -> tuple[dict[str, str], dict[str, str]]:
    """Those of the recipe, and those of use: of texts that are made behind clang's own passes."""
    compiler = engine.Compiler(list(job.arguments))
    module = engine.Module.parse(job.bitcode, "module")
    compiler.run_default(module)
    return lm_texts.make(engine, job).brief, engine.Texts(module).of_functions(module, job.labelled, brief=True)


def test_brief_texts_are_those_of_use(toolchain: Toolchain, tmp_path: Path) -> None:
    """A function that -Oz takes away has a say in what all share before, and none behind."""
    (tmp_path / "a.c").write_text(
        '__attribute__((target("avx"))) static int gone(int a) { return a; }\nint one(int a) { gone(a); return a + 1; }\n'
    )
    command = [toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", "a.c"]
    subprocess.run(command, cwd=tmp_path, check=True)
    job = Job("a", (tmp_path / "a.bc").read_bytes(), toolchain.cc1(["-Oz"]), [], frozenset(), ["one"], {})
    with Worker(toolchain.version, 60, brief_texts) as worker:
        ((made, used),) = worker.ask([job])
    assert made == used
    assert "target-features" not in made["one"]


def stumble(engine: Any, job: str) -> str:
    raise AttributeError(job)


def echo(engine: Any, job: str) -> str:
    return job


def test_a_worker_tells_our_own_failures_as_such(toolchain: Toolchain, capfd: pytest.CaptureFixture[str]) -> None:
    with Worker(toolchain.version, 60, stumble) as stumbling, pytest.raises(RuntimeError, match="AttributeError: no such thing"):
        list(stumbling.ask(["no such thing"]))
    with pytest.raises(RuntimeError, match="no process could load LLVM 3"):
        Worker(3, 60, echo)
    assert "passwright.llvm._engine3" in capfd.readouterr().err


def test_a_worker_that_died_while_idle_is_replaced(toolchain: Toolchain) -> None:
    with Worker(toolchain.version, 60, echo) as worker:
        assert list(worker.ask(["a"])) == ["a"]
        worker.process.kill()
        worker.process.join()
        assert list(worker.ask(["b", "c"])) == ["b", "c"]


def test_costs_are_bytes_beyond_the_best() -> None:
    assert lm_data._costs([12, 10, 15]) == [2.0, 0.0, 5.0]
    known, unknown = lm_data._costs([12, -1])
    assert known == 0
    assert math.isnan(unknown)
    assert lm_data._costs([0, 10]) == lm_data._costs([-1, 10]) == []


def test_a_module_that_crashes_hangs_or_cannot_be_read_costs_itself_alone(toolchain: Toolchain, corpus: Path) -> None:
    row = next(row for row in Corpus(corpus).modules("train") if "int one(" in row.source)
    arguments = toolchain.cc1(["-Oz"])

    def job(number: int, data: bytes = row.bitcode) -> Job:
        return Job(
            str(number),
            data,
            arguments,
            ["one", "two", "no such function", 'a"b'],
            frozenset(["one"]),
            ["one"],
            {"sroa": "function(sroa)"},
        )

    def jobs(worker: Worker[Job, ModuleTexts]) -> Iterator[Job]:
        yield job(0)
        yield job(1, b"BC\xc0\xde nothing")
        yield job(2)
        os.kill(worker.process.pid or 0, signal.SIGKILL)
        yield job(3)

    with Worker(toolchain.version, 60, lm_texts.make) as worker:
        found = list(worker.ask(jobs(worker)))
        assert [one.id if isinstance(one, ModuleTexts) else one for one in found[2:]] == ["LLVM crashed", "3"]
        assert "error: " in str(found[1])
        first: Any = found[0]
        assert [one.name for one in first.functions] == ["one", "two"]
        assert first.functions[0].emulated is not None
        assert first.functions[1].emulated is None
        assert list(first.brief) == ["one"]
        for one in worker.ask([job(4), job(5)]):
            assert isinstance(one, ModuleTexts)
            break
        assert [one.id for one in worker.ask([job(6)]) if isinstance(one, ModuleTexts)] == ["6"]
    with Worker(toolchain.version, 0.0, lm_texts.make) as worker:
        assert list(worker.ask([job(0), job(1)])) == ["took too long"] * 2

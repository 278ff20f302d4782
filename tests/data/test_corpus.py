"""A corpus of small packages: what is kept, what is left out, and what nobody may see."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from passwright.data import mlgo
from passwright.data.card import card
from passwright.data.collect import Source, add_build, add_folder, add_mlgo
from passwright.data.corpus import Corpus, held_out, split_of
from passwright.data.load import load_row
from passwright.data.rows import MODULE, ModuleRow, read_rows
from passwright.data.running import RunRow
from passwright.data.split import split_corpus
from passwright.errors import CorpusError, InputError
from passwright.evaluate.evaluator import Evaluator
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.structure import LEAST
from passwright.llvm.toolchain import Toolchain

LONG = "int {name}(int a, int b) {{ int c = a {op} b; for (int i = 0; i < b; ++i) c += i * a; return c; }}\n"


def quiet(_: str) -> None:
    pass


@pytest.fixture
def corpus(tmp_path: Path, toolchain: Toolchain) -> Iterator[Corpus]:
    with Corpus(tmp_path / "corpus", toolchain.release, write=True) as opened:
        yield opened


def add(corpus: Corpus, toolchain: Toolchain, root: Path, package: str, split: str, files: dict[str, str], *flags: str) -> None:
    place = root / package
    place.mkdir()
    for name, text in files.items():
        (place / name).write_text(text)
    add_folder(corpus, Source(package, "MIT", split=split), place, ["-fPIC", *flags], toolchain, 1, quiet)


def plus(name: str) -> str:
    return LONG.format(name=name, op="+")


def minus(name: str) -> str:
    return LONG.format(name=name, op="-")


def test_a_row_says_where_a_module_is_from(corpus: Corpus, toolchain: Toolchain, tmp_path: Path) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f"), "b.cpp": "int g() { return 1; }\n", "broken.c": "int (\n"})
    (package,) = corpus.packages.values()
    assert (package.calls, package.modules, package.functions, package.skipped) == (3, 2, 2, {"the compiler": 1})
    first, second = corpus.raw_modules(package)
    assert (first.name, first.language, first.licence, first.source) == ("a.c", "c", "MIT", plus("f"))
    assert (second.name, second.language) == ("b.cpp", "c++")
    assert first.command == ("-fPIC", "-c", "a.c")
    assert first.flags == ("-fPIC",)
    assert first.target == toolchain.target
    assert first.instructions >= LEAST
    assert first.bitcode.startswith(b"BC")
    assert [function.name for function in corpus.raw_functions(package)] == ["f", "_Z1gv"]


def test_splits_share_nothing(
    corpus: Corpus, toolchain: Toolchain, tmp_path: Path, pool: WorkerPool, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = LONG.format(name="secret", op="*")
    add(corpus, toolchain, tmp_path, "exam", "test", {"a.c": plus("exam"), "held.c": secret + minus("mine")})
    add(corpus, toolchain, tmp_path, "lesson", "train", {"a.c": plus("copied") + LONG.format(name="own", op="^"), "b.c": plus("again")})
    digests = {one.name: one.digest for package in corpus.packages.values() for one in corpus.raw_functions(package)}
    monkeypatch.setattr("passwright.data.split.held_out", lambda: frozenset([digests["secret"]]))
    counts = split_corpus(corpus, pool)
    exam, lesson = list(corpus.modules("test")), list(corpus.modules("train"))
    assert [one.name for one in exam] == ["a.c", "held.c"]
    assert [one.name for one in lesson] == ["a.c"]
    assert {function.digest for function in corpus.functions("test")} == {digests["exam"], digests["mine"]}
    assert {function.digest for function in corpus.functions("train")} == {digests["own"]}
    for row in (*exam, *lesson):
        seen = pool.call({"op": "describe", "name": row.name}, row.bitcode, timeout=60).value
        assert len(seen["functions"]) == row.functions
        assert sum(instructions for _, instructions, *_ in seen["functions"]) == row.instructions
        assert seen["tokens"] == row.ir_tokens
        assert digests["secret"] not in {digest for *_, digest, _ in seen["functions"]}
    assert [bool(one.source) for one in (*exam, *lesson)] == [True, False, False]
    assert (counts["test"].held_out, counts["train"].bodies, counts["train"].without_new) == (1, 1, 1)
    corpus.add_runs("exam", "x", [RunRow("exam", "1", "x", "22", "prog", "-O2", "true", True, 99, 3, 123456, 512, (2500, 1500))])
    shown = card(corpus, counts)
    assert "| prog | exam | its own tests | -O2 | 99 | 3 | 123,456 | 1.5 | 512 |" in shown
    assert "3 modules with 3 distinct functions" in shown
    assert "| exam |" in shown


def test_what_is_built_for_two_targets_is_there_for_both(corpus: Corpus, toolchain: Toolchain, tmp_path: Path, pool: WorkerPool) -> None:
    add(corpus, toolchain, tmp_path, "cross", "train", {"a.c": plus("f")}, "--target=aarch64-linux-gnu")
    add(corpus, toolchain, tmp_path, "native", "train", {"a.c": plus("f"), "b.c": plus("g")})
    add(corpus, toolchain, tmp_path, "secret", "test", {"a.c": minus("h")})
    add(corpus, toolchain, tmp_path, "told", "train", {"a.c": minus("h")}, "--target=riscv64-linux-gnu")
    counts = split_corpus(corpus, pool)
    assert [row.package for row in corpus.modules("train")] == ["cross", "native"]
    assert len({row.target for row in corpus.modules("train")}) == 2
    assert (counts["train"].functions, counts["train"].without_new) == (2, 2)


def test_what_is_held_out_is_refused_by_name(corpus: Corpus, toolchain: Toolchain, tmp_path: Path) -> None:
    assert len(held_out()) > 2000
    for name in ("bzip2", "libjpeg-turbo", "gsm-1.0", "pocketsphinx", "gnupg2", "tiff"):
        with pytest.raises(CorpusError, match="held out"):
            add_folder(corpus, Source(name), tmp_path, [], toolchain, 1, quiet)
    for name in ("made", "systems", "lamest", "gsl"):
        assert split_of(name) in ("train", "validation", "test")
        with pytest.raises(Exception, match="has no C or C"):
            add_folder(corpus, Source(name), tmp_path, [], toolchain, 1, quiet)
    with pytest.raises(CorpusError, match="is no name"):
        add_folder(corpus, Source("../x"), tmp_path, [], toolchain, 1, quiet)


def test_a_build_that_compiles_nothing_says_what_it_said(corpus: Corpus, toolchain: Toolchain, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match=r"compiled nothing[\s\S]*no sources today"):
        add_build(corpus, Source("empty", script="echo no sources today; exit 4"), tmp_path, toolchain, 1, quiet)
    assert corpus.packages == {}


def test_mlgo_there_and_back(corpus: Corpus, toolchain: Toolchain, tmp_path: Path, pool: WorkerPool) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f")})
    split_corpus(corpus, pool)
    assert mlgo.export(corpus.modules("train"), tmp_path / "out", toolchain) == 1
    (row,) = corpus.modules("train")
    arguments = (tmp_path / "out" / "one" / f"{row.id}.cmd").read_bytes().split(b"\0")
    assert arguments[0] == b"-cc1"
    assert b"-pic-level" in arguments
    with pytest.raises(CorpusError, match="not empty"):
        mlgo.export(corpus.modules("train"), tmp_path / "out", toolchain)
    add_mlgo(corpus, Source("back"), tmp_path / "out", toolchain, 1, quiet)
    (back,) = corpus.raw_modules(corpus.packages[f"back@{toolchain.target}"])
    assert back.bitcode == row.bitcode
    (tmp_path / "out" / mlgo.DESCRIPTION).write_text(json.dumps({"modules": ["../../etc/passwd"]}))
    with pytest.raises(CorpusError, match="outside"):
        mlgo.calls(tmp_path / "out")


@pytest.mark.parametrize(
    "manifest",
    [
        "",
        "[]",
        "{}",
        '{"schema": "passwright.corpus/1"}',
        '{"schema": "passwright.corpus/1", "llvm": "22", "packages": [{}]}',
        "[" * 100000,
    ],
)
def test_a_broken_manifest(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "corpus.json").write_text(manifest)
    with pytest.raises(CorpusError, match="is no manifest"):
        Corpus(tmp_path)


def test_one_writer_at_a_time(corpus: Corpus) -> None:
    with pytest.raises(CorpusError, match="another run"):
        Corpus(corpus.folder, write=True)


def test_no_corpus_and_another_llvm(corpus: Corpus, tmp_path: Path) -> None:
    with pytest.raises(CorpusError, match="is no corpus"):
        Corpus(tmp_path / "nowhere")
    corpus.save()
    with pytest.raises(CorpusError, match=r"was made with LLVM .*, this is 19"):
        Corpus(corpus.folder, "19.1.7")
    with pytest.raises(CorpusError, match="passwright corpus split"):
        list(corpus.modules("train"))


@pytest.mark.parametrize("keep", [0, 4, 100, -5])
def test_a_broken_file_of_rows(corpus: Corpus, toolchain: Toolchain, tmp_path: Path, keep: int) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f")})
    (path,) = corpus.raw.glob("*.modules.parquet")
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(CorpusError, match="cannot be read"):
        list(read_rows(path, ModuleRow, MODULE))


def test_a_file_of_other_rows(corpus: Corpus, toolchain: Toolchain, tmp_path: Path) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f")})
    (path,) = corpus.raw.glob("*.functions.parquet")
    with pytest.raises(CorpusError, match="has not the columns"):
        list(read_rows(path, ModuleRow, MODULE))


def test_a_row_becomes_the_module_that_its_build_compiled(corpus: Corpus, toolchain: Toolchain, tmp_path: Path, pool: WorkerPool) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f")})
    split_corpus(corpus, pool)
    (row,) = corpus.modules("train")
    module = load_row(row, toolchain, pool)
    assert module.flags == ("-Oz", "-fPIC")
    assert module.facts.names == ("f",)
    assert Evaluator(module, pool).baseline.size > 0
    for flag in ("-fplugin=evil.so", "-Xclang", "-mllvm", "-B/tmp"):
        with pytest.raises(InputError, match="flags of the corpus"):
            load_row(dataclasses.replace(row, flags=(flag, "x")), toolchain, pool)


def test_a_split_that_was_cut_off_is_none(corpus: Corpus, toolchain: Toolchain, tmp_path: Path, pool: WorkerPool) -> None:
    add(corpus, toolchain, tmp_path, "one", "train", {"a.c": plus("f")})
    split_corpus(corpus, pool)
    assert len(list(corpus.modules("train"))) == 1
    (corpus.folder / "functions-train.parquet").unlink()
    with pytest.raises(CorpusError, match="passwright corpus split"):
        list(corpus.modules("train"))

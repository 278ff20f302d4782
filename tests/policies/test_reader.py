"""Policies in which a language model reads the largest functions: how much it reads, hostile folders, a search led by one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from passwright.data.documents import MOST_FLAGS
from passwright.data.tokens import Tokens, specials
from passwright.errors import PolicyError
from passwright.evaluate.evaluator import load_module
from passwright.evaluate.pool import WorkerPool
from passwright.llvm.toolchain import Toolchain
from passwright.optimizer.guide import guide, load
from passwright.optimizer.optimize import Options, Session
from passwright.policies.choices import DESCRIPTION, READER, TOKENIZER, Policy
from passwright.policies.reader import Reader

OWN = Path(__file__).parent.parent.parent / "passwright" / "policies" / "default"
SOURCE = """
extern int g(int, ...);
int small(int a) { return g(a, 1) + 1; }
int large(int a, int b) { for (int i = 0; i < b; ++i) a += g(a, b, i) * g(i); return a ? g(a * b) : g(b, 2, a, 3); }
"""


def network(choices: int, answers: int, vocabulary: int) -> bytes:
    """Scores that depend on every token; as an export makes it, of no training at all."""
    pytest.importorskip("onnx")
    from passwright.models.language.export import quantised, to_onnx
    from passwright.models.language.shape import Shape

    shape = Shape.sized(1, vocabulary, MOST_FLAGS)
    rng = np.random.default_rng(1)
    block = "model.layers.0."
    keys = shape.width * shape.groups // shape.heads
    sizes: dict[str, tuple[int, ...]] = {
        "model.embed_tokens.weight": (vocabulary, shape.width),
        f"{block}self_attn.q_proj.weight": (shape.width, shape.width),
        f"{block}self_attn.k_proj.weight": (keys, shape.width),
        f"{block}self_attn.v_proj.weight": (keys, shape.width),
        f"{block}self_attn.o_proj.weight": (shape.width, shape.width),
        f"{block}mlp.gate_proj.weight": (shape.hidden, shape.width),
        f"{block}mlp.up_proj.weight": (shape.hidden, shape.width),
        f"{block}mlp.down_proj.weight": (shape.width, shape.hidden),
        **dict.fromkeys((f"{block}input_layernorm.weight", f"{block}post_attention_layernorm.weight"), (shape.width,)),
        "model.norm.weight": (shape.width,),
    }
    tensors = {name: np.ones(size) if len(size) == 1 else rng.normal(0, 0.3, size) for name, size in sizes.items()}
    return quantised(to_onnx(tensors, shape, range(answers, answers + choices)))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's own policy with a reader that knows nothing."""
    folder = tmp_path_factory.mktemp("policies") / "policy"
    shutil.copytree(OWN, folder)
    description = json.loads((folder / DESCRIPTION).read_text())
    choices = len(description["choices"])
    tokens = Tokens.train([SOURCE] * 3, 400, specials(choices, []))
    tokens.write(folder / TOKENIZER)
    (folder / READER).write_bytes(network(choices, tokens.id("<choice:0>"), tokens.size))
    (folder / DESCRIPTION).write_text(json.dumps({**description, "reader": {"tokens": 1000}}))
    return folder


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "policy"))


def change(folder: Path, **fields: Any) -> None:
    path = folder / DESCRIPTION
    path.write_text(json.dumps({**json.loads(path.read_text()), **fields}))


def test_what_it_says_of_a_text_depends_on_the_text_alone(made: Path) -> None:
    reader = Reader(Policy.read(made))
    texts = {"short": "ret i32 %1", "long": "%2 = call i32 @g(i32 %0)\n" * 20, "other": "ret i32 %2"}
    together = reader.scores(texts)
    assert list(map(len, together.values())) == [len(reader.policy.choices)] * 3
    for name, text in texts.items():
        assert reader.scores({name: text})[name] == together[name]
    assert together["short"] != pytest.approx(together["other"], abs=1e-4)
    assert reader.scores({}) == {}


def test_it_reads_as_much_as_the_policy_says(folder: Path) -> None:
    line = "%2 = call i32 @g(i32 %0)\n"
    reader = Reader(Policy.read(folder))
    one = len(reader.tokens.encode([line * 10])[0]) + 3
    change(folder, reader={"tokens": 2 * one})
    few = Reader(Policy.read(folder))
    assert list(few.scores(dict.fromkeys("abc", line * 10))) == ["a", "b"]
    assert list(few.scores({"a": line * 10, "too long": line * 15, "c": line * 10})) == ["a", "c"]


@pytest.mark.parametrize("reads", [{"tokens": 0}, {"tokens": 1 << 40}, {"tokens": "1000"}, {"tokens": True}, {}, 7, [1]])
def test_a_description_that_is_none_is_refused(folder: Path, reads: object) -> None:
    change(folder, reader=reads)
    with pytest.raises(PolicyError, match="does not describe"):
        Policy.read(folder)


def test_broken_files_are_refused(folder: Path) -> None:
    policy = Policy.read(folder)
    (folder / READER).write_bytes((folder / READER).read_bytes()[:1000])
    with pytest.raises(PolicyError, match="is no network"):
        Reader(Policy.read(folder))
    (folder / READER).write_bytes((OWN / "ranker.onnx").read_bytes())
    with pytest.raises(PolicyError, match="not what reads functions"):
        Reader(Policy.read(folder))
    (folder / READER).write_bytes(policy.reader.weights if policy.reader else b"")
    words = json.loads((folder / TOKENIZER).read_text())
    none_of_ours = json.dumps({**words, "added_tokens": [], "model": {"type": "WordLevel", "vocab": {"a": 0}, "unk_token": "b"}})
    for text in ("", "{}", '{"model": 1}', "\xff" * 10, none_of_ours):
        (folder / TOKENIZER).write_text(text, encoding="latin-1")
        with pytest.raises(PolicyError, match="is no tokenizer"):
            Reader(Policy.read(folder))
    (folder / TOKENIZER).unlink()
    with pytest.raises(PolicyError, match="No such file"):
        Policy.read(folder)


def test_scores_that_are_none_are_refused(made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    reader = Reader(Policy.read(made))
    choices = len(reader.policy.choices)
    for table in (np.full((1, choices), np.nan), np.zeros((2, choices)), np.zeros((1, choices + 1))):
        monkeypatch.setattr(reader, "network", Says(table))
        with pytest.raises(PolicyError, match="no scores"):
            reader.scores({"f": "ret void"})


class Says:
    """A network that gives one answer."""

    def __init__(self, table: Any) -> None:
        self.table = table

    def run(self, *_: Any) -> list[Any]:
        return [self.table]


def test_a_reader_needs_a_ranker_for_the_rest(folder: Path) -> None:
    change(folder, ranker=False)
    with pytest.raises(PolicyError, match="without a ranker"):
        Policy.read(folder)


def test_a_search_begins_where_it_says(made: Path, tmp_path: Path, pool: WorkerPool, toolchain: Toolchain) -> None:
    source = tmp_path / "f.c"
    source.write_text(SOURCE)
    module = load_module(str(source), (), toolchain, pool)
    policy, ranker = load(str(made))
    with Session(module, (), Options(jobs=1), toolchain=toolchain, pool=pool) as session:
        begin = guide(session, policy, ranker)
        plain = guide(session, *load(str(OWN)))
    assert begin is not None
    assert plain is not None
    assert set(begin.ranking) == set(plain.ranking) == {"small", "large"}
    assert begin.ranking != plain.ranking

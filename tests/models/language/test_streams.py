"""Training data that is not as it must be is refused, and the error names the file."""

from __future__ import annotations

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from passwright.errors import DataError
from passwright.models.language.streams import Folder
from tests.models.synthetic import write


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write(tmp_path / "data", documents=20)


def change(path: Path, kind: str, place: int, value: float) -> None:
    array = np.frombuffer(lzma.decompress(path.read_bytes()), dtype=kind).copy()
    array[place] = value
    path.write_bytes(lzma.compress(array.tobytes()))


def test_documents_are_those_that_were_written(data: Path) -> None:
    folder = Folder.open(data)
    stream = folder.stream("flags", "train")
    assert len(stream.prompts) == 20
    assert len(stream.costs) == 20
    assert stream.lengths.sum() == len(stream.tokens)
    first = stream.tokens[: stream.starts[1]].tolist()
    assert (first[0], first[1], first[-2], first[-1]) == (1, 9, 10, 2)
    assert folder.has("emulate", "test")
    assert not folder.has("emulate", "later")


def test_a_choice_that_cannot_be_had_costs_what_nothing_costs(data: Path) -> None:
    change(data / "flags.train.costs.xz", "<f4", 3, float("nan"))
    costs = Folder.open(data).stream("flags", "train").costs
    assert np.isfinite(costs).all()
    assert costs[0, 3] == costs[0, 0]


def test_the_digest_changes_with_any_byte(data: Path) -> None:
    before = Folder.open(data).digest
    assert Folder.open(data).digest == before
    change(data / "emulate.test.tokens.xz", "<u2", 3, 17)
    assert Folder.open(data).digest != before


@pytest.mark.parametrize(
    ("name", "kind", "place", "value", "words"),
    [
        ("pretrain.train.tokens.xz", "<u2", 5, 64, "outside the vocabulary of 64"),
        ("pretrain.train.tokens.xz", "<u2", 0, 20, "from bos to eos"),
        ("pretrain.train.index.xz", "<u4", 0, 1000, "counts"),
        ("emulate.train.index.xz", "<u4", 1, 1000, "empty or all prompt"),
        ("flags.train.costs.xz", "<f4", 0, float("nan"), "for choice 0"),
        ("flags.train.costs.xz", "<f4", 1, -3.0, "negative"),
        ("flags.train.costs.xz", "<f4", 1, float("inf"), "infinite"),
    ],
)
def test_what_contradicts_itself_is_refused(data: Path, name: str, kind: str, place: int, value: float, words: str) -> None:
    change(data / name, kind, place, value)
    with pytest.raises(DataError, match=words):
        Folder.open(data).stream(name.split(".")[0], "train")


@pytest.mark.parametrize("part", ["tokens", "index", "costs"])
def test_files_that_are_cut_or_missing_are_refused(data: Path, part: str) -> None:
    path = data / f"flags.train.{part}.xz"
    whole = path.read_bytes()
    for cut in (0, 10, len(whole) - 1):
        path.write_bytes(whole[:cut])
        with pytest.raises(DataError, match=path.name):
            Folder.open(data).stream("flags", "train")
    path.write_bytes(lzma.compress(lzma.decompress(whole)[:-4]))
    with pytest.raises(DataError, match=r"flags\.train"):
        Folder.open(data).stream("flags", "train")
    path.unlink()
    with pytest.raises(DataError, match=path.name):
        Folder.open(data).stream("flags", "train")


def test_a_stream_of_no_document_is_not_there(data: Path) -> None:
    place = data / "data.json"
    place.write_text(json.dumps(json.loads(place.read_text()) | {"streams": {"flags.test": {"documents": 0, "tokens": 0, "bytes": 0}}}))
    folder = Folder.open(data)
    assert not folder.has("flags", "test")
    assert folder.has("flags", "train")


def test_a_description_that_is_broken_is_refused(data: Path) -> None:
    place = data / "data.json"
    said = json.loads(place.read_text())
    for broken in (
        "",
        "[]",
        json.dumps(said | {"schema": "other/1"}),
        json.dumps(said | {"vocabulary": 1 << 20}),
        json.dumps(said | {"choice_ids": [64]}),
        json.dumps(said | {"special": {"bos": 1}}),
        json.dumps({key: value for key, value in said.items() if key != "special"}),
    ):
        place.write_text(broken)
        with pytest.raises(DataError, match=r"data\.json"):
            Folder.open(data)

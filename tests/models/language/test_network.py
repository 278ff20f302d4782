"""The network is transformers' own, its folder loads there, and folders that are broken are refused."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import pytest

from passwright.errors import OutputError, WeightsError
from passwright.models.language.shape import PRESETS, Shape

torch = pytest.importorskip("torch")
transformers = pytest.importorskip("transformers")

from passwright.models.language.network import build, load, save, states  # noqa: E402
from passwright.models.language.pack import pack  # noqa: E402

SHAPE = Shape(2, 32, 4, 2, 48, 60, 64, True, 1e-3, 1024)
SPECIAL = {"bos": 1, "eos": 2, "pad": 0}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(build(SHAPE, SPECIAL, seed=3), tmp_path / "weights")
    return tmp_path / "weights"


@pytest.mark.parametrize("size", PRESETS)
def test_presets_count_their_parameters_as_the_network_has_them(size: str) -> None:
    shape = Shape.sized(size, 8192, 2048)
    with torch.device("meta"):
        model = build(shape, SPECIAL, seed=0)
    assert sum(p.numel() for p in model.parameters()) == shape.parameters
    assert Shape.from_json(json.loads(json.dumps(shape.to_json()))) == shape


def test_presets_go_from_a_million_to_the_papers_thirteen_billion() -> None:
    counts = [Shape.sized(size, 8192, 2048).parameters for size in PRESETS]
    assert counts == sorted(counts)
    assert counts[0] < 1.5e6
    assert 12.5e9 < counts[-1] < 13.5e9


def test_states_are_those_of_the_models_own_forward() -> None:
    model = build(SHAPE, SPECIAL, seed=3)
    tokens = torch.randint(0, 60, (3, 17))
    with torch.no_grad():
        expected = model(input_ids=tokens, use_cache=False).logits
        torch.testing.assert_close(model.lm_head(states(model, tokens)), expected)


def test_transformers_loads_what_was_saved_and_so_do_we(folder: Path) -> None:
    model = build(SHAPE, SPECIAL, seed=3)
    theirs = transformers.AutoModelForCausalLM.from_pretrained(folder)
    ours = load(folder)
    for name, value in model.state_dict().items():
        assert torch.equal(theirs.state_dict()[name], value), name
        assert torch.equal(ours.state_dict()[name], value), name


def test_packed_weights_are_those_in_bf16_in_small_files(folder: Path, tmp_path: Path) -> None:
    import zipfile

    (tmp_path / "metrics.jsonl").write_text("{}\n")
    files = pack(tmp_path, folder, tmp_path / "out", most=16_000)
    assert len(files) > 2
    assert all(path.stat().st_size < 20_000 for path in files)
    with zipfile.ZipFile(tmp_path / "out" / "records.zip") as archive:
        assert "metrics.jsonl" in archive.namelist()
        archive.extractall(tmp_path / "out")
    theirs = transformers.AutoModelForCausalLM.from_pretrained(tmp_path / "out")
    for name, value in load(folder).state_dict().items():
        assert torch.equal(theirs.state_dict()[name], value.to(torch.bfloat16)), name


def test_weights_too_large_to_pack_leave_the_records(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="above 1,000"):
        pack(tmp_path, folder, tmp_path / "out", total=1000)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["records.zip"]


def test_only_an_earlier_packing_is_replaced(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    first = pack(tmp_path, folder, out, most=16_000)
    assert len(pack(tmp_path, folder, out)) < len(first)
    for place in (out, tmp_path / "out.part"):
        place.mkdir(exist_ok=True)
        (place / "other").touch()
        with pytest.raises(OutputError, match="it holds other"):
            pack(tmp_path, folder, out)
        (place / "other").unlink()
    with pytest.raises(OutputError, match="no folder"):
        pack(tmp_path, folder, folder / "config.json")


def test_truncated_weights_are_refused(folder: Path) -> None:
    path = folder / "model.safetensors"
    path.write_bytes(path.read_bytes()[:-100])
    with pytest.raises(WeightsError, match=r"model\.safetensors: is truncated"):
        load(folder)


def test_weights_of_another_shape_are_refused(folder: Path) -> None:
    described = json.loads((folder / "config.json").read_text())
    (folder / "config.json").write_text(json.dumps(described | {"intermediate_size": 64}))
    with pytest.raises(WeightsError, match=r"has the shape \[32, 48\], not \[32, 64\]"):
        load(folder)
    (folder / "config.json").write_text(json.dumps(described | {"num_hidden_layers": 3}))
    with pytest.raises(WeightsError, match=r"model\.layers\.2\.\S+ is missing"):
        load(folder)


def test_a_pickle_is_not_looked_at(folder: Path) -> None:
    (folder / "model.safetensors").unlink()
    (folder / "pytorch_model.bin").write_bytes(pickle.dumps({}))
    with pytest.raises(WeightsError, match="holds no weights"):
        load(folder)
    (folder / "config.json").write_text("[1, 2")
    with pytest.raises(WeightsError, match="cannot be read as a model's config"):
        load(folder)

"""The exported network says what the trained one says."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")
pytest.importorskip("onnx")

from passwright.errors import WeightsError  # noqa: E402
from passwright.models.language.export import quantised, shape_of, to_onnx  # noqa: E402
from passwright.models.language.network import build  # noqa: E402
from passwright.models.language.shape import Shape  # noqa: E402

CHOICES = [20, 7, 33]


def scores(data: bytes, ids: Any, last: Any) -> Any:
    import onnxruntime

    return onnxruntime.InferenceSession(data).run(["scores"], {"ids": ids, "last": last})[0]


@pytest.mark.parametrize("layers", [2, 4])  # with one head of keys for two of queries, and for four
def test_export_says_what_the_network_says(layers: int) -> None:
    shape = Shape.sized(layers, 64, 96)
    model = build(shape, {"bos": 1, "eos": 2, "pad": 0}, seed=3).eval()
    with torch.no_grad():
        for parameter in model.parameters():  # so that it matters which weight stands where
            parameter.add_(torch.randn(parameter.shape, generator=torch.Generator().manual_seed(parameter.numel())) * 0.2)
    ids = np.random.default_rng(0).integers(3, 64, (3, 50))
    last = np.array([49, 20, 0])
    with torch.no_grad():
        wanted = model(torch.from_numpy(ids)).logits[torch.arange(3), torch.from_numpy(last)][:, CHOICES].numpy()
    exported = to_onnx({name: value.detach().numpy() for name, value in model.state_dict().items()}, shape, CHOICES)
    found = scores(exported.SerializeToString(), ids, last)
    np.testing.assert_allclose(found, wanted, rtol=1e-3, atol=1e-3)
    small = quantised(exported)
    assert len(small) < 0.5 * len(exported.SerializeToString())
    assert np.abs(scores(small, ids, last) - wanted).max() < 0.25 * np.abs(wanted).max()
    ids[1, 21:] = 0  # what is behind a text's last token is nothing to it
    np.testing.assert_allclose(scores(exported.SerializeToString(), ids, last), found, rtol=1e-4, atol=1e-4)


def test_eight_bits_do_not_saturate() -> None:
    """255 times 127, summed in pairs, is more than 16 bits with a sign hold."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    matrix = np.full((64, 8), 1.0, np.float32)
    made = helper.make_model(
        helper.make_graph(
            [helper.make_node("MatMul", ["x", "w"], ["y"])],
            "product",
            [helper.make_tensor_value_info("x", TensorProto.FLOAT, [1, 64])],
            [helper.make_tensor_value_info("y", TensorProto.FLOAT, [1, 8])],
            [numpy_helper.from_array(matrix, "w")],
        ),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=9,
    )
    onnx.checker.check_model(made)
    import onnxruntime

    (found,) = onnxruntime.InferenceSession(quantised(made)).run(None, {"x": np.full((1, 64), 3.0, np.float32)})
    np.testing.assert_allclose(found, np.full((1, 8), 192.0), rtol=0.01)


def test_shape_of_config_is_the_shape() -> None:
    shape = Shape.sized(3, 64, 96)
    config = build(shape, {"bos": 1, "eos": 2, "pad": 0}, seed=0).config.to_dict()
    assert Shape.of_config(config, shape.rate, shape.batch) == shape
    assert shape_of(config, "x").layers == 3
    for name, value in {"rms_norm_eps": 1e-5, "attention_bias": True, "head_dim": 32, "rope_parameters": {"rope_type": "llama3"}}.items():
        with pytest.raises(WeightsError):
            shape_of({**config, name: value}, "x")

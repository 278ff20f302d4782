"""What the network of decisions learns, and that its export says the same. Needs torch and onnx, as training does."""

from __future__ import annotations

import numpy as np
import pytest

from passwright.models.ranker import Setting, to_onnx

torch = pytest.importorskip("torch")
pytest.importorskip("onnx")
SETTING = Setting(hidden=16, epochs=40, batch=64, rate=5e-3, seed=1)


def table() -> tuple[np.ndarray, np.ndarray]:
    """Saves its first count if the second is small, costs it otherwise; the other decision is unknown for every third row."""
    rng = np.random.default_rng(0)
    features = rng.integers(0, 60, (600, 5)).astype(np.float32)
    gains = np.stack([np.where(features[:, 1] < 20, features[:, 0], -features[:, 0]), -features[:, 2]], 1).astype(np.float32)
    gains[::3, 1] = np.nan
    return features, gains


def test_it_learns_which_decisions_save_and_onnx_runtime_agrees() -> None:
    import onnxruntime

    from passwright.models.gains import SCALE, fit

    features, gains = table()
    network = fit(features, gains, SETTING, several=3)
    session = onnxruntime.InferenceSession(to_onnx(network), providers=["CPUExecutionProvider"])
    (scores,) = session.run(None, {"features": features})
    with torch.no_grad():
        ours = network(torch.tensor(features)).numpy()
    np.testing.assert_allclose(scores, ours, atol=1e-4)
    telling = abs(gains[:, 0]) > SCALE
    assert ((scores[:, 0] > 0) == (gains[:, 0] > 0))[telling].mean() > 0.9
    assert (scores[:, 1] < 0).mean() > 0.9


def test_several_are_one_by_their_mean() -> None:
    from passwright.models.gains import _joined, _layers

    members = [_layers(5, 4, 2) for _ in range(3)]
    x = torch.rand(7, 5)
    with torch.no_grad():
        mean = sum(member(x) for member in members) / 3
        np.testing.assert_allclose(_joined(members)(x).numpy(), mean.numpy(), atol=1e-6)

"""Losses are what they say, by other ways to compute them, and do not depend on how a step is cut."""

from __future__ import annotations

import numpy as np
import pytest

from passwright.models.language.shape import Shape
from passwright.models.language.streams import Folder, Stream
from tests.models.synthetic import SPECIAL, write

torch = pytest.importorskip("torch")
pytest.importorskip("transformers")

from passwright.models.language.device import Device  # noqa: E402
from passwright.models.language.measure import costs_of_choices, first_choices, loss_of_text  # noqa: E402
from passwright.models.language.network import build  # noqa: E402
from passwright.models.language.packing import Rows  # noqa: E402
from passwright.models.language.parts import ChoicePart, Choices, TextPart  # noqa: E402
from passwright.models.language.stages import Mix, even, parts_of  # noqa: E402

MODEL = build(Shape(1, 32, 2, 1, 48, 64, 64, True, 1e-3, 1024), SPECIAL, seed=3)
CPU = Device(torch.device("cpu"), "cpu", None)


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Folder:
    return Folder.open(write(tmp_path_factory.mktemp("lm") / "data", documents=60, most=30))


def gradient(part: TextPart | ChoicePart, step: int) -> tuple[float, np.ndarray]:
    MODEL.zero_grad()
    total = 0.0
    for loss in part.losses(MODEL, step):
        loss.backward()
        total += float(loss.detach())
    return total, torch.cat([p.grad.flatten() for p in MODEL.parameters()]).numpy().copy()


def test_the_loss_of_a_choice_is_the_expected_cost_and_a_tenth_of_the_texts() -> None:
    words = [[20, 21, 23], [30, 31, 32, 34, 35]]
    documents = [[1, 9, *text, 10, 2] for text in words]
    tokens = np.array([token for document in documents for token in document], dtype=np.uint16)
    starts = np.cumsum([0, *(len(document) for document in documents)])
    costs = np.array([[0, 32, 5000], [16, 0, 48]], dtype=np.float32)
    stream = Stream("flags.train", tokens, starts, np.array([0, 0]), costs)
    part = ChoicePart("flags", Choices(stream, [12, 13, 14], 0, "cpu"), 2, 1 << 20, 1.0, seed=0)
    (total,) = part.losses(MODEL, 0)

    chosen, text, count = 0.0, 0.0, 0
    for document, row in zip(documents, costs, strict=True):
        logits = MODEL(input_ids=torch.tensor([document[:-1]]), use_cache=False).logits[0].detach().double().numpy()
        scores = np.exp(logits[-1, 12:15])
        chosen += float((scores / scores.sum() * np.minimum(row, 2000) / 16).sum())
        for place in range(1, len(document) - 2):
            text += float(np.log(np.exp(logits[place - 1]).sum()) - logits[place - 1, document[place]])
            count += 1
    assert float(total.detach()) == pytest.approx(chosen / 2 + 0.1 * text / count, rel=1e-5)


def test_the_loss_and_its_gradient_are_the_same_wherever_a_step_is_cut(data: Folder) -> None:
    texts = data.stream("emulate", "train")
    choices = Choices(data.stream("flags", "train"), data.choice_ids, 0, "cpu")
    cases = [
        [TextPart("emulate", [(Rows(texts, 64, 0, 0, "cpu"), 6)], micro, 1.0, False) for micro in (6, 4, 1)],
        [ChoicePart("flags", choices, 16, micro, 1.0, 0) for micro in (4096, 200, 1)],
    ]
    for whole, *cut in cases:
        total, slope = gradient(whole, step=2)
        for part in cut:
            again, other = gradient(part, step=2)
            assert again == pytest.approx(total, rel=1e-5)
            np.testing.assert_allclose(other, slope, atol=1e-6)


def test_each_pass_over_the_choices_has_every_document_once(data: Folder) -> None:
    part = ChoicePart("flags", Choices(data.stream("flags", "train"), data.choice_ids, 0, "cpu"), 7, 4096, 1.0, seed=4)
    numbers = np.concatenate([part.drawn(step) for step in range(18)])[:120]
    assert sorted(numbers[:60]) == sorted(numbers[60:]) == list(range(60))
    assert numbers[:60].tolist() != numbers[60:].tolist()


def test_batches_of_choices_are_within_bounds_and_whole(data: Folder) -> None:
    stream = data.stream("flags", "train")
    choices = Choices(stream, data.choice_ids, 0, "cpu")
    seen = []
    for some, tokens, last in choices.batches(np.arange(60), 300):
        assert tokens.numel() <= 300
        for document, row, end in zip(some.tolist(), tokens.tolist(), last.tolist(), strict=True):
            seen.append(document)
            assert row[: end + 1] == stream.tokens[stream.starts[document] : stream.starts[document + 1] - 1].tolist()
            assert row[end] == SPECIAL["answer"]
            assert not any(row[end + 1 :])
    assert sorted(seen) == list(range(60))


def test_figures_are_those_of_each_document_alone(data: Folder) -> None:
    stream = data.stream("flags", "validation")
    choices = Choices(stream, data.choice_ids, 0, "cpu")
    best = first_choices(MODEL, choices, CPU, 300)
    with torch.no_grad():
        for document, choice in enumerate(best):
            tokens = stream.tokens[stream.starts[document] : stream.starts[document + 1] - 1]
            logits = MODEL(input_ids=torch.tensor([tokens.tolist()]), use_cache=False).logits[0, -1, data.choice_ids]
            assert int(logits.argmax()) == choice
    figures = costs_of_choices(np.array([0, 2]), np.array([[4.0, 0.0, 1.0], [2.0, 6.0, 0.0]]), fixed=2)
    assert figures == {"first": 2.0, "nothing": 3.0, "fixed": 0.5}
    rows = Rows(data.stream("emulate", "validation"), 64, 0, 0, "cpu")
    assert loss_of_text(MODEL, rows, CPU, 2, 1000) == pytest.approx(loss_of_text(MODEL, rows, CPU, 100, 1000))


def test_a_stage_learns_its_own_and_a_share_of_what_came_before(data: Folder) -> None:
    streams = {name: data.stream(name, "train") for name in ("pretrain", "emulate", "flags", "disassemble")}
    mix = Mix(context=32, batch=32 * 100, documents=40, replay=0.2, micro=32 * 30, seed=0)

    def parts(stage: str, *earlier: str) -> list[TextPart | ChoicePart]:
        return parts_of(stage, earlier, streams, data, mix, CPU, None)

    (alone,) = parts("pretrain")
    assert [count for _, count in alone.sources] == [100]
    assert 100 % alone.micro == 0
    text, choice = parts("disassemble", "pretrain", "emulate", "flags")
    assert [count for _, count in text.sources] == [86, 7, 7]
    assert (choice.count, choice.weight) == (3, pytest.approx(0.2 / 3))
    assert text.weight + choice.weight == pytest.approx(1)
    own, replay = parts("flags", "pretrain", "emulate")
    assert own.weight + replay.weight == pytest.approx(1)
    assert replay.tokens / (own.tokens + replay.tokens) == pytest.approx(0.2, abs=0.05)
    assert even(109, 64) == (110, 55)

"""Packed rows hold every document whole, once a pass, and are the same whoever asks."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from passwright.errors import DataError
from passwright.models.language.packing import Rows, best_fit
from passwright.models.language.streams import Stream

torch = pytest.importorskip("torch")
PAD = 0


def stream_of(shapes: list[tuple[int, int]]) -> Stream:
    """Documents of these lengths and prompts; their tokens count up from 1 through all documents, so that each says where it is from."""
    lengths = np.array([length for length, _ in shapes])
    starts = np.concatenate([[0], np.cumsum(lengths)])
    prompts = np.array([min(prompt, length - 1) for length, prompt in shapes])
    return Stream("made.train", np.arange(1, starts[-1] + 1).astype(np.uint16), starts, prompts)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.integers(3, 40), st.integers(0, 20)), min_size=1, max_size=40), st.integers(4, 31), st.integers(0, 3), st.data()
)
def test_each_token_that_fits_comes_once_a_pass_and_is_learned_if_it_is_no_prompt(
    shapes: list[tuple[int, int]], context: int, number: int, data: st.DataObject
) -> None:
    stream = stream_of(shapes)
    width = context + 1
    fits = (stream.prompts == 0) | (stream.lengths <= width)
    if not fits.any():
        with pytest.raises(DataError, match="no document that fits"):
            Rows(stream, context, 7, PAD, "cpu")
        return
    rows = Rows(stream, context, 7, PAD, "cpu")
    assert rows.pieces.left_out == (~fits).sum()
    tokens, learned = (part.numpy() for part in rows.take(number * rows.count, rows.count))
    assert tokens.shape == (rows.count, width)
    flat, mask = tokens.ravel(), np.concatenate([np.zeros((rows.count, 1), bool), learned], 1).ravel()
    expected = []
    for start, length, prompt, fit in zip(stream.starts, stream.lengths, stream.prompts, fits, strict=False):
        places = range(length if fit else 0)
        expected += [(start + place + 1, place % width > 0 if prompt == 0 else place >= prompt) for place in places]
    found = sorted((int(token), bool(learns)) for token, learns in zip(flat, mask, strict=True) if token != PAD)
    assert found == expected
    assert not mask[flat == PAD].any()
    # A document stays in one piece, in order: behind each token of it comes the next, in the same row.
    place_of = {int(token): place for place, token in enumerate(flat) if token != PAD}
    for start, length, fit in zip(stream.starts, stream.lengths, fits, strict=False):
        for place in range(1, length if fit else 0):
            if place % width:
                assert place_of[start + place + 1] == place_of[start + place] + 1
    # The same rows, however they are asked for.
    cut = data.draw(st.integers(0, rows.count))
    again = Rows(stream, context, 7, PAD, "cpu")
    halves = [again.take(number * rows.count + first, count) for first, count in ((0, cut), (cut, rows.count - cut)) if count]
    assert np.array_equal(np.concatenate([half[0].numpy() for half in halves]), tokens)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=200))
def test_rows_are_never_overfull_and_hardly_more_than_needed(lengths: list[int]) -> None:
    falling = np.sort(np.array(lengths))[::-1]
    rows = best_fit(falling, 50)
    sums = np.bincount(rows, falling)
    assert sums.max() <= 50
    # Never two rows that would fit into one.
    assert len(sums) == 1 or np.sort(sums)[:2].sum() > 50


def test_passes_differ_in_order_and_rows_go_on_through_them() -> None:
    rows = Rows(stream_of([(length, 0) for length in range(3, 60)]), 64, 1, PAD, "cpu")
    first, second = (rows.take(number * rows.count, rows.count)[0] for number in range(2))
    assert not torch.equal(first, second)
    assert torch.equal(first.unique(), second.unique())
    across, _ = rows.take(rows.count - 1, 2)
    assert torch.equal(across, torch.cat([first[-1:], second[:1]]))
    assert not torch.equal(Rows(stream_of([(9, 0)] * 30), 64, 2, PAD, "cpu").take(0, 1)[0], rows.take(0, 1)[0])


def test_large_ids_survive() -> None:
    stream = Stream("made.train", np.array([65535, 40000, 3], dtype=np.uint16), np.array([0, 3]), np.array([0]))
    tokens, _ = Rows(stream, 4, 0, 65534, "cpu").take(0, 1)
    assert tokens.tolist() == [[65535, 40000, 3, 65534, 65534]]

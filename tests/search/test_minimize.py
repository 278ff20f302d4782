"""Minimisation on words, as in test_study."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from passwright.search.minimize import minimize
from tests.search.test_study import Words

SPACE = Words()
long_words = st.text(alphabet="abcdef", min_size=1, max_size=24)


def batched(same: Callable[[str], bool]) -> Callable[[Sequence[str]], list[bool]]:
    return lambda points: [same(point) for point in points]


def is_shortest(point: str, same: Callable[[str], bool]) -> bool:
    """Whether no single step can go."""
    return not any(same(shorter) for step in range(len(point)) if (shorter := SPACE.without(point, frozenset([step]))))


def holds(point: str, needed: str) -> bool:
    """Whether the letters of `needed` stand in `point` in this order."""
    rest = iter(point)
    return all(letter in rest for letter in needed)


@given(long_words, st.data())
def test_what_matters_stays_and_all_else_goes(word: str, data: st.DataObject) -> None:
    needed = "".join(letter for letter in word if data.draw(st.booleans())) or word[0]
    assert minimize(SPACE, word, batched(lambda point: holds(point, needed))) == needed


@given(long_words)
def test_order_that_does_not_matter_becomes_the_canonical_one(word: str) -> None:
    shortest = minimize(SPACE, word, batched(lambda point: set(point) == set(word)))
    assert shortest == "".join(sorted(set(word)))


@given(long_words, st.integers(0, 1000))
def test_no_single_step_can_go_even_if_steps_depend_on_each_other(word: str, salt: int) -> None:
    def same(point: str) -> bool:
        return point == word or hashlib.blake2b(f"{salt}{point}".encode()).digest()[0] < 80

    shortest = minimize(SPACE, word, batched(same))
    assert same(shortest)
    assert is_shortest(shortest, same)


@pytest.mark.parametrize("word", ["a", "ba", "abcdef", "f" * 24])
def test_point_that_is_shortest_already_stays(word: str) -> None:
    assert minimize(SPACE, word, batched(lambda point: point == word)) == word


def test_last_step_stays_if_nothing_matters() -> None:
    assert len(minimize(SPACE, "abcdef", batched(lambda point: True))) == 1

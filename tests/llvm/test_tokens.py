"""Tokens are words and signs, whichever way they are counted."""

from __future__ import annotations

import re
import string

from hypothesis import given
from hypothesis import strategies as st

from passwright.llvm.structure import tokens


def test_known_count() -> None:
    assert tokens("define i32 @f(i32 %0) {\n  ret i32 %0 }\n") == 15
    assert tokens("\x1c \t\r\n") == 0


@given(st.text() | st.text(string.printable))
def test_any_text(text: str) -> None:
    assert tokens(text) == len(re.findall(r"\w+|[^\w\s]", text))

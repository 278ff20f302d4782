"""The tokenizer gives back what it was given, and takes no text for more than text."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer
from tokenizers.models import BPE

from passwright.data import documents
from passwright.data.documents import MOST, MOST_FLAGS, PIECE, Emulated
from passwright.data.tokens import ANSWER, BOS, CUT, EOS, KINDS, Tokens, choice_token, pass_token, specials
from passwright.data.tokens import MOST as MOST_TOKENS
from passwright.errors import CorpusError

IR = "define i32 @f(i32 %0) #0 {\n %2 = add nsw i32 %0, 1\n ret i32 %2\n}\n"
ASM = "f:\n leal 1(%rdi), %eax\n retq\n"


@pytest.fixture(scope="module")
def tokens() -> Tokens:
    texts = [IR.replace("%2", f"%{n}") for n in range(50)] + [ASM] * 50
    return Tokens.train(texts, 600, specials(34, ["instcombine", "sroa"]))


@given(text=st.text())
def test_text_comes_back(tokens: Tokens, text: str) -> None:
    (ids,) = tokens.encode([text])
    assert tokens.decode(ids) == text
    assert all(0 <= number < tokens.size < MOST_TOKENS for number in ids)


def test_values_types_and_registers_are_words(tokens: Tokens) -> None:
    (ids,) = tokens.encode([" %2 = add nsw i32 %0, 1\n"])
    assert [tokens.tokenizer.decode([number]) for number in ids] == [" %2", " =", " add", " nsw", " i32", " %0", ",", " 1", "\n"]


def test_what_looks_like_a_special_token_is_text(tokens: Tokens) -> None:
    special = {tokens.id(name) for name in (*KINDS, choice_token(0), choice_token(33), pass_token("sroa"))}
    assert len(special) == len(KINDS) + 3
    for text in (*KINDS, "a<eos>b", "<choice:3>", "<pass:sroa>"):
        (ids,) = tokens.encode([text])
        assert not special & set(ids)
        assert tokens.decode(ids) == text
    with pytest.raises(KeyError):
        tokens.id("<pass:no-such-pass>")


def test_a_file_is_the_same_tokenizer(tokens: Tokens, tmp_path: Path) -> None:
    tokens.write(tmp_path / "tokenizer.json")
    again = Tokens.read(tmp_path / "tokenizer.json")
    assert again.encode([IR, "<eos>", "é\0"]) == tokens.encode([IR, "<eos>", "é\0"])


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"{}", b'{"version": "1.0", "model": 3}', b"\xff\xfe", b"[" * 100_000])
def test_a_file_that_is_no_tokenizer_is_named(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "tokenizer.json"
    path.write_bytes(data)
    with pytest.raises(CorpusError, match=r"tokenizer\.json"):
        Tokens.read(path)
    with pytest.raises(CorpusError, match="No such file"):
        Tokens.read(tmp_path / "none.json")


def test_a_tokenizer_of_someone_else_is_named(tmp_path: Path) -> None:
    path = tmp_path / "tokenizer.json"
    Tokenizer(BPE()).save(str(path))
    with pytest.raises(CorpusError, match="special tokens"):
        Tokens.read(path)


def test_forms_of_documents(tokens: Tokens) -> None:
    after = IR.replace("nsw ", "")
    read, oz, asm, emulated, disassembled = documents.of_function(tokens, IR, after, ASM, Emulated(("sroa", "instcombine"), 12, 4, after))
    assert [one.stage for one in (read, oz, asm, emulated, disassembled)] == ["pretrain"] * 3 + ["emulate", "disassemble"]
    assert tokens.decode(read.tokens) == f"<bos><ir>{IR}<eos>"
    assert tokens.decode(oz.tokens) == f"<bos><oz>{after}<eos>"
    assert tokens.decode(asm.tokens) == f"<bos><asm>{ASM}<eos>"
    assert tokens.decode(emulated.tokens) == f"<bos><ir>{IR}<plan><pass:sroa><pass:instcombine><answer>12 4<oz>{after}<eos>"
    assert tokens.decode(disassembled.tokens) == f"<bos><asm>{ASM}<answer><oz>{after}<eos>"
    for one in (emulated, disassembled):
        assert one.tokens[one.prompt - 1] == tokens.id(ANSWER)
    assert [one.prompt for one in (read, oz, asm)] == [0, 0, 0]
    assert read.bytes == len(IR)
    assert [one.stage for one in documents.of_function(tokens, IR, None, None, None)] == ["pretrain"]


@pytest.mark.parametrize("length", [1, 500, 1019, 1020, 1021, 5000])
def test_a_long_function_is_cut_in_the_middle(tokens: Tokens, length: int) -> None:
    text = " %2" * length
    document = documents.flags(tokens, text)
    assert document.fits
    assert tokens.decode(document.tokens[-2:]) == "<answer><eos>"
    assert (tokens.id(CUT) in document.tokens) == (length > MOST_FLAGS - 4)
    assert len(document.tokens) == length + 4 if length <= MOST_FLAGS - 4 else len(document.tokens) >= MOST_FLAGS - 1


@given(lines=st.lists(st.text(alphabet="ab c(\n", max_size=40), max_size=60))
def test_pieces_of_a_source_are_the_source(tokens: Tokens, lines: list[str]) -> None:
    text = "\n".join(lines) * 20
    pieces = list(documents.source(tokens, text))
    assert all(one.fits and len(one.tokens) <= PIECE + 3 for one in pieces)
    assert "".join(tokens.decode(one.tokens[2:-1]) for one in pieces) == text
    assert sum(one.bytes for one in pieces) == len(text.encode())


def test_a_line_too_long_for_a_piece_does_not_fit(tokens: Tokens) -> None:
    """So that it is counted with what is left out."""
    pieces = list(documents.source(tokens, "first\n" + "é!" * MOST * 2 + "\nlast\n"))
    assert [one.fits for one in pieces] == [True, False, True]
    del pieces[1]
    assert [tokens.decode(one.tokens[2:-1]) for one in pieces] == ["first\n", "last\n"]
    assert all(one.tokens[0] == tokens.id(BOS) and one.tokens[-1] == tokens.id(EOS) for one in pieces)

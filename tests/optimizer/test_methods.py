"""Methods by their names, and lists from outside."""

from __future__ import annotations

from pathlib import Path

import pytest

from passwright.errors import FlagError, InputError, PolicyError
from passwright.llvm.pipeline import Pipeline
from passwright.optimizer.methods import parse_methods, trusted_part


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("sroa,gvn", "function(sroa),function(gvn)"),
        ("module(globalopt,no-such-pass)", "module(globalopt)"),
        ("view-callgraph", None),
        ("function(view-cfg)", None),
        ("licm", "function(loop-mssa(licm))"),
        ("loop-mssa(licm),globaldce", "function(loop-mssa(licm)),globaldce"),
        ("repeat<3>(globalopt)", None),
        ("module(default<oz>,globaldce)", "module(globalopt,globaldce)"),
        ("function(default<Oz>)", None),
        (",".join(["globalopt"] * 700), None),
    ],
)
def test_what_is_left_of_a_list_from_outside(text: str, kept: str | None) -> None:
    part = trusted_part(Pipeline.parse(text), Pipeline.parse("globalopt"), 22, "core")
    assert (None if part is None else str(part)) == kept


@pytest.mark.parametrize(
    ("words", "error"),
    [
        ("nonsense", "there is no such method"),
        ("", "names none"),
        ("coreset:", "there is no such method"),
        ("policy:x", "policy.json: No such file"),
        ("coreset:none.txt", "none.txt: No such file"),
        ("endpoint:http://host/v1", "names no model"),
        ("endpoint:host#m", "is no http://"),
    ],
)
def test_methods_that_there_are_not(words: str, error: str) -> None:
    with pytest.raises((FlagError, InputError, PolicyError), match=error):
        parse_methods([words], 22, "core")


def test_a_coreset_holds_trusted_lists_only(tmp_path: Path) -> None:
    lists = tmp_path / "lists.txt"
    lists.write_text("function(sroa)\nview-callgraph\n")
    with pytest.raises(InputError, match="not within the tier core: view-callgraph"):
        parse_methods([f"coreset:{lists}"], 22, "core")
    lists.write_text("# nothing\n")
    with pytest.raises(InputError, match="holds no pass list"):
        parse_methods([f"coreset:{lists}"], 22, "core")


def test_a_method_is_told_by_what_its_file_holds(tmp_path: Path) -> None:
    names = []
    for folder, text in (("a", "function(sroa)"), ("b", "function(sroa)"), ("c", "function(gvn)")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text(text)
        names.append(f"coreset:{tmp_path / folder / 'x.txt'}")
    one, other = parse_methods([",".join(names)], 22, "core")
    assert one.identity != other.identity
    assert one.name == "coreset:x.txt"
    assert other.name == names[2]  # no two lines of one name

"""Truth values and bits as terms: Python's own where they are known, z3's where not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import z3

Truth = Any
"""True, False, or a z3 term."""
Term = Any
"""A z3 term: bits, an array or a world."""


def conj(*parts: Truth) -> Truth:
    if any(part is False for part in parts):
        return False
    left = [part for part in parts if part is not True]
    return True if not left else left[0] if len(left) == 1 else z3.And(*left)


def disj(*parts: Truth) -> Truth:
    if any(part is True for part in parts):
        return True
    left = [part for part in parts if part is not False]
    return False if not left else left[0] if len(left) == 1 else z3.Or(*left)


def neg(part: Truth) -> Truth:
    return (not part) if isinstance(part, bool) else z3.Not(part)


def known(part: Truth) -> Truth:
    """A z3 term that is always true or always false becomes Python's."""
    if isinstance(part, bool):
        return part
    part = z3.simplify(part)
    return True if z3.is_true(part) else False if z3.is_false(part) else part


def either(condition: Truth, one: Term, other: Term) -> Term:
    """`one` where the condition holds, else `other`; both are bits, arrays or worlds."""
    if condition is True or one.eq(other):
        return one
    return other if condition is False else z3.If(condition, one, other)


def either_truth(condition: Truth, one: Truth, other: Truth) -> Truth:
    if condition is True or one is other:
        return one
    if condition is False:
        return other
    if isinstance(one, bool) and isinstance(other, bool):
        return condition if one else neg(condition)
    return disj(conj(condition, one), conj(neg(condition), other))


def as_bit(condition: Truth) -> Term:
    if isinstance(condition, bool):
        return z3.BitVecVal(int(condition), 1)
    return z3.If(condition, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1))


def number(value: int, bits: int) -> Term:
    return z3.BitVecVal(value, bits)


def constant(term: Term) -> int | None:
    """The value of bits that are known."""
    term = z3.simplify(term)
    return int(term.as_long()) if z3.is_bv_value(term) else None


def resized(term: Term, bits: int, signed: bool = False) -> Term:
    have = term.size()
    if have == bits:
        return term
    if have > bits:
        return z3.Extract(bits - 1, 0, term)
    return z3.SignExt(bits - have, term) if signed else z3.ZeroExt(bits - have, term)


@dataclass(frozen=True, eq=False)
class Scalar:
    """Bits that may be poison. `slot`: a pointer into a local variable that is kept apart, as (its key, offset); the bits mean nothing
    then. `base`: the parameter or global that a pointer was made of by adding offsets."""

    bits: Term
    poison: Truth = False
    slot: tuple[str, int] | None = None
    base: str = ""


Values = Any
"""A Scalar, or a tuple of Values for an aggregate."""


def merged(condition: Truth, one: Scalar, other: Scalar) -> Scalar | None:
    """`one` where the condition holds, else `other`; None where that is a pointer into one of two local variables."""
    if one is other:
        return one
    if one.slot != other.slot:
        return None
    base = one.base if one.base == other.base else ""
    return Scalar(either(condition, one.bits, other.bits), either_truth(condition, one.poison, other.poison), one.slot, base)

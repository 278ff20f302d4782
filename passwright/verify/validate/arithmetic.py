"""What instructions without memory give, with poison as LLVM's language reference has it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import z3

from passwright.verify.lexer import Unsupported
from passwright.verify.validate.ir import Instruction, Type
from passwright.verify.validate.logic import (
    Scalar,
    Term,
    Truth,
    Values,
    as_bit,
    conj,
    constant,
    disj,
    either,
    known,
    merged,
    neg,
    number,
    resized,
)
from passwright.verify.validate.memory import State

if TYPE_CHECKING:
    from passwright.verify.validate.encode import Frame

COMPARE = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "ult": z3.ULT, "ule": z3.ULE, "ugt": z3.UGT, "uge": z3.UGE,
    "slt": lambda a, b: a < b, "sle": lambda a, b: a <= b, "sgt": lambda a, b: a > b, "sge": lambda a, b: a >= b,
}  # fmt: skip
FLOAT_SORTS = {"half": z3.FPSort(5, 11), "bfloat": z3.FPSort(8, 8), "float": z3.FPSort(8, 24), "double": z3.FPSort(11, 53)}


def evaluate(frame: Frame, each: Instruction, state: State) -> Values:
    values = [frame.value(value, state) for value in each.args]
    if each.op == "getelementptr":
        return address(frame, each, values)
    if each.op == "extractvalue":
        found = values[0]
        for index in each.indices:
            found = found[index]
        return found
    if each.op == "insertvalue":
        return _inserted(values[0], values[1], each.indices)
    if each.op == "select":
        return _select(frame, values)
    if each.op == "freeze":
        return _freeze(frame, values[0])
    if each.op in ("ptrtoint", "inttoptr", "bitcast", "ptrtoaddr"):
        return _reinterpreted(frame, each, values[0])
    plain = [frame.machine.plain(value) for value in values]
    poison = disj(*(value.poison for value in plain))
    if each.op == "icmp":
        return compare(each, plain, poison)
    if each.op == "fcmp":
        return Scalar(as_bit(float_compare(each.flags, each.args[0].type, plain[0].bits, plain[1].bits)), poison)
    if each.op in ("zext", "sext", "trunc"):
        return _resized(each, plain[0])
    if each.op == "fneg":
        return Scalar(plain[0].bits ^ number(1 << each.type.bits - 1, each.type.bits), poison)
    if each.type.kind == "float" or each.op in ("fptoui", "fptosi"):
        return _opaque(frame, each, plain, poison)
    return _binary(frame, each, plain[0].bits, plain[1].bits, poison, state)


def _inserted(whole: Values, part: Values, indices: tuple[int, ...]) -> Values:
    if not indices:
        return part
    return (*whole[: indices[0]], _inserted(whole[indices[0]], part, indices[1:]), *whole[indices[0] + 1 :])


def _select(frame: Frame, values: list[Values]) -> Values:
    condition = frame.machine.plain(values[0])
    taken = known(condition.bits == 1)
    found = frame.choose(taken, values[1], values[2])
    return _poisoned(found, condition.poison)


def _poisoned(value: Values, poison: Truth) -> Values:
    if poison is False:
        return value
    if isinstance(value, tuple):
        return tuple(_poisoned(each, poison) for each in value)
    return Scalar(value.bits, disj(value.poison, poison), value.slot, value.base)


def _freeze(frame: Frame, value: Values) -> Values:
    if isinstance(value, tuple):
        return tuple(_freeze(frame, each) for each in value)
    if value.poison is False:
        return value
    machine = frame.machine
    machine.open |= machine.source
    chosen = number(0, value.bits.size()) if machine.source else machine.symbol(value.bits.size())
    return merged(value.poison, Scalar(chosen), Scalar(machine.plain(value).bits, False))


def _reinterpreted(frame: Frame, each: Instruction, value: Values) -> Scalar:
    if not each.type.scalar or not each.args[0].type.scalar:
        raise Unsupported("a cast of an aggregate")
    plain = frame.machine.plain(value)
    return Scalar(resized(plain.bits, each.type.bits), plain.poison, base=plain.base if each.type == each.args[0].type else "")


def compare(each: Instruction, values: list[Scalar], poison: Truth) -> Scalar:
    left, right = values[0].bits, values[1].bits
    (predicate,) = each.flags - {"samesign"}
    if predicate not in COMPARE:
        raise Unsupported("text that the reader does not know")
    if "samesign" in each.flags:
        poison = disj(poison, z3.Extract(left.size() - 1, left.size() - 1, left ^ right) == 1)
    return Scalar(as_bit(known(COMPARE[predicate](left, right))), poison)


def float_compare(flags: frozenset[str], kind: Type, left: Term, right: Term) -> Truth:
    (predicate,) = flags
    if predicate in ("true", "false"):
        return predicate == "true"
    if kind.name not in FLOAT_SORTS:
        raise Unsupported("a comparison of long floating-point numbers")
    one, other = (z3.fpBVToFP(bits, FLOAT_SORTS[kind.name]) for bits in (left, right))
    equal, less, more = z3.fpEQ(one, other), z3.fpLT(one, other), z3.fpLT(other, one)
    ordered = {
        "oeq": equal, "olt": less, "ogt": more, "ole": z3.fpLEQ(one, other), "oge": z3.fpLEQ(other, one), "one": z3.Or(less, more),
        "ord": z3.Not(z3.Or(z3.fpIsNaN(one), z3.fpIsNaN(other))),
    }  # fmt: skip
    opposite = {"une": "oeq", "uge": "olt", "ule": "ogt", "ugt": "ole", "ult": "oge", "ueq": "one", "uno": "ord"}
    if predicate in ordered:
        return ordered[predicate]
    if predicate not in opposite:
        raise Unsupported("text that the reader does not know")
    return z3.Not(ordered[opposite[predicate]])


def _resized(each: Instruction, value: Scalar) -> Scalar:
    bits, have, want = value.bits, value.bits.size(), each.type.bits
    poison = value.poison
    if each.op == "sext":
        return Scalar(resized(bits, want, signed=True), poison)
    if each.op == "zext":
        if "nneg" in each.flags:
            poison = disj(poison, bits < 0)
        return Scalar(resized(bits, want), poison)
    low = z3.Extract(want - 1, 0, bits)
    if "nuw" in each.flags:
        poison = disj(poison, z3.ZeroExt(have - want, low) != bits)
    if "nsw" in each.flags:
        poison = disj(poison, z3.SignExt(have - want, low) != bits)
    return Scalar(low, poison)


def _opaque(frame: Frame, each: Instruction, values: list[Scalar], poison: Truth) -> Scalar:
    """Floating-point arithmetic as functions of which nothing is known but that they are functions."""
    kinds = " ".join(str(value.type) for value in each.args)
    bits = [value.bits for value in values]
    name = f"{each.op} {kinds} {each.type} {' '.join(sorted(each.flags))}"
    if each.op in ("fptoui", "fptosi"):  # poison for what does not fit
        poison = disj(poison, frame.machine.world.function(f"{name} fails", bits, z3.BoolSort()))
    return Scalar(frame.machine.world.function(name, bits, z3.BitVecSort(each.type.bits)), poison)


def _binary(frame: Frame, each: Instruction, left: Term, right: Term, poison: Truth, state: State) -> Scalar:
    op, flags, width = each.op, each.flags, left.size()
    machine = frame.machine
    if op in ("add", "sub", "mul"):
        result = left + right if op == "add" else left - right if op == "sub" else left * right
        for flag, signed in (("nsw", True), ("nuw", False)):
            if flag in flags:
                poison = disj(poison, known(overflows(op, left, right, signed)))
        return Scalar(result, poison)
    if op in ("udiv", "sdiv", "urem", "srem"):
        value = frame.machine.plain(frame.value(each.args[1], state))
        machine.require(state, known(conj(right != 0, neg(value.poison))))
        if op[0] == "s":
            dividend = frame.machine.plain(frame.value(each.args[0], state))
            lowest = left == number(1 << width - 1, width)
            machine.require(state, neg(known(conj(right == -1, disj(lowest, dividend.poison)))))
        make = {"udiv": z3.UDiv, "urem": z3.URem, "srem": z3.SRem, "sdiv": lambda a, b: a / b}[op]
        result = make(left, right)
        if "exact" in flags:
            poison = disj(poison, (z3.URem if op == "udiv" else z3.SRem)(left, right) != 0)
        return Scalar(result, poison)
    if op in ("shl", "lshr", "ashr"):
        poison = disj(poison, known(z3.UGE(right, number(width, width))) if width > 1 else right != 0)
        result = left << right if op == "shl" else z3.LShR(left, right) if op == "lshr" else left >> right
        back = (z3.LShR(result, right) if op == "shl" else result << right) != left
        if "nuw" in flags or "exact" in flags:
            poison = disj(poison, known(back))
        if "nsw" in flags:
            poison = disj(poison, known(result >> right != left))
        return Scalar(result, poison)
    if op in ("and", "or", "xor"):
        result = left & right if op == "and" else left | right if op == "or" else left ^ right
        if "disjoint" in flags:
            poison = disj(poison, known(left & right != 0))
        return Scalar(result, poison)
    raise Unsupported(f"the instruction {op}")


def overflows(op: str, left: Term, right: Term, signed: bool) -> Truth:
    """Whether a sum, difference or product leaves the range."""
    if op == "add":
        fits = (
            conj(z3.BVAddNoOverflow(left, right, True), z3.BVAddNoUnderflow(left, right))
            if signed
            else z3.BVAddNoOverflow(left, right, False)
        )
    elif op == "sub":
        fits = conj(z3.BVSubNoOverflow(left, right), z3.BVSubNoUnderflow(left, right, True)) if signed else z3.UGE(left, right)
    else:
        fits = (
            conj(z3.BVMulNoOverflow(left, right, True), z3.BVMulNoUnderflow(left, right))
            if signed
            else z3.BVMulNoOverflow(left, right, False)
        )
    return neg(fits)


def address(frame: Frame, each: Instruction, values: list[Values]) -> Scalar:
    """A pointer with offsets added. `inbounds` is taken as far as it forbids to wrap; that it names one object is not."""
    machine = frame.machine
    width = machine.world.bits
    pointer = values[0]
    indices = [machine.plain(value) for value in values[1:]]
    kind, fixed, poison = each.of, 0, disj(*(index.poison for index in indices))
    careful = bool({"inbounds", "nusw"} & each.flags)
    variable: Term | None = None
    for position, index in enumerate(indices):
        number_ = constant(index.bits)
        if position:
            if kind.kind == "struct":
                if number_ is None or number_ >= len(kind.inner):
                    raise Unsupported("an index outside a struct")
                fixed += kind.offsets[number_]
                kind = kind.inner[number_]
                continue
            if kind.kind != "array":
                raise Unsupported("an index into no aggregate")
            kind = kind.inner[0]
        size = kind.size
        if number_ is not None:
            half = 1 << index.bits.size() - 1
            fixed += ((number_ ^ half) - half) * size
            continue
        wide = resized(index.bits, width, signed=True)
        if "nuw" in each.flags and size > 1:
            poison = disj(poison, z3.UGT(wide, number(((1 << width) - 1) // size, width)))
        if careful and size > 1:
            limit = ((1 << width - 1) - 1) // size
            poison = disj(poison, z3.Not(z3.And(wide <= number(limit, width), wide >= number(-limit - 1, width))))
        part = wide * number(size, width) if size != 1 else wide
        if careful and variable is not None:
            poison = disj(poison, overflows("add", variable, part, True))
        if "nuw" in each.flags and variable is not None:
            poison = disj(poison, overflows("add", variable, part, False))
        variable = part if variable is None else variable + part
    if pointer.slot and variable is None:
        return Scalar(pointer.bits, disj(pointer.poison, poison), (pointer.slot[0], pointer.slot[1] + fixed))
    plain = machine.plain(pointer)
    poison = disj(poison, plain.poison)
    if variable is None and fixed == 0:
        return Scalar(plain.bits, poison, base=plain.base)
    offset = number(fixed, width) if variable is None else variable + number(fixed, width) if fixed else variable
    if careful and variable is not None and fixed:
        poison = disj(poison, overflows("add", variable, number(fixed, width), True))
    if "nuw" in each.flags and variable is not None and fixed:
        poison = disj(poison, overflows("add", variable, number(fixed, width), False))
    result = plain.bits + offset
    if careful:
        # The sum of an unsigned address and a signed offset stays within the address space.
        wraps = z3.If(offset >= 0, z3.ULT(result, plain.bits), z3.UGT(result, plain.bits))
        poison = disj(poison, known(wraps))
    if "inbounds" in each.flags and not plain.base.startswith("@"):
        # Nothing lies at null, or ends there, but null itself.
        poison = disj(poison, known(conj(offset != 0, disj(plain.bits == 0, result == 0))))
    if "nuw" in each.flags:
        poison = disj(poison, known(z3.ULT(result, plain.bits)))
    return Scalar(result, poison, base=plain.base)


__all__ = ["address", "compare", "either", "evaluate", "overflows"]

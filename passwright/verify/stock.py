"""The stock commands that give the same bytes as a plan, without Passwright."""

from __future__ import annotations

import shlex
import tempfile
from pathlib import Path

from passwright.evaluate.pool import llvm_options
from passwright.llvm.module import Module
from passwright.llvm.pipeline import Schedule
from passwright.llvm.plan import Plan
from passwright.llvm.program import COLLECT, Program, Variant
from passwright.llvm.toolchain import run


def opt_command(module: Module, plan: Plan, source: str, out: str, ran: str = "", attributes: str = "attributes.csv") -> list[str]:
    """`opt` with what it needs to do as clang does: its own default relocation model is static.

    `ran`: the numbers of the passes that run, where not all do; a function that a step is not for is skipped by them.
    `attributes`: the file with `attribute_lines`, if there are any.
    """
    arguments = module.arguments
    passes = ",".join(map(str, plan.pipeline.elements)) if plan.pipeline else ""
    command = [module.toolchain.opt, f"-passes={passes}", "-preserve-bc-uselistorder"]
    if ran:
        command += [f"-opt-bisect={ran}", "-opt-bisect-verbose=false"]
    edits = _edits(plan)
    command += [f"-force-remove-attribute={name}:{edit[1:]}" for name, edit in edits if edit.startswith("-")]
    if attribute_lines(plan):
        command.append(f"-forceattrs-csv-path={attributes}")
    if "-mrelocation-model" in arguments:
        command.append(f"--relocation-model={arguments[arguments.index('-mrelocation-model') + 1]}")
    command += [f"--code-model={word.partition('=')[2]}" for word in arguments if word.startswith("-mcmodel=")]
    return [*command, *llvm_options(module), source, "-o", out]


def attribute_lines(plan: Plan) -> list[str]:
    """What stands in the file of attributes that forceattrs gives to functions."""
    return [f"{name},{edit}" for name, edit in _edits(plan) if not edit.startswith("-")]


def _edits(plan: Plan) -> list[tuple[str, str]]:
    edits = plan.pipeline.edits if isinstance(plan.pipeline, Schedule) else {}
    return [(name, edit) for name, each in edits.items() for edit in each]


def codegen_command(module: Module, source: str, out: str) -> list[str]:
    """Code generation alone, by clang, with the user's own flags."""
    flags = [*module.bitcode_flags, "-Qunused-arguments"]
    return [module.toolchain.clang, *flags, "-Xclang", "-disable-llvm-passes", "-c", source, "-o", out]


def baseline_command(module: Module, out: str) -> list[str]:
    """What the user would have run."""
    source = _source(module)
    flags = [*module.bitcode_flags, "-Qunused-arguments"] if module.language == "ir" else list(module.flags)
    return [module.toolchain.clang_for(module.language), *flags, "-c", source, "-o", out]


def commands(module: Module, plan: Plan, out: str, ran: str = "") -> list[str]:
    """The shell lines that make the object of a plan, by the user."""
    lines = attribute_lines(plan)
    first = [f"printf '%s\\n' {shlex.join(lines)} > attributes.csv"] if lines else []
    return first + [shlex.join(words) for words in _commands(module, plan, out, ran, "")]


def script(module: Module, plan: Plan, out: str, ran: str = "") -> str:
    """The same as a shell script, which keeps nothing but the object. opt reads its arguments from a file: no system takes
    a word of any length, and the passes of a Schedule are long."""
    out = f"./{out}" if out.startswith("-") else out
    lines = [*_head(out, module.toolchain.release), *_script_lines(module, plan, out, _commands(module, plan, out, ran, f"{out}."))]
    if plan.pipeline is not None:
        lines.append(shlex.join(["rm", "-f", *(f"{out}.{name}" for name in ("module.bc", "planned.bc", "arguments", "attributes.csv"))]))
    return "\n".join(lines) + "\n"


def program_script(program: Program, module: Module, plan: Plan, out: str, ran: str = "") -> str:
    """A shell script that makes a whole program from its sources; `module` is the merged one, `plan` what it is compiled under."""
    out = f"./{out}" if out.startswith("-") else out
    merged, planned, made = (f"{out}.{name}" for name in ("merged.bc", "planned.bc", "program.o"))
    steps = program.merge_commands(f"{out}.", merged)
    if plan.pipeline is None:
        flags = [*module.bitcode_flags, "-Qunused-arguments"]
        steps.append([module.toolchain.clang, *flags, "-c", merged, "-o", made])
    else:
        steps += [opt_command(module, plan, merged, planned, ran, f"{out}.attributes.csv"), codegen_command(module, planned, made)]
    steps.append(program.link_command([made], out, COLLECT))
    left = [*program.object_names(f"{out}."), merged, planned, made, f"{out}.arguments", f"{out}.attributes.csv"]
    lines = [*_head(out, module.toolchain.release), *_script_lines(module, plan, out, steps), shlex.join(["rm", "-f", *left])]
    return "\n".join(lines) + "\n"


def variant_script(program: Program, variant: Variant, out: str) -> str:
    """The same for a program as clang builds it."""
    out = f"./{out}" if out.startswith("-") else out
    steps = [*program.variant_commands(variant, f"{out}.", out), ["rm", "-f", *program.object_names(f"{out}.")]]
    return "\n".join([*_head(out, program.toolchain.release), *map(shlex.join, steps)]) + "\n"


def _head(out: str, release: str) -> list[str]:
    return ["#!/bin/sh", f"# Makes {out!a} with stock LLVM {release}; run it where the paths in it hold.", "set -e"]


def _script_lines(module: Module, plan: Plan, out: str, steps: list[list[str]]) -> list[str]:
    lines = []
    if attributes := attribute_lines(plan):
        lines += [f"cat > {shlex.quote(f'{out}.attributes.csv')} << 'END OF ATTRIBUTES'", *attributes, "END OF ATTRIBUTES"]
    for words in steps:
        if words[0] == module.toolchain.opt:
            lines += [f"cat > {shlex.quote(f'{out}.arguments')} << 'END OF ARGUMENTS'", *map(_quoted, words[1:]), "END OF ARGUMENTS"]
            words = [words[0], f"@{out}.arguments"]
        lines.append(shlex.join(words))
    return lines


def _commands(module: Module, plan: Plan, out: str, ran: str, prefix: str) -> list[list[str]]:
    """`prefix` stands before the names of what is made on the way."""
    if plan.pipeline is None:
        return [baseline_command(module, out)]
    steps = []
    bitcode, planned = _source(module), f"{prefix}planned.bc"
    if module.emitted:
        clang = module.toolchain.clang_for(module.language)
        source, bitcode = bitcode, f"{prefix}module.bc"
        steps.append([clang, *module.flags, "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", source, "-o", bitcode])
    return [*steps, opt_command(module, plan, bitcode, planned, ran, f"{prefix}attributes.csv"), codegen_command(module, planned, out)]


def rebuild(module: Module, plan: Plan, ran: str = "") -> bytes:
    """Runs the stock commands on the module's bitcode. Raises CompileError with the tool's words."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        bitcode, planned, out = (str(Path(folder) / name) for name in ("module.bc", "planned.bc", "out.o"))
        Path(bitcode).write_bytes(module.bitcode)
        if plan.pipeline is None:
            planned = bitcode
            run([module.toolchain.clang, *module.bitcode_flags, "-Qunused-arguments", "-c", bitcode, "-o", out], check=True)
        else:
            # A file of arguments: no system takes a word of any length.
            edits = Path(folder) / "attributes.csv"
            edits.write_text("".join(f"{line}\n" for line in attribute_lines(plan)))
            command = opt_command(module, plan, bitcode, planned, ran, str(edits))
            arguments = Path(folder) / "arguments"
            arguments.write_text("\n".join(map(_quoted, command[1:])))
            run([command[0], f"@{arguments}"], check=True)
            run(codegen_command(module, planned, out), check=True)
        return Path(out).read_bytes()


def _quoted(word: str) -> str:
    """A word as LLVM reads it in a file of arguments, where a backslash counts in single quotes too."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _source(module: Module) -> str:
    """The input's path as a command line can hold it."""
    source = module.source or "module.bc"
    return f"./{source}" if source.startswith(("-", "@")) else source

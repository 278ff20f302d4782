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

DECIDE = r"""
/^define / { match($0, /@("[^"]*"|[^ (]+)/); name = substr($0, RSTART + 1, RLENGTH - 1); gsub(/"/, "", name); number = 0 }
/^  (%("[^"]*"|[^ ]+) = )?(tail |musttail |notail )?(call|invoke|callbr) / {
  if ((name, number) in decided) {
    at = match($0, /(, ![A-Za-z0-9._]+ ![0-9]+)+$/)
    $0 = (at ? substr($0, 1, at - 1) : $0) " " decided[name, number] (at ? substr($0, at) : "")
  }
  number++
}
{ print > (FILENAME ".decided") }
"""
"""For awk: numbers the calls in LLVM's text and writes attributes behind some, before the metadata that end the line."""


LEFT = ("module.ll", "module.ll.decided", "planned.bc", "arguments", "attributes.csv", "calls.awk")
"""What a plan's commands and their script leave behind, if it is made at all."""


def plan_commands(module: Module, plan: Plan, source: str, prefix: str, ran: str = "") -> list[list[str]]:
    """What makes `{prefix}planned.bc` of the bitcode `source` by a plan; `prefix` stands before all names of what is made on the way,
    and of the files of `written`.

    `ran`: the numbers of the passes that run, where not all do; a function that a step is not for is skipped by them.
    """
    text = f"{prefix}module.ll"
    steps = []
    if plan.decisions:
        steps.append([module.toolchain.opt, "-passes=no-op-module", "-S", "-preserve-ll-uselistorder", source, "-o", text])
        # To awk a word with "=" in it may be an assignment.
        steps.append(["awk", "-f", f"{prefix}calls.awk", text if text.startswith(("/", "./")) else f"./{text}"])
        source = f"{text}.decided"
    return [*steps, _opt_command(module, plan, source, prefix, ran)]


def _opt_command(module: Module, plan: Plan, source: str, prefix: str, ran: str) -> list[str]:
    """`opt` with what it needs to do as clang does: its own default relocation model is static."""
    arguments = module.arguments
    passes = ",".join(map(str, plan.pipeline.elements)) if plan.pipeline else ""
    command = [module.toolchain.opt, f"-passes={passes}", "-preserve-bc-uselistorder"]
    if ran:
        command += [f"-opt-bisect={ran}", "-opt-bisect-verbose=false"]
    edits = _edits(plan)
    command += [f"-force-remove-attribute={name}:{edit[1:]}" for name, edit in edits if edit.startswith("-")]
    if any(not edit.startswith("-") for _, edit in edits):
        command.append(f"-forceattrs-csv-path={prefix}attributes.csv")
    if "-mrelocation-model" in arguments:
        command.append(f"--relocation-model={arguments[arguments.index('-mrelocation-model') + 1]}")
    command += [f"--code-model={word.partition('=')[2]}" for word in arguments if word.startswith("-mcmodel=")]
    return [*command, *llvm_options(module), source, "-o", f"{prefix}planned.bc"]


def written(plan: Plan, prefix: str) -> dict[str, str]:
    """Files that the commands read, with what is in them: attributes that forceattrs gives to functions, and what awk does to calls."""
    files = {}
    attributes = [f"{name},{edit}" for name, edit in _edits(plan) if not edit.startswith("-")]
    if attributes:
        files[f"{prefix}attributes.csv"] = "\n".join(attributes) + "\n"
    if plan.decisions and isinstance(plan.pipeline, Schedule):
        calls = [f'  decided["{caller}", {number}] = "{what}"' for caller, each in plan.pipeline.calls for number, what in each]
        files[f"{prefix}calls.awk"] = "\n".join(["BEGIN {", *calls, "}", DECIDE.lstrip()])
    return files


def _edits(plan: Plan) -> list[tuple[str, str]]:
    edits = plan.pipeline.edits if isinstance(plan.pipeline, Schedule) else {}
    return [(name, edit) for name, each in edits.items() for edit in each]


def codegen_command(module: Module, plan: Plan, source: str, out: str) -> list[str]:
    """Code generation alone, by clang, with the user's own flags and the plan's options."""
    flags = [*module.bitcode_flags, "-Qunused-arguments"]
    for option in plan.codegen:
        flags += ["-mllvm", f"-{option}"]
    return [module.toolchain.clang, *flags, "-Xclang", "-disable-llvm-passes", "-c", source, "-o", out]


def baseline_command(module: Module, out: str) -> list[str]:
    """What the user would have run."""
    source = _source(module)
    flags = [*module.bitcode_flags, "-Qunused-arguments"] if module.language == "ir" else list(module.flags)
    return [module.toolchain.clang_for(module.language), *flags, "-c", source, "-o", out]


def commands(module: Module, plan: Plan, out: str, ran: str = "") -> list[str]:
    """The shell lines that make the object of a plan, by the user."""
    files = [f"printf '%s\\n' {shlex.join(_lines(text))} > {name}" for name, text in written(plan, "").items()]
    return files + [shlex.join(words) for words in _commands(module, plan, out, ran, "")]


def script(module: Module, plan: Plan, out: str, ran: str = "") -> str:
    """The same as a shell script, which keeps nothing but the object. opt reads its arguments from a file: no system takes
    a word of any length, and the passes of a Schedule are long."""
    out = f"./{out}" if out.startswith("-") else out
    lines = [*_head(out, module.toolchain.release), *_script_lines(module, plan, out, _commands(module, plan, out, ran, f"{out}."))]
    if plan.pipeline is not None:
        lines.append(shlex.join(["rm", "-f", *(f"{out}.{name}" for name in ("module.bc", *LEFT))]))
    return "\n".join(lines) + "\n"


def program_script(program: Program, module: Module, plan: Plan, out: str, ran: str = "") -> str:
    """A shell script that makes a whole program from its sources; `module` is the merged one, `plan` what it is compiled under."""
    out = f"./{out}" if out.startswith("-") else out
    merged, made = f"{out}.merged.bc", f"{out}.program.o"
    steps = program.merge_commands(f"{out}.", merged)
    if plan.pipeline is None:
        flags = [*module.bitcode_flags, "-Qunused-arguments"]
        steps.append([module.toolchain.clang, *flags, "-c", merged, "-o", made])
    else:
        steps += [*plan_commands(module, plan, merged, f"{out}.", ran), codegen_command(module, plan, f"{out}.planned.bc", made)]
    steps.append(program.link_command([made], out, COLLECT))
    left = [*program.object_names(f"{out}."), merged, made, *(f"{out}.{name}" for name in LEFT)]
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
    for name, text in written(plan, f"{out}.").items():
        lines += [f"cat > {shlex.quote(name)} << 'END OF FILE'", *text.removesuffix("\n").split("\n"), "END OF FILE"]
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
    bitcode = _source(module)
    if module.emitted:
        clang = module.toolchain.clang_for(module.language)
        source, bitcode = bitcode, f"{prefix}module.bc"
        steps.append([clang, *module.flags, "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", source, "-o", bitcode])
    return [*steps, *plan_commands(module, plan, bitcode, prefix, ran), codegen_command(module, plan, f"{prefix}planned.bc", out)]


def rebuild(module: Module, plan: Plan, ran: str = "") -> bytes:
    """Runs the stock commands on the module's bitcode. Raises CompileError with the tool's words."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        bitcode, out = (str(Path(folder) / name) for name in ("module.bc", "out.o"))
        if plan.pipeline is None:
            Path(bitcode).write_bytes(module.bitcode)
            run([module.toolchain.clang, *module.bitcode_flags, "-Qunused-arguments", "-c", bitcode, "-o", out], check=True)
        else:
            run(codegen_command(module, plan, _planned(module, plan, ran, folder), out), check=True)
        return Path(out).read_bytes()


def optimised(module: Module, plan: Plan, ran: str = "") -> bytes:
    """The bitcode behind a plan's passes, by the stock commands. Raises CompileError with the tool's words."""
    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        if plan.pipeline is not None:
            return Path(_planned(module, plan, ran, folder)).read_bytes()
        bitcode, out = (str(Path(folder) / name) for name in ("module.bc", "out.bc"))
        Path(bitcode).write_bytes(module.bitcode)
        run([module.toolchain.clang, *module.bitcode_flags, "-Qunused-arguments", "-emit-llvm", "-c", bitcode, "-o", out], check=True)
        return Path(out).read_bytes()


def _planned(module: Module, plan: Plan, ran: str, folder: str) -> str:
    """The path of the bitcode that a plan's passes leave."""
    bitcode, prefix = (str(Path(folder) / name) for name in ("module.bc", "out."))
    Path(bitcode).write_bytes(module.bitcode)
    for name, text in written(plan, prefix).items():
        Path(name).write_text(text)
    for command in plan_commands(module, plan, bitcode, prefix, ran):
        if command[0] == module.toolchain.opt:
            # A file of arguments: no system takes a word of any length.
            arguments = Path(folder) / "arguments"
            arguments.write_text("\n".join(map(_quoted, command[1:])))
            command = [command[0], f"@{arguments}"]
        run(command, check=True)
    return f"{prefix}planned.bc"


def _lines(text: str) -> list[str]:
    return text.removesuffix("\n").split("\n")


def _quoted(word: str) -> str:
    """A word as LLVM reads it in a file of arguments, where a backslash counts in single quotes too."""
    escaped = word.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _source(module: Module) -> str:
    """The input's path as a command line can hold it."""
    source = module.source or "module.bc"
    return f"./{source}" if source.startswith(("-", "@")) else source

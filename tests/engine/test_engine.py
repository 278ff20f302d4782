from __future__ import annotations

import random
import re
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from passwright.llvm.toolchain import Toolchain, load_engine, run


@pytest.fixture(scope="session")
def engine(any_toolchain: Toolchain) -> ModuleType:
    return load_engine(any_toolchain.version)


@pytest.fixture(scope="session")
def bitcode(any_toolchain: Toolchain, rle: Path, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    out = tmp_path_factory.mktemp("bitcode") / "rle.bc"
    run([any_toolchain.clang, "-Oz", "-Xclang", "-disable-llvm-passes", "-emit-llvm", "-c", str(rle), "-o", str(out)], check=True)
    return out.read_bytes()


@pytest.fixture(scope="session")
def compiler(engine: ModuleType, any_toolchain: Toolchain) -> Any:
    return engine.Compiler(any_toolchain.cc1(["-Oz"]))


def test_text_and_bitcode_hold_the_same_module(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode, "a")
    again = engine.Module.parse(module.text().encode(), "b")
    assert module.hash() == again.hash() == engine.Module.parse(module.bitcode(), "c").hash() == module.clone().hash()
    assert len(module.hash()) == 16


def test_bad_pipeline_is_refused_in_llvms_own_words(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    with pytest.raises(ValueError, match="unknown function pass 'no-such-pass'"):
        compiler.run(engine.Module.parse(bitcode), "function(no-such-pass)")


def test_bad_input_is_refused_in_llvms_own_words(engine: ModuleType, bitcode: bytes) -> None:
    for data in (bitcode[:-8], b"BC\xc0\xde", b"define i32 @f( {", b"\0\1\2"):
        with pytest.raises(ValueError, match="error"):
            engine.Module.parse(data)
    with pytest.raises(ValueError, match="unknown argument"):
        engine.Compiler(["-no-such-flag"])
    with pytest.raises(ValueError, match="not recognized"):
        engine.measure(b"no object at all")


def test_passes_change_what_they_should(engine: ModuleType, bitcode: bytes, compiler: Any) -> None:
    module = engine.Module.parse(bitcode)
    before = module.instructions()
    compiler.run(module, "function(sroa,instcombine<no-verify-fixpoint>,simplifycfg)")
    assert module.instructions() < before
    assert module.verify() == ""
    assert sum(module.function_instructions().values()) == module.instructions()


def test_function_hashes_tell_changed_functions_from_others(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode)
    text = module.text()
    changed = engine.Module.parse(text.replace("i32 11", "i32 12").encode())
    before, after = module.function_hashes(), changed.function_hashes()
    assert {name for name in before if before[name] != after[name]} == {"rle_compare"}
    # What stands in front of a function moves its metadata and attribute numbers, not its content.
    shifted = text.replace("define ", 'define void @first() #77 !annotation !{!"x"} {\n  ret void\n}\n\ndefine ', 1)
    more = engine.Module.parse((shifted + '\nattributes #77 = { cold "a"="b" }\n').encode()).function_hashes()
    assert {name: more[name] for name in before} == before


def test_function_hash_sees_attributes_metadata_and_use_list_order(engine: ModuleType) -> None:
    def hash_of(text: str) -> bytes:
        return bytes(engine.Module.parse(text.encode()).function_hashes()["f"])

    plain = "define i32 @f(i32 %a) {\n  %b = add i32 %a, %a\n  %c = mul i32 %a, %b\n  ret i32 %c\n}\n"
    variants = [
        plain,
        plain.replace("@f(i32 %a) {", "@f(i32 %a) minsize {"),
        plain.replace("mul i32 %a, %b", "mul i32 %a, %b, !x !0") + '!0 = !{!"one"}\n',
        plain.replace("mul i32 %a, %b", "mul i32 %a, %b, !x !0") + '!0 = !{!"two"}\n',
        plain.replace("ret i32 %c\n", "ret i32 %c\n  uselistorder i32 %a, { 2, 0, 1 }\n"),
    ]
    assert len({hash_of(text) for text in variants}) == len(variants)


def test_features_count_what_they_say(engine: ModuleType, bitcode: bytes) -> None:
    module = engine.Module.parse(bitcode)
    names = [name for name, _ in engine.feature_names()]
    assert len(set(names)) == 56
    features = dict(zip(names, module.features(), strict=True))
    text = module.text()
    assert features["functions"] == len(re.findall(r"^define ", text, re.M))
    assert features["instructions"] == module.instructions()
    for opcode in ("load", "store", "alloca", "icmp", "getelementptr", "switch", "ret"):
        assert features[opcode] == len(re.findall(rf"^  (?:%\S+ = )?{opcode} ", text, re.M)), opcode


def test_sizes_are_those_of_stock_tools(
    engine: ModuleType, bitcode: bytes, compiler: Any, any_toolchain: Toolchain, tmp_path: Path
) -> None:
    module = engine.Module.parse(bitcode)
    compiler.run_default(module)
    data = compiler.emit(module)
    (tmp_path / "x.o").write_bytes(data)
    table = run([f"llvm-size-{any_toolchain.version}", "-A", str(tmp_path / "x.o")], check=True).stdout
    sections = dict(re.findall(r"^(\.\S+)\s+(\d+)", table, re.M))
    sizes = engine.measure(data)
    allocated = [name for name in sections if name.startswith((".text", ".rodata", ".data", ".eh_frame"))]
    assert sizes.size == sum(int(sections[name]) for name in allocated)
    assert sizes.bss == sum(int(size) for name, size in sections.items() if name.startswith(".bss"))
    assert sum(engine.function_sizes(data).values()) == sizes.text


def test_random_bytes_never_pass_for_a_module(any_toolchain: Toolchain, bitcode: bytes) -> None:
    """In a process of its own: LLVM's reader may crash on hostile bitcode, which workers are there for."""
    rng = random.Random(0)
    flipped = bytearray(bitcode)
    for _ in range(20):
        flipped[rng.randrange(len(flipped))] ^= 1 << rng.randrange(8)
    script = (
        f"import sys; from passwright.llvm import _engine{any_toolchain.version} as e\n"
        "try: e.Module.parse(sys.stdin.buffer.read())\nexcept ValueError: sys.exit(3)"
    )
    done = subprocess.run([sys.executable, "-c", script], input=bytes(flipped), capture_output=True)
    assert done.returncode != 0


def test_stub_is_what_the_extension_offers(tmp_path: Path) -> None:
    out = tmp_path / "engine.pyi"
    run([sys.executable, "-m", "nanobind.stubgen", "-m", "passwright.llvm._engine22", "-o", str(out)], check=True)
    golden = Path(__file__).parent.parent.parent / "passwright" / "llvm" / "_engine22.pyi"
    assert re.sub(r"LLVM_VERSION: str = .*", "LLVM_VERSION: str", out.read_text()) == golden.read_text()

"""Trains a language model of LLVM IR from scratch, in stages, on the data that runs.lm_data made.

    python -m runs.lm_train --data DATA --out RUN --size 8 --minutes 4,2,1,1.5
    python -m runs.lm_train --data DATA --out RUN --size 8 --minutes 4,2,1,1.5 --resume     # after it was stopped

Needs torch and transformers (pip install 'passwright[train]'); not LLVM. RUN gets run.json (settings, versions, digest of the data),
data.json (what the data is), metrics.jsonl (a line a step), table.json (stages by tasks), curve.png (with matplotlib), and
weights-STAGE for each stage, which transformers' `from_pretrained` reads.
"""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from passwright.errors import OutputError, PasswrightError
from passwright.models.language.device import Device
from passwright.models.language.pack import check_free, pack
from passwright.models.language.session import WEIGHTS, Session, Settings, stages_of
from passwright.models.language.shape import PRESETS


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


def numbers(text: str | None) -> list[float | None]:
    return [None] if text is None else [float(word) if word else None for word in text.split(",")]


def counts(text: str | None) -> list[int | None]:
    return [None if value is None else int(value) for value in numbers(text)]


def arguments_of(words: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that runs.lm_data wrote")
    parser.add_argument("--out", type=Path, required=True, help="the folder of the run")
    parser.add_argument("--size", default="6", help=f"depth, from which the rest follows: {', '.join(PRESETS)} or any other")
    parser.add_argument("--stages", default="pretrain,emulate,disassemble,flags")
    parser.add_argument("--minutes", help="of each stage at most, by commas; the learning rate falls with them")
    parser.add_argument("--steps", help="of each stage at most, by commas")
    parser.add_argument("--context", default="1024", help="tokens a row, of each stage or of all")
    parser.add_argument("--rates", default="1", help="of each stage or of all, as multiples of the size's learning rate")
    parser.add_argument("--batch-tokens", type=int, default=0, help="a step (default: by size)")
    parser.add_argument("--documents", type=int, default=0, help="a step of stage flags (default: by batch)")
    parser.add_argument("--micro-tokens", type=int, default=0, help="through the network at once (default: by size and device)")
    parser.add_argument("--replay", type=float, default=Settings.replay, help="share of earlier stages' data")
    parser.add_argument("--init", help="a folder of Llama weights to start from, instead of --size")
    parser.add_argument("--device", default="auto", help="auto, cpu, cuda, cuda:1")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--save", type=int, default=1000, help="steps between checkpoints; 0: one behind each stage")
    parser.add_argument(
        "--measure-tokens", type=int, help="of each text that is measured after a stage, at most (default: 2**20; on a CPU 2**15)"
    )
    parser.add_argument("--compile", action=argparse.BooleanOptionalAction, help="compile the network (default: on an accelerator)")
    parser.add_argument("--deterministic", action="store_true", help="on an accelerator too, at some speed")
    parser.add_argument("--resume", action="store_true", help="go on with the run in --out")
    parser.add_argument("--pack", type=Path, help="also write weights in bf16 and records here, in files below 15 MiB, after each stage")
    arguments = parser.parse_args(words)
    if arguments.minutes is None and arguments.steps is None:
        parser.error("say how long: --minutes, --steps or both")
    return arguments


def settings_of(arguments: argparse.Namespace, device: Device) -> Settings:
    contexts = [int(word) for word in arguments.context.split(",")]
    rates = [float(word) for word in arguments.rates.split(",")]
    names = arguments.stages.split(",")
    return Settings(
        size=arguments.size,
        stages=stages_of(names, counts(arguments.steps), numbers(arguments.minutes), contexts, rates),
        batch=arguments.batch_tokens,
        documents=arguments.documents,
        micro=arguments.micro_tokens,
        replay=arguments.replay,
        seed=arguments.seed,
        init=arguments.init,
        compiled=device.fast if arguments.compile is None else arguments.compile,
        deterministic=arguments.deterministic,
        save=arguments.save,
        measured=arguments.measure_tokens or (1 << 20 if device.fast else 1 << 15),
    )


def main(words: list[str] | None = None) -> int:
    arguments = arguments_of(words)
    packed = True

    def ended(stage: str) -> None:
        nonlocal packed
        draw(arguments.out)
        if arguments.pack is None:
            return
        try:
            files = pack(arguments.out, arguments.out / (WEIGHTS + stage), arguments.pack)
        except OutputError as error:
            packed = False
            say(f"not packed: {error}")
            return
        say(f"packed: {', '.join(f'{path.name} {path.stat().st_size:,}' for path in files)}")

    try:
        if arguments.pack is not None:
            check_free(arguments.pack)
        device = Device.find(arguments.device)
        session = Session(arguments.data, arguments.out, settings_of(arguments, device), device, say, arguments.resume)
        session.run(ended)
    except (PasswrightError, ValueError, OverflowError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0 if packed else 1


def draw(run: Path) -> None:
    """The curve of the losses, where matplotlib is there."""
    try:
        from runs.plot_training import draw as picture
    except ImportError:
        say("no picture without matplotlib")
        return
    picture([run], run / "curve.png")


if __name__ == "__main__":
    sys.exit(main())

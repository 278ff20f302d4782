"""What the loop must know of the device: its name, its peak in bf16, how arithmetic is done on it."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Any

PEAKS = {"H200": 989e12, "H100": 989e12, "GH200": 989e12, "A100": 312e12, "L40S": 362e12, "B200": 2250e12, "4090": 165e12}
"""Dense bf16 FLOP/s by the vendors' data sheets, by a word of the device's name."""


@dataclass(frozen=True)
class Device:
    """`name` for people; `peak` in bf16 FLOP/s, None if not known."""

    place: Any
    name: str
    peak: float | None

    @classmethod
    def find(cls, wish: str = "auto") -> Device:
        """ "auto": the accelerator if there is one, else the CPU."""
        import torch

        if wish == "auto":
            wish = "cuda" if torch.cuda.is_available() else "cpu"
        place = torch.device(wish)
        if place.type != "cuda":
            return cls(place, f"{wish}, {torch.get_num_threads()} threads", None)
        name = torch.cuda.get_device_name(place)
        return cls(place, name, next((peak for word, peak in PEAKS.items() if word in name.split()), None))

    @property
    def fast(self) -> bool:
        return bool(self.place.type == "cuda")

    def arithmetic(self) -> AbstractContextManager[Any]:
        """bf16 where it is fast; float32 on a CPU."""
        import torch

        return torch.autocast("cuda", torch.bfloat16) if self.fast else nullcontext()

    def share(self, flops: float) -> str:
        """Of the peak, as text."""
        return "n/a" if self.peak is None else f"{flops / self.peak:.1%}"

    def wait(self) -> None:
        import torch

        if self.fast:
            torch.cuda.synchronize(self.place)


def plain() -> AbstractContextManager[Any]:
    """Inside, what was compiled runs as it is written: for shapes that come once, which are not worth a compilation."""
    import torch

    stance: AbstractContextManager[Any] = torch.compiler.set_stance("force_eager")
    return stance

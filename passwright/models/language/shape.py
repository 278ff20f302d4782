"""One dial for the size of a language model: how deep it is. Width, heads, learning rate and batch follow from it."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import Any

HEAD = 64
"""Width of a head of a model that the dial makes."""
PAPER = "13b"
"""The size of Meta's LLM Compiler (arXiv 2407.02524): Code Llama's 13 B shape, trained at 2e-5 in batches of 4 M tokens."""
PRESETS = ("2", "3", "4", "6", "8", "10", "12", "16", "20", "24", "32", "48", PAPER)
"""From about 1 M to 13 B parameters."""


@dataclass(frozen=True)
class Shape:
    """A Llama decoder (RMSNorm, SwiGLU, rotary positions, grouped queries) and how it is best trained."""

    layers: int  # decoder blocks, one behind the other
    width: int  # of the residual stream
    heads: int  # queries' heads
    groups: int  # heads of keys and values; each serves heads / groups queries' heads
    hidden: int  # width inside the feed-forward blocks
    vocabulary: int  # tokens that it knows
    context: int  # tokens that it reads at most
    tied: bool  # one matrix turns tokens to vectors and back
    rate: float  # AdamW's peak learning rate for training from scratch
    batch: int  # tokens a step
    base: float = 1e6  # of the rotary positions' frequencies

    @classmethod
    def sized(cls, size: str | int, vocabulary: int, context: int) -> Shape:
        """The shape for a depth in blocks (2, 3, …), or the paper's ("13b"). ValueError if it is neither."""
        if str(size) == PAPER:
            return cls(40, 5120, 40, 40, 13824, vocabulary, context, tied=False, rate=2e-5, batch=4 << 20)
        depth = int(size)
        if not 1 <= depth <= 128:
            raise ValueError(f"size {depth} is no depth from 1 to 128")
        width = HEAD * depth
        groups = next(count for count in range(max(1, depth // 4), 0, -1) if depth % count == 0)
        hidden = -(-width * 8 // 3 // HEAD) * HEAD
        batch = next((tokens for most, tokens in ((4, 1 << 16), (8, 1 << 17), (12, 1 << 18), (24, 1 << 19)) if depth <= most), 1 << 20)
        # Adam's best rate falls about as one over the width (Yang et al., arXiv 2203.03466); the constant was tuned at no size here.
        return cls(depth, width, depth, groups, hidden, vocabulary, context, depth <= 16, min(3e-3, 0.768 / width), batch)

    @classmethod
    def of_config(cls, config: dict[str, Any], rate: float = 0.0, batch: int = 0) -> Shape:
        """Of a network that transformers' config describes. KeyError for one that is not a Llama's."""
        return cls(
            config["num_hidden_layers"],
            config["hidden_size"],
            config["num_attention_heads"],
            config["num_key_value_heads"],
            config["intermediate_size"],
            config["vocab_size"],
            config["max_position_embeddings"],
            config["tie_word_embeddings"],
            rate,
            batch,
            config["rope_parameters"]["rope_theta"],
        )

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Shape:
        return cls(**{field.name: value[field.name] for field in fields(cls)})

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def matrices(self) -> int:
        """Parameters that a token is multiplied with: all but the table of tokens and the norms."""
        keys = self.width * self.groups // self.heads
        block = self.width * (2 * self.width + 2 * keys + 3 * self.hidden)
        return self.layers * block + self.width * self.vocabulary

    @property
    def parameters(self) -> int:
        table = 0 if self.tied else self.width * self.vocabulary
        return self.matrices + table + (2 * self.layers + 1) * self.width

    def flops(self, context: int) -> int:
        """Of training one token in rows of `context`: 6 a parameter (forward 2, backward 4), and attention to half the row in the mean."""
        return 6 * self.matrices + 6 * self.layers * self.width * context

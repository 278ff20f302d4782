"""The network as `transformers` has it: made, run over rows, written and read as safetensors."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from passwright.errors import WeightsError
from passwright.models.language.shape import Shape

CONFIG = "config.json"
TOKENIZER = "tokenizer.json"
WEIGHTS = "model.safetensors"


def build(shape: Shape, special: Mapping[str, int], seed: int) -> Any:
    """A LlamaForCausalLM in float32 on the CPU, the same for the same seed. `special` has the ids of "bos", "eos" and "pad"."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(seed)
    model = LlamaForCausalLM(
        LlamaConfig(
            architectures=["LlamaForCausalLM"],
            vocab_size=shape.vocabulary,
            hidden_size=shape.width,
            intermediate_size=shape.hidden,
            num_hidden_layers=shape.layers,
            num_attention_heads=shape.heads,
            num_key_value_heads=shape.groups,
            max_position_embeddings=shape.context,
            tie_word_embeddings=shape.tied,
            rope_parameters={"rope_type": "default", "rope_theta": shape.base},
            bos_token_id=special["bos"],
            eos_token_id=special["eos"],
            pad_token_id=special["pad"],
            attn_implementation="sdpa",
        )
    )
    # What adds to the residual stream begins small, so that its variance does not grow with depth (GPT-2).
    with torch.no_grad():
        for layer in model.model.layers:
            for matrix in (layer.self_attn.o_proj.weight, layer.mlp.down_proj.weight):
                matrix.mul_((2 * shape.layers) ** -0.5)
    return model


def states(model: Any, tokens: Any) -> Any:
    """[rows, length, width] behind the last norm, for int64 `tokens` [rows, length]; each position sees those before it in its row.

    The blocks are called one by one, as the model's own `forward` looks at the positions' values to make a mask: that waits for the
    device at each call, and keeps the fast attention away once compiled. Padding on the right needs no mask.
    """
    import torch

    inner = model.model
    x = inner.embed_tokens(tokens)
    rotary = inner.rotary_emb(x, position_ids=torch.arange(tokens.shape[1], device=tokens.device)[None])
    for layer in inner.layers:
        x = layer(x, attention_mask=None, position_embeddings=rotary)
    return inner.norm(x)


def save(model: Any, folder: Path, tokenizer: Path | None = None) -> None:
    """Weights in float32, config and tokenizer, in a folder that `AutoModelForCausalLM.from_pretrained` reads; renamed into place."""
    from safetensors.torch import save_file

    beside = folder.with_name(folder.name + ".part")
    shutil.rmtree(beside, ignore_errors=True)
    model.config.save_pretrained(beside)
    # A tied matrix is one parameter, and written once.
    save_file({name: value.detach().contiguous() for name, value in model.named_parameters()}, beside / WEIGHTS, {"format": "pt"})
    if tokenizer is not None:
        shutil.copyfile(tokenizer, beside / TOKENIZER)
    shutil.rmtree(folder, ignore_errors=True)
    beside.rename(folder)


def load(folder: Path) -> Any:
    """The LlamaForCausalLM of a folder, in float32. WeightsError where a file is missing, truncated, or fits no such network; what
    could run code (pickled weights) is not looked at."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    try:
        described = json.loads((folder / CONFIG).read_text())
        if described.get("model_type") != "llama":
            raise WeightsError(str(folder / CONFIG), f"is of a {described.get('model_type')} model, not of a Llama model")
        config = LlamaConfig.from_dict(described)
        config.dtype = torch.float32
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise WeightsError(str(folder / CONFIG), f"cannot be read as a model's config: {error}") from error
    tensors = read_tensors(folder)
    model = LlamaForCausalLM(config)
    wanted = model.state_dict()
    if config.tie_word_embeddings:
        tensors.setdefault("lm_head.weight", tensors.get("model.embed_tokens.weight"))
    for name in sorted(wanted.keys() ^ tensors.keys()):
        raise WeightsError(str(folder), f"the tensor {name} is {'missing' if name in wanted else 'none of this model'}")
    for name, tensor in tensors.items():
        if tensor.shape != wanted[name].shape:
            raise WeightsError(str(folder), f"the tensor {name} has the shape {list(tensor.shape)}, not {list(wanted[name].shape)}")
    model.load_state_dict(tensors)
    return model


def read_tensors(folder: Path) -> dict[str, Any]:
    """All tensors of all safetensors files in the folder, by name. WeightsError."""
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    paths = sorted(folder.glob("*.safetensors"))
    if not paths:
        raise WeightsError(str(folder), "holds no weights (*.safetensors)")
    tensors: dict[str, Any] = {}
    for path in paths:
        try:
            tensors |= load_file(path)
        except (SafetensorError, OSError) as error:
            raise WeightsError(str(path), f"is truncated or no safetensors file ({error})") from error
    return tensors

"""A trained network as ONNX: one pass over the texts of some functions, and the scores of the choices behind each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from passwright.data.documents import MOST_FLAGS
from passwright.errors import WeightsError
from passwright.models.language.shape import Shape

OPSET = 17
EPSILON = 1e-6
PLAIN = {"model_type": "llama", "rms_norm_eps": EPSILON, "hidden_act": "silu", "attention_bias": False, "mlp_bias": False}
"""What a config must say, where it says something, of a network that `to_onnx` can write."""


def shape_of(config: Mapping[str, Any], path: str) -> Shape:
    """Of a network that transformers' config describes. Raises WeightsError for one that `to_onnx` would write as another."""
    odd = [name for name, value in PLAIN.items() if config.get(name, value) != value]
    try:
        shape = Shape.of_config(dict(config))
        odd += ["head_dim"] if config.get("head_dim", shape.width // shape.heads) * shape.heads != shape.width else []
        odd += ["rope_parameters"] if config["rope_parameters"].get("rope_type", "default") != "default" else []
    except (KeyError, TypeError, AttributeError, ZeroDivisionError) as error:
        raise WeightsError(path, f"does not describe a Llama network: {error}") from error
    if odd:
        raise WeightsError(path, f"describes a network that cannot be exported: {', '.join(f'{one} {config.get(one)}' for one in odd)}")
    return shape


def to_onnx(tensors: Mapping[str, Any], shape: Shape, choices: Sequence[int]) -> Any:
    """An ONNX model (float32) of a Llama network's `tensors`, numpy arrays by the names that transformers gives them, for texts of up to
    MOST_FLAGS tokens or what the shape reads, whichever is more.

    Inputs: "ids" int64 [texts, tokens], padded on the right with anything, and "last" int64 [texts], the place of each text's last token.
    Output: "scores" float32 [texts, choices], what is behind that token for the tokens `choices`. There is no cache of keys and values: a
    choice is one token, so that each text is read once.
    """
    from onnx import TensorProto, helper

    made = _Graph()
    width, head = shape.width, shape.width // shape.heads
    half = head // 2
    turns = np.arange(max(shape.context, MOST_FLAGS))[:, None] / shape.base ** (np.arange(half) / half)
    made.give("cosines", np.cos(turns))
    made.give("sines", np.sin(turns))
    made.give("far", np.array(-1e9))
    for name, one in {"nothing": 0, "step": 1}.items():
        made.give(name, np.array(one, np.int64))
    made.give("scale", np.array(head**-0.5))
    for name, numbers in {"zero": [0], "one": [1], "half": [half], "whole": [head], "three": [3]}.items():
        made.give(name, np.array(numbers, np.int64))
    length = made.add("Gather", made.add("Shape", "ids"), "one")
    cosines, sines = (made.add("Slice", table, "zero", length, "zero") for table in ("cosines", "sines"))
    places = made.add("Range", "nothing", made.add("Squeeze", length), "step")
    later = made.add("Less", made.add("Unsqueeze", places, "one"), made.add("Unsqueeze", places, "zero"))
    hidden = made.add("Mul", made.add("Cast", later, to=TensorProto.FLOAT), "far")

    def normal(x: str, name: str) -> str:
        return made.add("SimplifiedLayerNormalization", x, made.give(name, tensors[name]), epsilon=EPSILON, axis=-1)

    def product(x: str, name: str) -> str:
        return made.add("MatMul", x, made.give(name, np.asarray(tensors[name]).T))

    def by_head(x: str, count: int) -> str:
        return made.add("Transpose", made.add("Reshape", x, made.give(f"heads{count}", np.array([0, 0, count, head]))), perm=[0, 2, 1, 3])

    def turned(x: str) -> str:
        a, b = made.add("Slice", x, "zero", "half", "three"), made.add("Slice", x, "half", "whole", "three")
        left = made.add("Sub", made.add("Mul", a, cosines), made.add("Mul", b, sines))
        right = made.add("Add", made.add("Mul", b, cosines), made.add("Mul", a, sines))
        return made.add("Concat", left, right, axis=3)

    def shared(x: str) -> str:
        """Each head of keys or values as often as heads of queries read it."""
        if shape.groups == shape.heads:
            return x
        return made.add("Gather", x, made.give("served", np.arange(shape.heads) * shape.groups // shape.heads), axis=1)

    x = made.add("Gather", made.give("table", tensors["model.embed_tokens.weight"]), "ids")
    made.give("joined", np.array([0, 0, width]))
    for number in range(shape.layers):
        block = f"model.layers.{number}."
        read = normal(x, f"{block}input_layernorm.weight")
        queries = turned(by_head(product(read, f"{block}self_attn.q_proj.weight"), shape.heads))
        keys = shared(turned(by_head(product(read, f"{block}self_attn.k_proj.weight"), shape.groups)))
        values = shared(by_head(product(read, f"{block}self_attn.v_proj.weight"), shape.groups))
        near = made.add("Mul", made.add("MatMul", queries, made.add("Transpose", keys, perm=[0, 1, 3, 2])), "scale")
        mixed = made.add("MatMul", made.add("Softmax", made.add("Add", near, hidden), axis=-1), values)
        flat = made.add("Reshape", made.add("Transpose", mixed, perm=[0, 2, 1, 3]), "joined")
        x = made.add("Add", x, product(flat, f"{block}self_attn.o_proj.weight"))
        read = normal(x, f"{block}post_attention_layernorm.weight")
        gate = product(read, f"{block}mlp.gate_proj.weight")
        inner = made.add("Mul", made.add("Mul", gate, made.add("Sigmoid", gate)), product(read, f"{block}mlp.up_proj.weight"))
        x = made.add("Add", x, product(inner, f"{block}mlp.down_proj.weight"))
    ends = made.add("GatherND", x, made.add("Unsqueeze", "last", "one"), batch_dims=1)
    head_rows = np.asarray(tensors.get("lm_head.weight", tensors["model.embed_tokens.weight"]))[list(choices)]
    made.add("MatMul", normal(ends, "model.norm.weight"), made.give("choices", head_rows.T), name="scores")
    graph = helper.make_graph(
        made.nodes,
        "language",
        [
            helper.make_tensor_value_info("ids", TensorProto.INT64, ["texts", "tokens"]),
            helper.make_tensor_value_info("last", TensorProto.INT64, ["texts"]),
        ],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["texts", len(choices)])],
        list(made.constants.values()),
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=9)


class _Graph:
    """Nodes and constants as they are made."""

    def __init__(self) -> None:
        self.nodes: list[Any] = []
        self.constants: dict[str, Any] = {}

    def add(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        from onnx import helper

        name = name or f"x{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [name], **attributes))
        return name

    def give(self, name: str, values: Any) -> str:
        """A constant: whole numbers as int64, others as float32; the same name is the same constant."""
        from onnx import numpy_helper

        if name not in self.constants:
            array = np.asarray(values)
            kind = np.int64 if array.dtype.kind in "iu" else np.float32
            self.constants[name] = numpy_helper.from_array(np.ascontiguousarray(array, dtype=kind), name)
        return name


def quantised(model: Any) -> bytes:
    """The matrices in 8 bits, a scale a column; what is multiplied with them is turned to 8 bits as it comes (ONNX Runtime's dynamic
    quantisation), by one scale for all texts of a run. Weights without sign: with one, the sums of processors that have no VNNI saturate at
    16 bits, so that what comes out depends on the processor."""
    import tempfile
    from pathlib import Path

    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic

    with tempfile.TemporaryDirectory(prefix="passwright-") as folder:
        plain, small = Path(folder, "plain.onnx"), Path(folder, "small.onnx")
        onnx.save(model, str(plain))
        quantize_dynamic(
            str(plain),
            str(small),
            per_channel=True,
            weight_type=QuantType.QUInt8,
            extra_options={"DefaultTensorType": onnx.TensorProto.FLOAT},
        )
        return small.read_bytes()

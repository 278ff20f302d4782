"""A small network that orders choices for a function: trained on what each choice came to, exported to ONNX."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Setting:
    """`hidden`: units of the two layers; `epochs` over the data, `batch` functions a step; Adam's `rate`, with cosine decay."""

    hidden: int = 128
    epochs: int = 60
    batch: int = 1024
    rate: float = 2e-3
    decay: float = 1e-4
    seed: int = 0


@dataclass(frozen=True)
class Network:
    """Scores of counts: their logarithms with mean 0 and deviation 1, then `layers`. All are torch's."""

    mean: Any
    deviation: Any
    layers: Any

    def __call__(self, counts: Any) -> Any:
        return self.layers((counts.log1p() - self.mean) / self.deviation)


def train(
    features: Any, costs: Any, held: tuple[Any, Any], setting: Setting, progress: Callable[[int, float, float], None] = lambda *_: None
) -> Network:
    """A network whose scores put cheap choices first.

    `features`: float array [functions, features], counts as they are; `costs`: [functions, choices] bytes beyond those of the best
    choice. The loss is the expected cost of a choice drawn from the softmax of the scores: the policy gradient with every action's
    reward known, so that nothing has to be sampled. `held` are features and costs of functions that are not learned from; what is
    kept is the epoch that does best on them, by the cost of their first choices. `progress` is told epoch, loss, and that cost.
    """
    import torch

    torch.manual_seed(setting.seed)
    x, y = (torch.tensor(table, dtype=torch.float32) for table in (features, costs))
    held_x, held_y = (torch.tensor(table, dtype=torch.float32) for table in held)
    logs = torch.log1p(x)
    layers = torch.nn.Sequential(
        torch.nn.Linear(x.shape[1], setting.hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(setting.hidden, setting.hidden),
        torch.nn.ReLU(),
        torch.nn.Linear(setting.hidden, y.shape[1]),
    )
    network = Network(logs.mean(0), logs.std(0).clamp_min(1e-3), layers)
    steps = setting.epochs * -(-len(x) // setting.batch)
    optimizer = torch.optim.AdamW(layers.parameters(), lr=setting.rate, weight_decay=setting.decay)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, steps)
    best, kept = float("inf"), {name: value.clone() for name, value in layers.state_dict().items()}
    for epoch in range(setting.epochs):
        layers.train()
        total = 0.0
        for chunk in torch.randperm(len(x)).split(setting.batch):
            loss = (torch.softmax(network(x[chunk]), 1) * y[chunk]).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()
            optimizer.step()
            schedule.step()
            total += loss.item() * len(chunk)
        layers.eval()
        with torch.no_grad():
            cost = float(held_y.gather(1, network(held_x).argmax(1, keepdim=True)).sum())
        progress(epoch, total / len(x), cost)
        if cost < best:
            best, kept = cost, {name: value.clone() for name, value in layers.state_dict().items()}
    layers.load_state_dict(kept)
    return network


def to_onnx(network: Network) -> bytes:
    """The network as an ONNX model with the input "features" [N, F] and the output "scores" [N, C]."""
    import onnx
    from onnx import TensorProto, helper, numpy_helper

    layers = list(network.layers)
    constants = {"one": network.mean.new_ones(1), "mean": network.mean, "deviation": network.deviation}
    nodes = [
        helper.make_node("Add", ["features", "one"], ["more"]),
        helper.make_node("Log", ["more"], ["logs"]),
        helper.make_node("Sub", ["logs", "mean"], ["centred"]),
        helper.make_node("Div", ["centred", "deviation"], ["x0"]),
    ]
    last = "x0"
    for number, layer in enumerate(layers, 1):
        out = "scores" if number == len(layers) else f"x{number}"
        if hasattr(layer, "weight"):
            constants[f"w{number}"], constants[f"b{number}"] = layer.weight, layer.bias
            nodes.append(helper.make_node("Gemm", [last, f"w{number}", f"b{number}"], [out], transB=1))
        else:
            nodes.append(helper.make_node("Relu", [last], [out]))
        last = out
    wide, many = network.mean.shape[0], layers[-1].weight.shape[0]
    graph = helper.make_graph(
        nodes,
        "ranker",
        [helper.make_tensor_value_info("features", TensorProto.FLOAT, ["functions", wide])],
        [helper.make_tensor_value_info("scores", TensorProto.FLOAT, ["functions", many])],
        [numpy_helper.from_array(value.detach().numpy(), name) for name, value in constants.items()],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    onnx.checker.check_model(model)
    data: bytes = model.SerializeToString()
    return data

"""A learned model, or a single kernel, as ONNX: for whatever runtime a product uses.

Convolutions are "valid": the caller pads the data, so that one file serves every boundary.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from core.export.files import File, named
from core.export.formats import numbers
from core.export.model_code import channels_first
from core.kernels import Kernel
from core.learning import Experiment
from core.learning.experiments.data.contrast_patches import DAMPING
from core.learning.models import (
    SMALLEST_ENERGY,
    EnergyModel,
    GratingsNetwork,
    LinearModel,
    SparseCode,
    TextureNetwork,
    TwoLayerModel,
)
from core.learning.models.textures import LEAST_DEVIATION, STRIDE

OPSET = 18


@numbers("onnx", "ONNX")
def kernel_onnx(kernel: Kernel) -> File:
    """A kernel as one convolution: input "data" (1, 1, n) or (1, 1, h, w), output "answer" without the edges."""
    graph = _Graph(kernel.ndim)
    graph.add("Conv", ["data", graph.constant("weights", kernel.weights[None, None])], "answer")
    return graph.file(kernel.name, ["data"], f"{kernel.title}: a correlation mask applied as written")


def model_onnx(experiment: Experiment, parameters: Mapping[str, Any]) -> File:
    """The model of an experiment: input "data" (1, 1, n) or (1, 1, h, w), outputs "answer" and its probability if any.

    A network takes pictures (n, 1, h, w) and answers (n, classes). Filters in colour take (n, 3, h, w).
    """
    model = experiment.model
    graph = _Graph(min(2, len(model.filter_shape)), 3 if len(model.filter_shape) == 3 else 1)
    named_ = {name: np.asarray(value, np.float32) for name, value in parameters.items()}
    filters = graph.constant("weights", channels_first(model, named_["weights"]))
    match model:
        case LinearModel():
            bias = graph.constant("bias", named_["bias"].reshape(1)) if model.has_bias else ""
            graph.add("Conv", ["data", filters, bias], "answer")
        case EnergyModel():
            graph.add("Conv", ["data", filters], "responses")
            graph.add("Mul", ["responses", "responses"], "squares")
            graph.add("ReduceSum", ["squares", graph.constant("channels", np.array([1]))], "energy", keepdims=1)
            graph.add("Add", ["energy", graph.constant("least", np.float32(SMALLEST_ENERGY))], "raised")
            graph.add("Sqrt", ["raised"], "length")
            graph.add("Add", ["length", graph.constant("bias", named_["bias"])], "answer")
        case TwoLayerModel():
            graph.add("Conv", ["data", filters, graph.constant("hidden_bias", named_["hidden_bias"])], "responses")
            graph.add("Relu", ["responses"], "rectified")
            second = named_["output_weights"].reshape(1, model.filters, *[1] * graph.ndim)
            level = graph.constant("bias", named_["bias"].reshape(1))
            graph.add("Conv", ["rectified", graph.constant("output_weights", second), level], "answer")
        case SparseCode():
            _answers_to_contrast(graph, model, filters)
        case TextureNetwork():
            _names_of_textures(graph, model, filters, named_)
        case GratingsNetwork():
            graph.add("Conv", ["data", filters, graph.constant("hidden_bias", named_["hidden_bias"])], "maps")
            graph.add("Relu", ["maps"], "rectified")
            graph.add("GlobalAveragePool", ["rectified"], "pooled")
            graph.add("Flatten", ["pooled"], "means")
            classes = graph.constant("class_weights", named_["class_weights"])
            graph.add(
                "Gemm", ["means", classes, graph.constant("class_bias", named_["class_bias"])], "answer", transB=1
            )
    if prediction := experiment.loss.onnx_prediction:
        # Softmax goes over the last axis, the classes of each picture
        graph.add(prediction, ["answer"], "probability")
    return graph.file(experiment.name, ["data"], f"Learned by {experiment.title.lower()}")


def _answers_to_contrast(graph: _Graph, model: SparseCode, filters: str) -> None:
    """Each filter's answer to the patch around each pixel, divided by that patch's contrast.

    The filters sum to zero, so that the patch's mean need not be taken away.
    """
    window = list(model.filter_shape[:2])
    graph.add("Conv", ["data", filters], "responses")
    graph.add("Mul", ["data", "data"], "squares")
    for name, source in (("mean", "data"), ("power", "squares")):
        graph.add("ReduceMean", [source, graph.constant(f"{name}_axis", np.array([1]))], f"{name}_grey", keepdims=1)
        graph.add("AveragePool", [f"{name}_grey"], name, kernel_shape=window)
    graph.add("Mul", ["mean", "mean"], "mean_squared")
    graph.add("Sub", ["power", "mean_squared"], "variance")
    graph.add("Add", ["variance", graph.constant("damping", np.float32(DAMPING))], "damped")
    graph.add("Sqrt", ["damped"], "contrast")
    graph.add("Div", ["responses", "contrast"], "answer")


def _names_of_textures(graph: _Graph, model: TextureNetwork, filters: str, named_: Mapping[str, Any]) -> None:
    """Pictures of any size, each made standard; convolution and both signs, once or twice; means; one linear layer."""
    axes = graph.constant("picture_axes", np.array([1, 2, 3]))
    graph.add("ReduceMean", ["data", axes], "brightness", keepdims=1)
    graph.add("Sub", ["data", "brightness"], "centred")
    graph.add("Mul", ["centred", "centred"], "squared")
    graph.add("ReduceMean", ["squared", axes], "variance", keepdims=1)
    graph.add("Sqrt", ["variance"], "deviation")
    graph.add("Max", ["deviation", graph.constant("least_deviation", np.float32(LEAST_DEVIATION))], "divisor")
    graph.add("Div", ["centred", "divisor"], "standard")
    bias = graph.constant("hidden_bias", named_["hidden_bias"])
    graph.add("Conv", ["standard", filters, bias], "maps", strides=[STRIDE, STRIDE])
    last = _both_signs(graph, "maps")
    if model.depth == 2:
        second = [graph.constant(name, named_[name]) for name in ("second_weights", "second_bias")]
        graph.add("Conv", [last, *second], "second_maps")
        last = _both_signs(graph, "second_maps")
    graph.add("GlobalAveragePool", [last], "pooled")
    graph.add("Flatten", ["pooled"], "plain_means")
    graph.add("Mul", ["plain_means", graph.constant("gain", np.float32(model.gain))], "means")
    linear = [graph.constant(name, named_[name]) for name in ("class_weights", "class_bias")]
    graph.add("Gemm", ["means", *linear], "answer", transB=1)


def _both_signs(graph: _Graph, maps: str) -> str:
    graph.add("Relu", [maps], f"{maps}_positive")
    graph.add("Neg", [maps], f"{maps}_turned")
    graph.add("Relu", [f"{maps}_turned"], f"{maps}_negative")
    graph.add("Concat", [f"{maps}_positive", f"{maps}_negative"], f"{maps}_rectified", axis=1)
    return f"{maps}_rectified"


class _Graph:
    """A graph under construction; onnx is imported with the first graph."""

    def __init__(self, ndim: int, channels: int = 1) -> None:
        import onnx

        self._onnx, self.ndim, self._channels = onnx, ndim, channels
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def constant(self, name: str, value: Any) -> str:
        """Add a named constant and return its name."""
        array = np.asarray(value)
        if array.dtype.kind == "f":
            array = array.astype(np.float32)
        self._constants.append(
            self._onnx.numpy_helper.from_array(np.ascontiguousarray(array).reshape(array.shape), name)
        )
        return name

    def add(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> None:
        """Add an operation."""
        used = inputs if inputs[-1] else inputs[:-1]
        self._nodes.append(self._onnx.helper.make_node(kind, used, [output], **attributes))

    def file(self, stem: str, inputs: list[str], description: str) -> File:
        """The finished model, checked."""
        helper, kind = self._onnx.helper, self._onnx.TensorProto.FLOAT
        outputs = [name for name in ("answer", "probability") if any(name in node.output for node in self._nodes)]
        # named sizes, which the caller's data decide
        rank = 2 if any(node.op_type == "Gemm" for node in self._nodes) else 2 + self.ndim
        sizes = [f"size_{axis}" for axis in range(rank)]
        results = [helper.make_tensor_value_info(name, kind, sizes) for name in outputs]
        shape = ["pictures", self._channels, *("height", "width")[: self.ndim]]
        data = [helper.make_tensor_value_info(name, kind, shape) for name in inputs]
        graph = helper.make_graph(self._nodes, stem, data, results, self._constants, doc_string=description)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=10)
        self._onnx.checker.check_model(model)
        return named(stem, "onnx", "application/octet-stream", model.SerializeToString())

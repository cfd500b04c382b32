"""Kernels and results as files and as code, each file under a name that changes with its content."""

from core.export.code import LANGUAGES, TITLES, kernel_code
from core.export.files import (
    File,
    array_file,
    arrays_file,
    kernel_file,
    named,
    signal_file,
    tensors_file,
    weights_file,
)
from core.export.onnx_graph import kernel_onnx, model_onnx

__all__ = [
    "LANGUAGES",
    "TITLES",
    "File",
    "array_file",
    "arrays_file",
    "kernel_code",
    "kernel_file",
    "kernel_onnx",
    "model_onnx",
    "named",
    "signal_file",
    "tensors_file",
    "weights_file",
]

"""Kernels and results as files and as code, each file under a name that changes with its content."""

from core.export.code import LANGUAGES, TITLES, kernel_code
from core.export.files import (
    File,
    array_file,
    arrays_file,
    kernel_file,
    name_of,
    named,
    signal_file,
    tensors_file,
    weights_file,
)
from core.export.onnx_graph import kernel_onnx, model_onnx
from core.export.run_files import ImportedRun, losses_file, read_run_file, run_file

__all__ = [
    "LANGUAGES",
    "TITLES",
    "File",
    "ImportedRun",
    "array_file",
    "arrays_file",
    "kernel_code",
    "kernel_file",
    "kernel_onnx",
    "losses_file",
    "model_onnx",
    "name_of",
    "named",
    "read_run_file",
    "run_file",
    "signal_file",
    "tensors_file",
    "weights_file",
]

"""Kernels and results as files and as code, each file under a name that changes with its content.

`FORMATS` is the table of formats in which a kernel can be downloaded; the first import below fills it, in the order of
menus.
"""

# isort: off
from core.export import kernel_files, onnx_graph, code, c_header, notebook  # noqa: F401 - each registers its formats
# isort: on

from core.export.code import kernel_code
from core.export.files import File, array_file, arrays_file, name_of, named, signal_file, tensors_file
from core.export.formats import FORMATS, Format
from core.export.kernel_files import kernel_file, weights_file
from core.export.model_code import model_code
from core.export.onnx_graph import kernel_onnx, model_onnx
from core.export.repeat_code import repeat_code
from core.export.report import Figure, report
from core.export.run_files import losses_file, run_file
from core.export.study_template import study_template
from core.export.winner_code import winner_code
from core.export.winner_files import scores_csv, winner_file

__all__ = [
    "FORMATS",
    "Figure",
    "File",
    "Format",
    "array_file",
    "arrays_file",
    "kernel_code",
    "kernel_file",
    "kernel_onnx",
    "losses_file",
    "model_code",
    "model_onnx",
    "name_of",
    "named",
    "repeat_code",
    "report",
    "run_file",
    "scores_csv",
    "signal_file",
    "study_template",
    "tensors_file",
    "weights_file",
    "winner_code",
    "winner_file",
]

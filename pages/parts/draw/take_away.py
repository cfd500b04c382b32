"""Taking a kernel away: as numbers in a file, or as a program."""

from __future__ import annotations

import dataclasses

import numpy as np
import streamlit as st

from core.export import (
    LANGUAGES,
    TITLES,
    File,
    arrays_file,
    kernel_code,
    kernel_file,
    kernel_onnx,
    name_of,
    tensors_file,
    weights_file,
)
from core.filters import Layer
from core.kernels import Kernel
from core.learning import Trajectory
from pages.parts.choose.widgets import menu
from pages.parts.shell.show import download

FORMATS = {"json": "JSON", "csv": "CSV", "npz": "NPZ", "safetensors": "safetensors", "onnx": "ONNX"}


def take_kernel(kernel: Kernel, prefix: str, boundary: str = "reflect") -> None:
    """Show the widgets with which a kernel leaves the dashboard."""
    with st.expander("Take the kernel away", icon=":material/download:"):
        kinds = (*FORMATS, *LANGUAGES)
        kind = menu(
            "As",
            kinds,
            "numpy",
            f"{prefix}_take",
            title=lambda name: FORMATS.get(name) or f"program for {TITLES[name]}",
        )
        key = f"{prefix}_take_{kind}"
        if kind in FORMATS:
            name = name_of(kernel.name, kind, kernel)
            download("Download it", lambda: as_file(kernel, kind, boundary), name, key)
            return
        file = as_file(kernel, kind, boundary)
        download("Download it", lambda: file, file.name, key)
        if kind != "notebook":
            st.code(file.content.decode(), language="c" if kind == "c" else "python", height=260)


def as_file(kernel: Kernel, kind: str, boundary: str) -> File:
    """A kernel as the kind of file that was chosen."""
    match kind:
        case "json":
            return kernel_file(kernel)
        case "csv":
            return weights_file(kernel)
        case "npz":
            return arrays_file(kernel.name, {"weights": kernel.weights})
        case "safetensors":
            return tensors_file(kernel.name, {"weights": kernel.weights}, {"title": kernel.title})
        case "onnx":
            return kernel_onnx(kernel)
        case _:
            return kernel_code(kernel, kind, boundary)


def layer_kernel(layer: Layer) -> Kernel:
    """What a layer's filter does as one correlation mask: turned round if it is, with zeros where it is spread out."""
    weights = np.flip(layer.kernel.weights) if layer.flip else layer.kernel.weights
    if layer.dilation > 1:
        spread = np.zeros([(taps - 1) * layer.dilation + 1 for taps in weights.shape])
        spread[tuple(slice(None, None, layer.dilation) for _ in weights.shape)] = weights
        weights = spread
    if weights is layer.kernel.weights:
        return layer.kernel
    return dataclasses.replace(layer.kernel, weights=weights)


def learned_kernel(run: Trajectory) -> Kernel:
    """The filter at the end of a run of one filter, with what has to be known to use it."""
    bias = float(run.bias[-1])
    level = f" Add the bias {bias!r} to every answer." if run.experiment.has_bias else ""
    experiment = run.experiment
    described = f"Learned by {experiment.title.lower()}, {run.steps[-1]} steps from seed {run.settings.seed}.{level}"
    return Kernel("learned", "Learned filter", "learned", run.weights[-1].astype(np.float64), description=described)

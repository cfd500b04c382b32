"""Choosing a chain of up to four stages: kernels, filters of several kernels, a threshold, ReLU, pooling."""

from __future__ import annotations

from collections.abc import Sequence

from streamlit.delta_generator import DeltaGenerator

from core.filters import COMBINED, Layer, describe_filter
from core.filters.chain import Chain, Joined, Stage, Threshold, pooled, rectified
from core.kernels import describe_kernel, kernel_names
from core.parameters import Range
from pages.parts.choose.kernel_picker import made
from pages.parts.choose.layer_picker import POOL
from pages.parts.choose.widgets import choose, choose_all, menu

EDGES = ("gaussian", "sobel", "threshold", "pool")  # what is shown before a stage is chosen: edges in four steps
OWN = {"nothing": "Nothing", "threshold": "Threshold", "relu": "ReLU", "pool": "Max pool"}
STAGES = (*OWN, *COMBINED, *kernel_names(2))
SHARE = Range(
    "share", "Least share of the strongest", 0.2, 0.0, 1.0, 0.01, help="What is weaker becomes 0, all else 1."
)


def pick_chain(prefix: str, places: Sequence[DeltaGenerator]) -> tuple[Chain, tuple[str, ...]]:
    """Show in each place a menu for a stage with what can be chosen for it; return the chain and its stages' titles."""
    stages: list[Stage] = []
    titles: list[str] = []
    for index, (place, start) in enumerate(zip(places, EDGES, strict=True), 1):
        key = f"{prefix}_chain_{index}"
        with place:
            name = menu(f"Stage {index}", STAGES, start, key, title=title_of)
            stage = _made(name, f"{key}_{name}")
        if stage is not None:
            stages.append(stage)
            titles.append(title_of(name))
    return Chain(tuple(stages)), tuple(titles)


def title_of(name: str) -> str:
    """What a stage is called."""
    if name in OWN:
        return OWN[name]
    return describe_filter(name).title if name in COMBINED else describe_kernel(name).title


def _made(name: str, key: str) -> Stage | None:
    match name:
        case "nothing":
            return None
        case "threshold":
            return Threshold(float(choose(SHARE, f"{key}_share")))
        case "relu":
            return rectified()
        case "pool":
            return pooled(int(choose(POOL, f"{key}_side", 4)))
    if name in COMBINED:
        return Joined(name, tuple(choose_all(describe_filter(name).parameters, key).items()))
    return Layer(made(name, key))

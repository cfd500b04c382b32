"""One signal's kernel, or two beside each other: numbers, spectrum, and the answers to an impulse and a step."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from core.figures import kernel_chart, kernels_chart, response_chart, spectrum_chart
from core.figures.chart import DESIGNED, number
from core.filters import Layer, overshoot_of, responses_of
from core.kernels import frequency_response
from pages.parts.shell import say
from pages.parts.shell.show import chart

DASHES = ("solid", "dash")
FREQUENCIES = 512


def show_kernels(layers: Sequence[Layer], rate: float | None) -> None:
    """The kernels as they are applied, and by how much each magnifies waves; `rate` is the signal's in Hz."""
    left, right = st.columns(2)
    with left:
        kernels = [(layer.kernel.title, layer.kernel.weights) for layer in layers]
        drawn = kernels_chart(kernels) if len(kernels) > 1 else kernel_chart(kernels[0][1], kernels[0][0])
        chart(drawn, "signals_kernel_chart")
    with right:
        spectra = [
            (layer.kernel.title, frequency_response(layer.mask, FREQUENCIES), DESIGNED, dash)
            for layer, dash in zip(layers, DASHES, strict=False)
        ]
        chart(spectrum_chart(spectra, rate=rate), "signals_spectrum")
    if rate:
        say.caption(
            f"{number(rate, 5)} samples a second: the fastest wave that they can show has {number(rate / 2, 5)} Hz, or "
            "0.5 cycles per sample."
        )
    for layer in layers:
        say.caption(f"{layer.kernel.title}: {layer.kernel.description}", source=layer.kernel.source)


def show_responses(layers: Sequence[Layer]) -> None:
    """The answers of the kernels to an impulse and to a step, and a sentence on how to read each."""
    reach = max(layer.mask.shape[0] for layer in layers) + 2
    answers = [(layer.kernel.title, responses_of(layer, reach)) for layer in layers]
    left, right = st.columns(2)
    with left:
        drawn = [(title, answer.impulse) for title, answer in answers]
        chart(response_chart(drawn, "impulse"), "signals_impulse")
        say.caption(
            "Impulse response: what becomes of a single 1 among zeros. It shows the kernel's numbers, from right to "
            "left where the kernel is slid as written."
        )
    with right:
        drawn = [(title, answer.step) for title, answer in answers]
        chart(response_chart(drawn, "step"), "signals_step")
        beyond = [(title, overshoot_of(answer.step)) for title, answer in answers]
        told = "; ".join(f"{title} {share:.0%}" for title, share in beyond)
        say.caption(
            "Step response: what becomes of a sudden rise from 0 to 1. It shows how wide the kernel spreads an edge, "
            f"and how far the answer goes beyond its final value: {told}."
        )

"""What does a kernel do to a signal? Input, kernel, output and spectrum, and the arithmetic of one sample."""

import numpy as np
import streamlit as st

from core.convolution import local_maxima
from core.data import SIGNAL_FORMATS
from core.export import array_file, name_of, signal_file
from core.figures import kernel_chart, marking, placed, signal_chart, spectrum_chart
from core.figures.chart import DESIGNED, INPUT
from core.figures.curves import Curve
from core.filters import products_of
from core.kernels import frequency_response
from pages.parts.choose.data_picker import pick_signal
from pages.parts.choose.kernel_picker import pick_kernel
from pages.parts.choose.layer_picker import pick_layer, sentence
from pages.parts.choose.pin import pin
from pages.parts.draw.products import show_row
from pages.parts.draw.take_away import take_kernel
from pages.parts.shell.cached import layer_output
from pages.parts.shell.engine import show_plan
from pages.parts.shell.entrance import through_app
from pages.parts.shell.prose import prose
from pages.parts.shell.show import chart, download, escaped

through_app()

st.title("Signals")
st.markdown("Slide a kernel over a signal: at each sample, multiply and add.")
controls, view = st.columns([1, 2], gap="large")
with controls:
    signal = pick_signal("signals")
    kernel = pick_kernel("signals", 1, "peak_detector")
    with st.expander("How it is applied", icon=":material/tune:"):
        layer = pick_layer("signals", kernel)

result = layer_output(signal, layer)
with view:
    pinned = pin("Pinned sample", len(result.filtered), "signals_pin")
    peaks = local_maxima(signal.samples)
    curves = [Curve(signal.samples, signal.title, INPUT)]
    chart(signal_chart(curves, marks=peaks, pinned=pinned * layer.stride, **placed(signal)), "signals_input")
    st.caption(f"Input: {escaped(signal.description)} {marking(len(peaks))}.")
    fired = np.flatnonzero(result.output > 0) if kernel.family == "peaks" else None
    curves = [Curve(result.output, "output", DESIGNED)]
    chart(
        signal_chart(
            curves,
            marks=fired,
            marks_label="positive answers",
            pinned=pinned // layer.pool,
            **placed(signal, layer.spacing),
        ),
        "signals_output",
    )
    st.caption(f"Output: {len(result.output)} samples. {sentence(layer)}")
    show_plan(signal.samples, layer)
    left, right = st.columns(2)
    with left:
        chart(kernel_chart(kernel.weights, kernel.title), "signals_kernel_chart")
    with right:
        spectrum = frequency_response(kernel, 512)
        chart(spectrum_chart([(kernel.title, spectrum, DESIGNED, "solid")]), "signals_spectrum")
    st.caption(f"{kernel.description} Source: {kernel.source}")
    st.subheader("The arithmetic of the pinned sample")
    show_row(products_of(signal.samples, layer, pinned))
    with st.container(horizontal=True):
        columns = {"sample": np.arange(len(result.output)), "value": result.output}
        table, array = (name_of("output", ending, signal, layer) for ending in ("csv", "npy"))
        download("Output as CSV", lambda: signal_file("output", columns), table, "signals_csv")
        download("Output as NPY", lambda: array_file("output", result.output), array, "signals_npy")
    take_kernel(layer.mask, "signals", layer.boundary)
prose("signals", formats=SIGNAL_FORMATS)

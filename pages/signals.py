"""What does a kernel do to a signal? A window slides over the signal, and the output appears below it."""

from dataclasses import replace

import numpy as np
import streamlit as st

from core.data import SIGNAL_FORMATS
from core.export import array_file, name_of, signal_file
from core.figures import largest_difference, signal_scan
from core.filters import products_of, samples_under
from pages.parts.choose.boxes import box
from pages.parts.choose.data_picker import pick_signal
from pages.parts.choose.kernel_picker import pick_kernel
from pages.parts.choose.layer_picker import pick_applied, sentence
from pages.parts.choose.part_picker import pick_part
from pages.parts.choose.parts import part
from pages.parts.choose.pin import pin
from pages.parts.choose.widgets import switch
from pages.parts.draw.kernel_charts import show_kernels, show_responses
from pages.parts.draw.products import show_row
from pages.parts.draw.prose import prose
from pages.parts.draw.signal_scan import show_signal_scan
from pages.parts.draw.take_away import take_kernel
from pages.parts.shell import say
from pages.parts.shell.cached import layer_output, peaks_of
from pages.parts.shell.engine import show_plan
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import download, escaped

through_app()

heading("Signals", "Slide a kernel over a signal: at each sample, multiply and add.")
with controls():
    signal = pick_signal("signals")
    kernel = pick_kernel("signals", 1, "peak_detector")
    layer = pick_applied("signals", kernel, signal.samples.shape)
    layers = [layer]
    if switch("A second kernel", "signals_beside", help_text="Shows what another kernel makes of the same signal."):
        start = "savitzky_golay" if kernel.name == "gaussian_1d" else "gaussian_1d"
        second = pick_kernel("signals_second", 1, start, "Second kernel")
        if second.title == kernel.title:
            second = replace(second, title=f"{second.title}, second")
        layers.append(replace(layer, kernel=second))
    results = [layer_output(signal, each) for each in layers]
    pinned = pin("Pinned sample" if layer.stride == 1 else "Pinned answer", len(results[0].filtered), "signals_pin")
    shown = pick_part(len(signal.samples), pinned * layer.stride, "signals")
    is_over = switch(
        "Output over input",
        "signals_over",
        start=all(each.keeps_level for each in layers),
        help_text="One scale for both. Recommended for kernels that keep the level of a signal.",
    )

answered = [(each, result.output) for each, result in zip(layers, results, strict=True)]
scan = signal_scan(signal, answered, shown, pinned, peaks_of(signal), is_over=is_over)
show_signal_scan(scan, "signals_scan", "signals_pin")


def show_more() -> None:
    """The arithmetic of the pinned answer, the kernels by themselves, files, and the text."""
    output = results[0].output
    if len(results) > 1:
        say.markdown(largest_difference(output, results[1].output, layer.spacing))
    say.caption(f"{escaped(signal.description)} Output: {len(output):,} samples. {sentence(layer)}")
    with box("The pinned sample as a table", "signals_table", ":material/table:") as frame:
        if frame.open:
            show_row(products_of(signal.samples, layer, pinned), samples_under(layer, pinned), len(signal.samples))
    title = "The kernels and their spectra" if len(layers) > 1 else "The kernel and its spectrum"
    with box(title, "signals_details", ":material/blur_on:") as frame:
        if frame.open:
            show_kernels(layers, signal.sample_rate)
    with box("Impulse and step response", "signals_responses", ":material/bolt:") as frame:
        if frame.open:
            show_responses(layers)
    with box("How it is computed", "signals_plan", ":material/calculate:") as frame:
        if frame.open:
            show_plan(signal.samples, layer)
    with st.container(horizontal=True):
        columns = {"sample": np.arange(len(output)), "value": output}
        table, array = (name_of("output", ending, signal, layer) for ending in ("csv", "npy"))
        download("Output as CSV", lambda: signal_file("output", columns), table, "signals_csv")
        download("Output as NPY", lambda: array_file("output", output), array, "signals_npy")
    take_kernel(layer.mask, "signals", layer.boundary)
    prose("signals", formats=SIGNAL_FORMATS)


if not is_embedded():
    part(show_more, "signals_more")

"""Choosing what to filter: a sample with its parameters, or a file of one's own."""

from __future__ import annotations

import streamlit as st

from core.data import Image, Signal, describe_sample, get_sample, sample_names, sample_parameters
from core.data.uploads import IMAGE_TYPES, SIGNAL_TYPES, UnreadableUpload, read_image, read_signal, signal_columns
from pages.parts.parameter_widgets import choose_all
from pages.parts.show import warning_sentence


def pick_signal(prefix: str, default: str = "iid") -> Signal:
    """Show the widgets for a signal and return it."""
    sample = _pick_sample(prefix, 1, default)
    content, name = _upload(prefix, SIGNAL_TYPES)
    if content is None:
        assert isinstance(sample, Signal)
        return sample
    try:
        columns = signal_columns(content, name)
        column = st.selectbox("Column", columns, key=f"{prefix}_column") if len(columns) > 1 else None
        return read_signal(content, name, column)
    except UnreadableUpload as error:
        warning_sentence(error)
        st.caption("The sample is shown instead.")
        assert isinstance(sample, Signal)
        return sample


def pick_image(prefix: str, default: str = "camera") -> Image:
    """Show the widgets for an image and return it."""
    sample = _pick_sample(prefix, 2, default)
    content, name = _upload(prefix, IMAGE_TYPES)
    assert isinstance(sample, Image)
    if content is None:
        return sample
    try:
        return read_image(content, name)
    except UnreadableUpload as error:
        warning_sentence(error)
        st.caption("The sample is shown instead.")
        return sample


def _pick_sample(prefix: str, ndim: int, default: str) -> Signal | Image:
    names = sample_names(ndim)
    name = st.selectbox(
        "Input",
        names,
        names.index(default),
        key=f"{prefix}_sample",
        format_func=lambda each: describe_sample(each).title,
        bind="query-params",
    )
    values = choose_all(sample_parameters(name), f"{prefix}_{name}")
    return get_sample(name, **values)


def _upload(prefix: str, types: tuple[str, ...]) -> tuple[bytes | None, str]:
    """The bytes and name of an uploaded file, or None where there is none."""
    with st.expander("Use your own file", icon=":material/upload:"):
        file = st.file_uploader(
            "A file of up to 8 MB",
            type=list(types),
            key=f"{prefix}_upload",
            help="It stays in this session and is not part of the page's address.",
        )
    return (None, "") if file is None else (file.getvalue(), file.name)

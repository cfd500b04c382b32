"""Choosing what to filter: a sample with its parameters, or a file of one's own."""

from __future__ import annotations

import streamlit as st

from core.data import (
    IMAGE_TYPES,
    SIGNAL_TYPES,
    Image,
    Signal,
    UnreadableUpload,
    describe_sample,
    get_image,
    get_signal,
    read_image,
    read_signal,
    sample_names,
    sample_parameters,
    signal_columns,
)
from core.parameters import Value
from pages.parts.parameter_widgets import choose_all
from pages.parts.show import warning_sentence

PICTURES = tuple(f".{ending}" for ending in IMAGE_TYPES if ending not in SIGNAL_TYPES)
SHOWN_LENGTH = 96  # samples at first: few enough to see each of them


def pick_signal(prefix: str, default: str = "iid") -> Signal:
    """Show the widgets for a signal and return it; an unreadable upload gives a sentence and the sample."""
    name, parameters = _pick_sample(prefix, 1, default)
    upload = pick_upload(prefix, (Signal,))
    return upload if isinstance(upload, Signal) else get_signal(name, **parameters)


def pick_image(prefix: str, default: str = "camera") -> Image:
    """Show the widgets for an image and return it; an unreadable upload gives a sentence and the sample."""
    name, parameters = _pick_sample(prefix, 2, default)
    upload = pick_upload(prefix, (Image,))
    return upload if isinstance(upload, Image) else get_image(name, **parameters)


def pick_upload(prefix: str, kinds: tuple[type[Signal] | type[Image], ...]) -> Signal | Image | None:
    """Show the widgets for a file of one's own, and return it as one of these kinds; None where there is none."""
    types = (*(SIGNAL_TYPES if Signal in kinds else ()), *(IMAGE_TYPES if Image in kinds else ()))
    upload = _upload(prefix, tuple(dict.fromkeys(types)))
    if upload is None:
        return None
    content, filename = upload
    try:
        if Signal not in kinds or filename.lower().endswith(PICTURES):
            return read_image(content, filename)
        columns = signal_columns(content, filename)
        column = st.selectbox("Column", columns, key=f"{prefix}_column") if len(columns) > 1 else None
        return read_signal(content, filename, column)
    except UnreadableUpload as error:
        _say_unreadable(error)
        return None


def _pick_sample(prefix: str, ndim: int, default: str) -> tuple[str, dict[str, Value]]:
    names = sample_names(ndim)
    name = st.selectbox(
        "Input",
        names,
        names.index(default),
        key=f"{prefix}_sample",
        format_func=lambda each: describe_sample(each).title,
        bind="query-params",
    )
    return name, choose_all(sample_parameters(name), f"{prefix}_{name}", {"length": SHOWN_LENGTH})


def _upload(prefix: str, types: tuple[str, ...]) -> tuple[bytes, str] | None:
    """The bytes and the name of an uploaded file, or None where there is none."""
    with st.expander("Use your own file", icon=":material/upload:"):
        file = st.file_uploader(
            "A file of up to 8 MB",
            type=list(types),
            key=f"{prefix}_upload",
            help="It stays in this session and is not part of the page's address.",
        )
    return None if file is None else (file.getvalue(), file.name)


def _say_unreadable(error: UnreadableUpload) -> None:
    warning_sentence(error)
    st.caption("The sample is shown instead.")

"""The output of a kernel as a picture: as brightness where it is one, else on a scale about zero."""

from __future__ import annotations

from typing import Any

import streamlit as st
from numpy.typing import NDArray

from core.figures import brightness_picture, shared_limit, signed_picture
from pages.parts.show import picture

ROUNDING = 1e-6


def show_output(values: NDArray[Any]) -> None:
    """Show an output (h, w) or (h, w, 3) and say how to read its colours."""
    is_brightness = bool(values.min() >= -ROUNDING and values.max() <= 1 + ROUNDING)
    size = f"{values.shape[1]} x {values.shape[0]} pixels"
    if is_brightness or values.ndim == 3:
        picture(brightness_picture(values, "Output"), f"Output, {size}")
        if not is_brightness:
            st.caption("Values below 0 or above 1 are cut off in colour; without the colours their sign is shown.")
    else:
        limit = shared_limit(values)
        picture(signed_picture(values, "Output", limit), f"Output, {size}: blue is negative, orange positive")

"""Choosing one output to take apart, with a slider that the keyboard reaches."""

from __future__ import annotations

import streamlit as st


def pin(label: str, count: int, key: str) -> int:
    """The index of one of `count` outputs; one that no longer exists becomes the last."""
    if count == 1:
        return 0
    held = st.session_state.setdefault(key, max(1, count // 2))
    # the slider's end moves with the data, and a value beyond it would be an error
    if isinstance(held, int) and held > count:
        st.session_state[key] = count
    value = st.slider(f"{label}, counted from 1", 1, count, key=key, bind="query-params")
    return min(max(int(value), 1), count) - 1

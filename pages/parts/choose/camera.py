"""A picture from the visitor's camera, which is then a file of one's own."""

from __future__ import annotations

import streamlit as st

from core.data import Image, UnreadableUpload
from pages.parts.choose.boxes import box, close_box
from pages.parts.choose.own_files import REFUSED, UPLOADS, hold_file
from pages.parts.shell.held_uploads import let_go
from pages.parts.shell.reading import reading
from pages.parts.shell.show import warning_sentence


def offer_camera(prefix: str, input_key: str) -> None:
    """Show a box with the visitor's camera, which is asked for when the box is open; its picture becomes the choice.

    The picture has as many pixels as the camera is wide on the page.
    """
    box_key = f"{prefix}_camera"
    frame = box("Take a picture", box_key, ":material/photo_camera:")
    if not frame.open:
        return
    reading().prepare()
    key = f"{prefix}_camera_{st.session_state.get(UPLOADS, 0)}"
    with frame:
        st.camera_input(
            "Your camera",
            key=key,
            help="The picture stays in your session, as a file of your own does.",
            on_change=_photograph,
            args=(key, box_key, input_key),
        )
        where, why = st.session_state.get(REFUSED, ("", ""))
        if where == key:
            warning_sentence(UnreadableUpload(why))


def _photograph(key: str, box_key: str, input_key: str) -> None:
    """Hold the picture that was taken, and close the box, so that the camera is free again."""
    shot = st.session_state[key]
    st.session_state.pop(REFUSED, None)
    if shot is None:
        return
    hold_file(shot.getvalue(), f"camera.{shot.name.rpartition('.')[2].lower()}", Image, key, input_key)
    if REFUSED not in st.session_state:
        let_go(shot)
        close_box(box_key)

"""A picture from the camera is a file of one's own; the camera is asked for when its box is open."""

from __future__ import annotations

import io

from streamlit.testing.v1 import AppTest

from tests.pages.choose.test_own_files import png
from tests.pages.conftest import opened, shown_errors


class Shot(io.BytesIO):
    """A picture as the camera's widget gives it."""

    name, file_id = "camera-input-2026.PNG", "shot"


def photograph(content: bytes) -> AppTest:
    """What taking a picture does; the tests of pages have no camera."""

    def page():
        import streamlit as st

        from pages.parts.choose.camera import _photograph

        if "shot" in st.session_state:
            _photograph("shot", "images_camera", "images_sample")
            del st.session_state["shot"]

    app = AppTest.from_function(page)
    app.session_state["shot"] = Shot(content)
    return app.run()


def test_the_camera_is_asked_for_when_its_box_is_open():
    app = opened("images")
    assert not app.get("camera_input")
    app.session_state["images_camera"] = True
    assert len(app.run().get("camera_input")) == 1
    assert not app.exception, shown_errors(app)


def test_a_picture_from_the_camera_is_ones_own_picture():
    app = photograph(png()[1])
    assert not app.exception, shown_errors(app)
    file = app.session_state["own_picture"]
    assert (file.title, file.content) == ("Your picture: camera.png", png()[1])
    assert app.session_state["choices"] == {"images_sample": "own_picture"}
    assert app.session_state["images_camera"] is False


def test_a_picture_that_did_not_arrive_whole_gets_a_sentence():
    app = photograph(png()[1][:50])
    assert "own_picture" not in app.session_state
    assert app.session_state["own_refused"] == (
        "shot",
        "camera.png is damaged: save the picture again and upload that.",
    )

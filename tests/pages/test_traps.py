"""Streamlit 1.67's traps that were met, each with what keeps the pages out of it."""

from __future__ import annotations

import ast
import json
from pathlib import Path

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.data import Image
from core.figures import kernel_chart
from core.filters import Layer
from core.kernels import get_kernel
from core.learning import TrainingSettings, get_experiment
from pages.parts.saved.saved_run import is_out_of_date
from pages.parts.shell.cached import picture_output, picture_scan_of
from tests.pages.conftest import opened, shown_errors

PAGES = Path(__file__).parents[2] / "pages"


def callers(name: str) -> set[str]:
    """The files that call something of this name."""
    found = set()
    for file in PAGES.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr == name:
                found.add(str(file.relative_to(PAGES)))
    return found


@pytest.mark.parametrize("side", [708, 1024])
def test_pictures_that_differ_in_one_pixel_are_kept_apart(side):
    # st.cache_data looks at a sample of arrays as large as this
    pixels = np.random.default_rng(side).random((side, side))
    other = pixels.copy()
    other[side // 2, side // 3] = 1 - other[side // 2, side // 3]
    first, second = Image("one", "One", pixels), Image("one", "One", other)
    layer = Layer(get_kernel("sobel_x"))
    difference = picture_output(first, layer) != picture_output(second, layer)
    # Sobel x sees the pixel from its two neighbours in each of three rows
    assert difference.sum() == 6
    assert picture_scan_of(first, layer) != picture_scan_of(second, layer)


def test_no_page_uses_the_cache_that_looks_at_a_sample():
    assert callers("cache_data") == set()


def test_no_page_has_the_widget_that_an_address_can_break():
    assert callers("number_input") == set()


@pytest.mark.parametrize("name", ["image", "download_button", "plotly_chart"])
def test_pictures_and_files_leave_through_the_one_place_that_knows_how(name):
    # exact pixels as PNG, names with a digest, alternative text
    assert callers(name) == {"parts/shell/show.py"}


def test_what_draws_itself_anew_has_no_grid_that_would_lose_what_is_typed():
    assert callers("data_editor") == {"parts/choose/kernel_picker.py"}
    source = (PAGES / "parts" / "saved" / "saved_run.py").read_text(encoding="utf-8")
    assert "run_every" in source
    assert "kernel_picker" not in source


def test_a_kernel_stands_on_its_feet():
    chart = kernel_chart(get_kernel("sobel_y"), "Sobel y")
    assert chart.figure.layout.yaxis.autorange == "reversed"
    np.testing.assert_array_equal(chart.figure.data[0].z, get_kernel("sobel_y").weights)


def test_a_chart_has_the_colours_of_streamlits_theme():
    # Streamlit finds its own placeholders in a figure's template and fills in the theme's colours
    def page():
        import streamlit as st

        from core.figures import kernel_chart
        from pages.parts.shell.show import chart

        drawn = kernel_chart([-1, 1, -1], "v")
        chart(drawn, "ours")
        st.plotly_chart(drawn.figure, key="plotlys")

    app = AppTest.from_function(page).run()
    ours, plotlys = (json.loads(each.proto.spec)["layout"]["template"] for each in app.get("plotly_chart"))
    assert ours == plotlys
    assert "#000001" in json.dumps(ours)


@pytest.mark.parametrize(
    ("before", "now", "every", "pace", "is_so"),
    [
        ("running", "running", 0.25, 0.25, False),
        ("running", "paused", 0.25, 0.25, True),
        ("paused", "running", 0.25, 0.25, True),
        ("running", "running", 0.25, 4.0, True),
        ("running", "running", 4.0, 0.25, True),
        ("running", "running", 1.0, 1.2, False),
    ],
)
def test_another_pace_needs_the_whole_page(before, now, every, pace, is_so):
    # a fragment's beat is a timer in the browser, which only a run of the page can set
    assert is_out_of_date(before, now, every, pace) is is_so


def test_a_run_stays_in_the_address_from_page_to_page(service):
    # what is not bound to a widget is dropped from the address on the way
    run = service.start(get_experiment("find_peaks"), TrainingSettings(steps=50))
    app = opened("converge", converge_run=run)
    app.switch_page("pages/compare.py").run()
    assert not app.exception, shown_errors(app)
    assert app.query_params["converge_run"] in (run, [run])
    assert app.button(key="compare_back")


def test_a_session_holds_nothing_large():
    # sessions whose people are gone are kept for two minutes, as many as 128 of them
    app = opened("converge", run_experiment="Find the edges", run_find_edges_steps="100")
    for page in ("compare", "images", "signals", "runs"):
        app.switch_page(f"pages/{page}.py").run()
    plain = (str, int, float, bool, type(None), list, tuple, dict)
    held = app.session_state.to_dict()
    assert held
    for key, value in held.items():
        assert isinstance(value, plain), key
        assert len(repr(value)) < 10_000, key

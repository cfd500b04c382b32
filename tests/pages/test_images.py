"""Images: how the kernel is applied, its numbers edited, its parts, chains; nothing closed is computed."""

from __future__ import annotations

import pytest

from tests.pages.choose.test_boxes import is_open
from tests.pages.conftest import figure_of, opened, shown_errors, unfolded
from tests.pages.test_effects import alts, said


def test_a_colour_picture_can_keep_its_colours():
    grey = opened("images", images_sample="Cat", images_kernel="Gaussian")
    colour = opened("images", images_sample="Cat", images_kernel="Gaussian", images_colour="true")
    assert not colour.exception, shown_errors(colour)
    assert figure_of(grey)[1]["output"].ndim == 2
    assert figure_of(colour)[1]["output"].shape == figure_of(colour)[1]["input"].shape == (300, 451, 3)


def test_how_the_kernel_is_applied_is_shown_where_it_was_chosen():
    assert not is_open(opened("images"), "images_applied")
    app = opened("images", images_stride="2")
    assert is_open(app, "images_applied")
    assert app.select_slider(key="images_stride").value == 2


@pytest.mark.parametrize(("mode", "sides"), [("valid", (510, 510)), ("full", (514, 514)), ("same", (512, 512))])
def test_the_mode_decides_how_many_answers_there_are(mode, sides):
    app = opened("images", images_mode=mode)
    assert figure_of(app)[1]["output"].shape == sides
    assert figure_of(app)[0]["answers"] == list(sides)


def test_a_kernel_larger_than_the_picture_has_no_valid_answer_and_says_so():
    app = opened(
        "images",
        images_sample="siemens_star",
        images_siemens_star_size="8",
        images_kernel="box",
        images_box_size="9",
        images_mode="valid",
    )
    assert app.warning[0].value == (
        "The kernel reaches over 9 x 9 samples and the data have 8 x 8: nowhere does it lie on them as a whole. As many "
        "answers as samples are shown instead."
    )
    assert figure_of(app)[1]["output"].shape == (8, 8)


EDITED = {
    "normalise": "-0.125 0 0.125; -0.25 0 0.25; -0.125 0 0.125",
    "flip": "1 0 -1; 2 0 -2; 1 0 -1",
    "rotate": "-1 -2 -1; 0 0 0; 1 2 1",
    "transpose": "-1 -2 -1; 0 0 0; 1 2 1",
    "double": "-2 0 2; -4 0 4; -2 0 2",
    "halve": "-0.5 0 0.5; -1 0 1; -0.5 0 0.5",
}


@pytest.mark.parametrize("name", EDITED)
def test_each_edit_makes_its_numbers_the_kernels_and_is_taken_back(name):
    app = unfolded(opened("images"))
    assert app.button(key="images_edit_undo").disabled
    app.button(key=f"images_edit_{name}").click().run()
    assert app.query_params["images_numbers"] == EDITED[name]
    assert figure_of(app)[0]["kernel"] == "Edited kernel"
    app.button(key="images_edit_undo").click().run()
    assert "images_numbers" not in app.query_params
    assert figure_of(app)[0]["kernel"] == "Sobel x"
    assert app.button(key="images_edit_undo").disabled


def test_rows_are_mirrored_and_several_changes_are_taken_back_one_by_one():
    app = unfolded(opened("images", images_numbers="1 2; 3 4"))
    app.button(key="images_edit_flip_up_down").click().run()
    assert app.query_params["images_numbers"] == "3 4; 1 2"
    app.button(key="images_edit_double").click().run()
    assert app.query_params["images_numbers"] == "6 8; 2 4"
    for numbers in ("3 4; 1 2", "1 2; 3 4"):
        app.button(key="images_edit_undo").click().run()
        assert app.query_params["images_numbers"] == numbers


def test_the_box_of_numbers_says_which_sum_is_made_one():
    assert "The numbers add up to 0, their absolute values to 8: Normalise makes that 1." in said(
        unfolded(opened("images"))
    )
    assert "The numbers add up to 1." in said(unfolded(opened("images", images_kernel="gaussian")))
    app = unfolded(opened("images", images_numbers="600000 1"))
    assert app.button(key="images_edit_double").disabled
    assert not app.button(key="images_edit_halve").disabled


@pytest.mark.parametrize(
    ("query", "words"),
    [
        (
            {"images_kernel": "gaussian", "images_gaussian_size": "9"},
            "The kernel is a column times a row: a pass with each costs 9 + 9 = 18 multiplications a pixel; as a whole the "
            "kernel costs 9 × 9 = 81.",
        ),
        (
            {"images_kernel": "laplacian"},
            "The kernel has rank 2: it is the sum of 2 products of a column and a row. A pass with each costs 2 × (3 + 3) "
            "= 12 multiplications a pixel; as a whole the kernel costs 3 × 3 = 9.",
        ),
        ({"images_numbers": "0 0; 0 0"}, "All numbers are 0: there is nothing to multiply."),
    ],
)
def test_the_parts_of_a_kernel_and_what_they_save_are_told(query, words):
    app = unfolded(opened("images", **query))
    assert words in said(app)
    assert any("column × row" in alt for alt in alts(app))


def test_a_kernel_that_reaches_too_far_for_the_small_grid_gets_a_sentence():
    app = unfolded(opened("images", images_kernel="box", images_box_size="17"))
    assert "The kernel reaches too far for single pixels to be drawn: choose a smaller size or dilation." in said(app)
    assert len(app.get("bidi_component")) == len(unfolded(opened("images")).get("bidi_component")) - 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, "The kernel is slid as written, with the data mirrored beyond the edge."),
        ({"images_mode": "valid"}, "The kernel is slid as written, only where it lies on the data as a whole."),
        (
            {"images_mode": "full", "images_boundary": "wrap"},
            "The kernel is slid as written, wherever it touches the data, with the other end of the data beyond the edge.",
        ),
    ],
)
def test_the_layer_is_told_in_words(query, words):
    assert words in said(opened("images", **query))


def test_a_chain_shows_each_stage_and_begins_with_edges_in_four_steps():
    app = opened("images", images_chain_1="box", images_chain_3="nothing")
    titles = [alt.partition(",")[0] for alt in alts(app) if "pixels" in alt]
    assert titles == ["Box", "Sobel", "Max pool"]
    app.button(key="images_chain_edges").click().run()
    assert dict(app.query_params) == {"images_chain": "open"}
    titles = [alt.partition(",")[0] for alt in alts(app) if "pixels" in alt]
    assert titles == ["Gaussian", "Sobel", "Threshold", "Max pool"]
    assert app.button(key="images_chain_edges").disabled


def test_a_chain_of_nothing_says_so():
    app = opened("images", **{f"images_chain_{place}": "nothing" for place in range(1, 5)})
    assert "No stage is chosen." in said(app)


def test_a_closed_chain_is_not_computed(monkeypatch):
    def refuse(*_):
        raise AssertionError("a chain was computed")

    monkeypatch.setattr("pages.parts.draw.chain.chain_outputs", refuse)
    assert not opened("images").exception
    assert opened("images", images_chain_1="box").exception


def test_what_the_figure_cannot_show_is_dropped_from_the_address():
    app = opened("images", images_view="x", images_zoom="3", images_divider="101", images_row="-1", images_column="1.5")
    assert not app.query_params
    assert figure_of(app)[0]["look"] == {"view": "side", "zoom": 0, "divider": 50}
    app = opened("images", images_view="divided", images_zoom="8", images_divider="0")
    assert figure_of(app)[0]["look"] == {"view": "divided", "zoom": 8, "divider": 0}


@pytest.mark.parametrize(
    ("name", "box"),
    [
        ("kernel_details.frequency_response", "images_details"),
        ("kernel_details.separability", "images_parts"),
        ("sampling_grid.sampling_grid", "images_geometry"),
    ],
)
def test_nothing_is_computed_for_a_box_that_is_closed(monkeypatch, name, box):
    def refuse(*_):
        raise AssertionError(f"{name} was computed")

    monkeypatch.setattr(f"pages.parts.draw.{name}", refuse)
    app = opened("images")
    assert not app.exception, shown_errors(app)
    app.session_state[box] = True
    assert app.run().exception

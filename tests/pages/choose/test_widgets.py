"""A declared parameter decides its widget: what a menu offers, where a slider ends, and what an address may say."""

import dataclasses

import pytest
from streamlit.testing.v1 import AppTest

from core.learning.settings import BATCH_SIZE, INITIAL_SCALE, MOMENTUM, SEED, STEPS
from pages.parts.choose.choices import CHOICES


def drawn(parameter, default=None, address=None):
    """The widget of a parameter on a page of its own, and the value that it gives."""

    def page(parameter, default):
        import streamlit as st

        from pages.parts.choose.widgets import choose

        st.text(repr(choose(parameter, "one_choice", default)))

    at = AppTest.from_function(page, args=(parameter, default))
    if address is not None:
        at.session_state[CHOICES] = {"one_choice": address}
    at.run()
    assert not at.exception
    return at, at.text[0].value


@pytest.mark.parametrize("parameter", [STEPS, BATCH_SIZE])
def test_a_menu_of_numbers_is_offered_as_it_is_declared(parameter):
    at, value = drawn(parameter)
    assert at.select_slider[0].options == [str(each) for each in parameter.menu]
    assert value == repr(parameter.default)


def test_what_is_recommended_is_among_what_is_offered():
    at, value = drawn(STEPS, 777)
    assert at.select_slider[0].options == [str(each) for each in sorted((*STEPS.menu, 777))]
    assert value == "777"


@pytest.mark.parametrize(("parameter", "end"), [(MOMENTUM, 0.99), (INITIAL_SCALE, 10.0), (SEED, 99)])
def test_a_slider_ends_where_people_do(parameter, end):
    at, value = drawn(parameter, address=str(end))
    assert (at.slider[0].max, value) == (end, repr(end))
    assert drawn(parameter)[0].slider[0].max == end


@pytest.mark.parametrize(("parameter", "beyond"), [(MOMENTUM, 0.999), (INITIAL_SCALE, 100.0), (SEED, 255)])
def test_an_address_may_have_more_than_the_slider_offers_at_first(parameter, beyond):
    at, value = drawn(parameter, address=str(beyond))
    assert (at.slider[0].max, value) == (beyond, repr(beyond))


@pytest.mark.parametrize(("parameter", "refused"), [(MOMENTUM, 1.5), (SEED, 2**32), (SEED, 1_000_000), (STEPS, 0)])
def test_what_is_not_allowed_or_too_fine_for_a_slider_is_forgotten(parameter, refused):
    assert drawn(parameter, address=str(refused))[1] == repr(parameter.default)


def test_a_number_from_an_address_is_offered_beside_those_of_the_menu():
    at, value = drawn(STEPS, address="777")
    assert at.select_slider[0].options == [str(each) for each in sorted((*STEPS.menu, 777))]
    assert value == "777"


def test_a_slider_without_such_an_end_goes_as_far_as_is_allowed():
    at, _ = drawn(dataclasses.replace(MOMENTUM, highest=None))
    assert at.slider[0].max == MOMENTUM.maximum


@pytest.mark.parametrize("is_open", [True, False])
def test_widgets_in_a_closed_box_are_not_drawn_and_still_give_what_was_chosen(is_open):
    def page(is_open):
        import streamlit as st

        from core.parameters import Choice, Range, Switch
        from pages.parts.choose.widgets import choose, drawn_if, segments, text

        parameters = (
            Switch("switch", "Switch", False),
            Choice("menu", "Menu", "a", ("a", "b")),
            Choice("scale", "Scale", 1, (1, 2)),
            Range("slider", "Slider", 0.0, 0.0, 1.0, 0.5),
        )
        with drawn_if(is_open):
            values = [choose(each, f"one_{each.name}") for each in parameters]
            values += [segments("Segments", ("c", "d"), "c", "one_segments"), text("Text", "one_text")]
        st.text(repr(values))

    at = AppTest.from_function(page, args=(is_open,))
    at.session_state[CHOICES] = {
        "one_switch": "true",
        "one_menu": "b",
        "one_scale": "2",
        "one_slider": "0.5",
        "one_segments": "d",
        "one_text": "e",
    }
    at.run()
    assert at.text[0].value == "[True, 'b', 2, 0.5, 'd', 'e']"
    kinds = (at.toggle, at.selectbox, at.select_slider, at.slider, at.segmented_control, at.text_input)
    assert [len(kind) for kind in kinds] == [int(is_open)] * len(kinds)

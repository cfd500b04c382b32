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
    beyond = drawn(parameter, address=str(parameter.maximum))[1]
    assert beyond == repr(parameter.default)


def test_a_slider_without_such_an_end_goes_as_far_as_is_allowed():
    at, _ = drawn(dataclasses.replace(MOMENTUM, highest=None))
    assert at.slider[0].max == MOMENTUM.maximum

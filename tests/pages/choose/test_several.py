"""Several names as one choice: chosen in a menu, kept in the address in their order."""

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.choose.choices import CHOICES

TITLES = {"a": "First *one* <b>", "b": "Second", "c": "Third"}


def drawn(address=None):
    """A menu of these titles on a page of its own, which says what is chosen."""

    def page(titles):
        import streamlit as st

        from pages.parts.choose.several import chosen_names, several

        names = chosen_names("one_choice")
        several("Compared", titles, [name for name in names if name in titles], "one_choice", most=2, hint="two")
        st.text(" ".join(names))

    at = AppTest.from_function(page, args=(TITLES,))
    if address is not None:
        at.session_state[CHOICES] = {"one_choice": address}
    return at.run()


def test_titles_are_shown_as_they_are():
    at = drawn()
    # menus do not interpret Markdown: an escaped title would show its escapes
    assert at.multiselect[0].options == list(TITLES.values())
    assert (at.multiselect[0].value, at.text[0].value) == ([], "")
    assert at.multiselect[0].proto.max_selections == 2


@pytest.mark.parametrize(
    ("address", "names", "shown"),
    [("c,a", "c a", ["c", "a"]), ("a,,a", "a", ["a"]), ("nobody,b", "nobody b", ["b"]), ("", "", [])],
)
def test_the_address_names_them_in_their_order_each_once(address, names, shown):
    at = drawn(address)
    assert not at.exception
    assert (at.text[0].value, at.multiselect[0].value) == (names, shown)


def test_what_is_chosen_is_kept_and_what_is_taken_away_forgotten():
    at = drawn("b")
    at.multiselect[0].set_value(["b", "a"]).run()
    assert at.session_state[CHOICES] == {"one_choice": "b,a"}
    assert at.text[0].value == "b a"
    at.multiselect[0].set_value([]).run()
    assert at.session_state[CHOICES] == {}

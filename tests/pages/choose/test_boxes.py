"""Whether a box is open stands in the address; what is in a closed one is not drawn."""

from __future__ import annotations

import pytest

from pages.parts.shell.registry import PAGES
from tests.pages.conftest import opened, unfolded
from tests.pages.everything import differences

BOX = "images_chain"


def is_open(app, key=BOX):
    return next(each.proto.expanded for each in app.expander if each.proto.id.endswith(f"-{key}"))


def test_every_box_stands_in_the_address_and_opens_for_whoever_gets_it(file):
    app = unfolded(opened(file))
    keys = {each.proto.id.rpartition("-")[2] for each in app.expander}
    assert keys
    assert dict(app.query_params) == dict.fromkeys(keys, "open")
    owns = next(entry.owns for entry in PAGES if entry.file == file)
    assert all(key.startswith(owns) for key in keys)
    assert all(each.proto.expanded for each in app.expander)
    assert differences(app, opened(file, **dict(app.query_params))) == []


def test_nothing_is_drawn_in_a_box_that_is_closed(file):
    assert not [each for box in opened(file).expander for each in box.children.values()]


def test_a_box_with_a_choice_in_it_is_open_without_being_named():
    app = opened("images", images_chain_1="box")
    assert is_open(app)
    assert dict(app.query_params) == {"images_chain_1": "box"}


def test_a_box_with_a_choice_in_it_that_is_closed_stays_closed_for_whoever_gets_the_address():
    app = opened("images", images_chain_1="box", images_chain="closed")
    assert not is_open(app)
    assert dict(app.query_params) == {"images_chain_1": "box", "images_chain": "closed"}


def test_a_box_stays_open_when_the_choice_in_it_is_taken_back():
    app = opened("images", images_chain_1="box")
    app.button(key="images_chain_edges").click().run()
    assert is_open(app)
    assert dict(app.query_params) == {BOX: "open"}


@pytest.mark.parametrize("state", ["", "opened", "true"])
def test_what_is_no_state_of_a_box_is_dropped(state):
    app = opened("images", images_chain=state)
    assert not is_open(app)
    assert not app.query_params

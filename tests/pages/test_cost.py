"""What a change does not do: no run of a page asks, computes or sends again what stays the same."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import streamlit as st
from streamlit.runtime.state.session_state import SessionState
from streamlit.runtime.state.session_state_proxy import SessionStateProxy

from core.cache import CACHE
from core.filters import LayerOutput
from pages.parts.shell import registry
from tests.pages.conftest import opened, shown_errors

CHANGED = ("signals", "images", "question")


def counting(monkeypatch: pytest.MonkeyPatch, owner: object, name: str) -> Counter[str]:
    """How often a function is called, from now on."""
    calls: Counter[str] = Counter()
    function = getattr(owner, name)

    def counted(*arguments: object, **named: object) -> object:
        calls[name] += 1
        return function(*arguments, **named)

    monkeypatch.setattr(owner, name, counted)
    return calls


@pytest.mark.parametrize("page", CHANGED)
def test_the_pages_of_the_menu_are_made_once_a_visit(page, monkeypatch):
    app = opened(page)
    made = counting(monkeypatch, registry.st, "Page")
    assert not app.run().exception, shown_errors(app)
    assert made.total() == 0
    opened(page)
    assert made.total() == len(registry.PAGES)


def test_settings_of_the_page_are_one_message_unless_another_page_was_shown(monkeypatch):
    app = opened("signals")
    told = counting(monkeypatch, st, "set_page_config")
    app.run()
    assert told.total() == 1
    app.switch_page("pages/images.py").run()
    assert told.total() == 3


def test_a_run_does_not_ask_the_session_for_each_choice(monkeypatch):
    app = opened("signals")
    asked = counting(monkeypatch, SessionStateProxy, "__getitem__")
    app.run()
    # a few of its own, and one for each widget that is drawn
    assert asked.total() < 70


def test_only_menus_have_streamlit_list_the_session(monkeypatch):
    app = opened("signals")
    lists: list[object] = []
    whole = SessionState.filtered_state.fget
    monkeypatch.setattr(SessionState, "filtered_state", property(lambda state: [whole(state), lists.append(state)][0]))
    app.run()
    assert len(app.slider) > 2
    # what the test itself reads is not the page's
    assert len(lists) <= len(app.selectbox) + 1


def test_outputs_of_pictures_are_not_kept_beside_the_figure_that_was_drawn_from_them():
    opened("images", images_kernel="laplacian")
    held = [each.value for each in CACHE._results.values()]
    assert not [each for each in held if isinstance(each, LayerOutput) and each.output.ndim > 1]


def test_runs_in_closed_boxes_are_not_asked_for(monkeypatch):
    app = opened("question")

    def refuse(*_: object) -> None:
        raise AssertionError("the boxes are closed")

    monkeypatch.setattr("pages.parts.draw.training.trained", refuse)
    assert not app.run().exception, shown_errors(app)


@pytest.mark.skipif(sys.platform != "linux", reason="reads which libraries a process has loaded from /proc")
def test_openmp_is_told_not_to_wait_busily_before_it_is_loaded():
    lines = (
        "import os",
        "from pages.parts.choose import choices",
        "from pages.parts.lessons import bar",
        "from pages.parts.shell import lifespan, visit",
        "assert 'libgomp' not in open('/proc/self/maps').read()",
        "print(os.environ['OMP_WAIT_POLICY'])",
    )
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "passive"

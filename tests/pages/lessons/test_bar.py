"""The bar goes with the reader: what is touched, other pages, the way back, the end, and addresses that are none."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.lessons.bar import shown
from tests.pages.conftest import opened, shown_errors
from tests.pages.everything import differences
from tests.pages.lessons.test_steps import LESSONS, step_of
from tests.pages.test_addresses import go_to

NAME = "what_a_kernel_does"
BOX, SOBEL_X, SOBEL_Y = (step_of(NAME, place) for place in (1, 2, 3))


def is_on(app: AppTest) -> bool:
    return any(each.key == "lesson_leave" for each in app.button)


def links(app: AppTest) -> dict[str, tuple[str, str]]:
    """The links on the page: where each leads, and with which choices."""
    protos = [each.proto for each in app.get("page_link")]
    return {proto.label: (proto.page, proto.query_string) for proto in protos}


def to_step(app: AppTest, query: dict[str, str]) -> AppTest:
    """To another step on the same page, as by a link."""
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def test_the_links_lead_to_the_steps_beside_this_one():
    found = links(opened("images", **SOBEL_X))
    assert found["Back"] == ("images", f"images_sample=camera&images_kernel=box&lesson={NAME}&step=1")
    assert found["Next"] == ("images", f"images_sample=camera&images_kernel=sobel_y&lesson={NAME}&step=3")
    found = links(opened("signals", **step_of(NAME, 6)))
    assert found["Back"][0] == "images"
    assert found["All lessons"] == ("lessons", "")


def test_a_step_brings_all_choices_of_its_page_anew():
    app = opened("images", **SOBEL_X, images_colour="true")
    app.selectbox(key="images_sample").select("Coins").run()
    to_step(app, SOBEL_Y)
    assert dict(app.query_params) == SOBEL_Y
    assert app.selectbox(key="images_kernel").value == "sobel_y"
    assert differences(app, opened("images", **SOBEL_Y)) == []


def test_an_answer_is_folded_again_in_the_next_step():
    app = opened("images", **BOX, lesson_answer="open", lesson_text="open")
    to_step(app, SOBEL_X)
    assert dict(app.query_params) == SOBEL_X


def test_what_is_touched_within_a_step_leaves_the_step_and_can_be_taken_back():
    app = opened("images", **SOBEL_X)
    app.selectbox(key="images_kernel").select("Laplacian").run()
    assert dict(app.query_params) == SOBEL_X | {"images_kernel": "laplacian"}
    assert app.button(key="lesson_again").label == "Show step 2 again"
    app.button(key="lesson_again").click().run()
    assert dict(app.query_params) == SOBEL_X
    assert app.selectbox(key="images_kernel").value == "sobel_x"
    assert "lesson_again" not in [each.key for each in app.button]
    assert differences(app, opened("images", **SOBEL_X)) == []


def test_text_and_answer_are_folded_by_the_address():
    folded = opened("images", **SOBEL_X, lesson_text="closed")
    assert not [each for each in folded.markdown if each.value == shown(LESSONS[NAME].steps[1].text)]
    assert folded.query_params["lesson_text"] == "closed"
    assert is_on(folded)


@pytest.mark.parametrize("query", [{}, {"signals_sample": "ecg"}])
def test_the_bar_goes_along_to_another_page_and_knows_the_way_back(query):
    app = opened("images", **SOBEL_X)
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("pages/signals.py").run()
    assert dict(app.query_params) == {"lesson": NAME, "step": "2", **query}
    assert app.title[0].value == "Signals"
    back = links(app)["Show step 2 again"]
    assert back == ("images", f"images_sample=camera&images_kernel=sobel_x&lesson={NAME}&step=2")


def test_leaving_takes_the_bar_away_and_nothing_else():
    app = opened("images", **SOBEL_X, lesson_answer="open")
    app.button(key="lesson_leave").click().run()
    assert not is_on(app)
    assert dict(app.query_params) == {"images_sample": "camera", "images_kernel": "sobel_x"}
    go_to(app, "signals")
    assert not is_on(app)
    assert dict(app.query_params) == {}


def test_the_list_of_lessons_ends_a_lesson():
    app = go_to(opened("images", **SOBEL_X), "lessons")
    assert not is_on(app)
    assert dict(app.query_params) == {}
    assert dict(go_to(app, "images").query_params) == {"images_sample": "camera", "images_kernel": "sobel_x"}


def test_without_a_step_a_lesson_begins_at_its_first():
    app = opened("images", lesson=NAME, images_kernel="box", images_sample="camera")
    assert dict(app.query_params) == BOX


@pytest.mark.parametrize(
    ("lesson", "step", "sentence"),
    [
        ("nothing", "1", "'nothing' is not a lesson: Lessons has all of them."),
        ("the_tread", "1", "'the_tread' is not a lesson: did you mean the_thread? Lessons has all of them."),
        ("x" * 9999, "1", f"'{'x' * 57}...' is not a lesson: Lessons has all of them."),
        ("<b>", "1", "'<b>' is not a lesson: Lessons has all of them."),
        (NAME, "7", "The lesson has no such step: its steps are 1 to 6."),
        (NAME, "0", "The lesson has no such step: its steps are 1 to 6."),
        (NAME, "01", "The lesson has no such step: its steps are 1 to 6."),
        (NAME, "two", "The lesson has no such step: its steps are 1 to 6."),
        ("own", "1", "This address was made with somebody's own lesson, which stayed with that person."),
    ],
)
def test_an_address_that_is_no_step_gets_a_sentence_and_opens_the_page(lesson, step, sentence):
    app = opened("images", images_kernel="sobel_x", lesson=lesson, step=step)
    assert not app.exception, shown_errors(app)
    assert [each.value.replace("\\", "") for each in app.warning] == [sentence]
    assert not is_on(app)
    assert dict(app.query_params) == {"images_kernel": "sobel_x"}
    assert not app.run().warning


def test_a_step_alone_is_no_choice_of_any_page():
    app = opened("images", step="2", lesson_answer="open")
    assert dict(app.query_params) == {}
    assert not app.warning


def test_nothing_but_emphasis_and_code_is_marked_up():
    assert shown("*a* **b** `<c>`") == "*a* **b** `<c>`"
    assert shown("[x](/y) <i> #") == "\\[x\\]\\(/y\\) \\<i\\> \\#"

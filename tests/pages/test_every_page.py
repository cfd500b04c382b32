"""What holds on every page: it renders, it survives any address and any value of any widget, nothing lacks its text."""

from __future__ import annotations

import pytest

from pages.parts.shell.registry import PAGES
from tests.pages.conftest import FILES, opened, shown_errors, unfolded
from tests.pages.everything import QUICK, SOON, widgets

HOSTILE = (
    "nan",
    "inf",
    "-inf",
    "1e309",
    "9" * 5000,
    "-1",
    "0.5",
    "-0.0",
    "",
    "<script>alert(1)</script>",
    "**bold** [x](javascript:1)",
    "no such name",
    "true",
    "1;2;3",
    "\u0000\u202e",
    "[[1,2],[3]]",
    "None",
)


def test_a_page_renders_with_its_title(file):
    app = opened(file)
    assert not app.exception, shown_errors(app)
    assert len(app.title) == 1
    # of the level below it, or none: whoever goes by headings misses no level
    assert not app.subheader
    assert not app.error


def test_every_chart_and_picture_says_what_it_shows(file):
    app = unfolded(opened(file))
    charts = [each.proto.alt for each in app.get("plotly_chart")]
    pictures = [image.alt for each in app.get("image") for image in each.proto.imgs]
    # where no run was kept there is none to draw, and a list of lessons has none
    assert charts or app.get("bidi_component") or file in ("runs", "lessons")
    for alt in charts + pictures:
        assert len(alt) > 20
        assert alt.endswith(".")


@pytest.mark.parametrize("value", HOSTILE)
def test_no_address_breaks_a_page(file, value):
    keys = list(widgets(unfolded(opened(file))))
    app = opened(
        file,
        **dict.fromkeys(keys, value),
        unknown=value,
        **{f"{file}_player_moment": value, "question_filters_moment": value},
    )
    assert not app.exception, shown_errors(app)
    assert len(app.title) == 1


def test_every_setting_has_a_name_in_the_address(file):
    for key in widgets(unfolded(opened(file))):
        assert key.startswith((f"{file}_", "run_")), key


@pytest.mark.slow
def test_no_option_of_a_menu_breaks_a_page(file):
    app = unfolded(opened(file, **SOON.get(file, {})))
    # Compare shows the run of Converge: its other menus are walked through there
    keys = [menu.key for menu in app.selectbox if file != "compare" or menu.key == "run_experiment"]
    # a chain's stages have one menu
    for key in [key for key in keys if key not in ("images_chain_2", "images_chain_3", "images_chain_4")]:
        unfolded(app)  # a box that was gone for a while is closed again
        start = app.selectbox(key=key).index
        # every kernel is learned on Converge; where many runs are computed for each, one in eight is enough
        every = 8 if file in ("many_starts", "sweeps") and key == "run_recover_kernel_kernel" else 1
        for index in range(0, len(app.selectbox(key=key).options), every):
            if key == "run_experiment":  # an address says nothing of a task that is not shown, a visit does
                app.session_state["choices"] = QUICK | app.session_state["choices"]
            app.selectbox(key=key).select_index(index).run()
            assert not app.exception, (key, index, shown_errors(app))
        app.selectbox(key=key).select_index(start).run()


@pytest.mark.slow
def test_no_end_of_a_slider_breaks_a_page(file):
    """Each slider alone goes to its ends, and back before the next goes to its own."""
    app = unfolded(opened(file, **SOON.get(file, {})))
    # Compare shows the run of Converge, where its sliders are moved
    mine = () if file == "compare" else ("run_",)
    keys = [slider.key for slider in app.slider if slider.key.startswith((f"{file}_", *mine))]
    for key in keys:
        start = app.slider(key=key).value
        for value in (app.slider(key=key).min, app.slider(key=key).max, start):
            app.slider(key=key).set_value(value).run()
            assert not app.exception, (key, value, shown_errors(app))
    keys = [slider.key for slider in app.select_slider if slider.key.startswith((f"{file}_", *mine))]
    for key in keys:
        options, start = app.select_slider(key=key).options, app.select_slider(key=key).value
        for option in (options[0], options[-1], start):
            app.select_slider(key=key).set_value(type(start)(float(option))).run()
            assert not app.exception, (key, option, shown_errors(app))


def test_every_switch_can_be_thrown(file):
    app = unfolded(opened(file))
    for key in [toggle.key for toggle in app.toggle]:
        app.toggle(key=key).set_value(not app.toggle(key=key).value).run()
        assert not app.exception, (key, shown_errors(app))


def test_the_registry_names_every_file_and_no_other():
    from tests.pages.conftest import APP

    assert {path.stem for path in (APP.parent / "pages").glob("*.py")} == set(FILES)
    for entry in PAGES:
        assert entry.purpose.endswith((".", "?"))

"""The library: an entry by its address, its purpose and source, the search, and the way to other pages."""

from __future__ import annotations

import random

import numpy as np
import pytest

from core.data import get_image, shrink
from core.figures.kernel_effect import LONGEST_SIDE
from core.filters import COMBINED, apply_filter, library, library_entry, search
from core.kernels import get_kernel, kernel_names
from core.kernels.catalogue import _DESIGNS, _ENTRIES, designed
from pages.parts.choose.library_picker import elsewhere
from pages.parts.draw.library_entry import CHECKED, IN_PART, UNCHECKED
from pages.parts.shell.show import escaped
from tests.messages import read_message
from tests.pages.conftest import figure_of, opened, reported, shown_errors

# one of each family, and those with most parameters
SOME = ("peak_detector", "sobel_x", "savitzky_golay", "gaussian", "laplacian_of_gaussian", "gabor", "kirsch", "notch_1d",
        "unsharp", "haar_2d", "laws", "zero_crossings", "kirsch_compass")  # fmt: skip


def gallery_of(app):
    """What the pictures of all filters get."""
    return read_message(app.get("bidi_component")[-1].proto.bytes)[0]


def said(app):
    return " ".join(each.value for each in (*app.markdown, *app.caption))


def links(app):
    return {each.proto.label: (each.proto.page, each.proto.query_string) for each in app.get("page_link")}


@pytest.mark.parametrize("name", SOME)
def test_an_address_opens_its_entry_with_purpose_and_source(name):
    app, entry = opened("library", library_kernel=name), library_entry(name)
    assert not app.exception, shown_errors(app)
    assert not app.warning
    assert app.header[0].value == escaped(entry.title)
    text = said(app)
    for part in (entry.description, entry.use, entry.avoid, entry.family.purpose, entry.family.name):
        assert part in text
    assert escaped(entry.citation.text) in text
    assert escaped(entry.citation.check) in text
    weights = get_kernel(name).weights if entry.combined is None else entry.combined.kernels(
        **{each.name: each.default for each in entry.parameters}
    )[0]  # fmt: skip
    assert figure_of(app)[0]["masks"][0] == np.atleast_2d(weights).tolist()
    assert gallery_of(app)["chosen"] == name


def test_every_entry_can_be_opened_in_one_visit():
    app = opened("library")
    for name in library():
        app = reported(app, "kernel", name, is_trigger=True, at=-1)
        assert not app.exception, (name, shown_errors(app))
        assert app.query_params["library_kernel"] == name
        assert app.header[0].value == escaped(library_entry(name).title)


@pytest.mark.parametrize(
    ("name", "mark"),
    [("savitzky_golay", CHECKED), ("roberts_1", IN_PART), ("emboss", IN_PART)],
)
def test_the_mark_says_whether_the_source_was_checked(name, mark):
    source = library_entry(name).citation
    assert f"{mark} {escaped(source.check)}" in [each.value for each in opened("library", library_kernel=name).caption]


def test_a_source_that_nobody_checked_is_marked_in_plain_words():
    @designed("Of this test", "Nobody, 2024.", family="edges", ndim=2)
    def of_this_test():
        """Answers where brightness rises to the right, for a test."""
        return np.array([[-1.0, 1.0]])

    library.cache_clear()
    try:
        app = opened("library", library_kernel="of_this_test")
        assert not app.exception, shown_errors(app)
        assert f"{UNCHECKED} This source could not be checked\\." in [each.value for each in app.caption]
    finally:
        del _ENTRIES["of_this_test"], _DESIGNS["of_this_test"]
        library.cache_clear()


def test_what_the_filter_makes_of_the_picture_is_shown():
    app = opened("library", library_kernel="sobel", library_picture_sample="coins")
    picture = shrink(get_image("coins"), LONGEST_SIDE).pixels
    strength = apply_filter("sobel", picture)
    header, arrays = figure_of(app)
    assert arrays["output"].shape == strength.shape
    shown = arrays["output"] / 255
    limit = np.sort(strength.ravel())[(strength.size - 1) * 99 // 100]
    np.testing.assert_allclose(shown, np.clip(strength / limit, 0, 1), atol=0.5 / 255 + 1e-3)
    assert header["input_title"] == "Coins"


def test_a_parameter_stands_in_the_address_and_changes_the_kernel():
    app = opened("library", library_kernel="gaussian")
    app.slider(key="library_gaussian_sigma").set_value(2.5).run()
    assert app.query_params["library_gaussian_sigma"] == "2.5"
    expected = get_kernel("gaussian", sigma=2.5).weights.tolist()
    assert figure_of(app)[0]["masks"] == [expected]


def test_a_search_stands_in_the_address_and_orders_what_is_found():
    app = reported(opened("library"), "search", "vertical edge", at=-1)
    assert app.query_params["library_search"] == "vertical edge"
    assert gallery_of(app)["found"] == [entry.name for entry in search("vertical edge")]
    again = gallery_of(opened("library", library_search="vertical edge"))
    assert (again["search"], again["found"][0]) == ("vertical edge", "sobel_x")
    # the entry stays as it is until another is chosen
    assert app.header[0].value == "Sobel x"


@pytest.mark.parametrize("empty", ["", "   ", 7])
def test_an_empty_search_leaves_the_address(empty):
    app = reported(opened("library", library_search="blur"), "search", empty, at=-1)
    assert "library_search" not in app.query_params
    assert gallery_of(app)["found"] is None


def test_a_search_without_a_result_shows_none():
    assert gallery_of(opened("library", library_search="zebra"))["found"] == []


def test_an_unknown_entry_is_named_and_the_first_is_shown():
    app = opened("library", library_kernel="sobl_x")
    assert app.warning[0].value == escaped(
        f"'sobl_x' is not a filter of the library: did you mean sobel_x or sobel_y? The library has {len(library())}."
    )
    assert app.header[0].value == "Sobel x"
    assert "library_kernel" not in app.query_params


@pytest.mark.parametrize("value", ["nan", "<b>", "9" * 5000, "[[1]]", "../x", ""])
def test_no_name_in_the_address_breaks_the_page(value):
    app = opened("library", library_kernel=value, library_search=value)
    assert not app.exception, shown_errors(app)
    assert app.header[0].value == "Sobel x"


def test_reports_that_no_browser_of_ours_sends_change_nothing():
    app = opened("library")
    for value in ("no such filter", 3, None, ["sobel_x"]):
        app = reported(app, "kernel", value, is_trigger=True, at=-1)
        assert not app.exception, shown_errors(app)
        assert "library_kernel" not in app.query_params


def test_the_links_open_exactly_this_filter():
    app = opened("library", library_kernel="gabor", library_gabor_angle="45")
    assert links(app) == {"Open in Images": ("images", "images_kernel=gabor&images_gabor_angle=45")}
    assert links(opened("library", library_kernel="box_1d")) == {
        "Open in Signals": ("signals", "signals_kernel=box_1d"),
        "Open in Converge": ("converge", "run_experiment=recover_kernel&run_recover_kernel_kernel=box_1d"),
    }
    assert links(opened("library", library_kernel="sobel")) == {"Open in Images": ("images", "images_filter=sobel")}


@pytest.mark.parametrize("name", ["box_1d", "savitzky_golay", "gabor", "haar_2d", "zero_crossings"])
def test_what_a_link_opens_is_the_same_filter_with_the_same_parameters(name):
    entry, choice = library_entry(name), random.Random(name)  # noqa: S311 - repeatable, nothing secret
    parameters = {each.name: another(each, choice) for each in entry.parameters}
    (other,) = elsewhere(entry, parameters)
    app = opened(other.page, **other.query)
    assert not app.exception, shown_errors(app)
    if entry.combined:
        expected = [mask.tolist() for mask in entry.combined.kernels(**parameters)]
    else:
        expected = get_kernel(name, **parameters).weights.tolist()
    header, arrays = figure_of(app)
    if entry.ndim == 1:
        np.testing.assert_allclose(arrays["weights_0"], expected, rtol=1e-6, atol=1e-7)
    else:
        assert header["weights"] == (expected if entry.combined else [expected])


def another(parameter, choice):
    """A value that is not the default."""
    options = getattr(parameter, "options", None)
    if options is not None:
        return choice.choice([option for option in options if option != parameter.default])
    if isinstance(parameter.default, bool):
        return not parameter.default
    return parameter.check(parameter.maximum if parameter.default != parameter.maximum else parameter.minimum)


@pytest.mark.parametrize("name", ["peak_detector", "emboss"])
def test_converge_learns_the_kernel_of_its_link(name):
    entry = library_entry(name)
    (_, other) = elsewhere(entry, {})
    app = opened(other.page, **other.query)
    assert not app.exception, shown_errors(app)
    assert app.selectbox(key="run_recover_kernel_kernel").value == name
    assert app.selectbox(key="run_experiment").value == "recover_kernel"


def test_every_filter_can_be_opened_on_the_page_of_its_data_and_kernels_in_converge():
    for name, entry in library().items():
        pages = [other.page for other in elsewhere(entry, {each.name: each.default for each in entry.parameters})]
        assert pages[0] == ("signals" if entry.ndim == 1 else "images")
        assert ("converge" in pages) is (name in kernel_names())
        assert ("converge" in pages) is (name not in COMBINED)


def test_an_embedded_entry_is_the_figure_alone(monkeypatch):
    for module in ("pages.parts.shell.frame", "pages.parts.shell.registry"):
        monkeypatch.setattr(f"{module}.is_embedded", lambda: True)
    app = opened("library", library_kernel="gabor")
    assert not app.exception, shown_errors(app)
    assert not app.title
    assert not app.get("page_link")
    assert not app.get("plotly_chart")
    assert len(app.get("bidi_component")) == 1
    assert figure_of(app)[0]["title"] == "Gabor"


def test_a_menu_on_the_page_itself_leads_to_another_filter():
    app = opened("library", library_search="edge")
    menu = app.main.selectbox(key="library_kernel")
    assert (menu.label, menu.value, len(menu.options)) == ("Choose from the library", "sobel_x", len(library()))
    menu.select("Sobel y").run()
    assert not app.exception, shown_errors(app)
    assert app.query_params["library_kernel"] == gallery_of(app)["chosen"] == "sobel_y"
    assert app.header[0].value == "Sobel y"
    # the pictures move the menu
    app = reported(app, "kernel", "gabor", is_trigger=True, at=-1)
    assert app.main.selectbox(key="library_kernel").value == "gabor"

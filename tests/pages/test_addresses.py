"""An address opens the same page for everybody; choices outlast visits to other pages; no menu is ambiguous."""

from __future__ import annotations

import random

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.learning import describe_experiment, experiment_names
from tests.pages.conftest import FILES, figure_of, opened, played, shown_errors, stop_all, unfolded
from tests.pages.everything import QUICK, SOON, differences, touch, widgets

EXPERIMENTS = tuple(name for name in experiment_names() if name != "recover_kernel")
BEGUN = {"converge": QUICK, "compare": QUICK, "question": {"question_why": "open"}}  # with something to touch


def stranger(app: AppTest, file: str) -> AppTest:
    """A new session with the address that the first one has."""
    return opened(file, **dict(app.query_params))


def go_to(app: AppTest, file: str) -> AppTest:
    """To a page by the menu, which leads to its bare address."""
    app.query_params.clear()
    return app.switch_page(f"pages/{file}.py").run()


def check_address(app: AppTest, file: str, told: str) -> None:
    assert not app.exception, (told, shown_errors(app))
    assert differences(app, stranger(app, file)) == [], (told, app.query_params)


def keys_of(file: str, **query: str) -> list[str]:
    return sorted(widgets(unfolded(opened(file, **query))))


@pytest.mark.slow
def test_whatever_one_widget_is_set_to_the_address_opens_the_same_page(file, service):
    stop_all(service)
    choice = random.Random(file)  # noqa: S311 - repeatable, nothing secret
    start = {**SOON.get(file, {}), **({"run_experiment": "find_peaks"} if file in ("converge", "compare") else {})}
    for key in keys_of(file, **start):
        app = unfolded(opened(file, **start))
        touch(app, key, choice)
        assert key in app.query_params, key
        assert not app.exception, (key, shown_errors(app))
        check_address(app, file, key)


@pytest.mark.slow
@pytest.mark.parametrize("experiment", experiment_names())
def test_every_setting_of_every_experiment_stands_in_the_address(experiment):
    choice = random.Random(experiment)  # noqa: S311
    app = unfolded(opened("converge", run_experiment=experiment, **QUICK))
    for key in sorted(widgets(app)):
        # what was touched may hide what comes later in the list
        if key in widgets(app) and key not in ("run_experiment", f"run_{experiment}_steps"):
            touch(app, key, choice)
            assert not app.exception, (key, shown_errors(app))
    check_address(app, "converge", experiment)


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES[:5])
@pytest.mark.parametrize("seed", range(3))
def test_a_random_walk_leaves_an_address_that_opens_what_it_shows(file, seed):
    choice = random.Random(f"{file} {seed}")  # noqa: S311
    app = opened(file, **BEGUN.get(file, {}))
    for step in range(10):
        key = choice.choice(sorted(widgets(app)))
        touch(app, key, choice)
        assert not app.exception, (step, key, shown_errors(app))
        if step % 3 == 2:
            check_address(app, file, f"{step}: {key}")


def test_what_nobody_touched_follows_what_is_recommended_for_the_data():
    app = opened("converge", run_experiment="recover_kernel", run_training="open")
    app.selectbox(key="run_recover_kernel_input").select("Photographer").run()
    setting = {"run_experiment": "recover_kernel", "run_recover_kernel_input": "camera", "run_training": "open"}
    assert dict(app.query_params) == setting
    # on a picture a thousand steps with momentum are recommended, on white noise twenty without
    assert app.select_slider(key="run_recover_kernel_steps").value == 1000
    assert app.slider(key="run_recover_kernel_momentum").value == 0.9
    assert played(app)["verdict"] == "Yes: the random numbers became [−1 1 −1]."
    check_address(app, "converge", "camera")


def test_what_was_touched_stays_and_stands_in_the_address():
    app = opened("converge", run_experiment="recover_kernel", run_training="open")
    app.select_slider(key="run_recover_kernel_steps").set_value(50).run()
    app.selectbox(key="run_recover_kernel_input").select("Photographer").run()
    assert app.select_slider(key="run_recover_kernel_steps").value == 50
    assert app.query_params["run_recover_kernel_steps"] == "50"
    check_address(app, "converge", "steps")


def test_touched_to_what_is_recommended_it_is_touched_all_the_same():
    app = opened("converge", run_experiment="recover_kernel", run_training="open")
    for steps in (50, 20):
        app.select_slider(key="run_recover_kernel_steps").set_value(steps).run()
    setting = {"run_experiment": "recover_kernel", "run_recover_kernel_steps": "20", "run_training": "open"}
    assert dict(app.query_params) == setting
    app.selectbox(key="run_recover_kernel_input").select("Photographer").run()
    assert app.select_slider(key="run_recover_kernel_steps").value == 20
    check_address(app, "converge", "steps")


def test_a_rate_follows_its_task_until_it_is_touched():
    app = opened("converge", run_experiment="find_peaks", run_training="open")
    key = "run_find_peaks_rate"
    before = app.slider(key=key).value
    app.select_slider(key="run_find_peaks_false_positive_cost").set_value(5.0).run()
    assert app.slider(key=key).value != before
    assert key not in app.query_params
    check_address(app, "converge", "cost")


def test_other_random_numbers_leave_the_input_as_it_is():
    app = opened("converge", run_experiment="recover_kernel")
    assert played(app)["verdict"] == "Yes: the random numbers became [−1 1 −1]."
    app.button(key="converge_new").click().run()
    assert app.selectbox(key="run_recover_kernel_input").value == "white"
    assert played(app)["verdict"] == "Yes: the random numbers became [−1 1 −1]."
    assert app.query_params == {"run_experiment": "recover_kernel", "run_seed": "1"}


@pytest.mark.parametrize(
    ("file", "setting"),
    [
        ("signals", {"signals_kernel": "savitzky_golay"}),
        ("images", {"images_kernel": "laplacian", "images_sample": "coins"}),
        ("images", {"images_numbers": "0 1; 1 0"}),
        ("question", {"question_seed": "7", "question_why": "open", "question_why_step": "3"}),
        ("converge", {"run_experiment": "find_peaks"}),
    ],
)
def test_choices_are_there_again_after_another_page(file, setting):
    app = opened(file, **setting)
    assert dict(app.query_params) == setting
    go_to(app, "runs")
    assert app.query_params == {}
    go_to(app, file)
    assert dict(app.query_params) == setting
    assert differences(app, opened(file, **setting)) == []


def test_converge_and_compare_share_their_settings_and_nothing_else():
    app = opened("converge", run_experiment="find_peaks", run_seed="5")
    go_to(app, "compare")
    assert dict(app.query_params) == {"run_experiment": "find_peaks", "run_seed": "5"}
    assert differences(app, opened("compare", run_experiment="find_peaks", run_seed="5")) == []


def test_addresses_of_earlier_versions_have_titles_and_still_open():
    old = opened("images", images_kernel="Sobel y", images_sample="Impulse", images_filter="A single kernel")
    new = opened("images", images_kernel="sobel_y", images_sample="impulse_image")
    assert differences(old, new) == []
    assert opened("converge", run_recover_kernel_input="White noise").selectbox(
        key="run_recover_kernel_input"
    ).value == ("white")


def test_what_an_address_says_of_no_widget_is_not_kept():
    app = opened("images", images_kernel="sobel_y", images_nothing="1", images_row="inf", other="2")
    assert dict(app.query_params) == {"images_kernel": "sobel_y"}
    assert set(app.session_state["choices"]) == {"images_kernel"}


def test_a_pin_beyond_the_data_is_the_last_and_comes_back():
    app = opened("signals", signals_pin="90")
    app.slider(key="signals_iid_length").set_value(50).run()
    assert app.slider(key="signals_pin").value == 50
    check_address(app, "signals", "shorter")
    app.slider(key="signals_iid_length").set_value(96).run()
    assert app.slider(key="signals_pin").value == 90


def test_a_pin_stays_where_it_was_set_in_longer_data():
    app = opened("signals", signals_pin="30")
    app.slider(key="signals_iid_length").set_value(200).run()
    assert app.slider(key="signals_pin").value == 30
    check_address(app, "signals", "longer")


def test_a_pin_that_nobody_set_lies_on_an_edge_of_each_picture():
    app = opened("images")
    first = figure_of(app)[0]["pin"]
    app.selectbox(key="images_sample").select("Cell").run()
    header, arrays = figure_of(app)
    assert header["pin"] != first
    row, column = header["pin"]
    around = arrays["input"][row - 2 : row + 3, column - 2 : column + 3]
    assert np.ptp(around) > np.ptp(arrays["input"]) // 4
    assert "images_row" not in app.query_params
    check_address(app, "images", "cell")


@pytest.mark.parametrize(
    ("row", "column", "pin"), [("7", "9", [6, 8]), ("9999", "1", [511, 0]), ("0", "512", [0, 511])]
)
def test_a_pin_in_the_address_is_counted_from_1_and_stays_in_the_picture(row, column, pin):
    assert figure_of(opened("images", images_row=row, images_column=column))[0]["pin"] == pin


def labels(app: AppTest) -> dict[str, list[str]]:
    kinds = ("selectbox", "multiselect", "segmented_control", "select_slider")
    return {widget.key: list(widget.options) for kind in kinds for widget in getattr(app, kind)}


def test_no_menu_has_two_entries_of_one_label(file):
    names = EXPERIMENTS if file in ("converge", "compare") else (None,)
    for name in (None, *names):
        query = {} if name is None else {"run_experiment": name, **QUICK}
        for key, options in labels(opened(file, **query)).items():
            assert len(set(options)) == len(options), (key, options)


def test_no_two_samples_share_a_title():
    from core.data import describe_sample, sample_names
    from core.kernels import describe_kernel, kernel_names

    for titles in (
        [describe_sample(name).title for name in sample_names()],
        [describe_kernel(name).title for name in kernel_names()],
        [describe_experiment(name).title for name in experiment_names()],
    ):
        assert len(set(titles)) == len(titles)

"""The page on one step: the thread's numbers first, any task of one filter, a second step, and the rate."""

from __future__ import annotations

import numpy as np
import pytest

from core.figures.chart import number
from core.learning import (
    critical_learning_rate,
    get_experiment,
    loss_along,
    numbers_after,
    one_filter_names,
    one_step,
    safe_rate,
)
from tests.pages.choose.test_own_files import bring
from tests.pages.conftest import opened, played, reported, shown_errors
from tests.pages.everything import differences

THREAD = get_experiment("recover_kernel", input="thread")


def expected(experiment, share=0.5, seed=0, step=1):
    rate = share * safe_rate(experiment)
    weights, bias = numbers_after(experiment, seed, rate, step - 1)
    return one_step(experiment, weights, rate, bias)


def test_the_ten_numbers_of_the_thread_come_first_all_eight_windows():
    found = played(opened("one_step"))
    ledger = expected(THREAD)
    assert [window["patch"] for window in found["windows"]] == ledger.patches.tolist()
    assert (found["total"], found["new_weights"]) == (8, ledger.new_weights.tolist())
    assert found["moment"] == -1  # it plays by itself
    assert found["windows"][3]["target"] == pytest.approx(0.5152)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ({"experiment": "find_peaks"}, {}),
        ({"experiment": "find_peaks", "find_peaks_bias": "false"}, {"bias": False}),
        ({"experiment": "find_edges"}, {"labels": "signed", "filters": 1}),
        ({"experiment": "denoise", "denoise_size": "3"}, {"size": 3}),
        ({"recover_kernel_kernel": "sobel_x"}, {"kernel": "sobel_x"}),
        ({"recover_kernel_kernel": "gabor_1d"}, {"kernel": "gabor_1d"}),
    ],
)
def test_any_task_of_one_filter_can_be_taken_apart(query, options):
    app = opened("one_step", **{f"one_step_{key}": value for key, value in query.items()}, one_step_step="3")
    assert not app.exception, shown_errors(app)
    assert not app.warning
    experiment = get_experiment(query.get("experiment", "recover_kernel"), **options)
    ledger, found = expected(experiment, step=3), played(app)
    assert found["new_weights"] == ledger.new_weights.ravel().tolist()
    assert found["new_loss"] == ledger.new_loss
    assert found["has_bias"] == experiment.has_bias


def test_the_menu_has_the_tasks_of_one_filter_and_no_other():
    app = opened("one_step")
    titles = app.selectbox(key="one_step_experiment").options
    assert titles == ["Imitate a designed kernel", "Find the peaks", "Find the edges", "Take the noise away"]
    assert len(titles) == len(one_filter_names())


@pytest.mark.parametrize("task", ["name_textures", "classify_gratings", "describe_pictures"])
def test_an_address_with_another_task_opens_the_first_view(task):
    assert differences(opened("one_step", one_step_experiment=task), opened("one_step")) == []


def test_several_filters_are_named_and_there_is_a_way_back():
    app = opened("one_step", one_step_experiment="find_edges", one_step_find_edges_filters="2")
    assert app.info[0].value == (
        "With these options, 2 filters learn together. This page takes the step of one filter apart: choose 1 filter."
    )
    assert not app.get("bidi_component")
    app.button(key="one_step_one").click().run()
    assert not app.exception, shown_errors(app)
    assert not app.info
    assert played(app)["has_bias"]
    assert dict(app.query_params) == {"one_step_experiment": "find_edges"}


def test_the_next_step_follows_from_the_first_and_stands_in_the_address():
    app = opened("one_step")
    first = played(app)
    # a lesson's bar above has Back and Next
    labels = [app.button(key=f"one_step_{key}").label for key in ("back", "next")]
    assert labels == ["Previous training step", "Next training step"]
    app.button(key="one_step_next").click().run()
    second = played(app)
    assert app.query_params["one_step_step"] == "2"
    assert second["weights"] == pytest.approx(first["new_weights"], rel=1e-12)
    assert second["loss"] == pytest.approx(first["new_loss"], rel=1e-12)
    assert [each.value for each in app.header] == ["Step 2"]
    app.button(key="one_step_back").click().run()
    assert played(app)["weights"] == first["weights"]


@pytest.mark.parametrize(("given", "step"), [("0", 1), ("20", 20), ("999", 20), ("x", 1)])
def test_steps_go_from_the_first_to_the_twentieth(given, step):
    app = opened("one_step", one_step_step=given)
    assert played(app)["step"] == step
    assert app.button(key="one_step_back").disabled == (step == 1)
    assert app.button(key="one_step_next").disabled == (step == 20)


def test_other_random_numbers_are_another_seed():
    app = opened("one_step")
    app.button(key="one_step_new").click().run()
    assert app.slider(key="one_step_seed").value == 1
    assert played(app)["weights"] == expected(THREAD, seed=1).weights.tolist()


def test_the_critical_rate_is_explained_and_what_happens_above_it():
    critical_rate = critical_learning_rate(THREAD)
    critical = number(critical_rate, 4)
    below = opened("one_step")
    words = (
        "The critical rate is 2 over the steepest curvature of the loss: "
        f"2 / {number(2 / critical_rate, 4)} = {critical}. Below it, step after step comes closer. This step uses {number(0.5 * critical_rate, 4)}. *No gain* on the curve "
        "lies further right, since this step goes in less steep directions as well."
    )
    assert words in [each.value for each in below.caption]
    assert loss_along(THREAD, expected(THREAD)).return_rate > critical_rate
    assert not below.warning
    above = opened("one_step", one_step_rate="1.2")
    assert above.warning[0].value.startswith("This rate is above the critical rate: ")
    assert played(above)["rate"] == pytest.approx(1.2 * critical_learning_rate(THREAD))
    logistic = opened("one_step", one_step_experiment="find_peaks", one_step_rate="1.2")
    assert logistic.warning[0].value.startswith("This rate is above the safe rate: ")
    assert logistic.slider(key="one_step_rate").label == "Learning rate, as a share of the safe one"


def test_a_rate_that_is_moved_in_the_figure_moves_the_slider():
    app = reported(opened("one_step"), "rate", 0.73, is_trigger=True)
    assert app.query_params["one_step_rate"] == "0.73"
    assert app.slider(key="one_step_rate").value == 0.73
    assert played(app)["new_weights"] == expected(THREAD, share=0.73).new_weights.tolist()
    for wrong in ("0.5", None, [1]):
        assert not reported(opened("one_step"), "rate", wrong, is_trigger=True).exception


def test_windows_are_chosen_by_place_or_by_error():
    peaks = get_experiment("find_peaks")
    ledger = expected(peaks)
    app = opened("one_step", one_step_experiment="find_peaks", one_step_first="100")
    assert [window["number"] for window in played(app)["windows"]] == [100, 101, 102, 103, 104, 105]
    app = opened("one_step", one_step_experiment="find_peaks", one_step_windows="Largest errors")
    errors = [abs(window["error"]) for window in played(app)["windows"]]
    assert errors == sorted(abs(ledger.errors).tolist(), reverse=True)[:6]
    assert not opened("one_step").get("button_group")  # where all windows are shown nothing is to be chosen


def test_a_file_of_ones_own_is_taken_apart_and_one_that_cannot_be_gets_a_sentence():
    walk = np.random.default_rng(0).normal(size=40).cumsum()
    app = bring(opened("one_step"), ("walk.csv", "\n".join(map(str, walk.tolist())).encode(), "text/csv"))
    assert played(app)["windows"][0]["patch"] == pytest.approx(walk[:3])
    tiny = "\n".join(str(1e-160 * each) for each in walk.tolist()).encode()
    app = bring(opened("one_step"), ("tiny.csv", tiny, "text/csv"))
    assert app.warning[0].value == "tiny\\.csv has no value beyond 1e\\-70\\: scale them up and upload it again\\."
    assert len(played(app)["windows"][0]["patch"]) == 3  # what was shown before is shown instead

"""Every control changes what the page shows; the address reopens what was chosen."""

from __future__ import annotations

import pytest

from tests.pages.conftest import opened, shown_errors


def alts(app):
    charts = [each.proto.alt for each in app.get("plotly_chart")]
    return charts + [image.alt for each in app.get("image") for image in each.proto.imgs]


def said(app):
    return [each.value for each in (*app.markdown, *app.caption, *app.success, *app.info, *app.warning)]


def state(app):
    pictures = [image.url for each in app.get("image") for image in each.proto.imgs]
    specs = [each.proto.spec for each in app.get("plotly_chart")]
    programs = [each.value for each in app.code]
    players = [each.proto.bytes for each in app.get("bidi_component")]
    return alts(app), said(app), pictures, specs, players, programs


CHANGES = [
    ("signals", "signals_sample", "Heartbeats (ECG)"),
    ("signals", "signals_iid_length", "120"),
    ("signals", "signals_iid_seed", "3"),
    ("signals", "signals_kernel", "Gaussian, 1-D"),
    ("signals", "signals_numbers", "1 2 1"),
    ("signals", "signals_operation", "Convolution"),
    ("signals", "signals_boundary", "constant"),
    ("signals", "signals_stride", "2"),
    ("signals", "signals_dilation", "2"),
    ("signals", "signals_relu", "true"),
    ("signals", "signals_pool", "2"),
    ("signals", "signals_pin", "5"),
    ("images", "images_sample", "Coins"),
    ("images", "images_filter", "Sobel, gradient length"),
    ("images", "images_kernel", "Gaussian"),
    ("images", "images_numbers", "0 1; 1 0"),
    ("images", "images_operation", "Convolution"),
    ("images", "images_boundary", "wrap"),
    ("images", "images_stride", "3"),
    ("images", "images_dilation", "4"),
    ("images", "images_relu", "true"),
    ("images", "images_pool", "4"),
    ("images", "images_take", "program for C header"),
    ("signals", "signals_take", "program for PyTorch"),
    ("compare", "compare_take", "program for OpenCV"),
    ("images", "images_row", "100"),
    ("images", "images_column", "100"),
    ("converge", "run_experiment", "Find the peaks"),
    ("converge", "run_recover_kernel_kernel", "Sobel x"),
    ("converge", "run_recover_kernel_input", "Photographer"),
    ("converge", "run_recover_kernel_target_noise", "0.5"),
    ("converge", "run_recover_kernel_seed", "1"),
    ("converge", "run_seed", "1"),
    ("converge", "run_recover_kernel_steps", "50"),
    ("converge", "run_recover_kernel_optimizer", "adam"),
    ("converge", "run_recover_kernel_rate", "0.1"),
    ("converge", "run_recover_kernel_momentum", "0.5"),
    ("converge", "run_recover_kernel_scale", "3.0"),
    ("converge", "run_recover_kernel_schedule", "cosine"),
    ("converge", "run_recover_kernel_batch", "64"),
    ("converge", "run_recover_kernel_initialisation", "uniform"),
    ("converge", "run_recover_kernel_optimizer", "conjugate gradient"),
    ("compare", "run_experiment", "Find the peaks"),
    ("compare", "run_experiment", "Find the peaks with two layers"),
    ("compare", "run_experiment", "Find the edges"),
    ("compare", "run_experiment", "Take the noise away"),
    ("compare", "run_experiment", "Name the direction of stripes"),
    ("compare", "run_recover_kernel_kernel", "Sobel x"),
    ("question", "question_goal", "Find the peaks"),
    ("question", "question_seed", "4"),
    ("question", "question_trained", "yes"),
]
# a boundary, a wrap say, only shows at the edge, where the pin must then lie
BESIDE = {"signals_boundary": {"signals_pin": "1"}, "images_boundary": {"images_row": "1"}}
# whatever is turned round must not read the same both ways
BESIDE["signals_operation"] = {"signals_numbers": "1 2 4"}
BESIDE["run_recover_kernel_schedule"] = {"run_recover_kernel_rate": "0.1"}


@pytest.mark.parametrize(("file", "key", "value"), CHANGES)
def test_a_setting_in_the_address_changes_the_page(file, key, value):
    beside = BESIDE.get(key, {})
    plain, changed = opened(file, **beside), opened(file, **beside, **{key: value})
    assert not changed.exception, shown_errors(changed)
    assert state(plain) != state(changed)


@pytest.mark.parametrize("option", ["taps", "bias", "false_positive_cost", "signal", "noise", "seed"])
def test_every_option_of_finding_peaks_changes_the_run(option):
    values = {
        "taps": "5",
        "bias": "false",
        "false_positive_cost": "10.0",
        "signal": "drift",
        "noise": "0.5",
        "seed": "2",
    }
    plain = opened("converge", run_experiment="Find the peaks")
    key = f"run_find_peaks_{option}"
    changed = opened("converge", run_experiment="Find the peaks", **{key: values[option]})
    assert said(plain) != said(changed)


OPTIONS = [
    ("Find the peaks with two layers", "find_peaks_two_layers_hidden", "2"),
    ("Find the peaks with two layers", "find_peaks_two_layers_centred", "false"),
    ("Find the peaks with two layers", "find_peaks_two_layers_distance", "0.01"),
    ("Find the edges", "find_edges_labels", "canny"),
    ("Find the edges", "find_edges_filters", "1"),
    ("Find the edges", "find_edges_size", "5"),
    ("Find the edges", "find_edges_image", "Coins"),
    ("Take the noise away", "denoise_sigma", "0.2"),
    ("Take the noise away", "denoise_size", "3"),
    ("Take the noise away", "denoise_learn_from", "others"),
    ("Name the direction of stripes", "classify_gratings_filters", "4"),
    ("Name the direction of stripes", "classify_gratings_steps", "20"),
]


@pytest.mark.parametrize(("experiment", "option", "value"), OPTIONS)
def test_every_option_of_the_other_experiments_changes_the_run(experiment, option, value):
    plain = opened("converge", run_experiment=experiment)
    changed = opened("converge", run_experiment=experiment, **{f"run_{option}": value})
    assert not changed.exception, shown_errors(changed)
    assert said(plain) != said(changed)


@pytest.mark.parametrize(
    "experiment", ["Find the peaks with two layers", "Find the edges", "Name the direction of stripes"]
)
def test_several_filters_are_compared_layer_by_layer(experiment):
    app = opened("compare", run_experiment=experiment)
    assert not app.exception, shown_errors(app)
    assert "What each layer makes of it" in [each.value for each in app.subheader]
    assert any(alt.startswith("Map of the learned filters, ") for alt in alts(app))
    assert "No single filter is best for this task, so there is no third filter." in said(app)


def test_a_signal_without_peaks_gets_a_sentence_and_the_first_of_each_menu():
    app = opened("converge", run_experiment="Find the peaks", run_find_peaks_signal="Constant")
    assert "has no peaks in its first three quarters" in app.warning[0].value.replace("\\", "")
    assert "The experiment's own choices are used instead." in said(app)
    assert not app.exception


def test_training_answers_and_starting_again_forgets():
    app = opened("question")
    assert not app.success
    app.button(key="question_train").click().run()
    assert app.success[0].value.startswith("Yes: the random numbers became [−1 1 −1].")
    app.segmented_control(key="question_goal").set_value("Find the peaks").run()
    assert app.info[0].value.startswith("No: the random numbers became [")
    app.button(key="question_train").click().run()
    assert not app.success
    assert not app.info


def test_the_worked_example_is_computed():
    words = " ".join(said(opened("question")))
    assert "peaks at points **5, 7, 9**; y is positive at **5, 7, 9**, and a max pool over y picks point **5**" in words
    assert "is not conv(u, v); the computed one is" in words


def test_numbers_that_are_none_get_a_sentence_and_the_designed_kernel_stays():
    app = opened("signals", signals_numbers="1 <b>two</b> 3")
    assert app.warning[0].value.replace("\\", "") == "'<b>two</b>' is not a number: write for example -1 1 -1."
    assert "\\<b\\>" in app.warning[0].value
    assert "Bars of Peak detector, 3 taps: −1, 1, −1." in alts(app)


def test_another_kernel_takes_the_edited_numbers_away():
    app = opened("signals", signals_numbers="1 2 3")
    assert "Bars of Edited kernel, 3 taps: 1, 2, 3." in alts(app)
    names = app.selectbox(key="signals_kernel").options
    app.selectbox(key="signals_kernel").select_index(names.index("Second derivative")).run()
    assert "Bars of Second derivative, 3 taps: 1, −2, 1." in alts(app)


def test_options_that_do_not_go_together_get_a_sentence():
    app = opened("converge", run_recover_kernel_kernel="Sobel x", run_recover_kernel_input="Heartbeats (ECG)")
    assert "is a signal, and the kernel" in app.warning[0].value
    assert not app.exception


def test_a_rate_beyond_the_critical_one_diverges_and_says_so():
    app = opened("converge", run_recover_kernel_rate="2.0", run_recover_kernel_steps="400")
    assert app.warning[0].value.startswith("The run diverged: after ")


def test_other_random_numbers_are_another_seed():
    app = opened("converge")
    app.button(key="converge_new").click().run()
    assert app.slider(key="run_seed").value == 1


def test_compare_shows_the_run_of_converge():
    settings = dict(run_experiment="Find the peaks", run_seed="5")
    assert opened("converge", **settings).info[0].value == opened("compare", **settings).info[0].value


def test_a_colour_picture_can_keep_its_colours():
    grey = opened("images", images_sample="Cat", images_kernel="Gaussian")
    colour = opened("images", images_sample="Cat", images_kernel="Gaussian", images_colour="true")
    assert not colour.exception, shown_errors(colour)
    assert state(grey)[2] != state(colour)[2]
    assert "Of the red channel." in said(colour)

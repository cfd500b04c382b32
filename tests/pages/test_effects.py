"""Every control changes what the page shows; the address reopens what was chosen."""

from __future__ import annotations

import pytest

from core.figures.chart import number
from core.learning import TrainingSettings, get_experiment, number_step, solve, standings, train, worth_it
from tests.pages.conftest import ended, figure_of, opened, scoreboard, shown_errors
from tests.pages.everything import differences


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
    tables = [each.value.to_dict() for each in app.table]
    return alts(app), said(app), pictures, specs, players, programs, tables


CHANGES = [
    ("one_step", "one_step_experiment", "Find the peaks"),
    ("one_step", "one_step_recover_kernel_kernel", "Sobel x"),
    ("one_step", "one_step_recover_kernel_input", "White noise"),
    ("one_step", "one_step_recover_kernel_target_noise", "0.5"),
    ("one_step", "one_step_rate", "0.8"),
    ("one_step", "one_step_seed", "3"),
    ("one_step", "one_step_step", "4"),
    ("one_step", "one_step_windows", "Largest errors"),
    ("one_step", "one_step_first", "40"),
    ("one_step", "one_step_ledger_moment", "3"),
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
    ("signals", "signals_scan_moment", "5"),
    ("signals", "signals_over", "true"),
    ("signals", "signals_shown", "20"),
    ("signals", "signals_from", "11"),
    ("signals", "signals_beside", "true"),
    ("signals", "signals_second_kernel", "box_1d"),
    ("signals", "signals_second_gaussian_1d_sigma", "2.0"),
    ("signals", "signals_second_numbers", "1 2 1"),
    ("images", "images_sample", "Coins"),
    ("images", "images_filter", "Sobel, gradient length"),
    ("images", "images_kernel", "Gaussian"),
    ("images", "images_numbers", "0 1; 1 0"),
    ("images", "images_operation", "Convolution"),
    ("images", "images_mode", "valid"),
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
    ("images", "images_chain_1", "box"),
    ("images", "images_chain_1_gaussian_sigma", "3"),
    ("images", "images_chain_2", "laplacian"),
    ("images", "images_chain_2", "relu"),
    ("images", "images_chain_3", "nothing"),
    ("images", "images_chain_3_threshold_share", "0.5"),
    ("images", "images_chain_4_pool_side", "2"),
    ("images", "images_view", "divided"),
    ("images", "images_zoom", "4"),
    ("images", "images_divider", "20"),
    ("images", "images_scan_moment", "100"),
    ("library", "library_kernel", "gabor"),
    ("library", "library_kernel", "sobel"),
    ("library", "library_search", "blur"),
    ("library", "library_gaussian_sigma", "3"),
    ("library", "library_ricker_size", "7"),
    ("library", "library_zero_crossings_threshold", "0.5"),
    ("library", "library_picture_sample", "coins"),
    ("library", "library_signal_sample", "ecg"),
    ("library", "library_take", "program for C header"),
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
    ("compare", "run_experiment", "Imitate a designed kernel"),
    ("compare", "run_experiment", "Name the direction of stripes"),
    ("compare", "run_recover_kernel_kernel", "Sobel x"),
    ("converge", "converge_player_across", "3"),
    ("converge", "converge_player_upwards", "1"),
    ("converge", "converge_player_moment", "3"),
    ("converge", "converge_player_figures", "open"),
    ("converge", "converge_why", "open"),
    ("converge", "converge_why_number", "3"),
    ("converge", "converge_why_step", "2"),
    ("compare", "compare_models", "designed,own"),
    ("compare", "compare_numbers", "1 2 3"),
    ("compare", "compare_sure", "open"),
    ("compare", "compare_waves", "open"),
    ("compare", "compare_layers", "open"),
    ("compare", "compare_code", "open"),
    ("compare", "compare_which", "designed"),
    ("compare", "compare_left", "right"),
    ("compare", "compare_right", "right"),
    ("compare", "compare_divider", "20"),
    ("question", "question_seed", "4"),
    ("question", "question_filters_moment", "20"),
    ("question", "question_photographs_moment", "3"),
    ("question", "question_why", "open"),
    ("question", "question_why_goal", "Find peaks"),
    ("question", "question_why_number", "Left"),
    ("question", "question_why_step", "4"),
    ("question", "question_figures", "open"),
    ("many_starts", "run_experiment", "recover_kernel"),
    ("many_starts", "many_starts_count", "64"),
    ("many_starts", "many_starts_plane_find_peaks", "Principal directions"),
    ("many_starts", "many_starts_across", "3"),
    ("many_starts", "many_starts_upwards", "3"),
    ("many_starts", "many_starts_pin", "5"),
    ("many_starts", "many_starts_figure_moment", "3"),
    ("many_starts", "run_find_peaks_steps", "50"),
    ("many_starts", "run_find_peaks_noise", "0.2"),
    ("sweeps", "run_experiment", "find_peaks"),
    ("sweeps", "run_seed", "3"),
    ("sweeps", "run_recover_kernel_steps", "50"),
    ("sweeps", "sweeps_count", "5"),
    ("sweeps", "sweeps_across", "initial_scale"),
    ("sweeps", "sweeps_upwards", "target_noise"),
    ("sweeps", "sweeps_tolerance", "0.1"),
    ("sweeps", "sweeps_shown", "score"),
    ("sweeps", "sweeps_shown", "loss"),
    ("sweeps", "sweeps_map_pin", "3"),
    ("designed_or_learned", "designed_or_learned_bank", "dct"),
    ("designed_or_learned", "designed_or_learned_filters", "8"),
    ("designed_or_learned", "designed_or_learned_size", "7"),
    ("designed_or_learned", "designed_or_learned_depth", "2"),
    ("designed_or_learned", "designed_or_learned_smoothness", "0.5"),
    ("designed_or_learned", "designed_or_learned_draws", "3"),
    ("designed_or_learned", "designed_or_learned_anew", "true"),
    ("designed_or_learned", "designed_or_learned_curve_pin", "5"),
    ("designed_or_learned", "designed_or_learned_layers_pieces", "open"),
    ("designed_or_learned", "designed_or_learned_layers_pieces_way", "designed"),
    ("designed_or_learned", "designed_or_learned_layers_pieces_layer", "second_maps"),
    ("designed_or_learned", "designed_or_learned_answers", "open"),
    ("designed_or_learned", "designed_or_learned_answers_way", "designed"),
    ("designed_or_learned", "designed_or_learned_picture", "camera"),
    ("designed_or_learned", "designed_or_learned_patch", "9"),
]
# a boundary, a wrap say, only shows at the edge, where the pin must then lie
BESIDE: dict[str, dict[str, str]] = {"signals_boundary": {"signals_pin": "1"}, "images_boundary": {"images_row": "1"}}
# a chain is shown in a box, which a choice opens
BESIDE |= {key: {"images_chain_4": "pool"} for _, key, _ in CHANGES if key.startswith("images_chain")}
# whatever is turned round must not read the same both ways
BESIDE["signals_operation"] = {"signals_numbers": "1 2 4"}
for part in ("number", "step"):
    BESIDE[f"converge_why_{part}"] = {"converge_why": "open"}
for part in ("goal", "number", "step"):
    BESIDE[f"question_why_{part}"] = {"question_why": "open"}
BESIDE["compare_numbers"] = {"compare_models": "designed,own", "run_experiment": "recover_kernel"}
BESIDE["compare_sure"] = {"run_experiment": "classify_gratings", "run_classify_gratings_steps": "20"}
BESIDE["compare_layers"] = {"run_experiment": "find_edges"}
BESIDE["compare_which"] = BESIDE["compare_take"] = {"compare_code": "open"}
for part in ("left", "right", "divider"):
    BESIDE[f"compare_{part}"] = {"run_experiment": "denoise", "run_denoise_size": "3"}
BESIDE["library_gaussian_sigma"] = {"library_kernel": "gaussian"}
BESIDE["library_ricker_size"] = BESIDE["library_signal_sample"] = {"library_kernel": "ricker"}
BESIDE["library_zero_crossings_threshold"] = {"library_kernel": "zero_crossings"}
BESIDE["one_step_windows"] = BESIDE["one_step_first"] = {"one_step_experiment": "find_peaks"}
BESIDE["signals_from"] = {"signals_shown": "20"}
BESIDE |= {key: {"signals_beside": "true"} for _, key, _ in CHANGES if key.startswith("signals_second_")}
# networks that are small and see few examples are soon trained
SMALL = {f"designed_or_learned_{name}": value for name, value in (("filters", "4"), ("size", "5"), ("curve_pin", "2"))}
BESIDE |= {
    key: {k: v for k, v in SMALL.items() if k != key} for file, key, _ in CHANGES if file == "designed_or_learned"
}
BESIDE["designed_or_learned_anew"] = {"designed_or_learned_curve_pin": "2"}
for part in ("way", "layer"):
    opened_box = {"designed_or_learned_layers_pieces": "open", "designed_or_learned_depth": "2"}
    BESIDE[f"designed_or_learned_layers_pieces_{part}"] = SMALL | opened_box
for part in ("answers_way", "picture", "patch"):
    BESIDE[f"designed_or_learned_{part}"] = SMALL | {"designed_or_learned_answers": "open"}
for file, key, _ in CHANGES:
    few = {"many_starts": ("many_starts_count", "16"), "sweeps": ("sweeps_count", "5")}.get(file)
    if few is not None and key.startswith(file) and key != few[0]:
        BESIDE[key] = dict([few])
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
    figures = dict(run_experiment="Find the peaks", converge_player_figures="open")
    plain = opened("converge", **figures)
    changed = opened("converge", **figures, **{f"run_find_peaks_{option}": values[option]})
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
    figures = dict(run_experiment=experiment, converge_player_figures="open")
    plain = opened("converge", **figures)
    changed = opened("converge", **figures, **{f"run_{option}": value})
    assert not changed.exception, shown_errors(changed)
    assert said(plain) != said(changed)


@pytest.mark.parametrize(
    "experiment", ["Find the peaks with two layers", "Find the edges", "Name the direction of stripes"]
)
def test_several_filters_are_compared_layer_by_layer(experiment):
    app = opened("compare", run_experiment=experiment, compare_layers="open")
    assert not app.exception, shown_errors(app)
    assert [each["role"] for each in figure_of(app)[0]["models"]] == ["designed", "learned"]
    assert any(
        words.endswith(("maps, one scale up to 1.", "one column each sample.")) or " maps, " in words
        for words in said(app)
    )


def test_the_scoreboard_has_the_scores_of_the_run():
    app = opened("compare", run_experiment="find_peaks")
    run = train(get_experiment("find_peaks"))
    board = scoreboard(app)
    assert board.index.tolist() == ["Designed", "Designed, threshold tuned", "Learned", "Best possible"]
    scores = board["F1, more is better"].tolist()
    assert scores[:3] == [f"{run.metrics[name]:.3f}" for name in ("designed_f1", "designed_tuned_f1", "f1")]
    found = standings(get_experiment("find_peaks"))
    assert app.header[0].value == worth_it(get_experiment("find_peaks"), found).split(" That is")[0]
    row = next(row for row in found.rows if row.role == "learned")
    assert (
        board["Mean and 95 % interval of ten draws"]["Learned"] == f"{row.mean:.3f} ({row.low:.3f} to {row.high:.3f})"
    )


def test_equal_filters_get_one_line_and_one_chart():
    app = opened("compare", run_experiment="recover_kernel")
    assert any(
        words.startswith("Designed, Learned, Best possible: they are equal. No number differs") for words in said(app)
    )
    assert [each["title"] for each in figure_of(app)[0]["models"]] == ["Learned"]


def test_the_numbers_of_pictures_need_no_chart():
    app = opened("compare", run_experiment="denoise", run_denoise_size="3")
    header, _ = figure_of(app)
    assert [each["title"] for each in header["models"]] == scoreboard(app).index.tolist()
    assert scoreboard(app).index.name == "Model"
    assert not app.get("plotly_chart")


def test_own_numbers_of_another_size_get_a_sentence():
    app = opened(
        "compare", run_experiment="recover_kernel", compare_models="designed,learned,own", compare_numbers="1 2 3 4 5"
    )
    sentence = "Your numbers have another size: give 3 of them, as the filters of this task have."
    assert app.warning[0].value.replace("\\", "") == sentence
    app = opened(
        "compare", run_experiment="recover_kernel", compare_models="designed,learned,own", compare_numbers="-1 2 -1"
    )
    assert "Your own numbers" in scoreboard(app).index


def test_fewer_than_two_models_are_no_comparison():
    app = opened("compare", compare_models="designed")
    assert app.info[0].value == "Choose two or more models to compare."
    assert not opened("compare", compare_models="nobody,<b>").exception


def test_any_of_the_filters_can_be_taken_as_code():
    app = opened(
        "compare", run_experiment="find_peaks", compare_code="open", compare_which="best", compare_take="numpy_code"
    )
    weights = solve(get_experiment("find_peaks")).weights.ravel()
    assert all(repr(float(each)) in app.code[0].value for each in weights)


def test_a_signal_without_peaks_gets_a_sentence_and_the_first_of_each_menu():
    app = opened("converge", run_experiment="Find the peaks", run_find_peaks_signal="Constant")
    assert "has no peaks in its first three quarters" in app.warning[0].value.replace("\\", "")
    assert "The task's own choices are used instead." in said(app)
    assert not app.exception


def test_the_first_page_answers_both_goals_from_any_start():
    app = opened("question", question_figures="open")
    # the answers say yes and no: a question stands above the figure to which these are answers
    assert app.caption[0].value == "Would training turn three random numbers into \\[−1 1 −1\\]?"
    assert app.success[0].value.startswith("Yes: the random numbers became [−1 1 −1].")
    assert app.info[0].value.startswith("No: the random numbers became a filter that is better at finding peaks")
    app.button(key="question_new").click().run()
    assert app.query_params["question_seed"] == "1"
    assert app.success[0].value.startswith("Yes: the random numbers became [−1 1 −1].")
    for seed in ("99", "-1", "1e400", "x" * 5000):
        assert not opened("question", question_seed=seed).exception


def test_one_numbers_step_is_taken_apart_as_training_took_it():
    app = opened("question", question_why="open", question_why_step="2", question_why_goal="Find peaks")
    run = train(get_experiment("find_peaks"))
    step = number_step(run, 1, 1)
    words = " ".join(said(app))
    assert f"**{number(run.weights[2, 1], 4)}**" in words
    assert f"{number(step.before, 4)} − {number(step.rate, 4)} × ({number(step.gradient, 4)})" in words
    assert "momentum: a part of the steps before goes on" in words
    table = app.table[0].value
    assert table["product"].iloc[-1] == number(step.gradient, 4)
    assert table["sample under the number"].iloc[0] == number(float(step.samples[0]))


def test_the_worked_example_is_computed():
    words = " ".join(said(opened("question")))
    assert (
        "u has peaks at points **5, 7, 9**. y is above zero at **5, 7, 9**. A max pool over y picks point **5**"
        in words
    )
    assert "is not conv(u, v); the computed y is" in words
    assert "stats.stackexchange.com/questions/313575" in words


def test_numbers_that_are_none_get_a_sentence_and_the_designed_kernel_stays():
    app = opened("signals", signals_details="open", signals_numbers="1 <b>two</b> 3")
    assert app.warning[0].value.replace("\\", "") == "'<b>two</b>' is not a number: write for example -1 1 -1."
    assert "\\<b\\>" in app.warning[0].value
    assert "Bars of Peak detector, 3 taps: −1, 1, −1." in alts(app)


def test_another_kernel_takes_the_edited_numbers_away():
    app = opened("signals", signals_details="open", signals_numbers="1 2 3")
    assert "Bars of Edited kernel, 3 taps: 1, 2, 3." in alts(app)
    names = app.selectbox(key="signals_kernel").options
    app.selectbox(key="signals_kernel").select_index(names.index("Second derivative")).run()
    assert "Bars of Second derivative, 3 taps: 1, −2, 1." in alts(app)


def test_options_that_do_not_go_together_get_a_sentence():
    app = opened("converge", run_recover_kernel_kernel="Sobel x", run_recover_kernel_input="Heartbeats (ECG)")
    assert "is a signal, and the kernel" in app.warning[0].value
    assert not app.exception


def test_a_rate_beyond_the_critical_one_diverges_and_says_so():
    app = opened(
        "converge", run_recover_kernel_rate="2.0", run_recover_kernel_steps="400", converge_player_figures="open"
    )
    assert app.warning[0].value.startswith("The run diverged: after ")


def test_other_random_numbers_are_another_seed():
    app = opened("converge")
    app.button(key="converge_new").click().run()
    assert app.slider(key="run_seed").value == 1


def test_compare_shows_the_run_of_converge():
    settings = dict(run_experiment="Find the peaks", run_seed="5")
    trained = opened("converge", **settings, converge_player_figures="open")
    board = scoreboard(opened("compare", **settings))
    f1 = train(get_experiment("find_peaks"), TrainingSettings(seed=5)).metrics["f1"]
    assert board["F1, more is better"]["Learned"] == f"{f1:.3f}"
    assert f"(F1 {f1:.2f})" in trained.info[0].value


def test_a_chain_that_cannot_be_read_is_shown_as_the_address_says():
    app = opened("images", images_chain_1="blur")
    assert dict(app.query_params) == {"images_chain": "open"}
    assert differences(app, opened("images", images_chain="open")) == []


def test_names_of_saved_runs_are_no_markup_on_compare(service):
    hostile = "[l](http://e.com) ![i](http://e.com/i.png) :red[x] " + "W" * 60
    experiment = get_experiment("recover_kernel")
    run = service.start(experiment, TrainingSettings(steps=300))
    ended(service, run)
    service.store.describe(run, name=hostile)
    app = opened("compare", run_experiment="recover_kernel", compare_models=f"learned,{run}")
    shown = [each.value for each in (*app.markdown, *app.caption)]
    assert any("they are equal" in words for words in shown)
    assert not [words for words in shown if "](" in words and "e.com" in words.replace("\\", "") and "\\[" not in words]
    assert any("W" * 12 + "\u200b" in words for words in shown)
    service.delete(run)

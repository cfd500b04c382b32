"""Pictures show the numbers they are given, on the scale they are given, and say so in words."""

import dataclasses
import io
import json

import numpy as np
import pytest
from PIL import Image as Pillow

from core.convolution import correlate
from core.data import get_sample
from core.figures import (
    brightness_picture,
    kernel_chart,
    loss_chart,
    output_picture,
    player_data,
    shared_limit,
    signal_chart,
    signed_limit,
    signed_picture,
    spectrum_chart,
    spectrum_map,
)
from core.figures.chart import number
from core.figures.curves import Curve, thinned
from core.filters import Frame, Layer
from core.kernels import frequency_response, get_kernel
from core.learning import TrainingSettings, get_experiment, solve, train

RUN = train(get_experiment("find_peaks"))


def pixels_of(picture):
    return np.asarray(Pillow.open(io.BytesIO(picture.png)))


def test_brightness_is_shown_exactly():
    levels = (np.arange(512) // 2).astype(np.float64).repeat(512).reshape(512, 512) / 255
    picture = brightness_picture(levels, "Ramp")
    np.testing.assert_array_equal(pixels_of(picture), (levels * 255).round())
    assert picture.alt == "Ramp, 512 by 512 pixels, brightness from 0 to 1."


def test_small_pictures_are_enlarged_by_whole_pixels_and_large_ones_thinned():
    small = brightness_picture(np.array([[0.0, 1.0]]), "Two")
    assert pixels_of(small).shape == (256, 512)
    assert small.enlarged == 256
    assert small.width == 512
    assert pixels_of(brightness_picture(np.zeros((2050, 10)), "Tall")).shape[0] <= 1024


def test_signs_have_colours_and_zero_is_nearly_white():
    picture = signed_picture(np.array([[-1.0, 0.0, 1.0]]), "Three", 1.0)
    shown = np.asarray(Pillow.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)
    negative, zero, positive = shown[0, 20], shown[0, 256], shown[0, -20]
    assert negative[2] > negative[0] + 60
    assert positive[0] > positive[2] + 60
    assert zero.min() > 240


def test_what_is_not_finite_can_still_be_shown():
    values = np.array([[np.nan, np.inf, -np.inf, 0.5]])
    assert pixels_of(signed_picture(values, "Odd", 1.0)).size
    assert pixels_of(brightness_picture(values, "Odd")).size
    assert "not finite" in signed_picture(np.array([[np.nan]]), "Odd", 1.0).alt


@pytest.mark.parametrize(
    ("sample", "kernel", "is_grey"),
    [
        ("moon", "sharpen", True),
        ("camera", "emboss", True),
        ("coins", "sharpen", True),
        ("camera", "box", True),
        ("siemens_star", "sharpen", True),
        ("camera", "sobel_x", False),
        ("cell", "laplacian", False),
    ],
)
def test_an_output_is_grey_unless_its_numbers_have_signs(sample, kernel, is_grey):
    layer = Layer(get_kernel(kernel))
    values = correlate(get_sample(sample).pixels, layer.kernel)
    picture, words = output_picture(values, "Output", keeps_level=layer.keeps_level)
    shown = np.asarray(Pillow.open(io.BytesIO(picture.png)).convert("RGB")).astype(int)
    assert bool((np.ptp(shown, axis=2) == 0).all()) is is_grey
    assert words.startswith("black is 0, white is 1" if is_grey else "blue is negative, white zero, orange positive")


def test_what_is_cut_off_is_counted():
    values = np.full((100, 100), 0.5)
    assert output_picture(values, "Grey")[1] == "black is 0, white is 1"
    values[0, :12] = 1.5
    assert output_picture(values, "Grey")[1] == (
        "black is 0, white is 1; 0.12 % of the values lie beyond and are cut off"
    )
    colours = np.full((10, 10, 3), -0.5)
    assert output_picture(colours, "Colour")[1] == (
        "black is 0, white is 1; 100 % of the values lie beyond and are cut off; without the colours their sign is "
        "shown"
    )


def test_one_pixel_cannot_make_all_others_pale():
    values = np.random.default_rng(0).normal(size=(60, 60))
    limit = signed_limit(values)
    values[3, 3] = 1e6
    assert abs(signed_limit(values) - limit) < 0.2
    _, words = output_picture(values, "Noise")
    assert words.endswith(f"full colour from {number(signed_limit(values))} on")
    assert signed_limit(np.zeros(9)) == 1.0
    assert signed_limit(np.array([np.nan])) == 1.0
    # few values that are not zero are not cut off: the largest of them counts
    assert signed_limit(np.r_[np.zeros(999), 5.0]) == 5.0


def test_charts_with_the_same_ends_lie_above_one_another():
    wide, narrow = (signal_chart([Curve(scale * np.arange(50.0), "c")], end=50) for scale in (1e5, 1e-3))
    for chart in (wide, narrow):
        assert chart.figure.layout.margin.l == 72
        assert chart.figure.layout.yaxis.automargin is False
        assert chart.figure.layout.xaxis.range == (1 - 0.02 * 49, 50 + 0.02 * 49)
    strided = signal_chart([Curve(np.arange(25.0), "c")], spacing=2.0, end=50)
    assert strided.figure.layout.xaxis.range == wide.figure.layout.xaxis.range


@pytest.mark.parametrize(
    ("count", "traces", "size", "words"),
    [
        (40, 2, 10, "40 peaks marked"),
        (41, 2, 4, "41 peaks marked"),
        (2001, 1, None, "2,001 peaks, too many to mark"),
    ],
)
def test_marks_do_not_bury_the_curve(count, traces, size, words):
    chart = signal_chart([Curve(np.zeros(5000), "flat")], marks=np.arange(count))
    assert len(chart.figure.data) == traces
    assert size is None or chart.figure.data[1].marker.size == size
    assert chart.alt.endswith(f"; {words}.")


def test_a_loss_that_is_nothing_but_rounding_is_zero_everywhere():
    run = train(get_experiment("recover_kernel"))
    assert 0 < run.loss[-1] < 1e-28
    best = solve(run.experiment)
    data = json.loads(player_data(run, best))
    assert data["frames"][-1]["loss"] == 0
    assert data["best_loss"] is None
    chart = loss_chart(run, best)
    assert chart.alt.endswith("to 0 at step 20; the smallest possible loss is 0.")
    assert chart.figure.data[0].y.min() == data["least_loss"]
    assert not chart.figure.layout.shapes


def test_a_frame_lies_around_its_part_and_leaves_it_as_it_is():
    shown = pixels_of(brightness_picture(np.full((300, 300), 0.5), "Grey", Frame(100, 150, 20, 20)))
    assert (shown[82:118, 132:168] == 128).all()
    assert (shown[:70] == 128).all()
    assert (shown != 128).any()


@pytest.mark.parametrize("place", [0, 299])
def test_a_frame_at_the_edge_stays_in_the_picture(place):
    assert pixels_of(brightness_picture(np.zeros((300, 300)), "Edge", Frame(place, place, 3, 3))).shape == (300, 300, 3)


def test_the_first_row_of_a_kernel_is_on_top_and_zero_in_the_middle_of_its_scale():
    chart = kernel_chart(get_kernel("sobel_y"), "Sobel y")
    heatmap = chart.figure.data[0]
    assert chart.figure.layout.yaxis.autorange == "reversed"
    assert heatmap.z[0].tolist() == [-1, -2, -1]
    assert heatmap.zmin == -heatmap.zmax == -2
    assert chart.alt == "Map of Sobel y, 3 by 3: row by row −1 −2 −1; 0 0 0; 1 2 1."


def test_a_limit_is_shared():
    limit = shared_limit([1, -3], [[2.0]])
    assert kernel_chart([1, -3], "a", limit=limit).figure.layout.yaxis.range == (-3.75, 3.75)
    assert shared_limit([0.0]) == 1.0


def test_bars_say_their_numbers():
    assert kernel_chart([-1, 1, -1], "v").alt == "Bars of v, 3 taps: −1, 1, −1."


def test_a_signal_is_drawn_whole_or_by_its_lowest_and_highest():
    values = np.sin(np.arange(300_000) / 50)
    values[123_456] = 9
    at, kept = thinned(values)
    assert len(at) <= 4000
    assert kept.max() == 9
    np.testing.assert_array_equal(values[at], kept)
    chart = signal_chart([Curve(values, "wave")], marks=np.array([5]), pinned=7, spacing=0.5, first=1)
    assert chart.figure.data[1].x[0] == 3.5
    assert chart.alt == "Curve of wave, 300000 samples from −1 to 9; 1 peaks marked."


def test_spectra_are_drawn_with_their_gain():
    chart = spectrum_chart([("v", frequency_response([-1, 1, -1]), "#000000", "solid")])
    assert chart.alt == "Frequency response. v: gain 1 at frequency 0, 3 at 0.5."
    assert spectrum_map(frequency_response(get_kernel("sobel_x"), 64)).alt == (
        "Map of the gain for waves of each direction and width: 0 for flat areas, at most 8."
    )


def test_the_loss_is_drawn_with_the_smallest_possible_one():
    best = solve(RUN.experiment)
    chart = loss_chart(RUN, best)
    np.testing.assert_array_equal(chart.figure.data[0].y, RUN.loss)
    assert chart.figure.layout.shapes[0].y0 == best.loss
    assert f"{number(best.loss)}." in chart.alt


def test_the_player_gets_every_moment_of_the_run():
    data = json.loads(player_data(RUN, solve(RUN.experiment)))
    frames = data["frames"]
    assert [frame["step"] for frame in frames] == RUN.steps.tolist()
    np.testing.assert_allclose([frame["weights"] for frame in frames], RUN.weights, rtol=1e-5)
    np.testing.assert_allclose([frame["loss"] for frame in frames], RUN.loss, rtol=1e-5)
    np.testing.assert_allclose([frame["bias"] for frame in frames], RUN.bias, rtol=1e-5)
    np.testing.assert_allclose(frames[-1]["response"], RUN.experiment.respond(RUN.last), rtol=1e-5)
    assert data["response_title"] == "Probability of a peak (dashed: where they are)"
    assert data["unit"] == "sample"
    assert max(max(frame["response"]) for frame in frames) <= 1
    picture = json.loads(player_data(train(get_experiment("recover_kernel", kernel="sobel_x")), None))
    assert picture["shape"] == [1, 3, 3]
    assert picture["frames"][0]["bias"] is None
    assert picture["response_title"] == "Answer along one row (dashed: target)"
    assert picture["unit"] == "pixel"


def test_the_row_that_the_player_shows_of_a_picture_has_something_to_show():
    data = json.loads(player_data(train(get_experiment("find_edges"), TrainingSettings(steps=2)), None))
    answers = get_experiment("find_edges").data.shown_answer
    assert answers[len(answers) // 2].sum() == 0  # as it happens, the middle row has no edge at all
    assert sum(data["target"]) > 0
    assert np.var(data["target"]) == answers.var(axis=1).max()
    assert len(data["frames"][0]["response"]) == answers.shape[1]


def test_frames_that_are_known_are_not_made_again():
    known: dict[int, str] = {}
    first = player_data(RUN, None, most_frames=5, known=known)
    assert len(known) == 5
    known[0] = json.dumps(json.loads(known[0]) | {"loss": 7})
    again = json.loads(player_data(RUN, None, most_frames=5, known=known))
    assert again["frames"][0]["loss"] == 7
    assert again["frames"][1:] == json.loads(first)["frames"][1:]


def test_what_has_no_loss_yet_has_none_in_the_player():
    begun = dataclasses.replace(RUN, loss=np.r_[np.nan, RUN.loss[1:]])
    assert json.loads(player_data(begun, None))["frames"][0]["loss"] is None


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1.0, "1"),
        (-0.5, "−0.5"),
        (0.0, "0"),
        (14.517, "14.5"),
        (2e-9, "2.0e-09"),
        (1234567.0, "1,234,567"),
        (0.1, "0.1"),
    ],
)
def test_numbers_are_short(value, text):
    assert number(value) == text

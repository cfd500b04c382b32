"""The scale of a picture: brightness unless the values have signs, and a limit that one pixel cannot tip."""

import numpy as np
import pytest

from core.convolution import correlate
from core.data import get_sample
from core.figures import Scale, output_scale, signed_limit, strength_scale
from core.figures.chart import number
from core.filters import Layer
from core.kernels import get_kernel


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
        # most answers are 0, some are negative
        ("checkerboard", "laplacian", False),
        ("impulse_image", "sobel_x", False),
    ],
)
def test_an_output_is_grey_unless_its_numbers_have_signs(sample, kernel, is_grey):
    layer = Layer(get_kernel(kernel))
    values = correlate(get_sample(sample).pixels, layer.kernel)
    scale, words = output_scale(values, keeps_level=layer.keeps_level, ignores_level=layer.ignores_level)
    assert scale.is_signed is not is_grey
    assert words.startswith("black is 0, white is 1" if is_grey else "purple is negative, white zero, green positive")


@pytest.mark.parametrize("size", [1e-6, 1.0, 40.0])
def test_strengths_are_black_at_nought_and_white_at_the_limit(size):
    values = np.full((50, 50), 0.5 * size)
    values[0] = 0
    values[1] = -1e-9 * size  # rounding
    values[2] = size
    values[3, 3] = 1000 * size
    scale, words = strength_scale(values)
    levels = scale.levels(values)
    assert set(levels[:2].ravel()) == {0}
    assert set(levels[2]) == {255}
    assert set(levels[10].ravel()) == {128}
    assert levels[3, 3] == 255
    assert words == f"black is 0, white is {number(size)} and more"


def test_nothing_anywhere_is_black():
    scale, words = strength_scale(np.zeros((4, 4)))
    assert not scale.levels(np.zeros((4, 4))).any()
    assert words == "black is 0, white is 1 and more"


def test_signs_are_levels_on_both_sides_of_zero():
    values = np.array([-5.0, -2.0, -1.0, 0.0, 0.5, 2.0, np.inf, -np.inf, np.nan])
    levels = Scale(2.0, is_signed=True).levels(values)
    assert levels.dtype == np.int8
    assert levels.tolist() == [-127, -127, -64, 0, 32, 127, 127, -127, 0]
    assert Scale().levels(np.array([np.nan, np.inf, -np.inf])).tolist() == [0, 255, 0]


def test_the_levels_of_a_picture_of_8_bits_are_its_own():
    levels = np.arange(256, dtype=np.uint8)
    np.testing.assert_array_equal(Scale().levels((levels / 255).astype(np.float32)), levels)


def test_what_is_cut_off_is_counted():
    values = np.full((100, 100), 0.5)
    assert output_scale(values) == (Scale(), "black is 0, white is 1")
    values[0, :12] = 1.5
    assert output_scale(values)[1] == "black is 0, white is 1; 0.12 % of the values lie beyond and are cut off"
    colours = np.full((10, 10, 3), -0.5)
    assert output_scale(colours) == (
        Scale(),
        "black is 0, white is 1; 100 % of the values lie beyond and are cut off; without the colours their sign is "
        "shown",
    )


def test_one_pixel_cannot_make_all_others_pale():
    values = np.random.default_rng(0).normal(size=(60, 60))
    limit = signed_limit(values)
    values[3, 3] = 1e6
    assert abs(signed_limit(values) - limit) < 0.2
    scale, words = output_scale(values)
    assert scale == Scale(signed_limit(values), is_signed=True)
    assert words.endswith(f"full colour from {number(scale.limit)} on")
    assert signed_limit(np.zeros(9)) == 1.0
    assert signed_limit(np.array([np.nan])) == 1.0
    # few values that are not zero are not cut off: the largest of them counts
    assert signed_limit(np.r_[np.zeros(999), 5.0]) == 5.0


@pytest.mark.parametrize("count", [1, 2, 99, 100, 101, 999])
def test_the_limit_is_the_99th_percentile(count):
    sizes = np.random.default_rng(count).permutation(count) + 1.0
    assert signed_limit(-sizes) == np.percentile(sizes, 99, method="lower")


@pytest.mark.parametrize("count", [4_095, 4_096, 10_000, 50_001])
@pytest.mark.parametrize("kind", ["normal", "few", "periodic", "equal"])
def test_the_limit_of_many_values_is_looked_for_among_the_largest_alone(count, kind, monkeypatch):
    draw = np.random.default_rng(count)
    values = {
        "normal": draw.normal(size=count),
        "few": np.where(draw.random(count) < 0.02, draw.random(count), 0.0),
        # at the places that are looked at first, all values are larger than anywhere else
        "periodic": np.where(np.arange(count) % (count // 4096 or 1) == 0, 5 + draw.random(count), draw.random(count)),
        "equal": np.full(count, 0.5),
    }[kind]
    sorted_out: list[int] = []
    partition = np.partition
    monkeypatch.setattr(np, "partition", lambda array, rank: [sorted_out.append(len(array)), partition(array, rank)][1])
    assert signed_limit(values) == np.sort(np.abs(values))[(count - 1) * 99 // 100]
    if kind == "normal" and count > 10_000:
        assert sum(sorted_out) < count / 5


def test_values_without_a_negative_one_are_grey_however_large():
    values = np.linspace(0, 8, 100).reshape(10, 10)
    scale, words = output_scale(values)
    assert scale == strength_scale(values)[0]
    assert not scale.is_signed
    assert words.startswith("black is 0, white is ")
    assert output_scale(values - 1)[0].is_signed

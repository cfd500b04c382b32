"""From numbers to brightness, against exact fractions and Pillow."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image as Pillow
from PIL import ImageOps

from core.data import UnreadableUpload
from core.data.uploads.brightness import as_image, into_range, levels, on_white, upright, without_opacity

SHARES = st.floats(0, 1)


@pytest.mark.parametrize("bits", range(1, 33))
def test_whole_numbers_are_shares_of_what_their_bits_can_hold_up_to_measurements(bits):
    most = 2**bits - 1
    whole = np.array([0, 1, most // 3, most], np.uint32)
    found = levels(whole, bits)
    if bits == 32:
        assert found.tolist() == whole.tolist()
        return
    assert found.dtype == (np.float32 if bits <= 16 else np.float64)
    expected = [float(Fraction(int(value), most)) for value in whole]
    np.testing.assert_allclose(found, expected, rtol=np.finfo(found.dtype).eps)


@pytest.mark.parametrize(
    ("dtype", "kept"),
    [("int8", "float64"), ("int32", "float64"), ("uint64", "float64"), ("bool", "float32"), ("float16", "float32"),
     ("float32", "float32"), ("float64", "float64")],
)  # fmt: skip
def test_other_numbers_are_kept_as_they_are(dtype, kept):
    found = levels(np.array([0, 1, 5]).astype(dtype))
    assert found.dtype == kept
    assert found.tolist() == np.array([0, 1, 5]).astype(dtype).astype(float).tolist()


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_turned_as_pillow_turns_it(orientation):
    pixels = np.arange(12, dtype=np.uint8).reshape(3, 4)
    picture = Pillow.fromarray(pixels)
    picture.getexif()[0x0112] = orientation
    np.testing.assert_array_equal(upright(pixels, orientation), np.asarray(ImageOps.exif_transpose(picture)))
    colours = np.stack([pixels, pixels + 50, pixels + 100], axis=2)
    np.testing.assert_array_equal(upright(colours, orientation)[..., 1], upright(pixels, orientation) + 50)


@given(grey=SHARES, opacity=SHARES)
def test_what_is_not_opaque_lets_white_through(grey, opacity):
    expected = grey * opacity + (1 - opacity)
    shown = on_white(np.full((1, 1), grey), np.full((1, 1), opacity))
    np.testing.assert_allclose(shown, expected, rtol=1e-12)
    already = on_white(np.full((1, 1, 3), grey * opacity), np.full((1, 1), opacity), premultiplied=True)
    np.testing.assert_allclose(already, expected, rtol=1e-12)
    assert without_opacity(np.array([[[grey, opacity]]])).tolist() == shown.tolist()


def test_opacity_that_is_no_share_is_left_out():
    pixels = np.array([[[0.5, 0.25, 1.0, 7.0]]])
    assert without_opacity(pixels).tolist() == [[[0.5, 0.25, 1.0]]]
    colours = np.ones((2, 2, 3))
    assert without_opacity(colours) is colours


@given(
    arrays.arrays(np.float64, (2, 3), elements=st.floats(-1.7e308, 1.7e308, allow_subnormal=False)),
)
def test_whatever_the_range_it_becomes_nought_to_one_in_the_same_order(values):
    shown, sentence = into_range(values)
    assert shown.min() >= 0
    assert shown.max() <= 1
    if values.min() >= 0 and values.max() <= 1:
        assert shown is values
        assert sentence == ""
        return
    assert sentence == f"Its values from {values.min():.4g} to {values.max():.4g} were scaled to 0 to 1."
    order = np.argsort(values, axis=None)
    assert (np.diff(shown.ravel()[order]) >= 0).all()
    if values.min() == values.max():
        assert not shown.any()
    else:
        assert (shown.min(), shown.max()) == (0, pytest.approx(1))


@pytest.mark.parametrize(
    ("shape", "expected"), [((2, 3), (2, 3)), ((2, 3, 1), (2, 3)), ((2, 3, 3), (2, 3, 3)), ((2, 3, 4), (2, 3, 4))]
)
def test_height_and_width_and_colours_make_an_image(shape, expected):
    assert as_image(np.zeros(shape), "a.npy").shape == expected


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ((), "a single number"),
        ((1,), "an array of 1 number"),
        ((2, 3, 2), "an array of 2 x 3 x 2 numbers"),
        ((0, 3), "an array of 0 x 3 numbers"),
        ((2, 2, 2, 2), "an array of 2 x 2 x 2 x 2 numbers"),
    ],
)
def test_another_shape_is_named(shape, words):
    with pytest.raises(UnreadableUpload) as caught:
        as_image(np.zeros(shape), "a.npy")
    assert str(caught.value) == (
        f"a.npy is {words}: an image has height x width numbers, or height x width x 3. Save it as one of these."
    )

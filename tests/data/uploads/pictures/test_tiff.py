"""TIFF: every depth, meaning of samples and arrangement to its exact value, or a sentence that names what is in the way."""

import io
import struct
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image as Pillow

from core.data import UnreadableUpload, read_image
from tests.data.uploads.pictures.written import FIRST_SEGMENT, directory, packed, tiff

FIELD = Path(__file__).parent.parent / "field"
DRAW = np.random.default_rng(0)
DEEP = DRAW.integers(0, 65536, (20, 17, 4), np.uint16)
GREY = DRAW.integers(0, 256, (33, 40), np.uint8)
EIGHT_BITS = {256: 4, 257: 3, 258: 8, 259: 1, 262: 1, 273: FIRST_SEGMENT, 277: 1, 278: 3, 279: 12}
ENCODERS = {
    5: imagecodecs.lzw_encode,
    8: imagecodecs.zlib_encode,
    32773: imagecodecs.packbits_encode,
    34925: imagecodecs.lzma_encode,
    50000: imagecodecs.zstd_encode,
}


def pixels_of(content):
    return read_image(content, "a.tif").pixels


def refusal(content):
    with pytest.raises(UnreadableUpload) as caught:
        read_image(content, "a.tif")
    return str(caught.value)


@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("bits", [bits for bits in range(1, 32) if bits != 24])
def test_whole_numbers_are_shares_of_the_range_of_their_bits(bits, byteorder):
    samples = DRAW.integers(0, 2**bits, (5, 7, 1), np.uint64)
    samples[0, :2, 0] = 0, 2**bits - 1
    if bits in (8, 16):  # whose bytes stand in the order of the machine
        content = tiff(samples[..., 0].astype(f"u{bits // 8}"), byteorder)
    else:
        content = packed(samples, bits, byteorder)
    np.testing.assert_allclose(pixels_of(content), samples[..., 0] / (2**bits - 1), atol=1e-7)


@pytest.mark.parametrize("photometric", ["minisblack", "miniswhite"])
@pytest.mark.parametrize("dtype", ["?", "u1", "u2"])
def test_white_is_where_the_file_says(dtype, photometric):
    samples = DRAW.integers(0, 2**16, (9, 16)).astype(dtype)
    shares = samples / (1 if dtype == "?" else np.iinfo(dtype).max)
    expected = 1 - shares if photometric == "miniswhite" else shares
    np.testing.assert_allclose(pixels_of(tiff(samples, photometric=photometric)), expected, atol=1e-7)


@pytest.mark.parametrize("dtype", ["i1", "i2", "i4", "i8", "u4", "u8", "f2", "f4", "f8"])
@pytest.mark.parametrize("photometric", ["minisblack", "miniswhite", "rgb"])
def test_measurements_are_scaled_and_said_to_be(dtype, photometric):
    low = 0 if dtype.startswith("u") else -100
    samples = np.linspace(low, 124, 8 * 6 * 3).reshape(8, 6, 3).astype(dtype)
    if photometric != "rgb":
        samples = samples[..., 0]
    shares = (samples.astype(np.float64) - samples.min()) / float(samples.max() - np.float64(samples.min()))
    image = read_image(tiff(samples, photometric=photometric), "a.tif")
    np.testing.assert_allclose(image.pixels, 1 - shares if photometric == "miniswhite" else shares, atol=1e-6)
    lowest, highest = float(samples.min()), float(samples.max())
    assert image.description == f"Your own file. Its values from {lowest:.4g} to {highest:.4g} were scaled to 0 to 1."


@pytest.mark.parametrize("dtype", ["f2", "f4", "f8"])
@pytest.mark.parametrize("shape", [(5, 6), (5, 6, 3)])
def test_floats_from_0_to_1_stay_as_they_are(shape, dtype):
    samples = DRAW.random(shape).astype(dtype)
    image = read_image(tiff(samples, photometric="rgb" if len(shape) == 3 else "minisblack"), "a.tif")
    np.testing.assert_array_equal(image.pixels, samples.astype(np.float32))
    assert image.description == "Your own file."


def test_24_bit_floats_are_read():
    # sign, exponent of 7 bits, 16 bits: 1.0, 0.5 and 0
    content = np.array([[0x3F, 0, 0], [0x3E, 0, 0], [0, 0, 0]], np.uint8).tobytes()
    tags = {**EIGHT_BITS, 256: 3, 257: 1, 258: 24, 278: 1, 279: 9, 339: 3}
    np.testing.assert_array_equal(pixels_of(directory(tags, order=">", content=content)), [[1, 0.5, 0]])


@pytest.mark.parametrize("planarconfig", ["contig", "separate"])
@pytest.mark.parametrize("extra", ["unassalpha", "assocalpha", "unspecified"])
@pytest.mark.parametrize("channels", [2, 4])
def test_further_channels_are_opacity_only_where_the_file_says_so(channels, extra, planarconfig):
    shares = DRAW.random((6, 5, channels))
    opacity = shares[..., -1:]
    if extra == "assocalpha":
        shares[..., :-1] *= opacity
    samples = np.round(shares * 65535).astype(np.uint16)
    colours, opacity = samples[..., :-1] / 65535, samples[..., -1:] / 65535
    expected = {
        "unassalpha": colours * opacity + 1 - opacity,
        "assocalpha": (colours + 1 - opacity).clip(0, 1),
        "unspecified": colours,
    }[extra].squeeze()
    stored = np.moveaxis(samples, -1, 0) if planarconfig == "separate" else samples
    image = read_image(
        tiff(
            stored,
            photometric="minisblack" if channels == 2 else "rgb",
            planarconfig=planarconfig,
            extrasamples=[extra],
        ),
        "a.tif",
    )
    np.testing.assert_allclose(image.pixels, expected, atol=1e-6)
    note = {2: " It has 2 channels: the first is shown.", 4: " It has 4 channels: the first 3 are shown."}[channels]
    assert image.description == "Your own file." + (note if extra == "unspecified" else "")


def test_opacity_of_measurements_is_left_out_and_said_to_be():
    samples = np.stack([np.array([[1.0, 5.0]]), np.array([[0.5, 0.5]])], axis=2)
    image = read_image(tiff(samples, photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig"), "a")
    np.testing.assert_array_equal(image.pixels, [[0, 1]])
    assert image.description == (
        "Your own file. Its opacity was left out. Its values from 1 to 5 were scaled to 0 to 1."
    )


def test_more_channels_than_colours_need_show_the_first():
    samples = DRAW.integers(0, 256, (6, 5, 7), np.uint8)
    image = read_image(tiff(samples, photometric="minisblack", planarconfig="contig"), "a.tif")
    np.testing.assert_allclose(image.pixels, samples[..., 0] / 255, atol=1e-7)
    assert image.description == "Your own file. It has 7 channels: the first is shown."


@pytest.mark.parametrize("dtype", ["u1", "u2"])
def test_inks_become_colours(dtype):
    most = np.iinfo(dtype).max
    samples = DRAW.integers(0, most, (6, 5, 4)).astype(dtype)
    shares = 1 - samples / most
    expected = shares[..., :3] * shares[..., 3:]
    np.testing.assert_allclose(pixels_of(tiff(samples, photometric="separated")), expected, atol=1e-6)


@pytest.mark.parametrize(("dtype", "entries"), [("u1", 256), ("u2", 65536)])
def test_palettes_have_their_colours(dtype, entries):
    places = DRAW.integers(0, entries, (6, 5)).astype(dtype)
    palette = DRAW.integers(0, 65536, (3, entries), np.uint16)
    pixels = pixels_of(tiff(places, photometric="palette", colormap=palette))
    np.testing.assert_allclose(pixels, palette.T[places] / 65535, atol=1e-7)
    narrow = pixels_of(tiff(places, photometric="palette", colormap=palette >> 8))
    np.testing.assert_allclose(narrow, (palette >> 8).T[places] / 255, atol=1e-7)


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_palettes_of_few_bits_have_their_colours(bits):
    places = DRAW.integers(0, 2**bits, (3, 8, 1), np.uint64)
    palette = DRAW.integers(0, 65536, (3, 2**bits), np.uint16)
    strip_size = 3 * bits
    content = packed(places, bits, more={262: 3, 320: (palette.size, FIRST_SEGMENT + strip_size)})
    content = bytearray(content + palette.astype("<u2").tobytes())
    content[content.index(struct.pack("<HH", 320, 4)) + 2] = 3  # whole numbers of 16 bits
    np.testing.assert_allclose(pixels_of(bytes(content)), palette.T[places[..., 0]] / 65535, atol=1e-7)


@pytest.mark.parametrize("compression", [None, "lzw", "deflate", "packbits", "zstd", "lzma"])
@pytest.mark.parametrize("layout", [{}, {"rowsperstrip": 7}, {"tile": (16, 32)}])
@pytest.mark.parametrize("bigtiff", [False, True])
def test_compressions_and_segments_keep_the_values(compression, layout, bigtiff):
    for predictor in (False, True) if compression not in (None, "packbits") else (False,):
        content = tiff(DEEP[..., :3], ">", bigtiff=bigtiff, compression=compression, predictor=predictor, **layout)
        np.testing.assert_allclose(pixels_of(content), DEEP[..., :3] / 65535, atol=1e-7)


@pytest.mark.parametrize("fill_order", [1, 2])
@pytest.mark.parametrize("compression", [5, 8, 32773, 34925, 50000])
@pytest.mark.parametrize("bits", [1, 4, 12])
def test_few_bits_are_unpacked_whatever_the_compression(bits, compression, fill_order):
    samples = DRAW.integers(0, 2**bits, (6, 9, 3), np.uint64)
    plain = packed(samples, bits)[FIRST_SEGMENT:]
    content = ENCODERS[compression](plain)
    if fill_order == 2:
        content = bytes(int(f"{byte:08b}"[::-1], 2) for byte in content)
    tags = {256: 9, 257: 6, 258: bits, 259: compression, 262: 2, 266: fill_order, 277: 3, 278: 6, 279: len(content)}
    pixels = pixels_of(directory({**EIGHT_BITS, **tags}, content=content))
    np.testing.assert_allclose(pixels, samples / (2**bits - 1), atol=1e-6)


@pytest.mark.parametrize("codes", [[256, 300], [256, 65, 259], [256, 257], [300], [256, 65, 258, 260], [256, 256, 511]])
def test_codes_that_lead_out_of_the_table_are_damage(codes):
    content = "".join(f"{code:09b}" for code in codes)
    content = int(content.ljust(-(-len(content) // 8) * 8, "0"), 2).to_bytes(-(-len(content) // 8))
    tags = {**EIGHT_BITS, 259: 5, 279: len(content)}
    assert refusal(directory(tags, content=content)) == "a.tif is damaged: save the picture again and upload that."


@pytest.mark.parametrize("layout", [{}, {"rowsperstrip": 8}, {"tile": (16, 16)}])
@pytest.mark.parametrize("photometric", ["minisblack", "rgb"])
def test_jpeg_inside_is_read(photometric, layout):
    smooth = np.add.outer(np.arange(32), np.arange(48)).astype(np.uint8) * 3
    samples = smooth if photometric == "minisblack" else np.stack([smooth, smooth[::-1], smooth[:, ::-1]], axis=2)
    content = tiff(samples, photometric=photometric, compression="jpeg", compressionargs={"level": 95}, **layout)
    np.testing.assert_allclose(pixels_of(content), samples / 255, atol=0.05)


def test_inks_in_jpeg_become_colours():
    flat = np.full((16, 16, 4), (51, 102, 153, 25), np.uint8)
    content = tiff(flat, photometric="separated", compression="jpeg", compressionargs={"level": 100})
    shares = 1 - flat[0, 0] / 255
    np.testing.assert_allclose(pixels_of(content)[8, 8], shares[:3] * shares[3], atol=0.01)


@pytest.mark.parametrize("compression", ["group3", "group4", "tiff_ccitt"])
def test_fax_is_read(compression):
    buffer = io.BytesIO()
    Pillow.fromarray(GREY > 120).save(buffer, "TIFF", compression=compression)
    np.testing.assert_array_equal(pixels_of(buffer.getvalue()), GREY > 120)


def test_bits_in_reverse_are_read():
    rows = np.array([[1, 0, 1, 1, 0, 0, 0, 1, 1, 1, 0, 0]], np.uint8)
    content = bytes(np.packbits(rows, axis=1, bitorder="little"))
    tags = {**EIGHT_BITS, 256: 12, 257: 1, 258: 1, 266: 2, 278: 1, 279: 2}
    np.testing.assert_array_equal(pixels_of(directory(tags, content=content)), rows)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_undone(orientation):
    level = GREY[:3, :4]
    upright = {1: level, 2: level[:, ::-1], 3: level[::-1, ::-1], 4: level[::-1], 5: level.T}
    upright |= {6: level[::-1].T, 7: level[::-1, ::-1].T, 8: level.T[::-1]}
    content = directory({**EIGHT_BITS, 274: orientation}, content=level.tobytes())
    np.testing.assert_allclose(pixels_of(content), upright[orientation] / 255, atol=1e-7)


def test_of_several_pages_the_first_is_taken_and_their_number_said():
    image = read_image(tiff(GREY, pages=4), "a.tif")
    np.testing.assert_allclose(image.pixels, GREY / 255, atol=1e-7)
    assert image.description == "Your own file. It has 4 pages: the first is shown."


def test_of_a_stack_in_one_page_the_first_plane_is_taken():
    stack = DRAW.integers(0, 256, (3, 16, 16), np.uint8)
    image = read_image(tiff(stack, volumetric=True, tile=(1, 16, 16), photometric="minisblack"), "a.tif")
    np.testing.assert_allclose(image.pixels, stack[0] / 255, atol=1e-7)
    assert image.description == "Your own file. It is a stack of 3 planes: the first is shown."


def two_strips(second):
    """A picture of 4 by 4 whose second strip is where and as long as given."""
    tags = {**EIGHT_BITS, 257: 4, 278: 2, 273: (2, FIRST_SEGMENT + 8), 279: (2, FIRST_SEGMENT + 16)}
    return directory(tags, content=b"\x33" * 8 + struct.pack("<IIII", FIRST_SEGMENT, second[0], 8, second[1]))


def test_a_strip_that_was_never_drawn_is_black_and_one_without_a_size_is_missing():
    np.testing.assert_allclose(pixels_of(two_strips((FIRST_SEGMENT, 8))), np.full((4, 4), 0.2), atol=1e-7)
    np.testing.assert_allclose(pixels_of(two_strips((0, 0))), np.repeat([[0.2] * 4, [0] * 4], 2, axis=0), atol=1e-7)
    for second in ((0, 8), (FIRST_SEGMENT, 0)):
        assert refusal(two_strips(second)) == "a.tif is damaged: save the picture again and upload that."


def test_a_file_that_does_not_say_what_0_is_shows_it_black_and_says_so():
    image = read_image(
        directory({tag: EIGHT_BITS[tag] for tag in EIGHT_BITS if tag != 262}, content=GREY.tobytes()), "a"
    )
    np.testing.assert_allclose(image.pixels, GREY.reshape(-1)[:12].reshape(3, 4) / 255, atol=1e-7)
    assert image.description == "Your own file. It does not say whether 0 is black or white: black was taken."


def test_missing_values_are_said_to_be_in_a_picture_of_measurements():
    samples = np.array([[1.0, np.nan], [3.0, 4.0]], np.float32)
    for photometric in ("minisblack", "miniswhite"):
        assert refusal(tiff(samples, photometric=photometric)) == (
            "a.tif has 1 value that is missing or infinite, the first at row 1, column 2 (counted from 1): "
            "fill or remove it and upload the file again."
        )


COMPRESSED = "a.tif is compressed in a way that cannot be read ({}): save it as PNG or as TIFF with LZW."
COLOURS = "a.tif has colours of a kind that cannot be read ({}): save it as RGB."
NUMBERS = "a.tif has numbers of a kind that cannot be read ({}): save it as {}."


@pytest.mark.parametrize(
    ("tags", "message"),
    [
        ({259: 34712}, COMPRESSED.format("JPEG2000")),
        ({259: 50001}, COMPRESSED.format("WEBP")),
        ({259: 6}, COMPRESSED.format("OJPEG")),
        ({259: 64999}, COMPRESSED.format("64999")),
        ({259: 8, 317: 2, 258: 4}, COMPRESSED.format("a predictor of 4 bits")),
        ({262: 8, 277: 3}, COLOURS.format("CIELAB")),
        ({262: 6, 277: 3}, COLOURS.format("YCBCR")),
        ({262: 5, 277: 4, 332: 2}, COLOURS.format("other inks than CMYK")),
        ({262: 32803}, COLOURS.format("CFA")),
        ({258: 64, 339: 6}, NUMBERS.format("complex, 64 bits", "8, 16 or 32 bits")),
        ({258: 12, 339: 2}, NUMBERS.format("whole with a sign, 12 bits", "8, 16 or 32 bits")),
        ({258: 24}, NUMBERS.format("whole, 24 bits", "8, 16 or 32 bits")),
        (
            {317: 2},
            "a.tif names a predictor without the compression that goes with it, which programs read in two ways: "
            "save the picture again and upload that.",
        ),
        (
            {256: 2001, 257: 2000},
            "a.tif has 2,001 x 2,000 pixels: images up to 4 megapixels can be read. "
            "Save a smaller copy and upload that.",
        ),
    ],
)
def test_what_cannot_be_read_is_called_by_its_name(tags, message):
    assert refusal(directory({**EIGHT_BITS, **tags}, content=bytes(200))) == message


def test_samples_of_different_depths_are_called_so():
    content = directory({**EIGHT_BITS, 258: (3, 1000), 262: 2, 277: 3}, content=bytes(99))
    content = content[:1000] + struct.pack("<III", 5, 6, 5) + content[1012:]
    assert refusal(content) == NUMBERS.format("5 and 6 and 5 bits", "8 or 16 bits")


@pytest.mark.parametrize("compression", [None, "lzw", "deflate", "packbits", "zstd", "lzma", "jpeg"])
def test_what_is_cut_off_is_damaged(compression):
    content = tiff(GREY, compression=compression)
    for cut in (len(content) - 1, len(content) * 2 // 3, 100):
        assert refusal(content[:cut]) == "a.tif is damaged: save the picture again and upload that."


@pytest.mark.parametrize("compression", ["group3", "group4"])
def test_fax_that_is_cut_off_is_damaged(compression):
    packed_rows = bytes(99)
    tags = {**EIGHT_BITS, 258: 1, 259: {"group3": 3, "group4": 4}[compression], 279: 100}
    message = "a.tif is damaged: save the picture again and upload that."
    assert refusal(directory(tags, content=packed_rows)) == message


def test_field_files_have_the_values_that_were_worked_out_by_hand():
    levels = np.array([[0, 1, 128, 255], [256, 1000, 40000, 65535]]) / 65535
    twelve = np.array([[0, 1, 2048, 4095], [16, 1000, 3000, 4095]]) / 4095
    eight = np.array([[0, 1, 128, 255], [10, 20, 30, 40]]) / 255
    for name, expected in {
        "case-12-sixteen-bits-white-is-zero.tif": 1 - levels,
        "case-12-twelve-bits.tif": twelve,
        "case-13-bigtiff.tif": eight,
        "case-13-float64.tif": levels,
    }.items():
        image = read_image((FIELD / name).read_bytes(), name)
        np.testing.assert_allclose(image.pixels, expected, rtol=1e-6, atol=1e-9)
        assert image.description == "Your own file."
    image = read_image((FIELD / "case-15-five-pages-first-a-thumbnail.tif").read_bytes(), "case-15.tif")
    np.testing.assert_allclose(image.pixels, np.full((2, 3), 0.2), atol=1e-7)
    assert image.description == "Your own file. It has 5 pages: the first is shown."

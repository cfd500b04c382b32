"""TIFF in every arrangement that tifffile writes, drawn at random: no value may be wrong."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import read_image
from tests.data.uploads.pictures.written import packed, tiff

KINDS = ["?", "u1", "u2", "u4", "u8", "i1", "i2", "i4", "i8", "f2", "f4", "f8"]
EXTRA = ["unspecified", "assocalpha", "unassalpha"]
CHANNELS = {"minisblack": 1, "miniswhite": 1, "rgb": 3, "separated": 4}


def samples_of(draw, kind, shape, bits):
    """Samples over the whole range of their kind, or floats that may or may not lie from 0 to 1."""
    random = np.random.default_rng(draw(st.integers(0, 999)))
    if kind == "?":
        return random.random(shape) > 0.5
    if kind.startswith("f"):
        return (random.random(shape) * draw(st.sampled_from([1, 1, 250]))).astype(kind)
    if kind.startswith("u"):
        return (
            random.integers(0, 2**bits, shape, np.uint64, endpoint=False).astype(kind)
            if bits < 64
            else random.integers(0, 2**64 - 1, shape, np.uint64)
        )
    limits = np.iinfo(kind)
    return random.integers(limits.min, limits.max, shape, kind)


@st.composite
def variants(draw):
    """A file, its samples (h, w, c) and their bits, what they mean, and the number of pages."""
    kind = draw(st.sampled_from(KINDS))
    photometric = draw(st.sampled_from(list(CHANNELS) if kind in ("u1", "u2") else list(CHANNELS)[:3]))
    extra = draw(st.sampled_from([None, None, None, *EXTRA]))
    if kind == "?":  # of which the writer packs one channel only
        photometric, extra = draw(st.sampled_from(["minisblack", "miniswhite"])), None
    channels = CHANNELS[photometric] + (extra is not None)
    planar = draw(st.sampled_from(["contig", "separate"])) if channels > 1 else None
    height, width = draw(st.integers(1, 40)), 8 * draw(st.integers(1, 5)) if kind == "?" else draw(st.integers(1, 40))
    bits = 1 if kind == "?" else 8 * np.dtype(kind).itemsize
    samples = samples_of(draw, kind, (height, width, channels), bits)
    options = draw(st.sampled_from([{}, {"rowsperstrip": 5}]))
    if kind != "?":
        options = options or draw(st.sampled_from([{}, {"tile": (16, 16)}, {"tile": (32, 16)}]))
        compression = draw(st.sampled_from([None, "lzw", "deflate", "packbits", "zstd", "lzma"]))
        predicted = compression not in (None, "packbits") and kind not in ("u8", "i8") and draw(st.booleans())
        options = {**options, "compression": compression, "predictor": predicted}
    stored = samples[..., 0] if channels == 1 else np.moveaxis(samples, -1, 0) if planar == "separate" else samples
    pages = draw(st.sampled_from([1, 1, 3]))
    content = tiff(
        stored,
        draw(st.sampled_from("<>")),
        bigtiff=draw(st.booleans()),
        pages=pages,
        photometric=photometric,
        planarconfig=planar,
        extrasamples=[extra] if extra else None,
        **options,
    )
    return content, samples, bits, photometric, extra, pages


@st.composite
def narrow_variants(draw):
    """The same for whole numbers of any bits, packed by hand."""
    bits = draw(st.integers(1, 31).filter(lambda bits: bits not in (8, 16, 24)))
    photometric = draw(st.sampled_from(list(CHANNELS)))
    shape = draw(st.integers(1, 20)), draw(st.integers(1, 20)), CHANNELS[photometric]
    samples = samples_of(draw, "u8", shape, bits)
    meaning = {262: ("miniswhite", "minisblack", "rgb", None, None, "separated").index(photometric)}
    return packed(samples, bits, draw(st.sampled_from("<>")), more=meaning), samples, bits, photometric, None, 1


def are_shares(values):
    return values.min() >= 0 and values.max() <= 1


def worked_out(samples, bits, photometric, extra):
    """The pixels as the specification has them, in double precision, and what must be said of them."""
    needed = CHANNELS[photometric]
    shares = samples.astype(np.float64)
    if samples.dtype.kind == "u" and bits < 32:
        shares /= 2**bits - 1
    colours, notes = shares[..., :needed], []
    if photometric == "miniswhite":
        colours = 1 - colours if are_shares(colours) else colours.max() - colours + colours.min()
    if photometric == "separated":
        colours = (1 - colours[..., :3]) * (1 - colours[..., 3:])
    if extra == "unspecified":
        notes.append(f"It has {needed + 1} channels: the first {'is' if needed == 1 else f'{needed} are'} shown.")
    elif extra and are_shares(shares):
        opacity = shares[..., needed:]
        colours = (colours if extra == "assocalpha" else colours * opacity) + 1 - opacity
        colours = colours.clip(0, 1)
    elif extra:
        notes.append("Its opacity was left out.")
    low, high = colours.min(), colours.max()
    if not are_shares(colours):
        colours = (colours - low) / (high - low) if high > low else np.zeros_like(colours)
        notes.append(f"Its values from {low:.4g} to {high:.4g} were scaled to 0 to 1.")
    return colours[..., 0] if colours.shape[2] == 1 else colours, notes


@settings(max_examples=600)
@given(variant=variants() | narrow_variants())
def test_no_variant_is_read_to_wrong_values(variant):
    content, samples, bits, photometric, extra, pages = variant
    expected, notes = worked_out(samples, bits, photometric, extra)
    if pages > 1:
        notes.insert(0, f"It has {pages} pages: the first is shown.")
    image = read_image(content, "a.tif")
    np.testing.assert_allclose(image.pixels, expected, atol=1e-6)
    assert image.description == " ".join(["Your own file.", *notes])

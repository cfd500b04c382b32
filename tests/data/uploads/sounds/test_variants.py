"""WAV and AIFF as libsndfile writes them, their sizes then made false as programs do: no sample may be wrong."""

import io
import struct

import numpy as np
import soundfile
from hypothesis import given, settings
from hypothesis import strategies as st

from core.data import read_signal
from tests.data.uploads.sounds.written import sound

WHOLE = {"PCM_U8": 8, "PCM_S8": 8, "PCM_16": 16, "PCM_24": 24, "PCM_32": 32}
EXACT = {
    "WAV": ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"],
    "WAVEX": ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"],
    "RF64": ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"],
    "AIFF": ["PCM_S8", "PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "DOUBLE", "ULAW", "ALAW"],
    "FLAC": ["PCM_S8", "PCM_16", "PCM_24"],
}
OPEN_SIZES = [0, 0x7FFFF000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF]
ENDIAN = {"WAV": ["LITTLE", "BIG"], "AIFF": ["LITTLE", "BIG"]}


@st.composite
def variants(draw):
    """A file, its samples (n, channels) from -1 to 1 as the specification has them, and its rate."""
    kind = draw(st.sampled_from(list(EXACT)))
    encoding = draw(st.sampled_from(EXACT[kind]))
    shape = 2 * draw(st.integers(1, 30)), draw(st.integers(1, 4))  # so that no byte fills up the chunk
    random = np.random.default_rng(draw(st.integers(0, 999)))
    bits = WHOLE.get(encoding, 16)
    counts = random.integers(-(2 ** (bits - 1)), 2 ** (bits - 1), shape)
    floats = random.uniform(-1, 1, shape)
    written = floats if encoding in ("FLOAT", "DOUBLE") else (counts << 32 - bits).astype(np.int32)
    endian = (
        draw(st.sampled_from(ENDIAN[kind])) if kind in ENDIAN and encoding in ("PCM_16", "PCM_24", "PCM_32") else None
    )
    rate = draw(st.sampled_from([1, 8000, 44100, 96000]))
    content = sound(kind, encoding, written, rate, endian)
    samples = (
        floats
        if encoding == "DOUBLE"
        else floats.astype(np.float32)
        if encoding == "FLOAT"
        else counts / 2 ** (bits - 1)
    )
    if encoding in ("ULAW", "ALAW"):
        samples, _ = soundfile.read(io.BytesIO(content), always_2d=True)
    return kind, content, np.asarray(samples, np.float64), rate


def with_sizes(kind, content, file_size, size, odd):
    """The file with the size of all and of its samples overwritten where they are not None."""
    order, name = (
        (">" if kind == "AIFF" or content.startswith(b"RIFX") else "<"),
        b"SSND" if kind == "AIFF" else b"data",
    )
    changed = bytearray(content)
    for place, number in ((4, file_size), (content.index(name) + 4, size)):
        if number is not None:
            changed[place : place + 4] = struct.pack(order + "I", number)
    return bytes(changed) + odd


@settings(max_examples=400)
@given(
    variant=variants(),
    file_size=st.sampled_from([None, 36, *OPEN_SIZES]),
    size=st.sampled_from([None, *OPEN_SIZES]),
    odd=st.sampled_from([b"", b"\x7f"]),
)
def test_no_variant_is_read_to_wrong_values(variant, file_size, size, odd):
    kind, content, samples, rate = variant
    if kind in ("WAV", "WAVEX", "AIFF"):
        if samples.shape[1] == 1:  # then a byte more could be a sample of 8 bits
            odd = b""
        content = with_sizes(kind, content, file_size, size, odd)
    signal = read_signal(content, "a.wav")
    mean, peak = samples.mean(axis=1), np.abs(samples.mean(axis=1)).max()
    np.testing.assert_allclose(signal.samples, mean / max(peak, 1), atol=1e-15)
    assert signal.sample_rate == rate

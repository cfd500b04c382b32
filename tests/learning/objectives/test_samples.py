"""What a pass reads: every sample where the pass looks for it, every target once, and no more memory than needed."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from core.learning.objectives.samples import UNCOUNTED, in_place, tap_by_tap
from core.learning.windows import Windows

DOUBLE, SINGLE = np.dtype(np.float64), np.dtype(np.float32)


def counted(samples):
    """The patches that count, read as a pass reads them, and their targets."""
    rows, columns = samples.shape
    data = samples.data.ravel()
    starts = np.flatnonzero(samples.targets != UNCOUNTED)
    taps = [data[i * samples.pitch + j + starts] for i in range(rows) for j in range(columns)]
    return np.stack(taps, axis=1), samples.targets[starts]


def reads_no_further(samples, stride):
    """Whether whole turns of the loop stay within the memory."""
    rows, columns = samples.shape
    end = -(-samples.count // stride) * stride
    return len(samples.targets) >= end and samples.data.size >= (rows - 1) * samples.pitch + end + columns - 1


@given(
    shape=st.lists(st.integers(1, 4), min_size=1, max_size=2).map(tuple),
    extent=st.lists(st.integers(0, 9), min_size=2, max_size=2),
    stride=st.sampled_from([4, 8, 16, 32]),
    dtype=st.sampled_from([DOUBLE, SINGLE]),
    seed=st.integers(0, 1000),
)
def test_both_ways_to_lie_in_memory_have_the_same_patches_and_targets(shape, extent, stride, dtype, seed):
    rng = np.random.default_rng(seed)
    around = (1,) * (2 - len(shape)) + shape
    data = rng.normal(size=tuple(a + b for a, b in zip(around, extent, strict=True)))
    windows = Windows(data, shape)
    patches = windows.patches()
    targets = rng.integers(0, 2, len(patches)).astype(float)
    for samples in (tap_by_tap(patches, targets, stride, dtype), in_place(windows, targets, stride, dtype)):
        found, found_targets = counted(samples)
        np.testing.assert_array_equal(found, patches.astype(dtype))
        np.testing.assert_array_equal(found_targets, targets)
        assert samples.data.dtype == samples.targets.dtype == dtype
        assert reads_no_further(samples, stride)
        assert (samples.targets[samples.count :] == UNCOUNTED).all()


def test_windows_in_place_take_the_memory_of_their_array():
    windows = Windows(np.ones((250, 120)), (7, 7))
    samples = in_place(windows, np.ones(244 * 114), 16, DOUBLE)
    assert samples.data.size < 250 * 120 + 16
    assert samples.targets.size < 250 * 120

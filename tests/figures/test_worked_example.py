"""The forum thread's example, as the browser gets it."""

from __future__ import annotations

import numpy as np

from core.data import get_signal
from core.data.samples.thread import PRINTED_OUTPUT
from core.figures.worked_example import work_through, worked_example
from core.kernels import get_kernel
from tests.messages import read_message


def test_answers_stand_at_the_centres_of_their_windows_and_the_highest_is_picked():
    u = get_signal("thread").samples
    header, arrays = read_message(worked_example(work_through(u, get_kernel("peak_detector")), PRINTED_OUTPUT))
    expected = [u[i] - u[i - 1] - u[i + 1] for i in range(1, 9)]
    np.testing.assert_allclose(arrays["answers"][1:-1], expected, rtol=1e-6)
    np.testing.assert_allclose(arrays["printed"][1:-1], PRINTED_OUTPUT, rtol=1e-6)
    for name in ("answers", "printed"):
        assert np.isnan(arrays[name][[0, -1]]).all()
    assert np.flatnonzero(arrays["is_peak"]).tolist() == [4, 6, 8]
    assert header["picked"] == 1 + int(np.argmax(expected)) == 4

"""The thread's ten numbers, and what it says of them."""

import numpy as np

from core.convolution import convolve, local_maxima
from core.data import get_signal
from core.data.samples.thread import PRINTED_OUTPUT


def test_the_threads_numbers_give_its_peaks_and_not_its_output():
    u = get_signal("thread").samples
    y = convolve(u, [-1, 1, -1], mode="valid")
    expected = [-0.6784, -0.3401, -1.3515, 0.5152, -1.6167, 0.4355, -1.0744, 0.0623]
    np.testing.assert_allclose(y, expected, atol=5e-5)
    assert (local_maxima(u) + 1).tolist() == [5, 7, 9]
    assert int(np.argmax(y)) + 2 == 5
    assert not np.allclose(y, PRINTED_OUTPUT, atol=0.1)

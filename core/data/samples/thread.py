"""The ten numbers with which the question behind this dashboard was first answered."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from core.data.catalogue import SampleInfo, register

THREAD_NUMBERS = (0.8416, 0.7342, 0.5710, 0.1769, 0.9574, 0.2653, 0.9246, 0.2238, 0.3736, 0.0875)


@register(
    SampleInfo(
        name="thread",
        title="Ten numbers from a forum answer",
        family="thread",
        ndim=1,
        description="Ten random numbers with local peaks at points 5, 7 and 9 (counted from 1), on which the "
        "filter [-1 1 -1] was shown to find peaks.",
        source="Cross Validated, stats.stackexchange.com/questions/313575, 'How are the numbers of a filter "
        "decided in a Convolutional neural network?': u = rand(1,10) in MATLAB, printed to four decimals.",
    )
)
def thread() -> NDArray[np.float64]:
    """The numbers as printed; conv(u, [-1 1 -1], 'valid') = -0.6784 -0.3401 -1.3515 0.5152 ..."""
    return np.array(THREAD_NUMBERS)


PRINTED_OUTPUT = (-0.1767, -0.4347, -0.3599, -0.2702, -0.5382, 0.2119, -0.9628, 0.1713)
"""The y that the thread prints for conv(u, [-1 1 -1], 'valid'); it is not what that gives for its u."""

"""The cost of each method in seconds: a linear model with constants that benchmarks/convolution/calibrate.py measures.

The constants are those of one machine. On another machine the choice of a method is good as far as their ratios agree.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from core.convolution.geometry import Axis

FILE = Path(__file__).with_name("costs.json")


@dataclass(frozen=True)
class Costs:
    """Nanoseconds on one thread for one floating-point type.

    `call` and `fft_call` are the costs of a call without data. `direct_tap` is the cost of a product where rows of
    outputs share lines of the data, `row_tap` where they do not, `staged` that of copying a sample first, and
    `fft_gathered` that of reading a sample from between other channels. `compiled_gain` and `fft_gain` are the speed-up
    by a second thread.
    """

    call: float
    element: float
    direct_tap: float
    row_tap: float
    separable_element: float
    separable_tap: float
    staged: float
    fft_call: float
    fft_sample: float
    fft_gathered: float
    definition_tap: float
    compiled_gain: float
    fft_gain: float

    def definition(self, outputs: float, shape: tuple[int, int]) -> float:
        """Seconds for shift, multiply and add."""
        return 1e-9 * (self.call + 4000 * shape[0] * shape[1] + self.definition_tap * outputs * shape[0] * shape[1])

    def direct(self, outputs: float, shape: tuple[int, int], axes: Sequence[Axis]) -> float:
        """Seconds for every product."""
        stands_alone = shape[0] == 1 or axes[0].dilation % axes[0].stride > 0
        tap = self.row_tap if stands_alone else self.direct_tap
        return 1e-9 * (self.call + outputs * (self.element + tap * shape[0] * shape[1] + self._staging(shape, axes)))

    def separable(self, outputs: float, shape: tuple[int, int], axes: Sequence[Axis]) -> float:
        """Seconds for a column, then a row."""
        taps = self.separable_tap * (shape[0] * axes[-1].stride + shape[1])
        return 1e-9 * (self.call + outputs * (self.separable_element + taps + self._staging(shape, axes)))

    def fft(self, transformed: float, *, is_interleaved: bool = False) -> float:
        """Seconds for transforms of so many samples and back; interleaved channels are gathered one by one."""
        sample = self.fft_sample + (self.fft_gathered if is_interleaved else 0.0)
        return 1e-9 * (self.fft_call + sample * transformed)

    def shared(self, method: str, seconds: float, threads: int) -> float:
        """Seconds with so many threads, each of which adds the speed-up of the second."""
        if threads == 1:
            return seconds
        gain = self.fft_gain if method == "fft" else self.compiled_gain
        fixed = 1e-9 * (self.fft_call if method == "fft" else self.call)
        return fixed + (seconds - fixed) / (1 + (threads - 1) * (gain - 1))

    def _staging(self, shape: tuple[int, int], axes: Sequence[Axis]) -> float:
        """Under a stride along the rows every sample is copied first, more than once if taps have gaps too."""
        if axes[-1].stride == 1:
            return 0.0
        lines = 1
        if len(axes) > 1 and axes[0].dilation % axes[0].stride:
            lines = axes[0].stride if axes[0].dilation == 1 else shape[0]
        return self.staged * axes[-1].stride * lines


COSTS = {int(size): Costs(**numbers) for size, numbers in json.loads(FILE.read_text(encoding="utf-8")).items()}

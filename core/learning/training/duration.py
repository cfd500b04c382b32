"""About how long a run will take: enough to know whether somebody should wait for it."""

from __future__ import annotations

from core.learning.experiment import Experiment
from core.learning.settings import TrainingSettings

# seconds, as docs/learning.md's machine has them; another machine may be three times as fast or as slow
STEP, PATCH, PRODUCT, PIXEL_PRODUCT = 2e-5, 2e-9, 1e-9, 3e-10


def expected_seconds(experiment: Experiment, settled: TrainingSettings) -> float:
    """Seconds that a run of settled settings takes, right to about a factor of three.

    >>> from core.learning import get_experiment, settle
    >>> task = get_experiment("find_peaks")
    >>> expected_seconds(task, settle(task)) < 0.1
    True
    """
    count = min(settled.batch_size or len(experiment.targets), len(experiment.targets))
    model, steps = experiment.model, settled.steps or 0
    if experiment.is_least_squares and count == len(experiment.targets):
        return steps * STEP / 2
    if experiment.inputs.ndim > 2:  # whole pictures, at each place of which the filters answer
        places = experiment.inputs[0].size
        return steps * count * places * model.filters * model.taps * PIXEL_PRODUCT
    return steps * (STEP + count * (PATCH + model.filters * model.taps * PRODUCT))

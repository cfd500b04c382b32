"""A rough estimate of how long a run takes: enough to decide whether a page waits for it."""

from __future__ import annotations

from core.learning.experiment import Experiment
from core.learning.models import SparseCode, TextureNetwork
from core.learning.settings import ResolvedSettings

# seconds, as docs/learning.md's machine has them; another machine may be three times as fast or as slow
STEP, PATCH, PRODUCT, PIXEL_PRODUCT = 2e-5, 2e-9, 1e-9, 3e-10
IN_PLACE_PRODUCT = 4e-10  # where patches are read as windows of their picture, which the caches hold
CODE_PRODUCT = 1.5e-10  # of a sparse code, whose products are those of large matrices
NETWORK_STEP, TEXTURE_PRODUCT = 2e-4, 1e-10  # of the texture network


def expected_seconds(experiment: Experiment, settings: ResolvedSettings) -> float:
    """Seconds that a run takes, right to about a factor of three.

    >>> from core.learning import get_experiment, resolve_settings
    >>> task = get_experiment("find_peaks")
    >>> expected_seconds(task, resolve_settings(task)) < 0.1
    True
    """
    takes_all = settings.takes_all(len(experiment.targets))
    count = len(experiment.targets) if takes_all else settings.batch_size
    model, steps = experiment.model, settings.steps
    if experiment.is_least_squares and takes_all:
        return steps * STEP / 2
    if isinstance(model, TextureNetwork):
        if model.is_frozen and model.depth == 1:  # then the filters answer once to each picture
            return (
                steps * NETWORK_STEP
                + len(experiment.targets) * model.multiplications(experiment.inputs.shape[1]) * TEXTURE_PRODUCT
            )
        return steps * (NETWORK_STEP + count * model.multiplications(experiment.inputs.shape[1]) * TEXTURE_PRODUCT)
    if experiment.inputs.ndim > 2:  # whole pictures: the filters answer at every pixel
        pixels = experiment.inputs[0].size
        return steps * count * pixels * model.filters * model.taps * PIXEL_PRODUCT
    product = PRODUCT
    if isinstance(model, SparseCode):
        product = CODE_PRODUCT
    elif takes_all and experiment.data.windows is not None:
        product = IN_PLACE_PRODUCT
    return steps * (STEP + count * (PATCH + model.filters * model.taps * product))

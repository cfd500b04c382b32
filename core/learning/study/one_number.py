"""Why one number of a filter moved in one step of a run: windows times errors, their mean, the rate, the new number."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.learning.experiment import Array
from core.learning.study.ledger import one_step
from core.learning.training.trajectory import Trajectory


@dataclass(frozen=True, eq=False)
class NumberStep:
    """One number's move from one recorded step to the next, n windows.

    `samples` (n,) lie under the number, `errors` (n,) are the slopes of the loss in the answers, `products` (n,) both
    multiplied; their mean is the `gradient`. The number goes from `before` to `after`: by -`rate` x `gradient`, and by
    what momentum carries on from the steps before, `carried`.
    """

    samples: Array
    errors: Array
    products: Array
    gradient: float
    rate: float
    carried: float
    before: float
    after: float


def number_step(run: Trajectory, frame: int, number: int) -> NumberStep:
    """Take apart how weight `number` of the flattened filter moved between the recorded steps `frame` and `frame` + 1.

    Raises ValueError for a run that does not descend the gradient of all windows at a constant rate, for steps that
    were not recorded one by one, and for a weight that the filter does not have.

    >>> from core.learning import get_experiment, train
    >>> step = number_step(train(get_experiment("recover_kernel")), 0, 1)
    >>> round(step.before - step.rate * step.gradient + step.carried - step.after, 12)
    0.0
    """
    settings = run.settings
    if settings.optimizer != "sgd" or settings.schedule != "constant" or settings.batch_size:
        raise ValueError(
            f"optimizer={settings.optimizer!r}, schedule={settings.schedule!r}, batch_size={settings.batch_size}: "
            "one number's step is the gradient's alone with 'sgd', 'constant' and all windows."
        )
    if not 0 <= frame < len(run.steps) - 1 or run.steps[frame + 1] != run.steps[frame] + 1:
        raise ValueError(f"frame={frame}: this step and the next were not both recorded.")
    weights = run.weights.reshape(len(run.steps), -1)
    if not 0 <= number < weights.shape[1]:
        raise ValueError(f"number={number}: the filter has the numbers 0 to {weights.shape[1] - 1}.")
    bias = float(np.asarray(run.bias)[frame])
    ledger = one_step(run.experiment, run.weights[frame], settings.learning_rate, bias)
    before, after = float(weights[frame, number]), float(weights[frame + 1, number])
    gradient = float(ledger.gradient.ravel()[number])
    return NumberStep(
        samples=ledger.patches[:, number],
        errors=ledger.errors,
        products=ledger.errors * ledger.patches[:, number],
        gradient=gradient,
        rate=settings.learning_rate,
        carried=after - before + settings.learning_rate * gradient,
        before=before,
        after=after,
    )

"""One step of backpropagation with all its numbers: patches, errors, their products, the gradient, the new weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from core.learning.curvature import scalar_loss
from core.learning.experiment import Array, Experiment
from core.learning.losses import ScalarLoss


@dataclass(frozen=True, eq=False)
class Ledger:
    """The numbers behind one update, n patches of k taps.

    `patches` (n, k) and `targets` (n,) are the data. `answers` (n,) are ``patch . weights + bias`` and `predictions`
    what is compared with the targets: the answers themselves, or under the logistic loss their probabilities.
    `losses` (n,) are those of the patches, `errors` (n,) the losses' slopes in the answers: 2 (prediction - target) for
    the squared loss, (prediction - target) x the patch's cost for the logistic one. The mean of error x patch is the
    `gradient`, in the filter's shape; the mean error is the `bias_gradient`, 0 where no bias is learned.
    `update` is -learning_rate x gradient, added to `weights` to give `new_weights`, which answer `new_answers`.
    """

    patches: Array
    targets: Array
    answers: Array
    predictions: Array
    losses: Array
    errors: Array
    gradient: Array
    bias_gradient: float
    update: Array
    weights: Array
    bias: float
    new_weights: Array
    new_bias: float
    loss: float
    new_answers: Array
    new_losses: Array
    new_loss: float

    @property
    def forward_products(self) -> Array:
        """Weight x sample of each patch, shape (n, k): their sum and the bias are the answer."""
        return self.patches * self.weights.ravel()

    @property
    def products(self) -> Array:
        """Error x patch, shape (n, k): their mean is the gradient."""
        return self.errors[:, None] * self.patches


def one_step(experiment: Experiment, weights: ArrayLike, learning_rate: float, bias: float = 0.0) -> Ledger:
    """Do one step of gradient descent on all patches and keep every number on the way.

    Parameters
    ----------
    experiment : Experiment
        Whose data and loss are used.
    weights : array of the filter's shape
        The weights that the step starts from.
    learning_rate : float
        Size of the update per unit of gradient.
    bias : float
        The bias that the step starts from; it does not change where the experiment learns none.

    Raises
    ------
    ValueError
        For an experiment that learns more than one filter, weights of another shape, or numbers that are not finite.

    Source: Rumelhart, Hinton and Williams, Learning representations by back-propagating errors, 1986, for one layer.

    Examples
    --------
    >>> from core.learning import get_experiment
    >>> ledger = one_step(get_experiment("recover_kernel", kernel="peak_detector"), [0.0, 0.0, 0.0], 0.5)
    >>> ledger.new_weights.round(1).tolist(), ledger.new_loss < ledger.loss
    ([-0.9, 0.9, -0.9], True)
    """
    if not experiment.is_linear:
        raise ValueError(f"experiment={experiment.name!r} learns more than one filter here: give one that learns one.")
    start = np.array(weights, dtype=np.float64)
    if start.shape != experiment.filter_shape:
        raise ValueError(f"weights have shape {start.shape}: the filter's is {experiment.filter_shape}.")
    _check_finite(weights=start, learning_rate=learning_rate, bias=bias)
    patches, targets = experiment.patches(), experiment.targets
    answers = patches @ start.ravel() + bias
    loss = scalar_loss(experiment)
    losses, errors = _each(loss, answers, targets), loss.slopes(answers, targets)
    gradient = (errors @ patches / len(patches)).reshape(experiment.filter_shape)
    bias_gradient = float(errors.mean()) if experiment.has_bias else 0.0
    update = -learning_rate * gradient
    new_bias = bias - learning_rate * bias_gradient
    new_answers = patches @ (start + update).ravel() + new_bias
    new_losses = _each(loss, new_answers, targets)
    return Ledger(
        patches=patches,
        targets=targets,
        answers=answers,
        predictions=loss.prediction(answers),
        losses=losses,
        errors=errors,
        gradient=gradient,
        bias_gradient=bias_gradient,
        update=update,
        weights=start,
        bias=bias,
        new_weights=start + update,
        new_bias=new_bias,
        loss=float(losses.mean()),
        new_answers=new_answers,
        new_losses=new_losses,
        new_loss=float(new_losses.mean()),
    )


def _each(loss: ScalarLoss, answers: Array, targets: Array) -> Array:
    """The loss of each patch (n,), as the mean over that patch alone."""
    return np.asarray(loss.mean(answers[:, None], targets[:, None]))


def _check_finite(**numbers: Array | float) -> None:
    for name, value in numbers.items():
        if not np.isfinite(value).all():
            raise ValueError(f"{name}={value} is not finite: give numbers that are.")

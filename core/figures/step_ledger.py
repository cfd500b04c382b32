"""One step of one filter with all its numbers, for the figure that takes the step apart number by number."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.figures.shown_filters import sides_of
from core.figures.wire import packed
from core.learning import Experiment, Ledger, loss_along

WHOLE = 8  # windows of a signal that are shown all, where there are no more
SEVERAL, SQUARES = 6, 2  # windows of a longer signal, and of a picture
MOST_SHARE = 1.5  # of the safe rate: the largest learning rate that can be chosen
MOST_SHOWN = 1.7  # times that rate is where the curve of the loss ends at the latest
RATES = 61  # points of that curve


def windows_shown(
    experiment: Experiment, ledger: Ledger, first: int = 0, *, by_error: bool = False
) -> NDArray[np.intp]:
    """Which windows are shown: a few from number `first` on, or those with the largest errors, the largest first.

    >>> from core.learning import get_experiment, one_step
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> windows_shown(task, one_step(task, [1.0, 1.0, 1.0], 0.1)).tolist()
    [0, 1, 2, 3, 4, 5, 6, 7]
    """
    total, count = len(ledger.targets), most_shown(experiment)
    if by_error:
        sizes = np.abs(ledger.errors)
        largest = np.argpartition(-sizes, count - 1)[:count]
        return largest[np.lexsort((largest, -sizes[largest]))]
    start = min(first, total - min(count, total))
    return np.arange(start, min(start + count, total))


def most_shown(experiment: Experiment) -> int:
    """How many windows have room: fewer where each is a square of numbers."""
    rows, _ = sides_of(experiment)
    total = len(experiment.targets)
    if rows == 1:
        return total if total <= WHOLE else SEVERAL
    return min(total, SQUARES)


def step_ledger(
    experiment: Experiment,
    ledger: Ledger,
    shown: Sequence[int] | NDArray[np.intp],
    *,
    step: int,
    seed: int,
    rate: float,
    safe_rate: float,
) -> bytes:
    """Pack a step for the browser: every number in double precision, as JSON, since the figure writes them.

    `windows` has the numbers of each shown window, `total` is how many there are, and `curve` the loss along the step,
    to beyond the safe rate and, where there is room, beyond the rate at which the loss is what it was.
    `step` counts from 1. `story` tells one step of one experiment and seed from all others, at whatever rate.

    >>> from core.figures.wire import content_of
    >>> from core.learning import get_experiment, one_step
    >>> task = get_experiment("recover_kernel", input="thread")
    >>> ledger = one_step(task, [1.0, 1.0, 1.0], 0.5)
    >>> len(content_of(step_ledger(task, ledger, [0], step=1, seed=0, rate=0.5, safe_rate=0.9)))
    16
    """
    along = loss_along(experiment, ledger)
    most = MOST_SHARE * safe_rate
    rates, losses = along.curve(max(most, min(1.1 * (along.return_rate or 0.0), MOST_SHOWN * most)), RATES)
    header = {
        "sides": sides_of(experiment),
        "loss_name": experiment.loss.name,
        "has_bias": experiment.has_bias,
        "step": step,
        "story": _story(experiment, ledger, step, seed),
        "total": len(ledger.targets),
        "rate": rate,
        "safe_rate": safe_rate,
        "most_share": MOST_SHARE,
        "weights": _listed(ledger.weights),
        "bias": ledger.bias,
        "windows": [_window(experiment, ledger, int(index)) for index in shown],
        "gradient": _listed(ledger.gradient),
        "bias_gradient": ledger.bias_gradient,
        "update": _listed(ledger.update),
        "bias_update": -rate * ledger.bias_gradient,
        "new_weights": _listed(ledger.new_weights),
        "new_bias": ledger.new_bias,
        "loss": ledger.loss,
        "new_loss": ledger.new_loss,
        "curve": {"rates": _listed(rates), "losses": _listed(losses)},
        "best_rate": along.best_rate,
        "return_rate": along.return_rate,
    }
    return packed(header)


def _story(experiment: Experiment, ledger: Ledger, step: int, seed: int) -> str:
    told = blake2b(f"{experiment.name} {experiment.filter_shape} {step} {seed}".encode(), digest_size=8)
    told.update(ledger.targets.tobytes())
    told.update(ledger.patches[0].tobytes())
    return told.hexdigest()


def _window(experiment: Experiment, ledger: Ledger, index: int) -> dict[str, Any]:
    patch = ledger.patches[index]
    target = ledger.targets[index]
    cost = experiment.loss.costs(target) if hasattr(experiment.loss, "costs") else 1.0
    return {
        "number": index + 1,
        "patch": _listed(patch),
        "products": _listed(patch * ledger.weights.ravel()),
        "answer": float(ledger.answers[index]),
        "prediction": float(ledger.predictions[index]),
        "target": float(target),
        "cost": float(cost),
        "loss": float(ledger.losses[index]),
        "error": float(ledger.errors[index]),
        "shares": _listed(ledger.errors[index] * patch),
        "new_answer": float(ledger.new_answers[index]),
        "new_loss": float(ledger.new_losses[index]),
    }


def _listed(values: NDArray[Any]) -> list[float]:
    numbers: list[float] = np.asarray(values, np.float64).ravel().tolist()
    return numbers

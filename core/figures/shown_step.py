"""One step taken apart as the study of a page: the steps before it, its numbers, and the figure of them."""

from __future__ import annotations

from dataclasses import dataclass

from core.background import AtOnce
from core.figures.step_ledger import step_ledger, windows_shown
from core.learning import Experiment, numbers_after, one_step, safe_rate

QUICK_NUMBERS = 20_000  # of the inputs


@dataclass(frozen=True, eq=False)
class StepTaken:
    """What the figure gets, and the learning rates: the one that is used, and the safe one."""

    content: bytes
    rate: float
    safe: float


@dataclass(frozen=True)
class ShownStep(AtOnce):
    """The study of step number `step` from the first numbers of a seed, at a share of the safe rate.

    The figure has the windows from number `first` on, or those with the largest errors. It is refused where the input's
    squares cannot be computed.

    >>> from core.background import done_at_once
    >>> from core.learning import get_experiment
    >>> _, taken = done_at_once(ShownStep(get_experiment("recover_kernel", input="thread"), 0, 0.5, 1))
    >>> taken.rate / taken.safe
    0.5
    """

    experiment: Experiment
    seed: int
    share: float
    step: int
    first: int = 0
    by_error: bool = False

    @property
    def is_quick(self) -> bool:
        """Whether it takes less than about 50 ms, so that no process is needed."""
        return self.experiment.is_least_squares and self.experiment.inputs.size <= QUICK_NUMBERS

    def result(self) -> StepTaken:
        """The step and its figure."""
        experiment, safe = self.experiment, safe_rate(self.experiment)
        rate = safe * self.share
        weights, bias = numbers_after(experiment, self.seed, rate, self.step - 1)
        ledger = one_step(experiment, weights, rate, bias)
        shown = windows_shown(experiment, ledger, self.first, by_error=self.by_error)
        content = step_ledger(experiment, ledger, shown, step=self.step, seed=self.seed, rate=rate, safe_rate=safe)
        return StepTaken(content, rate, safe)

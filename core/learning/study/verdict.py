"""The outcome of a run in a sentence or two with figures; pages print it, tests check it against the figures."""

from __future__ import annotations

from core.learning.experiments.find_peaks import ALIKE_WITHIN
from core.learning.experiments.recover_kernel import is_recovered
from core.learning.optimum import Optimum
from core.learning.training.trajectory import Trajectory
from core.learning.wording import counted, listed, percent


def verdict(trajectory: Trajectory, optimum: Optimum | None) -> str:
    """Say whether the learned filter became the designed one, and which of them is better on held-out data."""
    if trajectory.status == "diverged":
        return (
            f"The run diverged: after {counted(int(trajectory.steps[-1]), 'step')} its loss had grown from "
            f"{trajectory.loss[0]:.3g} to {trajectory.loss[-1]:.3g}. A smaller learning rate would help."
        )
    return trajectory.experiment.verdict(trajectory, optimum)


def both_goals(imitator: Trajectory, finder: Trajectory) -> str:
    r"""The answer to the question of the first page: what became of two runs from the same three random numbers.

    `imitator` was asked to imitate the designed filter, `finder` to find peaks.

    >>> from core.learning import get_experiment, train
    >>> said = both_goals(*(train(get_experiment(name)) for name in ("recover_kernel", "find_peaks")))
    >>> print(said.replace(". ", ".\n"))
    To imitate: yes, they became [−1 1 −1].
    To find peaks: no, a better filter.
    In 4,096 held-out samples it finds 88 % of the peaks, not 53 %; 13 % of its alarms are false.
    """
    designed = listed(imitator.experiment.designed.weights)
    imitated = f"yes, they became {designed}" if is_recovered(imitator) else f"not {designed} yet"
    own, given = (finder.metrics[f"{prefix}recall"] for prefix in ("", "designed_"))
    fair = finder.metrics["tuned_f1"] - finder.metrics["designed_tuned_f1"]
    samples = len(finder.experiment.data.test_targets)
    false = 1 - finder.metrics["precision"]
    price = f"{percent(false)} of its alarms are false" if false > 0 else "none of its alarms is false"
    kind = "a better" if fair > ALIKE_WITHIN else "another"
    return (
        f"To imitate: {imitated}. To find peaks: no, {kind} filter. In {samples:,} held-out samples it finds "
        f"{percent(own)} of the peaks, not {percent(given)}; {price}."
    )

"""A run in progress: it knows the steps at which it is recorded, and how it ends; its caller decides when it pauses."""

from __future__ import annotations

from core.learning.experiment import Experiment
from core.learning.settings import ResolvedSettings, snapshot_steps
from core.learning.training.descent import Descent, Snapshot


class TrainingRun:
    """A run from its first parameters, or from a snapshot.

    `status` is "running", "finished" or "diverged".

    >>> from core.learning import TrainingSettings, get_experiment, resolve_settings
    >>> task = get_experiment("recover_kernel")
    >>> run = TrainingRun(task, resolve_settings(task, TrainingSettings(steps=20, snapshots=2)))
    >>> run.advance(20), run.advance(20), run.step  # recorded are the first two steps and the last
    (True, True, 1)
    >>> run.advance(7), run.advance(20), run.status
    (False, True, 'finished')
    """

    def __init__(self, experiment: Experiment, settings: ResolvedSettings, resume: Snapshot | None = None) -> None:
        self._descent = Descent(experiment, settings, resume)
        done = resume.step if resume else -1
        self._stops = [step for step in snapshot_steps(settings).tolist() if step > done]
        self.status = "running" if self._stops else "finished"

    @property
    def step(self) -> int:
        """Steps done."""
        return self._descent.step

    @property
    def loss(self) -> float:
        """The loss at this step."""
        return float(self._descent.loss)

    def advance(self, until: int) -> bool:
        """Train to step `until`, at most to the next recorded step; return whether this step is to be recorded.

        The steps of `snapshot_steps` are recorded, and the step at which the run ended.
        """
        if self.status != "running":
            return True
        stop = self._stops[0]
        if not self._descent.advance(max(self.step, min(until, stop))):
            self.status = "diverged"
            return True
        if self.step < stop:
            return False
        self._stops.pop(0)
        if not self._stops:
            self.status = "finished"
        return True

    def snapshot(self, status: str | None = None) -> Snapshot:
        """The current state, with `status` in place of the run's own if given."""
        return self._descent.snapshot(status or self.status)

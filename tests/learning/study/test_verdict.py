"""The sentences hold the numbers that the run has."""

import numpy as np
import pytest

from core.learning import TrainingSettings, experiment_names, get_experiment, solve, train, verdict

FROM_ZEROS = [name for name in experiment_names() if "zero" in get_experiment(name).initialisations]


@pytest.mark.parametrize("name", FROM_ZEROS)
def test_a_run_that_began_with_zeros_has_a_verdict(name):
    experiment = get_experiment(name)
    run = train(experiment, TrainingSettings(steps=3, snapshots=2, initial_scale=0.0))
    assert np.isfinite(list(run.metrics.values())).all()
    assert verdict(run, solve(run.experiment)).endswith(".")


def test_a_run_that_diverged_says_so():
    run = train(get_experiment("recover_kernel"), TrainingSettings(learning_rate=5.0))
    assert verdict(run, None).startswith("The run diverged: after ")

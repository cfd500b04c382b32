"""One number's step adds up, and is the one that training took."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, number_step, train

RUNS = [train(get_experiment(name)) for name in ("recover_kernel", "find_peaks")]


@pytest.mark.parametrize("run", RUNS, ids=lambda run: run.experiment.name)
@pytest.mark.parametrize("frame", [0, 3])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_the_step_is_the_one_that_training_took(run, frame, number):
    step = number_step(run, frame, number)
    assert step.before == run.weights[frame, number]
    assert step.after == run.weights[frame + 1, number]
    np.testing.assert_allclose(step.products, step.samples * step.errors)
    assert step.gradient == pytest.approx(step.products.mean())
    assert step.before - step.rate * step.gradient + step.carried == pytest.approx(step.after, abs=1e-12)
    np.testing.assert_array_equal(step.samples, run.experiment.patches()[:, number])


def test_momentum_carries_a_part_of_the_last_move_on():
    run = RUNS[1]
    assert run.settings.momentum == 0.9
    assert number_step(run, 0, 1).carried == pytest.approx(0, abs=1e-12)
    last_move = run.weights[3, 1] - run.weights[2, 1]
    assert number_step(run, 3, 1).carried == pytest.approx(0.9 * last_move, rel=1e-6)


def test_without_momentum_nothing_is_carried_on():
    run = train(get_experiment("recover_kernel"), TrainingSettings(momentum=0.0))
    assert number_step(run, 2, 0).carried == pytest.approx(0, abs=1e-12)


def test_steps_that_are_not_the_gradients_alone_are_refused():
    experiment = get_experiment("recover_kernel")
    adam = train(experiment, TrainingSettings(steps=5, optimizer="adam"))
    with pytest.raises(
        ValueError, match=r"^optimizer='adam', schedule='constant', batch_size=0: one number's step is the"
    ):
        number_step(adam, 0, 0)
    sparse = train(experiment, TrainingSettings(steps=400, snapshots=5))
    with pytest.raises(ValueError, match=r"^frame=3: this step and the next were not both recorded\.$"):
        number_step(sparse, 3, 0)
    with pytest.raises(ValueError, match=r"^frame=20: this step and the next were not both recorded\.$"):
        number_step(RUNS[0], 20, 0)
    with pytest.raises(ValueError, match=r"^number=3: the filter has the numbers 0 to 2\.$"):
        number_step(RUNS[0], 0, 3)

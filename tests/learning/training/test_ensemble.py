"""All seeds in one batch do what each does alone."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, solve, train, train_seeds

WHITE = get_experiment("recover_kernel", kernel="sobel_x")
PEAKS = get_experiment("find_peaks")


@pytest.mark.parametrize(
    ("experiment", "settings"),
    [
        (WHITE, TrainingSettings(steps=30)),
        (get_experiment("recover_kernel", input="camera"), TrainingSettings(steps=50)),
        (WHITE, TrainingSettings(steps=40, batch_size=100, learning_rate=0.05)),
        (PEAKS, TrainingSettings(steps=50)),
        (get_experiment("find_peaks", bias=False, false_positive_cost=10.0), TrainingSettings(steps=50)),
        (PEAKS, TrainingSettings(steps=50, optimizer="adam", learning_rate=0.05, schedule="cosine")),
        (PEAKS, TrainingSettings(steps=40, batch_size=500, learning_rate=0.5)),
        (WHITE, TrainingSettings(steps=9, optimizer="conjugate_gradient")),
        (get_experiment("find_peaks_two_layers"), TrainingSettings(steps=30)),
        (get_experiment("find_edges", image="cell"), TrainingSettings(steps=30)),
        (get_experiment("denoise", image="cell"), TrainingSettings(steps=60)),
        (get_experiment("classify_gratings", filters=4, size=3), TrainingSettings(steps=4)),
    ],
)
def test_each_seed_starts_and_goes_as_it_does_alone(experiment, settings):
    import dataclasses

    together = train_seeds(experiment, settings, seeds=[0, 3, 8])
    for place, seed in enumerate((0, 3, 8)):
        alone = train(experiment, dataclasses.replace(settings, seed=seed))
        np.testing.assert_array_equal(together.steps, alone.steps)
        np.testing.assert_array_equal(together.weights[place, 0], alone.weights[0])
        for name, values in alone.parameters.items():
            # float32 among many: a start that is torn between two ways may amplify its rounding
            np.testing.assert_allclose(together.parameters[name][place], values, rtol=1e-4, atol=1e-4)
        np.testing.assert_allclose(together.loss[place], alone.loss, rtol=1e-5, atol=1e-15)
        for name, value in alone.metrics.items():
            np.testing.assert_allclose(together.metrics[name][place], value, rtol=1e-4, atol=1e-6)


def test_every_seed_ends_at_the_convex_optimum():
    runs = train_seeds(PEAKS, seeds=range(64))
    best = solve(PEAKS)
    np.testing.assert_allclose(runs.loss[:, -1], best.loss, rtol=5e-3)
    assert not runs.diverged.any()
    assert runs.weights.shape == (64, len(runs.steps), 3)
    np.testing.assert_allclose(runs.metrics["ratio"], 1.81, rtol=0.05)


def test_a_seed_that_runs_away_stays_finite_and_the_others_go_on():
    runs = train_seeds(WHITE, TrainingSettings(steps=400, learning_rate=3.0), seeds=range(5))
    assert runs.diverged.all()
    assert np.isfinite(runs.loss).all()
    assert np.isfinite(runs.weights).all()
    calm = train_seeds(WHITE, TrainingSettings(steps=20), seeds=range(5))
    assert not calm.diverged.any()


@pytest.mark.parametrize(
    ("seeds", "message"),
    [
        ([], "seeds has 0 entries: give 1 to 4096."),
        (range(5000), "seeds has 5000 entries: give 1 to 4096."),
        ([-1], "seed=-1 is not allowed: give a whole number from 0 to 4294967295, for example 0."),
    ],
)
def test_wrong_seeds_are_named(seeds, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        train_seeds(WHITE, seeds=seeds)
    assert str(caught.value) == message

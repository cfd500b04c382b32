"""A grid of runs: each cell is the run that `train` gives, and the border of divergence is where theory has it."""

import numpy as np
import pytest

from core.background import done_at_once
from core.learning import TrainingSettings, get_experiment, grid_of_runs, solve, sweep, train

SOBEL = {"kernel": "sobel_x", "input": "camera_noisy"}


def test_each_cell_is_a_run_of_its_own():
    values = {"learning_rate": (0.01, 0.05), "momentum": (0.0, 0.9)}
    grid = sweep("recover_kernel", values, options=SOBEL, settings=TrainingSettings(steps=300, seed=2))
    for row, rate in enumerate(values["learning_rate"]):
        for column, momentum in enumerate(values["momentum"]):
            settings = TrainingSettings(steps=300, seed=2, learning_rate=rate, momentum=momentum)
            run = train(get_experiment("recover_kernel", **SOBEL), settings)
            np.testing.assert_allclose(grid.loss[row, column], run.loss[-1], rtol=1e-6, atol=1e-15)
            error = run.metrics["weight_error"]
            np.testing.assert_allclose(grid.metrics["weight_error"][row, column], error, rtol=1e-5, atol=1e-9)
            left = run.loss - solve(run.experiment).loss
            arrived = run.steps[np.flatnonzero(left > 1e-3 * left[0])[-1] + 1] if left[-1] < 1e-3 * left[0] else -1
            assert grid.steps[row, column] == arrived


def test_the_border_of_divergence_is_the_critical_rate():
    experiment = get_experiment("recover_kernel", **SOBEL)
    rates = tuple(solve(experiment).critical_learning_rate * np.array([0.5, 0.9, 0.98, 1.02, 1.1]))
    grid = sweep(
        "recover_kernel",
        {"learning_rate": rates, "initial_scale": (0.1, 1.0, 10.0)},
        options=SOBEL,
        settings=TrainingSettings(steps=3000, momentum=0.0),
    )
    assert grid.diverged.tolist() == [[False] * 3] * 3 + [[True] * 3] * 2
    assert (grid.steps[3:] == -1).all()
    assert (grid.steps[:3] > 0).all()


def test_options_of_the_data_can_be_varied():
    grid = sweep(
        "find_peaks", {"taps": (3, 5), "noise": (0.0, 0.3)}, settings=TrainingSettings(steps=200), tolerance=0.05
    )
    assert grid.values["noise"] == (0.0, 0.3)
    assert (grid.metrics["auc"][:, 0] > grid.metrics["auc"][:, 1]).all()


def test_a_seed_is_that_of_the_data_where_there_is_one():
    grid = sweep("find_peaks", {"seed": (0, 1), "initial_scale": (1.0,)}, settings=TrainingSettings(steps=5))
    assert grid.metrics["designed_f1"][0] != grid.metrics["designed_f1"][1]


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov"])
def test_the_line_of_the_critical_rate_parts_what_diverges_whatever_the_momentum(optimizer):
    momenta = (0.0, 0.5, 0.9)
    study = grid_of_runs(
        "recover_kernel",
        {"momentum": momenta, "learning_rate": (0.1,)},
        options=SOBEL,
        settings=TrainingSettings(steps=3000, optimizer=optimizer),
    )
    lines = study.critical_rates()
    assert len(lines) == 3
    for momentum, line in zip(momenta, lines, strict=True):
        grid = sweep(
            "recover_kernel",
            {"learning_rate": (0.97 * line, 1.03 * line), "momentum": (momentum,)},
            options=SOBEL,
            settings=TrainingSettings(steps=3000, optimizer=optimizer),
        )
        assert grid.diverged.ravel().tolist() == [False, True]
        assert grid.critical == (line,)


def test_there_is_no_line_where_no_rate_is_critical():
    rates = {"learning_rate": (0.1, 0.2), "initial_scale": (1.0,)}
    adam = TrainingSettings(steps=2, optimizer="adam")
    assert sweep("recover_kernel", rates, settings=adam).critical == ()
    assert sweep("find_peaks_two_layers", rates, settings=TrainingSettings(steps=2)).critical == ()
    assert sweep("recover_kernel", {"momentum": (0.1,), "initial_scale": (1.0,)}).critical == ()


def test_the_pieces_of_a_grid_are_rows_and_make_the_same_grid():
    values = {"learning_rate": (0.01, 0.05, 0.1), "momentum": (0.0, 0.9)}
    study = grid_of_runs("recover_kernel", values, options=SOBEL, settings=TrainingSettings(steps=50))
    assert study.pieces() == [range(2), range(2, 4), range(4, 6)]
    parts, grid = done_at_once(study)
    assert [len(part.loss) for part in parts] == [2, 2, 2]
    one = sweep("recover_kernel", values, options=SOBEL, settings=TrainingSettings(steps=50))
    np.testing.assert_array_equal(grid.loss, one.loss)


def test_slow_runs_come_a_few_at_a_time():
    study = grid_of_runs("classify_gratings", {"learning_rate": (0.01, 0.02), "initial_scale": (0.5, 1.0)})
    assert study.pieces() == [range(1), range(1, 2), range(2, 3), range(3, 4)]


def test_the_dearer_a_run_the_fewer_are_in_a_piece():
    values = {"learning_rate": (0.01, 0.02, 0.05), "steps": (10, 100, 1000, 10000)}
    study = grid_of_runs("classify_gratings", values)
    assert study.costs.shape == (3, 4)
    np.testing.assert_allclose(study.costs[0] / study.costs[0, 0], (1, 10, 100, 1000))
    assert [number for piece in study.pieces() for number in piece] == list(range(12))
    for piece in study.pieces():
        assert len(piece) == 1 or study.costs.ravel()[list(piece)].sum() <= 1.0


def test_a_cell_that_cannot_be_trained_leaves_the_others_alone():
    # a bank of 5 x 5 cosines has 24
    options = {"bank": "dct", "first_layer": "designed", "patches": 2}
    values = {"filters": (4, 32), "size": (5, 7)}
    grid = sweep("name_textures", values, options=options, settings=TrainingSettings(steps=5))
    np.testing.assert_array_equal(np.isnan(grid.loss), [[False, False], [True, False]])
    assert not grid.diverged.any()
    assert np.isnan(grid.metrics["accuracy"][1, 0])
    assert np.isfinite(grid.metrics["accuracy"][0, 0])


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            dict(values={"taps": (3,)}),
            "values has 1 settings: give two, for example learning_rate and initial_scale.",
        ),
        (
            dict(values={"taps": (3,), "colour": (1,)}),
            "'colour' cannot be varied in find_peaks: it has taps, bias, false_positive_cost, signal, noise, seed, "
            "steps, optimizer, learning_rate, momentum, batch_size, schedule, initial_scale, seed, snapshots, "
            "initialisation, learning_rate_unit.",
        ),
        (dict(values={"taps": (3,), "noise": ()}), "noise=() has no values: give at least one."),
        (
            dict(values={"seed": range(51), "initial_scale": [1.0] * 50}),
            "values has 2550 combinations: give at most 2500.",
        ),
        (
            dict(values={"taps": (3,), "noise": (0.0,)}, tolerance=0.0),
            "tolerance=0.0 is not allowed: give a share between 0 and 1.",
        ),
        (dict(values={"taps": (4,), "noise": (0.0,)}), "taps=4 is not allowed: choose one of 3, 5, 7, 9, 11."),
    ],
)
def test_wrong_arguments_are_named(arguments, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        sweep("find_peaks", **arguments)
    assert str(caught.value) == message


def test_a_filter_that_was_never_moved_has_no_ratio_and_its_neighbours_keep_theirs():
    # so large a step overflows single precision at once, and the filter stays at zero, where its sides cancel
    start = TrainingSettings(steps=5, initialisation="zero")
    grid = sweep("find_peaks", {"learning_rate": (0.1, 1e300), "seed": (0, 1)}, settings=start)
    assert grid.diverged.tolist() == [[False, False], [True, True]]
    assert np.isnan(grid.metrics["ratio"]).tolist() == [[False, False], [True, True]]

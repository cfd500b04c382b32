"""The loss around a run's path, and how fast it is to fall."""

import numpy as np
import pytest

from core.learning import TrainingSettings, get_experiment, loss_plane, most_moved, predicted_losses, solve, train
from core.learning.loss_scale import loss_at

PEAKS = train(get_experiment("find_peaks"))
SOBEL = train(get_experiment("recover_kernel", kernel="sobel_x", input="camera"))


@pytest.mark.parametrize(("run", "axes"), [(PEAKS, (0, 1)), (PEAKS, (2, 0)), (SOBEL, (3, 7))])
def test_each_point_has_the_loss_at_its_weights(run, axes):
    best = solve(run.experiment)
    plane = loss_plane(run, best, *axes)
    rng = np.random.default_rng(0)
    for row, column in rng.integers(0, len(plane.across), (6, 2)):
        weights = best.weights.ravel().copy()
        weights[list(axes)] = plane.across[column], plane.down[row]
        parameters = best.parameters | {"weights": weights.reshape(best.weights.shape)}
        assert plane.losses[row, column] == pytest.approx(loss_at(run.experiment, parameters), rel=1e-9, abs=1e-12)
    np.testing.assert_array_equal(plane.path, run.weights.reshape(len(run.steps), -1)[:, list(axes)])


def test_without_a_best_filter_the_others_are_held_at_the_end_of_the_run():
    plane = loss_plane(PEAKS, None, 0, 1)
    near = [
        np.abs(axis - end).argmin()
        for axis, end in zip((plane.down, plane.across), PEAKS.weights[-1][[1, 0]], strict=True)
    ]
    assert plane.losses[near[0], near[1]] < plane.losses.mean()


def test_the_plane_holds_the_path_the_designed_filter_and_the_best_one():
    best = solve(PEAKS.experiment)
    plane = loss_plane(PEAKS, best, 0, 1)
    for points in (plane.path, PEAKS.experiment.designed.weights[None, :2], best.weights[None, :2]):
        assert (plane.across[0] < points[:, 0]).all()
        assert (points[:, 0] < plane.across[-1]).all()
        assert (plane.down[0] < points[:, 1]).all()
        assert (points[:, 1] < plane.down[-1]).all()


def test_what_has_no_plane_is_told_so():
    with pytest.raises(
        ValueError, match=r"^experiment='find_edges' learns more than one filter: its loss is no single valley\.$"
    ):
        loss_plane(train(get_experiment("find_edges"), TrainingSettings(steps=1)), None, 0, 1)
    with pytest.raises(ValueError, match=r"^second=3: the filter has the weights 0 to 2\.$"):
        loss_plane(PEAKS, None, 0, 3)
    with pytest.raises(ValueError, match=r"^first=-1: the filter has the weights 0 to 2\.$"):
        loss_plane(PEAKS, None, -1, 2)


def test_the_weights_that_moved_most_are_found_and_two_are_always_different():
    first, second = most_moved(SOBEL)
    moved = np.abs(SOBEL.weights[-1] - SOBEL.weights[0]).ravel()
    assert first < second
    assert set(np.argsort(moved)[-2:]) == {first, second}


@pytest.mark.parametrize("momentum", [0.5, 0.9])
def test_the_curvature_predicts_how_fast_the_loss_falls(momentum):
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
    run = train(experiment, TrainingSettings(steps=4000, momentum=momentum))
    predicted = predicted_losses(run, solve(experiment))
    late = run.steps > 1500
    # a factor of two over thousands of steps: the slope is right to parts in a thousand
    assert np.abs(np.log(predicted[late] / run.loss[late])).max() < 0.7
    assert (np.diff(predicted) < 0).all()


def test_nothing_is_predicted_where_the_curvature_does_not_decide():
    experiment = get_experiment("recover_kernel", input="camera")
    best = solve(experiment)
    for settings in (
        TrainingSettings(steps=20, optimizer="adam"),
        TrainingSettings(steps=20, schedule="cosine"),
        TrainingSettings(steps=20, batch_size=32),
    ):
        assert predicted_losses(train(experiment, settings), best) is None
    assert predicted_losses(PEAKS, solve(PEAKS.experiment)) is None
    assert predicted_losses(train(experiment, TrainingSettings(steps=20)), None) is None

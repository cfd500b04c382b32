"""Several runs, one by one: the same as each alone, on all rows, on shared ones and on rows of its own."""

import numpy as np
import pytest

from core.learning.objectives.objective import one_by_one


def objective(theta, rows=None):
    chosen = np.arange(4.0) if rows is None else rows.astype(float)
    return theta.sum() * chosen.sum(), theta * chosen.sum()


@pytest.mark.parametrize(
    "rows", [None, np.array([0, 3]), np.array([[0, 1], [2, 3], [3, 3]])], ids=["all", "shared", "own"]
)
def test_each_run_has_its_own_loss_and_gradient(rows):
    thetas = np.random.default_rng(0).normal(size=(3, 2))
    losses, gradients = one_by_one(objective, thetas, rows)
    for index, theta in enumerate(thetas):
        loss, gradient = objective(theta, rows if rows is None or rows.ndim == 1 else rows[index])
        assert losses[index] == loss
        np.testing.assert_array_equal(gradients[index], gradient)

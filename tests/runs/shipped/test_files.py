"""The runs that come with the repository are what their recipes make."""

import numpy as np
import pytest

from core.learning import get_experiment, iterate, resolve_settings
from core.runs.shipped import SHIPPED, shipped_run


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_run_is_the_beginning_of_what_its_recipe_trains(name):
    recipe, view = SHIPPED[name], shipped_run(name)
    experiment = get_experiment(recipe.experiment, **recipe.options)
    assert view.record.experiment == experiment
    assert view.record.settings == resolve_settings(experiment, recipe.settings)
    assert (view.record.status, view.record.name) == ("finished", recipe.title)
    assert view.record.step == view.record.settings.steps == view.snapshots[-1].step
    begun = []
    for snapshot in iterate(experiment, recipe.settings):
        begun.append(snapshot)
        if len(begun) == 2:
            break
    for fresh, kept in zip(begun, view.snapshots, strict=False):
        assert fresh.step == kept.step
        # another processor rounds sums in another order
        for parameter, values in kept.parameters.items():
            largest = float(np.abs(values).max())
            np.testing.assert_allclose(fresh.parameters[parameter], values, rtol=0.02, atol=0.02 * largest)


def test_photographs_made_edge_detectors_of_random_numbers():
    run = shipped_run("edge_detectors").trajectory
    metrics = run.experiment.metrics(run.last)
    assert metrics["gabor_cosine"] > 0.9
    assert metrics["chance_cosine"] < 0.6
    assert metrics["share_above_chance"] > 0.9
    assert run.weights.shape == (24, 64, 10, 10)


def test_another_name_is_refused():
    with pytest.raises(KeyError):
        shipped_run("nothing")

"""Which settings can be swept: every value can be trained with, and the rates reach beyond the critical one."""

from __future__ import annotations

import pytest

from core.learning import (
    TrainingSettings,
    critical_learning_rate,
    experiment_names,
    get_experiment,
    grid_of_runs,
    resolve_settings,
    swept_settings,
)


@pytest.mark.parametrize("name", experiment_names())
def test_every_value_of_every_setting_makes_a_run(name):
    experiment = get_experiment(name)
    settings = resolve_settings(experiment)
    for setting in swept_settings(experiment, settings, 7).values():
        assert 2 <= len(setting.values) <= 7
        assert len(set(setting.values)) == len(setting.values)
        other = "initial_scale" if setting.name != "initial_scale" else "steps"
        study = grid_of_runs(name, {setting.name: setting.values, other: (1,)}, settings=settings)
        for cell in study.cells:
            resolved_experiment, resolved = study.resolved(cell)
            assert resolved_experiment.name == name
            reached = {**vars(resolved), **resolved_experiment.options}
            assert reached[setting.name] == cell[setting.name]
        assert len({setting.written(value) for value in setting.values}) == len(setting.values)


def test_rates_are_shares_of_the_critical_one_where_it_exists():
    experiment = get_experiment("recover_kernel")
    rates = swept_settings(experiment, resolve_settings(experiment), 9)["learning_rate"].values
    critical = critical_learning_rate(experiment)
    assert rates[0] == pytest.approx(0.02 * critical)
    assert rates[-1] == pytest.approx(4.0 * critical)
    network = get_experiment("find_peaks_two_layers")
    assert swept_settings(network, resolve_settings(network), 4)["learning_rate"].values == (0.001, 0.01, 0.1, 1.0)


def test_an_optimiser_that_chooses_for_itself_has_no_rate_to_vary():
    experiment = get_experiment("recover_kernel")
    tuned = resolve_settings(experiment, TrainingSettings(optimizer="conjugate_gradient"))
    assert not {"learning_rate", "momentum", "batch_size"} & swept_settings(experiment, tuned, 5).keys()


def test_names_are_written_as_menus_have_them():
    experiment = get_experiment("find_edges")
    labels = swept_settings(experiment, resolve_settings(experiment), 5)["labels"]
    (declared,) = (each for each in experiment.parameters if each.name == "labels")
    assert [labels.written(value) for value in labels.values] == list(declared.titles)

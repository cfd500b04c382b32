"""What takes longer is expected to take longer."""

import pytest

from core.learning import TrainingSettings, expected_seconds, experiment_names, get_experiment, resolve_settings


def seconds(name, steps=1000, batch_size=None, **options):
    experiment = get_experiment(name, **options)
    return expected_seconds(
        experiment, resolve_settings(experiment, TrainingSettings(steps=steps, batch_size=batch_size))
    )


@pytest.mark.parametrize(
    "name", ["recover_kernel", "find_peaks", "find_edges", "classify_gratings", "describe_pictures", "name_textures"]
)
def test_twice_the_steps_take_twice_as_long(name):
    assert seconds(name, 2000) == pytest.approx(2 * seconds(name, 1000))


def test_more_work_takes_longer():
    assert seconds("recover_kernel") < seconds("find_peaks") < seconds("find_peaks_two_layers") < seconds("find_edges")
    assert seconds("find_edges") < seconds("find_edges", size=7) < seconds("find_edges", size=7, filters=4)
    assert seconds("classify_gratings", filters=4) < seconds("classify_gratings", filters=16)
    assert seconds("find_edges", batch_size=64) < seconds("find_edges")
    assert seconds("describe_pictures", filters=16) < seconds("describe_pictures", size=16)
    assert (
        seconds("name_textures", first_layer="designed") < seconds("name_textures") < seconds("name_textures", depth=2)
    )


def test_what_is_recommended_is_not_waited_for_long():
    for name in experiment_names():
        experiment = get_experiment(name)
        assert expected_seconds(experiment, resolve_settings(experiment)) < 4

"""Many starts: the same runs as `train`, ends judged by the optimum or the score, and how like the designed filter."""

import dataclasses

import numpy as np
import pytest

from core.background import done_at_once
from core.kernels import compare
from core.learning import TrainingSettings, get_experiment, joined, many_starts, share_at_optimum, solve, train
from core.learning.study.many_starts import likeness_to_designed

FEW = TrainingSettings(steps=60)


@pytest.mark.parametrize("name", ["recover_kernel", "find_peaks", "find_peaks_two_layers"])
def test_each_start_is_a_run_of_its_own(name):
    task = get_experiment(name)
    parts, ends = done_at_once(many_starts(task, FEW, count=20))
    runs = joined(parts)
    assert runs.seeds == tuple(range(20))
    for seed in (0, 7, 19):
        run = train(task, TrainingSettings(steps=60, seed=seed, snapshots=40))
        np.testing.assert_array_equal(runs.steps, run.steps)
        np.testing.assert_allclose(runs.loss[seed], run.loss, rtol=1e-6)
        np.testing.assert_allclose(runs.weights[seed], run.weights, rtol=1e-5, atol=1e-6)
        for metric, value in run.metrics.items():
            np.testing.assert_allclose(runs.metrics[metric][seed], value, rtol=1e-5, atol=1e-6, equal_nan=True)
    assert len(ends.groups.labels) == len(ends.is_best) == 20


def test_the_pieces_cover_all_seeds_in_order_and_begin_small():
    study = many_starts(get_experiment("recover_kernel"), count=256)
    pieces = study.pieces()
    assert [seed for piece in pieces for seed in piece] == list(range(256))
    assert len(pieces[0]) == 16
    assert max(map(len, pieces)) == 64
    slow = many_starts(get_experiment("describe_pictures"), count=3)
    assert [len(piece) for piece in slow.pieces()] == [1, 1, 1]


def test_a_large_model_keeps_its_first_and_last_filters_alone():
    task = get_experiment("classify_gratings")
    part = many_starts(task, TrainingSettings(steps=3), count=2).work(range(2))
    assert part.kept.tolist() == [0, len(part.steps) - 1]
    assert part.weights.shape == (2, 2, task.model.filters, *task.filter_shape)
    assert part.loss.shape == (2, len(part.steps))


def test_a_convex_task_has_one_end_whatever_the_start():
    parts, ends = done_at_once(many_starts(get_experiment("find_peaks"), count=48))
    np.testing.assert_allclose(ends.best, solve(get_experiment("find_peaks")).weights)
    said = "All 48 starts reach the smallest possible loss, and all end with the same filters, up to their size."
    assert ends.said() == said
    assert ends.share == 1.0 == share_at_optimum(joined(parts))
    assert ends.groups.sizes.tolist() == [48]
    assert (ends.likeness[1] > ends.chance).all()


def test_where_no_optimum_is_known_the_score_tells_who_reaches_the_best():
    task = get_experiment("find_peaks_two_layers", hidden=2)
    parts, ends = done_at_once(many_starts(task, count=24))
    runs = joined(parts)
    scores = runs.metrics[task.score.metric]
    assert ends.best is None
    good, ways = int(ends.is_best.sum()), len(ends.groups.sizes)
    assert ends.said() == f"{good} of 24 starts have about the best score of all; they end in {ways} different ways."
    assert ends.lowest == runs.loss[:, -1].min()
    np.testing.assert_array_equal(ends.is_best, scores >= scores.max() - task.score.worth)
    # two hidden filters fail from some starts, as docs/learning.md has it
    assert 0 < ends.share < 1


def test_a_continuum_of_ends_is_said_to_be_one():
    _, ends = done_at_once(many_starts(get_experiment("find_peaks"), FEW, count=4))
    groups = dataclasses.replace(ends.groups, sizes=np.array([3, 1]), is_continuum=True)
    ends = dataclasses.replace(ends, groups=groups, is_best=np.ones(4, bool))
    assert ends.said() == "All 4 starts reach the smallest possible loss; their ends form a continuum."


def test_a_diverged_run_is_never_the_best():
    parts, ends = done_at_once(
        many_starts(
            get_experiment("recover_kernel"), TrainingSettings(steps=200, learning_rate=1e3, momentum=0.0), count=4
        )
    )
    assert joined(parts).diverged.all()
    assert ends.share == 0.0
    assert ends.said() == "All 4 starts diverged: the learning rate is too large."


def test_likeness_is_the_cosine_with_the_nearest_designed_filter():
    task = get_experiment("recover_kernel", kernel="sobel_x")
    filters = np.random.default_rng(0).normal(size=(5, 3, 3))
    expected = [compare(task.designed, each).cosine for each in filters]
    np.testing.assert_allclose(likeness_to_designed(task, filters), expected, atol=1e-12)
    # where a model cannot tell a filter from its negative, neither does the likeness
    edges = get_experiment("find_edges")
    both = np.array(edges.designed_parameters["weights"], float)[None]
    np.testing.assert_allclose(likeness_to_designed(edges, -both), 1.0)
    assert likeness_to_designed(edges, 0 * both).tolist() == [0.0]


def test_chance_is_what_nineteen_of_twenty_random_starts_stay_below():
    task = get_experiment("recover_kernel")
    few, many = (done_at_once(many_starts(task, TrainingSettings(steps=1), count=each)) for each in (2, 200))
    assert few[1].chance == many[1].chance
    assert np.mean(many[1].likeness[0] < many[1].chance) == pytest.approx(0.95, abs=0.03)
    # of directions in a space of three, a share of (1 - c) / 2 has a cosine above c
    assert many[1].chance == pytest.approx(0.9, abs=0.03)


def test_of_runs_of_which_some_diverged_the_others_are_judged():
    settings = TrainingSettings(steps=200, optimizer="sgd", learning_rate=1e4)
    parts, ends = done_at_once(many_starts(get_experiment("find_edges"), settings, count=3))
    assert joined(parts).diverged.all()
    assert not ends.is_best.any()
    lost = dataclasses.replace(ends, diverged=np.array([True, False, False]), is_best=np.array([False, True, False]))
    assert lost.said().startswith("1 of 3 starts have about the best score of all")
    assert lost.said().endswith("; 1 diverged.")


@pytest.mark.parametrize("count", [1, 1025, True, 3.0])
def test_refuses_other_numbers_of_starts(count):
    with pytest.raises(ValueError, match=f"^count={count} is not allowed: give 2 to 1024 starts.$"):
        many_starts(get_experiment("recover_kernel"), count=count)

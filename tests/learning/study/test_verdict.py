"""The sentences hold the numbers that the run has."""

import numpy as np
import pytest

from core.learning import TrainingSettings, experiment_names, get_experiment, solve, train, verdict


@pytest.mark.parametrize("name", experiment_names())
def test_a_run_that_began_with_zeros_has_a_verdict(name):
    run = train(get_experiment(name), TrainingSettings(steps=3, snapshots=2, initial_scale=0.0))
    assert np.isfinite(list(run.metrics.values())).all()
    assert verdict(run, solve(run.experiment)).endswith(".")


def test_a_recovered_kernel_is_a_yes_with_its_steps():
    run = train(get_experiment("recover_kernel"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("Yes: the random numbers became [−1 1 −1]. After ")
    steps = int(sentence.split("After ")[1].split()[0])
    assert 1 <= steps <= 10


def test_a_kernel_that_is_not_there_yet_says_how_far_it_is():
    run = train(get_experiment("recover_kernel", kernel="gaussian", input="camera"))
    sentence = verdict(run, None)
    assert sentence.startswith("Not yet: after 1000 steps the 7 x 7 filter is ")
    assert f"{100 * run.metrics['weight_error']:.0f} %" in sentence
    assert "the loss is a long valley" in sentence


def test_finding_peaks_is_a_no_with_both_scores():
    run = train(get_experiment("find_peaks"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("No: the random numbers became [")
    assert "which is better at finding peaks" in sentence
    assert f"(F1 {run.metrics['f1']:.2f})" in sentence
    assert f"(F1 {run.metrics['designed_f1']:.2f})" in sentence


def test_a_run_that_diverged_says_so():
    run = train(get_experiment("recover_kernel"), TrainingSettings(learning_rate=5.0))
    assert verdict(run, None).startswith("The run diverged: after ")


def test_two_layers_say_whether_this_start_got_through():
    experiment = get_experiment("find_peaks_two_layers", hidden=2)
    ends = {seed: train(experiment, TrainingSettings(seed=seed)) for seed in range(6)}
    sentences = {seed: verdict(run, None) for seed, run in ends.items()}
    for seed, run in ends.items():
        start = "Yes: 2 filters" if run.metrics["accuracy"] > 0.98 else "Not from this start: 2 filters"
        assert sentences[seed].startswith(start)
        assert f"{run.metrics['accuracy']:.1%} of the samples" in sentences[seed]
    assert len({sentence.split(":")[0] for sentence in sentences.values()}) == 2


def test_edges_say_what_they_span():
    run = train(get_experiment("find_edges"))
    sentence = verdict(run, None)
    assert sentence.startswith("Yes: the energy of 2 filters has an AUC ")
    assert f"principal cosines of {run.metrics['first_principal_cosine']:.2f}" in sentence
    one = train(get_experiment("find_edges", filters=1))
    assert verdict(one, None).startswith("No: one filter, with a cosine of ")


def test_denoising_says_how_far_the_smallest_loss_is():
    run = train(get_experiment("denoise"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("The learned filter is better than the best Gaussian: ")
    assert f"{run.metrics['psnr']:.2f} dB" in sentence
    assert "above the smallest that a linear filter can have" in sentence


def test_gratings_are_told_beside_chance():
    run = train(get_experiment("classify_gratings"), TrainingSettings(steps=3, snapshots=2))
    sentence = verdict(run, None)
    assert f"of random numbers {run.metrics['chance_cosine']:.2f}" in sentence

"""The sentences hold the numbers that the run has."""

from core.learning import TrainingSettings, get_experiment, solve, train, verdict


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

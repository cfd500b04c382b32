"""One filter that learns to find peaks: its designed rival, its figures and its verdict."""

from core.learning import get_experiment, solve, train, verdict


def test_finding_peaks_is_a_no_with_both_scores():
    run = train(get_experiment("find_peaks"))
    sentence = verdict(run, solve(run.experiment))
    assert sentence.startswith("No: the random numbers became [")
    assert "which is better at finding peaks" in sentence
    assert f"(F1 {run.metrics['f1']:.2f})" in sentence
    assert f"(F1 {run.metrics['designed_f1']:.2f})" in sentence

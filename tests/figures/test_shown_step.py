"""A step as a study: what the page gets is the figure of the step that would be taken here."""

from __future__ import annotations

import pytest

from core.background import done_at_once
from core.figures import step_ledger, windows_shown
from core.figures.shown_step import ShownStep
from core.learning import get_experiment, numbers_after, one_step, safe_rate


@pytest.mark.parametrize(("name", "is_quick"), [("recover_kernel", True), ("find_peaks", False)])
@pytest.mark.parametrize("by_error", [True, False])
def test_the_study_is_the_step_with_its_figure(name, is_quick, by_error):
    task = get_experiment(name)
    study = ShownStep(task, seed=3, share=0.7, step=4, first=5, by_error=by_error)
    _, taken = done_at_once(study)
    rate = 0.7 * safe_rate(task)
    ledger = one_step(task, *_swapped(numbers_after(task, 3, rate, 3), rate))
    shown = windows_shown(task, ledger, 5, by_error=by_error)
    expected = step_ledger(task, ledger, shown, step=4, seed=3, rate=rate, safe_rate=safe_rate(task))
    assert (taken.content, taken.rate, taken.safe) == (expected, rate, safe_rate(task))
    assert study.is_quick == is_quick


def _swapped(numbers, rate):
    weights, bias = numbers
    return weights, rate, bias

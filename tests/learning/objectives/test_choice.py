"""The fastest way that fits is chosen."""

import dataclasses

from core.learning import get_experiment
from core.learning.objectives import objective_of


def test_what_fits_is_chosen():
    names = {
        "find_peaks": "LogisticLoops",
        "find_peaks_two_layers": "LogisticLoops",
        "find_edges": "LogisticLoops",
        "recover_kernel": "SecondMoments",
        "denoise": "SecondMoments",
        "classify_gratings": "Backpropagation",
    }
    for name, kind in names.items():
        assert type(objective_of(get_experiment(name))).__name__ == kind
    task = get_experiment("recover_kernel")
    batches = dataclasses.replace(task.recommended, batch_size=64)
    assert type(objective_of(task, batches)).__name__ == "Squares"

"""A table to fill in with data of one's own, for each question of a comparison."""

from __future__ import annotations

import numpy as np

from core.export.files import File, signal_file
from core.study import BeforeAfter, Events
from core.study.examples import examples
from core.study.files import values_of

LENGTH = 3000  # samples: few enough to be looked at, enough for a verdict


def study_template(task: str) -> File:
    """The first signal among the examples of a task as CSV, in the columns in which the page takes one's own.

    >>> study_template("events").content.decode().splitlines()[0]
    'signal,event'
    >>> study_template("before_after").content.decode().splitlines()[0]
    'before,after'
    """
    made = (example.make() for example in examples(task).values())
    data, wanted = next((data, wanted) for data, wanted in made if data.ndim == 1)
    samples = values_of(data)[:LENGTH]
    if isinstance(wanted, Events):
        marks = np.zeros(len(samples), int)
        marks[[event for event in wanted.rows[0] if event < len(marks)]] = 1
        return signal_file("events", {"signal": samples.round(4), "event": marks})
    if isinstance(wanted, BeforeAfter):
        after = values_of(wanted.after[0])[:LENGTH]
        return signal_file("before_after", {"before": samples.round(4), "after": after.round(4)})
    return signal_file("noisy", {"signal": samples.round(4)})

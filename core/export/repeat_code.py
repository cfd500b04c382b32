"""A comparison on one's own data as lines for a notebook, which make it again."""

from __future__ import annotations

import textwrap

from core.study import BeforeAfter, Contest, Noisy

REPEAT = """\
from core.study import {task}, compare_on

# {given}
# in the same order, each read by core.data.{reader}(content, name);
# the package core is the dashboard's own: run these lines in a checkout
{events}study = compare_on(
    data,
    {what},
    sizes={sizes},
    folds={folds},
    seed={seed},
    networks={networks},
)
print(study.verdict.sentence)
"""


def repeat_code(study: Contest) -> str:
    """Lines of Python that make the comparison again, given its `data`, and `after` where these become something else.

    Events are written out, so that they need no file.
    """
    task = study.data.task
    kind = "signals" if study.data.ndim == 1 else "pictures"
    reader = "read_signal" if study.data.ndim == 1 else "read_image"
    settings = {
        "reader": reader,
        "sizes": study.sizes,
        "folds": study.folds,
        "seed": study.seed,
        "networks": study.networks,
    }
    if isinstance(task, BeforeAfter):
        given = f"data and after: the {kind} that were compared, as lists"
        return REPEAT.format(task="BeforeAfter", given=given, events="", what="BeforeAfter(tuple(after))", **settings)
    if isinstance(task, Noisy):
        given = f"data: the {kind} that were compared, as a list"
        return REPEAT.format(task="Noisy", given=given, events="", what="Noisy()", **settings)
    rows = textwrap.fill(f"events = {task.rows!r}", 100, break_long_words=False, subsequent_indent="    ")
    given = f"data: the {kind} that were compared, as a list"
    what = f"Events(events, tolerance={task.tolerance})"
    return REPEAT.format(task="Events", given=given, events=f"{rows}\n", what=what, **settings)

"""Runs that learn the same task, which alone can be drawn on one axis."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from core.figures import loss_chart, losses_chart
from core.runs import RunView, view_labels
from pages.parts.shell import say
from pages.parts.shell.service import visitor
from pages.parts.shell.show import chart

UNLIKE = "These runs learn different tasks, so that their losses cannot be compared: each task has a chart of its own."

Labelled = tuple[str, RunView]  # a run, and its name among those that it is shown with


def by_task(views: Sequence[RunView]) -> list[tuple[str, list[Labelled]]]:
    """The runs of each experiment with its title, and with short names: what differs among them."""
    order = list(dict.fromkeys(view.record.experiment.name for view in views))
    ordered = sorted(views, key=lambda view: order.index(view.record.experiment.name))
    groups = []
    for _, found in groupby(ordered, key=lambda view: view.record.experiment.name):
        group = list(found)
        title = group[0].record.experiment.title
        labels = view_labels(group, by=visitor())
        # the title of the task stands above: a run that nobody named is called by what differs
        names = [label.differs or label.title if label.title == title else label.whole for label in labels]
        groups.append((title, list(zip(names, group, strict=True))))
    return groups


def draw_losses(group: Sequence[Labelled], key: str) -> None:
    """The losses of runs of one experiment on one chart, and its terms."""
    if len(group) > 1:
        chart(losses_chart([(label, view.trajectory) for label, view in group]), key)
    else:
        chart(loss_chart(group[0][1].trajectory, None), key)
    say.explain_above()

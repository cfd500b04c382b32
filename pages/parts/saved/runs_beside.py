"""The losses of several runs on one chart: the run that is shown, and others beside it."""

from __future__ import annotations

from core.runs import DamagedRun, RunView, Service, StoreError, row_labels
from pages.parts.choose.several import several
from pages.parts.saved.run_address import BESIDE, beside_asked, opened_runs
from pages.parts.saved.run_groups import UNLIKE, by_task, draw_losses
from pages.parts.shell import say
from pages.parts.shell.service import viewed, visitor
from pages.parts.shell.show import warning_sentence

MOST_BESIDE, MOST_OFFERED = 5, 50


def pick_beside(runs: Service, view: RunView) -> list[RunView]:
    """Show a menu of runs of the same experiment and return the chosen ones that can be read."""
    record = view.record
    try:
        rows = runs.store.rows(
            experiment=record.experiment.name, limit=MOST_OFFERED, owner=visitor().key, opened=opened_runs()
        )
    except StoreError as error:
        warning_sentence(error)
        return []
    labels = row_labels(rows, by=visitor())
    titles = {row["id"]: label.whole for row, label in zip(rows, labels, strict=True) if row["id"] != record.id}
    chosen = [run for run in beside_asked() if run != record.id][:MOST_BESIDE]
    for run in chosen:
        # a chosen run may be older than those that are offered, or of another experiment
        titles.setdefault(run, f"run {run[:8]}")
    if not titles:
        return []
    hint = "choose runs of the same task"
    several("Losses of other runs beside it", titles, chosen, BESIDE, most=MOST_BESIDE, hint=hint)
    views = [each for run in chosen if (each := _view(runs, run)) is not None]
    if missing := len(chosen) - len(views):
        many = "One of the runs" if missing == 1 else f"{missing} of the runs"
        warning_sentence(StoreError(f"{many} beside this one cannot be shown: deleted, or incomplete in the address."))
    return [each for each in views if each.has_begun]


def _view(runs: Service, run: str) -> RunView | None:
    try:
        return runs.view(run)
    except (StoreError, DamagedRun):
        return None


def losses_beside(runs: Service | None, view: RunView, beside: list[RunView]) -> None:
    """Draw the losses of the runs beside this one; with a service, the live runs among them are read again."""
    # the player shows the loss of a run that is alone
    if not beside:
        return
    others = [each if runs is None or not each.record.is_live else viewed(runs, each.record.id) for each in beside]
    views = [view, *(each for each in others if each is not None)]
    groups = by_task(views)
    if len(groups) > 1:
        say.caption(UNLIKE)
    for number, (_, group) in enumerate(groups):
        draw_losses(group, f"converge_losses_{number}" if number else "converge_losses")

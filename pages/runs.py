"""The saved runs: find them, open them, compare them, and tidy up."""

from pages.parts.draw.prose import prose
from pages.parts.saved.run_bringing import offer_bringing
from pages.parts.saved.run_comparison import compare_runs
from pages.parts.saved.run_deletion import offer_deletion
from pages.parts.saved.run_list import pick_runs
from pages.parts.saved.run_tending import tend_run
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import heading
from pages.parts.shell.service import service

through_app()

heading("Runs", "Choose a saved run to tidy it, two or more to compare them.")
runs = service()
if runs is not None:
    chosen = pick_runs(runs)
    mine = [run.id for run in chosen if run.is_mine]
    if len(chosen) == 1:
        tend_run(runs, chosen[0].id, chosen[0].name)
    elif len(chosen) > 1:
        if mine:
            offer_deletion(runs, mine, chosen[0].name)
        compare_runs(runs, [run.id for run in chosen])
    offer_bringing(runs)
prose("runs")

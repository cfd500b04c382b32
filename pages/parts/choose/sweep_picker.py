"""Choosing the two settings of a sweep, how fine it is, and what of each run is drawn."""

from __future__ import annotations

from dataclasses import dataclass

from core.figures.sweep_map import SHOWN
from core.learning import (
    Experiment,
    GridOfRuns,
    ResolvedSettings,
    SweptSetting,
    critical_learning_rate,
    grid_of_runs,
    swept_settings,
)
from pages.parts.choose.widgets import menu, scale

ACROSS, UPWARDS = "learning_rate", "momentum"
COUNTS = (5, 10, 20, 40)
TOLERANCES = (0.1, 0.01, 0.001, 1e-6)
TITLES = {"steps": "Steps until within the tolerance", "score": "Score", "loss": "Last loss"}
# the ends of the widgets' keys on Converge
WIDGETS = {"momentum": "momentum", "initial_scale": "scale", "batch_size": "batch", "steps": "steps"}


@dataclass(frozen=True)
class ChosenSweep:
    """A grid of runs: its two settings, what is drawn of each run, and the study that computes it."""

    up: SweptSetting
    across: SweptSetting
    shown: str
    study: GridOfRuns


def pick_sweep(prefix: str, experiment: Experiment, settings: ResolvedSettings) -> ChosenSweep:
    """Show the widgets of a sweep and return what is chosen."""
    hint = "So many runs lie along each side of the map."
    count = scale("Values of each setting", COUNTS, 20, f"{prefix}_count", help_text=hint)
    offered = swept_settings(experiment, settings, count)
    first = ACROSS if ACROSS in offered else next(iter(offered))
    across = menu("Across", tuple(offered), first, f"{prefix}_across", title=lambda name: offered[name].title)
    others = tuple(name for name in offered if name != across)
    second = UPWARDS if UPWARDS in others else others[0]
    up = menu("Upwards", others, second, f"{prefix}_upwards", title=lambda name: offered[name].title)
    hint = "A run has converged when its loss, above the smallest possible one, is this share of its first loss."
    tolerance = scale("Tolerance", TOLERANCES, 0.001, f"{prefix}_tolerance", help_text=hint)
    title = {**TITLES, "score": experiment.score.title}
    shown = menu("Shown", SHOWN, "steps", f"{prefix}_shown", title=lambda name: title[name])
    study = grid_of_runs(
        experiment.name,
        {up: offered[up].values, across: offered[across].values},
        options=experiment.options,
        settings=settings,
        tolerance=tolerance,
    )
    return ChosenSweep(offered[up], offered[across], shown, study)


def choices_of_cell(chosen: ChosenSweep, cell: int) -> dict[str, str]:
    """The choices on Converge, by key, that train the run of a cell."""
    settings = chosen.study.cells[cell]
    experiment, resolved = chosen.study.resolved(settings)
    own = {parameter.name for parameter in experiment.parameters}
    return dict(_choice(experiment, resolved, name, value, is_own=name in own) for name, value in settings.items())


def about_run(chosen: ChosenSweep, cell: int) -> str:
    """What Converge says otherwise of the run of a cell: its verdict and its learning rate.

    A visitor who compares both would take them for two runs.
    """
    said = (
        "Converge shows the same run, with the same steps. *Within the tolerance* on the map: the loss, above the "
        f"smallest possible one, is at most {chosen.study.tolerance:g} of the first loss. The verdict on Converge has "
        "a measure of its own, which may be stricter."
    )
    settings = chosen.study.cells[cell]
    if "learning_rate" not in settings:
        return said
    experiment, resolved = chosen.study.resolved(settings)
    if not _is_share(experiment, resolved):
        return said
    share = resolved.learning_rate / critical_learning_rate(experiment)
    return f"{said} The learning rate {resolved.learning_rate:.3g} is {share:.3g} times the critical rate there."


def _is_share(experiment: Experiment, settings: ResolvedSettings) -> bool:
    """Whether Converge has the learning rate as a share of the critical one."""
    return experiment.is_linear and not settings.update_rule.moves_by_distance


def _choice(
    experiment: Experiment, settings: ResolvedSettings, name: str, value: object, *, is_own: bool
) -> tuple[str, str]:
    key = f"run_{experiment.name}"
    if is_own:
        return f"{key}_{name}", str(value)
    if name == "seed":
        return "run_seed", str(value)
    if name != "learning_rate":
        return f"{key}_{WIDGETS[name]}", str(value)
    if _is_share(experiment, settings):
        return f"{key}_rate", repr(settings.learning_rate / critical_learning_rate(experiment))
    return f"{key}_distance", repr(settings.learning_rate)

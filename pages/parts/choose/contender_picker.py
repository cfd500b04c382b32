"""Choosing which models are compared: those of a run, saved runs, and numbers of one's own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from core.kernels.written import read_weights, write_weights
from core.learning import Contender, Experiment
from pages.parts.choose.several import chosen_names, several
from pages.parts.choose.widgets import text
from pages.parts.shell.show import warning_sentence

MOST = 6
OWN = "own"


def pick_contenders(
    prefix: str, experiment: Experiment, offered: Sequence[Contender], saved: Mapping[str, str]
) -> tuple[list[Contender], list[str]]:
    """Show a menu of models and return the chosen ones, and the ids of the chosen saved runs.

    `offered` are always there, and chosen until somebody chooses; `saved` are titles of saved runs by id. Where one
    filter is learned, numbers of one's own can be given.
    """
    titles: dict[str, str] = {each.role: each.title for each in offered} | dict(saved)
    if experiment.is_linear:
        titles[OWN] = "Your own numbers"
    key = f"{prefix}_models"
    asked = [each for each in chosen_names(key) if each in titles][:MOST]
    chosen = asked or [each.role for each in offered]
    several("Compared", titles, chosen, key, most=MOST, hint="choose two or more")
    models = [each for each in offered if each.role in chosen]
    if OWN in chosen and (own := _own_numbers(prefix, experiment)) is not None:
        models.append(own)
    return models, [each for each in chosen if each in saved]


def _own_numbers(prefix: str, experiment: Experiment) -> Contender | None:
    """A field for the numbers of a filter of the experiment's shape; None, with a sentence, where they do not fit."""
    designed = experiment.designed.weights
    given = text("Your own numbers", f"{prefix}_numbers", placeholder=write_weights(designed))
    try:
        weights = read_weights(given, designed.ndim) if given else designed
        if weights.shape != designed.shape:
            size = " x ".join(map(str, designed.shape))
            raise ValueError(f"Your numbers have another size: give {size} of them, as the filters of this task have.")
    except ValueError as error:
        warning_sentence(error)
        return None
    named = {name: np.zeros(shape) for name, shape in experiment.model.shapes.items()}
    return Contender("other", "Your own numbers", named | {"weights": weights})

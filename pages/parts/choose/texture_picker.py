"""Choosing a network that names textures, its first layer, and a picture that it looks at."""

from __future__ import annotations

from typing import Any

from core.data import Image, describe_sample, get_image, sample_names
from core.learning import get_experiment
from core.learning.experiments.name_textures import FIRST_LAYER, NameTextures
from core.runs.shipped import DRAWS, EXAMPLES
from pages.parts.choose.choices import whole
from pages.parts.choose.data_picker import pick_input
from pages.parts.choose.experiment_picker import pick_options
from pages.parts.choose.own_files import offer_file
from pages.parts.choose.widgets import menu, scale, slider, switch
from pages.parts.shell import say
from pages.parts.shell.show import warning_sentence

NAME = "name_textures"
FIRST_EXAMPLES = 100
NUMBERS_OF_DRAWS = (2, 3, 5, 10)
VARIED = ("first_layer", "patches", "seed")
PATCH = "patch"


def pick_task(prefix: str) -> tuple[NameTextures, int, bool]:
    """Show the widgets; return the task, the draws at each point, and whether networks that ship are trained anew."""
    options = pick_options(NAME, prefix, without=VARIED)
    hint = "Each draw has other examples and other first numbers. The intervals come from their spread."
    draws = scale("Draws", NUMBERS_OF_DRAWS, DRAWS, f"{prefix}_draws", help_text=hint)
    hint = "The curve of the first choices comes with the dashboard. Switched on, its networks are trained here."
    anew = switch("Train it anew", f"{prefix}_anew", help_text=hint)
    say.caption(NameTextures.description)
    return _task(options), draws, anew


def _task(options: dict[str, Any]) -> NameTextures:
    try:
        task = get_experiment(NAME, **options)
    except ValueError as error:  # two options that do not go together
        warning_sentence(error)
        task = get_experiment(NAME)
    assert isinstance(task, NameTextures)  # noqa: S101 - tells the type checker
    return task


def pinned_examples(key: str) -> int:
    """The number of examples that is pinned on the curve."""
    asked = whole(f"{key}_pin")
    return asked if asked in EXAMPLES else FIRST_EXAMPLES


def pick_way(prefix: str) -> str:
    """Show a menu of the first layers and return the chosen one."""
    options = tuple(map(str, FIRST_LAYER.options))
    return menu("First layer", options, "learned", f"{prefix}_way", title=FIRST_LAYER.title_of)


def pick_picture(prefix: str, task: NameTextures) -> Image | int:
    """Show the widgets for a picture; return an image, or the number of a held-out patch, which the task has named."""
    key = f"{prefix}_picture"
    names = (PATCH, *sample_names(2))
    picked = pick_input(
        "Picture",
        names,
        PATCH,
        key,
        [Image],
        title=lambda name: "A patch that is held out" if name == PATCH else describe_sample(name).title,
    )
    if picked == PATCH:
        last = len(task.data.test_inputs)
        number = int(slider("Patch", 1, last, 1, f"{prefix}_patch", step=1, is_clamped=True))
        return number - 1
    offer_file(prefix, (Image,), key)
    data = get_image(picked) if isinstance(picked, str) else picked.data
    assert isinstance(data, Image)  # noqa: S101 - tells the type checker
    return data

"""Choosing the input of a filter: a sample with its parameters, or a file of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from core.data import Image, Signal, describe_sample, get_sample, sample_names, sample_parameters
from pages.parts.choose import choices
from pages.parts.choose.own_files import FILE_KEYS, Kind, OwnFile, offer_file, own_file
from pages.parts.choose.widgets import choose_all, menu
from pages.parts.shell import say

SHOWN_LENGTH = 96  # samples by default: few enough to see each of them
# earlier titles of pictures, which addresses that people have sent still hold
ONCE_KNOWN_AS = {"Impulse": "impulse_image", "Ramp": "ramp_image", "White noise": "noise_image"}


def pick_signal(prefix: str, default: str = "iid") -> Signal:
    """Show the widgets for a signal and return it."""
    picked = _pick(prefix, Signal, default)
    assert isinstance(picked, Signal)  # noqa: S101 - tells the type checker
    return picked


def pick_image(prefix: str, default: str = "camera") -> Image:
    """Show the widgets for an image and return it."""
    picked = _pick(prefix, Image, default)
    assert isinstance(picked, Image)  # noqa: S101 - tells the type checker
    return picked


def pick_input(
    label: str,
    names: Sequence[str],
    default: str,
    key: str,
    kinds: Sequence[Kind],
    *,
    title: Callable[[str], str],
    known_as: Mapping[str, str] | None = None,
    help_text: str = "",
    first: Kind | None = None,
) -> str | OwnFile:
    """A menu of samples and of the visitor's own files, which are in use until another input is chosen.

    `first` limits which kind of file is used before anything is chosen; with None any kind is.
    """
    files: dict[str, OwnFile] = {FILE_KEYS[kind]: file for kind in kinds if (file := own_file(kind)) is not None}
    asked = choices.chosen(key)
    picked = menu(
        label,
        (*files, *names),
        next((name for name in files if first in (None, files[name].kind)), default),
        key,
        title=lambda name: files[name].title if name in files else title(name),
        known_as=known_as,
        help_text=help_text,
    )
    if picked in files:
        # the address tells that a file is in use, although it cannot bring the file along
        choices.keep(key, picked)
        return files[picked]
    if asked is not None and asked in FILE_KEYS.values():
        choices.keep(key, asked)
        say.caption(
            "This address was made with somebody's own file, which is not here: it stays with that person, and only "
            "as long as the visit lasts. An example is shown instead."
        )
    return picked


def _pick(prefix: str, kind: Kind, default: str) -> Signal | Image:
    key, ndim = f"{prefix}_sample", 1 if kind is Signal else 2
    picked = pick_input(
        "Input",
        sample_names(ndim),
        default,
        key,
        [kind],
        title=lambda name: describe_sample(name).title,
        known_as=ONCE_KNOWN_AS if kind is Image else None,
    )
    parameters: dict[str, Any] = {}
    if isinstance(picked, str):
        parameters = choose_all(sample_parameters(picked), f"{prefix}_{picked}", {"length": SHOWN_LENGTH})
    offer_file(prefix, (kind,), key)
    return get_sample(picked, **parameters) if isinstance(picked, str) else picked.data

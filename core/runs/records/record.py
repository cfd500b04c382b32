"""The record of a run: all about it except its snapshots."""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata
from typing import Any

from core.learning import Experiment, ResolvedSettings

STATUSES = ("running", "waiting", "paused", "finished", "diverged", "stopped", "failed")
LIVE = ("running", "waiting", "paused")  # may still go on; one that waits trains once a place is free
ENDED_BY_TRAINING = ("finished", "diverged")  # neither by a person nor by a failure
ID = re.compile("[0-9a-f]{32}")
LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG = 200, 10_000, 60  # characters
MOST_TAGS = 20

PACKAGES = ("numpy", "torch", "llvmlite")  # on which the numbers of a run depend

Change = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class RunRecord:
    """A run: its experiment and settings, and how far it is.

    `settings` are those that the run began with, `changes` the later changes with their steps. `parent` and
    `parent_step` name the run and the step that it branched from. `created` and `updated` are seconds since 1970.
    `metrics` are measured on held-out data at the last step that was saved. `owner` is the key of the visitor who owns
    the run, `data_owner` the key of the visitor who brought its data; both are None on one's own machine.
    """

    id: str
    name: str
    experiment: Experiment
    settings: ResolvedSettings
    status: str
    step: int
    loss: float
    metrics: dict[str, float]
    changes: tuple[Change, ...] = ()
    note: str = ""
    tags: tuple[str, ...] = ()
    parent: str | None = None
    parent_step: int | None = None
    versions: tuple[tuple[str, str], ...] = ()
    created: float = 0.0
    updated: float = 0.0
    owner: str | None = None
    data_owner: str | None = None

    @property
    def steps(self) -> int:
        """The number of steps of the whole run."""
        return self.settings.steps

    @property
    def is_live(self) -> bool:
        """Whether it may still go on."""
        return self.status in LIVE


def installed_versions() -> dict[str, str]:
    """The versions of the libraries that train runs here."""
    return {package: metadata.version(package) for package in PACKAGES}


def new_id() -> str:
    """128 random bits as 32 hexadecimal digits, so that nobody can guess the address of another's run.

    >>> is_id(new_id())
    True
    """
    return secrets.token_hex(16)


def is_id(text: object) -> bool:
    """Whether a text, for example from an address, has the form of a run's id."""
    return isinstance(text, str) and ID.fullmatch(text) is not None


def changed(settings: ResolvedSettings, changes: Iterable[Change]) -> ResolvedSettings:
    """The settings after these changes."""
    for _, change in changes:
        settings = dataclasses.replace(settings, **change)
    return settings

"""What is known of a run without its numbers."""

from __future__ import annotations

import dataclasses
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from core.learning import Experiment, ResolvedSettings

STATUSES = ("running", "paused", "finished", "diverged", "stopped", "failed")
LIVE = ("running", "paused")  # may still go on
ENDED_BY_TRAINING = ("finished", "diverged")  # of its own accord
ID = re.compile("[0-9a-f]{32}")
LONGEST_NAME, LONGEST_NOTE, LONGEST_TAG = 200, 10_000, 60  # signs
MOST_TAGS = 20

Change = tuple[int, dict[str, Any]]


@dataclass(frozen=True)
class RunRecord:
    """A run: what it was asked to do, and how far it is.

    `settings` are those that the run began with, `changes` what was changed at which step. `parent` and `parent_step`
    name the run and the step that it branched from. `created` and `updated` are seconds since 1970. `metrics` are those
    on held-out data at the last step that was saved. `owner` is the key of the visitor whose run it is, `data_owner`
    that of the one whose own data it was trained on; None on one's own machine.
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
        """Steps that the run is to have."""
        return self.settings.steps

    @property
    def is_live(self) -> bool:
        """Whether it may still go on."""
        return self.status in LIVE


def new_id() -> str:
    """128 random bits, as 32 signs: nobody guesses the address of another's run.

    >>> is_id(new_id())
    True
    """
    return secrets.token_hex(16)


def is_id(text: object) -> bool:
    """Whether a text, from an address say, can be a run's id."""
    return isinstance(text, str) and ID.fullmatch(text) is not None


def changed(settings: ResolvedSettings, changes: Iterable[Change]) -> ResolvedSettings:
    """The settings after these changes."""
    for _, change in changes:
        settings = dataclasses.replace(settings, **change)
    return settings

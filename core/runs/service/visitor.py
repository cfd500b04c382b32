"""Visitors of the dashboard, and what they may do with a run."""

from __future__ import annotations

from dataclasses import dataclass

from core.runs.store.database import StoreError
from core.runs.store.places import Holder

SOMEBODY_ELSES = "This run is somebody else's: you can watch it, compare it, and branch a run of your own from it."
MOST_RUNS, MOST_BYTES = 200, 50 * 2**20  # that one visitor of a hosted dashboard may keep


class NotYours(StoreError):
    """A run that belongs to somebody else; the text says what can be done with it."""


@dataclass(frozen=True)
class Visitor:
    """A person who uses this dashboard.

    `key` is the owner of the visitor's runs; None on one's own machine, where all runs are one's own. In a `slot` one
    run may train at a time, whoever shares it; "" sets no such limit. Visitors of one network share an `address`. Of
    somebody who has signed in, `browser` is the key that their browser has without an account.

    >>> Visitor("anna").may_control("anna"), Visitor("anna").may_control(None), Visitor().may_control("anna")
    (True, False, True)
    """

    key: str | None = None
    slot: str = ""
    address: str | None = None
    browser: str | None = None

    @property
    def holder(self) -> Holder:
        """Who holds the place of a run that this visitor starts."""
        return Holder(self.slot, self.address)

    def may_control(self, owner: str | None) -> bool:
        """Whether the visitor may pause, rename and delete a run of this owner, and download its data."""
        return self.key is None or self.key == owner


OWN_MACHINE = Visitor()


def check_may_control(visitor: Visitor, owner: str | None) -> None:
    """Raise NotYours where a visitor may only watch the runs of this owner."""
    if not visitor.may_control(owner):
        raise NotYours(SOMEBODY_ELSES)

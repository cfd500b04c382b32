"""Who asks for something, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass

from core.runs.store.database import StoreError

SOMEBODY_ELSES = "This run is somebody else's: you can watch it, compare it, and branch a run of your own from it."
MOST_RUNS, MOST_BYTES = 200, 50 * 2**20  # that one visitor of a hosted dashboard may keep


class NotYours(StoreError):
    """A run that somebody else keeps; the text says what can be done with it."""


@dataclass(frozen=True)
class Visitor:
    """Whoever has this dashboard before them.

    `key` names whose runs are theirs; None on one's own machine, where all are. Of all who share a `place`, one run
    may train at a time; "" sets no such limit.

    >>> Visitor("anna").may_lead("anna"), Visitor("anna").may_lead(None), Visitor().may_lead("anna")
    (True, False, True)
    """

    key: str | None = None
    place: str = ""

    def may_lead(self, owner: str | None) -> bool:
        """Whether they may pause, rename and delete a run of this owner, and take along its data."""
        return self.key is None or self.key == owner


OWN_MACHINE = Visitor()


def check_may_lead(visitor: Visitor, owner: str | None) -> None:
    """Raise NotYours where a visitor may do no more than look."""
    if not visitor.may_lead(owner):
        raise NotYours(SOMEBODY_ELSES)

"""Computations that take longer than a page may: in pieces, in processes beside the server, while somebody looks.

A *study* names its pieces and what is concluded from all of them. Equal studies are computed once, whoever looks.
"""

from core.background.background import Background
from core.background.progress import Progress
from core.background.sharing import SharedBackground
from core.background.study import AtOnce, GoesOn, SoFar, Study, done_at_once, worked_on

__all__ = [
    "AtOnce",
    "Background",
    "GoesOn",
    "Progress",
    "SharedBackground",
    "SoFar",
    "Study",
    "done_at_once",
    "worked_on",
]

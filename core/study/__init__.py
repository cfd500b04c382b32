"""One's own data: designed filters against learned ones, on parts held out from both, and how sure the verdict is."""

from core.study.before_after import BeforeAfter
from core.study.certainty import Interval
from core.study.compare import compare_on, contest
from core.study.contest import Contest
from core.study.events import Events
from core.study.noisy import Noisy
from core.study.outcome import Contestant, Outcome, Side
from core.study.verdict import Verdict
from core.study.winner import Winner

__all__ = [
    "BeforeAfter",
    "Contest",
    "Contestant",
    "Events",
    "Interval",
    "Noisy",
    "Outcome",
    "Side",
    "Verdict",
    "Winner",
    "compare_on",
    "contest",
]

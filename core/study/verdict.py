"""Is a learned filter worth it on these data? In a word, and in a sentence with figures."""

from __future__ import annotations

from dataclasses import dataclass

from core.learning.score import Score
from core.study.certainty import Interval

MOST_TIMES = 100  # as much data: beyond that the number says no more


@dataclass(frozen=True)
class Verdict:
    """What may be said.

    `kind` is "learned" or "designed" where one is certainly better and its gain, as measured, is worth having; "not
    worth it" where the learned one certainly gains less than that, or neither is certainly better than chance; "cannot
    be said" where the data do not decide.
    `gain` is what the learned side gains; `times` is how many times as much data would decide, None where they do.
    """

    kind: str
    gain: Interval
    sentence: str
    times: float | None = None

    @property
    def is_for_a_side(self) -> bool:
        """Whether one side is better by enough."""
        return self.kind in ("learned", "designed")


def verdict_of(gain: Interval, score: Score, learned: str, designed: str, cost: str, chance: str = "") -> Verdict:
    """The verdict on a gain of the learned side with its bounds; `cost` is a sentence on what both cost.

    Where even the better side is not certainly better than what knows nothing of the data, `chance` names that: no gain
    is worth having then.

    >>> score = Score("psnr", "PSNR", 0.5, "Less than 0.5 dB is hardly seen.", unit="dB")
    >>> verdict_of(Interval(2.0, 1.5, 2.5), score, "Two layers", "Gaussian", "It costs more.").kind
    'learned'
    >>> verdict_of(Interval(0.1, -0.2, 0.3), score, "Two layers", "Gaussian", "It costs more.").kind
    'not worth it'
    >>> verdict_of(Interval(0.5, -1.0, 2.0), score, "Two layers", "Gaussian", "It costs more.").times
    9.0
    """
    worth = score.worth
    bounds = f"{score.signed(gain.value)}, between {score.signed(gain.low)} and {score.signed(gain.high)}"
    sure = f"{bounds} with 95 % confidence"
    is_learned = gain.low > 0 and gain.value >= worth
    is_designed = gain.high < 0 and gain.value <= -worth
    if chance and (is_learned or is_designed):
        return Verdict(
            "not worth it",
            gain,
            f"Not worth it: neither {learned} nor {designed} is certainly better than {chance}, which know nothing of "
            f"the data. Learning gains {sure}. {cost}",
        )
    if is_learned:
        return Verdict("learned", gain, f"Learned is better: {learned} beats {designed} by {sure}. {cost}")
    if is_designed:
        return Verdict(
            "designed", gain, f"Designed is better: {designed} beats {learned}; learning gains {sure}. {cost}"
        )
    if gain.high < worth:
        return Verdict(
            "not worth it",
            gain,
            f"Not worth it: {learned} gains {sure} over {designed}, less than the {score.written(worth)} that would be "
            f"worth having. {cost}",
        )
    times = _times(gain, worth)
    much = f"{'about' if times < MOST_TIMES else 'more than'} {min(times, MOST_TIMES):.0f} times as much data"
    return Verdict(
        "cannot be said",
        gain,
        f"Cannot be said: {learned} gains {sure} over {designed}, where {score.written(worth)} would be worth having. "
        f"To decide, {much} would be needed. {cost}",
        times,
    )


def _times(gain: Interval, worth: float) -> float:
    """How many times as much data decide, if the gain stays what it is: bounds narrow with the root of the data.

    A gain that is worth having, for either side, is certain once its bounds leave out 0; any other is not worth having
    once they leave out what would be. Less than twice as much is not asked for: bounds are no more exact than that.
    """
    if gain.value >= worth:
        room, reach = gain.value, gain.value - gain.low
    elif gain.value <= -worth:
        room, reach = -gain.value, gain.high - gain.value
    else:
        room, reach = worth - gain.value, gain.high - gain.value
    return float(max(2.0, (reach / max(room, 1e-12)) ** 2))

"""What may be said of a gain with its bounds."""

import pytest

from core.learning.score import Score
from core.study.certainty import Interval
from core.study.verdict import verdict_of

SHARE = Score("f1", "F1", 0.02, "Less than 0.02 is one event in fifty.")
SCORE = Score("psnr", "PSNR", 0.5, "Less than 0.5 dB is hardly seen.", unit="dB")


@pytest.mark.parametrize(
    ("gain", "kind", "sentence", "times"),
    [
        (
            Interval(2.0, 1.5, 2.5),
            "learned",
            "Learned is better: L beats D by +2.00 dB, between +1.50 dB and +2.50 dB with 95 % confidence. Cost.",
            None,
        ),
        (
            Interval(-2.0, -2.5, -1.5),
            "designed",
            "Designed is better: D beats L; learning gains −2.00 dB, between −2.50 dB and −1.50 dB with 95 % "
            "confidence. Cost.",
            None,
        ),
        (
            Interval(-0.01, -0.02, -0.001),
            "not worth it",
            "Not worth it: L gains −0.01 dB, between −0.02 dB and 0.00 dB with 95 % confidence over D, less than the "
            "0.50 dB that would be worth having. Cost.",
            None,
        ),
        (
            Interval(0.6, -0.9, 2.1),
            "cannot be said",
            "Cannot be said: L gains +0.60 dB, between −0.90 dB and +2.10 dB with 95 % confidence over D, where "
            "0.50 dB would be worth having. To decide, about 6 times as much data would be needed. Cost.",
            6.25,
        ),
    ],
)
def test_each_kind_of_verdict_has_its_sentence(gain, kind, sentence, times):
    found = verdict_of(gain, SCORE, "L", "D", "Cost.")
    assert (found.kind, found.sentence) == (kind, sentence)
    assert found.times == (None if times is None else pytest.approx(times))


def test_a_gain_that_is_certain_but_may_be_too_small_is_left_open():
    assert verdict_of(Interval(0.4, 0.2, 0.6), SCORE, "L", "D", "").kind == "cannot be said"


@pytest.mark.parametrize(("low", "value", "high"), [(0.1, 0.2, 0.3), (-0.3, -0.2, -0.1)])
def test_a_gain_of_what_may_be_chance_is_not_worth_it(low, value, high):
    made = verdict_of(Interval(value, low, high), SHARE, "'One filter'", "'Ricker'", "It costs.", "'Guesses'")
    assert made.kind == "not worth it"
    assert made.sentence == (
        "Not worth it: neither 'One filter' nor 'Ricker' is certainly better than 'Guesses', which know nothing of "
        f"the data. Learning gains {SHARE.signed(value)}, between {SHARE.signed(low)} and {SHARE.signed(high)} with "
        "95 % confidence. It costs."
    )


def test_what_cannot_be_said_stays_so_where_it_may_be_chance():
    kinds = {verdict_of(Interval(0.0, -0.6, 0.6), SHARE, "a", "b", "", chance).kind for chance in ("", "'Guesses'")}
    assert kinds == {"cannot be said"}


@pytest.mark.parametrize(
    ("gain", "times"),
    [
        # certain once the bounds leave out 0: half of the distance, four times the data
        (Interval(1.0, -1.0, 2.0), 4.0),
        (Interval(-1.0, -2.0, 2.0), 9.0),
        # not worth having once they leave out 0.5
        (Interval(0.25, -0.5, 1.0), 9.0),
        (Interval(-0.4, -2.0, 2.3), 9.0),
        # never less than twice
        (Interval(0.6, -0.1, 1.2), 2.0),
    ],
)
def test_how_much_more_would_decide_follows_from_what_is_to_be_left_out(gain, times):
    assert verdict_of(gain, SCORE, "L", "D", "").times == pytest.approx(times)


def test_a_gain_just_below_what_is_worth_having_is_not_decided_by_a_little_more():
    made = verdict_of(Interval(0.49, 0.04, 0.94), SCORE, "L", "D", "")
    assert made.times == pytest.approx(2025.0)
    assert "more than 100 times as much data would be needed" in made.sentence

"""Every sample of a signal can be shown, and a part follows the pinned sample without jumping at each step."""

from hypothesis import given
from hypothesis import strategies as st

from core.figures.part import first_around, last_first, lengths_of, part_from, step_of

SAMPLES = st.integers(1, 1_000_000)


@given(samples=SAMPLES, data=st.data())
def test_a_part_around_a_sample_has_it(samples, data):
    length = data.draw(st.sampled_from(lengths_of(samples)))
    at = data.draw(st.integers(0, samples - 1))
    part = part_from(samples, length, first_around(samples, length, at))
    assert part.start <= at < part.stop
    assert part.start >= 0
    assert part.stop <= samples
    assert len(part) == length


@given(samples=st.integers(30, 5000), data=st.data())
def test_of_neighbouring_samples_most_get_the_same_part(samples, data):
    length = data.draw(st.sampled_from(lengths_of(samples)[:-1]))
    firsts = [first_around(samples, length, at) for at in range(samples)]
    assert len(set(firsts)) <= 2 + samples // (2 * step_of(length))
    assert all((first - 1) % step_of(length) == 0 for first in firsts)


@given(samples=st.integers(30, 1_000_000), data=st.data())
def test_the_last_place_of_a_part_reaches_the_last_sample(samples, data):
    length = data.draw(st.sampled_from(lengths_of(samples)[:-1]))
    assert part_from(samples, length, last_first(samples, length)).stop == samples
    assert part_from(samples, length, 1).start == 0


def test_short_signals_are_shown_whole():
    assert lengths_of(10) == (10,)
    assert lengths_of(20) == (20,)
    assert lengths_of(3000) == (20, 50, 100, 200, 500, 1000, 2000, 3000)

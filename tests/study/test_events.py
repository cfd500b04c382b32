"""Events in a signal: a planted wave is found by its matched filter and by learned ones; labels of noise are not."""

import numpy as np
import pytest

from core.data import Image, Signal, get_signal
from core.study import Events, compare_on
from core.study.compare import contest
from core.study.method_results import event_template

WAVE = np.array([0.0, 0.3, 1.0, -0.6, 0.4, -0.2, 0.0])


def waves(seed, count=6000, noise=0.3):
    rng = np.random.default_rng(seed)
    events = np.sort(rng.choice(np.arange(50, count - 50, 20), count // 50, replace=False))
    samples = rng.normal(0.0, noise, count)
    for event in events:
        samples[event - 3 : event + 4] += WAVE
    return Signal("own", "Own", samples), Events(tuple(events.tolist()), tolerance=3)


def score_of(study, name):
    return next(row.score.value for row in study.rows if row.name == name)


@pytest.mark.parametrize("seed", range(3))
def test_the_matched_filter_is_best_under_white_noise_and_a_learned_one_comes_near(seed):
    study = compare_on(*waves(seed), sizes=(3, 9, 15), networks=False)
    assert study.score.title == "F1"
    assert study.designed.title == "Matched filter"
    assert score_of(study, "matched") > max(score_of(study, "signal"), score_of(study, "ricker")) + 0.05
    assert score_of(study, "one_filter") > score_of(study, "matched") - 0.08
    assert study.verdict.kind != "learned"
    weights = study.winner.settings["weights"]
    wave = np.pad(WAVE, (len(weights) - 7) // 2)
    assert np.corrcoef(weights, wave)[0, 1] > 0.95


def test_a_learned_winner_brings_its_threshold():
    # what happens is that a sample is large, whatever its sign: no single filter tells where
    rng = np.random.default_rng(0)
    samples = rng.normal(0.0, 0.2, 4000)
    events = np.arange(50, 3950, 40)
    samples[events] += rng.choice([-2.0, 2.0], len(events))
    signal = Signal("own", "Own", samples)
    study = compare_on(signal, Events(tuple(events.tolist()), tolerance=0), sizes=(3, 5))
    assert study.verdict.kind == "learned"
    assert study.winner.title == "Two layers"
    answers = study.winner.apply(samples)
    found = np.flatnonzero(answers > study.winner.settings["threshold"])
    near = np.abs(found[:, np.newaxis] - events).min(axis=1)
    assert np.mean(near == 0) > 0.95
    assert len(np.unique(np.abs(found[:, np.newaxis] - events).argmin(axis=1))) > 0.95 * len(events)


@pytest.mark.parametrize("seed", range(3))
def test_labels_of_pure_noise_are_never_worth_a_filter(seed):
    rng = np.random.default_rng(seed)
    events = tuple(np.sort(rng.choice(3000, 90, replace=False)).tolist())
    signal = Signal("own", "Own", rng.normal(size=3000))
    study = compare_on(signal, Events(events, tolerance=2), sizes=(3, 9), networks=False)
    assert study.verdict.kind in ("not worth it", "cannot be said")


def test_a_matched_filter_is_made_without_the_events_that_are_held_out():
    signal, task = waves(0)
    study = contest(signal, task, sizes=(3, 9))
    loud = np.array(signal.samples)
    ((start, _),), ((_, end),) = (study.division.tiles[study.division.of_fold(1)[at]].box for at in (0, -1))
    loud[start:end] *= 100
    changed = contest(Signal("own", "Own", loud), task, sizes=(3, 9))
    np.testing.assert_array_equal(event_template(study, 9, 1), event_template(changed, 9, 1))
    assert not np.allclose(event_template(study, 9, 0), event_template(changed, 9, 0))


@pytest.mark.parametrize(
    ("task", "message"),
    [
        (
            Events((1, 2, 600)),
            "samples of events: 600 lies outside of the data, which go from 0 to 599. Give events inside.",
        ),
        (Events((3,)), "samples of events: 1 came, and at least 3 are needed."),
        (Events(tuple(range(0, 600, 20)), tolerance=-1), "tolerance=-1 is not allowed: give 0 or more samples."),
        (Events(((1,), (2,))), "samples of events: 2 lists came for 1 file of data. Give a list for each."),
        (
            Events(tuple(range(600))),
            "samples of events: 600 came, and 600 samples have room for 300 at most. Give only those at which something "
            "happens.",
        ),
    ],
)
def test_events_that_do_not_belong_are_refused(task, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        compare_on(Signal("own", "Own", np.arange(600.0)), task)
    assert str(caught.value) == message


def test_the_file_that_an_event_does_not_lie_in_is_named():
    files = [Signal("own", "Own", np.arange(float(count))) for count in (600, 500, 600)]
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        compare_on(files, Events(((10, 20), (10, 550), (5,))))
    assert str(caught.value) == (
        "samples of events: 550 lies outside of file 2, which goes from 0 to 499. Give events inside."
    )


@pytest.mark.parametrize(("samples", "parts"), [((450, 480, 500), "1 and 3"), ((100, 480, 500), "1 and 3")])
def test_events_in_fewer_than_three_parts_are_refused(samples, parts):
    signal = Signal("own", "Own", np.random.default_rng(0).normal(size=1000))
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        contest(signal, Events(samples), sizes=(3, 5))
    assert str(caught.value) == (
        f"samples of events: while parts {parts} of 5 are held out, no event is left to learn from. Bring events from "
        "three parts at least, not from the ends alone."
    )


def test_training_is_stopped_by_a_part_that_has_events():
    signal = Signal("own", "Own", np.random.default_rng(0).normal(size=1000))
    study = contest(signal, Events((50, 90, 450, 500, 540, 900)), sizes=(3, 5))
    for fold in range(6):
        assert study.stopping(fold) in {0, 2} - {fold}
    half = study.division.halves(1, study.stopping(1))[1]
    assert study.data.events_in(study.division)[list(half)].any()


def test_half_of_all_samples_may_be_events():
    signal = Signal("own", "Own", np.random.default_rng(0).normal(size=600))
    assert sum(map(len, contest(signal, Events(tuple(range(0, 600, 2))), sizes=(3,)).data.events)) == 300


def test_events_happen_in_signals():
    with pytest.raises(ValueError, match=r"^data has pictures: events are looked for in signals\.$"):
        compare_on(Image("p", "P", np.zeros((50, 50))), Events((1,)))


def test_of_three_heartbeats_nothing_can_be_said_however_well_all_are_found():
    heart = get_signal("ecg")
    beats = Events((190, 518, 848), tolerance=5)
    study = compare_on(heart, beats, sizes=(3, 9), networks=False)
    assert study.verdict.kind == "cannot be said"
    assert study.designed.score.value == study.learned.score.value == 1.0
    assert study.learned.score.high == 1.0
    # with 95 % confidence on both sides: what three events could still bring
    assert study.verdict.gain.high == pytest.approx(1 - 0.025 ** (1 / 3))

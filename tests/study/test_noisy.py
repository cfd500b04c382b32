"""Noise without a clean version: predictions that see no own sample, estimates beside the truth, what is taken away."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import gaussian_filter1d
from scipy.signal import lfilter

from core.background import done_at_once
from core.convolution import correlate
from core.data import Image, Signal
from core.export.repeat_code import repeat_code
from core.export.report_words import kind
from core.export.winner_code import winner_code
from core.study import BeforeAfter, Noisy, Side, compare_on, contest
from core.study.blind import blind_methods, own_weights, passes, scored_samples, share_of_own, without_centre
from core.study.layers import network
from core.study.pieces import FilterSize, NetworkWithout
from core.study.single import answers_of, single_filters
from core.study.sums import fitted
from core.study.winner import winner_of

SIZES = (3, 5, 9)
METHODS = [(ndim, method) for ndim in (1, 2) for method in blind_methods(ndim, 4**ndim)]


def smooth(seed, count=4000):
    return lfilter([1], [1, -0.95], np.random.default_rng((seed, 1)).normal(size=count))


def noisy(seed, clean, sigma=2.0):
    return clean + np.random.default_rng((seed, 2)).normal(0.0, sigma, clean.shape)


def signal(samples):
    return Signal("own", "Own", samples)


def compared(samples, **options):
    return compare_on(signal(samples), Noisy(), **{"sizes": SIZES, "networks": False, **options})


def place_of(data, share):
    return np.unravel_index(int(share * data.size), data.shape)


@pytest.mark.parametrize(("ndim", "method"), METHODS, ids=lambda value: getattr(value, "name", value))
def test_no_designed_method_sees_the_sample_it_predicts_at_the_edge_either(ndim, method):
    data = np.random.default_rng(0).normal(0.5, 0.1, (60,) if ndim == 1 else (20, 22))
    for setting in method.choices:
        before = method.apply(data, 0.1, **setting)
        assert np.isfinite(before).all()  # as many passes as it takes to hide each sample once
        for share in (0.0, 0.04, 0.5, 0.999):
            place, changed = place_of(data, share), data.copy()
            changed[place] += 5.0
            assert method.apply(changed, 0.1, **setting)[place] == pytest.approx(before[place], abs=1e-10)


@settings(max_examples=20, deadline=None)
@given(st.floats(0.1, 0.9), st.booleans(), st.integers(0, 3))
def test_no_learned_filter_sees_the_sample_it_predicts(share, is_picture, fold):
    study, found = trained(is_picture)
    (data,) = study.data.inputs
    place, changed = place_of(data, share), data.copy()
    place = tuple(np.clip(place, 9, np.array(data.shape) - 10))
    changed[place] += 100.0
    for size in study.sizes:
        for coefficients in (found[size].best.coefficients[fold], found[size].trained.coefficients[fold]):
            assert coefficients[size**data.ndim // 2] == 0.0
            kernel = coefficients[:-1].reshape(study.shape(size))
            one, other = (correlate(each, kernel, boundary="mirror")[place] for each in (data, changed))
            assert one == pytest.approx(other, abs=1e-9)
    made = networks_of(is_picture).network
    middle = tuple(length // 2 for length in made.model.filter_shape)
    assert (made.parameters["weights"][(slice(None), *middle)] == 0.0).all()
    assert made.apply(changed)[place] == pytest.approx(made.apply(data)[place], abs=1e-9)


def kept(make):
    known = {}

    def again(key):
        if key not in known:
            known[key] = make(key)
        return known[key]

    return again


@kept
def trained(is_picture):
    clean = smooth(0, 24 * 50).reshape(24, 50) / 40 + 0.5 if is_picture else smooth(0, 800)
    data = Image("o", "O", np.clip(noisy(0, clean, 0.1), 0, 1)) if is_picture else signal(noisy(0, clean))
    study = contest(data, Noisy(), sizes=(3,) if is_picture else SIZES, folds=4)
    return study, {size: single_filters(study, size) for size in study.sizes}


@kept
def networks_of(is_picture):
    return network(trained(is_picture)[0], 1)


def test_a_fit_without_its_middle_tap_is_that_of_the_other_taps():
    rng = np.random.default_rng(0)
    rows = np.vstack([rng.normal(size=(5, 80)), np.ones(80), rng.normal(size=80)])
    others = rows[[0, 1, 3, 4, 5]].T
    expected = np.linalg.lstsq(others, rows[-1], rcond=None)[0]
    found = without_centre(fitted)(rows @ rows.T)
    assert found[2] == 0.0
    np.testing.assert_allclose(np.delete(found, 2), expected, rtol=1e-9)


@pytest.mark.parametrize(("kernel", "shape"), [((9,), (7,)), ((5, 3), (6, 7)), ((9, 9), (5, 12))])
def test_the_own_weight_of_a_sample_is_what_an_impulse_answers(kernel, shape):
    weights = np.random.default_rng(0).normal(size=kernel)
    found = own_weights(weights, shape)
    for place in np.ndindex(shape):
        impulse = np.zeros(shape)
        impulse[place] = 1.0
        assert correlate(impulse, weights, boundary="mirror")[place] == pytest.approx(found[place], abs=1e-12)


@given(st.integers(1, 2), st.integers(1, 16))
def test_each_pass_hides_other_samples_and_all_together_hide_all(ndim, count):
    most = 4**ndim
    count = min(count, most)
    shape = (20,) * ndim
    assert scored_samples(shape, count).sum() == count * 20**ndim // most
    assert passes(20**ndim, ndim) == most


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("sigma", [0.5, 1.0, 2.0])
def test_the_estimated_error_is_that_from_the_clean_signal_within_six_hundredths_of_the_noise(seed, sigma):
    clean = slow(seed)
    study = contest(signal(noisy(seed, clean, sigma)), Noisy(), sizes=(3, 9), networks=False)
    judge = study.data.judge
    found = {size: study.work(FilterSize(size)).best for size in study.sizes}
    for size in study.sizes:
        tallies, total = found[size].tallies.sum(axis=0), 0.0
        for fold in range(study.folds):
            (answer,) = answers_of(study, found[size].coefficients[fold], size)
            for tile in study.division.of_fold(fold):
                part = slice(*study.division.tiles[tile].box[0])
                total += np.sum((answer[part] - clean[part]) ** 2)
        true = total / tallies[0]
        assert tallies[0] == len(clean) - 8
        assert judge.error(tallies) == pytest.approx(true, abs=0.06 * sigma**2)
        if size == 3:
            assert judge.scored(tallies) == pytest.approx(10 * np.log10(np.var(clean) / true), abs=0.6)


def slow(seed):
    return 10 * gaussian_filter1d(np.random.default_rng((seed, 1)).normal(size=8000), 6)


@pytest.mark.parametrize("seed", range(3))
def test_of_pure_noise_nothing_is_worth_learning(seed):
    study = compared(5.0 + np.random.default_rng(seed).normal(size=3000))
    assert study.verdict.kind in ("not worth it", "cannot be said")
    assert study.winner.title == "Mean of all"
    assert np.mean((study.winner.apply(noisy(9, np.full(3000, 5.0), 1.0)) - 5.0) ** 2) < 0.01


def test_a_wave_that_no_designed_method_keeps_is_learned_and_the_winner_beats_its_blind_predictions():
    clean = 3 * np.cos(1.9 * np.arange(4000)) + 2 * np.cos(2.6 * np.arange(4000))
    samples = noisy(0, clean, 1.0)
    study = compared(samples)
    assert study.verdict.kind == "learned"
    assert study.score.title == "Estimated SNR"
    weights, bias = study.winner.settings["weights"], study.winner.settings["bias"]
    answers = study.winner.apply(samples)
    np.testing.assert_allclose(answers, correlate(samples, weights, boundary="mirror") + bias, atol=1e-9)
    own = weights[len(weights) // 2]
    assert 0.0 < own < 1.0
    predictions = (answers - own * samples) / (1 - own)
    assert np.mean((answers - clean) ** 2) < 0.95 * np.mean((predictions - clean) ** 2)


def test_two_layers_are_mixed_with_the_sample_itself_and_stay_two_layers():
    clean = np.abs(smooth(0, 500)) + 3 * np.cos(1.9 * np.arange(500))
    samples = noisy(0, clean, 1.0)
    study = contest(signal(samples), Noisy(), sizes=(3,))
    outcome = compared(samples, sizes=(3,), networks=True)
    row = next(row for row in outcome.rows if row.name == "two_layers")
    learned = Side("learned", (row,) * study.folds, row.tallies, row.score)
    made = study.work(NetworkWithout(study.folds))
    found = {NetworkWithout(study.folds): made}
    plain = winner_of(study, found, learned)
    taken = study.data.taken_away(replace(outcome, learned=learned, winner=plain)).winner
    share = share_of_own(float(study.data.judge.error(learned.tallies.sum(axis=0))), study.data.noise**2)
    assert taken.settings["own_share"] == share
    assert 0.0 < share < 1.0
    expected = (1 - share) * made.network.apply(samples) + share * samples
    np.testing.assert_allclose(taken.apply(samples), expected, atol=1e-9)


@given(st.floats(0.01, 10.0), st.floats(0.01, 10.0), st.floats(0.0, 1.0))
def test_no_other_weight_of_the_sample_leaves_a_smaller_error(error, noise, other):
    def left(share):
        return (1 - share) ** 2 * error + share**2 * noise

    assert left(share_of_own(error, noise)) <= left(other) + 1e-12


def test_nothing_done_is_scored_by_the_noise_alone_and_chosen_by_no_side():
    clean = 20 * np.cos(1.9 * np.arange(2000))  # what denoisers take away
    study = compared(noisy(0, clean, 1.0), sizes=(3,))
    row = study.rows[0]
    assert row.title == "Nothing done"
    assert row.score.low == pytest.approx(row.score.high)
    assert row.score.value == pytest.approx(10 * np.log10(np.var(clean)), abs=1.0)  # of noise with a variance of 1
    assert row.score.value > study.designed.score.value
    assert study.designed.title != "Nothing done"
    # no gain: a smooth method's answer turned over would predict the wave
    assert study.designed.score.value < 1.0


def test_a_designed_winner_sees_all_samples():
    clean = np.repeat(np.random.default_rng(0).normal(0.0, 5.0, 60), 50)
    samples = noisy(0, clean, 1.0)
    study = compared(samples, sizes=(3, 5))
    assert study.winner.title == study.designed.title
    answers = study.winner.apply(samples)
    assert np.mean((answers - clean) ** 2) < 0.5
    place, changed = 1000, samples.copy()
    changed[place] += 1.0
    assert study.winner.apply(changed)[place] != answers[place]


def test_pictures_and_several_files():
    cleans = [np.clip(0.5 + smooth(seed, 24 * 30).reshape(24, 30) / 20, 0, 1) for seed in range(3)]
    files = [Image("n", "N", np.clip(noisy(seed, each, 0.1), 0, 1)) for seed, each in enumerate(cleans)]
    study = compare_on(files, Noisy(), sizes=(3, 5), networks=False)
    assert study.score.title == "Estimated PSNR"
    assert [row.title for row in study.rows][:4] == ["Nothing done", "Mean of all", "Box", "Gaussian"]
    assert {tuple(row.tallies[:, 0]) for row in study.rows} == {tuple(study.rows[0].tallies[:, 0])}
    assert study.winner.apply(cleans[0]).shape == cleans[0].shape


def test_answers_that_are_shown_see_all_samples_and_leave_no_holes():
    clean = np.clip(0.5 + smooth(0, 24 * 60).reshape(24, 60) / 20, 0, 1)
    pixels = np.clip(noisy(0, clean, 0.1), 0, 1)
    study = compare_on(Image("n", "N", pixels), Noisy(), sizes=(3,), folds=3, networks=False)
    assert study.measures == {"designed": {}, "learned": {}}
    for (answers,) in study.answers.values():
        assert np.isfinite(answers[1:-1, 1:-1]).all()
        assert np.mean((answers - clean)[1:-1, 1:-1] ** 2) < np.mean((pixels - clean)[1:-1, 1:-1] ** 2)
    predicted = study.learned.tallies.sum(axis=0)
    data = contest(Image("n", "N", pixels), Noisy(), sizes=(3,), folds=3).data
    # the sample itself has its share in what is shown of the learned side
    left = np.mean((study.answers["learned"][0] - pixels)[1:-1, 1:-1] ** 2)
    share = share_of_own(data.judge.error(predicted), data.noise**2)
    assert left == pytest.approx((1 - share) ** 2 * predicted[1] / predicted[0], rel=1e-3)


@pytest.mark.parametrize(
    ("data", "options", "message"),
    [
        (
            signal(np.full(600, 3.0)),
            {},
            "data has an estimated noise of 0 in values that span 0: bring data with noise in most samples, or say "
            "what the data should become.",
        ),
        (
            Image("p", "P", np.tile(np.linspace(0.25, 0.75, 80), (80, 1))),
            {},
            "data has an estimated noise of 0 in values that span 0.5: bring data with noise in most samples, or "
            "say what the data should become.",
        ),
        ([], {}, "data has no files: bring a signal or a picture, or several of one kind."),
        (
            [signal(np.arange(600.0)), Image("p", "P", np.zeros((50, 50)))],
            {},
            "data has signals as well as pictures: bring files of one kind.",
        ),
        (
            signal(noisy(0, np.zeros(600))),
            {"sizes": (1, 3)},
            "sizes=(1, 3) are not allowed: a filter that leaves out its own sample needs 3 taps.",
        ),
    ],
)
def test_what_has_no_noise_or_does_not_go_together_is_refused(data, options, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        compare_on(data, Noisy(), **options)
    assert str(caught.value) == message


def test_other_tasks_still_see_the_middle_tap():
    samples = noisy(0, np.zeros(800))
    study = compare_on(signal(samples), BeforeAfter((signal(2 * samples),)), sizes=(3,), networks=False)
    assert study.winner.title != "One filter" or study.winner.settings["weights"][1] == pytest.approx(2.0)
    assert not contest(signal(samples), BeforeAfter((signal(samples),))).is_blind


@pytest.mark.parametrize("quick", [False, True])
def test_the_report_the_program_and_the_lines_that_repeat_a_comparison_know_the_task(quick):
    samples = noisy(0, 3 * np.cos(1.9 * np.arange(500)) if quick else np.zeros(500), 1.0)
    study = contest(signal(samples), Noisy(), sizes=(3,), networks=False)
    winner = done_at_once(study)[1].winner
    assert kind(study) == "Noise in signals, without a clean version: scores are estimates."
    assert "from core.study import Noisy, compare_on" in repeat_code(study)
    assert winner.title == ("One filter" if quick else "Mean of all")
    names = {}
    exec(winner_code(winner).content, names)  # noqa: S102 - the program is ours
    np.testing.assert_allclose(names["answer"](samples), winner.apply(samples), atol=1e-9)

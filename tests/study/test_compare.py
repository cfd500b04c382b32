"""A whole comparison on data whose truth is known; and leaks that would be seen."""

import re
import time

import numpy as np
import pytest
from scipy.signal import lfilter

from core.background import Background, done_at_once
from core.convolution import correlate
from core.data import Image, Signal
from core.kernels import get_kernel
from core.study import BeforeAfter, compare_on, contest

SIZES = (3, 5, 9)


def signal(samples):
    return Signal("own", "Own", samples)


def smooth(rng, count):
    return lfilter([1], [1, -0.9], rng.normal(size=count))


def compared(before, after, **options):
    return compare_on(signal(before), BeforeAfter((signal(after),)), sizes=SIZES, networks=False, **options)


def error_of(row):
    return row.tallies[:, 1].sum() / row.tallies[:, 0].sum()


@pytest.mark.parametrize("seed", range(5))
def test_a_planted_filter_is_found_and_wins(seed):
    rng = np.random.default_rng(seed)
    before, kernel = smooth(rng, 4000), np.array([1.0, -3.0, 1.0, 2.0, -1.0])
    clean = correlate(before, kernel, boundary="mirror")
    after = clean + 0.3 * clean.std() * rng.normal(size=4000)
    study = compared(before, after)
    row = next(each for each in study.rows if each.name == "best_5")
    assert error_of(row) == pytest.approx(np.mean((after - clean)[4:-4] ** 2), rel=0.01)
    assert study.verdict.kind == "learned"
    assert study.learned.title == "One filter"
    np.testing.assert_allclose(study.winner.apply(before)[4:-4], clean[4:-4], atol=0.1 * clean.std())


@pytest.mark.parametrize("seed", range(5))
def test_labels_of_pure_noise_are_not_worth_a_filter(seed):
    rng = np.random.default_rng(seed)
    assert compared(smooth(rng, 2000), rng.normal(size=2000)).verdict.kind in ("not worth it", "cannot be said")


def test_a_designed_filter_that_is_the_truth_is_not_beaten():
    rng = np.random.default_rng(0)
    before = smooth(rng, 3000)
    clean = correlate(before, get_kernel("gaussian_1d", sigma=1.4, size=11), boundary="mirror")
    study = compared(before, clean + 0.3 * rng.normal(size=3000))
    assert study.verdict.kind != "learned"
    assert study.designed.title == "Gaussian"


def test_a_label_that_copies_its_neighbour_across_the_cut_gives_nothing_away():
    # in each stretch of 40 the label is one random number: who sees a neighbour's label knows it, others cannot
    rng = np.random.default_rng(0)
    after = np.repeat(rng.normal(size=50), 40)
    study = compared(rng.normal(size=2000), after)
    for row in (study.learned, study.designed):
        assert row.score.value < 0.1  # dB above answering with the mean


def test_a_constant_that_differs_from_fold_to_fold_is_not_learned():
    rng = np.random.default_rng(0)
    before = rng.normal(size=2000)
    after = rng.normal(size=2000) + np.repeat([0.0, 5.0, -5.0, 8.0, -8.0], 400)
    assert compared(before, after).learned.score.value < 0.0


def test_pieces_make_the_same_outcome_and_progress_is_told():
    rng = np.random.default_rng(0)
    before, told = rng.normal(size=600), []
    after = np.abs(before) + 0.1 * rng.normal(size=600)
    task = BeforeAfter((signal(after),))
    study = compare_on(signal(before), task, sizes=(3,), on_progress=told.append)
    _, again = done_at_once(contest(signal(before), task, sizes=(3,)))
    assert study.verdict.gain == again.verdict.gain
    assert told[-1] == 1.0
    assert told == sorted(told)
    assert study.verdict.kind == "learned"
    assert study.winner.title == "Two layers"
    assert list(study.table.columns) == [
        "contestant", "role", "SNR", "low", "high", "multiplications", "microseconds", "chosen",
    ]  # fmt: skip
    assert list(study.table["contestant"][:2]) == ["Designed side", "Learned side"]
    assert len(study.table) == 2 + len(study.rows)
    # what the verdict says is the difference of the two that stand first
    assert study.table["SNR"][1] - study.table["SNR"][0] == pytest.approx(study.verdict.gain.value)


def test_pictures_and_several_files():
    rng = np.random.default_rng(0)
    cleans = [np.clip(0.5 + 0.2 * smooth(rng, 48 * 60).reshape(48, 60), 0, 1) for _ in range(3)]
    inputs = [Image("b", "B", np.clip(each + 0.1 * rng.normal(size=each.shape), 0, 1)) for each in cleans]
    afters = tuple(Image("a", "A", each) for each in cleans)
    study = compare_on(inputs, BeforeAfter(afters), sizes=(3, 5), networks=False)
    assert study.score.title == "PSNR"
    assert {row.role for row in study.rows} == {"designed", "best", "learned"}
    assert study.winner.apply(cleans[0]).shape == cleans[0].shape


@pytest.mark.parametrize(
    ("before", "after", "options", "message"),
    [
        (
            [*range(500)],
            [1.0] * 400,
            {},
            "data and after differ in size: 500 and 400 samples. Bring two of the same size, sample by sample.",
        ),
        (
            [*range(500)],
            [*range(500)],
            dict(sizes=(4,)),
            "sizes=(4,) are not allowed: give odd numbers of taps in ascending order.",
        ),
        (
            [*range(500)],
            [*range(500)],
            dict(folds=2),
            "folds=2 are not allowed: give at least 3, of which one is held out and one tunes.",
        ),
    ],
)
def test_what_does_not_go_together_is_refused(before, after, options, message):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        compare_on(signal(np.array(before)), BeforeAfter((signal(np.array(after)),)), **options)
    assert str(caught.value) == message


def test_where_nothing_need_be_done_only_learning_costs_anything():
    before = signal(np.random.default_rng(0).normal(size=600))
    study = compare_on(before, BeforeAfter((before,)), sizes=(3,), networks=False)
    assert study.designed.title == "Nothing done"
    assert re.fullmatch(
        r"Not worth it: 'One filter' gains 0\.00 dB, between 0\.00 dB and 0\.00 dB with 95 % confidence over 'Nothing "
        r"done', less than the 0\.50 dB that would be worth having\. With 'One filter' an answer costs 3 multiplications and \S+ microseconds "
        r"here\.",
        study.verdict.sentence,
    )


def test_one_after_is_needed_for_each_file_and_of_its_kind():
    one, picture = signal(np.arange(500.0)), Image("p", "P", np.zeros((50, 50)))
    short = signal(np.arange(400.0))
    wide, high = (Image("p", "P", np.zeros(shape)) for shape in ((3, 5), (6, 3)))
    for before, after, message in (
        (
            [one, one],
            (one,),
            "data and after differ in number: 2 files and 1 file. Bring one after for each before.",
        ),
        (one, (picture,), "data and after are signals as well as pictures: bring files of one kind."),
        (
            [one, one, one],
            (one, short, one),
            "data and after differ in size in pair 2: 500 and 400 samples. Bring two of the same size, sample by sample.",
        ),
        (
            wide,
            (high,),
            "data and after differ in size: 5 x 3 and 3 x 6 pixels. Bring two of the same size, pixel by pixel.",
        ),
    ):
        with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
            compare_on(before, BeforeAfter(after))
        assert str(caught.value) == message


@pytest.mark.slow
def test_another_process_may_work_on_it():
    rng = np.random.default_rng(0)
    before = rng.normal(size=600)
    task = BeforeAfter((signal(2 * before + rng.normal(size=600)),))
    study = contest(signal(before), task, sizes=(3,), networks=False)
    background = Background()
    try:
        while (progress := background.look(study, "a test")).status == "working":
            time.sleep(0.02)
    finally:
        background.close()
    assert progress.status == "finished", progress.message
    assert progress.conclusion.verdict.gain == done_at_once(study)[1].verdict.gain
    assert progress.conclusion.winner.apply(before).shape == before.shape

"""Folds, margins and tiles: nothing that is learned from shares a sample with what is held out."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.study.division import divide


def seen(segments, shape, reach):
    """Which samples the windows around these segments' samples see."""
    mask = np.zeros(shape, bool)
    for segment in segments:
        mask[tuple(slice(low - reach, high + reach) for low, high in segment.box)] = True
    return mask


@given(
    st.sampled_from([(700,), (60, 400), (400, 60)]),
    st.sampled_from([3, 5, 9]),
    st.sampled_from([3, 5]),
)
def test_no_window_of_the_training_part_shares_a_sample_with_one_that_is_held_out(shape, largest, folds):
    cut = divide([shape], largest=largest, folds=folds)
    for fold in range(folds):
        learned = seen([cut.segments[i] for i in cut.training(fold)], shape, largest // 2)
        judged = seen([cut.tiles[i] for i in cut.of_fold(fold)], shape, largest // 2)
        assert learned.any()
        assert not (learned & judged).any()
        for other in set(range(folds)) - {fold}:
            inner = seen([cut.segments[i] for i in cut.training(fold, other)], shape, largest // 2)
            held = set(cut.segments_of(other)) & set(cut.training(fold))
            assert not (inner & seen([cut.segments[i] for i in held], shape, largest // 2)).any()


@pytest.mark.parametrize("shape", [(701,), (61, 403)])
def test_tiles_and_segments_cover_each_sample_that_the_largest_filter_can_be_centred_on_once(shape):
    cut = divide([shape], largest=7)
    for parts in (cut.tiles, cut.segments):
        times = np.zeros(shape, int)
        for part in parts:
            times[tuple(slice(low, high) for low, high in part.box)] += 1
        inside = tuple(slice(3, -3) for _ in shape)
        assert (times[inside] == 1).all()
        assert times.sum() == times[inside].size
    assert len(cut.tiles) >= 40


def test_several_files_are_held_out_whole():
    cut = divide([(50,)] * 7, largest=5)
    assert [segment.fold for segment in cut.segments[::2]] == [0, 1, 2, 3, 4, 0, 1]
    assert {tile.file for number in cut.of_fold(0) for tile in [cut.tiles[number]]} == {0, 5}
    assert {cut.segments[i].file for i in cut.training(0)} == {1, 2, 3, 4, 6}
    assert divide([(50,)] * 3, largest=5).folds == 3


def test_the_longest_files_are_shared_out_first():
    cut = divide([(60,), (400,), (60,), (60,), (60,)], largest=5, folds=3)
    folds = {segment.file: segment.fold for segment in cut.segments}
    assert [folds[file] for file in range(5)] == [1, 0, 2, 1, 2]


def test_tiles_of_several_files_are_of_about_one_size():
    cut = divide([(100,), (1000,), (100,)], largest=5)
    lengths = [high - low for tile in cut.tiles for low, high in tile.box]
    assert max(lengths) < 2 * min(lengths)


@given(st.integers(100, 900), st.sampled_from([3, 5, 9]), st.sampled_from([3, 5]))
def test_no_tile_is_shorter_than_two_of_the_largest_filters(count, largest, folds):
    if count < largest - 1 + 3 * largest * folds:
        return
    cut = divide([(count,)], largest=largest, folds=folds)
    assert min(high - low for tile in cut.tiles for low, high in tile.box) >= 2 * largest
    assert {tile.fold for tile in cut.tiles} == set(range(folds))


@pytest.mark.parametrize(
    ("shapes", "largest", "folds"),
    [
        ([(300,)], 5, 5),
        ([(60, 200)], 5, 5),
        ([(80,)] * 5, 5, 5),
        *(([(3 * folds,)], 1, folds) for folds in (3, 4, 5, 6)),
    ],
)
def test_each_other_fold_has_two_halves(shapes, largest, folds):
    cut = divide(shapes, largest=largest, folds=folds)
    for fold in range(cut.folds + 1):
        assert set(cut.others(fold)) == set(range(cut.folds)) - {fold}
        for other in cut.others(fold):
            first, second = cut.halves(fold, other)
            assert first
            assert second
            assert not set(first) & set(second) or largest == 1  # a part of three samples
            assert {cut.segments[i].fold for i in (*first, *second)} == {other}
            assert not {*first, *second} & set(cut.training(fold, other))

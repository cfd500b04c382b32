"""Filters are drawn as numbers or as bytes, one filter at its best common scale."""

import numpy as np
import pytest

from core.figures.shown_filters import are_numbers, colours_of, fitted_scales, shown_filters, shown_scale, sides_of
from core.learning import get_experiment

PEAKS = get_experiment("find_peaks")


def test_only_a_filter_like_the_designed_one_has_a_scale():
    assert shown_scale(PEAKS, np.array([-2.0, 2.0, -2.0])) == pytest.approx(2)
    assert shown_scale(PEAKS, np.array([1.0, 1.0, 1.0])) == 1
    # half way between the cosines from which filters count as alike: half of what is beyond 1
    alike = np.array([-1.0, 1.0, -1.0]) + np.sqrt(1 / 0.65**2 - 1) * np.sqrt(3 / 2) * np.array([1.0, 0.0, -1.0])
    assert shown_scale(PEAKS, 3 * alike) == pytest.approx(2)


def test_what_cannot_be_compared_has_no_scale():
    assert shown_scale(PEAKS, np.array([np.nan, 1.0, 1.0])) == 1
    assert shown_scale(get_experiment("find_edges"), np.ones((2, 3, 3))) == 1


def test_what_is_larger_than_the_figure_is_divided_until_it_fits():
    run = np.array([[0.5, 1.5, -0.5], [-3.0, 3.0, -3.0], [9.0, 1.0, 9.0], [0.0, np.inf, 3.0]])
    scales, limit = fitted_scales(PEAKS, run, np.array([1.0, 3.0, 1.0, 1.0]))
    # as any filter with a cosine of 0.8 or more can have at the best common scale
    assert limit == pytest.approx(np.sqrt(3) / 0.8)
    np.testing.assert_allclose(scales, [1, 3, 9 / limit, 3 / limit])


def test_the_first_and_the_last_filter_decide_how_far_the_figure_goes():
    first, last = np.array([0.2, 1.2, 0.3]), np.array([-8.0, 14.0, -8.0])
    assert fitted_scales(PEAKS, np.array([first, first]), np.ones(2))[1] == 1.2
    assert fitted_scales(PEAKS, np.array([first, last]), np.array([1.0, 10.0]))[1] == 1.4


def test_one_small_filter_is_sent_as_numbers():
    found = shown_filters(PEAKS, np.array([-1.5, 2.0, 0.25]))
    assert (found.dtype, found.tolist()) == (np.float32, [[-1.5, 2.0, 0.25]])
    assert are_numbers(get_experiment("denoise", size=9))
    assert not are_numbers(get_experiment("find_edges"))


def test_each_filter_of_a_bank_has_a_scale_of_its_own():
    bank = np.array([np.full((3, 3), 2.0), np.full((3, 3), -8.0)])
    found = shown_filters(get_experiment("find_edges"), bank)
    assert found.dtype == np.int8
    assert (found[0] == 127).all()
    assert (found[1] == -127).all()


def test_at_most_64_filters_are_drawn():
    task = get_experiment("describe_pictures", filters=144)
    assert shown_filters(task, task.designed_parameters["weights"]).shape[0] == 64


def test_filters_for_colours_have_three_numbers_a_place():
    task = get_experiment("describe_pictures", size=8, colour=True)
    assert (sides_of(task), colours_of(task)) == ((8, 8), 3)
    assert shown_filters(task, task.designed_parameters["weights"]).shape == (64, 8, 8, 3)

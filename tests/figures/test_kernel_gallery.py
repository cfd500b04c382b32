"""The gallery holds every kernel of its kind once, with the numbers that it has."""

import numpy as np
import pytest

from core.figures.kernel_gallery import kernel_gallery
from core.filters import COMBINED, apply_filter, library
from core.kernels import describe_kernel, get_kernel, kernel_names
from tests.messages import read_message


@pytest.mark.parametrize("ndim", [1, 2])
def test_every_kernel_is_shown_once_in_its_family_with_its_numbers(ndim):
    header, arrays = read_message(kernel_gallery(ndim))
    shown = [(family["title"], kernel) for family in header["families"] for kernel in family["kernels"]]
    assert sorted(kernel["name"] for _, kernel in shown) == sorted(kernel_names(ndim))
    titles = [family["title"] for family in header["families"]]
    assert len(set(titles)) == len(titles)
    for family, kernel in shown:
        entry, weights = describe_kernel(kernel["name"]), get_kernel(kernel["name"]).weights
        assert family.lower() == entry.family.lower()
        assert (kernel["title"], kernel["description"]) == (entry.title, entry.description)
        assert kernel["is_signal"] is (ndim == 1)
        assert all(word in kernel["words"] for word in entry.words)
        assert (kernel["rows"], kernel["columns"]) == np.atleast_2d(weights).shape
        levels = arrays["levels"][kernel["at"] : kernel["at"] + weights.size].reshape(weights.shape)
        np.testing.assert_allclose(levels / 127, weights / np.abs(weights).max(), atol=0.5 / 127 + 1e-12)


def test_the_whole_library_is_shown_once_in_its_order():
    header, _ = read_message(kernel_gallery())
    shown = [kernel["name"] for family in header["families"] for kernel in family["kernels"]]
    assert sorted(shown) == sorted(library())
    families = list(dict.fromkeys(entry.family.title for entry in library().values()))
    assert [family["title"] for family in header["families"]] == families


@pytest.mark.parametrize("name", COMBINED)
def test_a_filter_of_several_kernels_is_shown_by_its_answer_to_a_dot(name):
    header, arrays = read_message(kernel_gallery())
    (kernel,) = (each for family in header["families"] for each in family["kernels"] if each["name"] == name)
    dot = np.zeros((kernel["rows"], kernel["columns"]))
    dot[len(dot) // 2, len(dot) // 2] = 1
    answer = apply_filter(name, dot, boundary="constant")
    assert answer.max() > 0
    levels = arrays["levels"][kernel["at"] : kernel["at"] + dot.size].reshape(dot.shape)
    np.testing.assert_allclose(levels / 127, answer / answer.max(), atol=0.5 / 127 + 1e-12)

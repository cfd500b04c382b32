import itertools

import numpy as np
import pytest
from scipy.fft import dctn

from core.kernels import get_kernel

LAWS = ("level", "edge", "spot", "wave", "ripple")


def assert_orthonormal(kernels) -> None:
    matrix = np.array([kernel.weights.ravel() for kernel in kernels])
    np.testing.assert_allclose(matrix @ matrix.T, np.eye(len(matrix)), atol=1e-12)


def test_each_basis_is_complete_and_orthonormal() -> None:
    assert_orthonormal([get_kernel("dct_basis", u=u, v=v) for u, v in itertools.product(range(8), repeat=2)])
    assert_orthonormal([get_kernel("dct_basis_3", u=u, v=v) for u, v in itertools.product(range(3), repeat=2)])
    assert_orthonormal([get_kernel("frei_chen", number=number) for number in range(1, 10)])


@pytest.mark.parametrize("size", [8, 16])
def test_cosines_are_scipys(size) -> None:
    block = np.random.default_rng(13).random((size, size))
    peer = dctn(block, norm="ortho")
    for u, v in itertools.product(range(8), repeat=2):
        answer = np.sum(get_kernel("dct_basis", u=u, v=v, size=size).weights * block)
        assert answer == pytest.approx(peer[u, v], abs=1e-12)


def test_frei_chen_splits_edges_from_lines() -> None:
    edge, line = np.array([[0, 0, 1]] * 3) - 1 / 3, np.array([[0, 1, 0]] * 3) - 1 / 3
    for patch, numbers in [(edge, range(1, 5)), (line, range(5, 9))]:
        shares = {n: np.sum(get_kernel("frei_chen", number=n).weights * patch) ** 2 for n in range(1, 10)}
        assert sum(shares[n] for n in numbers) > 0.5 * sum(shares.values())


def test_frei_chen_gradients_rise_downwards_and_to_the_right() -> None:
    rows, columns = np.indices((3, 3))
    assert np.sum(get_kernel("frei_chen", number=1).weights * rows) > 0
    assert np.sum(get_kernel("frei_chen", number=2).weights * columns) > 0


def test_laws_masks_are_products_that_sum_to_zero_but_for_level() -> None:
    assert get_kernel("laws", down="spot", across="ripple").weights[2].tolist() == [2, -8, 12, -8, 2]
    for down, across in itertools.product(LAWS, repeat=2):
        weights = get_kernel("laws", down=down, across=across).weights
        assert np.linalg.matrix_rank(weights) == 1
        assert weights.sum() == (256 if down == across == "level" else 0)

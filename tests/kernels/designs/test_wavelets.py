import numpy as np
import pytest
import pywt

from core.kernels import get_kernel

DATA = np.random.default_rng(11).normal(size=64)


def at_every_place(weights):
    return np.correlate(np.concatenate([DATA, DATA[: weights.size - 1]]), weights, mode="valid")


@pytest.mark.parametrize("order", range(1, 11))
def test_the_transform_is_pywavelets_apart_from_the_sign_of_details(order) -> None:
    slow, fast = pywt.dwt(DATA, f"db{order}", mode="periodization")
    # PyWavelets centres its filters on the pair of samples, the mask here begins at its first tap.
    first_place = 1 - order
    for name, peer in [("daubechies_low", slow), ("daubechies_high", -fast)]:
        ours = np.roll(at_every_place(get_kernel(name, order=order).weights), -first_place)[::2]
        np.testing.assert_allclose(ours, peer, atol=1e-10)


@pytest.mark.parametrize("order", range(1, 11))
def test_orthonormal_pairs(order) -> None:
    low, high = (get_kernel(f"daubechies_{half}", order=order).weights for half in ("low", "high"))
    for shift in range(0, 2 * order, 2):
        own = 1.0 if shift == 0 else 0.0
        assert low[shift:] @ low[: low.size - shift] == pytest.approx(own, abs=1e-10)
        assert high[shift:] @ high[: high.size - shift] == pytest.approx(own, abs=1e-10)
        assert low[shift:] @ high[: high.size - shift] == pytest.approx(0, abs=1e-10)


@pytest.mark.parametrize("order", range(1, 6))
def test_high_passes_are_blind_to_polynomials_below_their_order(order) -> None:
    weights = get_kernel("daubechies_high", order=order).weights
    for power in range(order):
        assert weights @ np.linspace(-1, 1, weights.size) ** power == pytest.approx(0, abs=1e-8)
    assert abs(weights @ np.linspace(-1, 1, weights.size) ** order) > 1e-3


def test_order_one_is_haar_and_rises_positively() -> None:
    np.testing.assert_allclose(get_kernel("daubechies_low", order=1), get_kernel("haar_low"))
    np.testing.assert_allclose(get_kernel("daubechies_high", order=1), get_kernel("haar_high"))
    assert np.correlate([0, 0, 1, 1], get_kernel("haar_high"), mode="valid")[1] == pytest.approx(np.sqrt(0.5))


def test_haar_bands_are_pywavelets() -> None:
    image = np.random.default_rng(12).random((8, 8))
    average, (down, across, diagonal) = pywt.dwt2(image, "haar")
    blocks = np.lib.stride_tricks.sliding_window_view(image, (2, 2))[::2, ::2]
    for band, peer in [("average", average), ("down", -down), ("across", -across), ("diagonal", diagonal)]:
        weights = get_kernel("haar_2d", band=band).weights
        np.testing.assert_allclose(np.einsum("ijkl,kl->ij", blocks, weights), peer, atol=1e-12)

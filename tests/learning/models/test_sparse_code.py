"""The sparse code: whitening against its definition, filters of the picture against those of whitened patches."""

import numpy as np
import pytest

from core.learning.models import SparseCode, Whitening
from core.learning.models.sparse_code import unit_rows

RNG = np.random.default_rng(0)
PATCHES = RNG.normal(size=(4000, 6)) @ RNG.normal(size=(6, 6))
PATCHES -= PATCHES.mean(axis=1, keepdims=True)
MODEL = SparseCode((2, 3), 4, Whitening.of(PATCHES, 0.02))


def test_whitened_patches_are_equally_strong_in_all_directions_but_their_mean():
    whitening = Whitening.of(PATCHES, 0.0)
    whitened = PATCHES @ whitening.forward
    variances = np.linalg.eigvalsh(whitened.T @ whitened / len(whitened))
    np.testing.assert_allclose(variances, [0, 1, 1, 1, 1, 1], atol=1e-9)
    np.testing.assert_allclose(whitened @ whitening.backward, PATCHES, atol=1e-9)
    np.testing.assert_allclose(PATCHES @ whitening.span, PATCHES, atol=1e-9)
    for matrix in (whitening.forward, whitening.backward, whitening.span):
        np.testing.assert_allclose(matrix, matrix.T, atol=1e-12)
    np.testing.assert_allclose(whitening.forward.sum(axis=0), 0, atol=1e-9)


def test_an_added_variance_holds_weak_directions_back():
    patches = np.diag([1.0, 0.1]) * np.sqrt(2)
    np.testing.assert_allclose(Whitening.of(patches, 0.03).forward, np.diag([1 / np.sqrt(1.03), 1 / np.sqrt(0.04)]))


def test_the_filters_of_the_picture_answer_as_those_of_whitened_patches_do():
    theta = RNG.normal(size=MODEL.size).astype(np.float32)
    parameters = MODEL.parameters(theta)
    layers = MODEL.layers(parameters, (PATCHES @ MODEL.whitening.forward).astype(np.float32))
    answers = PATCHES @ parameters["weights"].reshape(4, -1).T
    np.testing.assert_allclose(layers["responses"], answers, atol=1e-4)
    unit = unit_rows(theta.reshape(4, 6) @ MODEL.whitening.span)
    np.testing.assert_allclose(layers["reconstruction"], layers["responses"] @ unit, atol=1e-5)
    np.testing.assert_array_equal(layers["answer"], np.hstack([layers["reconstruction"], layers["responses"]]))
    assert parameters["weights"].dtype == np.float32


def test_theta_comes_back_bit_for_bit_and_may_have_an_axis_of_seeds():
    thetas = RNG.normal(size=(3, MODEL.size)).astype(np.float32)
    parameters = MODEL.parameters(thetas)
    np.testing.assert_array_equal(MODEL.join(parameters), thetas)
    assert {name: values.shape[1:] for name, values in parameters.items()} == MODEL.shapes
    assert next(iter(MODEL.shapes)) == "weights"
    np.testing.assert_array_equal(MODEL.parameters(thetas[1])["weights"], parameters["weights"][1])


def test_given_filters_are_found_again_but_for_their_strength_and_mean():
    weights = RNG.normal(size=(4, 2, 3))
    found = MODEL.of_weights(weights)["weights"].reshape(4, 6).astype(float)
    expected = weights.reshape(4, 6) - weights.reshape(4, 6).mean(axis=1, keepdims=True)
    cosines = (unit_rows(found) * unit_rows(expected)).sum(axis=1)
    np.testing.assert_allclose(cosines, 1, atol=1e-6)


@pytest.mark.parametrize("rows", [np.zeros((2, 3)), np.zeros((2, 3), np.float32)], ids=["float64", "float32"])
def test_filters_of_zeros_stay_zero(rows):
    np.testing.assert_array_equal(unit_rows(rows), rows)


def test_torch_computes_the_same():
    import torch

    theta = RNG.normal(size=MODEL.size).astype(np.float32)
    inputs = (PATCHES[:20] @ MODEL.whitening.forward).astype(np.float32)
    ours = MODEL.answers(MODEL.split(theta), inputs)
    theirs = MODEL.answers(MODEL.split(torch.tensor(theta)), torch.tensor(inputs))
    np.testing.assert_allclose(theirs.numpy(), ours, rtol=1e-5, atol=1e-6)


def test_equal_directions_may_be_found_in_any_basis():
    """Patches that are as strong in several directions are whitened alike, whatever eigenvectors a library chooses."""
    rng = np.random.default_rng(5)
    turn = np.linalg.qr(rng.normal(size=(4, 4)))[0]
    patches = np.vstack([turn * np.sqrt(4.0), -turn * np.sqrt(4.0)])
    np.testing.assert_allclose(Whitening.of(patches, 0.0).forward, np.eye(4), atol=1e-9)


def test_what_no_patch_has_a_part_of_does_not_count():
    theta = RNG.normal(size=(4, 6)).astype(np.float32)
    turned = theta + 3.0 * np.ones(6, np.float32)  # the mean was taken away from every patch
    ours, theirs = (MODEL.parameters(each.ravel())["weights"] for each in (theta, turned))
    np.testing.assert_allclose(theirs, ours, rtol=1e-4, atol=1e-5)

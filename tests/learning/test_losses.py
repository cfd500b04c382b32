"""Each loss against torch's own: its mean, its slopes and its curvatures, by automatic differentiation."""

import numpy as np
import pytest
import torch

from core.learning.losses import CrossEntropy, Logistic, ScalarLoss, Squared

SCALAR = [Squared(), Logistic(), Logistic(0.25), Logistic(100.0)]
CLASSES = 5


def drawn(loss, count=200):
    """Answers and targets, some of the answers far out."""
    rng = np.random.default_rng(0)
    if isinstance(loss, CrossEntropy):
        return rng.normal(0.0, 20.0, (count, CLASSES)), rng.integers(0, CLASSES, count).astype(float)
    targets = rng.integers(0, 2, count).astype(float) if isinstance(loss, Logistic) else rng.normal(size=count)
    return rng.normal(0.0, 20.0, count), targets


@pytest.mark.parametrize("loss", [*SCALAR, CrossEntropy()], ids=str)
def test_the_mean_is_that_of_torch(loss):
    answers, targets = drawn(loss)
    found = loss.torch_mean(torch.tensor(answers), torch.tensor(targets))
    np.testing.assert_allclose(loss.mean(answers, targets), found.item(), rtol=1e-13)


@pytest.mark.parametrize("loss", [*SCALAR, CrossEntropy()], ids=str)
def test_many_answers_at_once_have_the_means_that_they_have_alone(loss):
    answers, targets = drawn(loss)
    several = np.stack([answers, -answers, 0 * answers])
    np.testing.assert_array_equal(loss.mean(several, targets), [loss.mean(each, targets) for each in several])


@pytest.mark.parametrize("loss", SCALAR, ids=str)
def test_slopes_and_curvatures_are_the_derivatives_of_the_loss(loss):
    answers, targets = drawn(loss)
    leaf = torch.tensor(answers, requires_grad=True)
    (slopes,) = torch.autograd.grad(
        loss.torch_mean(leaf, torch.tensor(targets)) * len(targets), leaf, create_graph=True
    )
    (curvatures,) = torch.autograd.grad(slopes.sum(), leaf)
    np.testing.assert_allclose(loss.slopes(answers, targets), slopes.detach().numpy(), rtol=1e-12, atol=1e-12)
    np.testing.assert_allclose(loss.curvatures(answers, targets), curvatures.numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("loss", SCALAR, ids=str)
def test_no_curvature_is_above_the_largest_and_some_answer_has_it(loss):
    answers, targets = drawn(loss)
    largest = loss.largest_curvatures(targets)
    assert (loss.curvatures(answers, targets) <= largest).all()
    np.testing.assert_allclose(loss.curvatures(0 * answers, targets), largest, rtol=1e-15)


def test_a_prediction_is_the_answer_a_probability_or_one_for_each_class():
    answers = np.array([-800.0, -1.0, 0.0, 800.0])
    np.testing.assert_array_equal(Squared().prediction(answers), answers)
    np.testing.assert_allclose(Logistic(3.0).prediction(answers), torch.sigmoid(torch.tensor(answers)), rtol=1e-15)
    several = np.array([[900.0, 0.0, -900.0], [1.0, 1.0, 1.0]])
    np.testing.assert_allclose(CrossEntropy().prediction(several), torch.softmax(torch.tensor(several), 1), rtol=1e-15)


def test_only_squares_have_the_unit_of_the_data():
    targets = np.array([3.0, -3.0])
    assert [loss.unit(targets) for loss in (Squared(), Logistic(2.0), CrossEntropy())] == [9.0, 1.0, 1.0]
    assert Squared().unit(np.zeros(4)) == 1.0


def test_losses_of_equal_numbers_are_equal():
    assert Logistic(2.0) == Logistic(2.0) != Logistic(3.0)
    assert not isinstance(CrossEntropy(), ScalarLoss)

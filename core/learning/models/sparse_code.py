"""Filters that describe patches with few strong answers: reconstruction independent component analysis."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from core.learning.models.model import Array, SeveralFilters

TINY = 1e-30  # within the range of float32
FLAT = 1e-6  # share of the largest variance below which a direction counts as one that the data never take


@dataclass(frozen=True, eq=False)
class Whitening:
    """A symmetric matrix that makes patches about equally strong in all directions that they take, and its way back.

    A patch (taps,) times `forward` (taps, taps) is the whitened patch; that times `backward` is the patch again. Both
    are zero along directions that no patch takes, such as a mean that was taken away; `span` is 1 along all others.
    Symmetric matrices do not depend on the basis that a library finds for directions of equal strength, so that a run
    goes on elsewhere from the same filters.

    Source: Bell and Sejnowski, The "independent components" of natural scenes are edge filters, 1997, section 2.
    """

    forward: Array
    backward: Array
    span: Array

    @classmethod
    def of(cls, patches: Array, least_variance: float) -> Whitening:
        """The whitening of patches (n, taps); `least_variance` is added, so that noise is not made as strong as shape.

        >>> rng = np.random.default_rng(0)
        >>> patches = rng.normal(size=(5000, 2)) @ np.diag([3.0, 0.5])
        >>> np.var(patches @ Whitening.of(patches, 0.0).forward, axis=0).round(2).tolist()
        [1.0, 1.0]
        """
        variances, directions = np.linalg.eigh(patches.T @ patches / len(patches))
        is_taken = variances > FLAT * variances[-1]
        directions, gains = directions[:, is_taken], 1 / np.sqrt(variances[is_taken] + least_variance)
        return cls((directions * gains) @ directions.T, (directions / gains) @ directions.T, directions @ directions.T)


@dataclass(frozen=True)
class SparseCode(SeveralFilters):
    """Answers z = U x to a whitened patch x, and the patch that they give back, U'z; U are filters of unit length.

    Training moves the filters of whitened patches. `weights` follow from them: the filters as they meet the picture,
    (count, *filter_shape), so that a patch before whitening times `weights` is its answers.

    Source: Le, Karpenko, Ngiam and Ng, ICA with reconstruction cost for efficient overcomplete feature learning, 2011.
    """

    kind: ClassVar[str] = "sparse_code"
    layer_titles: ClassVar[Mapping[str, str]] = {
        "responses": "Each filter's answer, a row each filter and a column each patch",
        "reconstruction": "The patches that the answers give back",
        "answer": "Strength of the answers, strongest first",
    }
    dtype: ClassVar[type[np.floating[Any]]] = np.float32
    sees_sign: ClassVar[bool] = False

    whitening: Whitening

    @property
    def shapes(self) -> dict[str, tuple[int, ...]]:
        """The filters of the picture, and those of whitened patches."""
        return {"weights": (self.count, *self.filter_shape), "whitened_weights": (self.count, self.taps)}

    @property
    def free(self) -> tuple[str, ...]:
        """The filters of whitened patches."""
        return ("whitened_weights",)

    @property
    def fans(self) -> dict[str, tuple[int, int]]:
        """Fan-in and fan-out of the filters."""
        return {"whitened_weights": (self.taps, self.count)}

    def complete(self, free: Mapping[str, Any]) -> dict[str, Any]:
        """The filters of the picture, and those of whitened patches."""
        filters = self.unit_filters(free["whitened_weights"])
        weights = filters @ self.whitening.forward.astype(self.dtype)
        return {"weights": weights.reshape(*filters.shape[:-2], *self.shapes["weights"]), **free}

    def unit_filters(self, whitened_weights: Any) -> Any:
        """The filters of whitened patches (..., count, taps) at length 1, without what no patch has a part of."""
        return unit_rows(whitened_weights @ self._span(whitened_weights))

    def of_weights(self, weights: NDArray[Any]) -> dict[str, NDArray[Any]]:
        """The parameters with these filters of the picture, up to each filter's strength: the model's are of length 1.

        What a filter answers to directions that the patches never take, such as their mean, is lost.
        """
        whitened = weights.reshape(self.count, self.taps) @ self.whitening.backward
        return self.parameters(self.join({"whitened_weights": unit_rows(whitened)}))

    def layers(self, parameters: Mapping[str, Any], inputs: Any) -> dict[str, Any]:
        """Answers (..., n, filters) to whitened patches (n, taps), the patches that they give back, and both beside
        one another (..., n, taps + filters) as the "answer"."""
        filters = self.unit_filters(parameters["whitened_weights"])
        responses = inputs @ filters.swapaxes(-1, -2)
        reconstruction = responses @ filters
        answer = _side_by_side(reconstruction, responses)
        return {"responses": responses, "reconstruction": reconstruction, "answer": answer}

    def _span(self, like: Any) -> Any:
        span = self.whitening.span.astype(self.dtype)
        if isinstance(like, np.ndarray):
            return span
        import torch

        return torch.from_numpy(span)


def unit_rows(rows: Any) -> Any:
    """Rows (..., n, k) divided by their lengths; rows of zeros stay.

    >>> unit_rows(np.array([[3.0, 4.0], [0.0, 0.0]])).tolist()
    [[0.6, 0.8], [0.0, 0.0]]
    """
    return rows / lengths_of(rows)


def lengths_of(rows: Any) -> Any:
    """The lengths (..., n, 1) of rows (..., n, k), above 0, so that they can be divided by."""
    return ((rows * rows).sum(-1)[..., None] + TINY) ** 0.5


def _side_by_side(first: Any, second: Any) -> Any:
    if isinstance(first, np.ndarray):
        return np.concatenate((first, second), axis=-1)
    import torch

    return torch.cat((first, second), -1)

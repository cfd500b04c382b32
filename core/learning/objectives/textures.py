"""Loss and gradient of the texture network, layer by layer, with torch's convolutions.

The gradient is that of `Backpropagation`, in less time. The negative part's mean follows from that of the positive
part, since relu(-z) = relu(z) - z; no gradient is taken in the pictures. Where the first layer is frozen and the only
one, all means are computed once.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.learning.models import Array, TextureNetwork, torch_on_one_thread
from core.learning.models.textures import AT_ONCE, STRIDE, both_signs, without_mean
from core.learning.objectives.objective import Rows, one_by_one

MOST_FROZEN = 64  # frozen layers whose means are kept, one a seed of a batch


class Textures:
    """Cross-entropy of the named pictures plus the penalty on rough filters, for pictures (n, h, w)."""

    is_cheap_over_all = False

    def __init__(self, model: TextureNetwork, pictures: NDArray[Any], targets: Array) -> None:
        self._torch = torch_on_one_thread()
        self._model = model
        # copies, because torch cannot share read-only memory
        self._pictures = self._torch.tensor(pictures[:, None])
        self._is_class = self._torch.eye(model.classes)[self._torch.tensor(targets.astype(np.int64))]
        self._means: dict[bytes, Any] = {}

    def __call__(self, theta: Array, rows: Rows = None) -> tuple[Any, Array]:
        """Loss and gradient over these rows, None for all."""
        if theta.ndim == 2:
            return one_by_one(self, theta, rows)
        torch, model = self._torch, self._model
        with torch.no_grad():
            given = {name: torch.from_numpy(values) for name, values in model.split(theta.copy()).items()}
            chosen = slice(None) if rows is None else torch.tensor(rows)
            is_class = self._is_class[chosen]
            gradient = np.zeros(model.size, model.dtype)
            slopes = {name: torch.from_numpy(values) for name, values in model.split(gradient).items()}
            if model.is_frozen and model.depth == 1:
                means = self._frozen_means(given)[chosen]
                loss, _ = self._linear(given, means, is_class, slopes, len(is_class))
            else:
                loss = 0.0
                for part, classes in zip(self._pictures[chosen].split(AT_ONCE), is_class.split(AT_ONCE), strict=True):
                    loss += self._convolutions(given, part, classes, slopes, len(is_class))
            if not model.is_frozen and model.smoothness:
                loss += self._smooth(given["raw_weights"], slopes["raw_weights"])
        return loss, gradient

    def _convolutions(self, given: Any, pictures: Any, is_class: Any, slopes: Any, count: int) -> float:
        """The share of these pictures in the mean loss of `count`; that in the gradient is added to `slopes`."""
        torch, model = self._torch, self._model
        convolve, backward = torch.nn.functional.conv2d, torch.ops.aten.convolution_backward
        filters = without_mean(given["raw_weights"])[:, None]
        maps = convolve(pictures, filters, given["hidden_bias"], stride=STRIDE)
        last = maps
        if model.depth == 2:
            rectified = both_signs(maps)
            last = convolve(rectified, given["second_weights"], given["second_bias"])
        loss, of_means = self._linear(given, self._mean_parts(last), is_class, slopes, count)
        area = last.shape[2] * last.shape[3]
        of_maps = self._through_signs(last, (of_means * (model.gain / area))[..., None, None])
        if model.depth == 2:
            of_maps, slope, bias = backward(
                of_maps, rectified, given["second_weights"], [len(given["second_bias"])],
                [1, 1], [0, 0], [1, 1], False, [0, 0], 1, [True, True, True],
            )  # fmt: skip
            slopes["second_weights"].add_(slope)
            slopes["second_bias"].add_(bias)
            of_maps = self._through_signs(maps, of_maps)
        if not model.is_frozen:
            _, slope, bias = backward(
                of_maps, pictures, filters, [model.count],
                [STRIDE, STRIDE], [0, 0], [1, 1], False, [0, 0], 1, [False, True, True],
            )  # fmt: skip
            slopes["raw_weights"].add_(without_mean(slope[:, 0]))
            slopes["hidden_bias"].add_(bias)
        return loss

    def _mean_parts(self, maps: Any) -> Any:
        """The means (n, 2 m) of both signs' parts of maps (n, m, h, w), times the model's gain."""
        positive = maps.clamp(min=0).mean((2, 3))
        return self._torch.cat((positive, positive - maps.mean((2, 3))), 1) * self._model.gain

    def _through_signs(self, maps: Any, slope: Any) -> Any:
        """The gradient in maps (n, m, h, w) from that in both signs' parts (n, 2 m, ...)."""
        positive, negative = slope[:, : maps.shape[1]], slope[:, maps.shape[1] :]
        # from relu(-z) = relu(z) - z, so that one pass over the maps does for both
        both = (positive + negative).expand_as(maps)
        return self._torch.ops.aten.threshold_backward(both, maps, 0).sub_(negative)

    def _linear(self, given: Any, means: Any, is_class: Any, slopes: Any, count: int) -> tuple[float, Any]:
        """The share in the cross-entropy, and its gradient in the means; the linear layer's is added to `slopes`."""
        torch = self._torch
        answers = torch.addmm(given["class_bias"], means, given["class_weights"].T)
        logarithms = torch.log_softmax(answers, 1)
        of_answers = (logarithms.exp() - is_class) / count
        slopes["class_weights"].addmm_(of_answers.T, means)
        slopes["class_bias"].add_(of_answers.sum(0))
        return -float((logarithms * is_class).sum()) / count, of_answers @ given["class_weights"]

    def _smooth(self, raw: Any, slope: Any) -> float:
        """The penalty on rough filters; its gradient is added to `slope`."""
        filters = without_mean(raw)
        power = (filters * filters).sum((1, 2), keepdim=True) + 1e-12
        across, down = filters.diff(dim=2), filters.diff(dim=1)
        rough = ((across * across).sum((1, 2), keepdim=True) + (down * down).sum((1, 2), keepdim=True)) / power
        change = -rough * filters
        change[:, :, 1:] += across
        change[:, :, :-1] -= across
        change[:, 1:] += down
        change[:, :-1] -= down
        weight = self._model.smoothness / len(filters)
        slope += change * (2 * weight / power)
        return weight * float(rough.sum())

    def _frozen_means(self, given: Any) -> Any:
        """The means (n, 2 filters) of all pictures under these filters, computed once for each first layer."""
        key = given["raw_weights"].numpy().tobytes() + given["hidden_bias"].numpy().tobytes()
        if key not in self._means:
            if len(self._means) >= MOST_FROZEN:
                self._means.clear()
            filters, convolve = without_mean(given["raw_weights"])[:, None], self._torch.nn.functional.conv2d
            self._means[key] = self._torch.cat([
                self._mean_parts(convolve(part, filters, given["hidden_bias"], stride=STRIDE))
                for part in self._pictures.split(AT_ONCE)
            ])  # fmt: skip
        return self._means[key]

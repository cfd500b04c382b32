"""What is taken away does what the page shows."""

import numpy as np
import pytest

from core.convolution import correlate
from core.export import kernel_code
from core.filters import Layer, run_layer
from core.kernels import Kernel
from core.learning import get_experiment, train
from pages.parts.draw.take_away import FORMATS, as_file, layer_kernel, learned_kernel


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("shape", [(4,), (3,), (2, 3), (5, 4)])
def test_the_mask_of_a_layer_does_what_its_filter_does(shape, dilation, flip):
    rng = np.random.default_rng(0)
    data = rng.random((20,) if len(shape) == 1 else (20, 23))
    layer = Layer(Kernel("mine", "Mine", "mine", rng.normal(size=shape)), flip=flip, dilation=dilation)
    expected = run_layer(data, layer).filtered
    np.testing.assert_allclose(correlate(data, layer_kernel(layer)), expected, atol=1e-12)
    scope = {}
    exec(kernel_code(layer_kernel(layer), "numpy").content.decode(), scope)  # noqa: S102 - what is generated must run
    np.testing.assert_allclose(scope["apply"](data), expected, atol=1e-12)


def test_a_learned_filter_says_where_it_comes_from():
    run = train(get_experiment("find_peaks"))
    kernel = learned_kernel(run)
    np.testing.assert_array_equal(kernel.weights, run.weights[-1])
    assert kernel.description == (
        f"Learned by find the peaks, 600 steps from seed 0. Add the bias {float(run.bias[-1])!r} to every answer."
    )


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_carries_its_content_in_its_name(kind):
    one, other = (Kernel("mine", "Mine", "mine", [1.0, value]) for value in (2.0, 3.0))
    first, second = as_file(one, kind, "reflect"), as_file(other, kind, "reflect")
    assert first.name != second.name
    assert first.name.endswith(f".{kind}")

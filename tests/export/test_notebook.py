"""Every generated notebook runs from its first cell to its last."""

import json

import numpy as np
import pytest

from core.convolution import correlate
from core.export import kernel_code
from tests.export.programs import KERNELS


@pytest.mark.parametrize("kernel", KERNELS[:2], ids=lambda each: each.name)
def test_a_notebook_runs_from_its_first_cell_to_its_last(kernel):
    notebook = json.loads(kernel_code(kernel, "notebook").content)
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    code = "\n".join(cell["source"] for cell in notebook["cells"] if cell["cell_type"] == "code")
    scope = {}
    exec(compile(code, "notebook", "exec"), scope)  # noqa: S102 - what is generated must run
    np.testing.assert_allclose(scope["output"], correlate(scope["data"], kernel), atol=1e-12)

"""Compiling ahead of use: what cannot be compiled says so."""

import pytest

from core.machine.compiler import object_code


def test_a_function_that_is_not_there_is_named():
    with pytest.raises(RuntimeError, match=r"^compiling the loops failed: .*tests\.machine\.parts\.missing$"):
        object_code(["tests.machine.parts.missing"])

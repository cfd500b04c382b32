"""Compiles a pass into a function of this process; it takes a tenth of a second, so that nothing is saved on disk."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from llvmlite import ir

from core.learning.objectives.compiled.logistic import PRECISIONS
from core.learning.objectives.compiled.passes import PASSES
from core.machine.loader import compiled
from core.machine.vectors import INTEGER

MODELS = tuple(PASSES)


@dataclass(frozen=True, eq=False)
class Code:
    """A compiled pass.

    `run(address)` takes the address of the array of `Arguments`. Data and targets are read for `stride` patches at a
    time, so that both must go on to a multiple of `stride`; each `block` of patches has a product of its own.
    """

    run: Callable[[int], None]
    stride: int
    block: int
    lanes: int
    engine: Any


@lru_cache(maxsize=64)
def code_for(model: str, shape: tuple[int, int], dtype: np.dtype[Any]) -> Code:
    """Compile the pass of one of `MODELS` for taps in so many rows and columns, in float64 or float32."""
    precision = PRECISIONS[dtype]
    module = ir.Module(name=f"{model}_{shape[0]}_{shape[1]}_{dtype}", context=ir.Context())
    function = ir.Function(module, ir.FunctionType(ir.VoidType(), [INTEGER]), "gradients")
    PASSES[model](ir.IRBuilder(function.append_basic_block("entry")), function.args[0], shape, precision).generate()
    engine = compiled(module)
    run = ctypes.CFUNCTYPE(None, ctypes.c_int64)(engine.get_function_address("gradients"))
    return Code(run, precision.stride, precision.block * precision.stride, precision.element.lanes, engine)

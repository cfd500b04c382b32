"""Turns the written instructions into a function of this process; it takes a tenth of a second, so nothing is kept."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import llvmlite.binding as llvm
import numpy as np
from llvmlite import ir

from core.convolution.compiled.vectors import INTEGER
from core.learning.objectives.compiled.logistic import PRECISIONS
from core.learning.objectives.compiled.passes import PASSES

MODELS = tuple(PASSES)

_compiling = threading.Lock()


@dataclass(frozen=True, eq=False)
class Code:
    """A compiled pass.

    `run(address)` does what the array of whole numbers at that address says. Data are read `stride` patches at a time,
    so that each tap's row must be padded to a multiple of it; each `block` of patches has a product of its own.
    """

    run: Callable[[int], None]
    stride: int
    block: int
    lanes: int
    engine: Any


@lru_cache(maxsize=64)
def code_for(model: str, taps: int, dtype: np.dtype[Any]) -> Code:
    """Compile the pass of one of `MODELS` for filters of so many taps, in float64 or float32."""
    precision = PRECISIONS[dtype]
    # LLVM's global context is not for two threads at once
    with _compiling:
        module = ir.Module(name=f"{model}_{taps}_{dtype}")
        function = ir.Function(module, ir.FunctionType(ir.VoidType(), [INTEGER]), "gradients")
        PASSES[model](ir.IRBuilder(function.append_basic_block("entry")), function.args[0], taps, precision).generate()
        engine = _optimised(str(module))
        address = engine.get_function_address("gradients")
    run = ctypes.CFUNCTYPE(None, ctypes.c_int64)(address)
    return Code(run, precision.stride, precision.block * precision.stride, precision.element.lanes, engine)


def _optimised(text: str) -> Any:
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3, jit=True
    )
    module = llvm.parse_assembly(text)
    module.triple, module.data_layout = machine.triple, str(machine.target_data)
    module.verify()
    builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
    builder.getModulePassManager().run(module, builder)
    engine = llvm.create_mcjit_compiler(module, machine)
    engine.finalize_object()
    return engine

"""Makes machine code callable: that of an object file, or that of instructions written a moment ago."""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_in_turn = threading.Lock()  # LLVM's global context is not for two threads at once


@dataclass(frozen=True, eq=False)
class Library:
    """The functions of an object file, in memory.

    `run(address, threads, arguments)` calls the function at one of `addresses` alone or on a team of threads, with the
    address of its arguments. `vector_bytes` is how wide this machine's vectors are; `engine` keeps the code in memory.
    """

    addresses: Mapping[str, int]
    run: Callable[[int, int, int], None]
    vector_bytes: int
    engine: Any


def load(code: bytes, functions: Sequence[str]) -> Library:
    """Make functions of an object file callable, by their names; `compiler.object_code` made it."""
    import llvmlite.binding as llvm

    from core.machine.openmp import find_openmp
    from core.machine.target import VECTOR_BYTES, target_machine

    with _in_turn:
        has_threads = find_openmp()
        engine = llvm.create_mcjit_compiler(llvm.parse_assembly(""), target_machine())
        engine.add_object_file(llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
    call = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64)(engine.get_function_address("run"))

    def alone(function: int, _threads: int, arguments: int) -> None:
        call(function, 1, arguments)

    addresses = {name: engine.get_function_address(name) for name in functions}
    return Library(addresses, call if has_threads else alone, VECTOR_BYTES, engine)


def compiled(module: Any) -> Any:
    """Compile a module of llvmlite's for this process; the engine returned has its functions, and keeps them."""
    import llvmlite.binding as llvm

    from core.machine.target import target_machine

    text = str(module)
    with _in_turn:
        machine = target_machine()
        code = llvm.parse_assembly(text)
        code.triple, code.data_layout = machine.triple, str(machine.target_data)
        code.verify()
        builder = llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options())
        builder.getModulePassManager().run(code, builder)
        engine = llvm.create_mcjit_compiler(code, machine)
        engine.finalize_object()
    return engine

"""Compiles functions to one object file, with numba, whose help running them no longer needs.

Such a function takes three whole numbers (a part's number, the number of parts, the address of its arguments),
allocates nothing and cannot fail. So what remains after dropping numba's wrappers is plain machine code, which llvmlite
loads in milliseconds; importing numba and its own cache takes over a second.
"""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

import llvmlite.binding as llvm

from core.machine.openmp import RUNNER
from core.machine.target import target_machine

# numba lets arrays be counted; those of such functions own no memory, so that nothing ever has to be freed
NOTHING_TO_FREE = """
define void @NRT_MemInfo_call_dtor(ptr %memory) {
  ret void
}
"""


def object_code(functions: Sequence[str]) -> bytes:
    """Compile functions, named with their modules, each in a process of its own; return them as one object file."""
    machine = target_machine()
    module = llvm.parse_assembly(RUNNER + NOTHING_TO_FREE)
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in functions]
        for path in _compiled(paths):
            module.link_in(llvm.parse_assembly(path.read_text(encoding="utf-8")))
    module.triple = machine.triple
    module.data_layout = str(machine.target_data)
    module.verify()
    return bytes(machine.emit_object(module))


def _compiled(paths: list[Path]) -> list[Path]:
    """Write the functions of these names, as many at a time as there are cores."""
    waiting = list(paths)
    running: list[subprocess.Popen[bytes]] = []
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            command = [sys.executable, "-m", "core.machine.compiler", str(waiting.pop(0))]
            running.append(subprocess.Popen(command, cwd=Path(__file__).parents[2]))  # noqa: S603
        ended = running.pop(0)
        if ended.wait():
            raise RuntimeError(f"compiling the loops failed: {' '.join(map(str, ended.args))}")  # type: ignore[arg-type]
    return paths


def optimised(name: str) -> str:
    """The optimised instructions of one function, under its full name and without numba's wrapper."""
    from numba import cfunc, types

    module_name, function_name = name.rsplit(".", 1)
    function: Callable[..., None] = getattr(importlib.import_module(module_name), function_name)
    compiled = cfunc(types.void(types.intp, types.intp, types.intp), error_model="numpy")(function)
    module = llvm.parse_assembly(compiled.inspect_llvm())
    native = compiled.native_name.removeprefix("cfunc.")
    wrapper, inner = module.get_function(compiled.native_name), module.get_function(native)
    wrapper.linkage = "internal"
    inner.name = name
    for other in module.functions:
        if other.linkage.name == "linkonce_odr":
            other.linkage = "internal"
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(target_machine(), llvm.create_pipeline_tuning_options()))
    return str(module)


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(optimised(Path(sys.argv[1]).name), encoding="utf-8")

"""Compiles the loops to one object file, with numba, whose help running them no longer needs.

The functions take whole numbers, allocate nothing and cannot fail. So what remains after dropping numba's wrappers is
plain machine code, which llvmlite loads in milliseconds; importing numba and its own cache takes over a second.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import llvmlite.binding as llvm

FUNCTIONS = ("work_float32", "work_float64", "transform_single", "transform_single_in_double", "transform_double")

# `run` calls one of the functions alone, or on a team of threads of OpenMP: this is all that is needed of it
RUNNER = """
%job = type {{ ptr, i64 }}
declare void @GOMP_parallel(ptr, ptr, i32, i32)
declare i32 @omp_get_thread_num()
declare i32 @omp_get_num_threads()

define internal void @part(ptr %job) {{
  %place = getelementptr %job, ptr %job, i32 0, i32 1
  %function = load ptr, ptr %job
  %arguments = load i64, ptr %place
  %number = call i32 @omp_get_thread_num()
  %count = call i32 @omp_get_num_threads()
  %part = sext i32 %number to i64
  %parts = sext i32 %count to i64
  %nothing = alloca ptr
  %failure = alloca ptr
  %status = call i32 %function(ptr %nothing, ptr %failure, i64 %part, i64 %parts, i64 %arguments)
  ret void
}}

define void @run(ptr %function, i64 %threads, i64 %arguments) {{
  %alone = icmp slt i64 %threads, 2
  br i1 %alone, label %one, label %team
one:
  %nothing = alloca ptr
  %failure = alloca ptr
  %status = call i32 %function(ptr %nothing, ptr %failure, i64 0, i64 1, i64 %arguments)
  ret void
team:
  %job = alloca %job
  %place = getelementptr %job, ptr %job, i32 0, i32 1
  store ptr %function, ptr %job
  store i64 %arguments, ptr %place
  %count = trunc i64 %threads to i32
  call void @GOMP_parallel(ptr @part, ptr %job, i32 %count, i32 0)
  ret void
}}

; numba lets arrays be counted; those of the loops own no memory, so that nothing ever has to be freed
define void @NRT_MemInfo_call_dtor(ptr %memory) {{
  ret void
}}
"""


def object_code() -> bytes:
    """Compile all functions, each in a process of its own, and return them as one object file."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    machine = target_machine()
    module = llvm.parse_assembly(RUNNER.format())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder, name) for name in FUNCTIONS]
        for path in _compiled(paths):
            module.link_in(llvm.parse_assembly(path.read_text(encoding="utf-8")))
    module.triple = machine.triple
    module.data_layout = str(machine.target_data)
    module.verify()
    return bytes(machine.emit_object(module))


def target_machine() -> Any:
    """The processor of this machine, with all that it can do."""
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=llvm.get_host_cpu_features().flatten(), opt=3, jit=True
    )


def _compiled(paths: list[Path]) -> list[Path]:
    """Write the functions of these names, as many at a time as there are cores."""
    waiting = list(paths)
    running: list[subprocess.Popen[bytes]] = []
    while waiting or running:
        while waiting and len(running) < (os.cpu_count() or 1):
            command = [sys.executable, "-m", "core.convolution.compiled.build", str(waiting.pop(0))]
            running.append(subprocess.Popen(command, cwd=Path(__file__).parents[3]))  # noqa: S603
        ended = running.pop(0)
        if ended.wait():
            raise RuntimeError(f"compiling the loops failed: {' '.join(map(str, ended.args))}")  # type: ignore[arg-type]
    return paths


def optimised(name: str) -> str:
    """The optimised instructions of one function, under its own name and without numba's wrapper."""
    from numba import cfunc, types

    from core.convolution.compiled import loops, tiles

    function: Callable[..., None] = getattr(loops, name, None) or getattr(tiles, name)
    compiled = cfunc(types.void(types.intp, types.intp, types.intp), error_model="numpy")(function)
    module = llvm.parse_assembly(compiled.inspect_llvm())
    native = compiled.native_name.removeprefix("cfunc.")
    wrapper, inner = module.get_function(compiled.native_name), module.get_function(native)
    wrapper.linkage = "internal"
    inner.name = name
    for other in module.functions:
        if other.linkage.name == "linkonce_odr":
            other.linkage = "internal"
    machine = target_machine()
    passes = llvm.create_new_module_pass_manager()
    passes.add_global_dead_code_eliminate_pass()
    passes.run(module, llvm.create_pass_builder(machine, llvm.create_pipeline_tuning_options()))
    return str(module)


if __name__ == "__main__":
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    Path(sys.argv[1]).write_text(optimised(Path(sys.argv[1]).name), encoding="utf-8")

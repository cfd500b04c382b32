"""Machine code for this processor, whatever it computes: written, compiled, saved, loaded.

`vectors` writes instructions on vectors, which `loader` compiles for this process. `memory` is what functions of numba
do with addresses; `compiler` makes one object file of them ahead of their use, `object_file` saves it, `loader` loads
it without numba. `target` is the processor, `openmp` the threads that share a function's work.

These modules import llvmlite or numba where they need them: take them from here one by one, inside functions on first
use, if a page must not wait for that.
"""

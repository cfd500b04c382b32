"""What is said of the processor, against what NumPy finds out about it and what LLVM writes for it."""

import platform

import llvmlite.binding as llvm
import numpy as np
import pytest

from core.machine.target import HAS_32_REGISTERS, IS_FUSED, VECTOR_BYTES, description, target_machine

FOUND = np._core._multiarray_umath.__cpu_features__
IS_ARM = platform.machine().lower() in ("aarch64", "arm64")
PRODUCTS = """
define <{count} x float> @products(<{count} x float> %a, <{count} x float> %b, <{count} x float> %c) {{
  %sum = call <{count} x float> @llvm.fma.v{count}f32(<{count} x float> %a, <{count} x float> %b, <{count} x float> %c)
  ret <{count} x float> %sum
}}
declare <{count} x float> @llvm.fma.v{count}f32(<{count} x float>, <{count} x float>, <{count} x float>)
"""


def test_vectors_are_as_wide_as_numpy_finds_them():
    assert (64 if FOUND.get("AVX512F", False) else 32 if FOUND.get("AVX", False) else 16) == VECTOR_BYTES
    assert (IS_ARM or FOUND.get("AVX512F", False)) == HAS_32_REGISTERS
    assert (IS_ARM or FOUND.get("FMA3", False)) == IS_FUSED


@pytest.mark.skipif(not IS_FUSED, reason="this processor has no fused multiply-add")
def test_a_vector_of_that_width_is_one_instruction():
    written = target_machine().emit_assembly(llvm.parse_assembly(PRODUCTS.format(count=VECTOR_BYTES // 4)))
    instruction = "fmla" if IS_ARM else "vfmadd"
    assert sum(instruction in line for line in written.splitlines()) == 1
    assert "call" not in written


def test_what_is_compiled_is_kept_apart_by_the_processor_and_all_that_it_can_do():
    text = description()
    assert text == description()
    assert target_machine().triple.split("-")[0] in text
    assert llvm.get_host_cpu_name() in text
    assert all(f"{'+' if has else '-'}{name}" in text for name, has in llvm.get_host_cpu_features().items())

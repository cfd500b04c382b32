"""The processor of this machine: what LLVM is told of it, and how wide its vectors are."""

from __future__ import annotations

from typing import Any

import llvmlite.binding as llvm

_FEATURES = llvm.get_host_cpu_features()
_IS_ARM = "neon" in _FEATURES
VECTOR_BYTES = 64 if _FEATURES.get("avx512f") else 32 if _FEATURES.get("avx") else 16
HAS_32_REGISTERS = _IS_ARM or bool(_FEATURES.get("avx512f"))
IS_FUSED = _IS_ARM or bool(_FEATURES.get("fma"))  # else each fused multiply-add would be a call


def target_machine() -> Any:
    """LLVM's compiler for this processor, with all that it can do."""
    llvm.initialize_native_target()
    llvm.initialize_native_asmprinter()
    return llvm.Target.from_default_triple().create_target_machine(
        cpu=llvm.get_host_cpu_name(), features=_FEATURES.flatten(), opt=3, jit=True
    )


def description() -> str:
    """All of the processor that compiled code depends on."""
    return f"{llvm.get_default_triple()} {llvm.get_host_cpu_name()} {_FEATURES.flatten()}"

"""Kernels and arrays as files: what a person takes away."""

from core.export.files import File, array_file, kernel_file, signal_file

__all__ = ["File", "array_file", "kernel_file", "signal_file"]

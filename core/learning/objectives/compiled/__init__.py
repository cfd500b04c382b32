"""The logistic loss and its gradient as one compiled pass over the patches, for many sets of numbers at once."""

from core.learning.objectives.compiled.code import MODELS, Code, code_for

__all__ = ["MODELS", "Code", "code_for"]

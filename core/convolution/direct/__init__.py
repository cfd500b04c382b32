"""Correlation by compiled loops, directly or by a separable kernel's factors, without a padded copy of the data."""

from core.convolution.direct.arguments import FUNCTIONS
from core.convolution.direct.stencil import Stencil, correlate_compiled

__all__ = ["FUNCTIONS", "Stencil", "correlate_compiled"]

"""Every product, or a column and a row where the kernel splits, by compiled loops laid on the data in place."""

from core.convolution.direct.arguments import FUNCTIONS
from core.convolution.direct.stencil import Stencil, correlate_compiled

__all__ = ["FUNCTIONS", "Stencil", "correlate_compiled"]

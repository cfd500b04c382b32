"""Correlation by fast Fourier transforms: of tiles by compiled loops or, until these are compiled, by SciPy."""

from core.convolution.fft.arguments import FUNCTIONS
from core.convolution.fft.fallback import correlate_by_scipy
from core.convolution.fft.overlap_save import correlate_by_fft
from core.convolution.fft.tiling import Tiling, tiling

__all__ = ["FUNCTIONS", "Tiling", "correlate_by_fft", "correlate_by_scipy", "tiling"]

"""Which Gabor function a filter is nearest to: a coarse search on a grid, then least squares."""

from core.kernels.gabor_fit.nearest import GaborFit, nearest_gabor

__all__ = ["GaborFit", "nearest_gabor"]

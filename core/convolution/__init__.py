"""Sliding a kernel over data: one entry, the arithmetic behind it, and pooling.

A *kernel* is a small array of numbers. `correlate` lays it over the data at every position and sums the
products, which is what a layer of a convolutional network does; `convolve` flips the kernel first (by 180
degrees), which is what mathematics calls convolution. The *mode* says which positions are kept, the
*boundary* what lies beyond the data's edge, the *stride* how far the kernel moves between outputs, the
*dilation* how far its taps lie apart.
"""

from core.convolution.entry import BOUNDARIES, METHODS, MODES, convolve, correlate
from core.convolution.planning import Plan, plan
from core.convolution.pooling import local_maxima, max_pool
from core.convolution.single import Product, products_at

__all__ = [
    "BOUNDARIES",
    "METHODS",
    "MODES",
    "Plan",
    "Product",
    "convolve",
    "correlate",
    "local_maxima",
    "max_pool",
    "plan",
    "products_at",
]

"""What people designed, and what describes any kernel.

The vocabulary:

- A *kernel* is a small array of *weights*, (k,) for signals or (h, w) for images, that slides along the data. At
  each place it answers with one number: weights times data, added up. The numbers are a correlation mask, applied
  as written: ``[-1, 0, 1]`` answers positively where the signal rises.
- The *catalogue* holds the kernels that people designed, grouped in *families*. An *entry* says what a kernel is
  for, who published it and which *parameters* it has; `get_kernel` computes its weights.
- A kernel's *spectrum* is what it does to waves of each frequency.
- An image's kernel is *separable* if it is a column times a row: two short passes then replace one long one.
- A *comparison* says how near learned weights came to designed ones.
- A *bank* is a set of filters; *principal cosines* say how much of what one set sees another sees too.
- The *nearest Gabor function* of a filter says in six numbers and a phase what the filter is tuned to.

Adding a kernel is one function in one file of `core.kernels.designs`.
"""

import core.kernels.designs  # noqa: F401  (enters every kernel into the catalogue)
from core.kernels.bank import best_cosines, chance_cosines, principal_cosines, random_filters
from core.kernels.catalogue import KernelEntry, describe_kernel, get_kernel, kernel_names, kernel_parameters
from core.kernels.comparison import Comparison, compare
from core.kernels.designed_banks import BANKS, designed_bank
from core.kernels.gabor_fit import GaborFit, nearest_gabor
from core.kernels.kernel import Kernel
from core.kernels.separability import Separability, multiplied, separability
from core.kernels.spectrum import Spectrum, frequency_response

__all__ = [
    "BANKS",
    "Comparison",
    "GaborFit",
    "Kernel",
    "KernelEntry",
    "Separability",
    "Spectrum",
    "best_cosines",
    "chance_cosines",
    "compare",
    "describe_kernel",
    "designed_bank",
    "frequency_response",
    "get_kernel",
    "kernel_names",
    "kernel_parameters",
    "multiplied",
    "nearest_gabor",
    "principal_cosines",
    "random_filters",
    "separability",
]

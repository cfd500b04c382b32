"""The designed kernels: each import below enters a family into the catalogue, in the order of menus."""

from core.kernels.designs import peaks  # isort: skip
from core.kernels.designs import edges  # isort: skip
from core.kernels.designs import differences  # isort: skip
from core.kernels.designs import smoothing  # isort: skip
from core.kernels.designs import laplacians  # isort: skip
from core.kernels.designs import gaussian_derivatives  # isort: skip
from core.kernels.designs import oriented  # isort: skip
from core.kernels.designs import compass  # isort: skip
from core.kernels.designs import frequencies  # isort: skip
from core.kernels.designs import enhancement  # isort: skip
from core.kernels.designs import wavelets  # isort: skip
from core.kernels.designs import bases  # isort: skip

__all__ = [
    "bases",
    "compass",
    "differences",
    "edges",
    "enhancement",
    "frequencies",
    "gaussian_derivatives",
    "laplacians",
    "oriented",
    "peaks",
    "smoothing",
    "wavelets",
]

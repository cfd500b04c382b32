"""The models that are trained: one filter, several filters, a sparse code, or a small network."""

from core.learning.models.hidden import SMALLEST_ENERGY, EnergyModel, TwoLayerModel
from core.learning.models.linear import LinearModel
from core.learning.models.model import Array, Model, bias_of
from core.learning.models.network import GratingsNetwork, torch_on_one_thread
from core.learning.models.sparse_code import SparseCode, Whitening
from core.learning.models.textures import TextureNetwork

__all__ = [
    "SMALLEST_ENERGY",
    "Array",
    "EnergyModel",
    "GratingsNetwork",
    "LinearModel",
    "Model",
    "SparseCode",
    "TextureNetwork",
    "TwoLayerModel",
    "Whitening",
    "bias_of",
    "torch_on_one_thread",
]

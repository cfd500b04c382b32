"""The experiments: each is one file here and one entry in the table `EXPERIMENTS`."""

from core.learning.experiment import Experiment
from core.learning.experiments.classify_gratings import ClassifyGratings
from core.learning.experiments.denoise import Denoise, best_gaussian, denoisers
from core.learning.experiments.describe_pictures import DescribePictures, measures_of_sets
from core.learning.experiments.find_edges import FindEdges
from core.learning.experiments.find_peaks import FindPeaks
from core.learning.experiments.find_peaks_two_layers import FindPeaksTwoLayers
from core.learning.experiments.name_textures import NameTextures
from core.learning.experiments.recover_kernel import RecoverKernel, is_recovered

EXPERIMENTS: dict[str, type[Experiment]] = {
    kind.name: kind
    for kind in (
        RecoverKernel,
        FindPeaks,
        FindPeaksTwoLayers,
        FindEdges,
        Denoise,
        ClassifyGratings,
        DescribePictures,
        NameTextures,
    )
}

__all__ = [
    "EXPERIMENTS",
    "ClassifyGratings",
    "Denoise",
    "DescribePictures",
    "FindEdges",
    "FindPeaks",
    "FindPeaksTwoLayers",
    "NameTextures",
    "RecoverKernel",
    "best_gaussian",
    "denoisers",
    "is_recovered",
    "measures_of_sets",
]

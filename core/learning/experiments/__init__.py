"""The experiments: each is one file here and one entry in this table."""

from core.learning.experiment import Experiment
from core.learning.experiments.find_peaks import FindPeaks
from core.learning.experiments.recover_kernel import RecoverKernel

EXPERIMENTS: dict[str, type[Experiment]] = {kind.name: kind for kind in (RecoverKernel, FindPeaks)}

__all__ = ["EXPERIMENTS", "FindPeaks", "RecoverKernel"]

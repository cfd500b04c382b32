"""How a filter is learned: experiments, the training loop, and the best possible filter.

An *experiment* is data, a model and a loss, decided by a few options and a seed. *Training* starts from random
parameters and moves them against the gradient of the loss, which backpropagation computes. A recorded step of a run is
a *snapshot*; the recorded steps together are its *trajectory*. The *optimum* is the filter with the smallest training
loss, found by least squares or Newton's method.
"""

from core.learning.catalogue import describe_experiment, experiment_names, experiment_parameters, get_experiment
from core.learning.experiment import Dataset, Experiment
from core.learning.experiments import denoisers, is_recovered, measures_of_sets
from core.learning.loss_scale import least_loss, loss_at, without_rounding
from core.learning.measures.detection import Detection, DetectionCurve, detect, detection_curve
from core.learning.measures.quality import psnr, ssim
from core.learning.optimum import Optimum, solve
from core.learning.settings import SETTINGS, ResolvedSettings, Settings, TrainingSettings, snapshot_steps
from core.learning.study.advantage import Advantage, advantage
from core.learning.study.learned_kernel import learned_kernel
from core.learning.study.learning_curve import Difference, LearningCurve, learning_curve
from core.learning.study.ledger import Ledger, one_step
from core.learning.study.outcomes import Clusters, clusters, share_at_optimum
from core.learning.study.strongest_patches import StrongestPatches, strongest_patches
from core.learning.study.sweep import Sweep, sweep
from core.learning.study.verdict import verdict
from core.learning.training.descent import Descent, Snapshot
from core.learning.training.duration import expected_seconds
from core.learning.training.ensemble import Ensemble, train_seeds
from core.learning.training.resolving import critical_learning_rate, resolve_settings
from core.learning.training.run import TrainingRun
from core.learning.training.trajectory import Trajectory, collect, iterate, train, untrained
from core.learning.wording import listed

__all__ = [
    "SETTINGS",
    "Advantage",
    "Clusters",
    "Dataset",
    "Descent",
    "Detection",
    "DetectionCurve",
    "Difference",
    "Ensemble",
    "Experiment",
    "LearningCurve",
    "Ledger",
    "Optimum",
    "ResolvedSettings",
    "Settings",
    "Snapshot",
    "StrongestPatches",
    "Sweep",
    "TrainingRun",
    "TrainingSettings",
    "Trajectory",
    "advantage",
    "clusters",
    "collect",
    "critical_learning_rate",
    "denoisers",
    "describe_experiment",
    "detect",
    "detection_curve",
    "expected_seconds",
    "experiment_names",
    "experiment_parameters",
    "get_experiment",
    "is_recovered",
    "iterate",
    "learned_kernel",
    "learning_curve",
    "least_loss",
    "listed",
    "loss_at",
    "measures_of_sets",
    "one_step",
    "psnr",
    "resolve_settings",
    "share_at_optimum",
    "snapshot_steps",
    "solve",
    "ssim",
    "strongest_patches",
    "sweep",
    "train",
    "train_seeds",
    "untrained",
    "verdict",
    "without_rounding",
]

"""How a filter is learned: experiments, the training loop, and the best possible filter.

An *experiment* is data, a model and a loss, decided by a few options and a seed. *Training* starts from random
parameters and moves them against the gradient of the loss, which backpropagation computes. A recorded step of a run is
a *snapshot*; the recorded steps together are its *trajectory*. The *optimum* is the filter with the smallest training
loss, found by least squares or Newton's method.
"""

from core.learning.catalogue import (
    describe_experiment,
    experiment_names,
    experiment_parameters,
    get_experiment,
    one_filter_names,
)
from core.learning.experiment import Dataset, Experiment
from core.learning.experiments import denoisers, is_recovered, measures_of_sets
from core.learning.loss_scale import least_loss, loss_at, without_rounding
from core.learning.measures.detection import Detection, DetectionCurve, detect, detection_curve
from core.learning.measures.quality import psnr, ssim
from core.learning.optimum import Optimum, solve
from core.learning.score import Score
from core.learning.settings import SETTINGS, ResolvedSettings, Settings, TrainingSettings, snapshot_steps
from core.learning.study.advantage import Advantage, advantage
from core.learning.study.axes import SweptSetting, swept_settings
from core.learning.study.contenders import Contender, contenders, multiplications, score_of
from core.learning.study.learned_kernel import learned_kernel
from core.learning.study.learning_curve import (
    CurveOfScores,
    Difference,
    LearningCurve,
    curve_of_scores,
    learning_curve,
)
from core.learning.study.ledger import Ledger, one_step
from core.learning.study.loss_along import LossAlong, loss_along
from core.learning.study.loss_plane import LossPlane, loss_plane, most_moved, predicted_losses
from core.learning.study.many_starts import Ends, ManyStarts, Starts, joined, many_starts
from core.learning.study.one_number import NumberStep, number_step
from core.learning.study.outcomes import Clusters, clusters, share_at_optimum
from core.learning.study.plain_descent import numbers_after, safe_rate
from core.learning.study.scoreboard import Standings, standings, worth_it
from core.learning.study.strongest_patches import StrongestPatches, strongest_patches
from core.learning.study.sweep import GridOfRuns, Sweep, grid_of_runs, stable_rate, sweep
from core.learning.study.verdict import both_goals, verdict
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
    "Contender",
    "CurveOfScores",
    "Dataset",
    "Descent",
    "Detection",
    "DetectionCurve",
    "Difference",
    "Ends",
    "Ensemble",
    "Experiment",
    "GridOfRuns",
    "LearningCurve",
    "Ledger",
    "LossAlong",
    "LossPlane",
    "ManyStarts",
    "NumberStep",
    "Optimum",
    "ResolvedSettings",
    "Score",
    "Settings",
    "Snapshot",
    "Standings",
    "Starts",
    "StrongestPatches",
    "Sweep",
    "SweptSetting",
    "TrainingRun",
    "TrainingSettings",
    "Trajectory",
    "advantage",
    "both_goals",
    "clusters",
    "collect",
    "contenders",
    "critical_learning_rate",
    "curve_of_scores",
    "denoisers",
    "describe_experiment",
    "detect",
    "detection_curve",
    "expected_seconds",
    "experiment_names",
    "experiment_parameters",
    "get_experiment",
    "grid_of_runs",
    "is_recovered",
    "iterate",
    "joined",
    "learned_kernel",
    "learning_curve",
    "least_loss",
    "listed",
    "loss_along",
    "loss_at",
    "loss_plane",
    "many_starts",
    "measures_of_sets",
    "most_moved",
    "multiplications",
    "number_step",
    "numbers_after",
    "one_filter_names",
    "one_step",
    "predicted_losses",
    "psnr",
    "resolve_settings",
    "safe_rate",
    "score_of",
    "share_at_optimum",
    "snapshot_steps",
    "solve",
    "ssim",
    "stable_rate",
    "standings",
    "strongest_patches",
    "sweep",
    "swept_settings",
    "train",
    "train_seeds",
    "untrained",
    "verdict",
    "without_rounding",
    "worth_it",
]

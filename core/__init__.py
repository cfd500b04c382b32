"""What the dashboard computes, importable without Streamlit: the flat list for notebooks and tests.

Kernels that people designed (`get_kernel`), the engine that applies them (`correlate`, `convolve`, `plan`, `max_pool`),
filters that are more than one kernel (`apply_filter`), and the lab in which random numbers become a filter
(`get_experiment`, `train`, `train_seeds`, `one_step`, `solve`).

>>> from core import correlate, get_kernel
>>> correlate([0.1, 0.9, 0.3], get_kernel("peak_detector"), mode="valid").round(6)
array([0.5])
"""

from core.convolution import Plan, convolve, correlate, local_maxima, max_pool, plan
from core.data import get_sample, sample_names
from core.filters import apply_filter, filter_names
from core.kernels import (
    GaborFit,
    Kernel,
    compare,
    frequency_response,
    get_kernel,
    kernel_names,
    nearest_gabor,
    separability,
)
from core.learning import (
    Ensemble,
    Experiment,
    Ledger,
    Optimum,
    Snapshot,
    TrainingSettings,
    Trajectory,
    experiment_names,
    get_experiment,
    iterate,
    learning_curve,
    one_step,
    solve,
    train,
    train_seeds,
)

__all__ = [
    "Ensemble",
    "Experiment",
    "GaborFit",
    "Kernel",
    "Ledger",
    "Optimum",
    "Plan",
    "Snapshot",
    "TrainingSettings",
    "Trajectory",
    "apply_filter",
    "compare",
    "convolve",
    "correlate",
    "experiment_names",
    "filter_names",
    "frequency_response",
    "get_experiment",
    "get_kernel",
    "get_sample",
    "iterate",
    "kernel_names",
    "learning_curve",
    "local_maxima",
    "max_pool",
    "nearest_gabor",
    "one_step",
    "plan",
    "sample_names",
    "separability",
    "solve",
    "train",
    "train_seeds",
]

"""The public names, and what importing them must not cost."""

import subprocess
import sys

import core


def test_the_public_names_are_exactly_these():
    promised = {
        "convolve", "correlate", "max_pool", "local_maxima", "kernel_names", "get_kernel", "frequency_response",
        "compare", "separability", "apply_filter", "filter_names", "sample_names", "get_sample", "experiment_names",
        "get_experiment", "TrainingSettings", "train", "iterate", "solve", "Kernel", "Experiment", "Optimum",
        "Snapshot", "Trajectory", "plan", "Plan", "one_step", "Ledger",
        "train_seeds", "Ensemble",
    }  # fmt: skip
    assert set(core.__all__) == promised
    assert all(hasattr(core, name) for name in promised)


def test_importing_core_loads_neither_streamlit_nor_what_is_slow():
    code = "import core, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    for slow in ("streamlit", "torch", "numba", "pandas", "scipy", "plotly", "skimage", "pywt"):
        assert slow not in loaded, slow

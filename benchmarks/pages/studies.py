"""Studies as a visitor meets them: seconds from the first look to the first part and to the whole, each of them cold.

`python -m benchmarks.pages.studies` prints the figures beside what the pages aim at.
"""

from __future__ import annotations

import time
from collections.abc import Iterable

from benchmarks.report import table
from core.background import Background, Study
from core.learning import (
    experiment_names,
    get_experiment,
    grid_of_runs,
    many_starts,
    resolve_settings,
    swept_settings,
)

STARTS, SIDE = 256, 20
FIRST_GOAL, WHOLE_GOAL, SWEEP_GOAL = 1.0, 5.0, 5.0  # seconds
LONGEST = 30.0  # seconds, after which a study that is not convex is stopped
PICTURE = {"kernel": "sobel_x", "input": "camera"}


def main() -> None:
    """Measure and print."""
    rows = []
    for name in experiment_names():
        experiment = get_experiment(name)
        kind = "one lowest point" if experiment.is_linear else "several"
        rows.append([name, kind, *measured(many_starts(experiment, count=STARTS), experiment.is_linear)])
    whole = f"whole, s (one lowest point: < {WHOLE_GOAL:.0f})"
    print(table([f"{STARTS} starts of", "valleys", f"first, s (< {FIRST_GOAL:.0f})", whole], rows))
    experiment = get_experiment("recover_kernel", **PICTURE)
    settings = swept_settings(experiment, resolve_settings(experiment), SIDE)
    study = grid_of_runs(
        "recover_kernel",
        {name: settings[name].values for name in ("initial_scale", "learning_rate")},
        options=PICTURE,
    )
    first, all_of_it = measured(study, is_whole=True)
    print(f"\n{SIDE} x {SIDE} runs on a picture: first {first} s, whole {all_of_it} s (goal: < {SWEEP_GOAL:.0f}).")


def measured(study: Study, is_whole: bool) -> Iterable[str]:
    """Seconds to the first part and to the conclusion, with a process that has yet to start."""
    background, began = Background(), time.perf_counter()
    first = None
    try:
        while True:
            progress = background.look(study, "benchmark")
            passed = time.perf_counter() - began
            if progress.parts and first is None:
                first = passed
            if progress.status != "working":
                return f"{first:.2f}", f"{passed:.2f}"
            if not is_whole and passed > LONGEST:
                return f"{first:.2f}", f"stopped at {100 * progress.share:.0f} % after {LONGEST:.0f}"
            time.sleep(0.01)
    finally:
        background.close()


if __name__ == "__main__":
    main()

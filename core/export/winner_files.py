"""A comparison on one's own data as files: the winner's numbers, and the scores of all contestants."""

from __future__ import annotations

from typing import Any

import numpy as np

from core.export.files import File, arrays_file, named
from core.export.winner_code import gain_and_offset
from core.study import Outcome, Winner


def winner_file(winner: Winner) -> File:
    """The winner's numbers as NPZ: `name`, `gain` and `offset`, and its `weights` or what was chosen, by name.

    Two layers have their parameters, and `middle` and `spread`, which are taken from the data first; gain and offset
    then turn what they answer into the answer. A detector has `threshold` and `tolerance`. Single numbers are arrays
    of one.
    """
    gain, offset = gain_and_offset(winner)
    numbers: dict[str, Any] = {"name": winner.name, **winner.chosen, "gain": gain, "offset": offset}
    if winner.kernel is not None:
        numbers["weights"] = winner.kernel.weights
    if winner.network is not None:
        network = winner.network
        numbers |= {**network.parameters, "middle": network.middle, "spread": network.spread}
    if winner.threshold is not None:
        numbers |= {"threshold": winner.threshold, "tolerance": winner.tolerance}
    return arrays_file(f"winner_{winner.name}", {name: np.asarray(value) for name, value in numbers.items()})


def scores_csv(outcome: Outcome) -> File:
    """The table of all contestants as CSV, with full precision."""
    content = outcome.table.to_csv(index=False, lineterminator="\n")
    return named("scores", "csv", "text/csv", content.encode())

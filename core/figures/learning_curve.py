"""A learning curve for the browser: the score of each way to begin against the number of examples."""

from __future__ import annotations

import numpy as np

from core.figures.wire import packed
from core.learning import LearningCurve
from core.learning.study.learning_curve import title_of

ROLES = {"learned": "learned", "designed": "designed", "tuned": "designed", "random": "input"}
NAMES = ("Learned filters", "designed ones")
DASHES = {"learned": [], "designed": [], "tuned": [7, 4], "random": [2, 3]}


def learning_curve_figure(curve: LearningCurve, values: tuple[int, ...]) -> bytes:
    """Pack a curve, of which all of `values` are to come: `mean`, `low`, `high` (w, v) of its ways.

    The header has the `ways` with title, role and dash, the numbers of examples, what chance reaches, and a sentence.

    >>> from core.learning import TrainingSettings, get_experiment, learning_curve
    >>> task, few = get_experiment("name_textures", filters=4, size=5), TrainingSettings(steps=5)
    >>> made = learning_curve(task, "patches", (2, 5), seeds=range(2), among=("learned", "designed"), settings=few)
    >>> len(learning_curve_figure(made, (2, 5))) > 300
    True
    """
    ways = [str(way) for way in curve.scores]
    known = len(curve.values)
    is_compared = curve.values == values and {"learned", "designed"} <= set(ways)
    header = {
        "values": list(values),
        "ways": [
            {
                "title": unbroken(title_of(curve.experiment, curve.compared, way)),
                "role": ROLES[way],
                "dash": DASHES[way],
            }
            for way in ways
        ],
        "metric": curve.experiment.score.title,
        "seeds": len(curve.seeds),
        "confidence": round(100 * curve.confidence),
        "chance": 1 / len(curve.experiment.answer_names),
        "verdict": curve.headline("learned", "designed", NAMES) if is_compared else "",
    }
    bounds = {
        name: np.array([each[way] for way in ways]).reshape(len(ways), known)
        for name, each in (("mean", curve.mean), ("low", curve.low), ("high", curve.high))
    }
    return packed(header, **bounds)


def unbroken(title: str) -> str:
    """A title without commas: the figure names its lines in a row, with commas between them.

    >>> unbroken("Designed, not trained")
    'Designed and not trained'
    """
    return title.replace(", ", " and ")

"""The loss and its gradient at a point, by the fastest way that fits the model and the loss."""

from core.learning.objectives.backpropagation import Backpropagation
from core.learning.objectives.choice import objective_of
from core.learning.objectives.logistic import LogisticLoops
from core.learning.objectives.moments import SecondMoments
from core.learning.objectives.objective import Objective
from core.learning.objectives.sparse import Sparse
from core.learning.objectives.squares import Squares
from core.learning.objectives.textures import Textures

__all__ = [
    "Backpropagation",
    "LogisticLoops",
    "Objective",
    "SecondMoments",
    "Sparse",
    "Squares",
    "Textures",
    "objective_of",
]

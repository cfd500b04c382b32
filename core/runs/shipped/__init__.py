"""Runs and a learning curve that come with the repository, for what takes longer to train than a visitor waits.

`python -m core.runs.shipped` trains them anew and writes their files.
"""

from core.runs.shipped.curve import DRAWS, EXAMPLES, shipped_scores
from core.runs.shipped.files import SHIPPED, shipped_run

__all__ = ["DRAWS", "EXAMPLES", "SHIPPED", "shipped_run", "shipped_scores"]

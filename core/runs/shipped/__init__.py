"""Runs that come with the repository, for what takes longer to train than a visitor waits.

`python -m core.runs.shipped` trains them anew and writes their files.
"""

from core.runs.shipped.files import SHIPPED, shipped_run

__all__ = ["SHIPPED", "shipped_run"]

"""Where the kernels come from, and how far each citation was checked: `papers` has the articles, `books` all else."""

from core.kernels.sources import books, papers
from core.kernels.sources.source import Source, as_source

__all__ = ["Source", "as_source", "books", "papers"]

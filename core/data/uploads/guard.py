"""The one place in which foreign bytes are decoded: in turn, in silence, and with a single way to fail."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from core.data.uploads.limits import UnreadableUpload

# One upload at a time bounds the memory of all, and warning filters belong to the whole process, not to a thread.
_one_at_a_time = threading.RLock()


@contextmanager
def decoding(refusal: str) -> Iterator[None]:
    """Turn whatever a decoder raises into UnreadableUpload with the text `refusal`, and keep its warnings quiet.

    >>> with decoding("a.npy is damaged: save it again."):
    ...     raise KeyError(7)
    Traceback (most recent call last):
    ...
    core.data.uploads.limits.UnreadableUpload: a.npy is damaged: save it again.
    """
    with _one_at_a_time, warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")
        try:
            yield
        except UnreadableUpload:
            raise
        # decoders of foreign bytes raise nearly every type there is, MemoryError and RecursionError included
        except Exception as error:
            # its frames hold the file, and often itself: memory that only a later collection would free
            error.__traceback__ = None
            raise UnreadableUpload(refusal) from error

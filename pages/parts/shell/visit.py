"""A visit: what a session works out from a file of its own is given back when the tab is closed."""

from __future__ import annotations

import ctypes
import secrets
import sys
import time
from contextvars import ContextVar

import streamlit as st

from core.cache import CACHE, belongs_to

M_MMAP_THRESHOLD, LARGE = -3, 2**20  # of <malloc.h>; bytes

clock = time.monotonic
_began: ContextVar[float | None] = ContextVar("began", default=None)


def begin_run() -> None:
    """At the start of each run of a page: somebody waits, and nothing of what follows is their own so far."""
    _began.set(clock())
    _glibc()
    _visit()
    belongs_to(None)


def waited() -> float:
    """Seconds since this run of the page began."""
    began = _began.get()
    return 0.0 if began is None else clock() - began


def uses_own_file() -> None:
    """From here on in this run of the page, what is worked out is the visitor's own."""
    belongs_to(_visit())


def _end(visit: str) -> None:
    CACHE.end(visit)
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


@st.cache_resource(show_spinner=False)
def _glibc() -> ctypes.CDLL | None:
    """The memory allocator of Linux, told to give each large array back to the machine as soon as nobody has it.

    Left to itself it puts arrays of up to 32 MB between what stays, once it has seen some, and keeps their place.
    """
    if sys.platform != "linux" or not hasattr(libc := ctypes.CDLL(None), "mallopt"):
        return None
    libc.mallopt(M_MMAP_THRESHOLD, LARGE)
    return libc


# Streamlit forgets it when the session's connection is closed; one that comes back is another visit
@st.cache_resource(scope="session", on_release=_end, show_spinner=False)
def _visit() -> str:
    visit = secrets.token_hex(8)
    CACHE.begin(visit)
    return visit

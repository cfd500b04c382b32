"""A visit: results that follow from a session's own file are dropped when its tab is closed."""

from __future__ import annotations

import ctypes
import secrets
import sys
import time
from contextvars import ContextVar

import streamlit as st

from core.cache import CACHE, belongs_to
from pages.parts.shell.signing_in import note_session
from pages.parts.shell.terms import begin_terms

M_MMAP_THRESHOLD, LARGE = -3, 2**20  # of <malloc.h>; bytes

clock = time.monotonic
_began: ContextVar[float | None] = ContextVar("began", default=None)


def begin_run() -> None:
    """Start the clock of a page's run: nothing is explained yet, and results belong to all until `uses_own_file`."""
    _began.set(clock())
    begin_terms()
    note_session()
    _glibc()
    this_visit()
    belongs_to(None)


def waited() -> float:
    """Seconds since this run of the page began."""
    began = _began.get()
    return 0.0 if began is None else clock() - began


def uses_own_file() -> None:
    """Let the results of the rest of this run of the page belong to the visit."""
    belongs_to(this_visit())


def _end(visit: str) -> None:
    CACHE.end(visit)
    if (libc := _glibc()) is not None:
        libc.malloc_trim(0)


@st.cache_resource(show_spinner=False)
def _glibc() -> ctypes.CDLL | None:
    """The C library of Linux, whose memory allocator is told to give large arrays back as soon as they are freed.

    By default, once it has freed some arrays, it puts arrays of up to 32 MB among lasting objects and keeps the memory.
    """
    if sys.platform != "linux" or not hasattr(libc := ctypes.CDLL(None), "mallopt"):
        return None
    libc.mallopt(M_MMAP_THRESHOLD, LARGE)
    return libc


# Streamlit releases it when the session's connection is closed; a session that comes back is a new visit
@st.cache_resource(scope="session", on_release=_end, show_spinner=False)
def this_visit() -> str:
    """What tells this visit from others: a tab, as long as it is connected."""
    visit = secrets.token_hex(8)
    CACHE.begin(visit)
    return visit

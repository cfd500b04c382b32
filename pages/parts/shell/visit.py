"""A visit: results that follow from a session's own file are dropped when its tab is closed."""

from __future__ import annotations

import ctypes
import os
import secrets
import sys

import streamlit as st

from core.cache import CACHE, belongs_to
from pages.parts.shell.signing_in import note_session
from pages.parts.shell.terms import begin_terms

M_MMAP_THRESHOLD, LARGE = -3, 2**20  # of <malloc.h>; bytes

# By default OpenMP's threads look for more work for about 10 ms after each convolution, which is several times what the
# convolution takes; they read this when they are loaded, which is at the first convolution
os.environ.setdefault("OMP_WAIT_POLICY", "passive")


def begin_run() -> None:
    """Before a page's run: nothing is explained yet, and results belong to all until `uses_own_file`."""
    begin_terms()
    note_session()
    _glibc()
    this_visit()
    belongs_to(None)


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

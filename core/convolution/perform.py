"""Carries a request out by the method that the plan chooses."""

from __future__ import annotations

from core.convolution.definition import correlate_by_definition
from core.convolution.direct import Stencil, correlate_compiled
from core.convolution.fft import correlate_by_fft, correlate_by_scipy
from core.convolution.library import compiled_library
from core.convolution.mask import mask_of
from core.convolution.planning import COMPILED_TYPES, choose
from core.convolution.request import Array, Request


def perform(request: Request, out: Array, method: str = "auto") -> Stencil | None:
    """Write the result of a request to `out`, whose channels, if any, are on the last axis.

    Returns a stencil that does the same for other data of this layout, if one call of it is the whole work.
    """
    if method == "definition" or request.dtype not in COMPILED_TYPES:
        correlate_by_definition(request, out)
        return None
    mask = mask_of(request.kernel, request.dtype)
    library = compiled_library()
    choice = choose(request, mask, method, is_compiled=library is not None)
    if choice.method == "fft" and library is None:
        correlate_by_scipy(request, out)
    elif choice.method == "fft" and library is not None:
        correlate_by_fft(library, request, out, direct=_directly, threads=choice.threads)
    elif library is None or choice.method == "definition":
        correlate_by_definition(request, out)
    else:
        is_split = choice.method == "separable"
        return correlate_compiled(library, request, out, mask, is_split=is_split, threads=choice.threads)
    return None


def _directly(request: Request, out: Array) -> None:
    perform(request, out, "direct")

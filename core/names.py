"""Names in sentences: several in a row, and the error for an unknown name."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 60  # characters that are shown and compared: difflib takes seconds over a name as long as a book
MOST_NEAR = 2


def enumerated(names: Iterable[str], last: str = "or") -> str:
    """Names in a row, with a word before the last.

    >>> enumerated(["PNG", "JPEG", "TIFF"]), enumerated(["CSV"])
    ('PNG, JPEG or TIFF', 'CSV')
    """
    *others, end = names
    return f"{', '.join(others)} {last} {end}" if others else end


def unknown_name(name: object, known: Iterable[str], what: str, way_out: str) -> ValueError:
    """The error for a name that is not among `known`: it is not `what` it should be, and the `way_out`.

    >>> str(unknown_name("camra", ["camera", "coins"], "a sample", "sample_names() lists all."))
    "'camra' is not a sample: did you mean camera? sample_names() lists all."
    """
    text = str(name)
    shown = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    near = difflib.get_close_matches(shown, known, n=MOST_NEAR)
    hint = f"did you mean {enumerated(near)}? " if near else ""
    return ValueError(f"{shown!r} is not {what}: {hint}{way_out}")

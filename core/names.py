"""Names that nothing has: what is said of them, and which ones may have been meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

LONGEST = 60  # signs that are shown, and compared: difflib takes seconds over a name as long as a book
MOST_NEAR = 2


def unknown_name(name: object, known: Iterable[str], what: str, way_out: str) -> ValueError:
    """The error for a name that is not among the known ones; `what` it is not, and the `way_out`.

    >>> str(unknown_name("camra", ["camera", "coins"], "a sample", "sample_names() lists all."))
    "'camra' is not a sample: did you mean camera? sample_names() lists all."
    """
    text = str(name)
    shown = text if len(text) <= LONGEST else text[: LONGEST - 3] + "..."
    near = difflib.get_close_matches(shown, known, n=MOST_NEAR)
    hint = f"did you mean {' or '.join(near)}? " if near else ""
    return ValueError(f"{shown!r} is not {what}: {hint}{way_out}")

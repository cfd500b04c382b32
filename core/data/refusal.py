"""How an upload is turned down: one error, whose text a page shows as it is."""

from __future__ import annotations

import re
import threading
import unicodedata
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

LONGEST_SHOWN = 40

# One upload is decoded at a time: it bounds memory, and the warning filters below belong to the whole process.
_one_at_a_time = threading.RLock()


class UnreadableUpload(ValueError):
    """An upload that is not read; its text says what came, what is allowed and the way out.

    >>> raise UnreadableUpload("a.png is empty: choose another file.")
    Traceback (most recent call last):
    ...
    core.data.refusal.UnreadableUpload: a.png is empty: choose another file.
    """


def shown_text(text: str, longest: int = LONGEST_SHOWN) -> str:
    """Text from outside, fit for one line: no control or invisible characters, no markup, at most `longest`.

    >>> shown_text("a<b>\\n c" + "x" * 50, longest=12)
    'a_b_ cx…xxxx'
    """
    visible = "".join(" " if unicodedata.category(c)[0] in "CZ" else c for c in text[:2000])
    plain = re.sub(r"[<>\[\]`*|$\\]", "_", " ".join(visible.split()))
    tail = longest // 3
    return plain if len(plain) <= longest else f"{plain[: longest - tail - 1]}…{plain[-tail:]}"


def shown_name(filename: str) -> str:
    """The last part of a file name as `shown_text`, "The file" where nothing of it can be shown.

    >>> shown_name("../../etc/scan\\x07.png")
    'scan .png'
    """
    return shown_text(re.split(r"[/\\]", filename)[-1]) or "The file"


@contextmanager
def reading(shown: str) -> Iterator[list[warnings.WarningMessage]]:
    """Turn whatever a decoder raises into UnreadableUpload, and collect its warnings instead of printing them."""
    with _one_at_a_time, warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            yield caught
        except UnreadableUpload:
            raise
        except Exception as error:
            # Decoders of foreign bytes raise nearly every type there is, MemoryError and KeyError included.
            raise damaged(shown) from error


def damaged(shown: str) -> UnreadableUpload:
    """The answer to bytes that begin like a known format and do not go on like it."""
    return UnreadableUpload(
        f"{shown} can't be decoded: it is damaged, cut short or of a rare kind. "
        "Open it in the program that made it, save it again and upload that."
    )

"""Text from outside as it may be kept and shown: no sign in it that nobody sees, or that turns its neighbours round."""

from __future__ import annotations

import unicodedata

# controls, marks of direction and of zero width, halves of surrogates, private and unassigned signs
UNSEEN = frozenset(["Cc", "Cf", "Cs", "Co", "Cn"])
# letters and marks that Unicode counts among the others, and that leave no trace
BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")


def plain_text(text: str, longest: int, *, keeps_lines: bool = False) -> str:
    r"""The text without what cannot be seen, without blanks around it, and of at most `longest` signs.

    Spaces of all kinds become the usual one; so do line ends, unless the text `keeps_lines`, and then as "\n".

    >>> plain_text("run\u202egnp.exe\x00 ", 200)
    'rungnp.exe'
    >>> plain_text("one\r\ntwo", 200), plain_text("one\r\ntwo", 200, keeps_lines=True)
    ('one two', 'one\ntwo')
    """
    line_end = "\n" if keeps_lines else " "
    lines = ("".join(filter(None, map(_seen, line))) for line in text.splitlines())
    return line_end.join(lines).strip()[:longest].rstrip()


def _seen(sign: str) -> str:
    """The sign, a space for one of another width, nothing for what is not seen."""
    if sign.isspace():
        return " "
    return "" if unicodedata.category(sign) in UNSEEN or sign in BLANKS else sign

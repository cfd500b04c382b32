"""The text of a lesson: plain, with emphasis and code; everything else is a fault that has a name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from core.data.words import BLANKS, UNSEEN

SPAN = re.compile(r"(?P<style>`|\*\*|\*)(?=\S)(?P<text>[^`*]+?)(?<=\S)(?P=style)")
ICON = (re.compile(r":[a-zA-Z][\w/+-]*:"), "an icon. Write a word instead")  # Streamlit draws one in code as well
# what is looked for in the text between spans of code, and how it is called
FAULTS = (
    (re.compile(r"!\[[^\]]*\]\([^)]*\)"), "a picture. A lesson has text alone: let the step open a page that shows it"),
    (re.compile(r"\[[^\]]*\]\([^)]*\)"), "a link. The one link of a step stands below its title, in a line of its own"),
    (re.compile(r"(?i)\b(?:https?://|www\.)\S+"), "an address elsewhere. Lessons lead to the dashboard's own pages"),
    (re.compile(r"<[/!?a-zA-Z][^>]*>?"), "HTML. Write plain text; *stars* make it stand out"),
    (re.compile(r":[\w-]+\[[^\]]*\]"), "a directive of another program. Write plain text; *stars* make it stand out"),
    ICON,
    (re.compile(r"\$[^$\s][^$]*\$"), "a formula. Write it as text, or as code between backticks"),
)


@dataclass(frozen=True)
class Span:
    """A piece of text and what stands around it: nothing, `*`, `**` or a backtick."""

    text: str
    style: str = ""


def spans(text: str) -> tuple[Span, ...]:
    """Take a text apart into plain pieces, emphasis (`*` or `**`) and code.

    >>> spans("**Both** sides: 2 * 3")
    (Span(text='Both', style='**'), Span(text=' sides: 2 * 3', style=''))
    """
    found: list[Span] = []
    end = 0
    for each in SPAN.finditer(text):
        found += [Span(text[end : each.start()]), Span(each["text"], each["style"])]
        end = each.end()
    return tuple(span for span in (*found, Span(text[end:])) if span.text)


def faults(text: str) -> Iterator[str]:
    """What in a text is neither plain text, emphasis nor code: a sentence for each.

    >>> list(faults("See <b>here</b>"))[0]
    "'<b>' is HTML. Write plain text; *stars* make it stand out."
    """
    unseen = (sign for sign in text if not sign.isspace() and (unicodedata.category(sign) in UNSEEN or sign in BLANKS))
    yield from (f"{sign!r} is a sign that nobody sees. Leave it out." for sign in dict.fromkeys(unseen))
    pattern, kind = ICON
    coded = (span.text for span in spans(text) if span.style == "`")
    yield from (f"{found[0]!r} is {kind}." for code in coded for found in pattern.finditer(code))
    plain = "".join(" " if span.style == "`" else span.text for span in spans(text))
    for pattern, kind in FAULTS:
        for found in pattern.finditer(plain):
            yield f"{found[0]!r} is {kind}."
        plain = pattern.sub(" ", plain)

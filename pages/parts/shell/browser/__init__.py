"""What is drawn and moved in the browser: components that share one style, one way of sending data, and one transport.

Each component is a folder with its `part.html`, `style.css` and `script.js`, which follow what all share: `base.css`,
`wire.js` (reads what `core.figures.wire` packs), `canvas.js` with `pixels.js` and `scale.js` (draws), `strip.js` (a
whole signal and the stretch that is shown), `filters.js` (draws filters), `transport.js` (plays) and `share.js` (copies
the address). A button opens the explanations of the terms that a component's scripts write.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

import streamlit as st

from core.figures.chart import DESIGNED, INPUT, LEARNED, MARK, OPTIMUM, SIGNED_SCALE
from pages.parts.shell.terms import terms_in

_HERE = Path(__file__).parent
SHARED = ("wire.js", "pixels.js", "canvas.js", "scale.js", "strip.js", "filters.js", "share.js", "transport.js")
ROLES = {"designed": DESIGNED, "learned": LEARNED, "best": OPTIMUM, "input": INPUT, "mark": MARK}

# what a script writes: its comments are passed over, and what is computed within a text
COMMENT, COMPUTED = re.compile(r"^\s*//.*$|\s// .*$", re.MULTILINE), re.compile(r"\$\{[^{}]*\}")
TEXT = re.compile(r'"[^"\n]*"|`[^`]*`')


def component(name: str, folder: Path, says: str = "") -> Any:
    """Register the component whose files lie in this folder; {transport} in its HTML stands for the controls to play.

    Its scripts come in the order of their names, and `script.js` last. What it `says` beside their words comes with its
    data: terms in it are explained as well.
    """
    own = [_read(file) for file in sorted(folder.glob("*.js"), key=lambda file: (file.name == "script.js", file.name))]
    markup = _read(folder / "part.html")
    for shared in ("transport", "share", "words"):
        markup = markup.replace(f"{{{shared}}}", _read(_HERE / f"{shared}.html").strip())
    markup = markup.replace("{terms}", _explained(f"{written(own)} {says}"))
    style = _colours() + _read(_HERE / "base.css") + _read(folder / "style.css")
    script = "\n".join([*(_read(_HERE / file) for file in SHARED), *own])
    return st.components.v2.component(name, html=markup, css=style, js=script)


def written(scripts: Iterable[str]) -> str:
    """All texts that scripts may write, without what is computed within them.

    >>> written(["say(`loss ${short(loss)}`) // in words"])
    'loss  '
    """
    return " | ".join(
        COMPUTED.sub(" ", text[1:-1]) for script in scripts for text in TEXT.findall(COMMENT.sub("", script))
    )


def _explained(text: str) -> str:
    """The terms of a text with their explanations, as the entries of a list in HTML."""
    return "".join(f"<dt>{escape(term.title)}</dt><dd>{escape(term.words)}</dd>" for term in terms_in(text))


# read once a process: components are registered when their modules are imported
@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _colours() -> str:
    """The colours of all charts as variables of CSS, which the scripts read as well."""
    roles = " ".join(f"--{role}: {colour};" for role, colour in ROLES.items())
    return f".stage {{ {roles} --signs: {' '.join(str(colour) for _, colour in SIGNED_SCALE)}; }}\n"

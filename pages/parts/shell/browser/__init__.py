"""What is drawn and moved in the browser: components that share one style, one way of sending data, and one transport.

Each component is a folder with its `part.html`, `style.css` and `script.js`, which follow what all share: `base.css`,
`wire.js` (reads what `core.figures.wire` packs), `canvas.js` with `pixels.js` (draws), `filters.js` (draws filters),
`transport.js` (plays) and `share.js` (copies the address).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st

from core.figures.chart import DESIGNED, INPUT, LEARNED, MARK, OPTIMUM, SIGNED_SCALE

_HERE = Path(__file__).parent
SHARED = ("wire.js", "pixels.js", "canvas.js", "filters.js", "share.js", "transport.js")
ROLES = {"designed": DESIGNED, "learned": LEARNED, "best": OPTIMUM, "input": INPUT, "mark": MARK}


def component(name: str, folder: Path) -> Any:
    """Register the component whose files lie in this folder; {transport} in its HTML stands for the controls to play.

    Its scripts come in the order of their names, and `script.js` last.
    """
    markup = _read(folder / "part.html")
    for shared in ("transport", "share"):
        markup = markup.replace(f"{{{shared}}}", _read(_HERE / f"{shared}.html"))
    style = _colours() + _read(_HERE / "base.css") + _read(folder / "style.css")
    own = sorted(folder.glob("*.js"), key=lambda file: (file.name == "script.js", file.name))
    script = "\n".join(_read(file) for file in (*(_HERE / file for file in SHARED), *own))
    return st.components.v2.component(name, html=markup, css=style, js=script)


# read once a process: components are registered when their modules are imported
@cache
def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _colours() -> str:
    """The colours of all charts as variables of CSS, which the scripts read as well."""
    roles = " ".join(f"--{role}: {colour};" for role, colour in ROLES.items())
    return f".stage {{ {roles} --signs: {' '.join(str(colour) for _, colour in SIGNED_SCALE)}; }}\n"

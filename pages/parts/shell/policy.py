"""What a browser may do with the dashboard's answers: the Content-Security-Policy and the headers beside it."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import streamlit

INDEX = Path(streamlit.__file__).parent / "static" / "index.html"
INLINE = re.compile(r"<script>(.*?)</script>", re.DOTALL)

# a picture may be taken with the camera; nothing here asks for any of these
UNUSED = (
    "accelerometer", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi",
    "payment", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    # an address holds choices and the ids of runs, which other sites should not see
    "Referrer-Policy": "same-origin",
    # pages of other sites get neither these answers nor a window of the dashboard
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": ", ".join(("camera=(self)", *(f"{each}=()" for each in UNUSED))),
}
# what visitors brought or made is downloaded; were it ever opened as a page, that page could do nothing
MEDIA = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"


def page_policy(frames: str) -> str:
    """The policy of a page that the sites `frames` may show in a frame; `docs/security.md` says why each is needed."""
    return f"{_FIXED}; frame-ancestors {frames}"


def _inline_scripts(html: str) -> tuple[str, ...]:
    """The hashes of the scripts within a page.

    >>> _inline_scripts("<script>1</script><script src='a.js'></script>")
    ("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='",)
    """
    return tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"
        for script in INLINE.findall(html)
    )


_FIXED = "; ".join(
    (
        "default-src 'none'",
        # blob: Streamlit imports the scripts of components from such addresses, which only a script can make
        # wasm-unsafe-eval: what reads Streamlit's messages multiplies in WebAssembly, which no markup can bring in
        " ".join(("script-src 'self' blob: 'wasm-unsafe-eval'", *_inline_scripts(INDEX.read_text(encoding="utf-8")))),
        "script-src-attr 'none'",
        # Streamlit and Plotly write styles into the page
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "font-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "worker-src 'none'",
        "frame-src 'none'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
    )
)

"""The service of runs, one for the whole server, and the visitor of each session."""

from __future__ import annotations

import gc
from hashlib import blake2b

import streamlit as st

from core.runs import DamagedRun, RunView, Service, StoreError, Visitor, is_id, new_id
from pages.parts.shell.asking import NAMES_HERE, trusted_proxies
from pages.parts.shell.ending import at_end
from pages.parts.shell.middleware import COOKIE
from pages.parts.shell.show import warning_sentence
from pages.parts.shell.signing_in import account, providers

SLOT = "slot"
# of an address's digest, which is stored with runs: 65,000 addresses of IPv4 have the same, so that it names nobody
SHARED_DIGITS = 4
_is_hosted = [False]
FASTEST, PER_RUN = 0.25, 0.08  # seconds between two updates of a live run: at least, and for each live run


@st.cache_resource(show_spinner=False)
def _service() -> Service:
    made = Service()
    # exempts what is loaded by now from garbage collection, which would hold everybody up for a third of a second
    gc.freeze()
    at_end(made.close)
    return made


def service(*, is_needed: bool = True) -> Service | None:
    """The service; None where runs cannot be saved, with a warning on the page if it `is_needed`."""
    try:
        return opened_service()
    except StoreError as error:
        if is_needed:
            warning_sentence(error)
        return None


def opened_service() -> Service:
    """The service; raises StoreError where runs cannot be saved."""
    return _service()


def viewed(runs: Service, run: str) -> RunView | None:
    """The current view of a run; None, with a warning on the page, where it cannot be shown."""
    try:
        return runs.view(run)
    except (StoreError, DamagedRun) as error:
        warning_sentence(error)
        return None


def visitor() -> Visitor:
    """The visitor of this session: on one's own machine each tab has a training slot, elsewhere each browser a key.

    Whoever has signed in has the key of their account instead, in every browser.
    """
    if SLOT not in st.session_state:
        st.session_state[SLOT] = new_id()
    slot = str(st.session_state[SLOT])
    if not is_hosted():
        return Visitor(slot=slot)
    # without a cookie, runs are one's own for as long as the tab is open; the cookie itself is stored nowhere
    cookie = st.context.cookies.get(COOKIE, "")
    browser, address = _digest(cookie) if is_id(cookie) else slot, _digest(_address())[:SHARED_DIGITS]
    if (signed_in := account(browser)) is not None:
        return Visitor(signed_in.key, slot=signed_in.key, address=address, browser=browser)
    return Visitor(browser, slot=browser, address=address)


def _address() -> str:
    """What the visitors of this session's network share."""
    forwarded = st.context.headers.get_all("X-Forwarded-For")
    given = [(b"x-forwarded-for", each.encode("latin-1", "replace")) for each in forwarded]
    return trusted_proxies().address({"client": (st.context.ip_address or "127.0.0.1", 0), "headers": given})


def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=16).hexdigest()


def be_hosted() -> None:
    """Count as hosted whatever the address: a proxy stands before it."""
    _is_hosted[0] = True


def is_hosted() -> bool:
    """Whether others than this machine's user can reach the dashboard, directly or through a proxy.

    Where people sign in there are several, whatever the address.
    """
    if _is_hosted[0] or providers():
        return True
    names = (st.get_option("server.address"), *st.get_option("server.allowedHosts"))
    return any(name not in NAMES_HERE for name in names)


def refresh_interval(runs: Service) -> float:
    """Seconds between two updates of a live run on a page: the more runs are live, the longer."""
    return max(FASTEST, PER_RUN * runs.live())

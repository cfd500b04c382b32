"""Signing in by OpenID Connect, where whoever runs the dashboard has configured it: `[auth]` among the secrets.

Whoever does not sign in goes on by the cookie. Without the secrets nothing of it is imported, shown or opened.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from importlib.util import find_spec
from typing import Any
from urllib.parse import urlsplit

import streamlit as st

from core.data import plain_text

PROVIDER = ("client_id", "client_secret", "server_metadata_url")
DEFAULT = "default"  # Streamlit's name for a provider whose keys stand in [auth] itself
LEAST_SECRET = 32  # characters: whoever guesses it can sign in as anybody
LONGEST_SHOWN = 60
BEGAN, MOST_ENDED = "session_began", 10_000
clock = time.monotonic

log = logging.getLogger(__name__)
_ended: dict[tuple[str, str], float] = {}  # when an account was signed out of a browser, by the keys of both


@dataclass(frozen=True)
class Account:
    """Somebody who has signed in: the key that owns their runs, and what they are called."""

    key: str
    name: str


@cache
def providers() -> tuple[str, ...]:
    """The names of those by whom visitors can sign in; none where nothing, or something invalid, is configured."""
    section = _section()
    if section is None:
        return ()
    if trouble := _trouble(section):
        log.warning("Nobody can sign in: %s", trouble)
        return ()
    return _named(section)


def account(browser: str) -> Account | None:
    """Who has signed in, in the browser of this key; None for nobody."""
    if not providers():
        return None
    found = account_of(st.user)
    # Streamlit goes on with what the cookie said when this tab was opened
    if found is None or _ended.get((found.key, browser), -1.0) >= st.session_state.get(BEGAN, 0.0):
        return None
    return found


def account_of(told: Mapping[str, Any]) -> Account | None:
    """The account that a provider tells of: subjects are unique for their issuer alone, and mail addresses are reused.

    >>> account_of({"is_logged_in": True, "iss": "https://id.example", "sub": "7", "name": "Ada"}).name
    'Ada'
    >>> account_of({"is_logged_in": True, "iss": "https://id.example", "sub": ""})
    """
    who = [told.get("iss"), told.get("sub")]
    if told.get("is_logged_in") is not True or not all(isinstance(each, str) and each for each in who):
        return None
    # no cookie of a browser can have this digest
    key = blake2b(json.dumps(who).encode(), digest_size=16, person=b"account").hexdigest()
    names = (told.get(each) for each in ("name", "preferred_username", "email"))
    shown = (plain_text(each, LONGEST_SHOWN).strip() for each in names if isinstance(each, str))
    return Account(key, next(filter(None, shown), "your account"))


def note_session() -> None:
    """Remember when this session began: a sign-out ends all that the browser had open by then."""
    if providers():
        st.session_state.setdefault(BEGAN, clock())


def end_others(account: str, browser: str) -> None:
    """Let nobody go on as this account in a tab of this browser that is open now."""
    _ended.pop((account, browser), None)
    _ended[account, browser] = clock()
    while len(_ended) > MOST_ENDED:
        del _ended[next(iter(_ended))]


def _section() -> Mapping[str, Any] | None:
    if not st.secrets.load_if_toml_exists():
        return None
    found = st.secrets.get("auth")
    return found if isinstance(found, Mapping) else None


def _named(section: Mapping[str, Any]) -> tuple[str, ...]:
    own = (DEFAULT,) if any(key in section for key in PROVIDER) else ()
    return own + tuple(name for name, each in section.items() if isinstance(each, Mapping) and name != "client_kwargs")


def _trouble(section: Mapping[str, Any]) -> str:
    """What is wrong with the secrets, "" where nothing is."""
    if missing := [name for name in ("authlib", "httpx") if find_spec(name) is None]:
        return f"{' and '.join(missing)} cannot be imported. Install requirements-host.lock."
    address = urlsplit(str(section.get("redirect_uri", "")))
    if address.scheme not in ("http", "https") or not address.path.endswith("/oauth2callback"):
        return "redirect_uri in [auth] must be the dashboard's own address followed by /oauth2callback."
    if len(str(section.get("cookie_secret", ""))) < LEAST_SECRET:
        return f"cookie_secret in [auth] must be random and have at least {LEAST_SECRET} characters."
    for name in _named(section):
        keys = section if name == DEFAULT else section[name]
        if missing := [key for key in PROVIDER if not keys.get(key)]:
            return f"{', '.join(missing)} is missing in [auth{'' if name == DEFAULT else f'.{name}'}]."
        if "_" in name:
            return f"[auth.{name}] must have a name without an underscore."
    return "" if _named(section) else f"[auth] needs {', '.join(PROVIDER)}."

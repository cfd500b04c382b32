"""Who has signed in, and what is wrong with an operator's secrets."""

from __future__ import annotations

import logging

import pytest
import streamlit as st

from pages.parts.shell import service as service_module
from pages.parts.shell import signing_in
from pages.parts.shell.entry import middleware
from pages.parts.shell.signing_in import account_of, providers

GOOD = {
    "redirect_uri": "https://filters.example/oauth2callback",
    "cookie_secret": "0" * 32,
    "client_id": "dashboard",
    "client_secret": "secret",
    "server_metadata_url": "https://id.example/.well-known/openid-configuration",
}
NAMED = {name: GOOD[name] for name in ("client_id", "client_secret", "server_metadata_url")}
SHARED = {name: GOOD[name] for name in ("redirect_uri", "cookie_secret")}


@pytest.fixture
def configured(monkeypatch, caplog):
    """What becomes of `[auth]` among the secrets: the providers, and what the log says."""

    def configure(section, there=("authlib", "httpx")):
        monkeypatch.setattr(signing_in, "_section", lambda: section)
        monkeypatch.setattr(signing_in, "find_spec", lambda name: True if name in there else None)
        providers.cache_clear()
        with caplog.at_level(logging.WARNING):
            return providers(), [record.getMessage() for record in caplog.records]

    yield configure
    providers.cache_clear()


def test_without_secrets_nobody_can_sign_in_and_nothing_is_opened(configured, monkeypatch):
    assert configured(None) == ((), [])
    options = {"server.address": "127.0.0.1", "server.allowedHosts": ["localhost"]}
    monkeypatch.setattr("streamlit.get_option", options.get)
    assert service_module.is_hosted() is False
    assert "SignIn" not in str(middleware())
    assert "'may_sign_in': False" in str(middleware()) or "may_sign_in=False" in str(middleware())


def test_with_secrets_there_are_several_visitors_even_on_this_machine(configured):
    assert configured(GOOD) == (("default",), [])
    assert service_module.is_hosted() is True
    assert "SignIn" in str(middleware())


@pytest.mark.parametrize(
    ("section", "names"),
    [
        (GOOD | {"client_kwargs": {"scope": "openid"}}, ("default",)),
        (SHARED | {"school": NAMED, "google": NAMED}, ("school", "google")),
        (GOOD | {"google": NAMED}, ("default", "google")),
    ],
)
def test_there_may_be_several_providers(configured, section, names):
    assert configured(section) == (names, [])


@pytest.mark.parametrize(
    ("section", "said"),
    [
        ({}, "redirect_uri in [auth] must be the dashboard's own address followed by /oauth2callback."),
        (
            GOOD | {"redirect_uri": "https://filters.example/"},
            "redirect_uri in [auth] must be the dashboard's own address followed by /oauth2callback.",
        ),
        (
            GOOD | {"redirect_uri": "filters.example/oauth2callback"},
            "redirect_uri in [auth] must be the dashboard's own address followed by /oauth2callback.",
        ),
        (
            GOOD | {"cookie_secret": "0" * 31},
            "cookie_secret in [auth] must be random and have at least 32 characters.",
        ),
        (SHARED, "[auth] needs client_id, client_secret, server_metadata_url."),
        (SHARED | {"client_id": "a"}, "client_secret, server_metadata_url is missing in [auth]."),
        (SHARED | {"school": NAMED | {"client_id": ""}}, "client_id is missing in [auth.school]."),
        (SHARED | {"my_school": NAMED}, "[auth.my_school] must have a name without an underscore."),
    ],
)
def test_secrets_that_are_not_right_open_nothing_and_the_log_says_why(configured, section, said):
    assert configured(section) == ((), [f"Nobody can sign in: {said}"])


def test_without_the_library_nobody_can_sign_in_and_the_log_says_so(configured):
    said = "Nobody can sign in: authlib cannot be imported. Install requirements-host.lock."
    assert configured(GOOD, there=("httpx",)) == ((), [said])


TOLD = {"is_logged_in": True, "iss": "https://id.example", "sub": "7", "name": "Ada", "email": "ada@example.org"}


def test_an_account_is_its_issuers_subject_and_nothing_else():
    key = account_of(TOLD).key
    assert len(key) == 32
    same = account_of(TOLD | {"name": "Countess", "email": "ben@example.org", "provider": "other"})
    assert (same.key, same.name) == (key, "Countess")
    others = [{"sub": "8"}, {"iss": "https://id.example/"}, {"iss": "https://id.example7", "sub": ""[:0] or "/"}]
    others += [{"iss": 'https://id.example", "7', "sub": "7"}, {"sub": "7\x00"}, {"sub": " 7"}, {"sub": "7\u0301"}]
    assert len({key, *(account_of(TOLD | other).key for other in others)}) == 1 + len(others)


@pytest.mark.parametrize(
    "other",
    [
        {"is_logged_in": False}, {"is_logged_in": None}, {"is_logged_in": "true"}, {"is_logged_in": 1},
        {"iss": ""}, {"iss": None}, {"sub": ""}, {"sub": 7}, {"sub": ["7"]}, {"sub": None},
    ],
)  # fmt: skip
def test_nobody_is_signed_in_by_anything_less(other):
    assert account_of(TOLD | other) is None
    assert account_of({}) is None


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"name": "Ada"}, "Ada"),
        ({"name": "", "preferred_username": "ada"}, "ada"),
        ({"name": 7, "email": "ada@example.org"}, "ada@example.org"),
        ({"name": "\u202eadA\u200b"}, "adA"),
        ({"name": "a" * 1000}, "a" * 60),
        ({}, "your account"),
    ],
)
def test_somebodys_name_is_text_of_a_bounded_length(names, shown):
    told = {name: value for name, value in TOLD.items() if name not in ("name", "email")}
    assert account_of(told | names).name == shown


def test_a_sign_out_ends_the_sessions_that_the_browser_had_open_by_then(configured, monkeypatch):
    configured(GOOD)
    state, now = {}, [10.0]
    monkeypatch.setattr(st, "session_state", state)
    monkeypatch.setattr(st, "user", TOLD)
    monkeypatch.setattr(signing_in, "clock", lambda: now[0])
    monkeypatch.setattr(signing_in, "_ended", {})
    signing_in.note_session()
    who = signing_in.account("browser")
    now[0] = 20.0
    signing_in.end_others(who.key, "browser")
    signing_in.note_session()  # the same session, which runs once more
    assert signing_in.account("browser") is None
    assert signing_in.account("another browser") == who
    state.clear()
    now[0] = 30.0
    signing_in.note_session()
    assert signing_in.account("browser") == who


def test_sign_outs_are_remembered_in_bounded_space(monkeypatch):
    monkeypatch.setattr(signing_in, "_ended", {})
    monkeypatch.setattr(signing_in, "MOST_ENDED", 3)
    for number in range(10):
        signing_in.end_others("ada", str(number))
    assert [browser for _, browser in signing_in._ended] == ["7", "8", "9"]

"""Signing in on the page Runs, to find one's runs in every browser; it is offered where somebody has configured it."""

from __future__ import annotations

import streamlit as st

from core.runs import Full, Service, StoreError
from pages.parts.shell import say
from pages.parts.shell.service import visitor
from pages.parts.shell.show import escaped, warning_sentence
from pages.parts.shell.signing_in import DEFAULT, account, end_others, providers

REFUSED = "hand_over_refused"
WHY = "Then you find your runs in every browser. Who does not sign in keeps them in this browser."


def offer_signing_in(runs: Service | None) -> None:
    """Offer to sign in or, to those who have, to sign out and to take along what this browser saved before."""
    if not providers():
        return
    browser = visitor().browser
    who = None if browser is None else account(browser)
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        if who is None:
            for name in providers():
                label = "Sign in" if name == DEFAULT else f"Sign in by {escaped(name)}"
                st.button(label, key=f"runs_sign_in_{name}", type="tertiary", icon=":material/login:", help=WHY,
                          on_click=st.login, args=(name,))  # fmt: skip
            return
        say.caption(f"Signed in as {escaped(who.name)}.", width="content")
        st.button("Sign out", key="runs_sign_out", type="tertiary", icon=":material/logout:", on_click=_sign_out)
    if runs is not None:
        _offer_earlier(runs)


def _offer_earlier(runs: Service) -> None:
    if REFUSED in st.session_state:
        warning_sentence(st.session_state.pop(REFUSED))
    try:
        count = runs.saved_by_browser(visitor())
    except StoreError:
        return  # the list says what is wrong with the store
    if not count:
        return
    were, them = ("1 run was", "it") if count == 1 else (f"{count} runs were", "them")
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        say.caption(f"{were} saved in this browser without an account.", width="content")
        st.button(f"Move {them} to your account", key="runs_hand_over", type="tertiary",
                  icon=":material/move_item:", on_click=_hand_over, args=(runs,))  # fmt: skip


def _hand_over(runs: Service) -> None:
    """Move the runs before the page is drawn anew, which then lists them."""
    try:
        runs.hand_over(by=visitor())
    except (Full, StoreError) as error:
        st.session_state[REFUSED] = error


def _sign_out() -> None:
    """Sign out here and in all other tabs of this browser."""
    who = visitor()
    if who.key is not None and who.browser is not None:
        end_others(who.key, who.browser)
    st.logout()

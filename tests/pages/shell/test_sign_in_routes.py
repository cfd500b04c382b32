"""The way to a provider and back: opened where somebody has configured it, and for the dashboard's own pages."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.routing import Route

from pages.parts.shell.middleware import Guard
from pages.parts.shell.sign_in_routes import SignIn


def answered(request):
    if (to := request.query_params.get("to")) is not None:
        return RedirectResponse(to, 302)
    return PlainTextResponse("reached")


SERVED = Starlette(routes=[Route("/{path:path}", answered)])


def asked(path: str, *, to: str | None = None, base: str = "", **headers: str) -> tuple[int, Headers, str]:
    """The status, the headers and the text of the answer."""
    sent = []
    named = {"host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {"type": "http", "method": "GET", "scheme": "http", "path": path, "client": ("127.0.0.1", 1),
             "query_string": b"" if to is None else f"to={to}".encode(),
             "headers": [(name.encode(), value.encode()) for name, value in named.items()]}  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    app = Guard(SignIn(SERVED, base), (), base=base, may_sign_in=True)
    # the browser tests leave an event loop in this thread
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(app(scope, receive, send))).result()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode()


@pytest.mark.parametrize("base", ["", "dashboard"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/auth/login", 200),
        ("/auth/logout", 200),
        ("/oauth2callback", 200),
        ("/auth", 404),
        ("/auth/", 404),
        ("/auth/other", 404),
        ("/auth/login/more", 404),
        ("/oauth2callback/more", 404),
        ("/component/a/b.js", 404),
        ("/_stcore/metrics2", 404),
    ],
)
def test_three_routes_are_opened_and_no_more(base, path, status):
    assert asked(f"/{base}{path}" if base else path, base=base)[0] == status


@pytest.mark.parametrize(
    ("site", "status"), [("same-origin", 200), ("none", 200), ("cross-site", 403), ("same-site", 403)]
)
def test_no_other_site_signs_anybody_in_or_out_but_a_provider_leads_back(site, status):
    for path in ("/auth/login", "/auth/logout"):
        got, _, text = asked(path, sec_fetch_site=site)
        assert (got, text) == (status, "reached" if status == 200 else "Sign in and out on the dashboard itself.")
    assert asked("/oauth2callback", sec_fetch_site=site)[0] == 200


@pytest.mark.parametrize("path", ["/auth/logout", "/oauth2callback"])
def test_one_comes_back_to_the_page_on_which_one_signed_in(path):
    status, headers, _ = asked(path, to="/")
    assert (status, headers["location"], headers["cache-control"]) == (302, "/runs", "private, no-store")
    assert asked(f"/dashboard{path}", to="/dashboard/", base="dashboard")[1]["location"] == "/dashboard/runs"
    elsewhere = "https://provider.example/end"
    assert asked(path, to=elsewhere)[1]["location"] == elsewhere
    assert asked("/images", to="/")[1]["location"] == "/"

"""What stands before every answer: names, headers, and a key for each browser."""

from __future__ import annotations

import asyncio
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.parts.shell.middleware import HEADERS, Guard

KEY = re.compile(r"filters_visitor=[0-9a-f]{32}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")
SERVED = Starlette(
    routes=[
        Route("/", lambda _: HTMLResponse("page")),
        Route("/known", lambda _: Response(status_code=304)),
        Route("/static/a.js", lambda _: Response(status_code=304)),
        Route("/text", lambda _: PlainTextResponse("text")),
    ]
)


def asked(
    path: str = "/", *, query: str = "", hosts=(), scheme: str = "http", given=(), **headers: str
) -> tuple[int, Headers, str]:
    """The status, the headers and the text of the answer."""
    sent = []
    named = {"host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "method": "GET",
        "scheme": scheme,
        "path": path,
        "query_string": query.encode(),
        "headers": [(name.encode(), value.encode()) for name, value in (*named.items(), *given)],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # the browser tests leave an event loop in this thread
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Guard(SERVED, hosts)(scope, receive, send))).result()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode()


@pytest.mark.parametrize("path", ["/", "/images", "/converge", "/prefix/images"])
def test_a_page_that_asks_to_be_embedded_may_be_framed(path):
    headers = asked(path, query="images_kernel=laplacian&embed=true")[1]
    assert headers["content-security-policy"] == "frame-ancestors *; object-src 'none'; base-uri 'self'"
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    ("path", "query"),
    [
        ("/", ""),
        ("/", "embed=false"),
        ("/", "embed=true&embed=false"),
        ("/", "unembed=true"),
        ("/images", "images_kernel=embed%3Dtrue"),
        ("/runs", "embed=true"),
        ("/runs/", "embed=true"),
        ("/prefix/runs", "embed=true"),
    ],
)
def test_no_other_page_may_be_framed_and_the_saved_runs_never(path, query):
    headers = asked(path, query=query)[1]
    assert headers["content-security-policy"] == "frame-ancestors 'self'; object-src 'none'; base-uri 'self'"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_a_browser_gets_one_key_with_the_page_and_keeps_it():
    first = asked()[1]["set-cookie"]
    assert KEY.fullmatch(first)
    assert "set-cookie" not in asked(cookie=f"other=1; {first.partition(';')[0]}")[1]
    assert asked()[1]["set-cookie"] != first


@pytest.mark.parametrize(("path", "gets"), [("/", True), ("/known", True), ("/static/a.js", False), ("/text", False)])
def test_the_key_comes_with_pages_alone(path, gets):
    assert ("set-cookie" in asked(path)[1]) is gets


@pytest.mark.parametrize("value", ["", "short", "0" * 33, "G" * 32, "A" * 32, "é" * 32])
def test_what_is_no_key_is_replaced(value):
    assert KEY.fullmatch(asked(cookie=f"filters_visitor={value}")[1]["set-cookie"])


def test_a_key_may_come_in_any_of_several_headers():
    given = [("cookie", "other=1"), ("cookie", f"filters_visitor={'0' * 32}")]
    assert "set-cookie" not in asked(given=given)[1]


def test_a_page_with_a_key_is_kept_by_nobody_between():
    assert asked()[1]["cache-control"] == "private, no-store"
    assert "cache-control" not in asked(cookie=f"filters_visitor={'0' * 32}")[1]


def test_over_https_the_key_goes_over_https_alone():
    assert asked(scheme="https")[1]["set-cookie"].endswith("; Secure")
    for schemes in ("https", "HTTPS", "https, http"):
        assert asked(x_forwarded_proto=schemes)[1]["set-cookie"].endswith("; Secure")
    assert not asked(x_forwarded_proto="http, https")[1]["set-cookie"].endswith("; Secure")


@pytest.mark.parametrize("path", ["/", "/text", "/missing"])
def test_every_answer_has_the_headers(path):
    answered = asked(path)[1]
    assert {name: answered[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("host", "status"),
    [("localhost", 200), ("LOCALHOST:8501", 200), ("[::1]:8501", 200), ("dashboard.example", 421), ("", 421)],
)
def test_a_foreign_name_is_refused_before_anything_else(host, status):
    answered, headers, text = asked(hosts=("localhost", "::1"), host=host)
    assert answered == status
    if status == 421:
        assert text == "This dashboard does not answer under that name."
        assert "set-cookie" not in headers


def test_without_a_list_of_names_all_are_answered():
    assert asked(host="dashboard.example")[0] == 200

"""What stands before every answer: names, headers, and a key for each browser."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from pages.parts.shell.middleware import HEADERS, Guard
from pages.parts.shell.policy import INDEX

KEY = re.compile(r"filters_visitor=[0-9a-f]{32}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax")


def cookies() -> Response:
    """An answer that sets cookies as Streamlit does."""
    answer = PlainTextResponse("cookies")
    answer.headers.append("Set-Cookie", "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax")
    answer.headers.append("Set-Cookie", "_streamlit_user=secure; HttpOnly; Path=/")
    return answer


SERVED = Starlette(
    routes=[
        Route("/", lambda _: HTMLResponse("page")),
        Route("/known", lambda _: Response(status_code=304)),
        Route("/static/a.js", lambda _: Response(status_code=304)),
        Route("/text", lambda _: PlainTextResponse("text")),
        Route("/media/{name}", lambda _: HTMLResponse("<script>1</script>")),
        Route("/cookies", lambda _: cookies()),
        Route("/{path:path}", lambda _: PlainTextResponse("reached")),
    ]
)


def asked(
    path: str = "/",
    *,
    query: str = "",
    hosts=(),
    scheme: str = "http",
    given=(),
    client=("127.0.0.1", 1),
    base="",
    method="GET",
    **headers: str,
) -> tuple[int, Headers, str]:
    """The status, the headers and the text of the answer."""
    sent = []
    named = {"host": "localhost"} | {name.replace("_", "-"): value for name, value in headers.items()}
    scope = {
        "type": "http",
        "method": method,
        "scheme": scheme,
        "path": path,
        "query_string": query.encode(),
        "client": client,
        "headers": [(name.encode(), value.encode()) for name, value in (*named.items(), *given)],
    }

    async def receive():
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message):
        sent.append(message)

    # the browser tests leave an event loop in this thread
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Guard(SERVED, hosts, base=base)(scope, receive, send))).result()
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return sent[0]["status"], Headers(raw=sent[0]["headers"]), body.decode()


def frames(headers: Headers) -> list[str]:
    """The sites that may show an answer in a frame."""
    return policy(headers)["frame-ancestors"]


def policy(headers: Headers) -> dict[str, list[str]]:
    given = [each.split() for each in headers["content-security-policy"].split(";")]
    return {name: allowed for name, *allowed in given}


@pytest.mark.parametrize("path", ["/", "/images", "/converge", "/prefix/images"])
def test_a_page_that_asks_to_be_embedded_may_be_framed(path):
    headers = asked(path, query="images_kernel=laplacian&embed=true")[1]
    assert frames(headers) == ["*"]
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
    assert frames(headers) == ["'self'"]
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


def test_over_https_the_cookies_of_streamlit_do_as_well_and_no_other_site_gets_them():
    assert asked("/cookies", scheme="https")[1].getlist("set-cookie") == [
        "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax; Secure",
        "_streamlit_user=secure; HttpOnly; Path=/; SameSite=Lax; Secure",
    ]
    assert asked("/cookies")[1].getlist("set-cookie") == [
        "_streamlit_xsrf=2|a|b|1; Path=/; SameSite=Lax",
        "_streamlit_user=secure; HttpOnly; Path=/",
    ]


@pytest.mark.parametrize("path", ["/", "/text", "/missing"])
def test_every_answer_has_the_headers(path):
    answered = asked(path)[1]
    assert {name: answered[name] for name in HEADERS} == HEADERS


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("LOCALHOST:8501", 200),
        ("[::1]:8501", 200),
        ("::1", 200),
        ("localhost:", 200),
        ("dashboard.example", 421),
        ("", 421),
        ("localhost:8501.dashboard.example", 421),
        ("[::1", 421),
        ("::1]", 421),
        ("localhost@dashboard.example", 421),
        ("dashboard.example@localhost", 421),
        ("localhost, dashboard.example", 421),
        ("localhost:123456", 421),
        ("localhost/", 421),
        ("localhost.", 421),
        ("dashboard.example\nlocalhost", 421),
    ],
)
def test_a_foreign_name_is_refused_before_anything_else(host, status):
    answered, headers, text = asked(hosts=("localhost", "::1"), host=host)
    assert answered == status
    if status == 421:
        assert text == "This dashboard does not answer under that name."
        assert "set-cookie" not in headers


def test_without_a_list_of_names_all_are_answered():
    assert asked(host="dashboard.example")[0] == 200


def test_scripts_come_from_this_server_and_streamlits_own_are_known_by_their_hash():
    allowed = policy(asked()[1])
    inline = INDEX.read_text().partition("<script>")[2].partition("</script>")[0]
    digest = base64.b64encode(hashlib.sha256(inline.encode()).digest()).decode()
    assert allowed["script-src"] == ["'self'", "blob:", "'wasm-unsafe-eval'", f"'sha256-{digest}'"]
    assert allowed["script-src-attr"] == allowed["default-src"] == allowed["form-action"] == ["'none'"]
    assert allowed["connect-src"] == ["'self'"]


def test_what_was_brought_or_made_is_no_page_of_this_dashboard():
    headers = asked("/media/a.html", query="embed=true")[1]
    assert policy(headers) == {
        "default-src": ["'none'"], "style-src": ["'unsafe-inline'"], "frame-ancestors": ["'self'"], "sandbox": [],
    }  # fmt: skip
    assert headers["x-frame-options"] == "SAMEORIGIN"


@pytest.mark.parametrize("base", ["", "dashboard"])
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/_stcore/health", 200),
        ("/_stcore/host-config", 200),
        ("/_stcore/upload_file/a/b", 200),
        ("/static/js/index.js", 200),
        ("/images", 200),
        ("/component_of_mine", 200),
        ("/_stcore/agent/interact", 404),
        ("/_stcore/agent/openapi.json", 404),
        ("/_stcore/script-health-check", 404),
        ("/_stcore/bidi-components/a/b.js", 404),
        ("/_stcore", 404),
        ("/component/a/b.js", 404),
        ("/auth/login", 404),
        ("/oauth2callback", 404),
    ],
)
def test_of_what_streamlit_serves_only_what_a_browser_needs_is_open(base, path, status):
    assert asked(f"/{base}{path}" if base else path, base=base)[0] == status


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/metrics\n"])
def test_the_metrics_are_for_programs_on_this_machine(path):
    assert asked(path)[0] == 200
    assert asked(path, client=("::1", 1))[0] == 200
    assert asked(path, client=("192.0.2.7", 1))[0] == 404
    assert asked(path, host="dashboard.example")[0] == 404
    for name in ("x_forwarded_for", "x_forwarded_proto", "forwarded", "x_real_ip", "via"):
        status, _, text = asked(path, **{name: "127.0.0.1"})
        assert (status, text) == (404, "There is nothing under this address.")


HOSTED = {"hosts": ["dashboard.example", "localhost"], "origins": ["https://friend.example"]}


@pytest.mark.parametrize(
    ("host", "origin", "may"),
    [
        ("localhost:8501", "http://localhost:8501", True),
        ("LOCALHOST:8501", "http://localhost:8501", True),
        ("localhost:8501", None, True),
        ("dashboard.example", "https://dashboard.example", True),
        ("localhost:8501", "https://dashboard.example", True),  # a proxy put another name in
        ("dashboard.example", "https://friend.example", True),
        ("dashboard.example", "https://stranger.example", False),
        ("dashboard.example", "http://localhost:3000", False),
        ("localhost:8501", "http://localhost:3000", False),
        ("dashboard.example", "https://dashboard.example.stranger.example", False),
        ("dashboard.example", "null", False),
        ("dashboard.example", "", False),
        ("stranger.example", "https://stranger.example", False),
        ("stranger.example", None, False),
    ],
)
def test_a_page_connects_from_the_dashboard_alone(host, origin, may):
    reached, sent = [], []

    async def app(scope, receive, send):
        reached.append(scope)

    async def receive():
        return {"type": "websocket.connect"}

    async def send(message):
        sent.append(message)

    given = [(b"host", host.encode()), *([(b"origin", origin.encode())] if origin is not None else [])]
    scope = {"type": "websocket", "path": "/_stcore/stream", "headers": given}
    with ThreadPoolExecutor(1) as thread:
        thread.submit(lambda: asyncio.run(Guard(app, **HOSTED)(scope, receive, send))).result()
    assert bool(reached) is may
    assert sent == ([] if may else [{"type": "websocket.close", "code": 1008}])


@pytest.mark.parametrize("method", ["PUT", "DELETE", "POST", "PATCH"])
def test_a_page_of_another_site_changes_nothing(method):
    path = "/_stcore/upload_file/a/b"
    for origin, status in (("http://stranger.example", 403), ("null", 403), ("http://localhost", 405)):
        assert asked(path, method=method, origin=origin)[0] == status
    assert asked(path, method=method)[0] == 405
    assert asked(path, method="OPTIONS", origin="http://stranger.example")[0] == 405
    refusal = asked(path, method=method, origin="http://stranger.example")[2]
    assert refusal == "Pages of other sites cannot change anything here."

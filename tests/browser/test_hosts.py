"""Whom the server answers: this machine alone, and under its own names alone unless it is told others."""

import contextlib
import http.client
import os
import re
import socket
from pathlib import Path

import pytest
from playwright.sync_api import expect
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

from tests.browser.conftest import ARGUMENTS, chromium, started

FOREIGN = "dashboard.example"  # a name that somebody else's page may have turned to this machine


REFUSAL = b"This dashboard does not answer under that name."


def asked(address, method, path, **headers):
    """Status, text and headers of what the server answers."""
    line = http.client.HTTPConnection("127.0.0.1", port(address))
    line.request(method, path, body=b"" if method == "PUT" else None, headers=headers)
    answer = line.getresponse()
    found = answer.status, answer.read(), answer.headers
    line.close()
    return found


def port(address):
    return int(address.rsplit(":", 1)[1])


def opened(address, host, origin=None):
    """Whether a page that the browser knows under this name gets a session: 101, or what it gets instead."""
    with socket.create_connection(("127.0.0.1", port(address))) as line:
        target = f"ws://{host}:{port(address)}/_stcore/stream"
        origin = origin or f"http://{host}:{port(address)}"
        try:
            with connect(target, sock=line, subprotocols=["streamlit"], origin=origin):
                return 101
        except InvalidStatus as refusal:
            return refusal.response.status_code


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "[::1]", "LOCALHOST"])
def test_this_machine_under_its_own_names_gets_a_session(server, host):
    assert opened(server, host) == 101


@pytest.mark.parametrize("host", [FOREIGN, f"localhost.{FOREIGN}", "127.0.0.1.example", "192.0.2.1"])
def test_a_name_turned_to_this_machine_gets_none(server, host):
    assert opened(server, host) == 403


@pytest.mark.parametrize("origin", [f"http://{FOREIGN}", "http://localhost:3000", "null"])
def test_another_sites_page_gets_none(server, origin):
    assert opened(server, "localhost", origin=origin) == 403


@pytest.mark.parametrize("path", ["/_stcore/agent/openapi.json", "/_stcore/script-health-check", "/component/a/b.js"])
def test_what_no_browser_needs_is_closed(server, path):
    assert asked(server, "GET", path)[:2] == (404, b"There is nothing under this address.")


@pytest.mark.skipif("THROUGH_PROXY" in os.environ, reason="the proxy closes them to all")
def test_the_metrics_are_for_this_machine_alone(server):
    assert asked(server, "GET", "/_stcore/metrics")[0] == 200
    assert asked(server, "GET", "/_stcore/metrics", **{"X-Forwarded-For": "127.0.0.1"})[0] == 404


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "/"), ("GET", "/_stcore/health"), ("PUT", "/_stcore/upload_file/0/0")]
)
def test_under_a_foreign_name_nothing_is_answered(server, method, path):
    assert asked(server, method, path, Host=f"{FOREIGN}:{port(server)}")[:2] == (421, REFUSAL)


def test_without_a_session_nothing_can_be_uploaded(server):
    assert asked(server, "PUT", "/_stcore/upload_file/0/0")[:2] == (403, b"XSRF token missing or invalid")
    cookies = asked(server, "GET", "/_stcore/health")[2].get_all("Set-Cookie")
    cookie = next(each for each in cookies if each.startswith("_streamlit_xsrf=")).split(";")[0]
    token = cookie.removeprefix("_streamlit_xsrf=")
    answer = asked(server, "PUT", "/_stcore/upload_file/0/0", **{"Cookie": cookie, "X-Xsrftoken": token})
    assert answer[0] == 400
    assert answer[1].startswith(b"Invalid session_id.")


def test_no_other_page_may_frame_this_one(server):
    headers = asked(server, "GET", "/")[2]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert headers["Content-Security-Policy"].endswith("; frame-ancestors 'self'")


def test_other_machines_cannot_even_connect(server):
    with contextlib.closing(socket.create_connection(("127.0.0.1", port(server)))):
        pass
    # stands for any other address of this machine; where it has no second loopback address, nothing can listen there
    with pytest.raises(OSError):  # noqa: PT011 - refused or unreachable, as the system has it
        socket.create_connection(("127.0.0.2", port(server)), timeout=5)


def test_a_browser_under_a_foreign_name_is_shown_nothing_of_the_dashboard(server, browser):
    strange = browser.browser_type.launch(
        executable_path=chromium(), args=[*ARGUMENTS, f"--host-resolver-rules=MAP {FOREIGN} 127.0.0.1"]
    )
    tab = strange.new_page()
    tab.goto(f"http://{FOREIGN}:{port(server)}")
    expect(tab.locator("body")).to_have_text(REFUSAL.decode())
    strange.close()


def test_a_host_tells_the_names_under_which_others_come():
    with started("--server.allowedHosts", FOREIGN, "--server.allowedHosts", "localhost") as (_, address):
        assert [opened(address, host) for host in (FOREIGN, "localhost", "127.0.0.1")] == [101, 101, 403]


@pytest.mark.parametrize("file", ["systemd/filters.env", "container/compose.yaml"])
def test_the_names_in_the_environment_are_read_as_the_files_write_them(file, monkeypatch):
    text = Path(__file__).parents[2].joinpath("deploy", file).read_text(encoding="utf-8")
    given = re.search(r"STREAMLIT_SERVER_ALLOWED_HOSTS(?:=|: )(.*)", text)[1].strip("'\"")
    monkeypatch.setenv(
        "STREAMLIT_SERVER_ALLOWED_HOSTS", given.replace("${HOST_NAME:-localhost}", "filters.example.org")
    )
    with started() as (_, address):
        names = ("localhost", "127.0.0.1", "filters.example.org", FOREIGN)
        assert [opened(address, host) for host in names] == [101, 101, 101, 403]

"""HAProxy reads its configuration, and each browser stays with one server."""

from __future__ import annotations

import json
import shutil
import subprocess
import threading
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from benchmarks.hosted.hosts import free_ports
from deploy.haproxy import HERE, configuration, trusted_proxies
from deploy.layout import Layout
from deploy.restart import answers
from pages.parts.shell.asking import Proxies
from tests.deploy.conftest import wanted
from tests.waiting import wait_until

SERVER = "server web-1 127.0.0.1:8601 cookie web-1"


@pytest.fixture
def layout(tmp_path):
    return Layout(tmp_path, servers=2, workers=1, port=8501)


def checked(text: str, folder) -> str:
    """What HAProxy says of a configuration."""
    file = folder / "haproxy.cfg"
    file.write_text(text)
    program = wanted("haproxy")
    done = subprocess.run([program, "-c", "-f", str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_haproxy_reads_it_without_a_warning(layout, tmp_path):
    said = checked(configuration(layout), tmp_path)
    assert "WARNING" not in said


def test_servers_have_a_cookie_each_and_are_asked_whether_they_are_well(layout):
    text = configuration(layout)
    assert SERVER in text
    assert "server web-2 127.0.0.1:8602 cookie web-2" in text
    assert "cookie SERVED insert indirect nocache httponly attr SameSite=Lax" in text
    assert "http-check send meth GET uri /healthz" in text
    assert "bind 127.0.0.1:8501\n" in text


def test_with_a_certificate_it_speaks_https_and_embedded_pages_keep_their_cookie(layout, tmp_path):
    key, both = tmp_path / "key.pem", tmp_path / "both.pem"
    openssl = shutil.which("openssl")
    if openssl is None:
        pytest.skip("openssl is not installed")
    command = [openssl, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=example.org",
               "-keyout", str(key), "-out", str(both)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    both.write_text(both.read_text() + key.read_text())
    text = configuration(layout, bind="*", certificate=str(both))
    assert "secure attr SameSite=None attr Partitioned" in text
    assert f"bind *:8501 ssl crt {both} alpn h2,http/1.1" in text
    checked(text, tmp_path)


def test_servers_of_other_machines_follow(layout):
    text = configuration(layout, hosts=("10.0.0.2:8601", "[fd00::2]:8602"))
    assert "server web-3 10.0.0.2:8601 cookie web-3" in text
    assert "server web-4 [fd00::2]:8602 cookie web-4" in text


def test_each_server_may_be_on_a_host_of_its_own(layout):
    text = configuration(layout, web="172.30.20.2{number}", has_same_port=True)
    assert "server web-1 172.30.20.21:8601 cookie web-1" in text
    assert "server web-2 172.30.20.22:8601 cookie web-2" in text


class Echo(BaseHTTPRequestHandler):
    """A server that answers with the headers it got."""

    def do_GET(self):
        content = json.dumps({name: self.headers.get_all(name) for name in set(self.headers)}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def behind(tmp_path):
    """What a server gets of a request that HAProxy passes on, where these proxies are trusted."""
    program, running = wanted("haproxy"), []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Echo)
    threading.Thread(target=server.serve_forever, daemon=True).start()

    def ask(trusted, **headers):
        (port,) = free_ports(1)
        layout = Layout(tmp_path, servers=1, workers=1, port=port, first_port=server.server_port)
        file = tmp_path / f"{port}.cfg"
        file.write_text(configuration(layout, trusted=trusted))
        running.append(subprocess.Popen([program, "-db", "-f", str(file)], stderr=subprocess.DEVNULL))
        wait_until(lambda: answers(f"http://127.0.0.1:{port}/"))
        request = urllib.request.Request(f"http://127.0.0.1:{port}/", headers=headers)
        with urllib.request.urlopen(request, timeout=20) as answer:  # noqa: S310
            return {name.lower(): value for name, value in json.load(answer).items()}

    yield ask
    for each in running:
        each.kill()
        each.wait()
    server.shutdown()
    server.server_close()


def test_a_trusted_proxy_says_who_asks_and_how(behind):
    said = {"X-Forwarded-For": "198.51.100.9, 192.0.2.7", "X-Forwarded-Proto": "https"}
    got = behind(HERE, **said)
    assert got["x-forwarded-proto"] == ["https"]
    scope = {
        "client": ("127.0.0.1", 1),
        "headers": [(b"x-forwarded-for", b", ".join(map(str.encode, got["x-forwarded-for"])))],
    }
    assert Proxies().address(scope) == "192.0.2.7"
    assert behind(HERE)["x-forwarded-proto"] == ["http"]


def test_a_stranger_does_not(behind):
    got = behind(("192.0.2.1",), **{"X-Forwarded-For": "203.0.113.5", "X-Forwarded-Proto": "https"})
    assert got["x-forwarded-proto"] == ["http"]
    # the last one is what HAProxy saw
    assert ", ".join(got["x-forwarded-for"]).rpartition(", ")[2] == "127.0.0.1"


def test_whom_the_environment_names_is_trusted_beside_this_machine(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "192.0.2.1, 198.51.100.0/24")
    assert trusted_proxies() == (*HERE, "192.0.2.1", "198.51.100.0/24")

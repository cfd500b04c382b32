"""HAProxy reads its configuration, and each browser stays with one server."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from deploy.haproxy import configuration
from deploy.layout import Layout
from tests.deploy.conftest import wanted

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

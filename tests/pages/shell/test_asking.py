"""Who asks: only what a trusted proxy adds is believed."""

import re

import pytest
from starlette.datastructures import Headers

from pages.parts.shell.asking import Proxies, is_passed_on, trusted_proxies


def scope(peer, *forwarded):
    return {
        "client": (peer, 1) if peer is not None else None,
        "headers": [(b"x-forwarded-for", each) for each in forwarded],
    }


@pytest.mark.parametrize(
    ("peer", "forwarded", "address"),
    [
        ("192.0.2.7", [], "192.0.2.7"),
        ("192.0.2.7", [b"198.51.100.1"], "192.0.2.7"),  # a stranger's header
        ("127.0.0.1", [], "127.0.0.1"),
        ("127.0.0.1", [b"198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", [b"203.0.113.9, 198.51.100.1"], "198.51.100.1"),  # the first is what the visitor wrote
        ("127.0.0.1", [b"203.0.113.9", b"198.51.100.1"], "198.51.100.1"),
        ("127.0.0.1", [b"198.51.100.1, 127.0.0.1"], "198.51.100.1"),
        ("127.0.0.1", [b"198.51.100.1:4711"], "198.51.100.1"),
        ("::1", [b"[2001:db8::5]:4711"], "2001:db8::/64"),
        ("::ffff:127.0.0.1", [b"2001:db8::5"], "2001:db8::/64"),
        ("127.0.0.1", [b"unknown"], "unknown"),
        ("127.0.0.1", [b" , "], "127.0.0.1"),
        ("", [b"198.51.100.1"], "198.51.100.1"),  # a proxy behind a Unix socket
        (None, [], "127.0.0.1"),
        ("10.0.0.5", [b"198.51.100.1"], "10.0.0.5"),
    ],
)
def test_the_last_address_that_no_trusted_proxy_has_counts(peer, forwarded, address):
    assert Proxies().address(scope(peer, *forwarded)) == address


def test_other_proxies_are_named_in_the_environment(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.5, 10.1.0.0/16")
    proxies = trusted_proxies()
    assert proxies.address(scope("10.0.0.5", b"198.51.100.1, 10.1.2.3")) == "198.51.100.1"
    assert proxies.address(scope("10.0.0.6", b"198.51.100.1")) == "10.0.0.6"
    assert not proxies.is_here(scope("10.0.0.5"))


def test_what_is_no_address_is_refused_when_the_server_starts(monkeypatch):
    monkeypatch.setenv("TRUSTED_PROXIES", "proxy.example")
    sentence = (
        "TRUSTED_PROXIES: 'proxy.example' does not appear to be an IPv4 or IPv6 network. "
        "Give addresses or networks, with commas between them."
    )
    with pytest.raises(ValueError, match=f"^{re.escape(sentence)}$"):
        trusted_proxies()


def test_a_program_on_this_machine_is_here_and_what_it_passes_on_is_not():
    assert Proxies().is_here(scope("127.0.0.1"))
    assert Proxies().is_here(scope("::1"))
    assert not Proxies().is_here(scope("127.0.0.1", b"198.51.100.1"))
    assert not Proxies().is_here(scope("192.0.2.7", b"127.0.0.1"))


@pytest.mark.parametrize(
    "name", ["X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-IP", "Forwarded", "Via"]
)
def test_a_proxy_leaves_a_mark(name):
    assert is_passed_on(Headers({name: ""}))
    assert not is_passed_on(Headers({"Host": "localhost"}))

"""Replacing one process after another: what fails leaves nobody out of service, and other machines' servers alone."""

from __future__ import annotations

import pytest

from deploy import restart
from deploy.restart import NotBack, restart_servers, servers

STATE = """1
# be_id be_name srv_id srv_name srv_addr srv_op_state srv_port
3 servers 1 web-1 127.0.0.1 2 8601
3 servers 2 web-2 127.0.0.1 2 8602
3 servers 3 web-3 192.0.2.8 2 8601
"""


@pytest.fixture
def orders(monkeypatch):
    """The orders that a proxy of three servers gets, one of them on another machine."""
    given = []

    def order(_, command):
        given.append(command)
        return STATE if command.startswith("show servers state") else ""

    monkeypatch.setattr(restart, "order", order)
    monkeypatch.setattr(restart, "is_up", lambda *_: True)
    return given


def test_servers_of_other_machines_are_not_this_ones(orders, tmp_path):
    assert servers(tmp_path) == {"web-1": "127.0.0.1:8601", "web-2": "127.0.0.1:8602"}


def test_a_server_that_does_not_come_back_gets_visitors_as_soon_as_it_does(orders, tmp_path, monkeypatch):
    monkeypatch.setattr(restart, "answers", lambda _: False)
    monkeypatch.setattr(restart, "comes_true", lambda is_so, seconds=0: is_so())
    replaced = []
    with pytest.raises(NotBack) as caught:
        restart_servers(tmp_path, replaced.append, 0.0)
    assert str(caught.value) == "web-1 did not come back within 120 seconds: look at its log."
    assert replaced == ["web-1"]
    assert orders[1:] == [f"set server servers/web-1 state {state}" for state in ("drain", "maint", "ready")]


def test_nor_does_one_that_cannot_be_restarted_stay_out(orders, tmp_path):
    def refuse(_):
        raise OSError("no such program")

    with pytest.raises(OSError, match="no such program"):
        restart_servers(tmp_path, refuse, 0.0)
    assert orders[-1] == "set server servers/web-1 state ready"


def test_each_server_is_replaced_in_turn(orders, tmp_path, monkeypatch, capsys):
    asked = []
    monkeypatch.setattr(restart, "answers", lambda address: asked.append(address) or True)
    restart_servers(tmp_path, lambda name: None, 0.0)
    assert asked == ["http://127.0.0.1:8601/healthz", "http://127.0.0.1:8602/healthz"]
    assert capsys.readouterr().out == "web-1 replaced\nweb-2 replaced\n"

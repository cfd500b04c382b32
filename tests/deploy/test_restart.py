"""Replacing one process after another: what fails leaves nobody out of service, and other machines' servers alone."""

from __future__ import annotations

import socket

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


def test_what_answers_nobody_is_replaced_first(orders, tmp_path, monkeypatch):
    well, replaced = {"web-1"}, []
    monkeypatch.setattr(restart, "answers", lambda _: True)
    monkeypatch.setattr(restart, "is_up", lambda _, name: name in well)

    def replace(name):
        well.add(name)
        replaced.append(name)

    restart_servers(tmp_path, replace, 0.0)
    assert replaced == ["web-2", "web-1"]


def test_where_nothing_runs_that_is_said(tmp_path, monkeypatch):
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(str(tmp_path / "haproxy.sock"))  # as a proxy leaves it behind
    monkeypatch.setattr("sys.argv", ["restart", "--folder", str(tmp_path)])
    with pytest.raises(SystemExit) as caught:
        restart.main()
    assert caught.value.code == "Nothing runs here: start it with `make host`."


def test_without_a_proxy_workers_alone_are_replaced(tmp_path, monkeypatch, capsys):
    replaced = []
    monkeypatch.setattr("sys.argv", ["restart", "--folder", str(tmp_path)])
    monkeypatch.setattr(restart, "restart_workers", lambda sockets, _: replaced.append(sockets))
    restart.main()
    assert replaced == [[]]
    assert capsys.readouterr().out == "no proxy on this machine: restart its servers one after another\n"

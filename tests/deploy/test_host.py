"""`make host`: browsers stay with their server, runs outlive every process, and the rest stays closed."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from benchmarks.hosted.hosts import free_ports, free_row, host
from benchmarks.hosted.people import EASY, Group, together
from benchmarks.runs.visitor import Visitor
from core.runs import Store
from deploy.host import SUPERVISOR, programs, trouble
from deploy.layout import Layout
from deploy.restart import answers, is_up, order, servers
from tests.deploy.conftest import LONG_TASK, wanted
from tests.waiting import wait_until

ROOT = Path(__file__).parents[2]


def got(address: str, **headers: str) -> tuple[int, bytes, list[str]]:
    """The status, the content and the cookies of an answer."""
    request = urllib.request.Request(address, headers=headers)  # noqa: S310
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
            return answer.status, answer.read(), answer.headers.get_all("Set-Cookie") or []
    except urllib.error.HTTPError as error:
        return error.code, error.read(), []


def server_of(cookies: list[str]) -> str:
    return next(each for each in cookies if each.startswith("SERVED=")).partition(";")[0].removeprefix("SERVED=")


def store_of(hosted) -> Store:
    return Store(f"sqlite:///{hosted.folder.parent}/runs.sqlite", patience=30.0)


def saved_run(hosted) -> str:
    """A long run that a visitor has begun through the proxy."""
    before = {row["id"] for row in store_of(hosted).rows()}

    async def begin() -> None:
        visitor = Visitor(hosted.port, "converge", LONG_TASK)
        await visitor.open()
        await visitor.press("Save this run")
        await visitor.close()

    asyncio.run(begin())
    (run,) = {row["id"] for row in store_of(hosted).rows()} - before
    wait_until(lambda: store_of(hosted).get(run).step > 0)
    return run


def test_what_supervisord_is_told_names_every_process_and_no_shell(tmp_path):
    layout = Layout(tmp_path, servers=2, workers=2)
    text = SUPERVISOR.format(folder=tmp_path, user=0) + programs(layout, Path("/python"), "/haproxy", ("a.example",))
    assert re.findall(r"\[program:(.*)\]", text) == ["runs-1", "runs-2", "studies", "web-1", "web-2", "proxy"]
    assert f'RUNS_SOCKETS="{tmp_path}/runs-1.sock:{tmp_path}/runs-2.sock"' in text
    assert 'METRICS_PORT="9602"' in text
    assert "--server.port 8602 --server.headless true --server.allowedHosts localhost" in text
    assert "--server.allowedHosts a.example\n" in text


def test_it_starts_where_all_its_ports_are_free_and_else_says_what_to_do(tmp_path):
    port, first, metrics = free_ports(1)[0], free_row(2), free_row(2)
    layout = Layout(tmp_path, 2, 1, port, first, metrics)
    assert trouble(layout, "127.0.0.1") == trouble(layout, "*") == ""
    assert trouble(layout, "192.0.2.1") == (
        "192.0.2.1 is no address of this machine: BIND=0.0.0.0 stands for all of them."
    )
    with socket.create_server(("127.0.0.1", port)):
        assert trouble(layout, "127.0.0.1") == (
            f"Port {port} is taken: choose another, as in PORT=8080, and `make host` again."
        )
    with socket.create_server(("127.0.0.1", first + 1)):
        assert trouble(layout, "127.0.0.1") == (
            f"Port {first + 1} is taken: end what uses it, perhaps an earlier dashboard, and `make host` again."
        )


def test_it_does_not_start_twice(hosted):
    before = (hosted.folder / "haproxy.cfg").read_text()
    command = [sys.executable, "-m", "deploy.host", "--folder", str(hosted.folder), "--port", str(free_ports(1)[0])]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, timeout=60)
    said = f"It runs already, as process {hosted.process.pid}: end that first, or replace what it runs with `make restart`."
    assert (done.returncode, done.stderr.strip()) == (1, said)
    assert (hosted.folder / "haproxy.cfg").read_text() == before


def test_without_haproxy_there_is_a_sentence(tmp_path):
    command = [sys.executable, "-m", "deploy.host", "--folder", str(tmp_path / "run")]
    empty = {"PATH": str(tmp_path), "PYTHONPATH": str(ROOT)}
    code = f"import shutil; shutil.which = lambda *_, **__: None; import runpy, sys; sys.argv = {command[2:]!r}; runpy.run_module('deploy.host', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=empty, cwd=ROOT)
    assert done.returncode == 1
    assert done.stderr.strip() == (
        "HAProxy is not installed: install it (on Debian, apt-get install haproxy), or use `make run`."
    )


def test_browsers_are_shared_out_and_stay_where_they_are(hosted):
    came = [server_of(got(hosted.address)[2]) for _ in range(10)]
    assert sorted(came) == ["web-1"] * 5 + ["web-2"] * 5
    for name in ("web-1", "web-2"):
        for _ in range(4):
            _, _, cookies = got(f"{hosted.address}/signals", Cookie=f"SERVED={name}")
            assert not any(each.startswith("SERVED=") for each in cookies)


def test_only_what_visitors_need_comes_through(hosted):
    assert got(f"{hosted.address}/_stcore/metrics")[0] == 404
    status, content, _ = got(f"{hosted.address}/healthz")
    assert (status, json.loads(content)) == (200, {"serves": True, "trouble": ""})
    assert got(hosted.address, Host="another.example")[0] == 421


def test_pages_are_drawn_and_figures_counted(hosted):
    found = together(hosted.port, {"people": Group(8, EASY, 1.0)}, 8.0)["people"]
    assert found["errors"] == 0
    counted = 0.0
    for port in metrics_ports(hosted):
        status, content, _ = got(f"http://127.0.0.1:{port}/metrics")
        assert status == 200
        text = content.decode()
        for name in ("dashboard_runs", "process_resident_memory_bytes", "dashboard_store_up 1.0"):
            assert name in text
        counted += sum(float(each) for each in re.findall(r"dashboard_change_seconds_count\{[^}]*\} (\S+)", text))
    assert counted >= 8


def metrics_ports(hosted) -> list[int]:
    text = (hosted.folder / "supervisord.conf").read_text()
    return [int(each) for each in re.findall(r'METRICS_PORT="(\d+)"', text)]


def test_everything_may_be_replaced_while_a_run_trains(hosted):
    store, run = store_of(hosted), saved_run(hosted)
    parts = ("web-1", "web-2", "runs-1", "studies")
    before = [hosted.pid_of(name) for name in parts]
    command = [sys.executable, "-m", "deploy.restart", "--folder", str(hosted.folder)]
    done = subprocess.run([*command, "--patience", "0.2"], capture_output=True, text=True, cwd=ROOT)
    assert done.stdout.splitlines() == ["web-1 replaced", "web-2 replaced", "runs-1 replaced", "studies replaced"], (
        done.stderr
    )
    assert not set(before) & {hosted.pid_of(name) for name in parts}
    step = store.get(run).step
    assert store.get(run).status == "running"
    wait_until(lambda: store.get(run).step > step)
    store.mark(run, "stopped")
    store.close()


def names(hosted) -> list[str]:
    return list(servers(hosted.folder / "haproxy.sock"))


def test_a_server_that_is_killed_is_replaced_and_its_visitors_go_to_the_others(hosted):
    proxy = hosted.folder / "haproxy.sock"
    killed = hosted.pid_of("web-1")
    os.kill(killed, signal.SIGKILL)
    status, _, _ = got(f"{hosted.address}/signals", Cookie="SERVED=web-1")
    assert status == 200
    wait_until(lambda: is_up(proxy, "web-1") and hosted.pid_of("web-1") != killed)


def test_a_worker_that_is_killed_is_replaced_and_its_run_goes_on(hosted):
    store, run = store_of(hosted), saved_run(hosted)
    os.kill(hosted.pid_of("runs-1"), signal.SIGKILL)
    step = store.get(run).step
    wait_until(lambda: store.get(run).step > step)
    store.mark(run, "stopped")
    store.close()


def test_a_proxy_that_is_killed_is_replaced(hosted):
    os.kill(hosted.pid_of("proxy"), signal.SIGKILL)
    wait_until(lambda: answers(f"{hosted.address}/healthz"))


def test_while_no_server_is_there_a_page_says_so_and_looks_again(hosted):
    proxy = hosted.folder / "haproxy.sock"
    for name in names(hosted):
        order(proxy, f"set server servers/{name} state maint")
    status, content, _ = got(hosted.address)
    assert status == 503
    assert b"<h1>Back in a moment</h1>" in content
    for name in names(hosted):
        order(proxy, f"set server servers/{name} state ready")
    wait_until(lambda: answers(f"{hosted.address}/healthz"))


def is_alive(process: int) -> bool:
    """Whether a process has not ended; one that has may still wait for its parent to take notice."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.slow
def test_at_the_end_all_processes_are_gone_and_runs_are_saved(tmp_path):
    wanted("haproxy")
    with host(tmp_path / "run", f"sqlite:///{tmp_path}/runs.sqlite", servers=2) as made:
        run = saved_run(made)
        processes = made.processes()
    wait_until(lambda: not any(is_alive(each) for each in processes))
    store = store_of(made)
    assert store.get(run).status == "running"
    # its worker has left it to the next
    assert store.take("next") == [run]
    store.close()

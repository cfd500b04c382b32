"""`make host`: the dashboard for many people on this machine, in the foreground, until Ctrl+C.

Servers, workers and HAProxy are watched by supervisord, which starts again what ends. Whatever is needed to start them
is written into a folder, anew each time.
"""

from __future__ import annotations

import argparse
import contextlib
import errno
import os
import re
import shutil
import socket
import sys
from pathlib import Path

from deploy.haproxy import configuration, trusted_proxies
from deploy.layout import Layout, cores, suggested

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / ".host"
OWN_NAMES = ("localhost", "127.0.0.1", "::1")
NO_PROXY = "HAProxy is not installed: install it (on Debian, apt-get install haproxy), or use `make run`."
SUPERVISOR = """; written by `make host`
[supervisord]
nodaemon = true
silent = true
user = {user}
logfile = {folder}/supervisord.log
pidfile = {folder}/supervisord.pid
childlogdir = {folder}

[unix_http_server]
file = {folder}/supervisor.sock
chmod = 0700

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface

[supervisorctl]
serverurl = unix://{folder}/supervisor.sock
"""
# a worker saves its runs within 3 s, a server takes leave of its visitors within 10
PROGRAM = """
[program:{name}]
command = {command}
directory = {root}
environment = {environment}
priority = {priority}
autorestart = true
startsecs = 0
startretries = 1000000
stopwaitsecs = 15
stopsignal = TERM
redirect_stderr = true
stdout_logfile = {log}
stdout_logfile_maxbytes = {most}
stdout_logfile_backups = 2
"""


def programs(layout: Layout, python: Path, proxy: str, hosts: tuple[str, ...] = ()) -> str:
    """Supervisord's programs: workers first, then servers, then the proxy.

    `hosts` are the names under which the dashboard is found, beside this machine's own.
    """
    shared = {"RUNS_SOCKETS": ":".join(map(str, layout.sockets)), "STUDIES_SOCKET": str(layout.studies_socket)}
    names = "".join(f" --server.allowedHosts {name}" for name in (*OWN_NAMES, *hosts)) if hosts else ""
    parts = [
        _program(layout, f"runs-{number}", f"{python} -m core.runs {socket}", shared, 10)
        for number, socket in enumerate(layout.sockets, 1)
    ]
    command = f"{python} -m core.background {layout.studies_socket} --processes {layout.study_processes}"
    parts.append(_program(layout, "studies", command, {}, 10))
    for number, (port, metrics) in enumerate(zip(layout.ports, layout.metrics_ports, strict=True), 1):
        command = f"{python} -m streamlit run serve.py --server.port {port} --server.headless true{names}"
        parts.append(_program(layout, f"web-{number}", command, shared | {"METRICS_PORT": str(metrics)}, 20))
    command = f"{proxy} -db -f {layout.folder}/haproxy.cfg"
    return "".join([*parts, _program(layout, "proxy", command, {}, 30)])


def _program(layout: Layout, name: str, command: str, environment: dict[str, str], priority: int) -> str:
    written = ",".join(f'{key}="{value.replace("%", "%%")}"' for key, value in environment.items())
    log = f"{layout.folder}/{name}.log"
    return PROGRAM.format(
        name=name, command=command, root=ROOT, environment=written, priority=priority, log=log, most="10MB"
    )


def write(layout: Layout, python: Path, proxy: str, bind: str, hosts: tuple[str, ...] = ()) -> Path:
    """Write what is needed to start all of it, and return supervisord's file."""
    layout.folder.mkdir(mode=0o700, exist_ok=True)
    (layout.folder / "haproxy.cfg").write_text(configuration(layout, bind=bind, trusted=trusted_proxies()))
    file = layout.folder / "supervisord.conf"
    head = SUPERVISOR.format(folder=layout.folder, user=os.geteuid())
    file.write_text(head + programs(layout, python, proxy, hosts))
    return file


def trouble(layout: Layout, bind: str) -> str:
    """Why it cannot start now, and what to do; nothing where it can."""
    with socket.socket(socket.AF_UNIX) as line, contextlib.suppress(OSError):
        line.connect(f"{layout.folder}/supervisor.sock")
        process = (layout.folder / "supervisord.pid").read_text(encoding="utf-8").strip()
        return f"It runs already, as process {process}: end that first, or replace what it runs with `make restart`."
    for port in (layout.port, *layout.ports, *layout.metrics_ports):
        is_ours = port != layout.port
        where = "127.0.0.1" if is_ours else bind.replace("*", "")
        try:
            with socket.create_server((where, port), family=socket.AF_INET6 if ":" in where else socket.AF_INET):
                pass
        except PermissionError:
            return f"Only root may use port {port}: choose one from 1024 on, as in PORT=8080 make host."
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                return f"{bind} is no address of this machine: BIND=0.0.0.0 stands for all of them."
            other = "end what uses it, perhaps an earlier dashboard" if is_ours else "choose another, as in PORT=8080"
            return f"Port {port} is taken: {other}, and `make host` again."
    return ""


def main() -> None:
    """Write the files, and become supervisord."""
    servers, workers = suggested(cores())
    parser = argparse.ArgumentParser(prog="python -m deploy.host", description=__doc__)
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8501")), help="where visitors come")
    parser.add_argument("--servers", type=int, default=servers, help=f"processes that draw pages ({servers})")
    parser.add_argument("--workers", type=int, default=workers, help=f"processes that train saved runs ({workers})")
    parser.add_argument("--folder", type=Path, default=FOLDER, help=f"for sockets and logs ({FOLDER})")
    parser.add_argument(
        "--hosts", default=os.environ.get("HOSTS", ""), help="names of this dashboard, with commas or spaces"
    )
    parser.add_argument("--first-port", type=int, default=Layout.first_port, help="of the servers")
    parser.add_argument("--first-metrics-port", type=int, default=Layout.first_metrics_port, help="of their metrics")
    chosen = parser.parse_args()
    proxy = shutil.which("haproxy") or shutil.which("haproxy", path="/usr/sbin:/usr/local/sbin")
    if proxy is None:
        sys.exit(NO_PROXY)
    layout = Layout(
        chosen.folder.resolve(),
        chosen.servers,
        chosen.workers,
        chosen.port,
        chosen.first_port,
        chosen.first_metrics_port,
    )
    bind = os.environ.get("BIND", "127.0.0.1")
    if why := trouble(layout, bind):
        sys.exit(why)
    python = Path(sys.executable)
    hosts = tuple(re.split(r"[,\s]+", chosen.hosts.strip())) if chosen.hosts.strip() else ()
    file = write(layout, python, proxy, bind, hosts)
    addresses = " and ".join(f"http://{name}:{layout.port}" for name in ("localhost", *hosts))
    print(
        f"{layout.servers} servers and {layout.workers} worker{'s' * (layout.workers > 1)}, for {addresses}, in about "
        f"ten seconds and until Ctrl+C. Logs are in {layout.folder}.",
        flush=True,
    )
    os.execv(python.parent / "supervisord", ["supervisord", "-c", str(file)])  # noqa: S606


if __name__ == "__main__":
    main()

"""`make restart`: one server after another is replaced, and then the workers, while the dashboard stays in use.

Before a server ends, new visitors go to the others; those who are on it are taken over by another within a second or
two, with all that stands in their address. Runs go on from what their worker saved as it ended.
"""

from __future__ import annotations

import argparse
import shlex
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from ipaddress import ip_address
from pathlib import Path

from deploy.host import FOLDER

LONGEST_START = 120.0  # seconds in which a server or a worker must be there again
BACKEND = "servers"


class NotBack(RuntimeError):
    """What was restarted did not come back, so that the rest was left as it was."""


def order(proxy: Path, command: str) -> str:
    """Give HAProxy an order at its socket, and return its answer."""
    with socket.socket(socket.AF_UNIX) as line:
        line.connect(str(proxy))
        line.sendall(f"{command}\n".encode())
        answer = b""
        while part := line.recv(65536):
            answer += part
    return answer.decode().strip()


def servers(proxy: Path) -> dict[str, str]:
    """The address of each of this machine's servers that HAProxy knows, by its name."""
    lines = order(proxy, f"show servers state {BACKEND}").splitlines()
    head = next(line for line in lines if line.startswith("#")).lstrip("# ").split()
    rows = [dict(zip(head, line.split(), strict=False)) for line in lines if line and line[0].isdigit() and " " in line]
    return {
        row["srv_name"]: f"{row['srv_addr']}:{row['srv_port']}"
        for row in rows
        if ip_address(row["srv_addr"]).is_loopback
    }


def restart_servers(proxy: Path, restart: Callable[[str], None], patience: float) -> None:
    """Replace each server: `restart` ends the one of a name and starts its successor.

    For `patience` seconds before, a server keeps its visitors and gets no new ones. Those that answer nobody come
    first, so that the others are there meanwhile. Raises NotBack for the first that does not come back.
    """
    for name, address in sorted(servers(proxy).items(), key=lambda server: is_up(proxy, server[0])):
        try:
            order(proxy, f"set server {BACKEND}/{name} state drain")
            time.sleep(patience)
            # without it for a moment, HAProxy sends its visitors to the others at once
            order(proxy, f"set server {BACKEND}/{name} state maint")
            restart(name)
            if not comes_true(lambda address=address: answers(f"http://{address}/healthz")):  # type: ignore[misc]
                raise NotBack(f"{name} did not come back within {LONGEST_START:.0f} seconds: look at its log.")
        finally:
            # also where that failed: HAProxy lets visitors in as soon as it is well
            order(proxy, f"set server {BACKEND}/{name} state ready")
        if not comes_true(lambda name=name: is_up(proxy, name)):  # type: ignore[misc]
            raise NotBack(f"{name} is back, and HAProxy does not see it: look at the proxy's log.")
        print(f"{name} replaced", flush=True)


def is_up(proxy: Path, name: str) -> bool:
    """Whether HAProxy sends visitors to a server."""
    lines = order(proxy, f"show stat {BACKEND} 4 -1").splitlines()
    head = lines[0].lstrip("# ").split(",")
    rows = [dict(zip(head, line.split(","), strict=False)) for line in lines[1:]]
    return any(row.get("svname") == name and row.get("status", "").startswith("UP") for row in rows)


def restart_workers(sockets: list[Path], restart: Callable[[str], None]) -> None:
    """Replace what is found at sockets: workers, whose runs are saved and go on from there, and what has studies."""
    for path in sockets:
        restart(path.stem)
        if not comes_true(lambda path=path: is_reached(path)):  # type: ignore[misc]
            raise NotBack(f"{path.stem} did not come back within {LONGEST_START:.0f} seconds: look at its log.")
        print(f"{path.stem} replaced", flush=True)


def comes_true(is_so: Callable[[], bool], seconds: float = LONGEST_START) -> bool:
    """Wait until something is so; whether it came to that."""
    end = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


def answers(address: str) -> bool:
    """Whether a server says that it is well."""
    # a name that every server answers to, and no proxy that the environment names
    request = urllib.request.Request(address, headers={"Host": "localhost"})
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(request, timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def is_reached(path: Path) -> bool:
    """Whether somebody listens at a socket."""
    with socket.socket(socket.AF_UNIX) as line:
        try:
            line.connect(str(path))
        except OSError:
            return False
    return True


def unit(name: str) -> str:
    """The unit of systemd that has a process.

    >>> unit("web-2"), unit("studies")
    ('filters-web@2', 'filters-studies')
    """
    kind, dash, number = name.partition("-")
    return f"filters-{kind}@{number}" if dash else f"filters-{name}"


def main() -> None:
    """Replace all processes of this machine."""
    parser = argparse.ArgumentParser(prog="python -m deploy.restart", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER, help="of the sockets")
    parser.add_argument("--command", help="what restarts a process, {} for its name (supervisorctl, by the folder)")
    parser.add_argument("--systemd", action="store_true", help="the processes are units of systemd")
    parser.add_argument("--patience", type=float, default=2.0, help="seconds in which a server gets no new visitors")
    chosen = parser.parse_args()
    control = f"{Path(sys.executable).parent}/supervisorctl -c {chosen.folder}/supervisord.conf restart {{}}"
    command = chosen.command or control

    def restart(name: str) -> None:
        if chosen.systemd:
            subprocess.run(["systemctl", "restart", unit(name)], check=True)  # noqa: S607
            return
        subprocess.run(shlex.split(command.format(name)), check=True, stdout=subprocess.DEVNULL)

    try:
        if (proxy := chosen.folder / "haproxy.sock").exists():
            restart_servers(proxy, restart, chosen.patience)
        else:
            print("no proxy on this machine: restart its servers one after another", flush=True)
        restart_workers(sorted([*chosen.folder.glob("runs-*.sock"), *chosen.folder.glob("studies.sock")]), restart)
    except ConnectionRefusedError:
        sys.exit("Nothing runs here: start it with `make host`.")
    except (NotBack, OSError, subprocess.CalledProcessError) as error:
        sys.exit(f"{error}")


if __name__ == "__main__":
    main()

"""HAProxy's configuration: each browser stays with one server, and goes to another when that one is gone.

`python -m deploy.haproxy > /etc/haproxy/haproxy.cfg` writes it for a machine that systemd runs.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from pathlib import Path

from deploy.layout import FIRST_PORT, Layout, cores, suggested

TEMPLATE = Path(__file__).parent / "haproxy.cfg.template"
ERRORS = Path(__file__).parent / "errors"
SERVER = "    server web-{number} {host}:{port} cookie web-{number}"
HERE = ("127.0.0.0/8", "::1")  # a proxy on this machine is trusted
PROXIES = "TRUSTED_PROXIES"  # of the environment: addresses or networks of others, with commas between them
PLAIN, SECURE = "SameSite=Lax", "SameSite=None"


def configuration(
    layout: Layout,
    *,
    bind: str = "127.0.0.1",
    certificate: str = "",
    hosts: tuple[str, ...] = (),
    web: str = "127.0.0.1",
    has_same_port: bool = False,
    user: str = "",
    trusted: Sequence[str] = HERE,
) -> str:
    """The configuration for these servers, all at the host `web`, in which {number} stands for the number of each.

    With a `certificate` (a file with the chain and the key) the proxy speaks HTTPS. Servers of other machines, for
    the same database, may be added as `hosts`, each as host:port. Started by root, HAProxy becomes `user`.
    Proxies before this one that are `trusted`, as addresses or networks, say who asks and whether by HTTPS.
    """
    address = f"{bind}:{layout.port}"
    ports = [layout.first_port] * layout.servers if has_same_port else layout.ports
    local = [(web.format(number=number), port) for number, port in enumerate(ports, 1)]
    more = [(host, int(port)) for host, _, port in (each.rpartition(":") for each in hosts)]
    servers = [
        SERVER.format(number=number, host=host, port=port) for number, (host, port) in enumerate([*local, *more], 1)
    ]
    # a page within another site's page gets its cookie over HTTPS alone, and only so marked
    kind = f"secure attr {SECURE} attr Partitioned" if certificate else f"attr {PLAIN}"
    return TEMPLATE.read_text(encoding="utf-8").format(
        user=f"    user {user}\n    group {user}\n" if user else "",
        socket=layout.proxy_socket,
        bind=f"{address} ssl crt {certificate} alpn h2,http/1.1" if certificate else address,
        cookie=kind,
        servers="\n".join(servers),
        errors=ERRORS,
        trusted=" ".join(trusted),
    )


def trusted_proxies() -> tuple[str, ...]:
    """Those on this machine, and those that the environment names, as for the servers."""
    return (*HERE, *filter(None, map(str.strip, os.environ.get(PROXIES, "").split(","))))


def main() -> None:
    """Print the configuration."""
    servers, _ = suggested(cores())
    parser = argparse.ArgumentParser(prog="python -m deploy.haproxy", description=__doc__)
    parser.add_argument("--servers", type=int, default=servers, help=f"servers on this machine ({servers})")
    parser.add_argument("--bind", default="*", help="the address to listen on (all)")
    parser.add_argument("--port", type=int, default=443, help="the port to listen on (443)")
    parser.add_argument("--certificate", default="", help="a file with the certificate's chain and its key")
    parser.add_argument("--folder", type=Path, default=Path("/run/filters"), help="of sockets (/run/filters)")
    parser.add_argument("--first-port", type=int, default=FIRST_PORT, help=f"of the servers ({FIRST_PORT})")
    parser.add_argument("--web", default="127.0.0.1", help="their host; {number} in it stands for the number of each")
    parser.add_argument("--user", default="", help="whom HAProxy becomes when root has started it")
    parser.add_argument("--same-port", action="store_true", help="all listen at the first port, on hosts of their own")
    parser.add_argument("more", nargs="*", help="servers of other machines, as host:port")
    chosen = parser.parse_args()
    layout = Layout(chosen.folder, chosen.servers, 1, chosen.port, chosen.first_port)
    written = configuration(
        layout,
        bind=chosen.bind,
        certificate=chosen.certificate,
        hosts=tuple(chosen.more),
        web=chosen.web,
        has_same_port=chosen.same_port,
        user=chosen.user,
        trusted=trusted_proxies(),
    )
    print(written, end="")


if __name__ == "__main__":
    main()

"""The files for systemd and containers are read by the tools that check such files."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.deploy.conftest import wanted

DEPLOY = Path(__file__).parents[2] / "deploy"
BIN = Path(sys.executable).parent
UNITS = ("filters-web@.service", "filters-runs@.service", "filters-studies.service", "filters.target")


def said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_hadolint_finds_nothing_in_the_container_file():
    assert said(str(BIN / "hadolint"), str(DEPLOY / "container" / "Containerfile")) == ""


def test_the_compose_file_is_what_compose_s_schema_allows():
    file = DEPLOY / "container" / "compose.yaml"
    said(str(BIN / "check-jsonschema"), "--builtin-schema", "vendor.compose-spec", str(file))


def test_systemd_finds_nothing_in_the_units(tmp_path):
    program = wanted("systemd-analyze")
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\n")
    python.chmod(0o755)
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
        (tmp_path / name).write_text(text.replace("/opt/filters/.venv/bin/python", str(python)))
    files = [str(tmp_path / name) for name in UNITS]
    assert said(program, "verify", "--man=no", *files) == ""


@pytest.mark.parametrize("name", UNITS[:3])
def test_units_take_no_more_rights_than_they_need(name):
    text = (DEPLOY / "systemd" / name).read_text(encoding="utf-8")
    for line in ("User=filters", "NoNewPrivileges=yes", "ProtectSystem=strict", "MemoryMax=2G", "UMask=0077"):
        assert line in text.splitlines()


def test_the_page_of_the_proxy_is_a_whole_answer():
    head, _, body = (DEPLOY / "errors" / "503.http").read_bytes().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.0 503 Service Unavailable\r\n")
    assert b"Retry-After: 5" in head.split(b"\r\n")
    assert b'http-equiv="refresh"' in body
    # HAProxy answers with nothing larger than its buffer
    assert len(head) + len(body) < 8192

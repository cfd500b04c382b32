"""Programs that these tests need, and the dashboard as `make host` starts it."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.hosted.hosts import Host, host

HERE = Path(__file__).parent
LONG_TASK = {"run_experiment": "find_edges", "run_find_edges_size": "7", "run_find_edges_steps": "60000"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "hosted" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.slow)


def wanted(program: str) -> str:
    """The path of a program; without it the test is skipped, except in CI, where it must run."""
    found = shutil.which(program) or shutil.which(program, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        reason = f"{program} is not installed: .ci/run installs it"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    return found


@contextlib.contextmanager
def behind_haproxy(folder: Path) -> Iterator[Host]:
    """Two servers and a worker, whose runs are in the same folder."""
    wanted("haproxy")
    with host(folder / "run", f"sqlite:///{folder}/runs.sqlite") as made:
        yield made


@pytest.fixture(scope="package")
def hosted(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Two servers and a worker behind HAProxy."""
    with behind_haproxy(tmp_path_factory.mktemp("hosted")) as made:
        yield made

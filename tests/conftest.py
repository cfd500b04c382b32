"""What all tests share: repeatable random examples, and a database that is thrown away."""

import os
import tempfile

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("repeatable")

_FOLDER = tempfile.TemporaryDirectory(prefix="runs")
os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER.name}/runs.sqlite"


class OneBrowser(LoadScopeScheduling):
    """One browser, one server: two at once would only wait for each other. All other tests go wherever there is room.

    xdist's own marks for groups are lost in pytest 9.
    """

    def _split_scope(self, nodeid: str) -> str:
        return "browser" if nodeid.startswith("tests/browser/") else nodeid


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadScopeScheduling:
    return OneBrowser(config, log)

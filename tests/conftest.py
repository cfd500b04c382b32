"""What all tests share: repeatable random examples, and a database that is thrown away."""

import os
import tempfile

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("repeatable")

_FOLDER = tempfile.TemporaryDirectory(prefix="runs")
os.environ["DATABASE_URL"] = f"sqlite:///{_FOLDER.name}/runs.sqlite"

"""Pages as people reach them: through app.py, by their address."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts.registry import PAGES

APP = Path(__file__).parents[2] / "app.py"
FILES = tuple(entry.file for entry in PAGES)


def opened(file: str, **query: str) -> AppTest:
    """A new session on the page with this query string, run once."""
    app = AppTest.from_file(str(APP), default_timeout=60)
    if file != FILES[0]:
        app.run()
        app.switch_page(f"pages/{file}.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def shown_errors(app: AppTest) -> list[str]:
    """What the page shows of exceptions, for a test's message."""
    return [f"{error.message} {''.join(error.stack_trace)[-600:]}" for error in app.exception]


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> str:
    """The file of each page in turn."""
    return request.param

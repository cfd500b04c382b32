"""Files that somebody brings to the page of one's own data, and what the page shows of them."""

from __future__ import annotations

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from core.background import Background, Progress, done_at_once
from core.cache import CACHE, keep
from core.study import Contest
from tests.messages import read_message
from tests.pages.conftest import shown_errors, unfolded

QUICK = {"your_data_networks": "false"}
EVENTS = {"your_data_task": "events", **QUICK}


@pytest.fixture
def studies_are_whole(monkeypatch):
    """Each study is computed here as a whole, once."""

    def look(_: Background, study: Contest, viewer: str) -> Progress:
        known = CACHE.get(("whole", study))
        if isinstance(known, Progress):
            return known
        parts, conclusion = done_at_once(study)
        progress = Progress(parts, len(parts), conclusion, "finished")
        keep(("whole", study), progress)
        return progress

    monkeypatch.setattr(Background, "look", look)


def figures(app: AppTest) -> list[tuple[dict, dict]]:
    return [read_message(each.proto.bytes) for each in app.get("bidi_component")]


def table(name: str, **columns: np.ndarray) -> tuple[str, bytes, str]:
    rows = zip(*columns.values(), strict=True)
    lines = [",".join(columns), *(",".join(f"{value:.6g}" for value in row) for row in rows)]
    return name, "\n".join(lines).encode(), "text/csv"


def with_files(app: AppTest, *files: list[tuple[str, bytes, str]]) -> AppTest:
    """The page after files were brought to its uploaders, one list for each."""
    unfolded(app, "your_data_own")
    for at, content in enumerate(files):
        app.file_uploader[at].set_value(content).run()
    assert not shown_errors(app)
    return app


def warnings(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "") for each in app.warning]


def noisy_and_clean(count: int = 1200) -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    clean = np.repeat(rng.normal(size=count // 40), 40)
    return {"noisy": clean + rng.normal(scale=0.3, size=count), "clean": clean}


def pulses(count: int = 1500) -> dict[str, np.ndarray]:
    marks = np.zeros(count)
    marks[30:-30:50] = 1
    rng = np.random.default_rng(4)
    return {"volts": np.convolve(marks, [0.5, 2.0, 0.5], "same") + rng.normal(scale=0.2, size=count), "mark": marks}


def beats(count: int = 900) -> tuple[str, bytes, str]:
    values = np.random.default_rng(0).normal(scale=0.2, size=count)
    values[50::60] += 3.0
    return table("beats.csv", signal=values)

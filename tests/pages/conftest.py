"""Pages as people reach them: through app.py, by their address."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from functools import cache, partial
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from numpy.typing import NDArray
from streamlit.components.v2 import manifest_scanner
from streamlit.components.v2.bidi_component.main import _make_trigger_id
from streamlit.testing.v1 import AppTest

from core.background import Background, Progress, SoFar, Study, done_at_once, worked_on
from core.cache import CACHE, keep
from core.learning import TrainingSettings
from core.learning.study import first_layers
from core.learning.study.scoreboard import Draws
from core.runs import LIVE, RunView, Service
from pages.parts.shell.registry import PAGES
from pages.parts.shell.service import _service
from tests.messages import read_message, unpacked

APP = Path(__file__).parents[2] / "app.py"
FILES = tuple(entry.file for entry in PAGES)


def opened(file: str, **query: str) -> AppTest:
    """A new session on the page with this query string, run once."""
    app = AppTest.from_file(str(APP), default_timeout=240)
    if file != FILES[0]:
        app.run()
        app.switch_page(f"pages/{file}.py")
    for key, value in query.items():
        app.query_params[key] = value
    return app.run()


def shown_errors(app: AppTest) -> list[str]:
    """What the page shows of exceptions, for a test's message."""
    return [f"{error.message} {''.join(error.stack_trace)[-600:]}" for error in app.exception]


def played(app: AppTest) -> dict[str, Any]:
    """What the first player on the page got."""
    return unpacked(app.get("bidi_component")[0].proto.bytes)


def unfolded(app: AppTest, *endings: str) -> AppTest:
    """The page with every box opened, or with those whose keys end so."""
    for box in app.expander:
        key = box.proto.id.rpartition("-")[2]
        if not endings or key.endswith(endings):
            app.session_state[key] = True
    return app.run()


def figure_of(app: AppTest) -> tuple[dict[str, Any], dict[str, NDArray[Any]]]:
    """What the page's first figure gets to draw: its header and its arrays."""
    return read_message(app.get("bidi_component")[0].proto.bytes)


def scoreboard(app: AppTest) -> pd.DataFrame:
    """The table of models on Compare."""
    written = next(each.value for each in app.markdown if each.value.startswith("| Model "))
    lines = [line.strip("| ").split(" | ") for line in written.replace("\\", "").split("\n")]
    return pd.DataFrame(lines[2:], columns=lines[0]).set_index("Model")


def listed(app: AppTest) -> dict[str, Any]:
    """What the list of runs got: its rows in order, the chosen ids, and what can be undone."""
    return unpacked(app.get("bidi_component")[0].proto.bytes)


def reported(app: AppTest, event: str, value: object, *, is_trigger: bool = False, at: int = 0) -> AppTest:
    """Run the page as it runs when a component, the first, reports something, which AppTest has no way to say."""
    component = app.get("bidi_component")[at].proto.id
    states = app._tree.get_widget_states()
    state = states.widgets.add()
    if is_trigger:
        state.id = _make_trigger_id(component, "events")
        state.json_trigger_value = json.dumps([{"event": event, "value": value}])
    else:
        state.id = component
        state.json_value = json.dumps({event: value})
    return app._run(states)


def brought_back(app: AppTest) -> AppTest:
    """Press the button above the list that undoes a deletion."""
    return reported(app, "undone", True, is_trigger=True)


@pytest.fixture(scope="session", autouse=True)
def _packages_are_searched_once() -> Iterator[None]:
    """Each session of a test would search all installed packages for components, most of what its page takes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


FEW = 20  # steps of the networks of first layers
MOST_PIECES = 6  # of a study that is computed as a whole, where a test looks at it


@pytest.fixture(scope="package", autouse=True)
def _studies_are_as_far_at_each_look() -> Iterator[None]:
    """What a page shows must not depend on how far another process has come."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Background, "look", looked_at)
        patch.setattr(Background, "prepare", lambda *_: None)
        # how well networks are trained is the studies' own tests' concern
        patch.setattr(first_layers, "TrainingSettings", partial(TrainingSettings, steps=FEW))
        yield


def looked_at(_: Background, study: Study, viewer: str, wait: float = 0.0) -> Progress:
    """In place of `Background.look`: the study, computed here, or the first pieces of one that takes long."""
    known = CACHE.get((Background, study))
    if isinstance(known, Progress):
        return known
    pieces = study.pieces()
    if SoFar() in pieces:
        first = list(pieces).index(SoFar())
        parts = tuple(study.work(piece) for piece in pieces[:first])
        progress = Progress(parts, len(worked_on(pieces)), None, "working", 60.0, so_far=study.conclude(parts))
    elif len(pieces) > MOST_PIECES and not isinstance(study, Draws):
        progress = Progress((study.work(pieces[0]),), len(pieces), None, "working", 60.0)
    else:
        parts, conclusion = done_at_once(study)
        progress = Progress(parts, len(parts), conclusion, "finished")
    keep((Background, study), progress)
    return progress


@pytest.fixture
def service() -> Service:
    """The service of runs that the pages use."""
    return _service()


@pytest.fixture
def offered(monkeypatch: pytest.MonkeyPatch) -> dict[str, tuple[Callable[[], bytes], str]]:
    """The files that pages offer, by key: how each is made, and its name."""
    found: dict[str, tuple[Callable[[], bytes], str]] = {}

    def offer(_label: str, make: Callable[[], bytes], name: str, _kind: str, *, key: str, **_: Any) -> None:
        found[key] = make, name

    monkeypatch.setattr("streamlit.download_button", offer)
    return found


def ended(service: Service, run: str) -> RunView:
    """The run once it has ended."""
    end = time.monotonic() + 240
    while (view := service.view(run)).record.is_live and time.monotonic() < end:
        time.sleep(0.05)
    return view


def stop_all(service: Service) -> None:
    """End what earlier tests left training, so that two looks at the list of runs see the same."""
    for row in service.store.rows():
        if row["status"] in LIVE:
            service.stop(row["id"])
            ended(service, row["id"])


@pytest.fixture(params=FILES)
def file(request: pytest.FixtureRequest) -> str:
    """The file of each page in turn."""
    return request.param

"""What one visitor asks for is bounded: how long a page trains, what is made for nobody, what stays of a visit."""

from __future__ import annotations

import io
import itertools
import re

import numpy as np
import pytest
from PIL import Image as Pillow
from streamlit.runtime import caching

from core.cache import AT_REST, CACHE
from core.data import read_image
from core.learning import TrainingSettings, get_experiment, resolve_settings, train
from core.learning.training import slices
from pages.parts.draw import training
from tests.pages.choose.test_own_files import bring
from tests.pages.conftest import opened, shown_errors

ENDED = re.compile(
    r"^Training was ended at step ([0-9,]+) of ([0-9,]+), so that nobody waits longer than 4 seconds\. "
    r"\*Save this run\* trains it to its end in the background\.$"
)


@pytest.fixture
def slow_machine(monkeypatch):
    """A clock that goes on by a hundredth of a second whenever training looks at it."""
    looks = itertools.count()
    monkeypatch.setattr(slices, "clock", lambda: next(looks) / 100)
    return looks


def sentences(app):
    return [found for info in app.info if (found := ENDED.match(info.value))]


@pytest.mark.parametrize("page", ["converge", "compare"])
def test_training_for_a_page_ends_by_the_clock_and_says_where(page, slow_machine):
    chosen = {"run_experiment": "find_peaks", "run_seed": "41" if page == "converge" else "42"}
    app = opened(page, **chosen, run_find_peaks_steps="10000")
    assert not app.exception, shown_errors(app)
    (found,) = sentences(app)
    # 400 looks, at most four steps between two of them
    assert 800 < int(found[1].replace(",", "")) <= 1600
    assert found[2] == "10,000"
    assert app.button(key=f"{page}_keep")
    # a second look costs none
    looked = next(slow_machine)
    assert sentences(app.run())[0][1] == found[1]
    assert next(slow_machine) - looked < 20


def test_what_is_trained_in_time_is_what_training_gives(slow_machine):
    app = opened("converge", run_experiment="find_peaks", run_seed="44", run_find_peaks_steps="100")
    assert not sentences(app)
    experiment = get_experiment("find_peaks")
    settings = resolve_settings(experiment, TrainingSettings(steps=100, seed=44))
    shown = training.known_run(experiment, settings).run
    np.testing.assert_array_equal(shown.weights, train(experiment, settings).weights)
    assert shown.status == "finished"


@pytest.mark.parametrize("page", ["signals", "images", "compare"])
def test_no_file_is_made_that_nobody_asked_for(page, monkeypatch):
    def refuse(*_, **__):
        raise AssertionError("a file was made")

    for module in ("files", "kernel_files", "onnx_graph"):
        monkeypatch.setattr(f"core.export.{module}.named", refuse)
    # programs are shown, so that they are made
    app = opened(page, **{f"{page}_take": "npz", "compare_code": "open"})
    assert not app.exception, shown_errors(app)
    assert len(app.get("download_button")) == {"signals": 3, "images": 2, "compare": 3}[page]


def test_a_file_that_is_asked_for_is_what_the_page_shows(offered):
    opened("signals", signals_sample="thread", signals_take="safetensors")
    make, name = offered["signals_csv"]
    assert re.fullmatch(r"output-[0-9a-f]{8}\.csv", name)
    table = np.loadtxt(io.BytesIO(make()), delimiter=",", skiprows=1)
    np.testing.assert_array_equal(np.load(io.BytesIO(offered["signals_npy"][0]())), table[:, 1])
    assert len(table) == 10
    assert re.fullmatch(r"peak_detector-[0-9a-f]{8}\.safetensors", offered["signals_take_safetensors"][1])


@pytest.mark.parametrize(
    ("page", "other"),
    [
        ("signals", {"signals_iid_seed": "2"}),
        ("signals", {"signals_dilation": "2"}),
        ("signals", {"signals_numbers": "1 2 3"}),
        ("signals", {"signals_relu": "true"}),
        ("images", {"images_sample": "coins"}),
        ("images", {"images_kernel": "sobel_y"}),
        ("images", {"images_filter": "sobel"}),
    ],
)
def test_a_name_changes_with_what_the_file_is_made_from_and_only_then(page, other, offered):
    names = []
    for query in ({}, {}, other):
        opened(page, **query)
        names.append({name for key, (_, name) in offered.items() if key.startswith(f"{page}_npy")})
    assert names[0] == names[1] != names[2]


def test_what_came_from_ones_own_file_goes_with_the_visit():
    buffer = io.BytesIO()
    Pillow.fromarray(np.random.default_rng(0).integers(0, 256, (700, 900, 3), dtype=np.uint8)).save(buffer, "PNG")
    close_visit()
    app = bring(opened("images"), ("large.png", buffer.getvalue(), "image/png"))
    app.toggle(key="images_colour").set_value(True).run()
    picture = read_image(buffer.getvalue(), "large.png").pixels.nbytes
    with_file = CACHE.bytes
    assert with_file > 2 * picture  # the picture and what the kernel made of it
    close_visit()
    assert with_file - CACHE.bytes > 2 * picture


def test_the_visit_of_a_sample_leaves_it_to_the_others():
    close_visit()
    opened("signals", signals_iid_seed="7")
    close_visit()
    assert 0 < CACHE.bytes <= AT_REST


def close_visit() -> None:
    """What Streamlit does when a session's connection is closed."""
    caching.clear_session_resource_cache("test session id")

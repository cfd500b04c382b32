"""A kernel is taken away in every format of the table, and in one that is entered from a file of its own."""

from __future__ import annotations

import importlib.util

import pytest

from core.export import FORMATS
from core.kernels import get_kernel
from tests.pages.conftest import opened, shown_errors

# all that a new format needs: one function
MODULE = '''
from core.export import File, named
from core.export.formats import numbers, program


@numbers("txt", "Plain text")
def write_text(kernel):
    """The numbers, one a line."""
    return named(kernel.name, "txt", "text/plain", "\\n".join(map(repr, kernel.weights.ravel().tolist())).encode())


@program("octave", "Octave", ending="m", mime="text/x-octave", language="octave")
def write_octave(kernel, boundary):
    """A line of Octave."""
    return f"weights = {kernel.weights.tolist()}; % {boundary}"
'''


@pytest.fixture
def entered(tmp_path):
    """The table with two more formats."""
    before = dict(FORMATS)
    path = tmp_path / "more_formats.py"
    path.write_text(MODULE)
    spec = importlib.util.spec_from_file_location("more_formats", path)
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    yield [name for name in FORMATS if name not in before]
    FORMATS.clear()
    FORMATS.update(before)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_is_offered_as_it_is_written(name, offered):
    app = opened("signals", signals_take=name, signals_kernel="ricker", signals_boundary="wrap")
    assert not app.exception, shown_errors(app)
    make, given = offered[f"signals_take_{name}"]
    expected = FORMATS[name].write(get_kernel("ricker"), "wrap")
    assert make() == expected.content
    assert given.rpartition("-")[0] == expected.name.rpartition("-")[0]
    assert given.endswith(f".{FORMATS[name].ending}")
    shown = [(expected.content.decode().strip(), FORMATS[name].language)] if FORMATS[name].language else []
    assert [(each.value, each.language) for each in app.code] == shown


@pytest.mark.parametrize("page", ["signals", "images", "compare"])
def test_a_new_format_is_on_every_page(page, entered, offered):
    assert entered == ["txt", "octave"]
    app = opened(page, **{f"{page}_take": "octave", "compare_code": "open"})
    assert not app.exception, shown_errors(app)
    (menu,) = [each for each in app.selectbox if each.key == f"{page}_take"]
    assert menu.options[-2:] == ["Plain text", "program for Octave"]
    (code,) = app.code
    make, name = offered[f"{page}_take_octave"]
    assert (make().decode(), code.language) == (code.value, "octave")
    assert code.value.startswith("weights = [")
    assert name.endswith(".m")
    menu.select("txt").run()
    make, name = offered[f"{page}_take_txt"]
    assert name.endswith(".txt")
    assert len([float(line) for line in make().decode().split("\n")]) in (3, 9, 25)
    assert not app.code

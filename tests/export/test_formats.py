"""What holds for each kind of file as which a kernel can be taken away, and how one more is entered."""

import mimetypes

import numpy as np
import pytest

from core.convolution import BOUNDARIES
from core.export import FORMATS, File, kernel_code
from core.export.formats import numbers, program
from core.filters import Layer, run_layer
from core.kernels import Kernel, get_kernel

NUMBERS = [name for name, each in FORMATS.items() if not each.is_program]
PROGRAMS = [name for name in FORMATS if name not in NUMBERS]
ONE, OTHER = (Kernel("mine", "Mine", "mine", [1.0, value]) for value in (2.0, 3.0))


@pytest.fixture
def table():
    """The table, from which what a test enters is taken out again."""
    before = dict(FORMATS)
    yield FORMATS
    FORMATS.clear()
    FORMATS.update(before)


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_carries_its_content_in_its_name(name):
    chosen = FORMATS[name]
    first, second = (chosen.write(kernel, "reflect") for kernel in (ONE, OTHER))
    assert first.name != second.name
    assert first.name.endswith(f".{chosen.ending}")
    assert first == chosen.write(ONE, "reflect")
    assert chosen.name == name


@pytest.mark.parametrize("name", FORMATS)
def test_every_file_says_what_it_is_as_its_ending_does(name):
    file = FORMATS[name].write(ONE, "reflect")
    known = mimetypes.guess_type(file.name)[0]
    assert file.mime in (known, "application/octet-stream", "text/x-c", "application/x-ipynb+json")


def test_titles_are_unique_because_they_stand_in_addresses():
    assert len({each.title for each in FORMATS.values()}) == len(FORMATS)


def test_what_stands_in_addresses_that_people_have_sent_is_there():
    sent = {"json", "csv", "npz", "safetensors", "onnx", "numpy", "scipy", "opencv", "pytorch", "c", "notebook"}
    assert sent <= set(FORMATS)


@pytest.mark.parametrize("name", NUMBERS)
def test_numbers_leave_the_edge_to_whoever_uses_them(name):
    assert len({FORMATS[name].write(ONE, boundary).content for boundary in BOUNDARIES}) == 1


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_do_not(name):
    written = {FORMATS[name].write(ONE, boundary) for boundary in BOUNDARIES}
    assert len({file.content for file in written}) == len(BOUNDARIES)
    assert written == {kernel_code(ONE, name, boundary) for boundary in BOUNDARIES}


@pytest.mark.parametrize("flip", [False, True])
@pytest.mark.parametrize("dilation", [1, 2, 3])
@pytest.mark.parametrize("shape", [(4,), (3,), (2, 3), (5, 4)])
def test_a_program_of_a_layers_mask_does_what_its_filter_does(shape, dilation, flip):
    rng = np.random.default_rng(0)
    data = rng.random((20,) if len(shape) == 1 else (20, 23))
    layer = Layer(Kernel("mine", "Mine", "mine", rng.normal(size=shape)), flip=flip, dilation=dilation)
    scope = {}
    exec(kernel_code(layer.mask, "numpy").content.decode(), scope)  # noqa: S102 - what is generated must run
    np.testing.assert_allclose(scope["apply"](data), run_layer(data, layer).filtered, atol=1e-12)


def test_one_more_kind_of_numbers_is_one_function(table):
    @numbers("mine", "Mine")
    def write(kernel):
        return File(f"{kernel.name}-1.mine", "text/plain", b"1")

    assert (table["mine"].title, table["mine"].ending) == ("Mine", "mine")
    assert not table["mine"].is_program
    assert table["mine"].write(ONE, "wrap") == write(ONE) == File("mine-1.mine", "text/plain", b"1")


def test_one_more_language_is_one_function(table):
    @program("mine", "My language", ending="my", mime="text/x-my", language="my")
    def write(kernel, boundary):
        return f"{kernel.name} {boundary}"

    kernel = get_kernel("box")
    file = kernel_code(kernel, "mine", "wrap")
    assert table["mine"].title == "program for My language"
    assert (file.content, file.mime) == (b"box wrap", "text/x-my")
    assert file.name.startswith("box_mine-")
    assert file.name.endswith(".my")


def test_two_formats_of_one_name_are_refused(table):
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        numbers("npz", "Other")(lambda kernel: File("", "", b""))
    assert str(caught.value) == "'npz' is already a format: choose another name."
    assert table["npz"].title == "NPZ"


def test_what_kernel_code_takes_grows_with_the_table(table):
    program("mine", "My language", ending="my", mime="text/x-my", language=None)(lambda kernel, boundary: "")
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        kernel_code(ONE, "npz")
    named = ", ".join((*PROGRAMS, "mine"))
    assert str(caught.value) == f"language='npz' is not allowed: choose one of {named}."

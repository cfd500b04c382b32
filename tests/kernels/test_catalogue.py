"""The catalogue: names, order, and what is said when a name or parameter is wrong."""

import itertools
import re

import pytest

from core.kernels import describe_kernel, get_kernel, kernel_names, kernel_parameters
from core.kernels.catalogue import designed


def test_names_are_unique_and_split_by_dimension() -> None:
    assert len(set(kernel_names())) == len(kernel_names())
    assert set(kernel_names(1)) | set(kernel_names(2)) == set(kernel_names())
    assert not set(kernel_names(1)) & set(kernel_names(2))


def test_the_most_useful_come_first_and_families_stay_together() -> None:
    assert (kernel_names()[0], kernel_names(1)[0], kernel_names(2)[0]) == (
        "peak_detector",
        "peak_detector",
        "sobel_x",
    )
    families = [family for family, _ in itertools.groupby(describe_kernel(name).family for name in kernel_names())]
    assert len(families) == len(set(families))


@pytest.mark.parametrize("name", kernel_names())
def test_every_entry_says_what_it_is_and_where_it_is_from(name) -> None:
    entry = describe_kernel(name)
    assert entry.name == name
    assert entry.title
    assert entry.family
    assert len(entry.description) > 40
    assert entry.description.endswith(".")
    assert "  " not in entry.description
    assert "\n" not in entry.description
    assert re.search(r"\b(18|19|20)\d\d\b", entry.source)
    assert "  " not in entry.source
    assert entry.parameters == kernel_parameters(name)


@pytest.mark.parametrize("name", kernel_names())
def test_a_kernel_agrees_with_its_entry(name) -> None:
    entry, kernel = describe_kernel(name), get_kernel(name)
    assert (kernel.name, kernel.title, kernel.family, kernel.ndim) == (name, entry.title, entry.family, entry.ndim)
    assert (kernel.description, kernel.source) == (entry.description, entry.source)
    assert dict(kernel.parameters) == {parameter.name: parameter.default for parameter in entry.parameters}


@pytest.mark.parametrize("ndim", [0, 3, "1", True, 1.5])
def test_other_dimensions_are_refused(ndim) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        kernel_names(ndim)
    assert str(caught.value) == f"ndim={ndim!r} is not allowed: give 1 for signals, 2 for images or None for both."


@pytest.mark.parametrize("ask", [get_kernel, describe_kernel, kernel_parameters])
def test_unknown_names_are_met_with_near_ones(ask) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        ask("sobl_x")
    assert (
        str(caught.value) == "'sobl_x' is not a kernel: did you mean sobel_x or sobel_y? "
        f"kernel_names() lists all {len(kernel_names())}."
    )


def test_unknown_names_far_from_any() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        get_kernel("###")
    assert str(caught.value) == f"'###' is not a kernel: kernel_names() lists all {len(kernel_names())}."


def test_very_long_names_are_cut() -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        get_kernel("#" * 1_000_000)
    assert str(caught.value) == f"'{'#' * 57}...' is not a kernel: kernel_names() lists all {len(kernel_names())}."


@pytest.mark.parametrize(("name", "came"), [(3, "int"), (None, "NoneType"), (["sobel_x"], "list")])
def test_names_that_are_not_text(name, came) -> None:
    with pytest.raises(TypeError) as caught:
        get_kernel(name)
    assert str(caught.value) == f"name must be text such as 'sobel_x', but {came} came: see kernel_names()."


@pytest.mark.parametrize(
    ("name", "parameters", "message"),
    [
        ("gaussian", {"sigma": 99}, "sigma=99 is not allowed: give a number from 0.3 to 8.0, for example 1.0."),
        ("gaussian", {"width": 1}, "width is not a parameter of gaussian: it has sigma, size."),
        ("sobel_x", {"size": 5}, "size is not a parameter of sobel_x: it has none."),
        ("kirsch", {"direction": "up"}, None),
        ("box", {"size": 4}, None),
        ("gabor", {"zero_mean": 1}, "zero_mean=1 is not allowed: give True or False."),
    ],
)
def test_wrong_parameters_are_refused(name, parameters, message) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        get_kernel(name, **parameters)
    if message is None:
        (parameter,) = kernel_parameters(name)
        (value,) = parameters.values()
        allowed = ", ".join(map(str, parameter.options))
        message = f"{parameter.name}={value!r} is not allowed: choose one of {allowed}."
    assert str(caught.value) == message


def test_the_same_request_gives_the_same_kernel() -> None:
    assert get_kernel("gaussian", sigma=1) is get_kernel("gaussian", sigma=1.0)
    assert get_kernel("gaussian") is get_kernel("gaussian", size=7)


def test_a_name_is_taken_once() -> None:
    def sobel_x() -> None:
        """Not the real one."""

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        designed("Sobel x", "Nobody, 2024.", family="edges", ndim=2)(sobel_x)
    assert str(caught.value) == "'sobel_x' is already a kernel: choose another name."
    assert describe_kernel("sobel_x").source.startswith("I. Sobel")

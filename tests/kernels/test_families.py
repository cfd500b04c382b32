"""Families: each has all its texts, and every kernel belongs to one."""

import pytest

from core.kernels import describe_kernel, kernel_names
from core.kernels.catalogue import designed
from core.kernels.families import FAMILIES, family_of


@pytest.mark.parametrize("name", FAMILIES)
def test_a_family_says_what_it_is_for_and_when_it_serves(name):
    family = family_of(name)
    for text in (family.purpose, family.use, family.avoid):
        assert text.endswith(".")
        assert len(text) > 20
    assert family.words
    assert family.title == name[0].upper() + name[1:]


def test_every_family_of_the_catalogue_is_known_and_none_is_empty():
    assert {describe_kernel(name).family for name in kernel_names()} | {"combined"} == set(FAMILIES)


def test_a_kernel_says_when_it_serves_by_itself_or_as_its_family_does():
    family = family_of("peaks")
    assert describe_kernel("peak_detector").use == family.use
    assert describe_kernel("peak_detector").avoid == (
        "On signals with a high level, which counts as an answer by itself."
    )
    assert describe_kernel("peak_detector").words == ("local maximum",)
    for name in kernel_names():
        entry = describe_kernel(name)
        assert entry.use.endswith(".")
        assert entry.avoid.endswith(".")


def test_an_unknown_family_is_refused():
    def stranger() -> None:
        """Not in any family."""

    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        designed("Stranger", "Nobody, 2024.", family="edge", ndim=2)(stranger)
    assert str(caught.value) == (
        f"'edge' is not a family of kernels: did you mean edges? There are {', '.join(FAMILIES)}."
    )
    assert "stranger" not in kernel_names()

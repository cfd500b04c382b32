"""What makes two pieces of data the same: every number, and every word that may be shown with them."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.digest import add_content, digest_of
from core.parameters import Value


class ByContent:
    """Equality, hash and pickling of a dataclass that holds one read-only array and the words that go with it."""

    name: str
    title: str
    parameters: Mapping[str, Value]

    def _array(self) -> NDArray[Any]:
        raise NotImplementedError

    @cached_property
    def content_id(self) -> str:
        """Hex digest of dtype, shape and every byte: two arrays share it only when they are equal bit by bit."""
        return digest_of(self._array(), size=16)

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self) or not isinstance(other, ByContent):
            return NotImplemented
        return self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())

    def __reduce__(self) -> tuple[Any, ...]:
        # Built anew on arrival: pickle would hand over a writeable array.
        values = [getattr(self, field.name) for field in dataclasses.fields(self)]  # type: ignore[arg-type]
        return type(self), tuple(dict(v) if isinstance(v, Mapping) else v for v in values)

    def _identity(self) -> tuple[object, ...]:
        array = self._array()
        others = (value for field in dataclasses.fields(self) if (value := getattr(self, field.name)) is not array)  # type: ignore[arg-type]
        return self.content_id, *(tuple(sorted(each.items())) if isinstance(each, Mapping) else each for each in others)


@add_content.register
def _by_content(part: ByContent, digest: Any) -> None:
    # the numbers by what is known of them already: a picture has megabytes
    add_content((part.content_id, part.name, part.title, part.parameters), digest)


def read_only(array: NDArray[Any], dtype: type[np.floating[Any]]) -> NDArray[Any]:
    """The array as `dtype`, contiguous and read-only; copied unless nobody else can write to it."""
    private = array.base is None and not array.flags.writeable
    if private and array.dtype == dtype and array.flags.c_contiguous:
        return array
    copy = np.array(array, dtype=dtype, order="C")
    copy.flags.writeable = False
    return copy

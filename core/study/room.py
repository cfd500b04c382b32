"""Whether data have room for what is held out, in sentences that say what came and what is needed."""

from __future__ import annotations

from collections.abc import Sequence

LEAST_FILES = 3  # of several: one is held out, one tunes, one is learned from
SMALLEST = 3  # taps: whose filters are no larger cannot be told to take smaller ones
Shape = tuple[int, ...]


def check_size(shapes: Sequence[Shape], largest: int, folds: int) -> None:
    """Raise ValueError where a fold would have no room for its margins, or a file none for the filter."""
    if len(shapes) == 1:
        _check_sides(shapes[0], largest, folds)
        return
    if len(shapes) < LEAST_FILES:
        raise ValueError(
            f"data has {len(shapes)} files, each of which is held out as a whole: bring one, or at least {LEAST_FILES}."
        )
    for number, shape in enumerate(shapes, 1):
        if min(shape) < 2 * largest:
            side = " along each side" if len(shape) > 1 else ""
            raise ValueError(
                f"data has {size_text(shape)} in file {number}: {_filter(shape, largest)} needs at least "
                f"{2 * largest:,}{side}. Leave the file out{_or_smaller(largest)}."
            )


def _check_sides(shape: Shape, largest: int, folds: int) -> None:
    """Raise ValueError for a side that is too short: the shorter one holds the filter, the longer one all folds."""
    least = largest - 1 + 3 * largest * folds
    more = f"Bring {'a larger picture' if len(shape) > 1 else 'more data'}{_or_smaller(largest)}."
    if len(shape) > 1 and min(shape) < largest:
        raise ValueError(
            f"data has {size_text(shape)}: the shorter side has {min(shape):,}, and {_filter(shape, largest)} needs at "
            f"least {largest:,}. {more}"
        )
    if max(shape) < least:
        side = f"the longer side has {max(shape):,}, and " if len(shape) > 1 else ""
        raise ValueError(
            f"data has {size_text(shape)}: {side}{folds} parts with margins for {_filter(shape, largest)} need at "
            f"least {least:,}. {more}"
        )


def size_text(*shapes: Shape) -> str:
    """Sizes of files of one kind as people say them: of pictures the width comes first.

    >>> size_text((600,)), size_text((50, 1200), (50, 80))
    ('600 samples', '1,200 x 50 and 80 x 50 pixels')
    """
    sizes = (" x ".join(f"{length:,}" for length in reversed(shape)) for shape in shapes)
    many = any(shape != (1,) for shape in shapes)
    return f"{' and '.join(sizes)} {'pixels' if len(shapes[0]) > 1 else 'samples' if many else 'sample'}"


def counted(number: int, what: str) -> str:
    """So many of something.

    >>> counted(1, "file"), counted(2, "file")
    ('1 file', '2 files')
    """
    return f"{number:,} {what}{'s' * (number != 1)}"


def _filter(shape: Shape, taps: int) -> str:
    return f"a filter of {' x '.join([str(taps)] * len(shape))} taps"


def _or_smaller(taps: int) -> str:
    return ", or compare smaller filters" if taps > SMALLEST else ""

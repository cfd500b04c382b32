"""How data are divided so that nothing leaks: contiguous folds, margins between them, tiles that are drawn anew."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from core.study.room import check_size

FOLDS = 5
TILES = 40  # in all folds together: what the bootstrap draws from
Box = tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class Segment:
    """A part of a file along its longest axis: a `box` of (start, stop) for each axis, and the `fold` it belongs to.

    `beside` is the fold next to it in the same file where the segment is the margin on that side, None elsewhere.
    """

    file: int
    box: Box
    fold: int
    beside: int | None = None


@dataclass(frozen=True)
class Tile:
    """A piece of a held-out fold that is scored by itself."""

    file: int
    box: Box
    fold: int


@dataclass(frozen=True)
class Division:
    """Folds in segments, from which training parts are put together, and in tiles, by which answers are scored."""

    folds: int
    margin: int
    segments: tuple[Segment, ...]
    tiles: tuple[Tile, ...]

    def training(self, *held_out: int) -> tuple[int, ...]:
        """The numbers of the segments that may be learned from while these folds are held out.

        Of the folds next to them the margin is left out, so that no filter sees a sample of both.

        >>> cut = divide([(60,)], largest=3, folds=3)
        >>> [cut.segments[i].box for i in cut.training(1)]
        [((1, 17),), ((43, 59),)]
        """
        return tuple(
            number
            for number, segment in enumerate(self.segments)
            if segment.fold not in held_out and segment.beside not in held_out
        )

    def of_fold(self, fold: int) -> tuple[int, ...]:
        """The numbers of the tiles of a fold."""
        return tuple(number for number, tile in enumerate(self.tiles) if tile.fold == fold)

    def joined(self, parts: Sequence[NDArray[np.float64]]) -> NDArray[np.float64]:
        """What is counted on all tiles (tiles, k), in their order, from what was counted on those of each fold."""
        counted = np.empty((len(self.tiles), parts[0].shape[1]))
        for fold, part in enumerate(parts):
            counted[list(self.of_fold(fold))] = part
        return counted

    def boxes(self, file: int) -> list[Box]:
        """The box of each fold that lies in a file, margins included.

        >>> divide([(60,)], largest=3, folds=3).boxes(0)
        [((1, 20),), ((20, 40),), ((40, 59),)]
        """
        there = [segment for segment in self.segments if segment.file == file]
        return [_whole(there, fold) for fold in sorted({segment.fold for segment in there})]

    def segments_of(self, fold: int) -> tuple[int, ...]:
        """The numbers of all segments of a fold, its margins included."""
        return tuple(number for number, segment in enumerate(self.segments) if segment.fold == fold)


def divide(shapes: Sequence[tuple[int, ...]], *, largest: int, folds: int = FOLDS, tiles: int = TILES) -> Division:
    """Divide files of these shapes, all (n,) or all (h, w).

    One file is cut along its longest axis into `folds` parts of equal length, with a margin of the `largest` filter on
    both sides of each cut. Several files are not cut: each belongs whole to a fold. The rim that the largest filter
    cannot be centred on is left out.

    Raises ValueError where the data are too small for that.

    Source: Roberts and others, Cross-validation strategies for data with temporal, spatial, hierarchical, or
    phylogenetic structure, Ecography 40, 2017.

    >>> divide([(100,)], largest=5).tiles[0].box
    ((2, 4),)
    """
    reach = largest // 2
    inner = [tuple((reach, length - reach) for length in shape) for shape in shapes]
    check_size(shapes, largest, folds)
    if len(shapes) == 1:
        segments = tuple(_cut(inner[0], largest, folds))
        boxes = [(0, _whole(segments, fold), fold) for fold in range(folds)]
    else:
        folds = min(folds, len(shapes))
        segments = tuple(Segment(file, box, file % folds) for file, box in enumerate(inner))
        boxes = [(file, box, file % folds) for file, box in enumerate(inner)]
    each = max(1, math.ceil(tiles / len(boxes)))
    drawn = (Tile(file, small, fold) for file, box, fold in boxes for small in _tiles(box, each))
    return Division(folds, largest, segments, tuple(drawn))


def whole(shapes: Sequence[tuple[int, ...]]) -> Division:
    """No division: each file is a single tile of a single fold.

    >>> whole([(9,)]).tiles
    (Tile(file=0, box=((0, 9),), fold=0),)
    """
    boxes = [tuple((0, length) for length in shape) for shape in shapes]
    return Division(
        1,
        0,
        tuple(Segment(file, box, 0) for file, box in enumerate(boxes)),
        tuple(Tile(file, box, 0) for file, box in enumerate(boxes)),
    )


def fitting_sizes(shapes: Sequence[tuple[int, ...]], sizes: Sequence[int], folds: int = FOLDS) -> tuple[int, ...]:
    """The sizes that leave room for folds and margins, at least the smallest.

    >>> fitting_sizes([(100,)], (3, 5, 9, 15))
    (3, 5)
    """
    found = list(sizes[:1])
    for size in sizes[1:]:
        try:
            check_size(shapes, size, folds)
        except ValueError:
            break
        found.append(size)
    return tuple(found)


def _cut(inner: Box, margin: int, folds: int) -> Iterable[Segment]:
    axis = max(range(len(inner)), key=lambda each: inner[each][1] - inner[each][0])
    start, stop = inner[axis]
    edges = [start + round(fold * (stop - start) / folds) for fold in range(folds + 1)]
    for fold, (low, high) in enumerate(pairwise(edges)):
        cuts = [low, *([low + margin] if fold else []), *([high - margin] if fold < folds - 1 else []), high]
        beside = [*([fold - 1] if fold else []), None, *([fold + 1] if fold < folds - 1 else [])]
        for (first, last), neighbour in zip(pairwise(cuts), beside, strict=True):
            yield Segment(0, (*inner[:axis], (first, last), *inner[axis + 1 :]), fold, neighbour)


def _whole(segments: Sequence[Segment], fold: int) -> Box:
    boxes = [segment.box for segment in segments if segment.fold == fold]
    return tuple((min(low for low, _ in axis), max(high for _, high in axis)) for axis in zip(*boxes, strict=True))


def _tiles(box: Box, count: int) -> list[Box]:
    """At least `count` tiles of about one size, as square as may be; fewer where the box has fewer samples."""
    lengths = [high - low for low, high in box]
    side = (math.prod(lengths) / count) ** (1 / len(lengths))
    parts = [min(length, max(1, math.ceil(length / side - 1e-9))) for length in lengths]
    tiles: list[Box] = [()]
    for (low, high), number in zip(box, parts, strict=True):
        edges = [low + round(part * (high - low) / number) for part in range(number + 1)]
        tiles = [(*tile, edge) for tile in tiles for edge in pairwise(edges)]
    return tiles

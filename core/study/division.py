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

    `beside` is the fold next to it in the same file where the segment is the margin on that side, None elsewhere;
    `half` is 0 in the first half of what the fold has of the file and 1 in the second.
    """

    file: int
    box: Box
    fold: int
    half: int = 0
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
        [((1, 9),), ((9, 17),), ((43, 51),), ((51, 59),)]
        """
        return tuple(
            number
            for number, segment in enumerate(self.segments)
            if segment.fold not in held_out and segment.beside not in held_out
        )

    def inside(self, fold: int, other: int) -> tuple[int, ...]:
        """The numbers of the segments of another fold that may be learned from while this fold is held out."""
        return tuple(number for number in self.training(fold) if self.segments[number].fold == other)

    def others(self, fold: int) -> list[int]:
        """All other folds, those first that lie far from this one; the fold after the last one is none of them."""
        return [
            other for step in range(self.folds) if (other := (fold + 1 + self.folds // 2 + step) % self.folds) != fold
        ]

    def halves(self, fold: int, other: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The numbers of the segments of another fold's two halves that may be learned from without this fold.

        Windows at the end of one half see the first samples of the other. What is too short has no halves: it is both.
        """
        both = self.inside(fold, other)
        first, second = (tuple(i for i in both if self.segments[i].half == half) for half in (0, 1))
        return (first, second) if first and second else (both, both)

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
        return [_bounding_box(there, fold) for fold in sorted({segment.fold for segment in there})]

    def segments_of(self, fold: int) -> tuple[int, ...]:
        """The numbers of all segments of a fold, its margins included."""
        return tuple(number for number, segment in enumerate(self.segments) if segment.fold == fold)


def divide(shapes: Sequence[tuple[int, ...]], *, largest: int, folds: int = FOLDS, tiles: int = TILES) -> Division:
    """Divide files of these shapes, all (n,) or all (h, w).

    One file is cut along its longest axis into `folds` parts of equal length, with a margin of the `largest` filter on
    both sides of each cut. Several files are not cut: each belongs whole to a fold, the longest first to the fold that
    has least. The rim that the largest filter cannot be centred on is left out. There are about so many `tiles`, but
    none shorter than two of the largest filters if the data have room: errors of neighbours are alike, and what is
    drawn anew has to be longer than what they share.

    Raises ValueError where the data are too small for that.

    Source: Roberts and others, Cross-validation strategies for data with temporal, spatial, hierarchical, or
    phylogenetic structure, Ecography 40, 2017.

    >>> divide([(100,)], largest=5).tiles[0].box
    ((2, 21),)
    """
    reach = largest // 2
    inner = [tuple((reach, length - reach) for length in shape) for shape in shapes]
    check_size(shapes, largest, folds)
    if len(shapes) == 1:
        segments = tuple(_cut(inner[0], largest, folds))
        boxes = [(0, _bounding_box(segments, fold), fold) for fold in range(folds)]
    else:
        folds = min(folds, len(shapes))
        boxes = [(file, inner[file], fold) for file, fold in enumerate(_balanced(inner, folds))]
        segments = tuple(segment for file, box, fold in boxes for segment in _halved(file, box, fold))
    sizes = [_size(box) for _, box, _ in boxes]
    drawn = (
        Tile(file, small, fold)
        for (file, box, fold), size in zip(boxes, sizes, strict=True)
        for small in _tiles(box, max(1, math.ceil(tiles * size / sum(sizes) - 1e-9)), 2 * largest)
    )
    return Division(folds, largest, segments, tuple(drawn))


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


def _size(box: Box) -> int:
    return math.prod(high - low for low, high in box)


def _balanced(boxes: Sequence[Box], folds: int) -> list[int]:
    """A fold for each box: the largest first, each to the fold that has least so far."""
    chosen, sizes = [0] * len(boxes), [0] * folds
    for number in sorted(range(len(boxes)), key=lambda number: -_size(boxes[number])):
        chosen[number] = min(range(folds), key=lambda fold: sizes[fold])
        sizes[chosen[number]] += _size(boxes[number])
    return chosen


def _halved(file: int, box: Box, fold: int) -> Iterable[Segment]:
    """A whole file as two segments, cut along its longest axis."""
    axis = max(range(len(box)), key=lambda each: box[each][1] - box[each][0])
    (start, stop), middle = box[axis], sum(box[axis]) // 2
    for half, ends in enumerate(((start, middle), (middle, stop))):
        yield Segment(file, (*box[:axis], ends, *box[axis + 1 :]), fold, half)


def _cut(inner: Box, margin: int, folds: int) -> Iterable[Segment]:
    """A file's folds one after another: between two margins the first and the second half of what is left."""
    axis = max(range(len(inner)), key=lambda each: inner[each][1] - inner[each][0])
    start, stop = inner[axis]
    edges = [start + round(fold * (stop - start) / folds) for fold in range(folds + 1)]
    for fold, (low, high) in enumerate(pairwise(edges)):
        first, last = low + margin * (fold > 0), high - margin * (fold < folds - 1)
        parts = [
            (low, first, 0, fold - 1),
            (first, (first + last) // 2, 0, None),
            ((first + last) // 2, last, 1, None),
            (last, high, 1, fold + 1),
        ]
        for begin, end, half, beside in parts:
            if begin < end:
                yield Segment(0, (*inner[:axis], (begin, end), *inner[axis + 1 :]), fold, half, beside)


def _bounding_box(segments: Sequence[Segment], fold: int) -> Box:
    boxes = [segment.box for segment in segments if segment.fold == fold]
    return tuple((min(low for low, _ in axis), max(high for _, high in axis)) for axis in zip(*boxes, strict=True))


def _tiles(box: Box, count: int, least: int) -> list[Box]:
    """At least `count` tiles of about one size, as square as may be; fewer where their sides would be below `least`."""
    lengths = [high - low for low, high in box]
    side = (math.prod(lengths) / count) ** (1 / len(lengths))
    parts = [max(1, min(math.ceil(length / side - 1e-9), length // least)) for length in lengths]
    tiles: list[Box] = [()]
    for (low, high), number in zip(box, parts, strict=True):
        edges = [low + round(part * (high - low) / number) for part in range(number + 1)]
        tiles = [(*tile, edge) for tile in tiles for edge in pairwise(edges)]
    return tiles

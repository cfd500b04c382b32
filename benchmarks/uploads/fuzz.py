"""Damaged files for the readers of uploads: `python -m benchmarks.uploads.fuzz --seconds 60 pictures`.

Each file is a valid one with a few bytes changed, drawn from a seed that is printed where something went wrong. The
readers run in a process of their own, so that a crash of native code is seen and not suffered.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import time
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection

from benchmarks.uploads.examples import Example, pictures, sounds, tables
from core.data import UnreadableUpload, read_image, read_signal
from core.data.uploads.sounds.ogg import check_sum

PATIENCE = 20.0  # seconds without an answer that count as a hang
NUMBERS = (0, 1, *(2**power - less for power in (7, 8, 15, 16, 31, 32, 63, 64) for less in (0, 1)))
MOST_CHANGES = 6


@dataclass(frozen=True)
class Reader:
    """What is tried: the function that reads, and the valid files that are damaged."""

    read: Callable[[bytes, str], object]
    examples: Callable[[], Sequence[Example]]


READERS = {
    "pictures": Reader(read_image, pictures),
    "sounds": Reader(read_signal, sounds),
    "tables": Reader(read_signal, tables),
}


@dataclass
class Tally:
    """What came of the files so far; the seeds name the files that took longest and most."""

    tried: int = 0
    refused: int = 0
    read: int = 0
    slowest: float = 0.0
    slowest_seed: int = 0
    memory: float = 0.0
    memory_seed: int = 0
    lost: int = 0  # references to None, which native code may not give away: at the last one the process ends


def damaged(examples: Sequence[Example], seed: int) -> Example:
    """The file of a seed: one of the examples with one to six changes."""
    draw = random.Random(seed)
    name, content = draw.choice(examples)
    changed = bytearray(content)
    for _ in range(draw.randint(1, MOST_CHANGES)):
        place = draw.randrange(len(changed) + 1)
        size = draw.choice((1, 2, 4, 8))
        match draw.randrange(7):
            case 0:
                changed[place : place + 1] = draw.randbytes(1)
            case 1 | 2:
                number = draw.choice(NUMBERS) % 256**size
                changed[place : place + size] = number.to_bytes(size, draw.choice(("little", "big")))
            case 3:
                del changed[place : place + draw.randrange(1, 40)]
            case 4:
                changed[place:place] = draw.randbytes(draw.randrange(1, 40))
            case 5:
                changed[place:place] = changed[place : place + draw.randrange(1, 400)]
            case 6:
                start = draw.randrange(len(changed) + 1)
                changed[place : place + size] = changed[start : start + size]
    if draw.random() < 0.1:
        del changed[draw.randrange(len(changed) + 1) :]
    return name, bytes(changed) if draw.random() < 0.3 else with_check_sums(bytes(changed))


def with_check_sums(content: bytes) -> bytes:
    """A PNG or Ogg file whose parts all have the right check sum, so that what is in them is decoded; else as it is."""
    if content.startswith(b"OggS"):
        pages = [b"OggS" + page for page in content.split(b"OggS")[1:]]
        return b"".join(page[:22] + check_sum(page[:22] + bytes(4) + page[26:]) + page[26:] for page in pages)
    mended, place = content[:8], 8
    while content.startswith(b"\x89PNG") and place < len(content):
        end = place + 8 + int.from_bytes(content[place : place + 4])
        mended += content[place:end] + zlib.crc32(content[place + 4 : end]).to_bytes(4)
        place = end + 4
    return mended if content.startswith(b"\x89PNG") else content


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _try_files(reader_name: str, first_seed: int, until: float, reports: Connection) -> None:
    """Read file after file and report before each which one it is, and after some what became of them."""
    reader = READERS[reader_name]
    examples = reader.examples()
    for name, content in examples:
        reader.read(content, name)
    tally, before, references = Tally(), _memory(), sys.getrefcount(None)
    seed = first_seed
    while time.monotonic() < until:
        name, content = damaged(examples, seed)
        reports.send((seed, tally))
        begun = time.perf_counter()
        try:
            reader.read(content, name)
            tally.read += 1
        except UnreadableUpload:
            tally.refused += 1
        taken, more = time.perf_counter() - begun, _memory() - before
        tally.tried += 1
        if taken > tally.slowest:
            tally.slowest, tally.slowest_seed = taken, seed
        if more > tally.memory:
            tally.memory, tally.memory_seed = more, seed
        tally.lost = max(references - sys.getrefcount(None), 0)
        seed += 1
    reports.send((None, tally))


def fuzz(reader_name: str, seconds: float, first_seed: int = 0) -> int:
    """Try damaged files for some seconds, print what became of them, and return how many ended the process."""
    context = multiprocessing.get_context("spawn")
    until, seed, crashes = time.monotonic() + seconds, first_seed, 0
    while time.monotonic() < until:
        mine, theirs = context.Pipe(duplex=False)
        process = context.Process(target=_try_files, args=(reader_name, seed, until, theirs))
        process.start()
        theirs.close()
        current: int | None = seed
        tally = Tally()
        try:
            while current is not None and mine.poll(PATIENCE):
                current, tally = mine.recv()
        except EOFError:
            pass
        if current is not None:
            process.kill()
        process.join()
        print(
            f"{reader_name}: {tally.tried:,} files, {tally.refused:,} refused, {tally.read:,} read, slowest "
            f"{tally.slowest:.3f} s (seed {tally.slowest_seed}), {tally.memory:.0f} MB more (seed {tally.memory_seed}"
            f"), {tally.lost:,} references lost"
        )
        if current is None and process.exitcode == 0:
            break
        crashes += 1
        print(f"{reader_name}: seed {current} ended the process (exit code {process.exitcode})")
        seed = (current or seed) + 1
    print(f"{reader_name}: {crashes} crashes")
    return crashes


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz the readers that are named, or all."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("readers", nargs="*", default=list(READERS), help=f"any of {', '.join(READERS)}")
    parser.add_argument("--seconds", type=float, default=60.0, help="for each reader")
    parser.add_argument("--seed", type=int, default=0, help="of the first file")
    chosen = parser.parse_args(arguments)
    return sum(fuzz(name, chosen.seconds, chosen.seed) for name in chosen.readers)


if __name__ == "__main__":
    sys.exit(main() > 0)

"""How much address space and time the largest files take in the process that reads, and what that costs small ones.

`python -m benchmarks.uploads.confined`; the limits in `core/data/uploads/confined/restraint.py` follow from it.
"""

from __future__ import annotations

import io
import re
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from PIL import Image as Pillow

from core.data import read_image, read_signal
from core.data.uploads.confined import Reading
from core.data.uploads.confined.restraint import MEMORY, SECONDS
from core.data.uploads.limits import MAX_BYTES, MAX_PIXELS, MAX_SAMPLES

SIDE = int(MAX_PIXELS**0.5)
draw = np.random.default_rng(0)


def largest() -> Iterator[tuple[str, str, bytes]]:
    """The name, the kind and the content of files as large as they may be."""
    rows = draw.normal(size=MAX_SAMPLES)
    yield "one column.csv", "signal", _rows(f"{value:.2f}" for value in rows)
    yield "times.csv", "signal", _rows(f"{i / 1000},{value:.2f}" for i, value in enumerate(rows[: MAX_SAMPLES // 2]))
    many = draw.integers(0, 10, (MAX_PIXELS // 200, 200))
    yield "200 columns.csv", "signal", _rows(",".join(map(str, row)) for row in many.tolist())
    grey = draw.integers(0, 10, (SIDE, SIDE)).tolist()
    yield "pixels.csv", "image", _rows(",".join(map(str, row)) for row in grey)
    yield "samples.npy", "signal", _npy(rows[: MAX_BYTES // 8 - 100])
    yield "pixels.npy", "image", _npy(draw.random((SIDE // 2, SIDE // 2)))
    smooth = np.linspace(0, 255, SIDE)[:, None, None] + draw.integers(0, 2, (SIDE, SIDE, 3))
    colours = Pillow.fromarray(smooth.clip(0, 255).astype(np.uint8))
    for kind, settings in (("PNG", {}), ("JPEG", {"progressive": True}), ("TIFF", {"compression": "tiff_lzw"})):
        buffer = io.BytesIO()
        colours.save(buffer, kind, **settings)
        yield f"colours.{kind.lower()}", "image", buffer.getvalue()
    deep = Pillow.fromarray((draw.integers(0, 2**12, (SIDE, SIDE))).astype(np.uint16))
    deep.save(buffer := io.BytesIO(), "PNG")
    yield "16 bits.png", "image", buffer.getvalue()


def _rows(rows: Any) -> bytes:
    return "\n".join(rows).encode()


def _npy(array: Any) -> bytes:
    np.save(buffer := io.BytesIO(), array)
    return buffer.getvalue()


def _peak(reading: Reading) -> float:
    process = reading._process
    status = Path(f"/proc/{process.pid}/status").read_text() if process else "VmPeak: 0"
    found = re.search(r"VmPeak:\s+(\d+)", status)
    return int(found[1]) / 1024 if found else 0.0


def _seconds(read: Callable[[], Any]) -> tuple[float, str]:
    begun = time.perf_counter()
    try:
        read()
    except ValueError as error:
        return time.perf_counter() - begun, str(error)
    return time.perf_counter() - begun, ""


def _cost_of_small_files() -> None:
    Pillow.fromarray(draw.integers(0, 256, (200, 300, 3), dtype=np.uint8)).save(buffer := io.BytesIO(), "PNG")
    png, csv = buffer.getvalue(), _rows(f"{value}" for value in draw.normal(size=400))
    reading = Reading()
    print(f"start: {1000 * _seconds(reading._started)[0]:.0f} ms")
    readers: dict[str, tuple[Callable[[int], Any], Callable[[int], Any]]] = {
        "PNG": (lambda _: read_image(png, "a.png"), lambda _: reading.read_image(png, "a.png")),
        "CSV": (lambda i: read_signal(csv + b"\n1" * i, "a"), lambda i: reading.read_signal(csv + b"\n1" * i, "a")),
    }
    for name, both in readers.items():
        here, there = ([1000 * _seconds(partial(read, i))[0] for i in range(30)] for read in both)
        print(f"{name}: first {here[0]:.0f} | {there[0]:.0f} ms, then {median(here):.1f} | {median(there):.1f}")
    reading.close()


def _line(name: str, kind: str, content: bytes) -> None:
    """Megabytes, seconds here and there, and the addresses of the process that reads."""
    reading = Reading()
    here, why = _seconds(lambda: read_signal(content, name) if kind == "signal" else read_image(content, name))
    there, other = _seconds(lambda: getattr(reading, kind)(content, name))
    print(f"{name:16} {len(content) / 2**20:5.1f} MB {here:6.2f} s {there:6.2f} s {_peak(reading):7.0f} MB {why}")
    if why != other:
        print(f"  there: {other}")
    reading.close()


def main() -> None:
    """Print a line for each file, and what small ones cost."""
    print(f"allowed: {MEMORY / 2**20:.0f} MB, {SECONDS} s")
    for name, kind, content in largest():
        _line(name, kind, content)
    _cost_of_small_files()


if __name__ == "__main__":
    main()

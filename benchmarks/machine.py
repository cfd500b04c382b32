"""What a process of its own costs: memory at its peak, seconds until the first result."""

from __future__ import annotations

import json
import platform
import subprocess
import sys
from pathlib import Path
from statistics import median
from typing import Any

from numpy.typing import NDArray

MEMORY = """
import json, resource, sys, threading, time
import numpy as np
from core.convolution import correlate
from core.convolution.library import compiled_library

def resident():
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * resource.getpagesize()

kernel, dtype = np.array(json.loads(sys.argv[1])), sys.argv[2]
image = np.random.default_rng(0).random((4096, 4096)).astype(dtype)
out = np.zeros_like(image)
compiled_library()
correlate(image[:512, :512].copy(), kernel)  # what is loaded once
before = peak = resident()
done = threading.Event()

def watch():
    global peak
    while not done.is_set():
        peak = max(peak, resident())
        time.sleep(0.0002)

watcher = threading.Thread(target=watch)
watcher.start()
correlate(image, kernel, boundary="mirror", out=out)
done.set()
watcher.join()
print((max(peak, resident()) - before) / image.nbytes)
"""

START = """
import time
start = time.perf_counter()
{before}
middle = time.perf_counter()
import numpy as np
from core import correlate
{call}
print(time.perf_counter() - middle)
"""
SMALL = 'correlate(np.ones((512, 512), "float32"), np.ones((3, 3)))'
LARGE = 'correlate(np.ones((512, 512), "float32"), np.random.default_rng(0).random((31, 31)))'


def memory_of_a_call(kernel: NDArray[Any], dtype: str) -> float:
    """Memory at the peak of `correlate(..., out=out)` at 4096 beyond what was there before, over the image's."""
    return float(_run(MEMORY, json.dumps(kernel.tolist()), dtype))


def costs_of_a_process() -> dict[str, float]:
    """Median seconds from the import of core to the first result, code being on disk, with torch imported before."""
    return {
        "3 x 3": median(float(_run(START.format(before="import torch", call=SMALL))) for _ in range(5)),
        "31 x 31": median(float(_run(START.format(before="import torch", call=LARGE))) for _ in range(5)),
        "3 x 3 without torch": median(float(_run(START.format(before="", call=SMALL))) for _ in range(5)),
    }


def _run(program: str, *arguments: str) -> str:
    command = [sys.executable, "-c", program, *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]).stdout


def processor() -> str:
    """Its name, and what vectors it has."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    fields = {line.split(":")[0].strip(): line.split(":")[1].strip() for line in lines if ":" in line}
    vectors = "AVX-512" if "avx512f" in fields.get("flags", "") else "AVX2" if "avx2" in fields.get("flags", "") else ""
    return f"{fields.get('model name', platform.processor())} ({vectors})"

"""`python -m benchmarks.memory`: how much memory one heavy visitor takes of the server, and how much comes back."""

from __future__ import annotations

import io
import sys
import tempfile
import time
import wave
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from playwright.sync_api import Page

from benchmarks.chromium import a_page
from benchmarks.dashboard import Dashboard, dashboard
from pages.parts.shell.registry import PAGES

KERNELS, SIDE, SAMPLES, TAPS = 24, 2000, 1_000_000, 31
MOST_MEGABYTES, MOST_LEFT, PATIENCE = 900, 0.15, 150  # the goals; seconds after the visit until what is left is read
EXPERIMENTS = ("denoise", "find_edges", "classify_gratings")
DRAW = np.random.default_rng(0)


def picture() -> bytes:
    """A colour picture of four megapixels, small as a file."""
    levels = np.zeros((SIDE, SIDE, 3), np.uint8)
    levels[..., 0] = np.arange(SIDE) // 8
    levels[..., 1] = (np.arange(SIDE) // 8)[:, None]
    levels[::40, ::40, 2] = 255
    content = io.BytesIO()
    Pillow.fromarray(levels).save(content, "PNG")
    return content.getvalue()


def sound() -> bytes:
    """A million samples of one byte."""
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(1)
        file.setframerate(8000)
        file.writeframes(DRAW.integers(0, 256, SAMPLES, dtype=np.uint8).tobytes())
    return content.getvalue()


def measure(where: Dashboard, tab: Page) -> None:
    """Print the server's memory after each part of a visit, beside the goals, and how long the changes took."""
    tab.set_default_timeout(30_000)
    # a visit that only has everything loaded that is ever needed
    tab.goto(where.address)
    for entry in PAGES:
        go_to(tab, entry.title)
    for experiment in EXPERIMENTS:
        tab.goto(f"{where.address}/compare?run_experiment={experiment}&run_{experiment}_steps=20")
        settle(tab)
    tab.goto("about:blank")
    time.sleep(5)
    rest, most = resident(where), 0.0
    say("at rest", f"{rest:6.0f} MB")
    tab.goto(where.address)
    for name, part in (("Images", images), ("Signals", signals), ("Converge", converge)):
        seconds = part(tab)
        most = max(most, peak(where))
        say(
            f"{name}, {len(seconds)} changes",
            f"{resident(where):6.0f} MB, at most {peak(where):.0f} so far; "
            f"p50 {np.median(seconds):.2f} s, longest {max(seconds):.2f} s",
        )
    say("at most", f"{most:6.0f} MB (goal {MOST_MEGABYTES})")
    tab.goto("about:blank")
    begun, left = time.monotonic(), float("inf")
    for moment in (5, 60, PATIENCE):
        time.sleep(max(0.0, begun + moment - time.monotonic()))
        left = resident(where) / rest - 1
        say(f"{moment} s after the visit", f"{resident(where):6.0f} MB, {left:+.0%} (goal {MOST_LEFT:+.0%})")
    if most > MOST_MEGABYTES or left > MOST_LEFT:
        sys.exit("A goal is missed.")


def images(tab: Page) -> list[float]:
    """A large colour picture, with kernels and with filters that are more than one."""
    go_to(tab, "Images")
    bring(tab, "large.png", picture())
    seconds = [took(tab, lambda: tab.get_by_text("Keep the colours").click())]
    seconds += [apply(tab, DRAW.normal(size=(TAPS, TAPS))) for _ in range(KERNELS)]
    for title in ("Sobel, gradient", "Prewitt, gradient", "Kirsch", "Robinson"):
        seconds += [took(tab, partial(choose, tab, "Filter", title))]
    return seconds


def signals(tab: Page) -> list[float]:
    """A million samples, with long kernels."""
    go_to(tab, "Signals")
    bring(tab, "long.wav", sound())
    return [apply(tab, DRAW.normal(size=(1, TAPS + number))) for number in range(KERNELS)]


def converge(tab: Page) -> list[float]:
    """Runs that learn from the large picture."""
    go_to(tab, "Converge")
    seconds = [took(tab, lambda: choose(tab, "Task", "Take the noise away"))]
    seconds += [took(tab, lambda: tab.get_by_role("button", name="Other random numbers").click()) for _ in range(8)]
    seconds += [took(tab, lambda: choose(tab, "Task", "Find the edges"))]
    seconds += [took(tab, lambda: tab.get_by_role("button", name="Other random numbers").click()) for _ in range(8)]
    go_to(tab, "Compare")
    return seconds


def go_to(tab: Page, title: str) -> None:
    """Open a page by the menu."""
    entry = next(each for each in PAGES if each.title == title)
    tab.get_by_test_id("stTopNavSection").filter(has_text=entry.section).click()
    took(tab, tab.get_by_test_id("stTopNavDropdownLink").filter(has_text=title).first.click)


def bring(tab: Page, name: str, content: bytes) -> None:
    """Upload a file."""
    tab.get_by_text("Use your own file").click()
    file = {"name": name, "mimeType": "", "buffer": content}
    took(tab, lambda: tab.locator("input[type=file]").first.set_input_files(file))  # type: ignore[arg-type]
    tab.get_by_text(f"Take {Path(name).stem}").wait_for()
    settle(tab)


def apply(tab: Page, numbers: np.ndarray) -> float:
    """Type the numbers of a kernel; seconds until the page was drawn."""
    text = "; ".join(" ".join(f"{number:.2f}" for number in row) for row in numbers)
    field = tab.get_by_role("textbox", name="Numbers, rows separated by semicolons")
    if not field.is_visible():
        tab.get_by_text("Its numbers", exact=True).click()
        settle(tab)
    field.fill(text)
    return took(tab, lambda: field.press("Enter"))


def choose(tab: Page, label: str, title: str) -> None:
    """Choose an entry of a menu."""
    box = tab.get_by_role("combobox", name=label).first
    box.click()
    box.fill(title)
    box.press("Enter")


def took(tab: Page, do: Callable[[], object]) -> float:
    """Seconds until the page was drawn after something was done."""
    begun = time.monotonic()
    do()
    tab.wait_for_timeout(150)
    settle(tab)
    return time.monotonic() - begun


def settle(tab: Page) -> None:
    """Wait until the script has run to its end."""
    tab.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()


def say(what: str, found: str) -> None:
    """Print a line at once."""
    print(f"{what:<28}{found}", flush=True)


def resident(where: Dashboard) -> float:
    """Megabytes of the server."""
    return _status(where, "VmRSS")


def peak(where: Dashboard) -> float:
    """The most megabytes that the server had."""
    return _status(where, "VmHWM")


def _status(where: Dashboard, name: str) -> float:
    text = Path(f"/proc/{where.process.pid}/status").read_text(encoding="utf-8")
    return next(int(line.split()[1]) / 1024 for line in text.splitlines() if line.startswith(name))


def main() -> None:
    """Measure a fresh server."""
    with (
        tempfile.TemporaryDirectory() as folder,
        dashboard(f"sqlite:///{folder}/runs.sqlite") as where,
        a_page() as tab,
    ):
        measure(where, tab)


if __name__ == "__main__":
    main()

"""Writes docs/convolution.md's tables and its picture from what `make bench` measured."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import plotly.graph_objects as go

from benchmarks.chromium import a_page
from benchmarks.report import fill, machine, mean, table

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "convolution.json"
PAGE, PICTURE = ROOT / "docs" / "convolution.md", ROOT / "docs" / "convolution.svg"
LETTERS = {"direct": "D", "separable": "S", "fft": "F"}

Point = dict[str, Any]


def ours(point: Point) -> float:
    """Seconds of `correlate` as it is."""
    return float(point["seconds"]["ours: auto"])


def peer(point: Point) -> tuple[float, str]:
    """Seconds and name of the quickest library."""
    return min((value, name) for name, value in point["seconds"].items() if not name.startswith("ours"))


def ratio(point: Point) -> float:
    """How many times as long the best library takes."""
    return peer(point)[0] / ours(point)


def over_best(point: Point) -> float:
    """The time of the method that is chosen, measured as such and by its name, over that of our best method."""
    seconds = point["seconds"]
    best = min(value for name, value in seconds.items() if name.startswith("ours"))
    return min(ours(point), seconds[f"ours: {point['method']}"]) / best


def grid(points: list[Point]) -> str:
    """Ours in milliseconds, the ratio, and the method, kernels by sizes."""
    sizes = list(dict.fromkeys(point["size"] for point in points))
    jobs = list(dict.fromkeys(point["job"] for point in points))
    cells = {
        (point["job"], point["size"]): f"{_milliseconds(ours(point))} ({ratio(point):.2f}) {LETTERS[point['method']]}"
        for point in points
    }
    return table(["", *sizes], [[job, *(cells.get((job, size), "-") for size in sizes)] for job in jobs])


def _milliseconds(seconds: float) -> str:
    return f"{seconds * 1e3:.3g}"


def goals(results: dict[str, Any]) -> str:
    """Each figure beside its goal."""
    images = results["images"]
    large = [point for point in images if point["size"] not in ("256", "512")]
    small = [p for p in images if max(map(int, re.findall(r"\d+", p["job"]))) <= 15]
    ndimage = mean(p["seconds"]["ndimage.correlate"] / ours(p) for p in small if "ndimage.correlate" in p["seconds"])
    band = results["bandwidth"]
    copy = min(band["copy on two threads"], band["scale on two threads"])
    memory = max(value for each in results["memory"].values() for value in each.values())
    worst = max(over_best(point) for point in images)
    rows = [
        ("best peer over ours, least at 1024 x 1024 and up", ">= 1.15", min(map(ratio, large)), 1.15),
        ("the same, geometric mean", ">= 1.8", mean(map(ratio, large)), 1.8),
        ("best peer over ours, geometric mean of all images", ">= 1.6", mean(map(ratio, images)), 1.6),
        ("the same, least", ">= 0.9", min(map(ratio, images)), 0.9),
        ("scipy.ndimage over ours, kernels up to 15 x 15, geometric mean", ">= 20", ndimage, 20),
        ("Sobel at 4096 with `out=`, share of the copy bandwidth", ">= 0.7", copy / band["Sobel 3"], 0.7),
        ("memory at 4096 beyond data and result, over the image", "<= 0.5", -memory, -0.5),
        ("`auto` over the best method, most", "<= 1.15", -worst, -1.15),
        ("import of core and first result, torch being imported, seconds", "<= 0.6", -results["start"]["3 x 3"], -0.6),
    ]
    return table(
        ["Figure", "Goal", "Measured", ""],
        [[name, goal, f"{abs(value):.2f}", "met" if value >= limit else "MISSED"] for name, goal, value, limit in rows],
    )


def peers_table(points: list[Point]) -> str:
    """Each library's time over ours."""
    names = dict.fromkeys(name for p in points for name in p["seconds"] if not name.startswith("ours"))
    rows = []
    for name in names:
        ratios = [p["seconds"][name] / ours(p) for p in points if name in p["seconds"]]
        rows.append([name, f"{mean(ratios):.1f}", f"{min(ratios):.2f}", str(len(ratios))])
    return table(["Library", "its time over ours, geometric mean", "least", "points"], rows)


def other_figures(results: dict[str, Any]) -> str:
    """Bandwidth, memory and start."""
    band, start = results["bandwidth"], results["start"]
    lines = [f"- {name} at 4096 x 4096 in float32: {value * 1e3:.1f} ms" for name, value in band.items()]
    lines += [f"- from the import of core to the first result, {name}: {value:.2f} s" for name, value in start.items()]
    memory = [
        f"{name} {value:.3f}" for dtype, each in results["memory"].items() for name, value in each.items()
        if dtype == "float32"
    ]  # fmt: skip
    lines.append("- memory beyond data and result at 4096, float32, over the image: " + ", ".join(memory))
    return "\n".join(lines)


def picture(points: list[Point]) -> str:
    """How many times as long the best library takes at every point, as SVG."""
    figure = go.Figure()
    for dtype, symbol in (("float32", "circle"), ("float64", "diamond")):
        chosen = [point for point in points if point["dtype"] == dtype]
        figure.add_scatter(
            x=[[point["size"] for point in chosen], [point["job"] for point in chosen]],
            y=[ratio(point) for point in chosen],
            mode="markers",
            name=dtype,
            marker={"symbol": symbol, "size": 9},
        )
    figure.add_hline(y=1, line={"dash": "dot", "color": "#5b6770"})
    figure.update_yaxes(type="log", title="best library's time over ours", tickvals=[0.5, 1, 2, 3, 5, 10])
    figure.update_layout(width=1100, height=480, template="plotly_white", font={"size": 11}, legend={"x": 0.01, "y": 1})
    with a_page() as page:
        page.set_content(figure.to_html(include_plotlyjs=True, div_id="picture"))
        address = page.evaluate("Plotly.toImage('picture', {format: 'svg', width: 1100, height: 480})")
    from urllib.parse import unquote

    return unquote(str(address).split(",", 1)[1])


def main() -> None:
    """Rewrite the tables and the picture."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    images, signals = results["images"], results["signals"]
    text = PAGE.read_text(encoding="utf-8")
    text = fill(text, "goals", goals(results))
    for dtype in ("float32", "float64"):
        text = fill(text, f"images {dtype}", grid([p for p in images if p["dtype"] == dtype]))
        text = fill(text, f"signals {dtype}", grid([p for p in signals if p["dtype"] == dtype]))
    text = fill(text, "libraries", peers_table(images))
    text = fill(text, "libraries for signals", peers_table(signals))
    text = fill(text, "other figures", other_figures(results))
    text = fill(text, "machine", machine(results))
    PAGE.write_text(text, encoding="utf-8")
    PICTURE.write_text(picture(images), encoding="utf-8")


if __name__ == "__main__":
    main()

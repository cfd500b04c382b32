"""The tables of docs/learning.md about the two experiments on photographs."""

from __future__ import annotations

from typing import Any

import numpy as np

from benchmarks.report import table

Results = dict[str, Any]
WAYS = {"random": "random", "designed": "designed", "learned": "learned", "tuned": "designed, then trained"}
SETS = {"gabor": "Gabor bank", "dct": "cosines", "pca": "principal components", "random": "random"}
MEASURES = {
    "gabor_cosine": "cosine to the nearest Gabor, median",
    "chance_cosine": "the same of random filters",
    "share_above_chance": "share above 95 % of random ones",
    "kurtosis": "kurtosis of the answers",
    "near_zero": "answers near zero",
    "reconstruction_error": "power lost",
}


def starts(results: Results) -> str:
    """The five starts of `describe_pictures`."""
    runs = results["described"]["runs"]
    rows = [
        ["seconds, with metrics", *_spread(runs, "seconds", 1)],
        [f"cosine to the nearest Gabor at step {runs[0]['tenth']}", *_spread(runs, "cosine at the tenth", 2)],
        ["what 95 % of random filters stay below", *_spread(runs, "chance_cosine_95", 2)],
        *([title, *_spread(runs, name, 2)] for name, title in MEASURES.items()),
        ["kurtosis of a designed Gabor bank", *_spread(runs, "designed_kurtosis", 2)],
    ]
    waves = ", ".join(f"{each:.1f}" for each in results["described"]["wavelengths"])
    head = [f"Figure, {len(runs)} starts", "mean", "least", "most"]
    median, high = results["described"]["own spectrum"]
    return table(head, rows) + (
        f"\n\nQuartiles of the nearest Gabor filters' wavelengths: {waves} pixels. Random filters with the learned "
        f"ones' own covariance, a stricter comparison, have a median cosine of {median:.2f}; 95 % lie below {high:.2f}."
    )


def sets(results: Results) -> str:
    """Sets that nobody trained, on the same held-out patches."""
    found, run = results["described"]["sets"], results["described"]["runs"][0]
    names = ("kurtosis", "near_zero", "reconstruction_error", "gabor_cosine")
    rows = [["learned", *(f"{run[name]:.2f}" for name in names)]]
    rows += [[title, *(f"{found[key][name]:.2f}" for name in names)] for key, title in SETS.items()]
    return table(["64 filters of 10 x 10", *(MEASURES[name] for name in names)], rows)


def other_options(results: Results) -> str:
    """What becomes of the filters under other options."""
    names = ("gabor_cosine", "chance_cosine", "share_above_chance", "kurtosis")
    rows = [[each["what"], *(f"{each[name]:.2f}" for name in names)] for each in results["described"]["others"]]
    return table(["Option", *(MEASURES[name] for name in names)], rows)


def curve(results: Results, which: str) -> str:
    """Accuracies and paired differences of one learning curve."""
    found = results["textures"]["curves"][which]
    ways = [way for way in WAYS if way in found["mean"]]
    rows = [
        [str(value), *(f"{found['mean'][way][row]:.3f} +- {found['half'][way][row]:.3f}" for way in ways)]
        for row, value in enumerate(found["values"])
    ]
    accuracies = table(["examples", *(WAYS[way] for way in ways)], rows)
    pairs = found["differences"]
    rows = [[str(value), *(_difference(pair, row) for pair in pairs)] for row, value in enumerate(found["values"])]
    last = [str(pair["better from"] or "-") for pair in pairs]
    head = ["examples", *(f"{WAYS[pair['first']]} less {WAYS[pair['second']]}" for pair in pairs)]
    return f"{accuracies}\n\n{table(head, [*rows, ['better from', *last]])}"


def banks(results: Results) -> str:
    """Each bank by itself."""
    rows = [[each["bank"], f"{each['20']:.3f}", f"{each['100']:.3f}"] for each in results["textures"]["banks"]]
    return table(["Designed filters", "20 examples", "100 examples"], rows)


def smoothness(results: Results) -> str:
    """What smooth filters cost."""
    rows = [
        [f"{each['smoothness']:g}", f"{each['accuracy']:.3f}", f"{each['roughness']:.2f}"]
        for each in results["textures"]["smooth"]
    ]
    return table(["smoothness", "accuracy, 300 examples", "median roughness"], rows)


def photograph_goals(results: Results) -> list[tuple[str, str, float, bool]]:
    """Each figure of both experiments beside its goal."""
    runs = results["described"]["runs"]
    slowest, least = max(run["seconds"] for run in runs), min(run["gabor_cosine"] for run in runs)
    chance = max(run["chance_cosine"] for run in runs)
    visible = min(run["cosine at the tenth"] - run["chance_cosine_95"] for run in runs)
    curves = results["textures"]["curves"]
    one, two = curves["gabor"], curves["two layers"]
    best = max(one["mean"][way][one["values"].index(300)] for way in ("learned", "tuned"))
    deep = max(two["mean"][way][two["values"].index(300)] for way in ("learned", "tuned"))
    at = one["values"].index(100)
    low = {(pair["first"], pair["second"]): pair["low"][at] for pair in one["differences"]}
    return [
        ("describe_pictures: slowest of five runs, seconds", "<= 6", slowest, slowest <= 6),
        ("median cosine to the nearest Gabor, least of five", ">= 0.85", least, least >= 0.85),
        ("the same of random filters, most", "<= 0.5", chance, chance <= 0.5),
        ("above 95 % of chance at a tenth of the steps, least", "> 0", visible, visible > 0),
        ("textures, 100 examples: designed less random, lower bound", "> 0", low["designed", "random"],
         low["designed", "random"] > 0),
        ("textures, 100 examples: learned less designed, lower bound", "> 0", low["learned", "designed"],
         low["learned", "designed"] > 0),
        ("textures, 300 examples, one layer: best accuracy", ">= 0.80", best, best >= 0.80),
        ("textures, 300 examples, two layers: best accuracy", ">= 0.85", deep, deep >= 0.85),
    ]  # fmt: skip


def _spread(runs: list[dict[str, float]], name: str, digits: int) -> list[str]:
    values = [run[name] for run in runs]
    return [f"{each:.{digits}f}" for each in (np.mean(values), min(values), max(values))]


def _difference(pair: dict[str, Any], row: int) -> str:
    """A difference with half its interval, in bold where the interval excludes 0."""
    mean, low, high = (pair[name][row] for name in ("mean", "low", "high"))
    text = f"{mean:+.3f} +- {(high - low) / 2:.3f}"
    return f"**{text}**" if low > 0 or high < 0 else text

"""Writes docs/learning.md's figures from what `make bench-learning` measured."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from benchmarks.learning import photograph_tables
from benchmarks.report import fill, machine, table

ROOT = Path(__file__).parents[2]
RESULTS = ROOT / "benchmarks" / "results" / "learning.json"
PAGE = ROOT / "docs" / "learning.md"

DESCRIBED = "64 filters of 10 x 10 that describe batches of 512 patches"
TEXTURES = "textures, {}, batches of 64 pictures"

Results = dict[str, Any]


def goals(results: Results) -> str:
    """Each figure beside its goal."""
    jobs = {each["job"]: each["seconds"] for each in (*results["train"], *results["seeds"])}
    answers = results["answers"]
    ratio = {row["goal"]: row for row in answers["objectives"]}
    two = {row["filters"]: row for row in answers["two layers"]}
    edges = {(row["labels"], row["filters"]): row["auc"] for row in answers["edges"]}
    squares, network = (next(value for name, value in jobs.items() if part in name) for part in ("squared", "network"))
    seeds = {each["job"]: each["seconds"]["loop"] / each["seconds"]["ours"] for each in results["seeds"]}
    alone = min(each["seconds"]["train"] / each["seconds"]["ours"] for each in results["seeds"])
    rows: list[tuple[str, str, float, bool]] = [
        ("steps of `train` over those of a loop with patches, squared loss", ">= 50",
         squares["patches"] / squares["ours"], squares["patches"] / squares["ours"] >= 50),
        ("the same for the network", ">= 0.95", network["module"] / network["ours"],
         network["module"] / network["ours"] >= 0.95),
        *((f"{SEEDS_TITLE}, {name}", f">= {limit}", seeds[name], seeds[name] >= limit) for name, limit in SEED_GOALS),
        ("`train_seeds` over `train` one by one, least", ">= 1", alone, alone >= 1),
        *((f"centre over side, {goal}, {way}", f"{value} +- 5 %", ratio[goal][key],
           abs(ratio[goal][key] / value - 1) <= 0.05)
          for goal, value in RATIOS for way, key in (("best", "ratio"), ("trained", "trained ratio"))),
        ("two layers, 8 filters: share of starts above 0.98", ">= 0.95", two[8]["centred, start x 3"],
         two[8]["centred, start x 3"] >= 0.95),
        ("two energy filters, unsigned edges: least AUC", ">= 0.99", edges["energy", 2][0],
         edges["energy", 2][0] >= 0.99),
        ("one filter, unsigned edges: largest AUC", "near 0.5", edges["energy", 1][1], edges["energy", 1][1] < 0.56),
        ("denoising: loss above the closed form", "<= 0.001", answers["denoising"]["loss above the closed form"],
         answers["denoising"]["loss above the closed form"] <= 0.001),
        *((f"steps over a bare loop's: {name}", f">= {least}", _faster(jobs[name]), _faster(jobs[name]) >= least)
          for name, least in LOOP_GOALS),
        *photograph_tables.photograph_goals(results),
    ]  # fmt: skip
    return table(
        ["Figure", "Goal", "Measured", ""],
        [[name, goal, _short(value), "met" if is_met else "MISSED"] for name, goal, value, is_met in rows],
    )


def _faster(seconds: dict[str, float]) -> float:
    return min(value for name, value in seconds.items() if name != "ours") / seconds["ours"]


LOOP_GOALS = ((DESCRIBED, 3), (TEXTURES.format("one layer"), 1), (TEXTURES.format("two layers"), 1))
SEEDS_TITLE = "`train_seeds` with 128 seeds over a loop"
SEED_GOALS = (
    ("recover_kernel, Sobel x, white", 100),
    ("recover_kernel, Sobel x, camera", 100),
    ("find_peaks", 30),
    ("find_peaks_two_layers", 10),
)
RATIOS = (
    ("peaks, with bias", 1.81),
    ("peaks, no bias", 1.48),
    ("peaks, no bias, false alarms cost 10", 1.12),
    ("peaks, no bias, false alarms cost 100", 0.94),
)


def speeds(results: Results) -> str:
    """Steps a second of each way."""
    rows = []
    for each in results["train"]:
        seconds = each["seconds"]
        ours = seconds["ours"]
        loops = ", ".join(f"{name} {1 / value:,.0f}" for name, value in seconds.items() if name != "ours")
        best = min(value for name, value in seconds.items() if name != "ours")
        rows.append([each["job"], f"{1 / ours:,.0f}", loops, f"{best / ours:.2f}"])
    return table(["Task", "`train`, steps a second", "bare loop, steps a second", "ratio to the faster loop"], rows)


def many_seeds(results: Results) -> str:
    """Milliseconds a seed."""
    rows = []
    for each in results["seeds"]:
        seconds = each["seconds"]
        times = [f"{seconds[name] * 1e3:.3g}" for name in ("ours", "train", "loop")]
        ratios = [f"{seconds[name] / seconds['ours']:.1f}" for name in ("train", "loop")]
        rows.append([each["job"], str(each["steps"]), *times, *ratios])
    head = ["Task", "steps", "`train_seeds`, ms a seed", "`train`", "bare loop", "over `train`", "over the loop"]
    return table(head, rows)


def objectives(results: Results) -> str:
    """What the best filter for each goal is."""
    rows = [
        [
            row["goal"],
            "[" + " ".join(f"{value:.2f}" for value in row["weights"]) + "]",
            _short(row["ratio"]),
            _short(row.get("trained ratio")),
            f"{row['cosine']:.4f}",
        ]
        for row in results["answers"]["objectives"]
    ]
    return table(["Goal", "best filter", "centre over side", "trained", "cosine to [-1 1 -1]"], rows)


def around(results: Results) -> str:
    """What else was measured about finding peaks."""
    answers = results["answers"]
    highest = ", ".join(f"{name} {share:.0%}" for name, share in answers["highest peaks"].items())
    recalls = ", ".join(f"b = {centre}: {recall:.3f}" for centre, recall in answers["scan"].items())
    convex, thread = answers["convexity"], answers["thread"]
    same = "; ".join(
        f"the {name} filter fires at {', '.join(map(str, each['fires at']))}, most at {each['largest at']}"
        for name, each in thread.items()
    )
    return "\n".join([
        f"- Of 200 random starts {convex['share at the optimum']:.0%} end at the optimum, with cosines to it of at "
        f"least {convex['least cosine']:.6f}: the problem is convex.",
        f"- Recall of [-1 b -1] without a single false alarm: {recalls}.",
        f"- On ten random samples the largest answer is at the highest peak: {highest}.",
        f"- On the thread's own samples, counted from 1: {same}.",
    ])  # fmt: skip


def detection(results: Results) -> str:
    """Both filters on each kind of signal."""
    rows = []
    for row in results["answers"]["detection"]:
        at_zero = " / ".join(f"{row[f'designed_{name}']:.3f}" for name in ("precision", "recall", "f1"))
        designed = f"{row['designed_best_f1']:.3f} / {row['designed_auc']:.3f}"
        rows.append([row["signal"], at_zero, designed, f"{row['best_f1']:.3f} / {row['auc']:.3f}"])
    head = ["Signal", "designed at 0: precision / recall / F1", "designed, best F1 / AUC", "best filter, best F1 / AUC"]
    return table(head, rows)


def two_layers(results: Results) -> str:
    """Shares of starts that get through."""
    rows = results["answers"]["two layers"]
    names = [name for name in rows[0] if name != "filters"]
    return table(["Filters", *names], [[str(row["filters"]), *(f"{row[name]:.2f}" for name in names)] for row in rows])


def descent(results: Results) -> str:
    """Steps to 1e-3 and 1e-6."""
    rows = []
    ways = [name for name in results["answers"]["descent"][0] if name not in ("kernel", "input", "condition")]
    for row in results["answers"]["descent"]:
        steps = ["/".join(">" if step is None else f"{step:.0f}" for step in row[way]) for way in ways]
        rows.append([f"{row['kernel']}, {row['input']}", f"{row['condition']:.3g}", *steps])
    return table(["Kernel, input", "condition number", *ways], rows)


def edges(results: Results) -> str:
    """Edges by labels and filters."""
    rows = []
    for row in results["answers"]["edges"]:
        spans = [
            f"{title} {row[name][0]:.2f} to {row[name][1]:.2f}"
            for name, title in (
                ("cosine", "cosine to Sobel x"),
                ("second_principal_cosine", "second principal cosine"),
                ("best_single_cosine", "best single cosine"),
            )
            if name in row
        ]
        auc = f"{row['auc'][0]:.3f} to {row['auc'][1]:.3f}"
        rows.append([row["labels"], str(row["filters"]), auc, f"{row['designed auc']:.3f}", ", ".join(spans)])
    return table(["Edges", "filters", "AUC of eight starts", "Sobel's", "what they span"], rows)


def pairs(figures: dict[str, float], head: list[str], digits: int) -> str:
    """Two columns."""
    rows = [[name, f"{value:.{digits}f}" if abs(value) > 1e-3 else f"{value:.1e}"] for name, value in figures.items()]
    return table(head, rows)


def _short(value: float | None) -> str:
    if value is None:
        return "-"
    size = abs(value)
    return (
        f"{value:.0f}"
        if size >= 100
        else f"{value:.1f}"
        if size >= 10
        else f"{value:.2f}"
        if size >= 0.01
        else (f"{value:.1e}")
    )


def main() -> None:
    """Rewrite the figures."""
    results = json.loads(RESULTS.read_text(encoding="utf-8"))
    answers = results["answers"]
    denoising = {name: value for name, value in answers["denoising"].items() if "loss" not in name}
    parts = {
        "goals": goals(results),
        "objectives": objectives(results),
        "around": around(results),
        "detection": detection(results),
        "two layers": two_layers(results),
        "descent": descent(results),
        "edges": edges(results),
        "starts": photograph_tables.starts(results),
        "sets": photograph_tables.sets(results),
        "other options": photograph_tables.other_options(results),
        **{f"curve {name}": photograph_tables.curve(results, name) for name in results["textures"]["curves"]},
        "banks": photograph_tables.banks(results),
        "smoothness": photograph_tables.smoothness(results),
        "denoising": pairs(denoising, ["Filter", "PSNR (dB)"], 2),
        "gratings": pairs(answers["gratings"], ["Figure", "mean of four runs"], 3),
        "speeds": speeds(results),
        "many seeds": many_seeds(results),
        "machine": machine(results),
    }
    text = PAGE.read_text(encoding="utf-8")
    for name, content in parts.items():
        text = fill(text, name, content)
    PAGE.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()

"""Writes tables of measured figures into pages of docs/."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import time
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.machine import processor


def mean(values: Iterable[float]) -> float:
    """The geometric mean."""
    return float(np.exp(np.log(list(values)).mean()))


def table(head: list[str], rows: Iterable[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


def fill(text: str, name: str, content: str) -> str:
    """Put a table between its two marks."""
    start, end = f"<!-- {name} -->", f"<!-- end of {name} -->"
    if start not in text or end not in text:
        raise ValueError(f"the page has no marks {start} and {end}: write them where the figures belong.")
    before, rest = text.split(start, 1)
    return f"{before}{start}\n\n{content}\n\n{end}{rest.split(end, 1)[1]}"


def circumstances(packages: Iterable[str]) -> dict[str, Any]:
    """Where, when and with what something is measured."""
    commit = subprocess.run(["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {
        "date": time.strftime("%Y-%m-%d"),
        "commit": commit.stdout.strip(),
        "processor": processor(),
        "cores": len(os.sched_getaffinity(0)),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in packages},
    }


def keep(results: dict[str, Any], file: Path, started: float) -> None:
    """Write what was measured since `started` into a file, with the minutes that it took."""
    results["minutes"] = round((time.time() - started) / 60, 1)
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


def machine(results: dict[str, Any]) -> str:
    """A sentence of it."""
    versions = ", ".join(f"{name} {version}" for name, version in results["versions"].items())
    return (
        f"Measured on {results['date']} at commit {results['commit']}: {results['processor']}, "
        f"{results['cores']} cores, Python {results['python']}, {versions}; "
        f"{results['minutes']} minutes, a shared machine."
    )

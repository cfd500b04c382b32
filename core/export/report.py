"""A comparison on one's own data as one page of HTML, which needs no script, no other file and no network."""

from __future__ import annotations

import base64
import html
import platform
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from importlib import metadata

import numpy as np

from core.export.files import File, named
from core.export.repeat_code import repeat_code
from core.export.report_chart import ROLES, scores_chart
from core.export.report_style import page
from core.export.report_words import certainty, division, interval, kind, samples
from core.study import BeforeAfter, Contest, Contestant, Events, Outcome, Side

PACKAGES = ("numpy", "scipy", "scikit-image")  # whose versions may change an answer
HEADINGS = ("Contestant", "Side", "95 %", "Multiplications", "Microseconds", "Chosen by part")


@dataclass(frozen=True)
class Figure:
    """A picture for the report: its `title`, what `alt` says to those who do not see it, and the bytes of a PNG."""

    title: str
    alt: str
    png: bytes


def report(
    outcome: Outcome,
    study: Contest,
    made: date,
    *,
    title: str = "Designed or learned: a comparison on own data",
    figures: Sequence[Figure] = (),
) -> File:
    """All that a comparison found, how it was made, and the lines that make it again.

    `made` is the day that the page names. Names of files and the title may hold anything: they are shown as text.
    """
    packages = (*PACKAGES, "torch") if any(row.name == "two_layers" for row in outcome.rows) else PACKAGES
    text = page(
        title=html.escape(title),
        facts=html.escape(f"Made on {made.isoformat()}. {kind(study)}"),
        verdict=html.escape(outcome.verdict.kind.capitalize()),
        sentence=html.escape(_reasons(outcome)),
        chart=scores_chart(outcome),
        table=_contestants(outcome),
        files=_files(study),
        division=html.escape(division(study)),
        certainty=html.escape(certainty(study)),
        winner=_winner(outcome),
        figures="".join(map(_figure, figures)),
        repeat=html.escape(repeat_code(study)),
        versions=html.escape(", ".join([f"Python {platform.python_version()}", *map(_version, packages)])),
    )
    return named("report", "html", "text/html", text.encode())


def _reasons(outcome: Outcome) -> str:
    """The verdict's sentence without its first words, which stand above it."""
    reasons = outcome.verdict.sentence.partition(": ")[2]
    return reasons[0].upper() + reasons[1:]


def _version(package: str) -> str:
    return f"{package} {metadata.version(package)}"


def _contestants(outcome: Outcome) -> str:
    score = outcome.score
    caption = f"{score.title} of all contestants on the parts that were held out"
    headings = [*HEADINGS[:2], score.title, *HEADINGS[2:]]
    return _table(
        caption, headings, (_cells(title, row, outcome) for title, row in outcome.entries), numbers=range(2, 6)
    )


def _cells(title: str, row: Side | Contestant, outcome: Outcome) -> list[str]:
    cost = "" if row.multiplications is None else f"{row.multiplications:,}"
    value = outcome.score.written(row.score.value)
    chosen = "; ".join(dict.fromkeys(filter(None, row.chosen)))
    return [
        title,
        ROLES[row.role],
        value,
        interval(row, outcome.score),
        cost,
        f"{float(f'{row.microseconds:.2g}'):g}",
        chosen,
    ]


def _files(study: Contest) -> str:
    task = study.data.task
    rows = []
    for number, (data, shape) in enumerate(zip(study.data.before, study.data.shapes, strict=True)):
        size = " x ".join(f"{length:,}" for length in reversed(shape))
        if isinstance(task, BeforeAfter):
            rows.append([data.title, size, task.after[number].title])
        elif isinstance(task, Events):
            rows.append([data.title, size, f"{len(task.rows[number]):,}"])
        else:
            rows.append([data.title, size])
    size = "Samples" if study.data.ndim == 1 else "Pixels"
    other = ["After"] if isinstance(task, BeforeAfter) else ["Events"] if isinstance(task, Events) else []
    return _table("The data", ["Data", size, *other], rows)


def _winner(outcome: Outcome) -> str:
    winner = outcome.winner

    def said(value: object) -> str:
        if isinstance(value, np.ndarray) and value.ndim:
            return f"{' x '.join(map(str, value.shape))} numbers"
        return f"{float(value):.6g}".replace("-", "−")  # type: ignore[arg-type]

    rows = [[name.replace("_", " "), said(value)] for name, value in winner.settings.items()]
    if winner.tolerance is not None:
        rows.append(["tolerance", samples(winner.tolerance)])
    caption = f"{winner.title}, fitted on all of the data"
    table = _table(caption, ["Setting", "Value"], rows)
    return (
        table
        if outcome.verdict.is_for_a_side
        else f"<p>No side is better by enough: the designed one's choice is named.</p>\n{table}"
    )


def _table(caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], *, numbers: range = range(0)) -> str:
    """A table whose first column heads its rows; the columns in `numbers` are set to the right."""
    kinds = [' class="number"' if number in numbers else "" for number in range(len(headings))]
    head = "".join(
        f'<th scope="col"{each}>{html.escape(text)}</th>' for each, text in zip(kinds, headings, strict=True)
    )
    body = "\n".join(
        f'<tr><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td{each}>{html.escape(text)}</td>" for each, text in zip(kinds[1:], others, strict=True))
        + "</tr>"
        for first, *others in rows
    )
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{html.escape(caption)}"><table>\n'
        f"<caption><span>{html.escape(caption)}</span></caption>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n"
        "</table></div>"
    )


def _figure(figure: Figure) -> str:
    content = base64.b64encode(figure.png).decode()
    return (
        f'<figure><img alt="{html.escape(figure.alt)}" src="data:image/png;base64,{content}">'
        f"<figcaption>{html.escape(figure.title)}</figcaption></figure>\n"
    )

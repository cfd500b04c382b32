"""The scores of all contestants as SVG: a mark and an interval for each, in the order of the table."""

from __future__ import annotations

import html
import math
from collections.abc import Callable, Sequence

from core.study import Contestant, Outcome

WIDTH, LEFT, RIGHT, TOP, ROW, BOTTOM = 440, 178, 20, 26, 22, 44  # the picture's width, its margins, and a row's height
MARKS = {  # each with its middle at 0, 0
    "designed": '<circle r="4.5"/>',
    "best": '<path d="M0-5.5 5.5 4.5H-5.5Z"/>',
    "learned": '<rect x="-4" y="-4" width="8" height="8"/>',
}
ROLES = {"designed": "Designed", "best": "Best linear", "learned": "Learned"}


def scores_chart(outcome: Outcome) -> str:
    """The chart as SVG without colours: the page's style gives those, to classes that are named as the roles are.

    A bound that is not known is drawn as far as the chart reaches.
    """
    rows, title = outcome.rows, outcome.score.title
    ticks = ticks_of(rows)
    first, last = ticks[0], ticks[-1]
    bottom = TOP + ROW * len(rows)

    def across(value: float) -> float:
        share = (min(max(value, first), last) - first) / (last - first)
        return round(LEFT + share * (WIDTH - LEFT - RIGHT), 2)

    drawn = [_key(), *(_tick(across(tick), tick, ticks[1] - ticks[0], bottom) for tick in ticks)]
    drawn += [_row(row, TOP + ROW * (number + 0.5), across) for number, row in enumerate(rows)]
    unit = f" ({outcome.score.unit})" if outcome.score.unit else ""
    middle = (LEFT + WIDTH - RIGHT) / 2
    drawn.append(f'<text x="{middle:g}" y="{bottom + 36}" text-anchor="middle">{html.escape(title + unit)}</text>')
    label = html.escape(_label(outcome))
    inside = "\n".join(drawn)
    return f'<svg role="img" aria-label="{label}" viewBox="0 0 {WIDTH} {bottom + BOTTOM}">\n{inside}\n</svg>'


def ticks_of(rows: Sequence[Contestant]) -> list[float]:
    """Three to seven round numbers, evenly spaced, between which all scores and their known bounds lie."""
    values = [row.score.value for row in rows]
    values += [bound for row in rows for bound in (row.score.low, row.score.high) if math.isfinite(bound)]
    low, high = min(values), max(values)
    spread = high - low or abs(high) or 1.0
    power = 10.0 ** math.floor(math.log10(spread / 5))
    step = next(power * times for times in (1, 2, 5, 10) if spread / (power * times) <= 5)
    start = math.floor(low / step + 1e-9)
    stop = max(math.ceil(high / step - 1e-9), start + 1)
    return [number * step for number in range(start, stop + 1)]


def _tick(x: float, value: float, step: float, bottom: int) -> str:
    digits = max(0, -math.floor(math.log10(step) + 1e-9))
    written = f"{value:.{digits}f}".replace("-", "−")
    line = f'<line class="grid" x1="{x:g}" x2="{x:g}" y1="{TOP}" y2="{bottom}"/>'
    return f'{line}<text class="tick" x="{x:g}" y="{bottom + 16}" text-anchor="middle">{written}</text>'


def _row(row: Contestant, y: float, across: Callable[[float], float]) -> str:
    low, value, high = (across(each) for each in (row.score.low, row.score.value, row.score.high))
    name = f'<text x="{LEFT - 10}" y="{y + 4.5:g}" text-anchor="end">{html.escape(row.title)}</text>'
    line = f'<line x1="{low:g}" x2="{high:g}" y1="{y:g}" y2="{y:g}"/>'
    mark = f'<g transform="translate({value:g} {y:g})">{MARKS[row.role]}</g>'
    return f'<g class="{row.role}" data-name="{html.escape(row.name)}">{name}{line}{mark}</g>'


def _key() -> str:
    drawn = []
    for role, x in zip(ROLES, (LEFT, LEFT + 88, LEFT + 186), strict=True):
        mark = f'<g transform="translate({x + 6} 12)">{MARKS[role]}</g>'
        drawn.append(f'<g class="{role}">{mark}<text x="{x + 17}" y="16.5">{ROLES[role]}</text></g>')
    return "".join(drawn)


def _label(outcome: Outcome) -> str:
    best = max(outcome.rows, key=lambda row: row.score.value)
    worst = min(outcome.rows, key=lambda row: row.score.value)
    score = outcome.score
    return (
        f"{score.title} of {len(outcome.rows)} contestants with bounds of 95 % confidence: from "
        f"{score.written(worst.score.value)} ({worst.title}) to {score.written(best.score.value)} ({best.title}). "
        "The table has all numbers."
    )

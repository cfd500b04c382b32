"""The report's page, with places for what was found; readable on a phone, in print, and in the dark."""

from __future__ import annotations

STYLE = """\
:root {
  color-scheme: light dark;
  --text: #05111b; --faint: #4a5761; --page: #ffffff; --panel: #f3f6f9; --line: #cfd8e0;
  --designed: DESIGNED; --best: OPTIMUM; --learned: LEARNED;
}
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --faint: #9fb0bd; --page: #11171d; --panel: #1b242d; --line: #3a4753; --best: #19a3b1; }
}
body {
  margin: 0 auto; padding: 1rem; max-width: 56rem;
  font: 1rem/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
}
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0.5rem 0; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 2rem 0 0.5rem; }
.facts { color: var(--faint); margin: 0; }
.verdict { margin: 1.5rem 0; padding: 0.75rem 1rem; background: var(--panel); }
.verdict h2 { margin: 0; }
.verdict p { margin: 0.25rem 0 0; }
svg { display: block; width: 100%; max-width: 38rem; height: auto; font-size: 13px; }
svg text { fill: var(--text); }
svg .tick { fill: var(--faint); }
svg line { stroke-width: 2; }
svg .grid { stroke: var(--line); stroke-width: 1; }
.designed { stroke: var(--designed); fill: var(--designed); }
.best { stroke: var(--best); fill: var(--best); }
.learned { stroke: var(--learned); fill: var(--learned); }
svg text { stroke: none; }
.wide { overflow-x: auto; margin: 1rem 0; }
table { border-collapse: collapse; font-size: 0.9rem; min-width: min(20rem, 100%); }
caption { text-align: left; color: var(--faint); padding-bottom: 0.4rem; }
caption span { display: inline-block; max-width: calc(100vw - 2rem); }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: left; vertical-align: top; border-top: 1px solid var(--line); }
thead th { border-top: 0; white-space: nowrap; }
tbody th { font-weight: 500; min-width: 8rem; overflow-wrap: anywhere; }
td { min-width: 3rem; }
td:nth-child(2) { white-space: nowrap; }
td:nth-child(7) { min-width: 10rem; }
th.number, td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
figure { margin: 1rem 0; }
img { max-width: 100%; height: auto; background: #ffffff; }
figcaption { color: var(--faint); font-size: 0.9rem; }
pre { overflow-x: auto; padding: 0.75rem 1rem; background: var(--panel); font-size: 0.85rem; }
@media print { .wide, pre { overflow: visible; } pre { white-space: pre-wrap; } }
"""
PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="facts">{facts}</p>
<section class="verdict">
<h2>{verdict}</h2>
<p>{sentence}</p>
</section>
<h2>Scores</h2>
{chart}
{table}
{figures}<h2>How it was compared</h2>
{files}
<p>{division}</p>
<p>{certainty}</p>
<h2>The winner</h2>
{winner}
<h2>To make it again</h2>
<pre tabindex="0"><code>{repeat}</code></pre>
<p class="facts">{versions}</p>
</main>
</body>
</html>
"""


def page(**parts: str) -> str:
    """The page with these parts, all of them HTML, in the colours that designed and learned have everywhere."""
    # charts load Plotly, which programs that write other files need not wait for
    from core.figures.chart import DESIGNED, LEARNED, OPTIMUM

    style = STYLE.replace("DESIGNED", DESIGNED).replace("OPTIMUM", OPTIMUM).replace("LEARNED", LEARNED)
    return PAGE.format(style=style, **parts)

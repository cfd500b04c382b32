"""Names that people give, in a real browser: shown as typed, and nothing in them leads anywhere."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from core.learning import TrainingSettings, get_experiment, iterate, resolve_settings
from core.runs import Store

NAMES = (
    '<a href="https://evil.example">x</a> <b>y</b> A&amp;B http://evil.example/p www.evil.example me@evil.example',
    ":red[r] :material/home: :smile: :streamlit: a -> b <-> c -- d >= e $x^2$ `c` **b** _i_ [l](http://evil.example) 1. x",
)


def test_a_name_is_shown_as_typed_and_makes_no_link(tab: Page, server: str):
    store = Store()  # the server's own
    experiment = get_experiment("find_peaks")
    settings = resolve_settings(experiment, TrainingSettings(steps=30, snapshots=6))
    kept = list(iterate(experiment, settings))
    first, second = (
        store.add(experiment, settings, kept[-1], name=name, status="finished", snapshots=kept).id for name in NAMES
    )
    store.close()
    for run, other, name in ((first, second, NAMES[0]), (second, first, NAMES[1])):
        tab.goto(f"{server}/converge?converge_run={run}&converge_beside={other}")
        expect(tab.locator("h2").first).to_have_text(name)
        legend = tab.locator(".legendtext")
        expect(legend).to_have_count(2)
        assert [words.split(", seed")[0] for words in legend.all_text_contents()] == [
            name,
            next(each for each in NAMES if each != name),
        ]
        expect(tab.locator(".js-plotly-plot a")).to_have_count(0)
        expect(tab.locator("a[href*='evil.example']:not([href^='#'])")).to_have_count(0)

"""Training on a page: who waits sees how far it is."""

from __future__ import annotations

from tests.pages.conftest import opened


def test_a_bar_is_shown_for_what_takes_a_while_and_only_then(monkeypatch):
    told: list[tuple[float, str]] = []
    monkeypatch.setattr(
        "streamlit.delta_generator.DeltaGenerator.progress", lambda _, share, text: told.append((share, text))
    )
    monkeypatch.setattr("pages.parts.draw.training.BAR_AFTER", 1e9)
    opened("converge", run_experiment="find_peaks", run_seed="71")
    assert told == []
    monkeypatch.setattr("pages.parts.draw.training.BAR_AFTER", 0.0)
    monkeypatch.setattr("pages.parts.draw.training.BAR_EVERY", 0.0)
    opened("converge", run_experiment="find_peaks", run_seed="72")
    assert told[-1] == (1.0, "Training: step 600 of 600")
    assert [share for share, _ in told] == sorted(share for share, _ in told)

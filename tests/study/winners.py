"""A winner of every kind, each from a small comparison of its own."""

from functools import cache

import numpy as np
from scipy.signal import lfilter

from core.background import done_at_once, worked_on
from core.data import Image, Signal
from core.study import BeforeAfter, Events, Side, contest
from core.study.designed import designed_methods
from core.study.event_designs import EVENT_METHODS
from core.study.winner import winner_of

DESIGNED = [(ndim, method.name) for ndim in (1, 2) for method in designed_methods(ndim)]
DETECTORS = [method.name for method in EVENT_METHODS]
LEARNED = [(task, name) for task in ("signal", "picture", "events") for name in ("One filter", "Two layers")]


def signals():
    """A noisy signal around a level of its own, and what it was."""
    rng = np.random.default_rng(0)
    clean = 5.0 + lfilter([1], [1, -0.9], rng.normal(size=700))
    return clean + rng.normal(size=700), clean


def pictures():
    """A noisy picture and what it was."""
    rng = np.random.default_rng(1)
    rows, columns = np.mgrid[:48, :90]
    clean = 0.5 + 0.25 * np.sin(rows / 6.0) * np.cos(columns / 9.0)
    return np.clip(clean + 0.08 * rng.normal(size=clean.shape), 0, 1), clean


def events():
    """A signal with bumps, and when these come."""
    rng = np.random.default_rng(2)
    places = np.arange(20, 680, 22)
    samples = rng.normal(0.0, 0.3, 700)
    samples[places] += 2.0
    return samples, tuple(places.tolist())


@cache
def study_of(task):
    """The study of a task and what its pieces give: "signal", "picture" or "events"."""
    if task == "events":
        samples, places = events()
        study = contest(Signal("own", "Own", samples), Events(places, tolerance=4), sizes=(3, 5))
    else:
        make, (before, after) = (Signal, signals()) if task == "signal" else (Image, pictures())
        study = contest(make("own", "Own", before), BeforeAfter((make("after", "After", after),)), sizes=(3, 5))
    parts, outcome = done_at_once(study)
    return study, dict(zip(worked_on(study.pieces()), parts, strict=True)), outcome


def data_of(task):
    """Other data than those that a winner comes from, of the same kind."""
    rng = np.random.default_rng(3)
    return rng.random((23, 31)) if task == "picture" else 4.0 + np.cumsum(rng.normal(size=150))


def side_of(task, name):
    """A side of the task that chose this contestant in every fold."""
    study, _, outcome = study_of(task)
    row = next(row for row in outcome.rows if row.name == name)
    return Side(row.role, (row,) * study.division.folds, row.tallies, row.score)


def designed_winner(task, name):
    """The method of this name as the winner of a task."""
    study, found, _ = study_of(task)
    return winner_of(study, found, side_of(task, name))


def learned_winner(task, title):
    """One filter or two layers as the winner of a task."""
    study, found, _ = study_of(task)
    return winner_of(study, found, side_of(task, {"One filter": "one_filter", "Two layers": "two_layers"}[title]))


def every_winner():
    """A task, a name for the report of a test, and a function that makes the winner: one for each kind there is."""
    for ndim, name in DESIGNED:
        task = "signal" if ndim == 1 else "picture"
        yield task, f"{task}-{name}", lambda task=task, name=name: designed_winner(task, name)
    for name in DETECTORS:
        yield "events", f"events-{name}", lambda name=name: designed_winner("events", name)
    for task, title in LEARNED:
        yield task, f"{task}-{title}", lambda task=task, title=title: learned_winner(task, title)

"""Networks with four kinds of first layers: their learning curve, filters, answers, and what excites them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import streamlit as st
from numpy.typing import NDArray

from core.background import Progress
from core.data import Image
from core.figures import maps_picture, range_picture, shared_limit
from core.figures.chart import number
from core.figures.filter_row import filter_row
from core.figures.learning_curve import learning_curve_figure
from core.figures.pictures import pieces_picture
from core.learning import Contender, CurveOfScores
from core.learning.experiments.name_textures import FIRST_LAYER, NameTextures
from core.learning.study.first_layers import AnswersOnPicture, FirstLayer, FirstLayers, shown_picture
from core.names import enumerated
from core.runs.shipped import shipped_scores
from pages.parts.choose.boxes import box
from pages.parts.choose.texture_picker import pick_way
from pages.parts.choose.widgets import menu
from pages.parts.draw.filter_row import show_filters
from pages.parts.draw.learning_curve import show_learning_curve
from pages.parts.draw.progress import follow, status_line
from pages.parts.shell import say
from pages.parts.shell.show import picture

ROLES = {"learned": "learned", "designed": "designed", "tuned": "tuned", "random": "other"}
LAYERS = {"maps": "First layer", "second_maps": "Second layer"}
LIKELY = 3  # photographs that an answer names


def show_curve(study: CurveOfScores, key: str, pin: int, *, anew: bool) -> None:
    """The score against the number of examples for each first layer, as far as it is known.

    Scores that come with the dashboard are used unless they are to be computed `anew`.
    """

    def draw(progress: Progress) -> None:
        curve = study.conclude(progress.parts)
        show_learning_curve(learning_curve_figure(curve, study.values), key, pin)

    def done(progress: Progress) -> str:
        return f"{len(progress.parts):,} of {progress.count:,} networks are trained"

    shipped = None if anew else shipped_scores(study)
    if shipped is None:
        follow(study, draw, done, key)
        return
    scores, torch = shipped
    with status_line():
        say.caption(f"{len(scores):,} networks, trained beforehand with torch {torch}.")
    draw(Progress(scores, len(scores), None, "finished"))


def show_first_layers(networks: FirstLayers, key: str) -> None:
    """The first filters of the four networks beside one another, with the score of each, and what excites them."""

    def draw(progress: Progress) -> None:
        trained: Sequence[FirstLayer] = progress.parts
        if trained:
            show_filters(
                filter_row(networks.experiment, [_contender(networks.experiment, each) for each in trained]), key
            )
        pieces = box("What excites each filter most", f"{key}_pieces", ":material/image_search:")
        if pieces.open:
            with pieces:
                _pieces(networks.experiment, trained, f"{key}_pieces")

    follow(networks, draw, _done, key)


def _contender(task: NameTextures, trained: FirstLayer) -> Contender:
    title = f"{FIRST_LAYER.title_of(trained.way)}: {task.score.written(trained.metrics[task.score.metric])}"
    return Contender(ROLES[trained.way], title, dict(trained.parameters))


def _pieces(task: NameTextures, trained: Sequence[FirstLayer], key: str) -> None:
    """The pieces of held-out patches that excite each filter of one network most, a row for each filter."""
    layers = tuple(task.model.receptive_fields)
    way = pick_way(key)
    layer = menu("Layer", layers, layers[0], f"{key}_layer", title=LAYERS.__getitem__) if len(layers) > 1 else layers[0]
    network = next((each for each in trained if each.way == way), None)
    if network is None:
        return
    filters = np.asarray(network.parameters["weights"]) if layer == layers[0] else None
    title = f"{FIRST_LAYER.title_of(way)}, {LAYERS[layer].lower()}"
    picture(pieces_picture(network.strongest[layer].pieces, title, filters), title)
    first = "Each row begins with the filter. " if filters is not None else ""
    say.caption(f"{first}Then follow the pieces to which it answers most, the strongest first, one of a patch.")


def show_answers(task: NameTextures, shown: Image | int, way: str, key: str) -> None:
    """Every layer's answer to one picture, for the network with this first layer."""
    left, right = st.columns([1, 2])
    with left:
        picture(range_picture(shown_picture(task, shown), "What the network sees"), "What it sees", fills_column=True)

    def draw(progress: Progress) -> None:
        place = FIRST_LAYER.options.index(way)
        if place < len(progress.parts):
            _layers(task, progress.parts[place])

    with right:
        follow(AnswersOnPicture(task, shown), draw, _done, key)


def _layers(task: NameTextures, outputs: Mapping[str, NDArray[Any]]) -> None:
    for name, output in outputs.items():
        title = task.model.layer_titles[name]
        if name == "answer":
            say.markdown(f"{title}: {_likely(task, output)}.")
            continue
        maps = output if output.ndim == 3 else output[:, None, None]
        limit = shared_limit(maps)
        say.caption(f"{title}: {len(maps)} maps, one scale up to {number(limit)}.")
        picture(maps_picture(maps, title, limit), title)


def _likely(task: NameTextures, answer: NDArray[Any]) -> str:
    """The photographs that the answer holds most likely, with their probabilities."""
    shares = np.asarray(task.loss.prediction(np.asarray(answer, np.float64)[None]))[0]
    order = np.argsort(-shares)[:LIKELY]
    return enumerated([f"{task.answer_names[each]} {100 * shares[each]:.0f} %" for each in order], "and")


def _done(progress: Progress) -> str:
    return f"{len(progress.parts)} of {progress.count} networks are ready"

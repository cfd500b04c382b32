"""What the pages' longer text says in numbers is so: each number is computed here, and none is left out."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.convolution import convolve, correlate
from core.data import get_sample, get_signal
from core.figures import kernel_effect
from core.figures.curves import loss_chart
from core.figures.picture_scale import FULL_COLOUR_AT
from core.figures.picture_scan import MOST_EDITED
from core.figures.pictures import LONGEST_SIDE, brightness_picture
from core.figures.sampling_grid import sampling_grid
from core.figures.shown_filters import shown_scale
from core.figures.three_filters import scale_of
from core.filters import COMBINED, Layer, axes_of
from core.kernels import compare, frequency_response, get_kernel, separability
from core.learning import (
    Ledger,
    TrainingSettings,
    critical_learning_rate,
    get_experiment,
    loss_along,
    multiplications,
    numbers_after,
    one_step,
    psnr,
    resolve_settings,
    solve,
    stable_rate,
    train,
    train_seeds,
)
from core.learning.experiments import FindPeaks
from core.learning.experiments.name_textures import BANK
from core.learning.measures.detection import detect
from core.learning.measures.sparsity import kurtosis
from core.learning.study.many_starts import CHANCE
from core.learning.study.outcomes import ALIKE
from core.learning.study.scoreboard import CONFIDENCE, DRAWS
from core.runs.worker.worker import IDLE_FOR
from core.study import certainty, detections, judges
from core.study.division import FOLDS
from core.study.marks import events_of_column
from pages.parts.choose.layer_picker import DILATION, STRIDE

COPY = Path(__file__).parents[2] / "pages" / "copy"
PAGES = sorted(path.stem for path in COPY.glob("*.md"))
DETECTOR, HEAVIER = [-1.0, 1.0, -1.0], [-1.0, 2.0, -1.0]
WHITE = get_experiment("recover_kernel", kernel="sobel_x", input="white")
PHOTOGRAPHER = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
UNIFORM = get_signal("iid").samples
CAMERA, SLANTED = get_sample("camera").pixels[:64, :64], np.array([[1.0, 2.0], [3.0, 4.0]])
IN_WORDS = {100: "a hundred", 3600: "an hour", 10**6: "a million"}
DILATED = Layer(get_kernel("sobel_x"), stride=2, dilation=2)
(COST,) = (each for each in FindPeaks.parameters if each.name == "false_positive_cost")


def text_of(page: str) -> str:
    """The text of a page on one line."""
    return " ".join((COPY / f"{page}.md").read_text(encoding="utf-8").split())


def fires(weights: list[float]) -> np.ndarray:
    """Where a filter of three numbers answers positively on uniform noise."""
    return np.lib.stride_tricks.sliding_window_view(UNIFORM, 3) @ np.array(weights) > 0


def is_peak() -> np.ndarray:
    """Where a sample is larger than both beside it."""
    return (UNIFORM[1:-1] > UNIFORM[:-2]) & (UNIFORM[1:-1] > UNIFORM[2:])


def detector_at(cost: float) -> np.ndarray:
    """The best detector of peaks without a bias, where a false positive costs so much."""
    return solve(get_experiment("find_peaks", bias=False, false_positive_cost=cost)).weights


def centre_over_sides(cost: float) -> float:
    """How heavy its centre is."""
    weights = detector_at(cost)
    return float(-weights[1] / weights[[0, 2]].mean())


def gabor_cosines(sparsity: float) -> tuple[float, float]:
    """The median cosine to the nearest Gabor filter after a thousand steps, and what 95 % of random filters stay below."""
    task = get_experiment("describe_pictures", sparsity=sparsity)
    metrics = train(task, TrainingSettings(steps=1000, snapshots=2)).metrics
    return metrics["gabor_cosine"], metrics["chance_cosine_95"]


def named_rightly(examples: int, first_layer: str) -> float:
    """The mean accuracy of three runs of *Name the texture* beside finer Gabor filters."""
    tasks = [
        get_experiment("name_textures", patches=examples, first_layer=first_layer, bank="gabor_fine", seed=seed)
        for seed in range(3)
    ]
    return float(np.mean([train(each).metrics["accuracy"] for each in tasks]))


def accuracies(filters: int) -> np.ndarray:
    """Of 20 starts of *Find the peaks with two layers*."""
    return train_seeds(get_experiment("find_peaks_two_layers", hidden=filters), seeds=range(20)).metrics["accuracy"]


def area(filters: int) -> float:
    """Under the curve of *Find the edges*, whatever their direction."""
    return train(get_experiment("find_edges", labels="energy", filters=filters)).metrics["auc"]


def ends_at(share: float) -> set[str]:
    """How runs of both inputs end at a share of the critical rate, without momentum, in the steps recommended."""
    plain = TrainingSettings(learning_rate=share, learning_rate_unit="critical", momentum=0.0)
    return {train(each, plain).status for each in (WHITE, PHOTOGRAPHER)}


def steps_to_rounding(optimizer: str) -> int:
    """Steps of *Imitate a designed kernel* on *Photographer* until nothing but rounding is left."""
    run = train(PHOTOGRAPHER, TrainingSettings(optimizer=optimizer))
    return int(run.steps[np.argmax(run.loss < 1e-12 * run.loss[0])])


def stable_rates(optimizer: str, *momenta: float) -> list[float]:
    """The largest stable learning rate with each momentum, as a multiple of the critical rate."""
    settings = [resolve_settings(WHITE, TrainingSettings(optimizer=optimizer, momentum=each)) for each in momenta]
    return [round(stable_rate(WHITE, each) / critical_learning_rate(WHITE), 9) for each in settings]


def divided_by(weights: list[float]) -> float:
    """What one filter of three numbers is divided by to be drawn beside [-1 1 -1]."""
    return shown_scale(get_experiment("find_peaks"), np.array(weights))


def shades(*brightness: float) -> set[int]:
    """What a picture of these pixels is drawn with."""
    png = brightness_picture(np.array([brightness]), "Pixels").png
    return set(np.asarray(Image.open(io.BytesIO(png)).convert("L")).ravel().tolist())


def height_after(name: str) -> float:
    """The share that a kernel leaves of the highest heartbeat's height, above the middle of all samples."""
    beats = get_signal("ecg").samples
    middle = float(np.median(beats))
    return float((correlate(beats, get_kernel(name)).max() - middle) / (beats.max() - middle))


def minus(value: float) -> str:
    """A whole number with the sign that the texts have."""
    return f"{value:.0f}".replace("-", "−")


def step_of(share: float, steps: int) -> Ledger:
    """One step on the thread's ten numbers after some others, at a share of the critical rate."""
    rate = share * critical_learning_rate(TEN)
    return one_step(TEN, numbers_after(TEN, 0, rate, steps)[0], rate)


def losses_of(share: float) -> list[float]:
    """The loss before each of eight steps."""
    return [step_of(share, steps).loss for steps in range(8)]


TEN = get_experiment("recover_kernel", input="thread")
STEP_ALONG = loss_along(TEN, step_of(0.5, 0))
# words of the texts whose numbers are computed here
COMPUTED: list[tuple[str, Callable[[], str]]] = [
    ("compare", lambda: f"a cosine of {compare(DETECTOR, HEAVIER).cosine:.3f} and"),
    ("converge", lambda: f"is {critical_learning_rate(WHITE) * solve(WHITE).eigenvalues[-1]:.0f} over the steepest"),
    ("converge", lambda: f"step 0 stands at {loss_chart(train(WHITE), None).figure['data'][0]['x'][0]}."),
    ("converge", lambda: f"nobody looks at for {IN_WORDS[IDLE_FOR]} is paused"),
    ("images", lambda: f"kernels up to {MOST_EDITED} x {MOST_EDITED} are fields"),
    ("images", lambda: f"reduced to {LONGEST_SIDE:,} pixels on the longer side"),
    ("images", lambda: f"One answer in {IN_WORDS[100 / (100 - FULL_COLOUR_AT)]} is stronger than the full colour"),
    ("question", lambda: f"the numbers {', '.join(minus(each) for each in DETECTOR)}, only"),
    ("library", lambda: f"{kernel_effect.LONGEST_SIDE} pixels on the longer side."),
    ("signals", lambda: f"0 is a constant, {frequency_response(DETECTOR).frequencies[-1]:.1f} the fastest wave"),
    ("signals", lambda: f"gives {frequency_response([1.0, -2.0, 1.0]).magnitude[0]:.0f} at frequency 0 and so"),
    ("signals", lambda: f"its numbers sum to {minus(sum(DETECTOR))}, so the drift"),
]
# words that are so, or not
TRUE: list[tuple[str, str, Callable[[], bool]]] = [
    ("your_data", "One file is cut into five parts", lambda: FOLDS == 5),
    ("your_data", "0.5 dB, or 0.02 of F1", lambda: (judges.DECIBELS, detections.SHARE) == (0.5, 0.02)),
    ("your_data", "contain it with 95 % confidence", lambda: certainty.CONFIDENCE == 0.95),
    ("your_data", "is 0 except at the events", lambda: events_of_column(np.array([0.0, 0.0, 0.0, 1.0])) == (3,)),
    ("compare", "with 95 % confidence", lambda: CONFIDENCE == 0.95),
    ("compare", "drawn ten times", lambda: DRAWS == 10),
    (
        "compare",
        "Numbers that are 0 cost nothing",
        lambda: multiplications(get_experiment("recover_kernel"), np.array([1.0, 0, -1])) == 2,
    ),
    ("compare", "and still find different peaks", lambda: bool((fires(DETECTOR) != fires(HEAVIER)).any())),
    (
        "converge",
        "Set the learning rate to 1.5 and the momentum to 0: the run diverges",
        lambda: ends_at(1.5) == {"diverged"},
    ),
    (
        "converge",
        "with false positives 10 and 100 times as costly: the centre shrinks towards [−1 1 −1] and beyond.",
        lambda: (
            centre_over_sides(1.0) > centre_over_sides(10.0) > 1 > centre_over_sides(100.0)
            and {10.0, 100.0} <= set(COST.menu)
        ),
    ),
    (
        "converge",
        "two filters get stuck from many starts, eight from nearly none.",
        lambda: bool((accuracies(2) < 0.98).mean() > 0.3 and (accuracies(8) < 0.98).mean() < 0.1),
    ),
    ("converge", "one filter is no better than chance, two find them.", lambda: area(1) < 0.55 and area(2) > 0.99),
    (
        "converge",
        "noise becomes edges and stripes. Set the sparsity to 0, and the filters stay no more like these than random "
        "numbers are.",
        lambda: gabor_cosines(0.8)[0] > gabor_cosines(0.8)[1] and gabor_cosines(0.0)[0] < gabor_cosines(0.0)[1],
    ),
    (
        "converge",
        "*Name the texture* with 5 and with 300 examples, learned and designed: a second set of designed filters, "
        "*Gabor, finer waves*, beats the learned ones where examples are few.",
        lambda: (
            BANK.title_of("gabor_fine") == "Gabor, finer waves"
            and named_rightly(5, "designed") > named_rightly(5, "learned")
            and named_rightly(300, "designed") < named_rightly(300, "learned")
        ),
    ),
    (
        "converge",
        "by conjugate gradient: about as many steps as the kernel has numbers.",
        lambda: 9 <= steps_to_rounding("conjugate_gradient") <= 12,
    ),
    (
        "images",
        "A compass filter takes the strongest of eight",
        lambda: [len(COMBINED[name].kernels()) for name in ("kirsch_compass", "robinson_compass")] == [8, 8],
    ),
    (
        "images",
        "Set *Stride* to 2 and *Dilation* to 2, and play the small grid.",
        lambda: 2 in STRIDE.options and 2 in DILATION.options and sampling_grid(DILATED) is not None,
    ),
    ("images", "from 0 (black) to 1 (white)", lambda: shades(0.0, 1.0) == {0, 255}),
    (
        "question",
        "with false alarms made ten times as costly and no bias, it comes back close to [−1 1 −1].",
        lambda: compare(DETECTOR, detector_at(10.0)).cosine > 0.99,
    ),
    (
        "one_step",
        "For a squared loss the error is twice the difference between answer and target.",
        lambda: bool(np.allclose(step_of(0.5, 0).errors, 2 * (step_of(0.5, 0).answers - TEN.targets))),
    ),
    (
        "one_step",
        "twice as far along the step gains nothing.",
        lambda: STEP_ALONG.return_rate == 2 * STEP_ALONG.best_rate,
    ),
    (
        "one_step",
        "Move the learning rate above the critical rate, then press *Next training step* several times: the loss grows.",
        lambda: losses_of(1.3)[-1] > losses_of(1.3)[0] and losses_of(0.5)[-1] < losses_of(0.5)[0],
    ),
    (
        "one_step",
        "Press *Next training step* a few times: the errors shrink, and with them the gradient.",
        lambda: bool(np.abs(step_of(0.5, 4).gradient).max() < np.abs(step_of(0.5, 0).gradient).max()),
    ),
    (
        "one_step",
        "each window is a patch, and thousands of them",
        lambda: len(get_experiment("denoise").targets) > 2000,
    ),
    (
        "one_step",
        "computed with sixteen digits",
        lambda: step_of(0.5, 0).gradient.dtype == np.float64 and np.finfo(np.float64).precision + 1 == 16,
    ),
    ("question", "[−1 1 −1] is the same either way.", lambda: DETECTOR[::-1] == DETECTOR),
    (
        "signals",
        "every positive answer is a peak, but many peaks have a negative one.",
        lambda: bool(is_peak()[fires(DETECTOR)].all() and fires(DETECTOR)[is_peak()].mean() < 0.8),
    ),
    (
        "signals",
        "the noise goes, the peaks keep their height. *Gaussian, 1-D* as the second kernel makes the same peaks lower.",
        lambda: height_after("savitzky_golay") > 0.95 > height_after("gaussian_1d"),
    ),
    (
        "signals",
        "*Balanced peak detector* sums to zero.",
        lambda: abs(get_kernel("balanced_peak_detector").weights.sum()) < 1e-12,
    ),
    (
        "terms",
        "The kernel is turned by 180 degrees, then laid on the data.",
        lambda: bool((convolve(CAMERA, SLANTED) == correlate(CAMERA, np.rot90(SLANTED, 2))).all()),
    ),
    (
        "terms",
        "With 2, every second place is left out.",
        lambda: bool((correlate(UNIFORM, DETECTOR, stride=2) == correlate(UNIFORM, DETECTOR)[::2]).all()),
    ),
    (
        "terms",
        "With 2, a kernel of three numbers reaches over five samples.",
        lambda: axes_of(Layer(get_kernel("peak_detector"), dilation=2), (9,))[0].reach == 5,
    ),
    (
        "terms",
        "What a kernel makes of a single 1 among zeros: its own numbers, from right to left where it is slid as written.",
        lambda: np.trim_zeros(correlate([0.0] * 5 + [1.0] + [0.0] * 5, [1.0, 2.0, 3.0])).tolist() == [3, 2, 1],
    ),
    (
        "question",
        "divides a large filter by the mean size of its two outer numbers.",
        lambda: scale_of([-8.0, 15.0, -9.0]) == 8.5 and scale_of([0.1, 15.0, 0.1]) == 1,
    ),
    (
        "converge",
        "drawn divided by the number after ÷, which brings it closest to that one.",
        lambda: divided_by(HEAVIER) == compare(DETECTOR, HEAVIER).scale and divided_by([1.0, 2.0, 3.0]) == 1,
    ),
    (
        "many_starts",
        "drawn divided by the number after ÷, which brings it closest to that one.",
        lambda: divided_by(HEAVIER) == compare(DETECTOR, HEAVIER).scale and divided_by([1.0, 2.0, 3.0]) == 1,
    ),
    (
        "sweeps",
        "so that the line bends where momentum is varied.",
        lambda: len(set(stable_rates("sgd", 0.0, 0.5, 0.9))) == 3,
    ),
    ("terms", "Momentum moves this limit.", lambda: stable_rates("sgd", 0.5) == [1.5]),
    ("many_starts", "with a cosine of 0.98 or more", lambda: ALIKE == 0.98),
    ("many_starts", "what 19 of 20 random starts stay below", lambda: CHANCE == 19 / 20),
    (
        "sweeps",
        "2 divided by the largest curvature",
        lambda: np.isclose(critical_learning_rate(PHOTOGRAPHER), 2 / solve(PHOTOGRAPHER).eigenvalues.max()),
    ),
    (
        "sweeps",
        "Momentum m moves that limit up by the factor 1 + m,",
        lambda: stable_rates("sgd", 0.0, 0.5, 0.9) == [1.0, 1.5, 1.9],
    ),
    (
        "sweeps",
        "down by the factor (1 + m) / (1 + 2 m).",
        lambda: stable_rates("nesterov", 0.0, 0.5) == [1.0, 0.75],
    ),
    (
        "terms",
        "What a kernel makes of a sudden rise from 0 to 1.",
        lambda: set(get_signal("step").samples.tolist()) == {0.0, 1.0},
    ),
    (
        "terms",
        "1 leaves it as it is, 0 takes it away.",
        lambda: {float(frequency_response(each).magnitude[0]) for each in ([1.0], [1.0, -1.0])} == {1.0, 0.0},
    ),
    (
        "terms",
        "0.5 is the fastest wave that samples can show.",
        lambda: float(frequency_response(DETECTOR).frequencies[-1]) == 0.5,
    ),
    ("terms", "A designed kernel of 3 x 3 numbers.", lambda: get_kernel("sobel_x").shape == (3, 3)),
    ("terms", "Rank 1 is the cheapest to compute.", lambda: separability(np.outer([1, 2, 1], [-1, 0, 1])).rank == 1),
    (
        "terms",
        "0 means that all answers are right.",
        lambda: WHITE.loss.mean(WHITE.targets, WHITE.targets) == 0 < WHITE.loss.mean(WHITE.targets + 1, WHITE.targets),
    ),
    ("terms", "for example 5 x 5 pixels", lambda: get_experiment("denoise").filter_shape == (5, 5)),
    (
        "terms",
        "Gaussian noise has 3;",
        lambda: bool(kurtosis(np.random.default_rng(0).normal(size=(100_000, 1)))[0].round(1) == 3),
    ),
    (
        "terms",
        "**95 % interval** (95 % confidence, interval): The range in which the true value lies, in 95 of 100 such",
        lambda: CONFIDENCE == 0.95,
    ),
    (
        "terms",
        "**F1**: One score for finding much and reporting little that is false. 1 is perfect, 0 is useless.",
        lambda: [detect(np.array(each), np.array([1, 0])).f1 for each in ([1.0, -1.0], [-1.0, 1.0])] == [1, 0],
    ),
    (
        "terms",
        "1 is perfect, 0.5 is guessing.",
        lambda: [detect(np.array(each), np.array([1, 0])).auc for each in ([1.0, -1.0], [0.0, 0.0])] == [1, 0.5],
    ),
    (
        "terms",
        "3 dB more means half the squared error.",
        lambda: round(psnr(np.full((2, 2), 0.5**0.5), np.zeros((2, 2))) - psnr(np.ones((2, 2)), np.zeros((2, 2)))) == 3,
    ),
    (
        "terms",
        "1 is the same shape, 0 has nothing in common, −1 is the opposite.",
        lambda: (
            [round(compare([1.0, 2.0], each).cosine, 9) for each in ([2.0, 4.0], [2.0, -1.0], [-1.0, -2.0])]
            == [1, 0, -1]
        ),
    ),
]


@pytest.mark.parametrize(("page", "words"), COMPUTED)
def test_a_number_is_what_it_is_computed_to_be(page, words):
    assert words() in text_of(page)


@pytest.mark.parametrize(("page", "words", "is_so"), TRUE)
def test_what_is_said_is_so(page, words, is_so):
    assert words in text_of(page)
    assert is_so()


@pytest.mark.parametrize("page", PAGES)
def test_no_number_is_left_out(page):
    left = text_of(page)
    for words in (
        *(words() for where, words in COMPUTED if where == page),
        *(each[1] for each in TRUE if each[0] == page),
    ):
        left = left.replace(words, "")
    left = re.sub(r"\[[−\d ]+\]", "", left)  # kernels
    assert re.findall(r"\S*\d\S*", left) == []

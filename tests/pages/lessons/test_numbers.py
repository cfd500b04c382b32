"""What the lessons that come along say in numbers is so: each is computed here, and none is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest

from core.convolution import correlate, local_maxima
from core.data import get_sample, get_signal
from core.figures.chart import number
from core.filters import apply_filter
from core.kernels import Kernel, get_kernel
from core.learning import (
    Ledger,
    TrainingSettings,
    Trajectory,
    critical_learning_rate,
    get_experiment,
    numbers_after,
    one_step,
    solve,
    train,
    train_seeds,
)
from core.learning.measures.detection import detect
from core.runs.shipped import shipped_run
from tests.pages.lessons.test_steps import LESSONS
from tests.pages.test_copy import minus

DETECTOR = [-1.0, 1.0, -1.0]


def text_of(name: str) -> str:
    """All text of a lesson on one line."""
    lesson = LESSONS[name]
    parts = [lesson.title, lesson.about]
    for step in lesson.steps:
        parts += [step.title, step.text, step.question, step.answer]
    return " ".join(" ".join(parts).split())


@cache
def imitation(**options: str) -> Trajectory:
    """The run of *Imitate a designed kernel* that the lessons show."""
    return train(get_experiment("recover_kernel", **options))


@cache
def at_share(share: float) -> Trajectory:
    """The run on white noise at this share of the critical rate."""
    settings = TrainingSettings(learning_rate=share, learning_rate_unit="critical")
    return train(get_experiment("recover_kernel"), settings)


def of_sobel(source: str) -> Trajectory:
    return imitation(kernel="sobel_x", input=source)


@cache
def edges(labels: str, filters: int) -> Trajectory:
    return train(get_experiment("find_edges", labels=labels, filters=filters))


@cache
def gratings() -> Trajectory:
    return train(get_experiment("classify_gratings"), TrainingSettings(steps=100))


def condition(source: str) -> float:
    curvatures = solve(get_experiment("recover_kernel", kernel="sobel_x", input=source)).eigenvalues
    return float(curvatures.max() / curvatures.min())


def neighbours(sample: str) -> float:
    """The correlation of pixels with those to their right."""
    pixels = get_sample(sample).pixels
    return float(np.corrcoef(pixels[:, :-1].ravel(), pixels[:, 1:].ravel())[0, 1])


def sum_at(sample: int) -> str:
    """The arithmetic of the peak detector at a sample of the thread, counted from 1."""
    left, middle, right = get_signal("thread").samples[sample - 2 : sample + 1]
    return f"−1 × {left:.2f} + 1 × {middle:.2f} − 1 × {right:.2f} = {middle - left - right:.2f}"


def above_zero() -> list[int]:
    return (np.flatnonzero(correlate(get_signal("thread").samples, DETECTOR) > 0) + 1).tolist()


def on_noise() -> tuple[int, int, int]:
    """Of 96 uniform numbers: the peaks, those that the detector finds, and what it takes for one beside them."""
    samples = get_signal("iid", length=96).samples
    peaks, found = set(local_maxima(samples).tolist()), set(np.flatnonzero(correlate(samples, DETECTOR) > 0).tolist())
    return len(peaks), len(peaks & found), len(found - peaks)


def heavier(run: Trajectory) -> str:
    left, middle, right = run.weights[-1][:3]
    return f"{-2 * middle / (left + right):.2f} times as heavy"


def written(numbers: np.ndarray) -> list[str]:
    return [f"{each:.2f}".replace("-", "−") for each in np.ravel(numbers)[:3]]


def as_played(run: Trajectory) -> list[str]:
    """The last numbers, as the player writes them: with three digits, or two behind the point."""
    return [f"{each:.2f}".replace("-", "−") if abs(each) < 10 else f"{each:.1f}" for each in run.weights[-1]]


def height_after(kernel: Kernel) -> float:
    """The share that a kernel leaves of the highest heartbeat's height, above the middle of all samples."""
    beats = get_signal("ecg").samples
    middle = float(np.median(beats))
    return float((correlate(beats, kernel).max() - middle) / (beats.max() - middle))


def percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def first_step() -> Ledger:
    """The step that *One step* shows at first, on white noise: at half the critical rate."""
    task = get_experiment("recover_kernel")
    rate = 0.5 * critical_learning_rate(task)
    weights, _ = numbers_after(task, 0, rate, 0)
    return one_step(task, weights, rate)


def moved() -> np.ndarray:
    """How far each number moves in it."""
    return first_step().new_weights - first_step().weights


PEAKS = get_experiment("find_peaks")
BELL = get_kernel("gaussian_1d", sigma=3.0, size=13)
THREAD, KERNEL, STEP, PICTURES, EDGES, GABOR = LESSONS
# words of the lessons whose numbers are computed here
COMPUTED: list[tuple[str, Callable[[], str]]] = [
    (THREAD, lambda: f"At sample 5 the sum is {sum_at(5)}."),
    (THREAD, lambda: "At the samples {}, {} and {}. These are the three peaks.".format(*above_zero())),
    (THREAD, lambda: "These 96 random numbers have {} peaks. The filter finds {} of them.".format(*on_noise()[:2])),
    (
        THREAD,
        lambda: f"Watch to the end: after {imitation().steps[-1]} steps the random numbers have become −1, 1 and −1.",
    ),
    (THREAD, lambda: "At the end its numbers are {}, {} and {}.".format(*as_played(train(PEAKS)))),
    (
        THREAD,
        lambda: (
            f"finds {percent(train(PEAKS).metrics['recall'])} of the peaks, and [−1 1 −1] only "
            f"{percent(train(PEAKS).metrics['designed_recall'])}. The price: "
            f"{percent(1 - train(PEAKS).metrics['precision'])} of what it reports is no peak."
        ),
    ),
    (
        THREAD,
        lambda: (
            "Now the middle is only "
            f"{heavier(train(get_experiment('find_peaks', bias=False, false_positive_cost=10.0)))}: nearly"
        ),
    ),
    (
        KERNEL,
        lambda: (
            f"Here all {get_kernel('box').weights.size} are {get_kernel('box').weights.max():.2f}, so that each answer is "
            f"the mean of {get_kernel('box').weights.size} pixels"
        ),
    ),
    (
        KERNEL,
        lambda: (
            f"Its numbers sum to {get_kernel('sobel_x').weights.sum():.0f}, so that even places answer with 0, which"
        ),
    ),
    (
        KERNEL,
        lambda: (
            f"The middle is {get_kernel('sharpen').weights.max():.0f}, and its four neighbours are "
            f"{minus(get_kernel('sharpen').weights.min())} each. The sum is {get_kernel('sharpen').weights.sum():.0f}"
        ),
    ),
    (
        KERNEL,
        lambda: (
            f"These {BELL.weights.size} numbers in the shape of a bell take the mean of neighbours. "
            f"The noise goes, and only {percent(height_after(BELL))} of the height"
        ),
    ),
    (KERNEL, lambda: f"It leaves {percent(height_after(get_kernel('savitzky_golay')))} of the height."),
    (STEP, lambda: "the random numbers {}, {} and {}.".format(*written(imitation().weights[0]))),
    (
        STEP,
        lambda: f"The mean loss of all {len(first_step().patches):,} windows is {first_step().loss:.2f}, one number",
    ),
    (STEP, lambda: "the gradient: {}, {} and {}.".format(*written(first_step().gradient))),
    (
        STEP,
        lambda: (
            f"The one in the middle moves up by {moved()[1]:.4f}, from "
            f"{number(float(first_step().weights[1]), 4)} to {number(float(first_step().new_weights[1]), 4)}."
        ),
    ),
    (STEP, lambda: f"The loss has fallen from {first_step().loss:.2f} to {first_step().new_loss:.2f}, and"),
    (STEP, lambda: f"The run is stopped after {at_share(1.5).steps[-1]} steps."),
    (STEP, lambda: f"Here this critical rate is {critical_learning_rate(get_experiment('recover_kernel')):.2f}."),
    (
        PICTURES,
        lambda: (
            f"After {of_sobel('camera').steps[-1]:,} steps one number is still off by "
            f"{of_sobel('camera').metrics['largest_difference']:.4f}."
        ),
    ),
    (PICTURES, lambda: f"The correlation of neighbours is {written(np.array(neighbours('noise_image')))[0]},"),
    (PICTURES, lambda: f"the correlation of neighbours is {neighbours('camera'):.2f}."),
    (
        PICTURES,
        lambda: f"The condition number is {condition('camera'):,.0f}; on noise it is {condition('white'):.1f}.",
    ),
    (PICTURES, lambda: f"The condition number is {condition('camera_noisy'):.0f}, and"),
    (EDGES, lambda: f"the cosine of both is {edges('signed', 1).metrics['cosine']:.2f}."),
    (
        EDGES,
        lambda: (
            "An edge gets a higher answer than another pixel in "
            f"{100 * edges('signed', 1).metrics['auc']:.1f} % of all pairs."
        ),
    ),
    (EDGES, lambda: f"The same filter gets {percent(edges('energy', 1).metrics['auc'])} of the pairs right."),
    (GABOR, lambda: f"nearest Gabor filter is {gratings().metrics['mean_best_cosine']:.2f};"),
    (GABOR, lambda: f"95 % of random filters stay below {gratings().metrics['chance_cosine_95']:.2f}."),
    (GABOR, lambda: f"Its {gratings().weights.shape[1]} filters begin as random numbers"),
    (GABOR, lambda: f"turned by {LESSONS[GABOR].steps[1].query['images_gabor_angle']} degrees."),
    (
        GABOR,
        lambda: "{} filters of {} x {} random numbers".format(
            *shipped_run("edge_detectors").trajectory.weights.shape[1:]
        ),
    ),
    (GABOR, lambda: f"After {shipped_run('edge_detectors').trajectory.steps[-1]:,} steps the filters are edges"),
]


def all_start(count: int) -> np.ndarray:
    """The ends of this many starts of *Find the peaks*."""
    return train_seeds(PEAKS, seeds=range(count)).weights[:, -1]


def off_by(run: Trajectory) -> float:
    return float(run.metrics["largest_difference"])


def steps_by_conjugate_gradient() -> int:
    """Until nothing but rounding is left."""
    experiment = get_experiment("recover_kernel", kernel="sobel_x", input="camera")
    run = train(experiment, TrainingSettings(optimizer="conjugate_gradient"))
    return int(run.steps[np.argmax(run.loss < 1e-12 * run.loss[0])])


def on_disc(kernel: str) -> tuple[float, float, float]:
    """What a kernel answers to the left and the right side of the disc, and to its top."""
    pixels = get_sample("disc").pixels
    answers, (rows, columns) = correlate(pixels, get_kernel(kernel).weights), np.nonzero(pixels > 0.5)
    middle, left, right = int(np.median(rows)), columns.min(), columns.max()
    top = answers[rows.min(), (left + right) // 2 : (left + right) // 2 + 2].mean()
    return float(answers[middle, left]), float(answers[middle, right]), float(top)


def upright_over_level(angle: float) -> float:
    """How much more energy the Gabor filter's answers to the star have above and below its middle than beside it."""
    energy = correlate(get_sample("siemens_star").pixels, get_kernel("gabor", angle=angle).weights) ** 2
    rows, columns = np.indices(energy.shape) - (np.array(energy.shape)[:, None, None] - 1) / 2
    is_upright = abs(rows) > 3 * abs(columns)
    return float(energy[is_upright].sum() / energy[abs(columns) > 3 * abs(rows)].sum())


# words that are so, or not
TRUE: list[tuple[str, str, Callable[[], bool]]] = [
    (THREAD, "It never takes anything else for a peak.", lambda: on_noise()[2] == 0),
    (
        THREAD,
        "the random numbers have become −1, 1 and −1.",
        lambda: bool(np.allclose(imitation().weights[-1], DETECTOR)),
    ),
    (THREAD, "At the end all 64 dots lie at one place.", lambda: float(np.ptp(all_start(64), axis=0).max()) < 0.05),
    (
        THREAD,
        "Here a false alarm costs 10 times as much as a peak that is missed, and there is no bias.",
        lambda: (
            LESSONS[THREAD].steps[-1].query["run_find_peaks_false_positive_cost"] == "10"
            and LESSONS[THREAD].steps[-1].query["run_find_peaks_bias"] == "false"
        ),
    ),
    (
        KERNEL,
        "Green is brighter to the right, purple is darker.",
        lambda: correlate(np.tile([0.0, 0.0, 1.0], (3, 1)), get_kernel("sobel_x").weights)[1, 1] > 0,
    ),
    (
        KERNEL,
        "Along them left and right are equal, and the difference is 0.",
        lambda: abs(on_disc("sobel_x")[2]) < 0.01,
    ),
    (
        KERNEL,
        "has the same numbers, rows and columns exchanged.",
        lambda: bool((get_kernel("sobel_y").weights == get_kernel("sobel_x").weights.T).all()),
    ),
    (
        KERNEL,
        "Both answers are squared and added, and the root is taken.",
        lambda: bool(
            np.allclose(
                apply_filter("sobel", get_sample("camera").pixels),
                np.hypot(
                    *(
                        correlate(get_sample("camera").pixels, get_kernel(each).weights)
                        for each in ("sobel_x", "sobel_y")
                    )
                ),
            )
        ),
    ),
    (STEP, "The other two move down.", lambda: bool((moved()[[0, 2]] < 0).all())),
    (
        STEP,
        "The second one is negative: if the number in the middle grew, the loss would fall.",
        lambda: first_step().gradient[1] < 0,
    ),
    (STEP, "Here the rate is 1.5 times the critical one.", lambda: at_share(1.5).status == "diverged"),
    (
        STEP,
        "At 2 divided by the steepest curvature of the loss.",
        lambda: bool(
            np.isclose(
                critical_learning_rate(get_experiment("recover_kernel")),
                2 / solve(get_experiment("recover_kernel")).eigenvalues.max(),
            )
        ),
    ),
    (
        PICTURES,
        "After 20 steps not one of them is off by a millionth.",
        lambda: imitation(kernel="sobel_x").steps[-1] == 20 and off_by(imitation(kernel="sobel_x")) < 1e-6,
    ),
    (
        PICTURES,
        "where 1 would mean that they are the same.",
        lambda: round(np.corrcoef(*[get_sample("camera").pixels.ravel()] * 2)[0, 1], 9) == 1,
    ),
    (
        PICTURES,
        "after 1,000 steps no number is off by a millionth.",
        lambda: off_by(of_sobel("camera_noisy")) < 1e-6 and of_sobel("camera_noisy").steps[-1] == 1000,
    ),
    (PICTURES, "it needs 10 steps until nothing but rounding is left", lambda: steps_by_conjugate_gradient() == 10),
    (
        EDGES,
        "green where brightness grows to the right, purple where it falls. At the top and at the bottom there is no answer.",
        lambda: on_disc("sobel_x")[0] > 1 and on_disc("sobel_x")[1] < -1 and abs(on_disc("sobel_x")[2]) < 0.01,
    ),
    (EDGES, "Guessing would get 50 %.", lambda: detect(np.zeros(4), np.array([0, 1, 1, 0])).auc == 0.5),
    (
        EDGES,
        "The run has come to the smallest possible loss.",
        lambda: edges("energy", 1).loss[-1] < 1.001 * solve(get_experiment("find_edges", filters=1)).loss,
    ),
    (EDGES, "Now more than 99.9 % of the pairs are right.", lambda: edges("energy", 2).metrics["auc"] > 0.999),
    (
        EDGES,
        "finds edges as well as these.",
        lambda: edges("energy", 2).metrics["designed_auc"] - edges("energy", 2).metrics["auc"] < 0.001,
    ),
    (
        GABOR,
        "Of this star only upright spokes answer",
        lambda: upright_over_level(0.0) > 50 and abs(np.log(upright_over_level(45.0))) < 1,
    ),
    (GABOR, "All new examples are named rightly.", lambda: gratings().metrics["accuracy"] == 1),
]


@pytest.mark.parametrize(("name", "words"), COMPUTED)
def test_a_number_is_what_it_is_computed_to_be(name, words):
    assert words() in text_of(name)


@pytest.mark.parametrize(("name", "words", "is_so"), TRUE)
def test_what_is_said_is_so(name, words, is_so):
    assert words in text_of(name)
    assert is_so()


@pytest.mark.parametrize("name", LESSONS)
def test_no_number_is_left_out(name):
    left = text_of(name)
    for words in (
        *(words() for where, words in COMPUTED if where == name),
        *(each[1] for each in TRUE if each[0] == name),
    ):
        left = left.replace(words, "")
    left = re.sub(r"\[[−\d ]+\]", "", left)  # kernels
    assert re.findall(r"\S*\d\S*", left) == []

"""Settings that are chosen without a clean picture: by our study, by scikit-image, and with the clean one beside."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from core.background import done_at_once, worked_on
from core.data import Image, get_image, to_grey
from core.study import Noisy, contest
from core.study.blind import originals
from core.study.contest import Contest
from core.study.designed import Designed, noise_of
from core.study.method_results import adjustment_of
from core.study.noisy import NoisyData
from core.study.pieces import MethodSetting
from core.study.winner import winner_of

Array = NDArray[np.float64]
PICTURES, SIDE = ("camera", "astronaut", "chelsea", "coffee", "coins", "brick"), 256
NOISES, NEAR = (0.05, 0.1, 0.2), 0.2


@dataclass(frozen=True, eq=False)
class Case:
    """A picture without noise and under noise."""

    clean: Array
    noisy: Any

    def psnr(self, answer: Array) -> float:
        """How far the true error of an answer lies below 1, in dB."""
        return float(-10 * np.log10(np.mean((answer - self.clean) ** 2)))

    def answer(self, method: Designed, number: int) -> Array:
        """A method as it is, with one of its settings."""
        return method.apply(self.noisy, noise_of(self.noisy), **method.choices[number])


def blind() -> dict[str, list[list[str]]]:
    """The rows of both tables in docs/your-data.md."""
    lost: dict[str, list[tuple[float, float, float]]] = {each.title: [] for each in tunable()}
    beside: list[list[str]] = []
    for sigma in NOISES:
        reached = []
        for name in PICTURES:
            case = under_noise(name, sigma)
            found = study_of(case)
            for title, losses in found["lost"].items():
                lost[title].append(losses)
            reached.append(found["reached"])
        means = np.mean(reached, axis=0)
        beside.append([f"{sigma:g}", *(f"{each:.2f} dB" for each in means)])
    return {"settings": [_row(title, np.array(losses)) for title, losses in lost.items()], "beside": beside}


def under_noise(name: str, sigma: float) -> Case:
    """The middle of a picture with white noise, black and white at most."""
    pixels = np.asarray(to_grey(get_image(name)).pixels, np.float64)
    clean = pixels[tuple(slice((length - SIDE) // 2, (length + SIDE) // 2) for length in pixels.shape)]
    return Case(clean, np.clip(clean + np.random.default_rng(0).normal(0.0, sigma, clean.shape), 0.0, 1.0))


def study_of(case: Case) -> dict[str, Any]:
    """What is lost for each method, in dB: by our choice, by scikit-image's, and by our estimate of the score."""
    study = contest(Image("noisy", "Noisy", case.noisy), Noisy(), networks=False)
    parts, outcome = done_at_once(study)
    found: dict[Any, Any] = dict(zip(worked_on(study.pieces()), parts, strict=True))
    lost = {}
    for method in tunable():
        trials = [found[MethodSetting(method.name, number)] for number in range(len(method.choices))]
        everything, judge = study.division.folds, study.data.judge
        own = int(np.argmin([adjustment_of(study, judge, method, each, everything)[1] for each in trials]))
        true = [case.psnr(case.answer(method, number)) for number in range(len(method.choices))]
        row = next(each for each in outcome.rows if each.name == method.name)
        lost[method.title] = (
            max(true) - true[own],
            max(true) - true[calibrated(case, method)],
            row.score.value - psnr_of_blind(case, study, method, own),
        )
    assert isinstance(study.data, NoisyData)
    learned = winner_of(study, found, outcome.learned)
    taken = study.data.taken_away(replace(outcome, winner=learned)).winner
    designed = case.psnr(outcome.winner.apply(case.noisy))
    return {"lost": lost, "reached": (case.psnr(case.noisy), designed, case.psnr(taken.apply(case.noisy)))}


def tunable() -> list[Designed]:
    """The denoisers that have settings to choose from."""
    return [each for each in originals(2) if len(each.choices) > 1]


def psnr_of_blind(case: Case, study: Contest, method: Designed, number: int) -> float:
    """The true PSNR of a method's blind predictions, where these are scored."""
    assert isinstance(study.data, NoisyData)
    hidden = study.data.method(method.name)
    answer = hidden.apply(case.noisy, noise_of(case.noisy), **method.choices[number])
    rim = study.division.margin // 2
    inside = (slice(rim, -rim),) * 2
    wrong = (answer - case.clean)[inside][study.data.judge.counted[0][inside]]
    return float(-10 * np.log10(np.mean(wrong**2)))


def calibrated(case: Case, method: Designed) -> int:
    """The number of the setting that scikit-image chooses from the same ones."""
    from skimage.restoration import calibrate_denoiser

    def denoise(image: Array, *, number: int) -> Array:
        return method.apply(image, noise_of(case.noisy), **method.choices[number])

    numbers = {"number": list(range(len(method.choices)))}
    _, (_, losses) = calibrate_denoiser(case.noisy, denoise, numbers, extra_output=True)  # type: ignore[no-untyped-call]
    return int(np.argmin(losses))


def _row(title: str, losses: Array) -> list[str]:
    own, peer, estimate = losses.T
    return [
        title,
        f"{np.median(own):.2f}, {own.max():.2f} dB",
        f"{np.mean(own <= NEAR) * len(own):.0f} of {len(own)}",
        f"{np.median(peer):.2f}, {peer.max():.2f} dB",
        f"{np.mean(peer <= NEAR) * len(peer):.0f} of {len(peer)}",
        f"{np.median(np.abs(estimate)):.2f}, {np.abs(estimate).max():.2f} dB",
    ]

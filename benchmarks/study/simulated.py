"""Data whose truth is known: planted filters for each task, labels of pure noise, a designed truth, and what leaks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import toeplitz
from scipy.ndimage import gaussian_filter
from scipy.signal import lfilter

from core.background import done_at_once
from core.convolution import correlate
from core.data import Image, Signal
from core.kernels import get_kernel
from core.study import BeforeAfter, Contest, Events, Noisy, Outcome, contest
from core.study.files import Data

Array = NDArray[np.float64]
SIZES, PICTURE_SIZES = (3, 5, 9, 15), (3, 5, 7)
START = 200  # samples until a signal has forgotten how it began
MEMORY = 0.9  # of a sample for the one before it
APART, TOLERANCE = 100, 5  # samples from one event to the next on average, and how far from one an answer counts
HEIGHT = 4.5  # of an event in the answer of the best filter, in units of that answer's noise


@dataclass(frozen=True, eq=False)
class Case:
    """Data, what is wanted of them, and what the `truth` that made them answers."""

    data: Data
    task: BeforeAfter | Events | Noisy
    truth: Array
    sizes: tuple[int, ...] = SIZES

    def contest(self, *, networks: bool = False) -> Contest:
        """The study of these data."""
        return contest(self.data, self.task, sizes=self.sizes, networks=networks)

    def compared(self, *, networks: bool = False) -> Outcome:
        """The comparison on these data."""
        outcome: Outcome = done_at_once(self.contest(networks=networks))[1]
        return outcome

    def tallies(self) -> Array:
        """What the judge counts of the truth on each held-out tile, with the threshold of each training part."""
        study = self.contest()
        cut, judge = study.division, study.data.judge
        summary = judge.summary([self.truth], cut)
        chosen = [judge.adjustment(summary, cut.training(fold), as_it_is=True)[0] for fold in range(cut.folds)]
        return cut.joined([judge.tallies(summary, cut.of_fold(fold), each) for fold, each in enumerate(chosen)])


def planted(seed: int, count: int) -> Case:
    """Five random numbers are the truth; noise is half as strong as what they give."""
    kernel = np.random.default_rng((seed, 1)).normal(size=5)
    before = _smooth(seed, count)
    clean = correlate(before, kernel, boundary="mirror")
    return _pair(before, clean + 0.5 * clean.std() * _noise(seed, count), clean)


def planted_in_picture(seed: int, side: int) -> Case:
    """Five by five random numbers are the truth, on a texture; noise is half as strong as what they give."""
    rng = np.random.default_rng((seed, 1))
    texture = gaussian_filter(rng.normal(size=(side, side)), 1.0, mode="mirror")
    before = Image("simulated", "Simulated", np.clip(0.5 + 0.1 * texture / texture.std(), 0.0, 1.0))
    answers = correlate(before.pixels.astype(np.float64), rng.normal(size=(5, 5)), boundary="mirror")
    clean = 0.5 + 0.08 * (answers - answers.mean()) / answers.std()
    noise = 0.04 * np.random.default_rng((seed, 3)).normal(size=clean.shape)
    after = Image("wanted", "Wanted", np.clip(clean + noise, 0.0, 1.0))
    return Case(before, BeforeAfter((after,)), clean, PICTURE_SIZES)


def planted_events(seed: int, count: int) -> Case:
    """A wavelet of nine numbers marks each event; the truth is the filter that is matched to it and to the noise.

    In every other case the noise is white, and the mean of the events is that filter. In the others each sample of the
    noise remembers the one before it, which the mean of the events does not know of.
    """
    wavelet = get_kernel("gaussian_1d", sigma=1.5, size=9).weights * np.random.default_rng((seed, 1)).normal(size=9)
    return _events(wavelet, MEMORY if seed % 2 else 0.0, seed, count)


def events_alike(seed: int, count: int) -> Case:
    """Every data set has the same wavelet, and noise with a memory."""
    return _events(get_kernel("ricker", sigma=1.5, size=9).weights, MEMORY, seed, count)


def _events(wavelet: Array, memory: float, seed: int, count: int) -> Case:
    rng = np.random.default_rng((seed, 4))
    # of noise with a memory only what is new at each sample counts, and the same of the wavelet
    news = np.append(wavelet, 0.0) - memory * np.append(0.0, wavelet)
    matched = np.append(0.0, news) - memory * np.append(news, 0.0)
    events = np.cumsum(rng.integers(APART // 2, 3 * APART // 2, count // APART))
    events = events[events < count - APART // 2]
    marks = np.zeros(count)
    marks[events] = HEIGHT / np.linalg.norm(news)
    samples = np.convolve(marks, wavelet, "same") + lfilter([1.0], [1.0, -memory], _noise(seed, count + START))[START:]
    return Case(
        Signal("simulated", "Simulated", samples),
        Events(tuple(events.tolist()), TOLERANCE),
        correlate(samples, matched, boundary="mirror"),
    )


def planted_under_noise(seed: int, count: int) -> Case:
    """A signal that forgets as a known power of time under noise: the best prediction follows from that."""
    clean, taps = _smooth(seed, count), SIZES[-1]
    alike = MEMORY ** np.arange(taps) / (1 - MEMORY**2)
    others = np.delete(np.arange(taps), taps // 2)
    seen = toeplitz(alike)[np.ix_(others, others)] + np.eye(taps - 1)
    weights = np.linalg.solve(seen, toeplitz(alike)[others, taps // 2])
    samples = clean + _noise(seed, count)
    truth = correlate(samples, np.insert(weights, taps // 2, 0.0), boundary="mirror")
    return Case(Signal("simulated", "Simulated", samples), Noisy(), truth)


def pure_noise(seed: int, count: int) -> Case:
    """What is wanted has nothing to do with the signal."""
    return _pair(_smooth(seed, count), _noise(seed, count), np.zeros(count))


def events_of_noise(seed: int, count: int) -> Case:
    """Nothing in the signal tells of the events."""
    events = np.random.default_rng((seed, 1)).choice(count, count // APART, replace=False)
    signal = Signal("simulated", "Simulated", _noise(seed, count))
    return Case(signal, Events(tuple(events.tolist()), TOLERANCE), np.zeros(count))


def designed(seed: int, count: int) -> Case:
    """A Gaussian is the truth, of a width that is among those to choose from."""
    before = _smooth(seed, count)
    clean = correlate(before, get_kernel("gaussian_1d", sigma=1.4, size=11), boundary="mirror")
    return _pair(before, clean + 0.3 * _noise(seed, count), clean)


def noisy(seed: int, count: int) -> Case:
    """A smooth signal under noise as strong as its steps."""
    clean = _smooth(seed, count)
    return _pair(clean + _noise(seed, count), clean, clean)


def noisy_picture(seed: int, side: int) -> Case:
    """A texture under noise that is a little weaker."""
    texture = gaussian_filter(np.random.default_rng((seed, 1)).normal(size=(side, side)), 1.5, mode="mirror")
    clean = np.clip(0.5 + 0.1 * texture / texture.std(), 0.0, 1.0)
    before = np.clip(clean + 0.08 * np.random.default_rng((seed, 3)).normal(size=clean.shape), 0.0, 1.0)
    first, second = (Image("simulated", "Simulated", each) for each in (before, clean))
    return Case(first, BeforeAfter((second,)), clean, PICTURE_SIZES)


def waves(seed: int, count: int) -> Case:
    """Two quick waves under noise, of which every designed denoiser takes away most: learned is right."""
    places, rng = np.arange(count), np.random.default_rng((seed, 1))
    fast, faster = (np.cos(rng.uniform(1.5, 2.8) * places + rng.uniform(0.0, 6.0)) for _ in range(2))
    clean = 2 * fast + faster
    return Case(Signal("simulated", "Simulated", clean + _noise(seed, count)), Noisy(), clean)


def nothing_but_noise(seed: int, count: int) -> Case:
    """Noise around 5: there is nothing to learn."""
    return Case(Signal("simulated", "Simulated", 5 + _noise(seed, count)), Noisy(), np.full(count, 5.0))


def copied_across(seed: int, count: int) -> Case:
    """Faint noise, loud behind one border between folds, around which twenty times a loud sample ahead is wanted.

    Who learns from the samples on one side of the border knows those on the other.
    """
    before, after = _noise(seed, count), np.random.default_rng((seed, 1)).normal(size=count)
    rim, reach = SIZES[-1] // 2, SIZES[-1] // 2
    border = rim + round(2 * (count - 2 * rim) / 5)
    there = np.arange(border - reach, border + reach)
    is_loud = (np.arange(count) >= border) & (np.arange(count) < border + 2 * reach)
    before *= np.where(is_loud, 1.0, 0.01)
    after[there] = 20 * before[there + reach]
    return _pair(before, after, np.zeros(count))


def offset_blocks(seed: int, count: int) -> Case:
    """What is wanted is noise around another value in each fifth of the data, which nothing in the signal tells of."""
    rng = np.random.default_rng((seed, 1))
    offsets = np.repeat(rng.normal(0.0, 3.0, 5), -(-count // 5))[:count]
    return _pair(_noise(seed, count), offsets + rng.normal(size=count), np.zeros(count))


def _pair(before: Array, after: Array, truth: Array) -> Case:
    first, second = (Signal("simulated", "Simulated", each) for each in (before, after))
    return Case(first, BeforeAfter((second,)), truth)


def _smooth(seed: int, count: int) -> Array:
    steps = np.random.default_rng((seed, 2)).normal(size=count + START)
    return np.asarray(lfilter([1.0], [1.0, -MEMORY], steps)[START:])


def _noise(seed: int, count: int) -> Array:
    return np.random.default_rng((seed, 3)).normal(size=count)

"""One call for all of it: is a learned filter worth it on these data?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from core.background import done_at_once
from core.study.before_after import BeforeAfter, BeforeAfterData
from core.study.contest import SIZES, Contest
from core.study.division import FOLDS, fitting_sizes
from core.study.events import EventData, Events
from core.study.files import Data
from core.study.noisy import Noisy, NoisyData
from core.study.outcome import Outcome


def compare_on(
    data: Data | Sequence[Data],
    task: BeforeAfter | Events | Noisy,
    *,
    sizes: Sequence[int] | None = None,
    folds: int = FOLDS,
    seed: int = 0,
    networks: bool = True,
    on_progress: Callable[[float], None] | None = None,
) -> Outcome:
    """Compare designed and learned filters on data of one's own, on parts that neither was fitted or tuned on.

    Parameters
    ----------
    data : Signal, Image or a sequence of them
        One file is cut into folds; several files are not, each is held out as a whole.
    task : BeforeAfter, Events or Noisy
        What is wanted.
    sizes : sequence of int or None
        Odd numbers of taps along each axis, ascending; None for usual ones, as far as the data have room for them.
    folds : int
        At least 3.
    seed : int
        Of the random numbers that training begins with. Bounds always draw the same tiles.
    networks : bool
        Whether two layers are trained too, which takes seconds.
    on_progress : callable or None
        Called with the share that is done.

    Raises
    ------
    ValueError
        For data that do not fit together or are too small, for Noisy data without noise, and for sizes or folds that
        are not allowed.

    Examples
    --------
    >>> import numpy as np
    >>> from core.data import Signal
    >>> rng = np.random.default_rng(0)
    >>> clean = np.cumsum(rng.normal(size=600))
    >>> noisy = Signal("noisy", "Noisy", clean + rng.normal(size=600))
    >>> study = compare_on(noisy, BeforeAfter((Signal("clean", "Clean", clean),)), sizes=(3, 5), networks=False)
    >>> study.verdict.kind
    'not worth it'
    """
    study = contest(data, task, sizes=sizes, folds=folds, seed=seed, networks=networks)
    outcome: Outcome = done_at_once(study, on_progress)[1]
    return outcome


def contest(
    data: Data | Sequence[Data],
    task: BeforeAfter | Events | Noisy,
    *,
    sizes: Sequence[int] | None = None,
    folds: int = FOLDS,
    seed: int = 0,
    networks: bool = True,
) -> Contest:
    """The study that `compare_on` does at once, with the same arguments; raises the same."""
    files = tuple(data) if isinstance(data, Sequence) else (data,)
    own = _data_of(files, task)
    chosen = tuple(sizes) if sizes is not None else fitting_sizes(own.shapes, SIZES[own.ndim], folds)
    if not chosen or list(chosen) != sorted(set(chosen)) or any(size < 1 or size % 2 == 0 for size in chosen):
        raise ValueError(f"sizes={chosen} are not allowed: give odd numbers of taps in ascending order.")
    if chosen[0] == 1 and isinstance(own, NoisyData):
        raise ValueError(f"sizes={chosen} are not allowed: a filter that leaves out its own sample needs 3 taps.")
    if folds < 3:
        raise ValueError(f"folds={folds} are not allowed: give at least 3, of which one is held out and one tunes.")
    study = Contest(own, chosen, folds, seed, networks)
    division = study.division  # raises where the data are too small
    if isinstance(own, EventData):
        own.check_parts(division)
    return study


def _data_of(files: tuple[Data, ...], task: BeforeAfter | Events | Noisy) -> BeforeAfterData | EventData | NoisyData:
    if isinstance(task, BeforeAfter):
        return BeforeAfterData(files, task)
    if isinstance(task, Events):
        return EventData(files, task)  # type: ignore[arg-type]
    return NoisyData(files, task)

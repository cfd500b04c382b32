"""Choosing what is compared on Your data: the question, the data, and how filters are tried."""

from __future__ import annotations

from dataclasses import replace

from core.data import Image, Signal
from core.study import BeforeAfter, Contest, Events, Noisy, contest
from core.study.before_after import Data
from core.study.division import FOLDS, fitting_sizes
from core.study.examples import BEFORE_AFTER, EVENTS, NOISY, Task, examples
from core.study.marks import events_of_column, events_of_text
from pages.parts.choose import choices
from pages.parts.choose.own_files import OwnFile
from pages.parts.choose.study_files import OWN, Brought, brought, offer_files, say_what_is_left_out
from pages.parts.choose.widgets import menu, scale, slider, switch, text
from pages.parts.shell import say
from pages.parts.shell.show import warning_sentence

TITLES = {
    BEFORE_AFTER: "Make this into that",
    EVENTS: "Find events in a signal",
    NOISY: "Take noise out, without a clean version",
}
SIZES = {1: (3, 5, 9, 15, 31, 63), 2: (3, 5, 7, 9, 13)}
USUAL = {1: 31, 2: 9}  # the largest filter that is tried unless another is chosen
LIST = "a list below"
MOST_TOLERANCE, MOST_SEED = 100, 99
Files = tuple[Data, ...]


def pick_study(prefix: str) -> Contest | None:
    """Show all controls and return what is to be compared; None where the data do not allow it, which is said."""
    task = menu("Question", tuple(TITLES), BEFORE_AFTER, f"{prefix}_task", title=lambda each: TITLES[each])
    try:
        data, wanted = _data(prefix, task)
        if isinstance(wanted, Events):
            wanted = replace(wanted, tolerance=_tolerance(prefix, wanted, data[0]))
        shapes = [each.samples.shape if isinstance(each, Signal) else each.pixels.shape[:2] for each in data]
        sizes = _sizes(prefix, shapes)
        networks = switch(
            "Train two layers too",
            f"{prefix}_networks",
            start=True,
            help_text="A convolution, a ReLU and a second convolution. They take longest.",
        )
        seed = slider("Seed", 0, MOST_SEED, 0, f"{prefix}_seed", step=1, help_text="Of all random numbers.")
        return contest(data, wanted, sizes=sizes, seed=int(seed), networks=networks)
    except ValueError as error:
        warning_sentence(error)
        return None


def _data(prefix: str, task: str) -> tuple[Files, Task]:
    """The files and the task of an example, or of one's own."""
    own, offered, key = brought(task), examples(task), f"{prefix}_{task}_data"
    asked = choices.chosen(key)
    names = (*([OWN] if own.before else []), *offered)
    picked = menu("Data", names, names[0], key, title=lambda name: own.title if name == OWN else offered[name].title)
    if asked == OWN and picked != OWN:
        choices.keep(key, OWN)
        say.caption(
            "This address was made with somebody's own data, which stayed with that person. An example is shown "
            "instead."
        )
    if picked != OWN:
        say.caption(offered[picked].description)
    offer_files(prefix, task)
    if own.after and not own.before:
        say.caption("What came before is missing: bring it as well. Until then the example is shown.")
    if picked != OWN:
        data, wanted = offered[picked].make()
        return (data,), wanted
    say_what_is_left_out(own)
    if task == NOISY:
        return _own_noisy(prefix, own)
    return _own_events(prefix, own) if task == EVENTS else _own_pair(prefix, own)


def _own_noisy(prefix: str, own: Brought) -> tuple[Files, Noisy]:
    """Files, or a column of a table."""
    if len(own.columns) < 2:
        return tuple(each.data for each in own.before), Noisy()
    column = menu("Column", own.columns, own.columns[0], f"{prefix}_column")
    return (_column(own.before[0], column),), Noisy()


def _own_pair(prefix: str, own: Brought) -> tuple[Files, BeforeAfter]:
    """Two files of one size or more, or two columns of a table."""
    if own.after:
        return tuple(each.data for each in own.before), BeforeAfter(tuple(each.data for each in own.after))
    if len(own.columns) < 2:
        raise ValueError("What the data should become is missing: bring it as a second file, or as another column.")
    before = menu("Column before", own.columns, own.columns[0], f"{prefix}_column")
    others = tuple(each for each in own.columns if each != before)
    after = menu("Column after", others, others[0], f"{prefix}_column_after")
    return (_column(own.before[0], before),), BeforeAfter((_column(own.before[0], after),))


def _own_events(prefix: str, own: Brought) -> tuple[Files, Events]:
    """A table's signal, whose events are in another column or in a list."""
    file = own.before[0]
    if len(own.before) > 1:
        raise ValueError("Events are looked for in a single file here: bring one.")
    if not file.columns:
        return (file.data,), Events(_listed(prefix, file.data))
    signal = menu("Signal", file.columns, file.columns[0], f"{prefix}_column")
    data = _column(file, signal)
    others = tuple(each for each in file.columns if each != signal)
    marks = menu("Events", (*others, LIST), _guess(file, others), f"{prefix}_marks")
    if marks == LIST:
        return (data,), Events(_listed(prefix, data))
    column = _column(file, marks)
    assert isinstance(column, Signal)  # noqa: S101 - tells the type checker
    return (data,), Events(events_of_column(column.samples))


def _guess(file: OwnFile, columns: tuple[str, ...]) -> str:
    """The first column that marks events, or the first of all, of which is then said why it does not."""
    for name in columns:
        try:
            column = _column(file, name)
            if isinstance(column, Signal) and len(events_of_column(column.samples)) > 1:
                return name
        except ValueError:
            continue
    return columns[0] if columns else LIST


def _column(file: OwnFile, column: str) -> Signal | Image:
    return replace(file, column=column).data


def _listed(prefix: str, data: Data) -> tuple[int, ...]:
    """The events of a list that the visitor writes."""
    rate = data.sample_rate if isinstance(data, Signal) else None
    given = text(
        "Events", f"{prefix}_events", help_text="Numbers or ranges, such as 12, 40-44, 90: of samples counted from 0."
    )
    is_time = rate is not None and switch("The list is in seconds", f"{prefix}_seconds")
    if not given:
        raise ValueError("The events are missing: write their samples, or bring them as a column.")
    return events_of_text(given, rate if is_time and rate is not None else 1.0)


def _tolerance(prefix: str, wanted: Events, data: Data) -> int:
    rate = data.sample_rate if isinstance(data, Signal) else None
    chosen = slider(
        "Tolerance (samples)",
        0,
        MOST_TOLERANCE,
        wanted.tolerance,
        f"{prefix}_tolerance",
        step=1,
        help_text="How far from an event an alarm still counts.",
    )
    if rate is not None:
        say.caption(f"{chosen:g} samples are {chosen / rate:.3g} seconds.")
    return int(chosen)


def _sizes(prefix: str, shapes: list[tuple[int, ...]]) -> tuple[int, ...]:
    """All sizes up to the largest that is chosen; only those are offered for which the data have room."""
    ndim = len(shapes[0])
    offered = fitting_sizes(shapes, SIZES[ndim], FOLDS)
    largest = scale(
        "Largest filter (taps along each axis)",
        offered,
        max(size for size in offered if size <= USUAL[ndim]),
        f"{prefix}_largest_{ndim}d",
    )
    return tuple(size for size in offered if size <= largest)

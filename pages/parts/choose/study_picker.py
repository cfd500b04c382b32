"""Choosing what is compared on Your data: the question, the data, and how filters are tried."""

from __future__ import annotations

from dataclasses import dataclass, replace

from core.data import Image, Signal, UnreadableUpload
from core.study import BeforeAfter, Contest, Events, Noisy, contest
from core.study.division import FOLDS, fitting_sizes
from core.study.examples import BEFORE_AFTER, EVENTS, NOISY, Task, examples
from core.study.files import Data, shapes_of
from core.study.marks import events_of_column
from pages.parts.choose import choices
from pages.parts.choose.event_list import MISSING, EventList, listed_events
from pages.parts.choose.own_files import OwnFile
from pages.parts.choose.study_files import (
    OWN,
    WITH_FILES,
    Brought,
    brought,
    forget_refusal,
    offer_files,
    refused,
    say_what_is_left_out,
)
from pages.parts.choose.widgets import menu, scale, slider, switch
from pages.parts.shell import say
from pages.parts.shell.show import escaped

TITLES = {
    BEFORE_AFTER: "Make this into that",
    EVENTS: "Find events in a signal",
    NOISY: "Take noise out, without a clean version",
}
SIZES = {1: (3, 5, 9, 15, 31, 63), 2: (3, 5, 7, 9, 13)}
USUAL = {1: 31, 2: 9}  # the largest filter that is tried unless another is chosen
LIST = "a list below"
GONE = (
    "This address asks for somebody's own data, which stay with that person and are gone after a reload. Bring the "
    "files again under *Use your own data*; an example is shown until then."
)
MOST_GUESSED = 8  # columns that are looked through for events
MOST_TOLERANCE, MOST_SEED = 100, 99
Files = tuple[Data, ...]


@dataclass(frozen=True)
class Asked:
    """Files and what is wanted of them; nothing is wanted while `listed` has no events. Notes are for the page."""

    files: Files
    task: Task | None
    listed: EventList | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picked:
    """What is to be compared, or why it cannot be; events that are `listed` can be marked on their signal."""

    study: Contest | None = None
    refusal: ValueError | None = None
    listed: EventList | None = None
    notes: tuple[str, ...] = ()


def pick_study(prefix: str) -> Picked:
    """Show all controls and return what they choose."""
    task = menu("Question", tuple(TITLES), BEFORE_AFTER, f"{prefix}_task", title=lambda each: TITLES[each])
    try:
        asked = _data(prefix, task)
    except ValueError as error:
        return Picked(refusal=error)
    try:
        return Picked(_contest(prefix, asked), listed=asked.listed, notes=asked.notes)
    except ValueError as error:
        return Picked(refusal=error, listed=asked.listed, notes=asked.notes)


def _contest(prefix: str, asked: Asked) -> Contest:
    """The study of what is asked; raises ValueError for data that cannot be compared."""
    wanted, files = asked.task, asked.files
    if wanted is None:
        raise ValueError(MISSING)
    if isinstance(wanted, Events):
        wanted = replace(wanted, tolerance=_tolerance(prefix, wanted, files[0]))
    sizes = _sizes(prefix, shapes_of(files))
    networks = switch(
        "Train two layers too",
        f"{prefix}_networks",
        start=True,
        help_text="A convolution, a ReLU and a second convolution. They take longest.",
    )
    seed = slider(
        "Seed", 0, MOST_SEED, 0, f"{prefix}_seed", step=1, help_text="Of the random numbers that learning begins with."
    )
    return contest(files, wanted, sizes=sizes, seed=int(seed), networks=networks)


def _data(prefix: str, task: str) -> Asked:
    """The files and the task of an example, or of one's own."""
    own, offered, key = brought(task), examples(task), f"{prefix}_{task}_data"
    asked = choices.chosen(key)
    names = (*([OWN] if own.before else []), *offered)
    picked = menu(
        "Data",
        names,
        names[0],
        key,
        title=lambda name: own.title if name == OWN else offered[name].title,
        on_choice=forget_refusal,
    )
    if picked != OWN:
        say.caption(offered[picked].description)
    offer_files(prefix, task)
    why = refused(task)
    if why and not own.before:
        raise UnreadableUpload(why)
    notes = (f"{why} What was brought before is shown instead.",) if why else ()
    if picked == OWN:
        choices.keep(key, OWN)
        say_what_is_left_out(own)
        made = {NOISY: _own_noisy, EVENTS: _own_events}.get(task, _own_pair)(prefix, own)
        return replace(made, notes=(*notes, *made.notes))
    if own.after:
        raise ValueError("What came before is missing: bring it as well, or remove what came after.")
    if asked == OWN:
        choices.keep(key, OWN)
        for name in WITH_FILES:
            choices.chosen(f"{prefix}_{name}")
        notes = (*notes, GONE)
    data, wanted = offered[picked].make()
    return Asked((data,), wanted, notes=notes)


def _own_noisy(prefix: str, own: Brought) -> Asked:
    """Files, or a column of a table."""
    if len(own.columns) < 2:
        return Asked(tuple(each.data for each in own.before), Noisy())
    column = menu("Column", own.columns, own.columns[0], f"{prefix}_column")
    return Asked((_column(own.before[0], column),), Noisy())


def _own_pair(prefix: str, own: Brought) -> Asked:
    """Two files of one size or more, or two columns of a table."""
    if own.after:
        wanted = BeforeAfter(tuple(each.data for each in own.after))
        return Asked(tuple(each.data for each in own.before), wanted)
    if len(own.columns) < 2:
        raise ValueError("What the data should become is missing: bring it as a second file, or as another column.")
    marks = _marks(own.before[0], own.columns)
    names = own.columns
    first = next((each for each in names if each != marks), names[0])
    before = menu("Column before", names, first, f"{prefix}_column")
    others = tuple(each for each in names if each != before)
    after = menu("Column after", others, others[0], f"{prefix}_column_after")
    notes: tuple[str, ...] = ()
    if marks is not None and marks in (before, after):
        notes = (
            f"'{escaped(marks)}' is 0 except here and there. To find when, choose the question *{TITLES[EVENTS]}*.",
        )
    return Asked((_column(own.before[0], before),), BeforeAfter((_column(own.before[0], after),)), notes=notes)


def _own_events(prefix: str, own: Brought) -> Asked:
    """A table's signal, whose events are in another column or in a list."""
    file = own.before[0]
    if len(own.before) > 1:
        raise ValueError("Events are looked for in a single file here: bring one.")
    if not file.columns:
        return _listed(prefix, file.data)
    guess = _marks(file, file.columns)
    first = next((each for each in file.columns if each != guess), file.columns[0])
    signal = menu("Signal", file.columns, first, f"{prefix}_column")
    data = _column(file, signal)
    others = tuple(each for each in file.columns if each != signal)
    if guess not in others:
        guess = others[0] if others else LIST  # of which is then said why it marks no events
    marks = menu("Events", (*others, LIST), guess, f"{prefix}_marks")
    if marks == LIST:
        return _listed(prefix, data)
    column = _column(file, marks)
    assert isinstance(column, Signal)  # noqa: S101 - tells the type checker
    return Asked((data,), Events(events_of_column(column.samples)))


def _marks(file: OwnFile, columns: tuple[str, ...]) -> str | None:
    """The first column that marks events, None where none does."""
    for name in columns[:MOST_GUESSED]:
        try:
            column = _column(file, name)
            if isinstance(column, Signal) and len(events_of_column(column.samples)) > 1:
                return name
        except ValueError:
            continue
    return None


def _column(file: OwnFile, column: str) -> Signal | Image:
    return replace(file, column=column).data


def _listed(prefix: str, data: Data) -> Asked:
    """A signal with the events of a list."""
    assert isinstance(data, Signal)  # noqa: S101 - tells the type checker
    listed = listed_events(prefix, data)
    return Asked((data,), Events(listed.events) if listed.events else None, listed)


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
    crowded = replace(wanted, tolerance=int(chosen)).crowded
    if crowded:
        say.caption(
            f"{crowded:,} events have another nearer than the tolerance. Of two so near only one can be found: choose "
            "a smaller tolerance to count both."
        )
    return int(chosen)


def _sizes(prefix: str, shapes: tuple[tuple[int, ...], ...]) -> tuple[int, ...]:
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

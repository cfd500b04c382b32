"""A study of one's own data on the page: all contestants, their answers, and how the score grows."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from functools import partial
from pathlib import Path

import streamlit as st

from core.export import File, name_of, repeat_code, report, scores_csv, winner_code, winner_file
from core.figures.contestants import axis_title
from core.figures.lines import precision_by_recall, score_by_amount, score_by_size
from core.figures.study_pictures import answer_picture, divided_before, nearer_picture, wanted_picture, where
from core.study import Contest, Outcome
from core.study.noisy import NoisyData
from core.study.outcome import SIDES
from pages.parts.choose import choices
from pages.parts.choose.boxes import box
from pages.parts.choose.widgets import menu
from pages.parts.draw.lines import show_lines
from pages.parts.draw.stretch import show_stretch
from pages.parts.shell import say
from pages.parts.shell.show import download, escaped, picture, table

MEASURES = {
    "error": "Mean absolute error",
    "ssim": "SSIM",
    "area": "Area under the ROC curve",
    "precision": "Precision",
    "recall": "Recall",
}


LATER = ("table", "stretch_file", "stretch_pin", "stretch_nearer", "size", "amount", "recall", "away")


def keep_for_later(key: str) -> None:
    """Keep what an address chooses of all that is shown only once the study is whole."""
    for name in LATER:
        choices.chosen(f"{key}_{name}")


def compared_on(study: Contest) -> str:
    """The names of the data."""
    first, *others = (each.title for each in study.data.before)
    return escaped(f"{first} and {len(others)} more" if others else first)


def say_limit(outcome: Outcome) -> None:
    """Say where scores are as good as can be told."""
    if any(row.score.value >= outcome.limit for row in outcome.rows):
        most = outcome.score.written(outcome.limit)
        say.caption(f"No score above {most} can be told here: what reaches that may be better still.")


def show_table(outcome: Outcome, key: str) -> None:
    """All contestants as a table, and what else may be said of the two sides."""
    frame = box("All contestants as a table", key, ":material/table:")
    if not frame.open:
        return
    with frame:
        st.html(Path(__file__).parent / "study.css")
        head = [
            "Contestant",
            axis_title(outcome),
            "Between (95 %)",
            "Multiplications",
            "Microseconds",
            "Chosen by part",
        ]
        lines = [
            [
                title,
                outcome.score.written(row.score.value),
                f"{outcome.score.written(row.score.low)} to {outcome.score.written(row.score.high)}",
                "" if row.multiplications is None else f"{row.multiplications:,}",
                f"{row.microseconds:.2g}",
                "; ".join(dict.fromkeys(filter(None, row.chosen))),
            ]
            for title, row in outcome.entries
        ]
        table(head, lines)
        names = list(outcome.measures["designed"])
        if not names:
            say.explain_above(*head)
            return
        say.markdown("The same held-out answers by other measures:")
        table(
            ["Side", *(MEASURES[name] for name in names)],
            [
                [f"{SIDES[role]}: {side.title}", *(f"{outcome.measures[role][name]:.3f}" for name in names)]
                for role, side in outcome.sides.items()
            ],
        )
        say.explain_above(*head, *(MEASURES[name] for name in names))


def show_held_out(study: Contest, outcome: Outcome, key: str) -> None:
    """What both sides answer where they learned nothing."""
    say.header("Answers where nothing was learned")
    file = _pick_file(study, key)
    if study.data.ndim == 1:
        show_stretch(study, outcome, key, file)
        if len(study.data.before) == 1:
            say.caption("The lines between two parts of the whole signal are margins, from which nothing is learned.")
    else:
        _show_pictures(study, outcome, key, file)


def _pick_file(study: Contest, key: str) -> int:
    """The number of the file whose answers are shown, counted from 0; in the address it is counted from 1."""
    names = [each.title for each in study.data.before]
    if len(names) == 1:
        choices.forget(f"{key}_file")
        return 0
    return (
        menu(
            "File",
            range(1, len(names) + 1),
            1,
            f"{key}_file",
            title=lambda number: f"{number}: {names[number - 1]}",
            # a stretch is one of the file that was shown
            on_choice=partial(choices.forget, f"{key}_pin"),
        )
        - 1
    )


def _show_pictures(study: Contest, outcome: Outcome, key: str, file: int) -> None:
    """What came in, what is wanted and what both sides answer, side by side."""
    is_wanted, is_cut = not isinstance(study.data, NoisyData), len(study.data.before) == 1
    title = "What came in, with lines between the parts that are held out in turn" if is_cut else "What came in"
    came_in = [(divided_before(study, outcome, title, file), title)]
    wanted = [(wanted_picture(study, outcome, file), "What is wanted")] if is_wanted else []
    titles = {role: f"{SIDES[role]}: {outcome.sides[role].title}" for role in SIDES}
    answers = [(answer_picture(outcome, role, title, file), title) for role, title in titles.items()]
    for row in ([*came_in, *wanted], answers):
        for place, (drawn, title) in zip(st.columns(2), row, strict=False):
            with place:
                picture(drawn, title, fills_column=True)
    each = "Each part is answered by what learned nothing from it, nor from the margin beside it."
    say.caption(each if is_cut else "Each file is answered by what learned nothing from it.")
    shown = where(outcome, file)
    if shown:
        say.caption(shown)
    if is_wanted:
        nearer = box("Which answer is nearer to what is wanted", f"{key}_nearer", ":material/compare:")
        if nearer.open:
            with nearer:
                picture(
                    nearer_picture(study, outcome, file),
                    "Green: the learned one is nearer. Purple: the designed one is.",
                )


def show_curves(outcome: Outcome, key: str) -> None:
    """Boxes with the score against filter size and amount of data, and precision against recall."""
    made = {
        "size": ("Score against filter size", ":material/straighten:", score_by_size),
        "amount": ("Score against the amount of data", ":material/stacked_line_chart:", score_by_amount),
    }
    if outcome.peaks:
        made["recall"] = ("Precision against recall", ":material/show_chart:", precision_by_recall)
    for name, (title, icon, draw) in made.items():
        frame = box(title, f"{key}_{name}", icon)
        if frame.open:
            with frame:
                show_lines(draw(outcome), f"{key}_{name}_lines")


def take_away(study: Contest, outcome: Outcome, key: str) -> None:
    """Download the winner's program and as numbers, a report, all scores, and the lines that make it all again."""
    frame = box("Take it away", f"{key}_away", ":material/download:")
    if not frame.open:
        return
    with frame:
        why = (
            "The winner"
            if outcome.verdict.is_for_a_side
            else "No side is better by enough. What the designed side chose"
        )
        say.markdown(f"{why}: {escaped(outcome.winner.title)}, fitted on all of the data.")
        code = winner_code(outcome.winner)
        today = datetime.datetime.now(datetime.UTC).date()
        offered: dict[str, tuple[str, Callable[[], File]]] = {
            "py": ("The winner as a program", lambda: code),
            "npz": ("Download the winner's numbers", partial(winner_file, outcome.winner)),
            "html": ("Download a report", partial(report, outcome, study, today)),
            "csv": ("Download all scores", partial(scores_csv, outcome)),
        }
        with st.container(horizontal=True):
            for ending, (title, make) in offered.items():
                name = name_of("your_data", ending, study, outcome.winner.title)
                download(title, make, name, f"{key}_take_{ending}")
        st.code(code.content.decode(), language="python", wrap_lines=True)
        say.markdown("The comparison again, in a notebook:")
        st.code(repeat_code(study), language="python", wrap_lines=True)

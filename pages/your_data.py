"""Is a learned filter worth it on one's own data? Designed and learned ones, judged where none of them learned."""

from core.background import Progress
from core.study import Outcome
from pages.parts.choose.study_picker import pick_study
from pages.parts.draw.contestants import show_contestants
from pages.parts.draw.marking import show_marking
from pages.parts.draw.progress import follow
from pages.parts.draw.prose import prose
from pages.parts.draw.study import (
    compared_on,
    keep_for_later,
    say_limit,
    show_curves,
    show_held_out,
    show_table,
    take_away,
)
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import controls, heading
from pages.parts.shell.registry import is_embedded
from pages.parts.shell.show import warning_sentence

through_app()

KEY = "your_data"
heading("Your data", "Is a learned filter worth it here? Designed and learned ones, judged where none of them learned.")
with controls():
    picked = pick_study(KEY)
study = picked.study
keep_for_later(KEY)


def draw(progress: Progress) -> None:
    """All contestants as far as they are known, and at the end what they answer."""
    if study is None:
        return
    outcome: Outcome | None = progress.conclusion or progress.so_far
    if outcome is None:
        is_stopped = progress.status == "stopped"
        first = "There is a first result once all linear methods are tried."
        say.caption(first if is_stopped else "The first methods are on their way.")
        return
    show_contestants(outcome, f"{KEY}_contestants", is_whole=progress.conclusion is not None)
    say_limit(outcome)
    if progress.conclusion is not None and not is_embedded():
        show_table(outcome, f"{KEY}_table")
        show_held_out(study, outcome, f"{KEY}_stretch")
        show_curves(outcome, KEY)
        take_away(study, outcome, KEY)


def done(progress: Progress) -> str:
    """How far the comparison has come."""
    data = "" if study is None else f" on {compared_on(study)}"
    return f"{len(progress.parts):,} of {progress.count:,} settings and networks are tried{data}"


if picked.listed is not None and not is_embedded():
    show_marking(picked.listed, f"{KEY}_marking")
for note in picked.notes:
    say.info(note)
if picked.refusal is not None:
    warning_sentence(picked.refusal)
if study is not None:
    follow(study, draw, done, f"{KEY}_study")
if not is_embedded():
    prose(KEY)

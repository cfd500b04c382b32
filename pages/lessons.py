"""Where does one begin? Lessons: each leads through the pages step by step, and says what to notice."""

import streamlit as st

from core.lessons import Lesson
from pages.parts.choose.boxes import box
from pages.parts.draw.prose import prose
from pages.parts.lessons.bar import link_to_step, shown
from pages.parts.lessons.shelf import lessons, shelf
from pages.parts.lessons.upload import offer_lesson, show_faults
from pages.parts.shell import say
from pages.parts.shell.entrance import through_app
from pages.parts.shell.frame import heading

through_app()

heading("Lessons", "Each leads through the pages in a few steps: what to look at, and what it means.")
with st.grid(2):
    for lesson in lessons().values():
        with st.container(border=True):
            link_to_step(f"**{shown(lesson.title)}**", lesson, 1, ":material/play_arrow:")
            say.caption(f"{shown(lesson.about)} {len(lesson.steps)} steps, about {lesson.minutes} minutes.")
for file, found in shelf().items():
    if not isinstance(found, Lesson):
        show_faults(file, found)
own = box("Use a lesson of your own", "lessons_own", ":material/upload:")
if own.open:
    with own:
        offer_lesson("lessons_upload")
prose("lessons")

"""Lessons: Markdown files, each a list of steps through the dashboard's own pages.

`read_lesson` makes a `Lesson` of a file's text, or raises `UnreadableLesson`, whose `problems` say what is wrong and
where. It is told which pages there are, since core knows none. Texts hold no markup but emphasis and code: `spans`
takes them apart, so that whoever shows them can escape all the rest.

>>> spans("A *kernel*")
(Span(text='A ', style=''), Span(text='kernel', style='*'))
"""

from core.lessons.address import BAR_KEYS
from core.lessons.lesson import Lesson, Problem, Step, UnreadableLesson
from core.lessons.read import MOST_BYTES, read_lesson
from core.lessons.text import Span, spans

__all__ = ["BAR_KEYS", "MOST_BYTES", "Lesson", "Problem", "Span", "Step", "UnreadableLesson", "read_lesson", "spans"]

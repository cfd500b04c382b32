"""A lesson as data."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

WORDS_A_MINUTE = 200  # of somebody who reads carefully; Brysbaert (2019) found 238 for adults and plain prose
LOOKING = 20  # seconds at a step, beside reading


@dataclass(frozen=True)
class Step:
    """One step: a page and its state, what to notice there, and perhaps a question and its answer.

    `page` is the page's name in an address, empty for the first page; `query` holds its choices by key.
    """

    page: str
    query: Mapping[str, str]
    title: str
    text: str
    question: str = ""
    answer: str = ""

    @property
    def words(self) -> int:
        """How many words there are to read."""
        return sum(len(part.split()) for part in (self.title, self.text, self.question, self.answer))


@dataclass(frozen=True)
class Lesson:
    """Steps one after another; `name` stands in the address, `about` says what the lesson is for."""

    name: str
    title: str
    about: str
    steps: tuple[Step, ...]

    @property
    def minutes(self) -> int:
        """About how long the lesson takes, in whole minutes, rounded up.

        >>> Lesson("one", "One", "", (Step("", {}, "Title", "word " * 199),)).minutes
        2
        """
        reading = sum(step.words for step in self.steps) / WORDS_A_MINUTE
        return math.ceil(reading + len(self.steps) * LOOKING / 60)


@dataclass(frozen=True)
class Problem:
    """What is wrong in a line, counted from 1, as a sentence that says the way out."""

    line: int
    sentence: str


class UnreadableLesson(ValueError):
    """A file is no lesson; `problems` has all that is wrong, in the order of the lines."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(" ".join(f"Line {each.line}: {each.sentence}" for each in problems))
        self.problems = problems

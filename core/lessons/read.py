"""Reading a lesson from Markdown: a title, what it is about, and steps; each fault is found with its line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from core.lessons.address import LINK, read_address
from core.lessons.lesson import Lesson, Problem, Step, UnreadableLesson
from core.lessons.text import faults

MOST_BYTES = 20_000  # of a file
MOST_STEPS = 12
# characters: what the bar has room for
MOST_SEARCHED = 1000
LONGEST = {"title": 60, "about": 300, "text": 400, "question": 120, "answer": 400}
OTHER_BLOCKS = (
    (re.compile(r"#{3,}\s"), "a smaller heading. Use # for the lesson and ## for a step"),
    (re.compile(r"(?:[-*+]|\d+[.)])\s"), "a list. Write sentences"),
    (re.compile(r"```|~~~"), "a block of code. Write code within a line, between backticks"),
    (re.compile(r"\|"), "a table. Write sentences"),
    (re.compile(r"(?:-{3,}|={3,}|\*{3,}|_{3,})$"), "a rule. Leave it out: each ## begins a step"),
)


@dataclass
class _Block:
    """Lines that belong together; their kind is `#`, `##`, link, `>` (a part of a quote), or empty (a paragraph)."""

    kind: str
    line: int
    lines: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return " ".join(self.lines)


def read_lesson(text: str, name: str, pages: Mapping[str, Sequence[str]]) -> Lesson:
    """The lesson in a file's text; `name` is what stands for it in an address.

    `pages` has, by the name of each page in an address, how the keys of its choices begin. Raises UnreadableLesson with
    all that is wrong.

    >>> text = '''# Edges
    ...
    ... How a filter finds them.
    ...
    ... ## Sobel x
    ...
    ... [Open](/images?images_kernel=sobel_x)
    ...
    ... Purple and green are the two sides of an edge.
    ...
    ... > Why is the sky white?
    ... >
    ... > Nothing changes there.
    ... '''
    >>> read_lesson(text, "edges", {"images": ["images_"]}).steps[0].question
    'Why is the sky white?'
    """
    problems: list[Problem] = []
    if len(text.encode()) > MOST_BYTES:
        raise UnreadableLesson((Problem(1, f"The file is larger than {MOST_BYTES:,} bytes: make two lessons of it."),))
    blocks = list(_blocks(text.removeprefix("\ufeff"), problems))
    first = next((place for place, block in enumerate(blocks) if block.kind == "##"), len(blocks))
    title, about = _beginning(blocks[:first], problems)
    steps = [_step(part, pages, problems) for part in _parts(blocks[first:])]
    if not steps:
        problems.append(Problem(len(text.splitlines()) or 1, "There is no step: begin each with ## and its title."))
    if len(steps) > MOST_STEPS:
        problems.append(Problem(1, f"There are {len(steps)} steps: a lesson has at most {MOST_STEPS}."))
    if problems:
        raise UnreadableLesson(tuple(sorted(problems, key=lambda each: each.line)))
    return Lesson(name, title, about, tuple(steps))


def _blocks(text: str, problems: list[Problem]) -> Iterator[_Block]:
    """The blocks in turn; what a lesson cannot have is left out and becomes a problem."""
    block: _Block | None = None
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.strip()
        wrong = next((kind for pattern, kind in OTHER_BLOCKS if pattern.match(line)), None)
        if wrong:
            problems.append(Problem(number, f"This is {wrong}."))
            line = ""
        found = re.match(r"(##?(?=\s|$)|>)?\s*(.*)", line)
        assert found is not None  # noqa: S101 - it matches any line
        kind, rest = found[1] or "", found[2].rstrip("#").rstrip() if (found[1] or "").startswith("#") else found[2]
        if not kind and LINK.fullmatch(rest):
            kind = "link"
        if block is not None and (kind != block.kind or kind not in ("", ">") or not rest):
            yield block
            block = None
        if rest or kind.startswith("#"):
            block = block or _Block(kind, number)
            block.lines.append(rest)
    if block is not None:
        yield block


def _parts(blocks: Sequence[_Block]) -> Iterator[list[_Block]]:
    """The blocks of each step."""
    starts = [place for place, block in enumerate(blocks) if block.kind == "##"]
    for start, end in pairwise([*starts, len(blocks)]):
        yield list(blocks[start:end])


def _beginning(blocks: Sequence[_Block], problems: list[Problem]) -> tuple[str, str]:
    """The lesson's title and what it is about."""
    if not blocks or blocks[0].kind != "#":
        problems.append(Problem(1, "A lesson begins with # and its title."))
    titles = [block for block in blocks if block.kind == "#"]
    about = [block for block in blocks if not block.kind]
    for block in blocks:
        if block.kind in ("link", ">"):
            problems.append(Problem(block.line, "This belongs to a step: begin the step with ## and its title first."))
    for block in titles[1:]:
        problems.append(Problem(block.line, "A lesson has one title: begin a step with ##."))
    if titles and not about:
        problems.append(Problem(titles[0].line, "Below the title, say in a sentence what the lesson is about."))
    return _text(titles[:1], "title", problems), _text(about, "about", problems)


def _step(blocks: Sequence[_Block], pages: Mapping[str, Sequence[str]], problems: list[Problem]) -> Step:
    """The step that begins with the first of these blocks."""
    head, rest = blocks[0], blocks[1:]
    links, texts, quoted = ([block for block in rest if block.kind == kind] for kind in ("link", "", ">"))
    page: str = ""
    query: Mapping[str, str] = {}
    if len(links) == 1:
        found = LINK.fullmatch(links[0].text)
        assert found is not None  # noqa: S101 - that made it a link
        try:
            page, query = read_address(found["address"].strip(), pages)
        except ValueError as error:
            problems.append(Problem(links[0].line, str(error)))
    else:
        line = links[1].line if links else head.line
        problems.append(Problem(line, "A step has one link in a line of its own, such as [Open](/images)."))
    if not texts:
        problems.append(Problem(head.line, "The step says nothing: write two or three sentences what to notice."))
    if len(quoted) == 1:
        problems.append(
            Problem(quoted[0].line, "The question has no answer: write it below, after a line with > alone.")
        )
    for block in rest:
        if block.kind == "#":
            problems.append(Problem(block.line, "A lesson has one title: begin a step with ##."))
    return Step(
        page,
        query,
        _text([head], "title", problems),
        _text(texts, "text", problems),
        _text(quoted[:1], "question", problems),
        _text(quoted[1:], "answer", problems),
    )


def _text(blocks: Sequence[_Block], part: str, problems: list[Problem]) -> str:
    """The blocks' text as paragraphs, checked."""
    for block in blocks:
        # the beginning of one that is too long: what is looked for may take the square of its length
        problems += [Problem(block.line, sentence) for sentence in faults(block.text[:MOST_SEARCHED])]
        if part == "title" and not block.text:
            problems.append(Problem(block.line, "The title is missing."))
    text = "\n\n".join(block.text for block in blocks)
    if len(text) > LONGEST[part]:
        said = f"The {part} has {len(text)} characters: at most {LONGEST[part]} fit into the bar."
        problems.append(Problem(blocks[0].line, said))
    return text

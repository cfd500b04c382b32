"""A lesson is read from Markdown; whatever is wrong is told with its line, all of it at once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons import MOST_BYTES, Lesson, Problem, UnreadableLesson, read_lesson

PAGES = {"": ("question_",), "images": ("images_",), "compare": ("compare_", "run_")}
WHOLE = """\
# Edges of a *coin*

How a filter
finds its rim.

## Upright edges

[Open](/images?images_sample=coins&images_kernel=sobel_x)

Green is brighter.

Look at the **upper** rim: `0`.

> Why is it
> white there?
>
> It is even.
>
> Quite even.

## The question ##
[Open]( / )
Three filters.
"""


def problems(text: str) -> list[tuple[int, str]]:
    with pytest.raises(UnreadableLesson) as raised:
        read_lesson(text, "mine", PAGES)
    assert str(raised.value) == " ".join(f"Line {each.line}: {each.sentence}" for each in raised.value.problems)
    return [(each.line, each.sentence) for each in raised.value.problems]


def changed(old: str, new: str) -> list[tuple[int, str]]:
    """What is wrong with the whole lesson after one change."""
    assert WHOLE.count(old) == 1
    return problems(WHOLE.replace(old, new))


def test_all_parts_are_read():
    lesson = read_lesson(WHOLE, "coin", PAGES)
    assert (lesson.name, lesson.title, lesson.about) == ("coin", "Edges of a *coin*", "How a filter finds its rim.")
    first, second = lesson.steps
    assert (first.page, dict(first.query)) == ("images", {"images_sample": "coins", "images_kernel": "sobel_x"})
    assert (first.title, first.text) == ("Upright edges", "Green is brighter.\n\nLook at the **upper** rim: `0`.")
    assert (first.question, first.answer) == ("Why is it white there?", "It is even.\n\nQuite even.")
    assert (second.page, dict(second.query), second.title) == ("", {}, "The question")
    assert (second.text, second.question, second.answer) == ("Three filters.", "", "")


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_a_file_of_any_editor_is_read(ending):
    assert read_lesson("\ufeff" + WHOLE.replace("\n", ending), "coin", PAGES) == read_lesson(WHOLE, "coin", PAGES)


def test_minutes_follow_from_words_and_steps():
    lesson = read_lesson(WHOLE, "coin", PAGES)
    assert [step.words for step in lesson.steps] == [2 + 9 + 5 + 5, 2 + 2]
    assert lesson.minutes == 1
    assert Lesson("long", "", "", lesson.steps * 6).minutes == 5  # 150 words, and twelve times twenty seconds


@pytest.mark.parametrize(
    ("old", "new", "line", "sentence"),
    [
        ("# Edges of a *coin*", "Edges", 1, "A lesson begins with # and its title."),
        ("# Edges of a *coin*", "#", 1, "The title is missing."),
        ("# Edges of a *coin*", "# " + "e" * 61, 1, "The title has 61 characters: at most 60 fit into the bar."),
        ("How a filter\nfinds its rim.\n", "", 1, "Below the title, say in a sentence what the lesson is about."),
        ("finds its rim.", "> finds", 4, "This belongs to a step: begin the step with ## and its title first."),
        ("## Upright edges", "# Upright edges", 6, "A lesson has one title: begin a step with ##."),
        ("## Upright edges", "##", 6, "The title is missing."),
        ("Green is brighter.", "# Green", 10, "A lesson has one title: begin a step with ##."),
        ("Green is brighter.", "### Green", 10, "This is a smaller heading. Use # for the lesson and ## for a step."),
        ("Green is brighter.", "- Green", 10, "This is a list. Write sentences."),
        ("Green is brighter.", "2. Green", 10, "This is a list. Write sentences."),
        ("Green is brighter.", "| a | b |", 10, "This is a table. Write sentences."),
        ("Green is brighter.", "---", 10, "This is a rule. Leave it out: each ## begins a step."),
        (
            "Green is brighter.",
            "```",
            10,
            "This is a block of code. Write code within a line, between backticks.",
        ),
        ("[Open]( / )\n", "", 21, "A step has one link in a line of its own, such as [Open](/images)."),
        (
            "Green is brighter.",
            "[Open](/compare)",
            10,
            "A step has one link in a line of its own, such as [Open](/images).",
        ),
        ("\nThree filters.", "", 21, "The step says nothing: write two or three sentences what to notice."),
        ("\nThree filters.", "\n" + "x" * 401, 23, "The text has 401 characters: at most 400 fit into the bar."),
        (
            "Three filters.",
            "Three filters.\n> Which?",
            24,
            "The question has no answer: write it below, after a line with > alone.",
        ),
        (
            "[Open]( / )",
            "[Open](/image)",
            22,
            "There is no page /image: the pages are /, /images and /compare.",
        ),
        (
            "[Open]( / )",
            "[Open](https://example.org/images)",
            22,
            "'https://example.org/images' leads elsewhere. Copy an address of the dashboard, and leave out all that "
            "stands before the page, as in /images?images_kernel=sobel_x.",
        ),
        (
            "[Open]( / )",
            "[Open](//example.org)",
            22,
            "'//example.org' leads elsewhere. Copy an address of the dashboard, and leave out all that "
            "stands before the page, as in /images?images_kernel=sobel_x.",
        ),
        (
            "[Open]( / )",
            "[Open](/\t/example.org)",
            22,
            "'/\\t/example.org' leads elsewhere. Copy an address of the dashboard, and leave out all that "
            "stands before the page, as in /images?images_kernel=sobel_x.",
        ),
        ("[Open]( / )", "[Open](/#end)", 22, "The address has the mark #end: leave it out."),
        (
            "[Open]( / )",
            "[Open](/?step=2)",
            22,
            "'step' is written by the lesson itself: leave it out of the address.",
        ),
        (
            "[Open]( / )",
            "[Open](/compare?images_row=2)",
            22,
            "'images_row' is no choice of the page /compare, whose choices begin with 'compare_' or 'run_'.",
        ),
        (
            "[Open]( / )",
            "[Open](/images?images_row=2&images_row=3)",
            22,
            "'images_row' stands in the address twice: keep one of them.",
        ),
        (
            "[Open]( / )",
            f"[Open](/?question_seed={'1' * 2000})",
            22,
            "The address has 2,016 characters: at most 2,000 are read.",
        ),
        ("Three filters.", "See <b>here</b>.", 23, "'<b>' is HTML. Write plain text; *stars* make it stand out."),
    ],
)
def test_each_fault_is_told_with_its_line_and_the_way_out(old, new, line, sentence):
    assert (line, sentence) in changed(old, new)


def test_all_faults_are_told_in_the_order_of_the_lines():
    found = problems("Text.\n\n## One\n\n- list\n\n## Two\n[Open](/nowhere)\nText.\n")
    assert [line for line, _ in found] == sorted(line for line, _ in found)
    assert [line for line, _ in found] == [1, 3, 3, 5, 8]


def test_a_file_without_steps_is_no_lesson():
    assert problems("") == [
        (1, "A lesson begins with # and its title."),
        (1, "There is no step: begin each with ## and its title."),
    ]


def test_sizes_are_bounded():
    assert problems("x" * (MOST_BYTES + 1)) == [(1, "The file is larger than 20,000 bytes: make two lessons of it.")]
    step = "## One\n[Open](/)\nText.\n"
    assert len(read_lesson(f"# T\nAbout.\n{step * 12}", "t", PAGES).steps) == 12
    assert problems(f"# T\nAbout.\n{step * 13}") == [(1, "There are 13 steps: a lesson has at most 12.")]


def test_a_lesson_and_a_problem_are_told_apart_by_type():
    assert UnreadableLesson((Problem(3, "So."),)).problems == (Problem(3, "So."),)


PIECES = st.lists(
    st.sampled_from(
        ["# T", "## S", "[Open](/)", "[Open](/images?images_row=1)", "Text *and* `code`.", "> Q", ">", "", "- x", "<b>"]
    ),
    max_size=25,
)


@given(PIECES)
def test_any_lines_give_a_whole_lesson_or_faults_in_lines_that_there_are(lines):
    try:
        lesson = read_lesson("\n".join(lines), "any", PAGES)
    except UnreadableLesson as error:
        assert error.problems
        assert all(1 <= each.line <= max(len(lines), 1) for each in error.problems)
        return
    assert lesson.steps
    for step in lesson.steps:
        assert step.page in PAGES
        assert step.title
        assert step.text
        assert bool(step.question) == bool(step.answer)


@given(st.text(max_size=300))
def test_any_text_gives_a_lesson_or_faults(text):
    with pytest.raises(UnreadableLesson):
        read_lesson(text.replace("#", ""), "any", PAGES)

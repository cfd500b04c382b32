"""Where lessons come from: the folder, and a file of the visitor's own; and what the checker prints."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from core.lessons import MOST_BYTES, Lesson, UnreadableLesson
from core.lessons.read import LONGEST, MOST_STEPS
from pages.parts.lessons import shelf
from pages.parts.shell.registry import LESSONS, PAGES
from tests.pages.conftest import opened, shown_errors, unfolded
from tests.pages.lessons.test_bar import is_on
from tests.pages.test_addresses import go_to

ROOT = Path(__file__).parents[3]
DOCUMENT = (ROOT / "docs" / "lessons.md").read_text(encoding="utf-8")
MINE = re.search(r"```markdown\n(.+?)```", DOCUMENT, re.DOTALL)[1]


def bring(app: AppTest, content: bytes, name: str = "mine.md") -> AppTest:
    unfolded(app, "_own").file_uploader[0].set_value((name, content, "text/markdown")).run()
    assert not app.exception, shown_errors(app)
    return app


def labels(app: AppTest) -> list[str]:
    return [each.proto.label for each in app.get("page_link")]


def warnings(app: AppTest) -> list[str]:
    return [each.value.replace("\\", "").replace(":color[", "").replace("]", "") for each in app.warning]


def test_the_folder_is_read_in_the_order_of_the_files_and_anew_where_one_changes(tmp_path):
    (tmp_path / "2_second.md").write_text(MINE)
    (tmp_path / "1_first.md").write_text(MINE)
    (tmp_path / "notes.txt").write_text("no lesson")
    found = shelf.shelf(tmp_path)
    assert list(found) == ["1_first.md", "2_second.md"]
    assert [each.name for each in found.values()] == ["first", "second"]
    (tmp_path / "1_first.md").write_text("# Nothing")
    os.utime(tmp_path / "1_first.md", (1, 1))
    assert isinstance(shelf.shelf(tmp_path)["1_first.md"], UnreadableLesson)


def test_a_step_may_lead_to_every_page_but_the_list_of_lessons():
    assert set(shelf.STEPS) == {"", *(entry.file for entry in PAGES[1:])} - {LESSONS}


def test_the_page_lists_all_lessons_with_their_length():
    app = opened("lessons")
    assert labels(app)[:2] == ["**The thread**", "**What a kernel does**"]
    assert len(labels(app)) == 6
    assert any(each.value.endswith("find the same three? 6 steps, about 4 minutes.") for each in app.caption)
    first = app.get("page_link")[0].proto
    assert first.query_string == (
        "signals_sample=thread&signals_kernel=peak_detector&signals_pin=5&lesson=the_thread&step=1"
    )


def test_a_file_with_faults_in_the_folder_is_told_and_the_others_are_offered(tmp_path, monkeypatch):
    (tmp_path / "1_good.md").write_text(MINE)
    (tmp_path / "2_bad.md").write_text(MINE.replace("/images?images_sample=coins&images_filter=sobel", "/nowhere"))
    monkeypatch.setattr(shelf, "FOLDER", tmp_path)
    app = opened("lessons")
    assert labels(app) == ["**Edges of a coin**"]
    assert warnings(app)[0].startswith(
        "2_bad.md is no lesson yet.\n\nLine 17: There is no page /nowhere: the pages are /,"
    )


def test_a_lesson_of_ones_own_is_taken_like_any_other_and_stays_in_the_session():
    app = unfolded(opened("lessons"), "_own")
    assert app.code[0].value == MINE.rstrip()
    app = bring(app, MINE.encode())
    assert labels(app)[-1] == "**Edges of a coin**"
    query = dict(images_sample="coins", images_kernel="sobel_x", lesson="own", step="1")
    app.query_params.clear()
    for key, value in query.items():
        app.query_params[key] = value
    app.switch_page("pages/images.py").run()
    assert is_on(app)
    assert dict(app.query_params) == query
    assert not is_on(opened("images", **query))
    go_to(app, "lessons")
    unfolded(app, "_own").button(key="lessons_upload_away").click().run()
    assert len(labels(app)) == 6


def test_a_file_that_is_no_lesson_is_told_line_by_line_and_the_one_before_stays():
    app = bring(opened("lessons"), MINE.encode())
    app = bring(app, b"# <script>alert(1)</script>\n", "**bad**.md")
    assert warnings(app) == [
        "**bad**.md is no lesson yet.\n\n"
        "Line 1: Below the title, say in a sentence what the lesson is about.\n\n"
        "Line 1: '<script>' is HTML. Write plain text; *stars* make it stand out.\n\n"
        "Line 1: '</script>' is HTML. Write plain text; *stars* make it stand out.\n\n"
        "Line 1: There is no step: begin each with ## and its title."
    ]
    assert "<script>" not in app.warning[0].value
    assert labels(app)[-1] == "**Edges of a coin**"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"\xff\xfe\x00", "Line 1: This is not text: save the file as text in UTF-8."),
        (b"# One\nTwo\n\xe4\n", "Line 3: This is not text: save the file as text in UTF-8."),
        (b"x" * 20_001, "Line 1: The file is larger than 20,000 bytes: make two lessons of it."),
    ],
)
def test_a_file_that_cannot_be_read_gets_one_sentence(content, sentence):
    assert warnings(bring(opened("lessons"), content)) == [f"mine.md is no lesson yet.\n\n{sentence}"]


def test_a_file_with_very_many_faults_shows_the_first():
    told = warnings(bring(opened("lessons"), b"- x\n" * 1000))[0].split("\n\n")
    assert len(told) == 22
    assert told[-1] == "And 982 more."


def checked(*files: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "pages.parts.lessons", *map(str, files)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def test_the_checker_prints_file_line_and_sentence_and_says_so_by_its_exit_code(tmp_path):
    bad = tmp_path / "coins.md"
    bad.write_text(
        MINE.replace("/images?images_sample=coins&images_kernel", "/image?images_kernel").replace("Green", "<b>")
    )
    code, printed = checked(bad, tmp_path / "none.md")
    assert code == 1
    first, second, third = printed.splitlines()
    assert first.startswith(f"{bad}:7: There is no page /image: the pages are /, /")
    assert second == f"{bad}:9: '<b>' is HTML. Write plain text; *stars* make it stand out."
    assert third == f"{tmp_path / 'none.md'}:1: This file cannot be read: check its name."


def test_what_the_document_says_of_the_checker_and_of_limits_is_so(tmp_path):
    good = tmp_path / "coins.md"
    good.write_text(MINE)
    assert checked(good) == (0, "Nothing is wrong (1 checked).\n")
    assert isinstance(shelf.shelf(tmp_path)["coins.md"], Lesson)
    good.write_text(MINE.replace("images_kernel=", "signals_pin=").replace("Green", "<b>"))
    for line in checked(good)[1].splitlines():
        assert f"\n{line.replace(str(good), 'lessons/coins.md')}\n" in DOCUMENT
    limits = " ".join(DOCUMENT.split())
    assert (
        f"There is room for {MOST_STEPS} steps, titles of {LONGEST['title']} characters, {LONGEST['about']} characters "
        f"about the lesson, {LONGEST['text']} of text, {LONGEST['question']} of a question and {LONGEST['answer']} of its "
        f"answer. A file has at most {MOST_BYTES:,} bytes." in limits
    )

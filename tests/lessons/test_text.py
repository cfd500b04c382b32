"""Text of a lesson: emphasis and code, and a name for everything else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lessons import Span, spans
from core.lessons.text import faults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", [("plain", "")]),
        ("*a* **b** `c`", [("a", "*"), (" ", ""), ("b", "**"), (" ", ""), ("c", "`")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "")]),
        ("a * b*", [("a * b*", "")]),
        ("`<b>`", [("<b>", "`")]),
        ("", []),
    ],
)
def test_emphasis_and_code_are_taken_out(text, expected):
    assert [(each.text, each.style) for each in spans(text)] == expected


@given(st.text(st.sampled_from("ab *`")))
def test_nothing_is_lost(text):
    assert "".join(f"{each.style}{each.text}{each.style}" for each in spans(text)) == text
    assert all(isinstance(each, Span) and each.text for each in spans(text))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (
            "![a](b.png)",
            "'![a](b.png)' is a picture. A lesson has text alone: let the step open a page that shows it.",
        ),
        (
            "[a](/b)",
            "'[a](/b)' is a link. The one link of a step stands below its title, in a line of its own.",
        ),
        (
            "www.example.org/x",
            "'www.example.org/x' is an address elsewhere. Lessons lead to the dashboard's own pages.",
        ),
        ("<script>", "'<script>' is HTML. Write plain text; *stars* make it stand out."),
        ("<img src=x", "'<img src=x' is HTML. Write plain text; *stars* make it stand out."),
        (":red[x]", "':red[x]' is a directive of another program. Write plain text; *stars* make it stand out."),
        (":material/home:", "':material/home:' is an icon. Write a word instead."),
        ("`:material/home:`", "':material/home:' is an icon. Write a word instead."),
        (":smile:", "':smile:' is an icon. Write a word instead."),
        ("$x^2$", "'$x^2$' is a formula. Write it as text, or as code between backticks."),
        ("a\u202eb", "'\\u202e' is a sign that nobody sees. Leave it out."),
        ("a\x00b", "'\\x00' is a sign that nobody sees. Leave it out."),
    ],
)
def test_what_is_neither_is_named(text, sentence):
    assert list(faults(text)) == [sentence]
    assert len(list(faults(f"Look: {text} here"))) == 1
    assert list(faults("Look: `code` here")) == []


@pytest.mark.parametrize(
    "text", ["[−1 1 −1] is (so)", "3 < 4 > 2", "at 10:30: then", "it costs $5", "a_b_c", "1: 2", "a\tb"]
)
def test_plain_text_has_no_faults(text):
    assert list(faults(text)) == []


def test_code_may_hold_what_text_may_not():
    assert list(faults("`<b>` and `:red[x]`")) == []

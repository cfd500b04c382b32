"""Text from outside: what is taken out of it, and what stays."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.data import plain_text

ANY = st.text(st.characters(codec=None), max_size=60)  # halves of surrogates too


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("\u202eexe.gnp", "exe.gnp"),
        ("a\u2066b\u2069c\u200fd\u061ce", "abcde"),
        ("a\u200bb\u200dc\ufeffd\u2060e\u00adf", "abcdef"),
        ("a\x00b\x1b[31mc\x7fd\x85e", "ab[31mcd e"),
        ("a\ud800b\ue000c\U000e0041d\u0378e", "abcde"),
        ("\u3164\u2800", ""),
        ("  a\tb\u00a0c\u3000d\u2028e  ", "a b c d e"),
        ("Größe, 大きさ, גודל, حجم, µ², ❤️", "Größe, 大きさ, גודל, حجم, µ², ❤️"),
        ("<a href='https://evil.example'>*x*</a>", "<a href='https://evil.example'>*x*</a>"),
    ],
)
def test_what_is_not_seen_is_taken_out_and_all_else_stays(written, kept):
    assert plain_text(written, 200) == kept


def test_a_note_keeps_its_lines_and_nothing_else_does():
    written = " one\r\n\r\n  two\u202e\rthree\n"
    assert plain_text(written, 200, keeps_lines=True) == "one\n\n  two\nthree"
    assert plain_text(written, 200) == "one    two three"


def test_a_cut_leaves_no_blank_at_the_end():
    assert plain_text("one two", 4) == "one"


@given(ANY, st.integers(0, 40), st.booleans())
def test_nothing_unseen_stays_and_a_second_time_changes_nothing(written, longest, keeps_lines):
    kept = plain_text(written, longest, keeps_lines=keeps_lines)
    assert len(kept) <= longest
    assert kept == kept.strip()
    assert all(unicodedata.category(sign)[0] != "C" or (keeps_lines and sign == "\n") for sign in kept)
    assert plain_text(kept, longest, keeps_lines=keeps_lines) == kept
    kept.encode()


@given(st.text(st.characters(categories=["L", "N", "P", "S"], max_codepoint=0x7FF, exclude_characters="\u034f")))
def test_what_can_be_seen_stays(written):
    assert plain_text(written, len(written)) == written

"""Text as it is handed to Markdown."""

import re

from hypothesis import example, given
from hypothesis import strategies as st

from pages.parts.shell.show import escaped


@given(st.text(st.characters(max_codepoint=0x7F)))
@example("http://www.evil.example me@evil.example")
@example(":red[x] :material/home: :smile: <-> -> <- -- >= <= ~=")
def test_text_stays_the_same_but_for_what_parts_and_escapes_it(text):
    written = escaped(text)
    assert re.sub(r"\\(.)", r"\1", re.sub(r":color\[(\\.)\]", r"\1", written)) == text


@given(st.text(st.sampled_from("wW.:/@htps<>-=~ \\[]a")))
def test_what_is_looked_for_after_markdown_is_parted(text):
    # what Streamlit looks through: the text between two directives
    parts = re.sub(r"\\(.)", r"\1", re.sub(r":color\[\\(.)\]", "\0\\1\0", escaped(text))).split("\0")
    for part in parts:
        assert not re.search(r"(?i)https?://|www\.|.@.|:[^ ]|<->|->|<-|--|>=|<=|~=", part)

"""What parts the columns of a table and stands around its cells, judged by a sample of bounded length."""

import pytest

from core.data.uploads.tables.dialect import MOST_CHARACTERS, Dialect, dialect_of, sample_of
from core.data.uploads.tables.rows import NO_SEPARATOR


@pytest.mark.parametrize(
    ("text", "separator", "quote"),
    [
        ("t,v\n0,1.5\n1,2.5\n", ",", ""),
        ("t;v\n0;1,5\n1;2,5\n", ";", ""),
        ("t\tv\n0\t1,5\n1\t2,5\n", "\t", ""),
        ("t|v\n0|1,5\n1|2,5\n", "|", ""),
        ("t v\n0 1,5\n1 2,5\n", " ", ""),
        ("0,80 795,642 547\n1,15 174,912 826\n", " ", ""),
        ("v\n1,5\n2,5\n", NO_SEPARATOR, ""),
        ("0,05\n0,70\n", NO_SEPARATOR, ""),
        ("12,100\n13,95\n", ",", ""),
        ('t,note\n0,"a; b"\n1,"c; d"\n', ",", '"'),
        ("t,note\n0,'a, b'\n1,'c'\n", ",", "'"),
        ("'t','the \"left\" one'\n'0','1'\n'1','2'\n", ",", "'"),
        ("time 'the \"left\" one' 'Kanal A'\n(s) V mV\n0.0 1 2\n0.5 2 3\n", " ", "'"),
        ("2024-01-01 12:00:00,5\n2024-01-01 12:00:01,6\n", ",", ""),
        ("time\tvolts\tnote\n0,0\t2,5\t5 V\n0,5\t3,5\t5 V\n", "\t", ""),
        ("1,5;2,5;3", ";", ""),
    ],
)
def test_the_pair_that_makes_a_table_of_numbers_is_taken(text, separator, quote):
    assert dialect_of(text) == Dialect(separator, quote)


@pytest.mark.parametrize("text", ["1,5\n2,7\n", "512,498\n510,499\n", "2,487,364\n1,649,433\n", "a,b,c\n1,2\n3,4\n"])
def test_commas_that_may_mean_two_things_are_left_open(text):
    assert dialect_of(text) is None


def test_a_declared_separator_is_not_judged():
    assert dialect_of("1,5\n2,7\n", (",",)) == Dialect(",", "")
    assert dialect_of("v\n1,5\n2,7\n", (";",)) == Dialect(NO_SEPARATOR, "")


@pytest.mark.parametrize("text", ["1" * 8_000_000, '",' * 4_000_000, "1,2\n" * 2_000_000, ("1," * 200_000 + "\n") * 20])
def test_the_sample_is_bounded(text):
    sample = sample_of(text)
    assert 0 < len(sample) <= MOST_CHARACTERS
    assert text.startswith(sample)

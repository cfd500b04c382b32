"""Names in sentences, however many and however long they are."""

import pytest

from core.names import enumerated, unknown_name


@pytest.mark.parametrize(
    ("names", "words"),
    [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), (("a" for _ in "xx"), "a and a")],
)
def test_the_last_of_several_has_a_word_before_it(names, words):
    assert enumerated(names, "and") == words


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("bax", "'bax' is not a kernel: did you mean box? See the list."),
        ("gaussian_2", "'gaussian_2' is not a kernel: did you mean gaussian_1 or gaussian? See the list."),
        ("zzz", "'zzz' is not a kernel: See the list."),
        (7, "'7' is not a kernel: See the list."),
        ("x" * 60, f"'{'x' * 60}' is not a kernel: See the list."),
        ("x" * 100_000, f"'{'x' * 57}...' is not a kernel: See the list."),
    ],
)
def test_the_nearest_two_are_named_and_a_book_is_cut_short(name, message):
    error = unknown_name(name, ["gaussian", "gaussian_1", "box", "gauss"], "a kernel", "See the list.")
    assert type(error) is ValueError
    assert str(error) == message

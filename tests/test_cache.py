"""What is kept stays within its bytes, counts shared arrays once, and goes with the visit that it came from."""

from __future__ import annotations

import threading
from dataclasses import dataclass

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.cache import AT_REST, MOST, Cache, belongs_to, cached
from core.data import Image


@dataclass(frozen=True, eq=False)
class Held:
    """An object that holds an array."""

    array: np.ndarray


def bytes_of(number: int) -> np.ndarray:
    return np.zeros(number, np.uint8)


def test_the_bounds_suit_a_small_machine():
    assert AT_REST < MOST <= 256 * 2**20


def test_what_was_not_asked_for_the_longest_goes_first():
    store = Cache(most=35_000, at_rest=0)
    for name in ("first", "second", "third"):
        store.put(name, bytes_of(10_000), None)
    assert store.get("first") is not None
    store.put("fourth", bytes_of(10_000), None)
    assert store.get("second", "gone") == "gone"
    assert all(store.get(name) is not None for name in ("first", "third", "fourth"))


def test_the_bytes_of_a_key_count():
    store = Cache(most=35_000, at_rest=0)
    for level in (0.1, 0.2):
        store.put(Image("mine", "Mine", np.full((80, 80), level)), True, None)
    # 25,600 bytes each, and the second is the latest
    assert store.get(Image("mine", "Mine", np.full((80, 80), 0.1))) is None
    assert store.get(Image("mine", "Mine", np.full((80, 80), 0.2))) is True


def test_an_array_that_several_results_hold_counts_once_and_as_long_as_one_holds_it():
    store = Cache(most=100_000, at_rest=0)
    shared = bytes_of(30_000)
    store.begin("visit")
    store.put("one", Held(shared), "visit")
    store.put("two", (shared[:10], {"again": shared}), None)
    assert 30_000 < store.bytes < 35_000
    store.end("visit")
    assert store.get("one") is None
    assert store.get("two") is None  # nobody is here, and nothing may stay
    assert store.bytes == 0


def test_a_view_counts_as_all_that_it_looks_at():
    store = Cache(most=20_000, at_rest=0)
    store.put("view", bytes_of(30_000)[:5], None)
    assert store.get("view") is None


def test_what_alone_is_above_the_bound_pushes_nothing_out():
    store = Cache(most=20_000, at_rest=0)
    store.put("small", bytes_of(100), None)
    store.put("large", bytes_of(30_000), None)
    assert store.get("small") is not None
    assert store.get("large") is None


def test_a_visit_takes_its_own_along_and_the_last_one_leaves_little():
    store = Cache(most=100_000, at_rest=15_000)
    store.begin("one")
    store.begin("other")
    store.put("own", bytes_of(10_000), "one")
    store.put("everybody's first", bytes_of(10_000), None)
    store.put("everybody's last", bytes_of(10_000), None)
    store.end("one")
    assert store.get("own") is None
    assert store.get("everybody's first") is not None
    assert store.get("everybody's last") is not None
    store.end("other")
    assert store.get("everybody's first") is None
    assert store.get("everybody's last") is not None


def test_what_a_visit_still_works_out_when_it_is_over_is_not_kept():
    store = Cache(most=100_000, at_rest=50_000)
    store.begin("visit")
    store.end("visit")
    store.put("late", 1, "visit")
    assert store.get("late") is None
    assert store.bytes == 0


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9000), st.sampled_from([None, "a", "b"]), st.booleans())))
def test_it_never_holds_more_than_its_bound_and_counts_right(calls):
    store = Cache(most=30_000, at_rest=5_000)
    store.begin("a")
    store.begin("b")
    for key, size, visit, is_asked in calls:
        if is_asked:
            store.get(key)
        else:
            store.put(key, bytes_of(size), visit)
        assert store.bytes <= 30_000
    store.end("a")
    store.end("b")
    assert store.bytes <= 5_000
    for key in range(10):
        store.put(key, bytes_of(29_000), None)  # pushes all else out
    assert 29_000 < store.bytes < 30_000


def test_a_function_is_asked_once_also_where_it_answers_nothing():
    asked = []

    @cached
    def half(number: int) -> int | None:
        """Half of an even number."""
        asked.append(number)
        return None if number % 2 else number // 2

    assert [half(4), half(5), half(4), half(5)] == [2, None, 2, None]
    assert asked == [4, 5]
    assert half.__doc__ == "Half of an even number."


def test_two_functions_do_not_answer_for_each_other():
    @cached
    def plus(number: int) -> int:
        return number + 1

    @cached
    def minus(number: int) -> int:
        return number - 1

    assert (plus(7), minus(7), plus(7)) == (8, 6, 8)


def test_an_error_is_raised_each_time():
    @cached
    def fail(number: int) -> int:
        raise ValueError(f"{number} is not allowed.")

    for _ in range(2):
        with pytest.raises(ValueError, match=r"^3 is not allowed\.$"):
            fail(3)


def test_whose_a_result_is_holds_for_one_thread():
    seen = []
    belongs_to("mine")
    try:
        thread = threading.Thread(target=lambda: seen.append(_whose()))
        thread.start()
        thread.join()
        assert (_whose(), seen) == ("mine", [None])
    finally:
        belongs_to(None)


def _whose() -> str | None:
    from core.cache import _visit

    return _visit.get()


def test_after_the_last_visit_the_largest_results_go_first():
    store = Cache(most=100_000, at_rest=15_000)
    store.begin("visit")
    store.put("score", np.zeros(100), None)  # 800 bytes
    store.put("data", np.zeros(2000), None)
    store.put("run", np.zeros(1000), None)
    store.end("visit")
    assert [store.get(name) is not None for name in ("score", "data", "run")] == [True, False, True]
    assert store.bytes <= 15_000

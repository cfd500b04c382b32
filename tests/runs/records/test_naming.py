"""Names of runs: what a person wrote, else the task and what differs; no two runs of a list are called the same."""

from hypothesis import given
from hypothesis import strategies as st

from core.runs.records.naming import SOMEBODYS_FILE, described_run, labels_of


def run(name="Find the peaks", created=0.0, options=None, **settings):
    return described_run("find_peaks", name, created, options or {}, {"seed": 0, **settings})


def wholes(*runs):
    return [label.whole for label in labels_of(runs)]


def test_runs_that_nobody_named_are_called_by_what_differs():
    assert wholes(run(seed=3), run(seed=4)) == ["Find the peaks: seed 3", "Find the peaks: seed 4"]
    assert wholes(run()) == ["Find the peaks"]


def test_what_most_runs_share_is_not_told():
    found = wholes(run(seed=1), run(seed=2), run(seed=3, learning_rate=0.5, optimizer="adam"))
    assert found[:2] == ["Find the peaks: seed 1", "Find the peaks: seed 2"]
    assert set(found[2].removeprefix("Find the peaks: ").split(", ")) == {"seed 3", "Adam", "learning rate 0.5"}


def test_a_name_that_a_person_gave_is_kept_and_what_differs_stands_beside_it():
    first, second = labels_of([run("Mine", seed=3), run(seed=4)])
    assert (first.title, first.differs, first.whole) == ("Mine", "seed 3", "Mine")
    assert second.whole == "Find the peaks: seed 4"
    # unless two have the same
    assert wholes(run("Mine", seed=3), run("Mine", seed=4)) == ["Mine: seed 3", "Mine: seed 4"]


def test_runs_that_are_alike_in_all_are_numbered_from_the_oldest():
    assert wholes(run(created=2.0), run(created=1.0)) == ["Find the peaks run 2", "Find the peaks run 1"]
    assert wholes(run(seed=1, created=2.0), run(seed=1, created=1.0), run(seed=2)) == [
        "Find the peaks run 2",
        "Find the peaks run 1",
        "Find the peaks: seed 2",
    ]


def test_runs_of_another_task_have_no_say():
    other = described_run("find_edges", "", 0.0, {}, {"seed": 7})
    assert wholes(run(seed=3), other) == ["Find the peaks", "Find the edges"]


def test_options_are_told_as_menus_write_them():
    runs = [
        described_run("recover_kernel", "", 0.0, {"kernel": kernel}, {}, branched_at=step)
        for kernel, step in (("sobel_x", None), ("peak_detector", 1200))
    ]
    assert wholes(*runs) == [
        "Imitate a designed kernel: Sobel x",
        "Imitate a designed kernel: Peak detector, branched at step 1,200",
    ]
    flags = [run(options={"bias": value}) for value in (True, False)]
    assert wholes(*flags) == ["Find the peaks: bias", "Find the peaks: no bias"]


def test_a_file_is_named_to_those_who_may_know_it():
    stored = {"signal": {"object": "signal", "title": "diary.csv"}}
    told, secret = (described_run("find_peaks", "", 0.0, stored, {}, may_name_files=may) for may in (True, False))
    assert (told.facts["option signal"], secret.facts["option signal"]) == ("diary.csv", SOMEBODYS_FILE)


def test_what_another_program_wrote_is_told_as_far_as_possible():
    odd = described_run("unknown", "", 0.0, {"a": [1], "b": None, "c": "x" * 500, "d": {}}, {"e": 1})
    assert odd.facts == {"option c": "x" * 60, "option d": "d", "e": "e 1"}
    assert labels_of([odd])[0].whole == "unknown"


SEEDS = st.integers(0, 2)
NAMES = st.sampled_from(["", "Find the peaks", "Mine"])


@given(st.lists(st.tuples(NAMES, SEEDS, SEEDS, st.booleans()), max_size=12))
def test_no_two_runs_are_called_the_same(facts):
    runs = [
        run(name, float(place), {"bias": bias}, seed=seed, steps=steps)
        for place, (name, seed, steps, bias) in enumerate(facts)
    ]
    found = wholes(*runs)
    assert len(set(found)) == len(found)

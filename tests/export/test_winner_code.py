"""The program of every kind of winner is run, and answers what the winner answers."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

from core.data import Image, to_grey
from core.export import winner_code
from tests.study.winners import data_of, designed_winner, events, every_winner, learned_winner

WINNERS = list(every_winner())


def run(winner):
    scope = {"__name__": "exported"}
    exec(compile(winner_code(winner).content.decode(), "exported", "exec"), scope)  # noqa: S102 - it must run
    return scope


@pytest.mark.parametrize(("task", "_", "make"), WINNERS, ids=[name for _, name, _ in WINNERS])
def test_a_program_answers_what_the_winner_answers(task, _, make):
    winner = make()
    scope = run(winner)
    for data in (data_of(task), np.full_like(data_of(task), 0.5)):
        expected = winner.apply(data)
        np.testing.assert_allclose(scope["answer"](data), expected, rtol=1e-6, atol=1e-6)
    assert ("events" in scope) == (task == "events")
    if task == "events":
        samples = events()[0]
        assert 20 < len(scope["events"](samples)) < 60
        np.testing.assert_array_equal(scope["events"](samples), winner.events(samples))


@pytest.mark.parametrize(
    ("task", "name"), [(task, name) for task in ("signal", "picture") for name in ("local_wiener", "median")]
)
def test_a_short_signal_or_a_narrow_picture_is_answered_alike(task, name):
    winner, data = designed_winner(task, name), data_of(task)[:4]
    np.testing.assert_allclose(run(winner)["answer"](data), winner.apply(data), rtol=1e-6, atol=1e-6)


def test_every_choice_of_a_method_has_its_program():
    winner = designed_winner("picture", "gradient_length")
    for width in (0.0, 2.0):
        chosen = replace(winner, chosen={"width": width})
        np.testing.assert_allclose(
            run(chosen)["answer"](data_of("picture")), chosen.apply(data_of("picture")), rtol=1e-6, atol=1e-6
        )


@pytest.mark.parametrize("name", ["One filter", "Two layers"])
def test_a_program_makes_colours_grey_as_the_comparison_did(name):
    winner = learned_winner("picture", name)
    colours = np.random.default_rng(0).random((20, 24, 3)).astype(np.float32)
    grey = np.asarray(to_grey(Image("own", "Own", colours)).pixels, float)
    np.testing.assert_allclose(run(winner)["answer"](colours), winner.apply(grey), rtol=1e-6, atol=1e-6)


def test_a_threshold_that_nothing_passes_is_written_too():
    winner = replace(designed_winner("events", "signal"), threshold=np.inf)
    assert run(winner)["events"](data_of("events")).tolist() == []


def test_only_a_detector_finds_events():
    with pytest.raises(ValueError) as caught:  # noqa: PT011 - the whole message is compared
        designed_winner("signal", "median").events(data_of("signal"))
    assert str(caught.value) == "'Median' has no threshold: events are found by winners of the task Events."


@pytest.mark.parametrize(
    "winner",
    [lambda: designed_winner("picture", "total_variation"), lambda: learned_winner("events", "Two layers")],
    ids=["scikit-image", "PyTorch"],
)
def test_a_program_runs_by_itself_and_says_what_it_takes(winner, tmp_path):
    made = winner()
    source = winner_code(made).content.decode()
    assert source.startswith(f'"""{made.title}, as chosen on all of the data')
    assert "double\nprecision" in source or "double precision" in source
    (tmp_path / "winner.py").write_text(source, encoding="utf-8")
    shape = "(9, 11)" if made.ndim == 2 else "40"
    code = f"import numpy as np, winner; print(winner.answer(np.random.default_rng(0).random({shape})).shape)"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ("(9, 11)" if made.ndim == 2 else "(40,)")

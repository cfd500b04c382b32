"""The files of a comparison have its numbers to the last bit."""

import io
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from core.convolution import correlate
from core.export import File, scores_csv, winner_file
from core.study import BeforeAfter
from tests.study.winners import data_of, designed_winner, learned_winner, study_of


def read(winner):
    with np.load(io.BytesIO(winner_file(winner).content)) as found:
        return dict(found)


@pytest.mark.parametrize("task", ["signal", "picture", "events"])
def test_weights_gain_and_offset_come_back_and_make_the_answer(task):
    winner, data = learned_winner(task, "One filter"), data_of(task)
    found = read(winner)
    by_hand = found["gain"] * correlate(data, found["weights"], boundary="mirror") + found["offset"]
    np.testing.assert_allclose(by_hand, winner.apply(data), atol=1e-12)
    assert found["name"] == "one_filter"
    assert ("threshold" in found) == ("tolerance" in found) == (task == "events")
    if task == "events":
        assert (found["threshold"][0], found["tolerance"][0]) == (winner.threshold, winner.tolerance)


def test_a_networks_numbers_make_its_answer():
    winner, data = learned_winner("picture", "Two layers"), data_of("picture")
    found = read(winner)
    scaled, total = (data - found["middle"]) / found["spread"], found["bias"]
    for weights, bias, output in zip(found["weights"], found["hidden_bias"], found["output_weights"], strict=True):
        total = total + output * np.maximum(correlate(scaled, weights, boundary="mirror") + bias, 0.0)
    np.testing.assert_allclose(found["gain"] * total + found["offset"], winner.apply(data), atol=1e-12)


def test_what_a_method_chose_comes_back_by_name():
    winner = designed_winner("picture", "bilateral")
    found = read(winner)
    assert {name: found[name][0] for name in ("contrast", "width")} == winner.chosen
    assert (found["gain"][0], found["offset"][0]) == (winner.gain, winner.offset)


@pytest.mark.parametrize("task", ["signal", "picture", "events"])
def test_scores_come_back_as_the_table_has_them(task):
    outcome = study_of(task)[2]
    file = scores_csv(outcome)
    found = pd.read_csv(
        io.BytesIO(file.content), dtype={"multiplications": "Int64"}, keep_default_na=False, na_values=[""]
    )
    expected = outcome.table
    assert list(found.columns) == list(expected.columns)
    for name in (outcome.score.title, "low", "high", "microseconds"):
        np.testing.assert_array_equal(found[name], expected[name])
    assert found["contestant"].tolist() == expected["contestant"].tolist()
    assert found["multiplications"].equals(expected["multiplications"])
    assert file.name.startswith("scores-")
    assert file.name.endswith(".csv")


def test_the_lines_in_the_documentation_make_four_files():
    study, _, outcome = study_of("signal")
    text = Path(__file__).parents[2].joinpath("docs/your-data.md").read_text(encoding="utf-8")
    code = text.split("## Taking it away")[1].split("```python\n")[1].split("```")[0]
    (noisy,), (clean,) = study.data.before, study.data.task.after
    scope = {"study": outcome, "noisy": noisy, "clean": clean, "BeforeAfter": BeforeAfter}
    imports, _, calls = code.partition("\n\nwinner_code")
    exec(imports, scope)  # noqa: S102 - what is written must run
    files = [eval(line, scope) for line in f"winner_code{calls}".splitlines()]  # noqa: S307 - what is written must run
    assert all(isinstance(each, File) for each in files)
    assert [each.name.rpartition(".")[2] for each in files] == ["py", "npz", "csv", "html"]

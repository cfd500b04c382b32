"""An experiment that nobody wrote a page for: one class and one entry of the table, and every page has it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import pytest

from core.figures import player_data
from core.figures.chart import number
from core.kernels import Kernel
from core.learning import Dataset, Experiment, ResolvedSettings, Score, get_experiment, solve, train
from core.learning.curvature import steepest_curvature
from core.learning.experiment import patches_of
from core.learning.experiments import EXPERIMENTS
from core.learning.losses import Logistic
from core.learning.models import LinearModel
from core.parameters import Choice, Parameter, Range
from tests.messages import unpacked
from tests.pages.conftest import opened, scoreboard, shown_errors


@dataclass(frozen=True)
class FindRises(Experiment):
    """Is a sample higher than the one before?"""

    name: ClassVar[str] = "find_rises"
    title: ClassVar[str] = "Find the rises"
    description: ClassVar[str] = "Random numbers are told which samples are higher than the ones before them."
    shown: ClassVar[tuple[tuple[str, str], ...]] = (("accuracy", "Rises named correctly"),)
    score: ClassVar[Score] = Score("accuracy", "Rises named correctly", 0.01, "One in a hundred.", is_share=True)
    answer_title: ClassVar[str] = "Probability of a rise"
    answer_note: ClassVar[str] = "Input above; below it each answer as the probability of a rise."
    parameters: ClassVar[tuple[Parameter, ...]] = (
        Choice("spread", "Spread", 1.0, (1.0, 2.0), help="Standard deviation of the samples."),
        Range("seed", "Seed of the data", 0, 0, 2**32 - 1, 1),
    )

    spread: float = 1.0
    seed: int = 0

    @property
    def designed(self) -> Kernel:
        return Kernel("difference", "Difference", "differences", np.array([-1.0, 1.0]))

    @property
    def model(self) -> LinearModel:
        return LinearModel((2,), True)

    @property
    def loss(self) -> Logistic:
        return Logistic()

    @property
    def recommended(self) -> ResolvedSettings:
        return ResolvedSettings(
            steps=50,
            optimizer="sgd",
            learning_rate=1 / steepest_curvature(self),
            momentum=0.9,
            schedule="constant",
            initial_scale=1.0,
            initialisation="normal",
        )

    def make_data(self) -> Dataset:
        rng = np.random.default_rng((self.seed, 8))
        first, second = (rng.normal(0.0, self.spread, 500) for _ in range(2))
        noisy = [(np.diff(each) + rng.normal(0.0, 0.2, 499) > 0).astype(float) for each in (first, second)]
        shown = second[:40]
        return Dataset(
            inputs=patches_of(first, (2,)),
            targets=noisy[0],
            test_inputs=patches_of(second, (2,)),
            test_targets=noisy[1],
            shown_input=shown.copy(),
            shown_answer=np.append(0.0, noisy[1][:39]),
        )

    def metrics(self, parameters: Mapping[str, Any]) -> dict[str, float]:
        answers = self.model.answers(parameters, self.data.test_inputs)
        return {"accuracy": float(((answers > 0) == (self.data.test_targets > 0.5)).mean())}

    def verdict(self, run: Any, best: Any) -> str:
        return f"{run.metrics['accuracy']:.1%} of the rises were named correctly."


@pytest.fixture(autouse=True)
def known(monkeypatch):
    """The one line."""
    monkeypatch.setitem(EXPERIMENTS, "find_rises", FindRises)


@pytest.mark.parametrize("page", ["converge", "compare"])
def test_the_pages_that_train_have_it_with_its_own_words(page):
    app = opened(page, run_experiment="find_rises", run_find_rises_spread="2.0", **{f"{page}_player_figures": "open"})
    assert not shown_errors(app)
    experiment = get_experiment("find_rises", spread=2.0)
    run = train(experiment)
    assert run.metrics["accuracy"] > 0.9
    shown = [each.value for each in (*app.info, *app.success, *app.caption)]
    assert not any("a peak" in each for each in shown)
    if page == "compare":
        assert FindRises.answer_note in shown
        scores = scoreboard(app)["Rises named correctly, more is better"]
        assert scores["Learned"] == f"{100 * run.metrics['accuracy']:.1f} %"
    else:
        assert FindRises.verdict(experiment, run, None) in shown
        assert FindRises.description in shown
        (figure,) = [each.value for each in app.metric if each.label == "Rises named correctly"]
        assert figure == number(run.metrics["accuracy"], 4)


def test_its_player_says_what_the_answers_are():
    experiment = get_experiment("find_rises")
    found = unpacked(player_data(train(experiment), solve(experiment)))
    assert (found["answer_title"], found["unit"]) == ("Probability of a rise", "sample")

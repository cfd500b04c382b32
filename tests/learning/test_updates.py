"""Every rule takes the steps that torch's optimiser of that name takes."""

import numpy as np
import pytest
import torch

from core.learning.settings import TrainingSettings
from core.learning.updates import RULES


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("name", RULES)
def test_rules_are_those_of_torch(name, momentum):
    rng = np.random.default_rng(0)
    curvature, parameters, memory = rng.random(5) + 0.5, {"weights": rng.normal(size=5)}, {}
    settings = TrainingSettings(steps=50, learning_rate=0.05, momentum=momentum, optimizer=name)
    leaf = torch.tensor(parameters["weights"], requires_grad=True)
    peer = {
        "sgd": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum),
        "nesterov": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum, nesterov=momentum > 0),
        "rmsprop": lambda: torch.optim.RMSprop([leaf], lr=0.05, momentum=momentum),
        "adam": lambda: torch.optim.Adam([leaf], lr=0.05, betas=(momentum, 0.999)),
        "adamw": lambda: torch.optim.AdamW([leaf], lr=0.05, betas=(momentum, 0.999), weight_decay=0.01),
    }[name]()
    for step in range(50):
        parameters, memory = RULES[name](
            parameters, {"weights": curvature * parameters["weights"]}, memory, settings, step
        )
        peer.zero_grad()
        (0.5 * torch.tensor(curvature) * leaf**2).sum().backward()
        peer.step()
    np.testing.assert_allclose(parameters["weights"], leaf.detach().numpy(), rtol=1e-9)

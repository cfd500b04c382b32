"""Every rule takes the steps that torch's optimiser of that name takes."""

import numpy as np
import pytest
import torch

from core.learning.updates import RULES, Pace


@pytest.mark.parametrize("momentum", [0.0, 0.9])
@pytest.mark.parametrize("name", RULES)
def test_rules_are_those_of_torch(name, momentum):
    rng = np.random.default_rng(0)
    curvature, place, memory = rng.random(5) + 0.5, rng.normal(size=5), {}
    leaf = torch.tensor(place, requires_grad=True)
    peer = {
        "sgd": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum),
        "polyak": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum),
        "nesterov": lambda: torch.optim.SGD([leaf], lr=0.05, momentum=momentum, nesterov=momentum > 0),
        "rmsprop": lambda: torch.optim.RMSprop([leaf], lr=0.05, momentum=momentum),
        "adam": lambda: torch.optim.Adam([leaf], lr=0.05, betas=(momentum, 0.999)),
        "adamw": lambda: torch.optim.AdamW([leaf], lr=0.05, betas=(momentum, 0.999), weight_decay=0.01),
    }[name]()
    for step in range(50):
        place, memory = RULES[name](place, curvature * place, memory, Pace(0.05, momentum, step))
        peer.zero_grad()
        (0.5 * torch.tensor(curvature) * leaf**2).sum().backward()
        peer.step()
    np.testing.assert_allclose(place, leaf.detach().numpy(), rtol=1e-9)

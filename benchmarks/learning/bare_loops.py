"""What one would write in torch instead: a module or tensors, an optimiser, a loop. One thread, float32."""

from __future__ import annotations

import torch
from torch import nn

from core.learning import Experiment


def squares(experiment: Experiment, seed: int, steps: int, rate: float) -> None:
    """The mean squared error of one filter on its patches, by gradient descent."""
    patches, targets = _tensors(experiment)
    weights = _normal(seed, patches.shape[1])
    optimiser = torch.optim.SGD([weights], lr=rate)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.mse_loss(patches @ weights, targets).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def squares_by_convolution(image: torch.Tensor, targets: torch.Tensor, size: int, steps: int, rate: float) -> None:
    """The same with a convolution of the image (1, 1, h, w) in place of patches."""
    weights = _normal(0, 1, 1, size, size)
    optimiser = torch.optim.SGD([weights], lr=rate)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.mse_loss(nn.functional.conv2d(image, weights), targets).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def logistic(experiment: Experiment, seed: int, steps: int, rate: float) -> None:
    """The cross-entropy of one filter and a bias, by momentum."""
    patches, targets = _tensors(experiment)
    weights, bias = _normal(seed, patches.shape[1]), torch.zeros((), requires_grad=True)
    optimiser = torch.optim.SGD([weights, bias], lr=rate, momentum=0.9)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(patches @ weights + bias, targets).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def two_layers(experiment: Experiment, seed: int, steps: int) -> None:
    """Eight filters, a rectifier and a second layer, by Adam with a cosine."""
    patches, targets = _tensors(experiment)
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Linear(3, 8), nn.ReLU(), nn.Linear(8, 1), nn.Flatten(0))
    optimiser = torch.optim.Adam(net.parameters(), lr=0.05)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        optimiser.zero_grad()
        nn.functional.binary_cross_entropy_with_logits(net(patches), targets).backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()


def gratings(experiment: Experiment, seed: int, steps: int) -> None:
    """A small network on batches of 64, by AdamW."""
    pictures = torch.tensor(experiment.inputs)[:, None]
    classes = torch.tensor(experiment.targets).long()
    torch.manual_seed(seed)
    net = nn.Sequential(nn.Conv2d(1, 8, 7), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(8, 8))
    optimiser = torch.optim.AdamW(net.parameters(), lr=0.01)
    batches = len(pictures) // 64
    order = torch.randperm(len(pictures))
    for step in range(steps):
        if step % batches == 0:
            order = torch.randperm(len(pictures))
        rows = order[step % batches * 64 : (step % batches + 1) * 64]
        optimiser.zero_grad()
        nn.functional.cross_entropy(net(pictures[rows]), classes[rows]).backward()  # type: ignore[no-untyped-call]
        optimiser.step()


def _tensors(experiment: Experiment) -> tuple[torch.Tensor, torch.Tensor]:
    return torch.tensor(experiment.inputs).float(), torch.tensor(experiment.targets).float()


def _normal(seed: int, *shape: int) -> torch.Tensor:
    return torch.randn(shape, generator=torch.Generator().manual_seed(seed)).requires_grad_()


def describe(experiment: Experiment, seed: int, steps: int, filters: int, strength: float) -> None:
    """Reconstruction independent component analysis of whitened patches, on batches of 512, by Adam."""
    patches = torch.tensor(experiment.inputs)
    generator = torch.Generator().manual_seed(seed)
    weights = torch.randn((filters, patches.shape[1]), generator=generator).requires_grad_()
    optimiser = torch.optim.Adam([weights], lr=0.02)
    for _ in range(steps):
        batch = patches[torch.randint(len(patches), (512,), generator=generator)]
        unit = weights / weights.norm(dim=1, keepdim=True)
        answers = batch @ unit.T
        lost = 0.5 * ((answers @ unit - batch) ** 2).sum(1).mean()
        loss = lost + strength * torch.log(torch.cosh(answers)).sum(1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()


def textures(experiment: Experiment, seed: int, steps: int, depth: int) -> None:
    """The network of one or two convolutional layers with both signs, on batches of 64, by Adam."""
    pictures = torch.tensor(experiment.inputs)[:, None]
    classes = torch.tensor(experiment.targets).long()
    torch.manual_seed(seed)
    first, second, last = nn.Conv2d(1, 16, 9, stride=2), nn.Conv2d(32, 16, 3), nn.Linear(32, 8)
    layers = [first, last] if depth == 1 else [first, second, last]
    optimiser = torch.optim.Adam([each for layer in layers for each in layer.parameters()], lr=0.02)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    for _ in range(steps):
        rows = torch.randint(len(pictures), (64,))
        filters = first.weight - first.weight.mean((2, 3), keepdim=True)
        maps = _both(nn.functional.conv2d(pictures[rows], filters, first.bias, stride=2))
        if depth == 2:
            maps = _both(second(maps))
        loss = nn.functional.cross_entropy(last(20 * maps.mean((2, 3))), classes[rows])
        rough = (filters.diff(dim=2) ** 2).sum((1, 2, 3)) + (filters.diff(dim=3) ** 2).sum((1, 2, 3))
        loss = loss + 0.1 * (rough / (filters**2).sum((1, 2, 3))).mean()
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        schedule.step()


def _both(maps: torch.Tensor) -> torch.Tensor:
    return torch.cat((torch.relu(maps), torch.relu(-maps)), 1)
